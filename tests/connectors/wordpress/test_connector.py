"""Publishing on a WordPress of our own; what it is asked is held against what a real one says it takes."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, TypeVar

import httpx
import pytest

from connectors.recorded import recorded
from connectors.wordpress.blog import Blog, error, told
from passaparola.connectors import errors
from passaparola.connectors.contract import Card, Draft, Medium, Receipt
from passaparola.connectors.wordpress import names

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from pathlib import Path

    from passaparola.connectors.contract import MediumKind
    from passaparola.connectors.wordpress.connector import WordPressSpeaker

T = TypeVar("T")
DRAFT = Draft("key-1", datetime(2026, 11, 25, 10, tzinfo=UTC), "Pass it on.", title="Spring menu")
SLUG = names.slug(DRAFT)
THERE = recorded("wordpress", "post__published") | {"slug": SLUG}
BINNED = recorded("wordpress", "post__binned") | {"slug": f"{SLUG}__trashed"}
DOWN = httpx.ConnectError("refused")
CUT = httpx.ReadError("reset by peer")
SLOW = httpx.ReadTimeout("nothing came")


@pytest.fixture
def medium(tmp_path: Path) -> Callable[..., Medium]:
    def make(kind: MediumKind = "image", mime: str = "image/png", **more: Any) -> Medium:
        path = tmp_path / f"file-{len(list(tmp_path.iterdir()))}.{mime.rpartition('/')[2]}"
        path.write_bytes(b"\x89PNG\xff" + path.name.encode())
        return Medium(**{"path": path, "kind": kind, "mime": mime, "size": 11, "name": path.name} | more)

    return make


def spoken(blog: Blog, act: Callable[[WordPressSpeaker], Awaitable[T]]) -> T:
    return asyncio.run(told(blog, act))


def published(blog: Blog, draft: Draft = DRAFT) -> Receipt:
    return spoken(blog, lambda it: it.publish(draft))


def test_a_post_is_looked_for_before_it_is_sent_under_a_name_made_of_its_key() -> None:
    blog = Blog()
    receipt = published(blog)
    assert [call for call, _ in blog.calls] == ["GET posts", "GET posts", "POST posts"]
    assert f"spring-menu-{names.mark('key-1')}" == SLUG
    assert blog.calls[0][1]["slug"] == f"{SLUG},{SLUG}__trashed"
    assert blog.calls[0][1]["status"] == "any,trash"
    assert blog.made() == [
        {
            "_fields": "date_gmt,id,link,slug,status",
            "title": "Spring menu",
            "content": "<!-- wp:paragraph -->\n<p>Pass it on.</p>\n<!-- /wp:paragraph -->",
            "excerpt": "",
            "featured_media": 0,
            "categories": [],
            "tags": [],
            "status": "publish",
            "slug": SLUG,
        }
    ]
    assert receipt.native_id == "22"
    assert receipt.url == "https://blog.example.org/2026/11/25/opening-p0fe0d8f5e22/"
    assert receipt.at == datetime(2026, 11, 25, 4, 0, 51, tzinfo=UTC)


def test_a_post_that_stands_there_is_not_sent_again() -> None:
    blog = Blog({"GET posts": [THERE]})
    assert published(blog).native_id == "22"
    assert not blog.made()


def test_a_post_whose_title_was_changed_since_is_known_by_its_key() -> None:
    blog = Blog({"GET posts": [[], [recorded("wordpress", "post__published"), THERE | {"id": 7}]]})
    assert published(blog, replace(DRAFT, title="Summer menu")).native_id == "7"
    assert blog.calls[1][1]["author"] == "2"
    assert not blog.made()


def test_a_post_in_the_bin_is_neither_sent_again_nor_taken_for_one_that_never_was() -> None:
    blog = Blog({"GET posts": [BINNED]})
    with pytest.raises(errors.Duplicate, match="bin") as caught:
        published(blog)
    assert caught.value.existing is not None
    assert caught.value.existing.native_id == "22"
    with pytest.raises(errors.Gone, match="bin"):
        spoken(blog, lambda it: it.find(DRAFT))
    assert not blog.made()


def test_a_second_copy_is_taken_away_where_an_earlier_try_arrived_late() -> None:
    class Late(Blog):
        def __call__(self, request: httpx.Request) -> httpx.Response:
            if request.method == "POST":
                self.answers["GET posts"] = [THERE]
            return super().__call__(request)

    blog = Late({"POST posts": THERE | {"id": 23, "slug": f"{SLUG}-2"}})
    assert published(blog).native_id == "22"
    assert blog.calls[-1] == ("DELETE posts/23", {"_fields": "date_gmt,id,link,slug,status", "force": "true"})


def test_a_second_copy_that_cannot_be_taken_away_is_shown_to_a_person() -> None:
    class Late(Blog):
        def __call__(self, request: httpx.Request) -> httpx.Response:
            if request.method == "POST":
                self.answers["GET posts"] = [THERE]
            return super().__call__(request)

    blog = Late({"POST posts": THERE | {"id": 23, "slug": f"{SLUG}-2"}, "DELETE posts/23": CUT})
    with pytest.raises(errors.UnknownOutcome, match="twice"):
        published(blog)


def test_the_first_image_is_featured_and_the_others_stand_in_the_text(medium: Callable[..., Medium]) -> None:
    blog = Blog()
    media = (medium(alt="A hat"), medium(), medium("document", "application/pdf"))
    receipt = published(blog, replace(DRAFT, media=media))
    uploads = [given for call, given in blog.calls if call == "POST media"]
    assert [given["alt_text"] for given in uploads] == ["A hat", "", ""]
    name, kind, body = uploads[0]["file"]
    assert name == f"{names.file(media[0], 'key-1')}.png"
    assert uploads[0]["slug"] == names.file(media[0], "key-1")
    assert (kind, body) == ("image/png", media[0].path.read_bytes())
    assert blog.made()[0]["featured_media"] == 24
    assert blog.made()[0]["content"].count("wp-image-24") == 1
    assert blog.made()[0]["content"].count("wp-block-file") == 1
    assert receipt.extra == {"files": "24 24 24"}


def test_all_images_stand_in_the_text_where_that_is_chosen(medium: Callable[..., Medium]) -> None:
    blog = Blog()
    published(blog, replace(DRAFT, media=(medium(),), options={"image": "text"}))
    assert blog.made()[0]["featured_media"] == 0
    assert "wp-image-24" in blog.made()[0]["content"]


def test_a_file_of_an_earlier_try_is_used_again_and_its_words_are_mended(
    medium: Callable[..., Medium],
) -> None:
    image = medium(alt="A better description")
    there = recorded("wordpress", "file__image") | {"slug": names.file(image, "key-1")}
    blog = Blog({"GET media": [there]})
    published(blog, replace(DRAFT, media=(image,)))
    calls = [call for call, _ in blog.calls]
    assert "POST media" not in calls
    assert blog.calls[calls.index("POST media/24")][1]["alt_text"] == "A better description"


def test_another_picture_under_the_same_key_is_another_file(medium: Callable[..., Medium]) -> None:
    assert names.file(medium(), "key-1") != names.file(medium(), "key-1")


def test_categories_are_found_by_name_and_tags_are_made() -> None:
    blog = Blog({"POST tags": error("term_exists")})
    options = {"categories": "r&d news, Uncategorized", "tags": "Hats", "excerpt": "In <short>"}
    published(blog, replace(DRAFT, options=options))
    assert blog.made()[0]["categories"] == [3, 1]
    assert blog.made()[0]["tags"] == [recorded("wordpress", "error__term_exists")["data"]["term_id"]]
    assert blog.made()[0]["excerpt"] == "In &lt;short&gt;"


def test_a_category_the_site_has_not_is_refused() -> None:
    blog = Blog()
    with pytest.raises(errors.Invalid, match="no category Hats") as caught:
        published(blog, replace(DRAFT, options={"categories": "Hats"}))
    assert caught.value.field == "options"
    assert not blog.made()


def test_the_site_waits_for_the_time_where_that_is_chosen() -> None:
    blog = Blog()
    published(blog, replace(DRAFT, options={"schedule": "site"}))
    assert blog.made()[0]["status"] == "future"
    assert blog.made()[0]["date_gmt"] == "2026-11-25T10:00:00"


@pytest.mark.parametrize(
    "draft",
    [
        replace(DRAFT, card=Card("https://example.org", "A page")),
        replace(DRAFT, language="it"),
        replace(DRAFT, disclosure="paid"),
        replace(DRAFT, replies_to=Receipt("1")),
        replace(DRAFT, title="x" * 65_536),
        replace(DRAFT, options={"sticky": "yes"}),
        replace(DRAFT, options={"schedule": "tomorrow"}),
        replace(DRAFT, text=" ", title=""),
    ],
    ids=["card", "language", "label", "reply", "title", "unknown option", "unknown choice", "nothing"],
)
def test_what_a_site_cannot_do_is_refused_before_anything_is_asked(draft: Draft) -> None:
    blog = Blog()
    with pytest.raises(errors.Invalid):
        published(blog, draft)
    assert not blog.calls


GARBAGE = httpx.Response(200, text="<p>Fatal error</p>")
ERROR_INSIDE = httpx.Response(200, json=recorded("wordpress", "error__too_long"))
BUSY = httpx.Response(429, headers={"retry-after": "900"})
BROKEN = httpx.Response(500, text="There has been a critical error on this website.")
AWAY = httpx.Response(503)
FIREWALL = httpx.Response(403, text="<h1>Blocked</h1>")
REVOKED = error("bad_password")

LOOKS = [
    (DOWN, errors.Unreachable),
    (CUT, errors.Unreachable),
    (SLOW, errors.Unreachable),
    (BUSY, errors.RateLimited),
    (BROKEN, errors.Transient),
    (AWAY, errors.Transient),
    (GARBAGE, errors.Garbled),
    (ERROR_INSIDE, errors.Garbled),
    (FIREWALL, errors.Forbidden),
    (REVOKED, errors.AuthRevoked),
    (error("not_signed_in"), errors.AuthRevoked),
]
PREPARING = [
    (DOWN, errors.Unreachable),
    (CUT, errors.Transient),
    (SLOW, errors.Transient),
    *LOOKS[3:],
]
PUBLISHING = [
    (DOWN, errors.Unreachable),
    (CUT, errors.UnknownOutcome),
    (SLOW, errors.UnknownOutcome),
    (BUSY, errors.RateLimited),
    (BROKEN, errors.UnknownOutcome),
    (AWAY, errors.UnknownOutcome),
    (GARBAGE, errors.UnknownOutcome),
    (ERROR_INSIDE, errors.UnknownOutcome),
    (FIREWALL, errors.Forbidden),
    (REVOKED, errors.AuthRevoked),
]
STEPS = [
    *(("GET posts", *fault) for fault in LOOKS),
    *(("GET media", *fault) for fault in LOOKS),
    *(("POST media", *fault) for fault in PREPARING),
    *(("GET categories", *fault) for fault in LOOKS),
    *(("POST tags", *fault) for fault in PREPARING),
    *(("POST posts", *fault) for fault in PUBLISHING),
]


@pytest.mark.parametrize(("step", "answer", "kind"), STEPS)
def test_whatever_goes_wrong_is_named_and_nothing_is_sent_twice(
    step: str, answer: Any, kind: type[errors.ConnectorError], medium: Callable[..., Medium]
) -> None:
    blog = Blog({step: answer})
    options = {"categories": "Uncategorized", "tags": "Hats"}
    with pytest.raises(errors.ConnectorError) as caught:
        published(blog, replace(DRAFT, media=(medium(),), options=options))
    assert type(caught.value) is kind
    assert "abcdABCD1234" not in f"{caught.value!r} {caught.value.__cause__!r}"
    sent = [call for call, _ in blog.calls if call.startswith("POST")]
    assert len(sent) == len(set(sent))
    assert blog.calls[-1][0] == step


@pytest.mark.parametrize(
    ("step", "answer", "kind", "words"),
    [
        ("POST posts", error("too_long"), errors.Invalid, "shorter"),
        ("POST posts", httpx.Response(413, text="too large"), errors.Invalid, "smaller"),
        ("POST posts", error("may_not_create"), errors.Forbidden, "may not"),
        ("POST media", error("file_type"), errors.Invalid, "another kind"),
        ("POST media", httpx.Response(400, json={"code": "rest_upload_no_data"}), errors.Invalid, "limit"),
        (
            "POST media",
            httpx.Response(400, json={"code": "rest_upload_limited_space"}),
            errors.QuotaSpent,
            "space",
        ),
        ("GET posts", httpx.Response(404, json={"code": "rest_no_route"}), errors.Forbidden, "closed"),
        ("GET posts", httpx.Response(404, text="Not found"), errors.Forbidden, "address"),
    ],
)
def test_a_refusal_says_what_to_do(
    step: str, answer: Any, kind: type[errors.ConnectorError], words: str, medium: Callable[..., Medium]
) -> None:
    with pytest.raises(kind, match=words):
        published(Blog({step: answer}), replace(DRAFT, media=(medium(),)))


def test_a_busy_site_says_until_when() -> None:
    with pytest.raises(errors.RateLimited) as caught:
        published(Blog({"POST posts": BUSY}))
    assert caught.value.until is not None


def test_a_post_is_found_or_certainly_not_there() -> None:
    assert spoken(Blog({"GET posts": [THERE]}), lambda it: it.find(DRAFT)) is not None
    assert spoken(Blog(), lambda it: it.find(DRAFT)) is None


@pytest.mark.parametrize(("answer", "kind"), LOOKS)
def test_a_look_that_fails_is_not_a_post_that_is_not_there(
    answer: Any, kind: type[errors.ConnectorError]
) -> None:
    with pytest.raises(kind):
        spoken(Blog({"GET posts": answer}), lambda it: it.find(DRAFT))


def test_editing_keeps_the_address_and_the_time() -> None:
    blog = Blog()
    receipt = spoken(
        blog, lambda it: it.edit(Receipt("22", extra={"files": "9"}), replace(DRAFT, text="New."))
    )
    call, given = blog.calls[-1]
    assert call == "POST posts/22"
    assert "New." in given["content"]
    assert not {"slug", "status", "date_gmt"} & given.keys()
    assert receipt.extra["files"] == "9"


@pytest.mark.parametrize(
    "answer", [error("gone"), recorded("wordpress", "post__binned")], ids=["gone", "bin"]
)
def test_what_is_no_longer_there_cannot_be_edited(answer: Any) -> None:
    with pytest.raises(errors.Gone):
        spoken(Blog({"GET posts/22": answer}), lambda it: it.edit(Receipt("22"), DRAFT))


def test_editing_fails_without_a_doubt_since_it_can_be_done_again() -> None:
    with pytest.raises(errors.Transient):
        spoken(Blog({"POST posts/22": BROKEN}), lambda it: it.edit(Receipt("22"), DRAFT))


def test_a_deleted_post_goes_to_the_bin_and_its_files_stay() -> None:
    blog = Blog()
    spoken(blog, lambda it: it.delete(Receipt("22", extra={"files": "24"})))
    assert [(call, given.get("force")) for call, given in blog.calls] == [("DELETE posts/22", None)]


def test_a_post_goes_for_good_with_its_files_where_that_was_chosen() -> None:
    blog = Blog()
    receipt = published(blog, replace(DRAFT, options={"deletion": "forever"}))
    blog.calls.clear()
    spoken(blog, lambda it: it.delete(replace(receipt, extra={**receipt.extra, "files": "24 25"})))
    assert [call for call, _ in blog.calls] == ["DELETE posts/22", "DELETE media/24", "DELETE media/25"]
    assert {given["force"] for _, given in blog.calls} == {"true"}


def test_a_site_without_a_bin_is_told_so() -> None:
    no_bin = httpx.Response(
        501, json={"code": "rest_trash_not_supported", "message": "no", "data": {"status": 501}}
    )

    class Binless(Blog):
        def __call__(self, request: httpx.Request) -> httpx.Response:
            self.answers = {} if "force" in request.url.params else {"DELETE posts/22": no_bin}
            return super().__call__(request)

    blog = Binless()
    spoken(blog, lambda it: it.delete(Receipt("22")))
    assert [given.get("force") for _, given in blog.calls] == [None, "true"]


@pytest.mark.parametrize("name", ["gone", "binned_already"])
def test_what_is_deleted_already_is_deleted(name: str) -> None:
    spoken(Blog({"DELETE posts/22": error(name)}), lambda it: it.delete(Receipt("22")))


def test_the_account_is_who_the_site_says() -> None:
    account = spoken(Blog(), lambda it: it.check())
    assert account.id == "2"
    assert account.handle == "author2@blog.example.org"
    assert "upload_files" in account.scopes


def test_an_account_that_may_not_publish_is_told_what_it_lacks() -> None:
    user = recorded("wordpress", "user__author")
    user["capabilities"].pop("publish_posts")
    with pytest.raises(errors.Forbidden, match="publish_posts"):
        spoken(Blog({"GET users/me": user}), lambda it: it.check())
