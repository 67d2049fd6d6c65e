"""The errors a platform can answer with, whichever platform it is.

ConnectorError
├── Unrecognised      the address names no post of any platform known here
├── Unreachable       the host does not exist, does not answer, or is not allowed
├── Garbled           the server answered something that is not what its API promises
├── Gone              the post or account is deleted or was never there
├── Forbidden         it is there, but not for us
├── RateLimited       too many requests; `until` says when to come back
└── Transient         the server failed; trying again later may help

Every message is one sentence for a person: what happened, to which address, and what to do.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime


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


class Transient(ConnectorError):
    """The server failed; trying again later may help."""
