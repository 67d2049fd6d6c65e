"""Connecting, looking, connecting again and disconnecting, by hand and on the pages."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from passaparola.connectors import registry
from passaparola.connectors.contract import Account, Login
from passaparola.connectors.errors import AuthRevoked, ConnectorError, Forbidden, Invalid, Transient
from passaparola.connectors.platforms import PLATFORMS
from passaparola.web.brands.models import Entry
from passaparola.web.channels import actions, health, keys
from passaparola.web.channels.models import Channel
from web.channels.conftest import NOON

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from django.test import Client
    from pytest_django.fixtures import Settings

    from passaparola.web.brands.models import Brand, User

DAY, SECOND = timedelta(days=1), timedelta(seconds=1)
REVOKED = AuthRevoked("example.org no longer knows who this is: connect the channel again.")


def fresh(channel: Channel) -> Channel:
    return Channel.objects.get(pk=channel.pk)


def secrets(channel: Channel) -> dict[str, str]:
    return keys.opened(fresh(channel))


# connected again, and taken off


def test_what_is_said_of_the_keys_before_says_nothing_of_those_it_has_since(
    connected: Callable[..., Channel],
) -> None:
    before = connected()
    account = Account("aurora", "aurora.old")
    Channel.objects.filter(pk=before.pk).update(connected_at=NOON + DAY)
    actions.refused(before, REVOKED, NOON)
    actions.keep_looked(before, account, NOON)
    assert (fresh(before).locked_out, fresh(before).refusal) == (False, "")
    assert fresh(before).handle != "aurora.old"


def test_connecting_again_keeps_the_row_and_its_past_and_lets_it_speak(
    connected: Callable[..., Channel],
) -> None:
    channel = connected()
    Channel.objects.filter(pk=channel.pk).update(
        succeeded_at=NOON, paused_until=NOON + DAY, renewing_until=NOON + DAY
    )
    actions.refused(channel, REVOKED, NOON)
    assert not fresh(channel).speaks
    again = fresh(connected({"access": "new"}))
    assert (again.pk, again.succeeded_at, again.created_at) == (channel.pk, NOON, channel.created_at)
    assert again.speaks
    assert (again.refusal, again.paused_until, again.renewing_until) == ("", None, None)


def test_disconnecting_forgets_every_secret_and_keeps_the_row(connected: Callable[..., Channel]) -> None:
    channel = connected(scopes=("write",), expires_at=NOON + DAY)
    actions.disconnect(channel, NOON)
    off = fresh(channel)
    assert (off.sealed, off.scopes, off.expires_at) == (None, [], None)
    assert (off.speaks, off.disconnected_at, off.handle) == (False, NOON, "aurora")
    assert keys.ChannelKeys(off).secrets == {}


def test_what_was_disconnected_comes_back_as_itself(connected: Callable[..., Channel]) -> None:
    channel = connected({"access": "old", "refresh": "r1"})
    actions.disconnect(channel, NOON)
    again = connected({"access": "new"})
    assert (again.pk, again.disconnected_at) == (channel.pk, None)
    assert secrets(again) == {"access": "new"}, "what was forgotten stays forgotten"


APP = {"client_id": "app", "client_secret": "s", "access_token": "a1", "refresh_token": "r1"}


@pytest.mark.parametrize("given", [{"refresh_token": ""}, {}])
def test_a_refresh_token_that_the_same_app_is_given_only_once_is_kept(
    connected: Callable[..., Channel], given: dict[str, str]
) -> None:
    connected(APP)
    again = connected({"client_id": "app", "client_secret": "s", "access_token": "a2", **given})
    assert secrets(again) == {**APP, "access_token": "a2"}


@pytest.mark.parametrize(
    "given", [{"access_token": "by hand"}, {"client_id": "another app", "access_token": "a2"}]
)
def test_keys_of_another_way_to_connect_are_not_mixed_with_the_new_ones(
    connected: Callable[..., Channel], given: dict[str, str]
) -> None:
    connected({**APP, "expires_at": "2026-01-01T00:00:00+00:00"})
    assert secrets(connected(given)) == given


def test_a_channel_whose_seal_cannot_be_opened_is_mended_by_connecting_it_again(
    connected: Callable[..., Channel], settings: Settings
) -> None:
    connected()
    settings.SEAL_KEYS = ["another installation"]
    assert secrets(connected({"access": "new"})) == {"access": "new"}


def test_what_a_server_says_of_an_account_is_cut_to_what_there_is_room_for(brand: Brand) -> None:
    account = Account("1", "h" * 900, "n" * 900, f"https://example.org/{'u' * 900}")
    channel = actions.connect(brand, "sandbox", Login(account, "https://example.org", {}), NOON)
    channel.refresh_from_db()
    assert (len(channel.handle), len(channel.name), channel.url) == (255, 255, "")


# how it is


@pytest.fixture
def state(connected: Callable[..., Channel]) -> Callable[..., str]:
    def make(now: timedelta = timedelta(0), **fields: object) -> str:
        channel = connected()
        Channel.objects.filter(pk=channel.pk).update(**fields)
        return health.of(fresh(channel), PLATFORMS["sandbox"], NOON + now).state

    return make


def test_the_gravest_thing_is_told_first(state: Callable[..., str]) -> None:
    everything = {
        "disconnected_at": NOON,
        "locked_out": True,
        "refusal": "No.",
        "refused_at": NOON + SECOND,
        "paused_until": NOON + DAY,
        "expires_at": NOON + DAY,
    }
    told = [state(**everything)]
    for field in ("disconnected_at", "locked_out", "paused_until", "expires_at", "refusal"):
        everything[field] = {"locked_out": False, "refusal": ""}.get(field)
        told.append(state(**everything))
    assert told == ["off", "locked", "paused", "soon", "refused", "well"]


@pytest.mark.parametrize(("left", "said"), [(7 * DAY, "well"), (7 * DAY - SECOND, "soon"), (-DAY, "soon")])
def test_keys_that_run_out_are_told_a_week_before(
    state: Callable[..., str], left: timedelta, said: str
) -> None:
    assert state(expires_at=NOON + left) == said


def test_a_pause_that_is_over_is_none(state: Callable[..., str]) -> None:
    assert state(paused_until=NOON + SECOND) == "paused"
    assert state(now=SECOND, paused_until=NOON + SECOND) == "well"


@pytest.mark.parametrize("field", ["succeeded_at", "checked_at"])
def test_a_refusal_counts_until_something_goes_well(state: Callable[..., str], field: str) -> None:
    past = {"succeeded_at": NOON - DAY, "checked_at": NOON - DAY, "refusal": "No.", "refused_at": NOON}
    assert state(**past) == "refused"
    assert state(**{**past, field: NOON + SECOND}) == "well"


@pytest.mark.parametrize(
    ("error", "locked"), [(REVOKED, True), (Transient("Away."), False), (Forbidden("No."), False)]
)
def test_only_what_connecting_again_mends_locks_a_channel(
    connected: Callable[..., Channel], error: ConnectorError, *, locked: bool
) -> None:
    channel = connected()
    actions.refused(channel, error, NOON)
    assert (fresh(channel).locked_out, fresh(channel).refusal) == (locked, str(error))


# on the pages


class Gate:
    """A platform's door: lets in, or says `no`, and keeps what it was told."""

    def __init__(self) -> None:
        self.no: ConnectorError | None = None
        self.told: list[tuple[str, str, Mapping[str, str]]] = []

    async def sign_in(self, platform: str, place: str, answers: Mapping[str, str], client: object) -> Login:
        _ = client
        self.told.append((platform, place, dict(answers)))
        if self.no:
            raise self.no
        return Login(Account("1", "aurora", "Aurora"), place, {"token": answers.get("token", "")})

    async def check(self) -> Account:
        if self.no:
            raise self.no
        return Account("1", "aurora", "Aurora Caffè", scopes=("write",))


@pytest.fixture
def gate(monkeypatch: pytest.MonkeyPatch) -> Gate:
    made = Gate()
    monkeypatch.setattr(registry, "sign_in", made.sign_in)
    monkeypatch.setattr(registry, "speaker", lambda *_: made)
    return made


@pytest.fixture
def anna_s(client: Client, anna: User, brand: Brand) -> Client:
    _ = brand
    client.force_login(anna)
    return client


def at(name: str, brand: Brand, *more: object) -> str:
    return reverse(name, args=[brand.slug, *more])


TYPED = {"place": PLATFORMS["telegram"].place, "token": "123:s3cret", "chat": "@aurora"}


def test_what_is_typed_in_connects_an_account_and_stands_in_the_log(
    anna_s: Client, brand: Brand, gate: Gate
) -> None:
    answer = anna_s.post(at("channel-connect", brand, "telegram"), TYPED, follow=True)
    assert "Aurora is connected." in answer.content.decode()
    assert b"s3cret" not in answer.content
    channel = Channel.objects.get(brand=brand)
    assert secrets(channel) == {"token": "123:s3cret"}
    (told,) = gate.told
    assert (told[0], told[1]) == ("telegram", PLATFORMS["telegram"].place)
    line = Entry.objects.get(verb=actions.CONNECTED)
    assert (line.subject, line.detail) == ("Aurora", {"platform": "telegram"})


def test_what_is_missing_is_asked_for_and_nobody_is_troubled(
    anna_s: Client, brand: Brand, gate: Gate
) -> None:
    answer = anna_s.post(at("channel-connect", brand, "telegram"), {})
    assert answer.content.decode().count("Fill this in.") == 2, "for the token and the channel"
    assert not gate.told


def test_a_refusal_is_told_at_the_field_it_speaks_of_and_secrets_are_not_shown_again(
    anna_s: Client, brand: Brand, gate: Gate
) -> None:
    gate.no = Invalid("There is no such channel: write its @name.", field="chat")
    answer = anna_s.post(at("channel-connect", brand, "telegram"), TYPED)
    form = answer.context["form"]
    assert form.errors == {"chat": ["There is no such channel: write its @name."]}
    assert b"s3cret" not in answer.content
    assert not Channel.objects.exists()


@pytest.mark.parametrize("no", [Transient("Away: try again later."), Invalid("No.", field="nowhere")])
def test_a_refusal_that_speaks_of_no_field_is_told_above_all_of_them(
    anna_s: Client, brand: Brand, gate: Gate, no: ConnectorError
) -> None:
    gate.no = no
    answer = anna_s.post(at("channel-connect", brand, "telegram"), TYPED)
    assert answer.context["form"].non_field_errors() == [str(no)]


def test_connecting_again_knows_the_server_and_asks_for_another_brands_channel_in_vain(
    anna_s: Client, brand: Brand, connected: Callable[..., Channel]
) -> None:
    mine = connected(platform="mastodon")
    address = reverse("channel-connect", args=[brand.slug, "mastodon"])
    assert 'value="https://example.org"' in anna_s.get(f"{address}?again={mine.pk}").content.decode()
    assert anna_s.get(f"{address}?again={mine.pk + 1}").status_code == 404
    assert anna_s.get(f"{address}?again=x").status_code == 200


@pytest.mark.parametrize("platform", ["nowhere", "-", "reader-only"])
def test_a_platform_that_is_none_has_no_page(anna_s: Client, brand: Brand, platform: str) -> None:
    assert anna_s.get(at("channel-connect", brand, platform)).status_code == 404


@pytest.mark.parametrize("platform", [key for key, row in PLATFORMS.items() if not row.oauth])
def test_leave_is_asked_only_of_platforms_that_have_a_page_for_it(
    anna_s: Client, brand: Brand, platform: str
) -> None:
    assert anna_s.post(at("channel-connect", brand, platform), {"leave": "1"}).status_code == 404


@pytest.mark.parametrize("platform", [k for k, row in PLATFORMS.items() if "publisher" in row.capabilities])
def test_every_platform_can_be_connected_on_a_page_of_its_own(
    anna_s: Client, brand: Brand, platform: str
) -> None:
    answer = anna_s.get(at("channel-connect", brand, platform))
    assert answer.status_code == 200
    for ask in PLATFORMS[platform].asks:
        assert f'name="{ask.key}"' in answer.content.decode()


def test_a_look_tells_how_the_account_is_now(
    anna_s: Client, brand: Brand, gate: Gate, connected: Callable[..., Channel]
) -> None:
    channel = connected()
    actions.refused(channel, REVOKED, NOON)
    answer = anna_s.post(at("channel-check", brand, channel.pk), follow=True)
    assert "is well." in answer.content.decode()
    seen = fresh(channel)
    assert (seen.name, seen.scopes, seen.locked_out, seen.refusal) == ("Aurora Caffè", ["write"], False, "")
    assert seen.checked_at is not None
    assert timezone.now() - seen.checked_at < timedelta(minutes=1)


def test_a_look_that_is_refused_says_why_and_locks(
    anna_s: Client, brand: Brand, gate: Gate, connected: Callable[..., Channel]
) -> None:
    channel = connected()
    gate.no = REVOKED
    answer = anna_s.post(at("channel-check", brand, channel.pk), follow=True)
    assert answer.content.decode().count(str(REVOKED)) == 2, "as what happened, and as how the channel is"
    assert fresh(channel).locked_out


def test_a_look_at_a_channel_sealed_with_another_key_says_what_to_do(
    anna_s: Client, brand: Brand, connected: Callable[..., Channel], settings: Settings
) -> None:
    channel = connected()
    settings.SEAL_KEYS = ["another"]
    answer = anna_s.post(at("channel-check", brand, channel.pk), follow=True)
    assert "put back seal.key from the backup" in answer.content.decode()


def test_a_channel_that_is_off_or_whose_connector_is_gone_is_not_asked(
    anna_s: Client, brand: Brand, connected: Callable[..., Channel]
) -> None:
    off, orphan = connected(), connected(name="bianca")
    actions.disconnect(off, NOON)
    Channel.objects.filter(pk=orphan.pk).update(platform="no longer there", sealed=None)
    for channel in (off, orphan):
        answer = anna_s.post(at("channel-check", brand, channel.pk), follow=True)
        assert "This channel is not connected" in answer.content.decode()


def test_taking_a_channel_off_forgets_its_keys_and_stands_in_the_log(
    anna_s: Client, brand: Brand, connected: Callable[..., Channel]
) -> None:
    channel = connected()
    answer = anna_s.post(at("channel-disconnect", brand, channel.pk), follow=True)
    assert "Aurora is disconnected and its keys are forgotten." in answer.content.decode()
    assert fresh(channel).sealed is None
    assert Entry.objects.filter(verb=actions.DISCONNECTED, subject="Aurora").count() == 1


@pytest.mark.parametrize("door", ["channel-check", "channel-disconnect"])
def test_a_channel_of_another_brand_is_not_there(
    anna_s: Client, brand: Brand, rival: Brand, door: str
) -> None:
    theirs = actions.connect(rival, "sandbox", Login(Account("1", "notte"), "x", {"a": "b"}), NOON)
    assert anna_s.post(at(door, brand, theirs.pk)).status_code == 404
    assert fresh(theirs).sealed


def test_a_page_of_many_channels_asks_as_much_as_one_of_few(
    anna_s: Client, brand: Brand, connected: Callable[..., Channel]
) -> None:
    costs = []
    for count in (2, 20):
        for n in range(count):
            connected(name=f"account-{n}")
        with CaptureQueriesContext(connection) as asked:
            anna_s.get(at("channels", brand))
        costs.append(len(asked))
    assert costs[0] == costs[1]
