"""The Mastodon API's JSON, written by us after the vendor's description, turned into records."""

from __future__ import annotations

import copy
import json
import time
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest
from jsonschema import Draft202012Validator

from connectors.recorded import recorded, wild
from passaparola.connectors.errors import Garbled
from passaparola.connectors.mastodon import heard, wire
from passaparola.connectors.wild import Wild

if TYPE_CHECKING:
    from pathlib import Path

HOST = "social.example"


@pytest.fixture(scope="session")
def described(shared: Path) -> dict[str, Any]:
    """Mastodon's OpenAPI description."""
    file = shared / "contracts" / "mastodon.json"
    if not file.is_file():
        pytest.skip("no description of the Mastodon API: put it at ../shared/contracts/mastodon.json")
    description: dict[str, Any] = json.loads(file.read_text())
    # "one of" Quote and ShallowQuote can hold for none: whatever is the first is the second as well
    quote = description["components"]["schemas"]["Status"]["properties"]["quote"]
    quote["anyOf"] = quote.pop("oneOf")
    return description


@pytest.mark.parametrize(
    ("address", "place"),
    [
        ("https://social.example/@ada/123", ("https://social.example", "123")),
        ("https://social.example/@ada@other.example/123/", ("https://social.example", "123")),
        ("https://social.example/users/ada/statuses/123", ("https://social.example", "123")),
        ("https://social.example/ap/users/1/statuses/123", ("https://social.example", "123")),
        ("https://social.example/web/@ada/123?x#y", ("https://social.example", "123")),
        ("https://goto.example/@ada/statuses/01HXYZ", ("https://goto.example", "01HXYZ")),
        ("https://akkoma.example/notice/AbC123", ("https://akkoma.example", "AbC123")),
        ("http://localhost:3000/@ada/123", ("http://localhost:3000", "123")),
        ("https://social.example/@ada", None),
        ("https://social.example/@ada/123/embed", None),
        ("https://user:key@social.example/@ada/123", None),
        ("https://social.example/@ada/../../etc", None),
        ("ftp://social.example/@ada/123", None),
    ],
)
def test_a_post_is_recognised_by_the_forms_its_servers_use(
    address: str, place: tuple[str, str] | None
) -> None:
    assert wire.place(address) == (None if place is None else wire.Place(*place))


def test_a_status_is_read_with_its_words_as_plain_text() -> None:
    status = wire.status(wild("mastodon", "status__public"), host=HOST)
    assert status.text == "Pass it on & on\nplease"
    assert status.at == datetime(2026, 11, 22, 10, tzinfo=UTC)
    assert (status.replies, status.reblogs, status.favourites, status.quotes) == (1, 4, 1, 1)
    assert (status.account.handle, status.account.key) == (
        "brand@social.example",
        "https://social.example/users/brand",
    )


def test_a_boost_shows_the_post_it_boosts() -> None:
    status = wire.status(wild("mastodon", "status__boost"), host=HOST)
    assert status.boosted is not None
    assert (status.id, status.boosted.id) == ("9100", "9001")


def test_a_boost_of_a_boost_of_a_boost_is_not_followed_down() -> None:
    body = recorded("mastodon", "status__public")
    for _ in range(300):
        body = {**recorded("mastodon", "status__public"), "reblog": body}
    status = wire.status(Wild(body), host=HOST)
    assert status.boosted is not None
    assert status.boosted.boosted is None


def test_an_account_of_another_server_keeps_its_host() -> None:
    (account,) = [wire.account(entry, host=HOST) for entry in wild("mastodon", "reblogged_by__second_page")]
    assert account.handle == "cleo@other.example"


@pytest.mark.parametrize("url", ["javascript:alert(1)", "data:text/html,x", "", None, "https://"])
def test_an_address_that_is_none_of_the_web_never_becomes_a_link(url: str | None) -> None:
    body = {**recorded("mastodon", "reblogged_by__first_page")[0], "url": url, "uri": url}
    account = wire.account(Wild(body), host=HOST)
    assert (account.url, account.key) == ("", "social.example/accounts/1001")


def test_a_count_hidden_as_minus_one_is_none() -> None:
    body = {**recorded("mastodon", "reblogged_by__first_page")[0], "followers_count": -1}
    assert wire.account(Wild(body), host=HOST).followers == 0


@pytest.mark.parametrize(
    ("link", "page"),
    [
        ('<https://social.example/api/v1/x?limit=2&max_id=7>; rel="next"', "7"),
        ('<https://evil.example/?max_id=7>; rel="next", <https://x.example/?min_id=9>; rel="prev"', "7"),
        ('<https://social.example/api/v1/x?min_id=9>; rel="prev"', None),
        ("", None),
        ("<" * 5000, None),
    ],
)
def test_only_the_number_of_the_next_page_is_taken_from_a_link(link: str, page: str | None) -> None:
    assert wire.following_page(link) == page


def test_words_full_of_brackets_do_not_take_long() -> None:
    before = time.perf_counter()
    wire.words("<" * 20_000)
    wire.words("<br" + " " * 20_000)
    assert time.perf_counter() - before < 1


def places(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    if isinstance(value, dict):
        return [p for key, inner in value.items() for p in [(*path, key), *places(inner, (*path, key))]]
    if isinstance(value, list):
        return [p for i, inner in enumerate(value) for p in [(*path, i), *places(inner, (*path, i))]]
    return []


HOSTILE: list[Any] = [None, 0, -2, 1e400, True, "", "x" * 50_000, "\ud800\x00", [], {}, [[]]]


def test_whatever_stands_in_any_field_is_read_or_garbled_and_nothing_else() -> None:
    body = recorded("mastodon", "status__boost")
    for place in places(body):
        for poison in HOSTILE:
            poisoned = copy.deepcopy(body)
            here = poisoned
            for step in place[:-1]:
                here = here[step]
            here[place[-1]] = poison
            try:
                wire.status(Wild(poisoned), host=HOST)
            except Garbled as error:
                assert str(error).startswith("$"), "the place is named"  # noqa: PT017  most are read


@pytest.mark.parametrize("name", [*wire.FIELDS, *heard.FIELDS])
def test_every_field_the_vendor_describes_is_read_or_ignored_on_purpose(
    name: str, described: dict[str, Any]
) -> None:
    ours = {**wire.FIELDS, **heard.FIELDS}[name]
    assert ours.read | ours.ignored == set(described["components"]["schemas"][name]["properties"])
    assert not ours.read & ours.ignored


@pytest.mark.parametrize(
    ("name", "schema"),
    [
        ("status__public", "Status"),
        ("status__boost", "Status"),
        ("context__replies", "Context"),
        ("quotes__one", ["Status"]),
        ("statuses__with_boost", ["Status"]),
        ("reblogged_by__first_page", ["Account"]),
        ("favourited_by__one", ["Account"]),
        ("following__one", ["Account"]),
        ("error__not_found", "Error"),
        ("notifications__each_kind", ["Notification"]),
        ("context__first_word", "Context"),
    ],
)
def test_our_answers_are_as_the_vendor_describes_them(
    name: str, schema: str | list[str], described: dict[str, Any]
) -> None:
    one = {"$ref": f"#/components/schemas/{schema if isinstance(schema, str) else schema[0]}"}
    wanted = one if isinstance(schema, str) else {"type": "array", "items": one}
    validator = Draft202012Validator({**wanted, "components": described["components"]})
    assert [error.message for error in validator.iter_errors(recorded("mastodon", name))] == []
