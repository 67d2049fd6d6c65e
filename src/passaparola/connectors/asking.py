"""Asks a platform's server, and says what went wrong in one sentence for a person."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any, TypeVar

from passaparola import http
from passaparola.connectors import errors
from passaparola.connectors.wild import Wild

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Coroutine, Iterable, Mapping, Sequence

T = TypeVar("T")

# which of our errors stands for one of the door's, and what to do about it
TOLD: dict[type[http.HttpError], tuple[type[errors.ConnectorError], str]] = {
    http.Refused: (errors.Unreachable, "check the address"),
    http.NoSuchHost: (errors.Unreachable, "check the address for a typing mistake"),
    http.Unreachable: (errors.Unreachable, "check the address and your connection, or try again later"),
    http.TimedOut: (errors.Unreachable, "try again later"),
    http.TooLarge: (errors.Garbled, "this does not look like the platform's API; check the host"),
    http.BadAnswer: (errors.Garbled, "this does not look like the platform's API; check the host"),
    http.Failing: (errors.Transient, "try again later"),
}


SPARSE = 20  # entries a page brings at the least, over a whole listing


def most_pages(most: int) -> int:
    """Return how many pages are turned for `most` entries: a server may send empty ones for ever."""
    return most // SPARSE + SPARSE


def silent(what: str, done: int, total: int | None) -> None:
    """Tell nobody how far the reading has come."""
    _ = what, done, total


async def ask(
    client: http.Client,
    url: str,
    *,
    about: str,
    params: Sequence[tuple[str, str]] = (),
    headers: Mapping[str, str] | None = None,
) -> http.Answer:
    """Return the answer to GET `url`; `about` is the address the person gave. Raises a `ConnectorError`."""
    try:
        return await client.get(url, params=params, headers=headers)
    except http.Busy as error:
        when = f"at {error.until:%Y-%m-%d %H:%M:%S} UTC" if error.until else "later"
        raise errors.RateLimited(
            f"Could not read {about}: {error}; try again {when}.", until=error.until
        ) from error
    except http.HttpError as error:
        kind, advice = TOLD[type(error)]
        raise kind(f"Could not read {about}: {error}; {advice}.") from error


@asynccontextmanager
async def listened(
    client: http.Client, url: str, *, about: str, headers: Mapping[str, str] | None = None
) -> AsyncIterator[http.Stream]:
    """Open the stream at `url`; opening it and reading its lines raise a `ConnectorError`."""
    try:
        async with client.stream(url, headers=headers) as line:
            yield line
    except http.HttpError as error:
        kind, advice = TOLD[type(error)]
        raise kind(f"Could not read {about}: {error}; {advice}.") from error


async def tell(
    client: http.Client, method: str, url: str, *, doing: str, harmless: bool = False, **sending: Any
) -> http.Answer:
    """Return the answer to what is sent to `url`; `sending` is that of `http.Client.send`.

    `doing` completes "Could not ...". Raises `RateLimited`, or `Transient` and the like where the request
    certainly had no effect, or is `harmless` to repeat; else `UnknownOutcome`.
    """
    try:
        return await client.send(method, url, **sending)
    except http.Busy as error:
        when = f"at {error.until:%Y-%m-%d %H:%M:%S} UTC" if error.until else "later"
        raise errors.RateLimited(
            f"Could not {doing}: {error}; tried again {when}.", until=error.until
        ) from error
    except http.HttpError as error:
        if error.reached and not harmless:
            raise errors.UnknownOutcome(
                f"Nobody knows yet whether one could {doing}: {error}; it is looked for on the platform."
            ) from error
        kind = errors.Transient if error.reached else TOLD[type(error)][0]
        raise kind(f"Could not {doing}: {error}; {TOLD[type(error)][1]}.") from error


def tamed(answer: http.Answer, read: Callable[[Wild], T], *, about: str) -> T:
    """Return what `read` makes of the answer's JSON; raises `Garbled` naming the place that does not fit."""
    host = answer.url.split("?", 1)[0]
    advice = "this does not look like the platform's API; check the host"
    try:
        return read(Wild(answer.json()))
    except http.BadAnswer as error:
        raise errors.Garbled(f"Could not read {about}: {error}; {advice}.") from error
    except errors.Garbled as error:
        raise errors.Garbled(
            f"Could not read {about}: in the answer of {host}, {error}; {advice}."
        ) from error


async def together(jobs: Iterable[Coroutine[object, object, T]]) -> list[T]:
    """Run `jobs` side by side and return their results in order; the first failure ends the others."""
    tasks = [asyncio.ensure_future(job) for job in jobs]
    try:
        return list(await asyncio.gather(*tasks))
    except BaseException:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        raise
