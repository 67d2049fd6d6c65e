"""How a server of the family asks its people for leave: every app introduces itself to it first.

docs.joinmastodon.org/client/token and /methods/oauth (4.7, 2026-08).
"""

from __future__ import annotations

import re

from passaparola.connectors.errors import Invalid
from passaparola.connectors.oauth import Flow, Registration

# no more than is needed: to say who it is, to post, to look for a post whose fate is unknown or is quoted,
# and to hear what people do
SCOPES = (
    *("read:accounts", "read:statuses", "read:search", "read:notifications"),
    *("write:statuses", "write:media"),
)

_PLACE = re.compile(r"(?:(https?)://)?(?:@?[^@\s/]+@)?([A-Za-z0-9.-]+(?::\d{1,5})?)(?:/\S*)?")


def flow(base: str) -> Flow:
    """Return how the server at `base` asks for leave."""
    return Flow(
        authorise=f"{base}/oauth/authorize",
        token=f"{base}/oauth/token",
        revoke=f"{base}/oauth/revoke",
        scopes=SCOPES,
        asking={"force_login": "true"},  # else whoever is signed in there already is connected, brand or not
        register=Registration(f"{base}/api/v1/apps", {"client_name": "Passaparola"}),
    )


def home(place: str) -> str:
    """Return the address of the server a person means: by its name, its page, or their own name there."""
    match = _PLACE.fullmatch(place.strip())
    if match is None or ("." not in match[2] and not match[2].startswith("localhost")):
        raise Invalid(f"“{place[:100]}” is no server: give its name, such as mastodon.social.", field="place")
    return f"{match[1] or 'https'}://{match[2].lower()}"
