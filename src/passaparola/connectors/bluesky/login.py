"""Connects an account by its handle and an app password.

The app password is used once and not kept: the refresh token that it gives is renewed at every use, and lasts
for 90 days without one (PDS of @atproto/dev-env 0.3.215). Whoever reads our database cannot sign in with it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from passaparola.connectors import errors
from passaparola.connectors.asking import ask, tamed, tell
from passaparola.connectors.bluesky import answers, refusals, wire
from passaparola.connectors.bluesky.appview import AppView, refusal
from passaparola.connectors.bluesky.row import ROW
from passaparola.connectors.bluesky.speaker import BlueskySpeaker
from passaparola.connectors.contract import Login
from passaparola.connectors.hosts import Hosts

if TYPE_CHECKING:
    from collections.abc import Mapping

    from passaparola.connectors.contract import Renewal
    from passaparola.http import Answer, Client

HOSTS = Hosts()
USUAL = frozenset({ROW.place, "https://bsky.app"})  # the second is where people read, and no server
ADVICE = {
    "AuthenticationRequired": "check the handle, or make a new app password in its settings",
    "AuthFactorTokenRequired": "this is the account's main password: give an app password instead",
}


@dataclass
class _NewKeys:
    """Keys that nobody has stored yet."""

    place: str
    account: str
    secrets: Mapping[str, str] = field(repr=False)

    async def renewed(self, stale: Mapping[str, str], renew: Renewal) -> Mapping[str, str]:
        """Renew them; they have just been made, so nobody else does."""
        self.secrets = await renew(stale)
        return self.secrets


async def sign_in(place: str, given: Mapping[str, str], client: Client) -> Login:
    """Connect the account; `given` holds what the row asks. Raises a `ConnectorError`."""
    handle = _typed(given["handle"]).rstrip("/").rpartition("/")[2].lstrip("@")
    base = await _server(place, handle, client)
    url = f"{base}/xrpc/com.atproto.server.createSession"
    body = {"identifier": handle, "password": _typed(given["password"])}
    answer = await tell(client, "POST", url, doing=f"sign in as {handle}", harmless=True, json=body)
    if answer.status != refusals.OK:
        raise _refused(answer, handle, base)
    about = f"the session of {handle}"
    secrets = tamed(answer, answers.session, about=about)
    keys = _NewKeys(base, tamed(answer, answers.me, about=about).did, secrets)
    account = await BlueskySpeaker(keys, client).check()
    return Login(account, base, keys.secrets)


def _refused(answer: Answer, handle: str, base: str) -> errors.ConnectorError:
    name, message = refusals.fault(answer)
    if name in ADVICE:
        said = f"{base} says {message[:160]!r}"
        return errors.Forbidden(f"Could not sign in as {handle}: {said}; {ADVICE[name]}.")
    return refusals.refusal(answer, doing=f"sign in as {handle}", harmless=True)


async def _server(place: str, handle: str, client: Client) -> str:
    """Return the server that holds the account: the one given, else the one its own document names."""
    base = _address(place or ROW.place)
    if base not in USUAL:
        return base
    base = ROW.place
    if not (wire.HANDLE.fullmatch(handle) or wire.DID.fullmatch(handle)):
        raise errors.Gone(
            f"{handle[:100]} is no handle; give one like name.bsky.social or a domain of your own."
        )
    did = handle if wire.DID.fullmatch(handle) else await AppView(client, base, about=handle).did_of(handle)
    answer = await ask(client, wire.document(did, plc=HOSTS.plc), about=handle)
    if answer.status != refusals.OK:
        raise refusal(answer, about=handle)
    home = tamed(answer, wire.home, about=handle)
    if home.startswith("https://"):
        return home
    raise errors.Unreachable(
        f"{handle} is on {home}, where a password would not travel safely; give its address."
    )


def _typed(text: str) -> str:
    """Return what was typed or pasted: the app puts unseen marks of direction around a handle one copies."""
    return "".join(filter(str.isprintable, text)).strip()


def _address(place: str) -> str:
    place = place.strip().rstrip("/")
    return place if "://" in place else f"https://{place}"
