"""The door to the network, with its transport replaced and its time in our hands."""

from __future__ import annotations

import asyncio
import gzip
import ssl
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from typing import TYPE_CHECKING

import httpcore
import httpx
import pytest

from passaparola import http
from passaparola.http import guard, waits
from passaparola.http.pace import Gate

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable

NOON = datetime(2026, 11, 22, 12, 0, 0, tzinfo=UTC)


@dataclass
class Clock:
    """A clock that only sleep moves."""

    passed: float = 0.0
    slept: list[float] = field(default_factory=list)

    async def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.passed += seconds

    def chance(self) -> http.Chance:
        return http.Chance(
            now=lambda: NOON + timedelta(seconds=self.passed),
            sleep=self.sleep,
            jitter=lambda: 1.0,
            ticks=lambda: self.passed,
        )


def asked(
    answers: list[httpx.Response | Exception] | Callable[[httpx.Request], httpx.Response],
    url: str = "https://host.example/x",
    *,
    clock: Clock | None = None,
    policy: http.Policy | None = None,
    headers: dict[str, str] | None = None,
) -> http.Answer:
    """Ask `url` where the server gives `answers`, one after another."""

    def handler(request: httpx.Request) -> httpx.Response:
        if callable(answers):
            return answers(request)
        answer = answers.pop(0)
        if isinstance(answer, Exception):
            raise answer
        return answer

    async def ask() -> http.Answer:
        chance = (clock or Clock()).chance()
        transport = httpx.MockTransport(handler)
        async with http.Client(policy or http.Policy(), transport=transport, chance=chance) as client:
            return await client.get(url, headers=headers)

    return asyncio.run(ask())


def test_an_answer_is_given_with_its_status_headers_and_json() -> None:
    answer = asked([httpx.Response(404, json={"a": 1}, headers={"X-Kind": "test"})])
    assert (answer.status, answer.headers["x-kind"], answer.json()) == (404, "test", {"a": 1})


def test_every_request_says_who_is_asking() -> None:
    seen: list[str] = []

    def handler(request: httpx.Request) -> httpx.Response:
        seen.append(request.headers["user-agent"])
        return httpx.Response(200)

    asked(handler)
    assert seen[0].startswith("Passaparola/")


@pytest.mark.parametrize("body", [b"<html>", b"{", b"\xff\xfe\xfa", b"[" * 100_000, b""])
def test_what_is_not_json_is_said_to_be_none_and_by_whom(body: bytes) -> None:
    answer = asked([httpx.Response(200, content=body)])
    with pytest.raises(http.BadAnswer, match=r"host\.example answered something that is not JSON"):
        answer.json()


@pytest.mark.parametrize("status", [429, 502, 503, 504])
def test_a_failure_that_may_pass_is_asked_again(status: int) -> None:
    assert asked([httpx.Response(status), httpx.Response(200, text="ok")]).body == b"ok"


@pytest.mark.parametrize("status", [400, 401, 403, 404, 410, 500, 501])
def test_other_statuses_are_answers_and_not_asked_again(status: int) -> None:
    assert asked([httpx.Response(status)]).status == status


def test_a_connection_that_fails_is_tried_anew_and_then_named() -> None:
    clock = Clock()
    with pytest.raises(http.Unreachable, match=r"host\.example cannot be reached"):
        asked([httpx.ConnectError("no")] * 4, clock=clock)
    assert clock.slept == [0.5, 1.0, 2.0]


def test_a_certificate_that_does_not_hold_is_named_as_the_reason() -> None:
    untrusted = ssl.SSLCertVerificationError("no")
    untrusted.verify_message = "self-signed certificate"
    error = httpcore.ConnectError("no")
    error.__cause__ = untrusted
    with pytest.raises(http.Unreachable, match=r"its certificate is not valid \(self-signed certificate\)"):
        asked([error] * 4)


def test_our_own_pauses_grow_are_capped_and_are_jittered() -> None:
    assert [waits.backoff(n, 1.0) for n in range(8)] == [0.5, 1, 2, 4, 8, 16, 20, 20]
    assert waits.backoff(10_000, 0.0) == 10.0


@pytest.mark.parametrize(
    "headers",
    [
        {"Retry-After": "7"},
        {"Retry-After": format_datetime(NOON + timedelta(seconds=7), usegmt=True)},
        {"X-RateLimit-Reset": (NOON + timedelta(seconds=7)).isoformat().replace("+00:00", "Z")},
        {"RateLimit-Reset": str(int(NOON.timestamp()) + 7)},
        {"Retry-After": "nonsense", "X-RateLimit-Reset": "2026-11-22T12:00:07.000Z"},
    ],
)
def test_the_wait_a_server_asks_for_is_kept(headers: dict[str, str]) -> None:
    clock = Clock()
    asked([httpx.Response(429, headers=headers), httpx.Response(200)], clock=clock)
    assert clock.passed == pytest.approx(7, abs=0.01)


@pytest.mark.parametrize(
    "value",
    [
        *("", "-1", "1e9", "soon", "²", "9" * 400, "\x00", "Thu, 99 Foo 0000"),
        *("0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00", "Fri, 31 Dec 9999 23:59:59 -1400"),
    ],
)
def test_a_wait_that_makes_no_sense_breaks_nothing(value: str) -> None:
    told = waits.told({"retry-after": value}, NOON)
    assert told is None or 0 <= told <= 86_400


def test_a_wait_longer_than_our_patience_is_told_instead_of_kept() -> None:
    clock = Clock()
    with pytest.raises(http.Busy, match="asks for fewer requests") as caught:
        asked([httpx.Response(429, headers={"Retry-After": "600"})], clock=clock)
    assert caught.value.until == NOON + timedelta(seconds=600)
    assert clock.slept == []


def test_waits_use_up_one_patience_together() -> None:
    clock = Clock()
    slow = httpx.Response(503, headers={"Retry-After": "40"})
    with pytest.raises(http.Failing, match="503"):
        asked([slow, slow, slow, slow], clock=clock)
    assert clock.passed == pytest.approx(40)


def test_while_a_host_rests_nobody_else_asks_it() -> None:
    async def scene() -> list[float]:
        clock = Clock()
        gate = Gate(http.Pace(), sleep=clock.sleep, ticks=lambda: clock.passed)
        gate.rest(5)
        async with gate.passed():
            return clock.slept

    assert asyncio.run(scene()) == [5]


def test_what_is_refused_to_one_who_sends_does_not_hold_up_another() -> None:
    clock = Clock()
    answers = [httpx.Response(429, headers={"Retry-After": "40"}), httpx.Response(200)]

    async def scene() -> int:
        transport = httpx.MockTransport(lambda _: answers.pop(0))
        async with http.Client(http.Policy(), transport=transport, chance=clock.chance()) as client:
            with pytest.raises(http.Busy) as refused:
                await client.send("POST", "https://host.example/bot1/send")
            assert refused.value.until == NOON + timedelta(seconds=40)
            return (await client.send("POST", "https://host.example/bot2/send")).status

    assert asyncio.run(scene()) == 200
    assert clock.slept == []


def test_the_pace_lets_a_burst_through_and_then_so_many_a_second() -> None:
    async def scene() -> float:
        clock = Clock()
        gate = Gate(
            http.Pace(per_second=2, burst=3, together=1), sleep=clock.sleep, ticks=lambda: clock.passed
        )
        for _ in range(3 + 4 + 1):
            async with gate.passed():
                pass
        return clock.passed

    assert asyncio.run(scene()) == pytest.approx(2.0)


def test_no_more_than_so_many_are_asked_together() -> None:
    most = now = 0

    async def handler(request: httpx.Request) -> httpx.Response:
        nonlocal most, now
        now += 1
        most = max(most, now)
        await asyncio.sleep(0.005)
        now -= 1
        return httpx.Response(200)

    async def scene() -> None:
        policy = http.Policy(pace=http.Pace(per_second=1000, burst=100, together=3))
        async with http.Client(policy, transport=httpx.MockTransport(handler)) as client:
            await asyncio.gather(*[client.get("https://host.example/") for _ in range(12)])

    asyncio.run(scene())
    assert most == 3


def test_a_body_over_the_cap_is_not_taken() -> None:
    with pytest.raises(http.TooLarge, match="more than 10 bytes"):
        asked([httpx.Response(200, content=b"x" * 11)], policy=http.Policy(max_bytes=10))


def packed(body: bytes, **headers: str) -> httpx.Response:
    """An answer whose packed body reaches the client as it is."""

    async def chunks() -> AsyncIterator[bytes]:
        for start in range(0, len(body), 1000):
            yield body[start : start + 1000]

    return httpx.Response(200, content=chunks(), headers=headers)


def test_a_packed_answer_is_unpacked() -> None:
    answer = packed(gzip.compress(b"word of mouth" * 1000), **{"content-encoding": "gzip"})
    assert asked([answer]).body == b"word of mouth" * 1000


def test_a_bomb_is_counted_as_what_it_unpacks_to() -> None:
    bomb = packed(gzip.compress(bytes(50_000_000)), **{"content-encoding": "gzip"})
    with pytest.raises(http.TooLarge, match="more than 1,000,000 bytes"):
        asked([bomb], policy=http.Policy(max_bytes=1_000_000))


@pytest.mark.parametrize(
    ("body", "encoding"),
    [(b"not packed", "gzip"), (gzip.compress(b"x" * 9000)[:-12], "gzip"), (b"x", "br"), (b"x", "gzip, gzip")],
)
def test_a_packing_that_is_broken_or_not_asked_for_is_a_bad_answer(body: bytes, encoding: str) -> None:
    with pytest.raises(http.BadAnswer):
        asked([packed(body, **{"content-encoding": encoding})])


def test_redirects_are_followed_to_the_end() -> None:
    def handler(request: httpx.Request) -> httpx.Response:
        if request.url.path == "/x":
            return httpx.Response(302, headers={"location": "/y?z=1"})
        return httpx.Response(200, text=str(request.url))

    assert asked(handler).body == b"https://host.example/y?z=1"


def test_a_loop_of_redirects_is_left() -> None:
    with pytest.raises(http.Refused, match=r"host\.example redirects more than 5 times"):
        asked(lambda _: httpx.Response(302, headers={"location": "/x"}))


@pytest.mark.parametrize(
    "location",
    [
        *("ftp://host.example/", "file:///etc/passwd", "http://host.example/", "https://a:b@host.example/"),
        "https://host.example:99999/",
    ],
)
def test_a_redirect_out_of_the_open_and_encrypted_web_is_refused(location: str) -> None:
    with pytest.raises(http.Refused):
        asked([httpx.Response(302, headers={"location": location})])


@pytest.mark.parametrize("location", ["https://xn--a/", "https://[v1.a]/", "https://[::1"])
def test_a_redirect_to_what_cannot_be_is_an_error_of_the_door(location: str) -> None:
    with pytest.raises(http.HttpError):
        asked([httpx.Response(302, headers={"location": location})])


@pytest.mark.parametrize("name", ["Authorization", "Cookie"])
@pytest.mark.parametrize("onward", ["https://other.example/", "https://host.example:8443/"])
def test_a_key_is_not_shown_to_the_host_a_redirect_leads_to(onward: str, name: str) -> None:
    keys: list[str | None] = []

    def handler(request: httpx.Request) -> httpx.Response:
        keys.append(request.headers.get(name))
        elsewhere = httpx.Response(302, headers={"location": onward})
        return elsewhere if len(keys) == 1 else httpx.Response(200)

    asked(handler, headers={name: "Bearer key"})
    assert keys == ["Bearer key", None]


@pytest.mark.parametrize(
    "url",
    [
        "ftp://host.example/",
        "file:///etc/passwd",
        "/x",
        "https://",
        "https://u:p@host.example/",
        "https://[::1",
        "https://xn--a/",
        "https://host.example:99999/",
    ],
)
def test_only_plain_web_addresses_are_asked(url: str) -> None:
    with pytest.raises(http.Refused):
        asked([], url)


PRIVATE = [
    *("127.0.0.1", "127.9.9.9", "10.0.0.1", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1"),
    *("0.0.0.0", "255.255.255.255", "224.0.0.1", "168.63.129.16", "198.18.0.1", "192.0.2.1", "240.0.0.1"),  # noqa: S104  nothing binds to it
    *("::1", "::", "fe80::1", "fe80::1%eth0", "fc00::1", "fd00:ec2::254", "ff02::1", "2001:db8::1"),
    *("::ffff:127.0.0.1", "::ffff:10.0.0.1", "64:ff9b::7f00:1", "2002:7f00:1::", "::127.0.0.1"),
]


@pytest.mark.parametrize("address", PRIVATE)
def test_private_addresses_are_known_in_every_dress(address: str) -> None:
    assert not guard.is_public(address)


@pytest.mark.parametrize("address", ["8.8.8.8", "2606:4700::1", "::ffff:8.8.8.8", "64:ff9b::808:808"])
def test_public_addresses_are_let_through(address: str) -> None:
    assert guard.is_public(address)


@pytest.mark.parametrize("addresses", [["10.0.0.1"], ["8.8.8.8", "::1"]])
def test_a_name_with_any_private_address_is_refused_before_connecting(addresses: list[str]) -> None:
    async def resolver(host: str, port: int) -> list[str]:
        return addresses

    backend = guard.GuardedBackend(allow_private=False, resolver=resolver)
    with pytest.raises(http.Refused, match="PASSAPAROLA_ALLOW_PRIVATE=1"):
        asyncio.run(backend.connect_tcp("host.example", 443))


def test_a_socket_of_this_machine_is_refused() -> None:
    backend = guard.GuardedBackend(allow_private=True)
    with pytest.raises(http.Refused):
        asyncio.run(backend.connect_unix_socket("/run/some.socket"))


def test_the_address_that_was_checked_is_the_one_connected_to(monkeypatch: pytest.MonkeyPatch) -> None:
    """A name that answers differently the second time (DNS rebinding) is not asked a second time."""
    asks: list[str] = []
    reached: list[str] = []

    async def resolver(host: str, port: int) -> list[str]:
        asks.append(host)
        return ["8.8.8.8"] if len(asks) == 1 else ["127.0.0.1"]

    async def connect(self: httpcore.AnyIOBackend, host: str, *_: object) -> None:
        reached.append(host)

    monkeypatch.setattr(httpcore.AnyIOBackend, "connect_tcp", connect)
    asyncio.run(guard.GuardedBackend(allow_private=False, resolver=resolver).connect_tcp("host.example", 443))
    assert (asks, reached) == (["host.example"], ["8.8.8.8"])
