"""Asks a person's leave on the platform's own page: OAuth 2, authorisation code with PKCE (RFC 6749, 7636).

A platform says how it does that in a `Flow`; what is asked and answered is here. oauthlib writes and reads
the messages, and our own door carries them.
"""

from __future__ import annotations

import base64
import hmac
import re
import secrets as chance
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from types import MappingProxyType
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, urlsplit

from oauthlib.common import add_params_to_uri
from oauthlib.oauth2 import WebApplicationClient
from oauthlib.oauth2.rfc6749.errors import OAuth2Error

from passaparola.connectors import errors
from passaparola.connectors.asking import tamed, tell
from passaparola.connectors.wild import Wild, text_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from passaparola.http import Answer, Client

OUT_OF_BAND = "urn:ietf:wg:oauth:2.0:oob"
"""Where to return when the page shows its code (docs.joinmastodon.org/methods/oauth, 2026-08)."""

VERIFIER = 64  # characters; RFC 7636, 4.1 asks for 43 to 128
OK = 200
FAILING = 500
_LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})
_CODE = re.compile(r"[\x21-\x7e]{1,2000}")
_NAME = re.compile(r"[a-z_]{1,60}")
_FOREVER = 400 * 366 * 86_400  # seconds; an end later than that is none


@dataclass(frozen=True, slots=True)
class Registration:
    """Where an app makes itself known, and what else than its return address it says (`more`)."""

    url: str
    more: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Flow:
    """How a platform asks for leave; all addresses are whole.

    `register` is for servers where every app introduces itself first; elsewhere the app's id and secret come
    from the platform's developer pages. `asking` is what else the page is told. `separator` stands between
    scopes, `id_name` is what the app's id is called; id and secret go in the form, or, with `basic`, in the
    header (RFC 6749, 2.3.1). Without `pkce` the secret alone binds the answer to the question.
    """

    authorise: str
    token: str
    scopes: tuple[str, ...]
    revoke: str = ""
    register: Registration | None = None
    asking: Mapping[str, str] = field(default_factory=dict)
    separator: str = " "
    id_name: str = "client_id"
    basic: bool = False
    pkce: bool = True

    @property
    def host(self) -> str:
        """Return whom a person knows the platform by."""
        return urlsplit(self.token).netloc


@dataclass(frozen=True, slots=True)
class Begun:
    """A question that waits for its answer: keep it sealed, and for the person who asked only.

    `url` is the page to send them to; `app` are the id and secret the answer is turned in with.
    """

    url: str = field(repr=False)
    redirect_uri: str
    state: str = field(repr=False)
    verifier: str = field(repr=False)
    app: Mapping[str, str] = field(repr=False)


async def begin(
    flow: Flow,
    *,
    redirect_uri: str,
    client: Client,
    app: Mapping[str, str] = MappingProxyType({}),
    state: str = "",
) -> Begun:
    """Return the page that asks for leave; `app` (client_id, client_secret) where the flow registers none.

    Raises a `ConnectorError`.
    """
    _refuse_open_line(flow)
    app = await _registered(flow.register, flow, redirect_uri, client) if flow.register else app
    if not app.get("client_id"):
        raise errors.Invalid(
            f"{flow.host} does not know this installation yet: fill in the app's id.", field="client_id"
        )
    state = state or chance.token_urlsafe(32)
    speaking = WebApplicationClient(app["client_id"])
    asked = {flow.id_name: app["client_id"], "response_type": "code", "redirect_uri": redirect_uri}
    asked |= {"scope": flow.separator.join(flow.scopes), "state": state, **flow.asking}
    verifier = ""
    if flow.pkce:
        verifier = speaking.create_code_verifier(VERIFIER)
        challenge = speaking.create_code_challenge(verifier, "S256")
        asked |= {"code_challenge": challenge, "code_challenge_method": "S256"}
    url = add_params_to_uri(flow.authorise, list(asked.items()))
    return Begun(url, redirect_uri, state, verifier, dict(app))


async def finish(
    flow: Flow, begun: Begun, answer: str, client: Client, *, now: datetime | None = None
) -> Mapping[str, str]:
    """Return the secrets that `answer` stands for: the address the person came back to, or the code shown.

    They are `client_id`, `client_secret`, `access_token` and, where told, `refresh_token`, `expires_at` (ISO,
    UTC) and `scope`. Raises a `ConnectorError`.
    """
    code = answer.strip() if begun.redirect_uri == OUT_OF_BAND else _returned(flow, begun, answer)
    if not _CODE.fullmatch(code):
        raise errors.Invalid(
            f"This is no code of {flow.host}: copy all of it, and nothing else.", field="code"
        )
    body = WebApplicationClient(begun.app["client_id"]).prepare_request_body(
        code=code,
        redirect_uri=begun.redirect_uri,
        code_verifier=begun.verifier or None,
        include_client_id=False,
    )
    given = await _turned_in(
        flow, body, begun.app, client, doing=f"connect the account on {flow.host}", now=now
    )
    asked = {"scope": flow.separator.join(flow.scopes)}  # what is not told is as it was asked (RFC 6749, 5.1)
    return {**begun.app, **asked, **given}


async def refresh(
    flow: Flow, secrets: Mapping[str, str], client: Client, *, now: datetime | None = None
) -> Mapping[str, str]:
    """Return `secrets` with a new access token; what the platform does not give anew stays as it is.

    Raises `AuthExpired` where it can no longer be renewed, and other `ConnectorError`s.
    """
    if not secrets.get("refresh_token"):
        raise errors.AuthExpired(f"The leave {flow.host} gave has run out: connect the account again.")
    body = WebApplicationClient(secrets["client_id"]).prepare_refresh_body(
        refresh_token=secrets["refresh_token"]
    )
    doing = f"renew the leave {flow.host} gave"
    return {**secrets, **await _turned_in(flow, body, secrets, client, doing=doing, now=now)}


def given_once(before: Mapping[str, str], given: Mapping[str, str]) -> Mapping[str, str]:
    """Return the secrets of `before` that still belong to those `given` now: the same app's refresh token.

    Some platforms give it the first time only, whoever allows the app again.
    """
    same = bool(given.get("client_id")) and before.get("client_id") == given["client_id"]
    return {"refresh_token": before["refresh_token"]} if same and "refresh_token" in before else {}


async def revoke(flow: Flow, secrets: Mapping[str, str], client: Client) -> None:
    """Give the leave back; one that is no longer there is given back. Raises a `ConnectorError`."""
    if not flow.revoke:
        return
    token = secrets.get("refresh_token") or secrets["access_token"]
    answer = await _asked(flow, flow.revoke, {"token": token}, secrets, client, doing="give the leave back")
    if answer.status >= FAILING:
        raise errors.Transient(f"{flow.host} did not take the leave back: it fails; try again later.")
    if answer.status != OK:
        raise errors.Forbidden(f"{flow.host} did not take the leave back: take it back on its own page.")


def _refuse_open_line(flow: Flow) -> None:
    """Refuse to send keys where anybody on the way can read them, but to this very machine."""
    for address in (flow.authorise, flow.token):
        parts = urlsplit(address)
        if parts.scheme != "https" and parts.hostname not in _LOOPBACK:
            raise errors.Invalid(
                f"{flow.host} has no secure line (https), so nobody should sign in there.", field="place"
            )


async def _registered(
    registration: Registration, flow: Flow, redirect_uri: str, client: Client
) -> Mapping[str, str]:
    doing = f"make this installation known to {flow.host}"
    told = {"redirect_uris": redirect_uri, "scopes": flow.separator.join(flow.scopes), **registration.more}
    answer = await tell(client, "POST", registration.url, doing=doing, harmless=True, json=told)
    if answer.status >= FAILING:
        raise errors.Transient(f"Could not {doing}: it answers {answer.status}; try again later.")
    if answer.status != OK:
        raise errors.Unrecognised(
            f"Could not {doing}: it answers {answer.status}, so it may be no such server; check the address."
        )
    return tamed(
        answer,
        lambda wild: {key: wild[key].text() for key in ("client_id", "client_secret")},
        about=flow.host,
    )


def _returned(flow: Flow, begun: Begun, answer: str) -> str:
    """Return the code in the address a person came back to, once it is certain that it answers us."""
    told = dict(parse_qsl(urlsplit(answer.strip()).query))
    if not hmac.compare_digest(told.get("state", "").encode(), begun.state.encode()):
        raise errors.Forbidden(f"This does not answer what was asked of {flow.host}: begin to connect again.")
    if told.get("error") == "access_denied":
        raise errors.Forbidden(f"No leave was given on {flow.host}: begin again, and allow it there.")
    if "error" in told:
        raise errors.Forbidden(
            f"{flow.host} gave no leave ({_named(told['error'])}): begin to connect again."
        )
    return told.get("code", "")


async def _turned_in(  # noqa: PLR0913 - what is turned in, for whom, and when
    flow: Flow, body: str, app: Mapping[str, str], client: Client, *, doing: str, now: datetime | None
) -> dict[str, str]:
    """Return what the token address gives for `body`."""
    answer = await _asked(flow, flow.token, dict(parse_qsl(body)), app, client, doing=doing)
    if answer.status >= FAILING:
        raise errors.Transient(f"Could not {doing}: it answers {answer.status}; try again later.")
    tamed(answer, _refuse_non_object, about=flow.host)
    try:
        given = WebApplicationClient(app["client_id"]).parse_request_body_response(answer.body.decode())
    except OAuth2Error as error:
        raise _refused(flow, error.error or "", doing) from error
    except (ValueError, TypeError, OverflowError) as error:
        raise errors.Garbled(f"Could not {doing}: its answer makes no sense; try again later.") from error
    return tamed(answer, lambda wild: _secrets(wild, given, now or datetime.now(UTC)), about=flow.host)


def _refuse_non_object(wild: Wild) -> None:
    wild.get("access_token")


def _secrets(wild: Wild, given: Mapping[str, object], now: datetime) -> dict[str, str]:
    """Return what an answer holds of use; nothing that is empty, so that it replaces nothing."""
    found = {"access_token": wild["access_token"].text(), "refresh_token": text_of(wild.get("refresh_token"))}
    found["scope"] = text_of(wild.get("scope"))
    seconds = given.get("expires_in")
    if isinstance(seconds, int) and 0 < seconds < _FOREVER:
        found["expires_at"] = (now + timedelta(seconds=seconds)).isoformat()
    return {name: value for name, value in found.items() if value}


async def _asked(  # noqa: PLR0913 - an address and what goes there
    flow: Flow, url: str, form: Mapping[str, str], app: Mapping[str, str], client: Client, *, doing: str
) -> Answer:
    """Return the answer to `form`, sent with the app's id and secret. Asking again does no harm."""
    name, secret = app["client_id"], app.get("client_secret", "")
    headers = {"accept": "application/json"}
    if flow.basic:
        headers["authorization"] = f"Basic {base64.b64encode(f'{name}:{secret}'.encode()).decode()}"
    else:
        form = {**form, flow.id_name: name} | ({"client_secret": secret} if secret else {})
    return await tell(client, "POST", url, doing=doing, harmless=True, form=form, headers=headers)


def _refused(flow: Flow, name: str, doing: str) -> errors.ConnectorError:
    if name in {"invalid_client", "unauthorized_client"}:
        return errors.Invalid(
            f"{flow.host} does not know this app: check its id and secret, or connect again.",
            field="client_id",
        )
    if name == "invalid_grant":
        return errors.AuthExpired(
            f"Could not {doing}: what it gave has run out or was taken back; connect the account again."
        )
    if name == "temporarily_unavailable":
        return errors.Transient(f"Could not {doing}: it is not available now; try again later.")
    if name == "missing_token":
        return errors.Garbled(f"Could not {doing}: its answer holds no token; try again later.")
    return errors.Forbidden(f"Could not {doing}: it says {_named(name)}; connect the account again.")


def _named(name: str) -> str:
    """Return an error's name where it is one; foreign words are not shown."""
    return name if _NAME.fullmatch(name) else "an error it does not explain"
