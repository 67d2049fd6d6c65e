"""The errors a platform can answer with, whichever platform it is.

ConnectorError
├── Unrecognised      the address names no post of any platform known here
├── Unreachable       the host does not exist, does not answer, or is not allowed
├── Garbled           the server answered something that is not what its API promises
├── Gone              the post or account is deleted or was never there
├── Forbidden         it is there, but not for us; when writing: the keys do not allow it
├── AuthExpired       the keys have run out and could not be renewed
├── AuthRevoked       the keys were taken back, or the account is closed
├── RateLimited       too many requests; `until` says when to come back
│   └── QuotaSpent    the day's or month's allowance is used up
├── Invalid           the post cannot be as it is; `field` says what of it
├── CursorExpired     where we left off hearing is no longer known: begin anew
├── Duplicate         the platform says it has this already; `existing` is it, where it tells
├── Transient         the server failed, and nothing was done; trying again later may help
└── UnknownOutcome    it may have been done or not: never repeated before somebody looked

When publishing, every error but `UnknownOutcome` and `Duplicate` says that nothing was published.

Every message is one sentence for a person: what happened, to which address, and what to do.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

    from passaparola.connectors.contract import Receipt


class ConnectorError(Exception):
    """A platform did not give what was asked; the message says what to do."""


class Unrecognised(ConnectorError):
    """The address names no post of any platform known here."""


class Unreachable(ConnectorError):
    """The host does not exist, does not answer, or is not allowed."""


class Garbled(ConnectorError):
    """The server answered something that is not what its API promises."""


class Gone(ConnectorError):
    """The post or account is deleted or was never there."""


class Forbidden(ConnectorError):
    """It is there, but not for us."""


class RateLimited(ConnectorError):
    """Too many requests; `until` (aware, UTC) says when to come back, where the platform tells."""

    def __init__(self, message: str, *, until: datetime | None = None) -> None:
        super().__init__(message)
        self.until = until


class QuotaSpent(RateLimited):
    """The allowance of a day or month is used up; `until` says when it begins anew."""


class AuthExpired(ConnectorError):
    """The keys have run out and could not be renewed: connect the channel again."""


class AuthRevoked(ConnectorError):
    """The keys were taken back or the account is closed: connect the channel again."""


class Invalid(ConnectorError):
    """The post cannot be as it is; `field` names the part ("text", "media", "title" ...)."""

    def __init__(self, message: str, *, field: str = "text") -> None:
        super().__init__(message)
        self.field = field


class CursorExpired(ConnectorError):
    """The platform no longer knows where we left off hearing: begin anew, what is told twice is one."""


class Duplicate(ConnectorError):
    """The platform says it has this post already; `existing` is its receipt where the platform tells."""

    def __init__(self, message: str, *, existing: Receipt | None = None) -> None:
        super().__init__(message)
        self.existing = existing


class Transient(ConnectorError):
    """The server failed, and nothing was done; trying again later may help."""


class UnknownOutcome(ConnectorError):
    """It may have been done or not: it is never repeated before somebody has looked."""
