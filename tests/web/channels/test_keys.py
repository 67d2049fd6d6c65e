"""Keys are renewed by one at a time, however many want it, and nothing of them is ever lost."""

from __future__ import annotations

import asyncio
import json
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from asgiref.sync import sync_to_async
from django.conf import settings as configured
from django.db import OperationalError, connection, connections
from django.utils import timezone

from passaparola.connectors.errors import AuthExpired, AuthRevoked, Transient
from passaparola.web.channels import actions, keys
from passaparola.web.channels.keys import ChannelKeys
from passaparola.web.channels.models import Channel
from web.channels.conftest import NOON
from web.channels.renewing import SECRETS, all_at_once

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

PROGRAM = Path(__file__).with_name("renewing.py")

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _no_line_is_left_open() -> Iterator[None]:
    """Close the connection of the thread in which coroutines reach the database."""
    yield
    asyncio.run(sync_to_async(connections.close_all)())


@pytest.fixture
def channel(connected: Callable[..., Channel]) -> Channel:
    return connected()


def renewed(channel: Channel, gives: Mapping[str, str] | Exception) -> Mapping[str, str]:
    """What `channel` has after a renewal in which the platform gives, or says, `gives`."""

    async def renew(stale: Mapping[str, str]) -> Mapping[str, str]:
        _ = stale
        if isinstance(gives, Exception):
            raise gives
        return gives

    return asyncio.run(ChannelKeys(channel).renewed(SECRETS, renew))


def stored(channel: Channel) -> dict[str, str]:
    return keys.opened(Channel.objects.get(pk=channel.pk))


def test_what_is_renewed_is_stored_and_dated(channel: Channel) -> None:
    before = timezone.now()
    assert renewed(channel, {"access": "new", "refresh": "r2"}) == stored(channel)
    assert stored(channel) == {"access": "new", "refresh": "r2"}
    channel.refresh_from_db()
    assert channel.renewed_at is not None
    assert channel.renewed_at >= before
    assert channel.renewing_until is None


def test_keys_given_while_the_database_is_away_are_stored_once_it_is_back(
    channel: Channel, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole, tries = ChannelKeys._store, []

    def away(self: ChannelKeys, *given: object) -> bool:
        tries.append(given)
        if len(tries) < 3:
            raise OperationalError("the database is away")
        return whole(self, *given)  # type: ignore[arg-type]

    monkeypatch.setattr(keys, "PAUSES", (0.0,) * 6)
    monkeypatch.setattr(ChannelKeys, "_store", away)
    renewed(channel, {"access": "new", "refresh": "r2"})
    assert stored(channel) == {"access": "new", "refresh": "r2"}
    assert len(tries) == 3


@pytest.mark.parametrize("gives", [{"access": "new", "refresh": ""}, {"access": "new"}])
def test_a_refresh_token_that_is_not_given_again_is_kept(channel: Channel, gives: dict[str, str]) -> None:
    assert renewed(channel, gives) == {"access": "new", "refresh": "r1"}
    assert stored(channel) == {"access": "new", "refresh": "r1"}


def test_keys_that_somebody_has_renewed_meanwhile_are_taken_and_nobody_is_asked(channel: Channel) -> None:
    renewed(channel, {"access": "new"})
    assert renewed(channel, AssertionError("nobody is to be asked")) == {"access": "new", "refresh": "r1"}


def test_eight_coroutines_renew_once(channel: Channel, tmp_path: Path) -> None:
    log = tmp_path / "renewals"
    shared = ChannelKeys(channel)
    each_its_own = [ChannelKeys(channel) for _ in range(4)]
    got = asyncio.run(all_at_once([shared] * 4 + each_its_own, log))
    assert log.read_text() == "r1\n"
    assert got == [{"access": "after r1", "refresh": "r2"}] * 8


def test_two_threads_with_four_coroutines_each_renew_once(channel: Channel, tmp_path: Path) -> None:
    log = tmp_path / "renewals"
    hands = [[ChannelKeys(channel) for _ in range(4)] for _ in range(2)]
    with ThreadPoolExecutor(2) as pool:
        got = [*pool.map(lambda hand: asyncio.run(all_at_once(hand, log)), hands)]
    assert log.read_text() == "r1\n"
    assert got == [[{"access": "after r1", "refresh": "r2"}] * 4] * 2


def test_two_processes_with_four_coroutines_each_renew_once(channel: Channel, tmp_path: Path) -> None:
    log = tmp_path / "renewals"
    database = str(connection.settings_dict["NAME"])
    env = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "passaparola.web.site.settings",
        "PASSAPAROLA_SEAL_KEY": " ".join(configured.SEAL_KEYS),
    }
    command = [sys.executable, str(PROGRAM), str(channel.pk), database, str(log), "4"]
    running = [subprocess.Popen(command, env=env, stdout=subprocess.PIPE, text=True) for _ in range(2)]
    got = [json.loads(process.communicate(timeout=60)[0]) for process in running]
    assert log.read_text() == "r1\n"
    assert got == [[{"access": "after r1", "refresh": "r2"}] * 4] * 2
    assert stored(channel) == {"access": "after r1", "refresh": "r2"}


def test_a_renewal_that_fails_lets_the_next_one_try_at_once(channel: Channel) -> None:
    with pytest.raises(AuthExpired):
        renewed(channel, AuthExpired("It has run out: connect it again."))
    assert stored(channel) == SECRETS
    assert renewed(channel, {"access": "new"})["access"] == "new"


def test_a_renewal_that_is_called_off_lets_the_next_one_try_at_once(channel: Channel) -> None:
    async def called_off() -> None:
        async def endless(_: Mapping[str, str]) -> Mapping[str, str]:
            await asyncio.sleep(60)
            raise AssertionError

        job = asyncio.ensure_future(ChannelKeys(channel).renewed(SECRETS, endless))
        await asyncio.sleep(0.3)
        job.cancel()
        with pytest.raises(asyncio.CancelledError):
            await job

    asyncio.run(called_off())
    assert renewed(channel, {"access": "new"})["access"] == "new"


def test_whoever_waits_for_one_that_died_renews_after_its_time(
    channel: Channel, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keys, "LOOK", 0.02)
    Channel.objects.filter(pk=channel.pk).update(renewing_until=timezone.now() + timedelta(seconds=0.5))
    before = timezone.now()
    assert renewed(channel, {"access": "new"})["access"] == "new"
    assert timezone.now() - before >= timedelta(seconds=0.3)


def test_whoever_waits_looks_for_longer_than_one_has_for_it() -> None:
    assert keys.ALONE.total_seconds() < keys.LOOK * keys.LOOKS


def test_a_renewal_that_takes_too_long_says_so(channel: Channel, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keys, "LOOK", 0.001)
    monkeypatch.setattr(keys, "LOOKS", 5)
    Channel.objects.filter(pk=channel.pk).update(renewing_until=timezone.now() + timedelta(seconds=30))
    with pytest.raises(Transient, match="try again later"):
        renewed(channel, AssertionError("somebody else has it"))


def test_a_clock_that_was_set_back_keeps_nobody_waiting(channel: Channel) -> None:
    Channel.objects.filter(pk=channel.pk).update(renewing_until=timezone.now() + timedelta(days=1))
    assert renewed(channel, {"access": "new"})["access"] == "new"


def during(channel: Channel, act: Callable[[], object]) -> Mapping[str, str]:
    """What a renewal gives during which `act` is done by somebody else."""

    async def renew(_: Mapping[str, str]) -> Mapping[str, str]:
        await sync_to_async(act)()
        return {"access": "renewed"}

    return asyncio.run(ChannelKeys(channel).renewed(SECRETS, renew))


def test_a_channel_disconnected_during_a_renewal_stays_without_secrets(channel: Channel) -> None:
    with pytest.raises(AuthRevoked, match="disconnected meanwhile"):
        during(channel, lambda: actions.disconnect(channel, NOON))
    assert Channel.objects.get(pk=channel.pk).sealed is None


def test_a_channel_connected_again_during_a_renewal_keeps_its_new_keys(
    channel: Channel, connected: Callable[..., Channel]
) -> None:
    fresh = {"access": "by hand"}
    assert during(channel, lambda: connected(fresh)) == fresh
    assert stored(channel) == fresh


def test_one_that_comes_back_late_takes_nothing_from_whoever_renews_by_then(channel: Channel) -> None:
    theirs = timezone.now() + timedelta(seconds=40)

    def overtake() -> None:
        Channel.objects.filter(pk=channel.pk).update(renewing_until=theirs)
        raise AuthExpired("It has run out: connect it again.")

    with pytest.raises(AuthExpired):
        during(channel, overtake)
    assert Channel.objects.get(pk=channel.pk).renewing_until == theirs
