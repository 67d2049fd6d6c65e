"""What one brand has, another cannot see: every query that takes a brand is tried with the rival's rows."""

from __future__ import annotations

import inspect
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404

from passaparola.web.brands import queries as brands
from passaparola.web.brands.models import Guest
from passaparola.web.campaigns import actions as campaigning
from passaparola.web.campaigns import queries as campaigns
from passaparola.web.channels import queries as channels
from passaparola.web.conversations.following import queries as conversations
from passaparola.web.conversations.inbox import queries as inbox
from passaparola.web.conversations.inbox.narrowing import Narrowed as Wanted
from passaparola.web.conversations.models import INTAKE, Intake, Kind, Label
from passaparola.web.conversations.persons import finding
from passaparola.web.conversations.persons import queries as persons
from passaparola.web.insights import actions as settling
from passaparola.web.insights import export
from passaparola.web.insights import queries as insights
from passaparola.web.lifecycle.actions import begin
from passaparola.web.listening import queries as listening
from passaparola.web.publishing.calendar import agenda, chips, exporting, slots
from passaparola.web.publishing.calendar.narrowing import Narrowed
from passaparola.web.publishing.models import Asset, Mention, Post, Snippet
from passaparola.web.publishing.pages import queries as publishing
from passaparola.web.publishing.pages import reviewing
from web import makers
from web.conversations.talks import said

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import datetime

    from passaparola.web.brands.models import Brand, User
    from passaparola.web.cascades.models import Message

READERS = (
    brands,
    campaigns,
    channels,
    conversations,
    inbox,
    persons,
    finding,
    insights,
    listening,
    export,
    publishing,
    reviewing,
    slots,
    agenda,
    chips,
    exporting,
)
"""Where the site reads what a brand has: whatever takes a brand first in one of these is tried."""

SECRETS = ("bruno", "Secret", "secret", "aurora says", "notte")


def offered(module: Any) -> Iterator[Callable[..., Any]]:
    """The functions a module offers that take a brand first and change nothing."""
    for name, function in inspect.getmembers(module, inspect.isfunction):
        given = [*inspect.signature(function).parameters, ""]
        if function.__module__ == module.__name__ and not name.startswith("_") and given[0] == "brand":
            yield function


def numbers(query: Callable[..., Any]) -> list[str]:
    """The parameters that say which thing of the brand is meant; a page's number may be left out."""
    given = inspect.signature(query).parameters.values()
    return [one.name for one in given if one.name in makers.MAKERS and one.default is one.empty]


QUERIES = {
    f"{each.__module__.split('.')[-2]}.{each.__name__}": each for one in READERS for each in offered(one)
}
OF_ONE = sorted(name for name, query in QUERIES.items() if numbers(query))
OF_ALL = sorted(name for name, query in QUERIES.items() if not numbers(query))


@dataclass(frozen=True)
class Theirs:
    """Everything the rival has, and what a query may ask for beside the brand."""

    message: Message
    asked: dict[str, Any]

    def of(self, name: str, *, numbered: bool = False) -> dict[str, Any]:
        wanted = inspect.signature(QUERIES[name]).parameters
        known = {key: self.asked[key] for key in wanted if key in self.asked}
        return known | {key: self.asked[f"their {key}"] for key in numbers(QUERIES[name]) if numbered}


@pytest.fixture
def theirs(rival: Brand, bruno: User, heard: Callable[..., Message], now: datetime) -> Theirs:
    message = heard(rival)
    settling.settle(message, now)
    campaigning.create_campaign(rival, "Secret spring")
    post = makers.post(rival)
    Post.objects.update(text="A secret of theirs")
    Asset.objects.update(name="secret.png")
    Snippet.objects.create(brand=rival, kind="template", name="Secret words", text="secret")
    Mention.objects.create(brand=rival, name="Secret friend", handles={"sandbox": "secret"})
    talk = makers.talk(rival)
    said(talk, "Secret like", kind=Kind.LIKE)
    Label.objects.create(brand=rival, name="Secret label")
    Intake.objects.create(channel=talk.channel, **begin(INTAKE, now))
    made: dict[str, Any] = {
        "their message_id": message.pk,
        "their post_id": post.pk,
        **{f"their {key}": make(rival) for key, make in makers.MAKERS.items() if key != "message_id"},
    }
    day = makers.DUE.date()
    asked = {
        "now": now,
        "user": bruno,
        "guest": Guest.objects.filter(brand=rival)[0],
        "approves": True,
        "most": 50,
        "first": day - timedelta(days=3),
        "last": day + timedelta(days=3),
        "days": 7,
        "narrowed": Narrowed(),
        "query": "aurora",
        "languages": [],
        "wanted": Wanted(tab="all"),
        "tab": "all",
        "asked": persons.Asked(),
    }
    return Theirs(message, asked | made)


@pytest.mark.parametrize("name", OF_ONE)
def test_a_thing_of_another_brand_does_not_exist(
    brand: Brand, rival: Brand, theirs: Theirs, name: str
) -> None:
    asked = theirs.of(name, numbered=True)
    assert QUERIES[name](rival, **asked)
    with pytest.raises(ObjectDoesNotExist):
        QUERIES[name](brand, **asked)


@pytest.mark.parametrize("name", OF_ALL)
def test_a_list_of_one_brand_shows_nothing_of_another(
    brand: Brand, rival: Brand, theirs: Theirs, name: str
) -> None:
    shown, hidden = (told(QUERIES[name](each, **theirs.of(name))) for each in (brand, rival))
    assert shown != hidden
    assert [secret for secret in SECRETS if secret in shown] == []


def told(answer: Any) -> str:
    """Everything an answer shows, as text."""
    if hasattr(answer, "values"):
        return str(list(answer.values()) + [str(row) for row in answer])
    return repr(list(answer) if inspect.isgenerator(answer) else answer)


def test_a_stranger_has_no_brand_there(rival: Brand, anna: User, theirs: Theirs) -> None:
    with pytest.raises(Http404):
        brands.membership(anna, rival.slug)


def test_hearing_the_same_post_shares_nothing(
    brand: Brand, rival: Brand, theirs: Theirs, heard: Callable[..., Message]
) -> None:
    ours = heard(brand)
    assert ours.pk != theirs.message.pk
    assert not set(ours.acts.values_list("handle", flat=True)) & set(
        theirs.message.acts.values_list("handle", flat=True)
    )
