"""People are told of an episode once, on every way, whatever fails in between."""

from __future__ import annotations

import hashlib
import hmac
import json
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import httpx
import pytest
from django.core import mail

from connectors.recorded import client
from passaparola.web.brands import actions as brands
from passaparola.web.brands import mailing
from passaparola.web.brands.models import Role
from passaparola.web.brands.refusals import Refused
from passaparola.web.lifecycle.graph import Later
from passaparola.web.listening import alarms, hours, telling
from passaparola.web.listening.models import PAST, TELLING, TOLD, Alarm, Episode
from web.listening.searches import a_search

if TYPE_CHECKING:
    from pytest_django.fixtures import Settings

    from passaparola.web.brands.models import Brand, User

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
HOOK = "https://hooks.example/spike"


@pytest.fixture
def episode(brand: Brand, settings: Settings) -> Episode:
    settings.EMAIL_HOST = "mail.example"
    hour = hours.hour_of(NOON)
    return Episode.objects.create(
        search=a_search(brand, NOON),
        begins=hour,
        last=hour,
        said=60,
        usual=3.2,
        peak=60,
        raised_at=NOON,
        state=TELLING,
        state_since=NOON,
        due_at=NOON,
    )


class Hook:
    """A webhook that answers each of `statuses` once, then 200."""

    def __init__(self, *statuses: int) -> None:
        self.statuses = list(statuses)
        self.asked: list[httpx.Request] = []

    def __call__(self, request: httpx.Request) -> httpx.Response:
        self.asked.append(request)
        return httpx.Response(self.statuses.pop(0) if self.statuses else 200)


def set_hook(brand: Brand, by: User) -> str:
    return alarms.keep(brand, mail=True, hook=HOOK, by=by, now=NOON)


def test_those_who_write_get_one_mail_and_nobody_else(brand: Brand, bruno: User, episode: Episode) -> None:
    brands.add_member(brand, bruno, Role.ANALYST)
    assert telling.tell(episode, NOON) == TOLD
    assert telling.tell(episode, NOON) == TOLD
    assert [message.to for message in mail.outbox] == [["anna@example.org"]]
    body = mail.outbox[0].body
    assert "60" in body
    assert "30 days" in body or "30 giorni" in body
    assert f"/b/{brand.slug}/listening/" in body


def test_a_mail_that_did_not_leave_is_tried_again(
    brand: Brand, episode: Episode, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as broken:
        broken.setattr(mailing, "send", lambda *_: "The mail server does not answer.")
        outcome = telling.tell(episode, NOON)
    assert isinstance(outcome, Later)
    assert outcome.at is not None
    assert outcome.at > NOON
    assert telling.tell(episode, NOON) == TOLD
    assert len(mail.outbox) == 1


def test_a_crash_while_a_mail_leaves_sends_no_second_one(
    brand: Brand, episode: Episode, monkeypatch: pytest.MonkeyPatch
) -> None:
    def crash(*_: object) -> str:
        raise RuntimeError("the power went")

    with monkeypatch.context() as broken:
        broken.setattr(mailing, "send", crash)
        with pytest.raises(RuntimeError):
            telling.tell(episode, NOON)
    assert telling.tell(Episode.objects.get(), NOON) == TOLD
    assert mail.outbox == []


def test_mail_can_be_left_out(brand: Brand, anna: User, episode: Episode) -> None:
    alarms.keep(brand, mail=False, hook="", by=anna, now=NOON)
    assert telling.tell(episode, NOON) == TOLD
    assert mail.outbox == []


def test_a_webhook_is_signed_and_called_once(brand: Brand, anna: User, episode: Episode) -> None:
    secret, hook = set_hook(brand, anna), Hook()
    for _ in range(2):
        assert telling.tell(Episode.objects.get(), NOON, client=client(hook)) == TOLD
    request = hook.asked[0]
    at, signed = request.headers[telling.SIGNATURE].removeprefix("t=").split(",v1=")
    expected = hmac.new(secret.encode(), f"{at}.".encode() + request.content, hashlib.sha256).hexdigest()
    assert (len(hook.asked), str(request.url), signed) == (1, HOOK, expected)
    told = json.loads(request.content)
    assert (told["event"], told["id"], told["false_alarms"]) == (
        "spike",
        f"episode-{episode.pk}",
        "one in 30 days",
    )


def test_a_webhook_that_fails_is_called_again_with_the_same_words(
    brand: Brand, anna: User, episode: Episode
) -> None:
    set_hook(brand, anna)
    hook = Hook(500, 503, 302)
    for _ in range(3):
        outcome = telling.tell(Episode.objects.get(), NOON, client=client(hook))
        assert isinstance(outcome, Later)
        assert outcome.because
    assert telling.tell(Episode.objects.get(), NOON, client=client(hook)) == TOLD
    assert len({request.content for request in hook.asked}) == 1
    assert len(mail.outbox) == 1


@pytest.mark.enable_socket
def test_a_webhook_into_the_private_network_is_not_called(brand: Brand, anna: User, episode: Episode) -> None:
    alarms.keep(brand, mail=False, hook="http://127.0.0.1:9/", by=anna, now=NOON)
    outcome = telling.tell(episode, NOON)
    assert isinstance(outcome, Later)
    assert "127.0.0.1" in outcome.because or "private" in outcome.because


@pytest.mark.parametrize(
    "hook", ["x", "ftp://a.example/", "https://", "javascript:alert(1)", "https://u:p@a.example/"]
)
def test_what_is_no_address_is_no_webhook(brand: Brand, anna: User, hook: str) -> None:
    with pytest.raises(Refused):
        alarms.keep(brand, mail=True, hook=hook, by=anna, now=NOON)


def test_a_secret_is_shown_once_and_kept_sealed(brand: Brand, anna: User) -> None:
    secret = set_hook(brand, anna)
    assert set_hook(brand, anna) == ""
    kept = Alarm.objects.get()
    assert secret.encode() not in bytes(kept.sealed or b"")
    assert alarms.secret_of(kept) == secret


def test_an_alarm_stays_on_the_screen_until_somebody_has_seen_it(
    brand: Brand, anna: User, episode: Episode
) -> None:
    assert list(alarms.unseen_of(brand)) == [episode]
    alarms.see(brand, episode.pk, by=anna, now=NOON + timedelta(hours=1))
    alarms.see(brand, episode.pk, by=anna, now=NOON + timedelta(hours=2))
    assert list(alarms.unseen_of(brand)) == []
    assert Episode.objects.get().seen_at == NOON + timedelta(hours=1)


def test_history_is_on_nobody_s_screen_and_nothing_is_on_another_brand_s(
    brand: Brand, rival: Brand, bruno: User, episode: Episode
) -> None:
    assert list(alarms.unseen_of(rival)) == []
    with pytest.raises(Episode.DoesNotExist):
        alarms.see(rival, episode.pk, by=bruno, now=NOON)
    Episode.objects.update(state=PAST)
    assert list(alarms.unseen_of(brand)) == []
