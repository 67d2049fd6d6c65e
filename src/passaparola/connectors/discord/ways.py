"""The two ways to speak in a channel: through a webhook, whose address is its key, or as a bot."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from importlib.metadata import version
from typing import TYPE_CHECKING

from passaparola.connectors import errors

if TYPE_CHECKING:
    from collections.abc import Mapping

ID = re.compile(r"[0-9]{5,25}")
WEBHOOK = re.compile(
    r"(?:https?://[^/\s]+)?/?(?:api/)?(?:v[0-9]+/)?webhooks/([0-9]{5,25})/([A-Za-z0-9_-]{10,300})/?"
)
CHANNEL = re.compile(r"(?:https?://[^/\s]+/channels/[0-9@me]+/)?([0-9]{5,25})/?")
TOKEN = re.compile(r"[A-Za-z0-9._-]{10,300}")
PLACE = re.compile(r"https?://[A-Za-z0-9.-]+(:[0-9]{1,5})?")

# Discord wants to know what asks it (docs.discord.com/developers/reference#user-agent, 2026-08)
AGENT = f"DiscordBot (self-hosted Passaparola, {version('passaparola')})"


@dataclass(frozen=True, slots=True)
class Way:
    """One way: `home` is what it is called at, `posts` where messages go; neither is ever shown."""

    place: str
    home: str = field(repr=False)
    posts: str = field(repr=False)
    headers: Mapping[str, str] = field(repr=False)
    guild: str
    by_bot: bool

    def message(self, number: str) -> str:
        """Return where one message is."""
        if not ID.fullmatch(number):
            raise errors.Gone("The post has no number of Discord's, so it cannot be there.")
        return f"{self.home}/messages/{number}"


def way(place: str, account: str, secrets: Mapping[str, str]) -> Way:
    """Return the way that `secrets` open to `account`, which is a webhook or a bot's channel."""
    place, guild = place.rstrip("/"), secrets.get("guild", "")
    hook, token = secrets.get("webhook", ""), secrets.get("token", "")
    if not (PLACE.fullmatch(place) and ID.fullmatch(account) and TOKEN.fullmatch(hook or token)):
        raise errors.AuthRevoked("The keys of this channel are not Discord's; connect it again.")
    api, headers = f"{place}/api/v10", {"user-agent": AGENT}
    if hook:
        home = f"{api}/webhooks/{account}/{hook}"
        return Way(place, home, f"{home}?wait=true", headers, guild, by_bot=False)
    home = f"{api}/channels/{account}"
    headers["authorization"] = f"Bot {token}"
    return Way(place, home, f"{home}/messages", headers, guild, by_bot=True)
