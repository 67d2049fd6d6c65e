"""Writing a post: every save is a version, and nobody's words are lost."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from passaparola.web.brands.models import Approval, Entry
from passaparola.web.brands.refusals import Refused
from passaparola.web.publishing.models import Post, Stage, Version
from passaparola.web.publishing.pages import queries
from passaparola.web.publishing.words.content import Content, Words, content_of
from passaparola.web.publishing.writing import writing
from web.publishing.plans import a_channel, a_delivery, a_post

if TYPE_CHECKING:
    from passaparola.web.brands.models import Brand, User

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)


def said(post: Post, text: str) -> Content:
    return replace(content_of(post), text=text)


def test_a_new_post_goes_to_every_channel_that_can_speak(brand: Brand, anna: User) -> None:
    open_channel, shut = a_channel(brand), a_channel(brand, "shut")
    shut.locked_out = True
    shut.save()
    post = writing.begin(brand, by=anna, now=NOW)
    assert [each.channel for each in post.variants.all()] == [open_channel]


def test_every_save_is_a_version_that_keeps_all_it_said(brand: Brand, anna: User) -> None:
    post = a_post(brand, a_channel(brand), by=anna, text="One")
    writing.save(post, said(post, "Two"), by=anna, now=NOW, seen=1)
    texts = [each.content["text"] for each in Version.objects.filter(post=post).order_by("number")]
    assert texts == ["One", "Two"]


def test_saving_what_is_there_already_makes_no_version(brand: Brand, anna: User) -> None:
    post = a_post(brand, a_channel(brand), by=anna)
    assert not writing.save(post, content_of(post), by=anna, now=NOW, seen=1)
    assert Version.objects.filter(post=post).count() == 1


def test_a_save_withdraws_what_was_approved_once(brand: Brand, anna: User) -> None:
    brand.approval = Approval.ONE
    brand.save()
    post = a_post(brand, a_channel(brand), by=anna, stage=Stage.APPROVED, steps_done=1)
    with CaptureQueriesContext(connection) as asked:
        writing.save(post, said(post, "Two"), by=anna, now=NOW, seen=1)
    withdrawn = [each["sql"] for each in asked if '"steps_done" = 0' in each["sql"]]
    assert len(withdrawn) == 1


def test_who_saw_an_older_version_overwrites_nothing(brand: Brand, anna: User, bruno: User) -> None:
    post = a_post(brand, a_channel(brand), by=anna, text="One")
    mine = queries.post_of(brand, post.pk)
    writing.save(post, said(post, "Bruno's"), by=bruno, now=NOW, seen=1)
    with pytest.raises(writing.Stale) as stale:
        writing.save(mine, said(mine, "Anna's"), by=anna, now=NOW, seen=1)
    assert stale.value.latest.by == bruno
    assert queries.post_of(brand, post.pk).text == "Bruno's"


@pytest.mark.parametrize(("mine", "stands"), [(True, "Anna's"), (False, "Bruno's")])
def test_whichever_of_two_stands_both_are_in_the_history(
    brand: Brand, anna: User, bruno: User, *, mine: bool, stands: str
) -> None:
    post = a_post(brand, a_channel(brand), by=anna, text="One")
    open_page = queries.post_of(brand, post.pk)
    writing.save(post, said(post, "Bruno's"), by=bruno, now=NOW, seen=1)
    writing.settle(open_page, said(open_page, "Anna's"), by=anna, now=NOW, keep_mine=mine)
    kept = {each.content["text"] for each in Version.objects.filter(post=post)}
    assert kept == {"One", "Bruno's", "Anna's"}
    assert queries.post_of(brand, post.pk).text == stands


def test_bringing_a_version_back_is_a_new_version(brand: Brand, anna: User) -> None:
    post = a_post(brand, a_channel(brand), by=anna, text="One")
    writing.save(post, said(post, "Two"), by=anna, now=NOW, seen=1)
    writing.restore(post, Version.objects.get(post=post, number=1), by=anna, now=NOW)
    fresh = queries.post_of(brand, post.pk)
    assert (fresh.text, fresh.version) == ("One", 3)


@pytest.mark.parametrize(
    ("state", "word"),
    [
        ("scheduled", "plan"),
        ("waiting", "plan"),
        ("sending", "sent"),
        ("undecided", "look there"),
        ("published", "clone"),
    ],
)
def test_what_is_planned_under_way_or_out_is_not_written_on(
    brand: Brand, anna: User, state: str, word: str
) -> None:
    post = a_post(brand, a_channel(brand), by=anna)
    a_delivery(post, NOW, state)
    with pytest.raises(Refused, match=word):
        writing.save(post, said(post, "Other"), by=anna, now=NOW, seen=1)


def test_what_was_planned_since_it_was_opened_is_not_written_on(brand: Brand, anna: User) -> None:
    post = a_post(brand, a_channel(brand), by=anna)
    opened = queries.post_of(brand, post.pk)
    a_delivery(post, NOW, "scheduled")
    with pytest.raises(Refused, match="plan"):
        writing.save(opened, said(opened, "Other"), by=anna, now=NOW, seen=1)


def test_what_was_approved_since_it_was_opened_loses_that_when_it_is_changed(
    brand: Brand, anna: User
) -> None:
    brand.approval = 1
    brand.save()
    post = a_post(brand, a_channel(brand), by=anna)
    opened = queries.post_of(brand, post.pk)
    Post.objects.filter(pk=post.pk).update(stage=Stage.APPROVED)
    writing.save(opened, said(opened, "Other"), by=anna, now=NOW, seen=1)
    assert Post.objects.get(pk=post.pk).stage == Stage.REVIEW


def test_what_was_refused_on_one_channel_can_be_mended_beside_what_is_out(brand: Brand, anna: User) -> None:
    post = a_post(brand, a_channel(brand), a_channel(brand, "forno"), by=anna)
    first, second = a_delivery(post, NOW, "published")
    second.state = "refused"
    second.save()
    assert first.state == "published"
    assert writing.save(post, said(post, "Shorter"), by=anna, now=NOW, seen=1)


def test_what_is_published_can_be_corrected_on_purpose(brand: Brand, anna: User) -> None:
    post = a_post(brand, a_channel(brand), by=anna)
    a_delivery(post, NOW, "published")
    assert writing.save(post, said(post, "Right"), by=anna, now=NOW, seen=1, correcting=True)


def test_a_channel_a_post_was_on_its_way_to_cannot_be_taken_off(brand: Brand, anna: User) -> None:
    post = a_post(brand, a_channel(brand), by=anna)
    a_delivery(post, NOW, "cancelled")
    with pytest.raises(Refused, match="clone"):
        writing.save(post, replace(content_of(post), variants=[]), by=anna, now=NOW, seen=1)


def test_a_clone_is_a_draft_for_the_channels_that_still_speak(brand: Brand, anna: User, bruno: User) -> None:
    here, gone = a_channel(brand), a_channel(brand, "gone")
    post = a_post(brand, here, gone, by=anna, text="Again")
    gone.disconnected_at = NOW
    gone.save()
    made = writing.clone(queries.post_of(brand, post.pk), by=bruno, now=NOW)
    made.refresh_from_db()
    assert (made.text, made.cloned_from, made.by) == ("Again", post, bruno)
    assert [each.channel for each in made.variants.all()] == [here]


def test_a_change_takes_back_an_approval(brand: Brand, anna: User) -> None:
    brand.approval = 1
    brand.save()
    post = a_post(brand, a_channel(brand), by=anna, stage=Stage.APPROVED, steps_done=1)
    writing.save(post, said(post, "Other"), by=anna, now=NOW, seen=1)
    post.refresh_from_db()
    assert (post.stage, post.steps_done) == (Stage.REVIEW, 0)


def test_a_draft_that_was_never_on_its_way_can_be_deleted(brand: Brand, anna: User) -> None:
    post = a_post(brand, a_channel(brand), by=anna)
    writing.drop(post, by=anna, now=NOW)
    assert not Version.objects.exists()
    assert Entry.objects.get().verb == "post.dropped"


def test_a_post_that_was_on_its_way_is_never_deleted(brand: Brand, anna: User) -> None:
    post = a_post(brand, a_channel(brand), by=anna)
    a_delivery(post, NOW, "cancelled")
    with pytest.raises(Refused):
        writing.drop(post, by=anna, now=NOW)


def test_a_variant_keeps_all_it_has_of_its_own(brand: Brand, anna: User) -> None:
    channel = a_channel(brand)
    words = Words(
        channel.pk,
        own=True,
        text="Mine",
        title="T",
        thread=["2", "3"],
        comment="first",
        options={"a": "b"},
        poll={"choices": ["x", "y"], "seconds": 3600, "multiple": False},
        quotes="https://example.org/1",
    )
    post = writing.begin(brand, by=anna, now=NOW, content=Content(variants=[words]))
    assert content_of(queries.post_of(brand, post.pk)).variants == [words]
