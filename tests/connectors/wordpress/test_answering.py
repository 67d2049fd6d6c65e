"""An answer is a comment: it hangs on what it answers, stands there once, and can be changed and deleted."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import httpx
import pytest

from connectors.recorded import recorded
from connectors.wordpress.blog import error
from connectors.wordpress.commented import LINK, NOW, PLACE, Commented, spoken
from passaparola.connectors import errors
from passaparola.connectors.contract import Draft, Medium, Receipt

if TYPE_CHECKING:
    from passaparola.connectors.contract import Receipt as Given

DRAFT = Draft("key-1", NOW, 'Thanks "you" <b> & all - ok...')
COMMENT = f"{LINK}#comment-5"


@pytest.fixture
def blog() -> Commented:
    return Commented(comments=recorded("wordpress", "comments__some"))


def answering(blog: Commented, address: str, **more: Any) -> Draft:
    return replace(DRAFT, answers=address, replies_to=spoken(blog, lambda it: it.locate(address)), **more)


def published(blog: Commented, draft: Draft) -> Given:
    return spoken(blog, lambda it: it.publish(draft))


def test_an_answer_to_a_comment_hangs_on_it(blog: Commented) -> None:
    receipt = published(blog, answering(blog, COMMENT))
    (made,) = blog.made
    said = {name: value for name, value in made.items() if name != "_fields"}
    assert said == {"post": 22, "parent": 5, "content": 'Thanks "you" &lt;b&gt; &amp; all - ok...'}
    assert (receipt.native_id, receipt.url) == ("comment-10", f"{LINK}#comment-10")
    assert receipt.extra == {"post": "22"}


@pytest.mark.parametrize("address", [LINK, f"{PLACE}/?p=22", f"{PLACE}/2026/11/25/opening-p0fe0d8f5e22/"])
def test_an_answer_to_a_post_hangs_on_the_post(blog: Commented, address: str) -> None:
    published(blog, answering(blog, address))
    assert "parent" not in blog.made[0]
    assert blog.made[0]["post"] == 22


@pytest.mark.parametrize(
    "address",
    [
        *("https://other.example/#comment-5", f"{PLACE}/", f"{PLACE}/2025/01/01/opening-p0fe0d8f5e22/", ""),
        *("https://blog.example.org.evil.example/#comment-5", f"{PLACE}/none/", f"{PLACE}/?p=²"),
    ],
)
def test_an_answer_to_nothing_is_refused(blog: Commented, address: str) -> None:
    with pytest.raises(errors.Invalid, match="check the address of what is answered") as failed:
        spoken(blog, lambda it: it.locate(address))
    assert failed.value.field == "answers"


def test_an_answer_to_a_comment_that_is_gone_is_refused(blog: Commented) -> None:
    with pytest.raises(errors.Gone):
        spoken(blog, lambda it: it.locate(f"{LINK}#comment-77"))


def test_an_answer_that_stands_there_is_not_sent_again(blog: Commented) -> None:
    draft = answering(blog, COMMENT)
    first = published(blog, draft)
    # as a site shows it
    blog.comments[-1]["content"] = {
        "rendered": "<p>Thanks &#8220;you&#8221; &lt;b&gt; &amp; all &#8211; ok&#8230;</p>"
    }
    assert published(blog, draft) == first
    assert spoken(blog, lambda it: it.find(draft)) == first
    assert spoken(blog, lambda it: it.find(replace(draft, replies_to=None))) == first
    assert len(blog.made) == 1


@pytest.mark.parametrize(
    "other",
    [
        {"text": "Thanks"},
        {"replies_to": Receipt("comment-8", extra={"post": "22"})},
        {"replies_to": Receipt("22")},
        {"at": NOW + timedelta(hours=1)},
    ],
)
def test_another_answer_is_not_taken_for_it(blog: Commented, other: dict[str, Any]) -> None:
    published(blog, answering(blog, COMMENT))
    what = replace(answering(blog, COMMENT), **other)
    assert spoken(blog, lambda it: it.find(what)) is None


def test_an_answer_nobody_knows_the_fate_of_is_found(blog: Commented) -> None:
    draft = answering(blog, COMMENT)
    blog.answers["POST comments"] = httpx.ReadError("cut")
    with pytest.raises(errors.UnknownOutcome):
        published(blog, draft)
    blog.answers["POST comments"] = httpx.Response(500)
    with pytest.raises(errors.UnknownOutcome):
        published(blog, draft)
    blog.answers["POST comments"] = {"id": "none"}
    with pytest.raises(errors.UnknownOutcome, match="looked for on the site"):
        published(blog, draft)
    assert spoken(blog, lambda it: it.find(draft)) is None


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("comment_duplicate", errors.Duplicate),
        ("comment_flood", errors.RateLimited),
        ("comment_closed", errors.Forbidden),
        ("comment_gone", errors.Gone),
    ],
)
def test_what_a_site_refuses_is_named(blog: Commented, name: str, kind: type[Exception]) -> None:
    draft = answering(blog, COMMENT)
    blog.answers["POST comments"] = error(name)
    with pytest.raises(kind):
        published(blog, draft)


def test_what_a_comment_does_not_hold_is_refused_before_anything_is_sent(blog: Commented) -> None:
    medium = Medium(Path("none.png"), "image", "image/png", 1, "none.png")
    for field, more in (("title", {"title": "Hats"}), ("media", {"media": (medium,)})):
        with pytest.raises(errors.Invalid) as failed:
            published(blog, answering(blog, COMMENT, **more))
        assert failed.value.field == field
    with pytest.raises(errors.Invalid, match="What this answers is not known"):
        published(blog, replace(DRAFT, answers=COMMENT))
    assert blog.made == []


def test_an_answer_is_changed_and_deleted_as_a_comment(blog: Commented) -> None:
    receipt = published(blog, answering(blog, COMMENT))
    shown = blog.comments[-1]
    blog.answers = {"POST comments/10": shown, "DELETE comments/10": shown}
    assert spoken(blog, lambda it: it.edit(receipt, replace(DRAFT, text="New <words>"))) == receipt
    assert (
        "POST comments/10",
        {"_fields": blog.calls[-1][1]["_fields"], "content": "New &lt;words&gt;"},
    ) in blog.calls
    spoken(blog, lambda it: it.delete(receipt))
    assert blog.calls[-1][0] == "DELETE comments/10"
    blog.answers["DELETE comments/10"] = error("comment_gone")
    spoken(blog, lambda it: it.delete(receipt))


def test_a_comment_of_our_own_follows_a_post(blog: Commented) -> None:
    first = Receipt("22", LINK)
    published(blog, replace(DRAFT, replies_to=first, thread=first))
    assert blog.made[0]["post"] == 22
