"""Whatever is told, in whatever order, twice, edited, taken back: the rows are those of a plain model."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from passaparola.web.cascades.models import Message
from passaparola.web.conversations.keeping import keeping
from passaparola.web.conversations.models import TALK, Conversation, Interaction, Status
from passaparola.web.conversations.persons.tallying import tally
from passaparola.web.people.models import Handle, Person
from web.heard import NOON, an_event
from web.publishing.plans import a_channel

if TYPE_CHECKING:
    from datetime import datetime

    from passaparola.connectors.contract import Event, EventKind
    from passaparola.web.brands.models import Brand

KINDS: tuple[EventKind, ...] = ("mention", "reply", "quote", "reshare", "like", "follow", "comment")


@st.composite
def worlds(draw: st.DrawFn) -> list[list[Event]]:
    """Return batches that tell of up to eight things, some more than once and in any order."""
    n = draw(st.integers(1, 8))
    things = []
    for number in range(n):
        about = draw(st.sampled_from(["", "post", *(f"e{k}" for k in range(n))]))
        more: dict[str, Any] = {"about": about, "thread": draw(st.sampled_from(["", "post", "e0"]))}
        more["ours"] = about == "post"
        kind = draw(st.sampled_from(KINDS))
        who = draw(st.sampled_from(["bea", "carlo", "dina"]))
        things.append(an_event(f"e{number}", kind, who, draw(st.integers(-30, 30)), **more))
    told = []
    for _ in range(draw(st.integers(1, 14))):
        thing = draw(st.sampled_from(things))
        edit = draw(st.sampled_from([0, 0, 1, 2]))
        if edit and thing.text:
            thing = replace(thing, text=f"{thing.text} v{edit}", edited_at=NOON + timedelta(minutes=edit))
        told.append(replace(thing, gone=draw(st.integers(0, 9)) == 0))
    batches: list[list[Event]] = [[]]
    for event in told:
        if draw(st.booleans()):
            batches.append([])
        batches[-1].append(event)
    return batches


def components(rows: list[Interaction]) -> list[set[str]]:
    """Return which talk hangs together by what answers what, told by plain union."""
    groups = [{row.native_id} for row in rows if row.kind in TALK]
    for row in rows:
        if row.kind in TALK:
            touching = [each for each in groups if each & {row.native_id, row.about}]
            groups = [each for each in groups if each not in touching] + [set().union(*touching)]
    return sorted(groups, key=min)


@given(worlds())
@settings(max_examples=100, deadline=None, suppress_health_check=list(HealthCheck))
def test_the_rows_are_those_of_a_plain_model(brand: Brand, now: datetime, batches: list[list[Event]]) -> None:
    for model in (Interaction, Conversation, Message, Handle, Person):
        model.objects.all().delete()
    channel = a_channel(brand)
    heard: dict[str, Event] = {}
    gone: set[str] = set()
    words: dict[str, tuple[int, str]] = {}
    for batch in batches:
        keeping.keep(channel, batch, now)
        away = {event.id for event in batch if event.gone}
        for event in batch:
            if event.id not in away:
                heard.setdefault(event.id, event)
        gone |= away & set(heard)
        for event in batch:
            if event.id in heard:
                version = event.edited_at.minute if event.edited_at else -1
                if not event.gone and version >= words.get(event.id, (-9, ""))[0]:
                    words[event.id] = (version, event.text)
    rows = list(Interaction.objects.all())
    assert {row.native_id for row in rows} == set(heard)
    assert {row.native_id for row in rows if row.gone_at} == gone
    assert {row.native_id: row.text for row in rows} == {
        key: "" if key in gone else words[key][1] for key in heard
    }
    _talks_hold(rows)
    for person in Person.objects.all():
        due = tally([person.pk])[person.pk]
        assert person.warmth == pytest.approx(due.warmth)
        assert (person.acts, person.passed_on, person.brought) == (due.acts, due.passed_on, due.brought)
        assert (person.first_act_at, person.last_act_at) == (due.first_at, due.last_at)


def _talks_hold(rows: list[Interaction]) -> None:
    heads = {each.pk: each for each in Conversation.objects.filter(merged_into=None)}
    into = dict(Conversation.objects.filter(merged_into__isnull=False).values_list("pk", "merged_into"))
    assert set(into.values()) <= set(heads)
    shown: dict[int, set[str]] = {}
    for row in rows:
        if row.kind in TALK:
            home = row.conversation_id or 0
            shown.setdefault(into.get(home) or home, set()).add(row.native_id)
    assert sorted(shown.values(), key=min) == components(rows)
    for pk, head in heads.items():
        said = [row for row in rows if row.native_id in shown[pk]]
        there = [row for row in said if not row.gone_at]
        assert head.status == Status.OPEN
        assert head.unread
        if there:
            assert max(row.at for row in there) <= head.last_at <= max(row.at for row in said)
            assert head.waits_since == min(row.at for row in there)
        else:
            assert head.waits_since is None
