"""What can go wrong between us and another machine.

HttpError
├── Refused        we do not go there: not http(s), a private address, a redirect too many
├── NoSuchHost     the name is not known to the domain name system
├── Unreachable    no connection, or it broke off
├── TimedOut       no whole answer within the deadline
├── TooLarge       more bytes than we agreed to take
├── BadAnswer      not HTTP, not the encoding it names, not JSON
├── Busy           429; `until` says when to come back, where the server tells
└── Failing        502, 503 or 504, also after trying again

Each message is a clause that names the host and can stand inside a longer sentence.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime


class HttpError(Exception):
    """A request got no usable answer; `reached` where it may have got there and been acted upon."""

    reached = False


class Refused(HttpError):
    """The address is one we do not go to."""


class NoSuchHost(HttpError):
    """The host's name does not exist."""


class Unreachable(HttpError):
    """No connection could be made, or it broke off before the whole answer had come."""


class TimedOut(HttpError):
    """The whole answer did not come within the deadline."""


class TooLarge(HttpError):
    """The answer, unpacked, is larger than the cap."""

    reached = True


class BadAnswer(HttpError):
    """What came is not what HTTP or the answer's own headers promise."""

    reached = True


class Busy(HttpError):
    """The server asks to be left alone (429); `until` is aware and in UTC, None where it does not say."""

    def __init__(self, message: str, *, until: datetime | None = None) -> None:
        super().__init__(message)
        self.until = until


class Failing(HttpError):
    """The server answers that it cannot answer (502, 503, 504); `until` as for `Busy`."""

    reached = True

    def __init__(self, message: str, *, until: datetime | None = None) -> None:
        super().__init__(message)
        self.until = until
