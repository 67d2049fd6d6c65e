"""What one brand has, another cannot see: every query that takes a brand is tried with the rival's rows."""

from __future__ import annotations

import inspect
from typing import TYPE_CHECKING, Any

import pytest
from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404

from passaparola.web.brands import guests, invitations
from passaparola.web.brands import queries as brands
from passaparola.web.brands.models import Role
from passaparola.web.campaigns import actions as campaigning
from passaparola.web.campaigns import queries as campaigns
from passaparola.web.channels import actions as channelling
from passaparola.web.channels import queries as channels
from passaparola.web.conversations import queries as conversations
from passaparola.web.conversations.models import READING, Reading
from passaparola.web.insights import actions as settling
from passaparola.web.insights import export
from passaparola.web.insights import queries as insights
from passaparola.web.lifecycle.actions import begin

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from passaparola.web.brands.models import Brand, User
    from passaparola.web.cascades.models import Message

BY_MESSAGE = (
    insights.message_page,
    insights.map_of,
    insights.summarised_at,
    insights.news_of,
    export.csv_of,
    export.parquet_of,
    export.table_of,
)
LISTS = (
    brands.members_of,
    brands.open_invitations_of,
    brands.open_guests_of,
    brands.log_of,
    brands.entries_of,
    brands.verbs_of,
    campaigns.campaigns_of,
    conversations.readings_of,
    insights.messages_of,
    insights.home_of,
)
BY_READING = (conversations.reading_of,)


@pytest.fixture
def theirs(rival: Brand, heard: Callable[..., Message], now: datetime) -> Message:
    """A message of the rival's with everything around it."""
    message = heard(rival)
    settling.settle(message, now)
    campaigning.create_campaign(rival, "Secret spring")
    owner = brands.members_of(rival)[0]
    invitations.invite("secret@notte.example", Role.ANALYST, by=owner, now=now)
    guests.let_in("Secret guest", "", 7, by=owner, now=now)
    channelling.add_channel(rival, platform="sandbox", native_id="did:notte", handle="notte.secret")
    Reading.objects.create(
        brand=rival,
        address="https://sandbox.test/secret",
        asked_at=now,
        message=message,
        **begin(READING, now),
    )
    return message


def named(module: Any) -> set[str]:
    """The functions a module offers that take a brand first."""
    return {
        f"{module.__name__}.{name}"
        for name, function in inspect.getmembers(module, inspect.isfunction)
        if function.__module__ == module.__name__
        and not name.startswith("_")
        and next(iter(inspect.signature(function).parameters), "") == "brand"
    }


def test_every_query_that_takes_a_brand_is_tried_here() -> None:
    offered = set().union(*map(named, (brands, campaigns, channels, conversations, insights, export)))
    tried = {f"{query.__module__}.{query.__name__}" for query in (*BY_MESSAGE, *BY_READING, *LISTS)}
    assert offered == tried


@pytest.mark.parametrize("query", BY_MESSAGE, ids=lambda query: query.__name__)
def test_a_message_of_another_brand_does_not_exist(
    brand: Brand, rival: Brand, theirs: Message, query: Callable[..., Any]
) -> None:
    assert query(rival, theirs.pk)
    with pytest.raises(ObjectDoesNotExist):
        query(brand, theirs.pk)


@pytest.mark.parametrize("query", BY_READING, ids=lambda query: query.__name__)
def test_a_reading_of_another_brand_does_not_exist(
    brand: Brand, rival: Brand, theirs: Message, query: Callable[..., Any]
) -> None:
    reading = Reading.objects.get(brand=rival)
    assert query(rival, reading.pk) == reading
    with pytest.raises(ObjectDoesNotExist):
        query(brand, reading.pk)


@pytest.mark.parametrize("query", LISTS, ids=lambda query: query.__name__)
def test_a_list_of_one_brand_shows_nothing_of_another(
    brand: Brand, rival: Brand, theirs: Message, now: datetime, query: Callable[..., Any]
) -> None:
    asked = {"now": now} if "now" in inspect.signature(query).parameters else {}
    assert told(query(rival, **asked))
    shown = told(query(brand, **asked))
    for secret in ("bruno", "Secret", "secret", "aurora says", "notte"):
        assert secret not in shown


def told(answer: Any) -> str:
    """Everything an answer shows, as text."""
    if hasattr(answer, "values"):
        return str(list(answer.values()) + [str(row) for row in answer])
    return repr(answer)


def test_a_stranger_has_no_brand_there(rival: Brand, anna: User, theirs: Message) -> None:
    with pytest.raises(Http404):
        brands.membership(anna, rival.slug)


def test_hearing_the_same_post_shares_nothing(
    brand: Brand, rival: Brand, theirs: Message, heard: Callable[..., Message]
) -> None:
    ours = heard(brand)
    assert ours.pk != theirs.pk
    assert not set(ours.acts.values_list("handle", flat=True)) & set(
        theirs.acts.values_list("handle", flat=True)
    )
