"""What httpx and httpcore say went wrong, in our words."""

from __future__ import annotations

import ssl

import httpcore
import httpx

from passaparola.http.errors import BadAnswer, HttpError, TimedOut, Unreachable

# what goes wrong before a request has left, and what goes wrong when it may have got there
BEFORE = (
    httpcore.ConnectError,
    httpcore.ConnectTimeout,
    httpcore.PoolTimeout,
    httpx.ConnectError,
    httpx.ConnectTimeout,
    httpx.PoolTimeout,
)
AFTER = (
    TimeoutError,
    httpcore.TimeoutException,
    httpcore.ProtocolError,
    httpcore.NetworkError,
    httpx.TimeoutException,
    httpx.ProtocolError,
    httpx.NetworkError,
)


def named(error: Exception, host: str) -> HttpError:
    """Return what went wrong in our words."""
    if isinstance(error, TimeoutError | httpcore.TimeoutException | httpx.TimeoutException):
        return TimedOut(f"{host} did not answer in time")
    if isinstance(error, httpcore.ProtocolError | httpx.ProtocolError | UnicodeError):
        # UnicodeError: httpx looks at where a redirect leads, to a host no name can be
        return BadAnswer(f"{host} broke off its answer or answered something that is not HTTP")
    return Unreachable(f"{host} cannot be reached{_distrust(error)}")


def _distrust(error: BaseException) -> str:
    """Return what to add where it is the host's certificate that cannot be trusted."""
    cause: BaseException | None = error
    while cause is not None:
        if isinstance(cause, ssl.SSLCertVerificationError):
            return f": its certificate is not valid ({cause.verify_message})"
        cause = cause.__cause__ or cause.__context__
    return ""
