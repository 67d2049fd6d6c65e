"""A stream is watched for one name; whatever it carries, it is let go of when nobody listens any more."""

from __future__ import annotations

import asyncio
import json
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, cast

import pytest

from passaparola import http
from passaparola.connectors import errors
from passaparola.connectors.bluesky import frames, watching

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Sequence

US = "did:plc:" + "u" * 24
ADA = "did:plc:" + "a" * 24
WEB = "did:web:example.org"  # short enough for one byte of length
LONG = "did:web:" + "a" * 300 + ".example"
Message = str | bytes


def text(words: str) -> bytes:
    """`words` as the canonical encoding of CBOR has them."""
    raw = words.encode()
    size = len(raw)
    if size < 24:
        return bytes([0x60 + size]) + raw
    return (bytes([0x78, size]) if size < 256 else b"\x79" + size.to_bytes(2, "big")) + raw


def commit(repo: str, *inside: str) -> bytes:
    """A commit of `repo` in which `inside` stands, as a server's stream sends it (as far as one looks)."""
    return (
        b"\xa2atg#commitbop\x01\xaa" + text("repo") + text(repo) + b"fblocksY" + b"".join(map(text, inside))
    )


def jetstream(did: str, record: Any) -> str:
    return json.dumps(
        {"did": did, "time_us": 1, "kind": "commit", "commit": {"operation": "create", "record": record}}
    )


@dataclass
class Lines:
    """What a client hears; `error` is how the line ends."""

    messages: Sequence[Message | None] = ()
    error: Exception | None = None
    stays: bool = False
    asked: list[tuple[str, Sequence[tuple[str, str]]]] = field(default_factory=list)
    closed: int = 0

    async def listen(
        self, url: str, *, params: Sequence[tuple[str, str]] = ()
    ) -> AsyncGenerator[Message, None]:
        self.asked.append((url, params))
        try:
            for message in self.messages:
                await asyncio.sleep(0.05 if message is None else 0)
                if message is not None:
                    yield message
            if self.error:
                raise self.error
            await asyncio.sleep(30 if self.stays else 0)
        finally:
            self.closed += 1


def watched(lines: Lines, *, base: str = "https://pds.example", most: int = 10, pause: float = 0.01) -> int:
    """How often one is told that there may be something to hear."""

    async def run() -> int:
        times = 0
        told = watching.watch(cast("http.Client", lines), base, US, pause=pause)
        async for _ in told:
            times += 1
            if times == most:
                break
        await told.aclose()
        return times

    return asyncio.run(asyncio.wait_for(run(), 5))


@pytest.mark.parametrize("did", [US, WEB, LONG])
def test_somebody_elses_act_that_names_the_account_concerns_it(did: str) -> None:
    assert frames.concerns(commit(ADA, f"at://{did}/app.bsky.feed.post/3k"), did)
    assert frames.concerns(commit(ADA, "did", did), did)
    assert frames.concerns(jetstream(ADA, {"subject": did}), did)


@pytest.mark.parametrize("did", [US, WEB, LONG])
def test_the_accounts_own_acts_and_other_peoples_do_not_concern_it(did: str) -> None:
    assert not frames.concerns(commit(did, "did", did, f"at://{did}/app.bsky.feed.post/3k"), did)
    assert not frames.concerns(commit(ADA, "did", ADA), did)
    assert not frames.concerns(jetstream(did, {"subject": f"at://{did}/x/y"}), did)
    assert not frames.concerns(jetstream(ADA, {"subject": ADA}), did)


@pytest.mark.parametrize("message", ["", "{", "[" * 100_000, "7", b"", b"\xff" * 99, b"\xa2"])
def test_whatever_a_stream_carries_is_looked_at(message: Message) -> None:
    assert not frames.concerns(message, US)
    joined = message + US if isinstance(message, str) else message + US.encode()
    assert frames.concerns(joined, US)


@pytest.mark.parametrize(
    ("base", "url"),
    [
        ("https://pds.example", "https://pds.example/xrpc/com.atproto.sync.subscribeRepos"),
        ("http://localhost:1/", "http://localhost:1/xrpc/com.atproto.sync.subscribeRepos"),
        (" wss://relay.example ", "https://relay.example/xrpc/com.atproto.sync.subscribeRepos"),
        ("ws://localhost:1", "http://localhost:1/xrpc/com.atproto.sync.subscribeRepos"),
        (
            "wss://relay.example/xrpc/com.atproto.sync.subscribeRepos",
            "https://relay.example/xrpc/com.atproto.sync.subscribeRepos",
        ),
    ],
)
def test_a_server_or_relay_is_listened_to_where_it_tells_of_repositories(base: str, url: str) -> None:
    assert watching.place(base) == (url, ())


def test_a_jetstream_is_asked_for_what_can_name_an_account() -> None:
    url, params = watching.place("wss://jetstream.example/subscribe/")
    assert url == "https://jetstream.example/subscribe"
    assert [value for _, value in params] == [
        "app.bsky.feed.post",
        "app.bsky.feed.repost",
        "app.bsky.feed.like",
        "app.bsky.graph.follow",
    ]


def test_a_storm_is_told_at_its_first_act_and_at_its_end_and_what_comes_later_again() -> None:
    storm = [commit(ADA, US)] * 50
    assert watched(Lines([commit(ADA, ADA), *storm, None])) == 2
    assert watched(Lines([*storm, None, commit(ADA, ADA), commit(ADA, US), None])) == 3


def test_what_comes_while_one_waits_is_told_after_it() -> None:
    """What came last has not been indexed when the first is told."""
    lines = Lines([commit(ADA, US), None, commit(ADA, US), None, None, None])
    assert watched(lines, pause=0.08) == 2


def test_a_line_that_ends_ends_the_watch() -> None:
    lines = Lines([commit(ADA, ADA), commit(US, US)])
    assert watched(lines) == 0
    assert lines.closed == 1


def test_what_was_named_before_the_line_was_cut_is_still_told() -> None:
    assert watched(Lines([commit(ADA, US)])) == 1


@pytest.mark.parametrize(
    ("error", "ours"),
    [
        (http.Unreachable("pds.example broke off what it was telling"), errors.Unreachable),
        (http.TooLarge("pds.example sent more than 9 bytes"), errors.Garbled),
        (http.BadAnswer("pds.example answers 404 where it should begin to tell"), errors.Garbled),
        (http.Failing("pds.example answers 503"), errors.Transient),
        (http.Busy("pds.example asks for fewer requests"), errors.RateLimited),
        (http.Refused("pds.example is on a private network"), errors.Unreachable),
    ],
)
def test_a_line_that_is_cut_is_said_in_a_sentence(error: http.HttpError, ours: type[Exception]) -> None:
    with pytest.raises(ours, match=r"^Could not read https://pds\.example: pds\.example .*\.$"):
        watched(Lines([], error))


def test_whoever_stops_watching_lets_go_of_the_line() -> None:
    lines = Lines([commit(ADA, US)], stays=True)
    since = time.monotonic()
    assert watched(lines, most=1) == 1
    assert lines.closed == 1
    assert time.monotonic() - since < 2


def test_whoever_is_cancelled_while_watching_ends_at_once() -> None:
    lines = Lines([commit(ADA, ADA)], stays=True)
    with pytest.raises(TimeoutError):
        asyncio.run(asyncio.wait_for(anext(watching.watch(cast("http.Client", lines), "https://x", US)), 0.2))
    assert lines.closed == 1
