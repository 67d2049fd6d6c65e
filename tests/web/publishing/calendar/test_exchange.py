"""Posts as a file: what is taken along comes back equal, and a file is taken in whole or not at all."""

from __future__ import annotations

import csv
import io
import json
from base64 import b64encode
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from passaparola.web.brands.models import Approval, Entry
from passaparola.web.brands.refusals import Refused
from passaparola.web.campaigns import actions as campaigning
from passaparola.web.channels import actions as channeling
from passaparola.web.publishing.calendar import exchange, exporting, importing
from passaparola.web.publishing.models import Asset, Delivery, Post
from passaparola.web.publishing.words.content import Content, Picked, Words
from passaparola.web.publishing.writing import writing
from web.publishing.plans import NOW, a_channel, a_delivery, a_post

if TYPE_CHECKING:
    from passaparola.web.brands.models import Brand, User

HEAD = "planned,channels,text"
texts = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\r\x00"), max_size=40)


def rows_of(brand: Brand) -> list[dict[str, Any]]:
    """What is exported, without what a file cannot decide."""
    return [
        {name: value for name, value in row.items() if name not in exchange.SAID_BESIDE}
        for row in exporting.rows_of(brand)
    ]


def rich(brand: Brand, anna: User) -> None:
    """Posts with everything that a post can have."""
    first, second = a_channel(brand), a_channel(brand, "forno")
    third = channeling.add_channel(brand, platform="mastodon", native_id="1", handle="aurora@example.org")
    spring = campaigning.create_campaign(brand, "Spring")
    asset = Asset.objects.create(
        brand=brand, name="tart.jpg", digest="d" * 64, kind="image", mime="image/jpeg", size=9, added_at=NOW
    )
    words = [
        Words(first.pk),
        Words(second.pk, own=True, text="=SUM(A1)", thread=["and\nmore", "-2"], media=[asset.pk]),
        Words(
            third.pk,
            comment="And here",
            poll={"choices": ["Tart", "Cake"], "seconds": 3600, "multiple": True},
            options={"visibility": "unlisted"},
            quotes="https://example.org/@ada/1",
            answers="https://example.org/@bea/2",
        ),
    ]
    content = Content(
        text='+39 "tarts", today;\nfresh\n',
        title="@bakers",
        link="https://example.org/?a=1&b=2",
        tagged=False,
        language="it",
        disclosure="paid",
        campaign=spring.pk,
        media=[Picked(asset.pk, "A tart")],
        variants=words,
    )
    post = writing.begin(brand, by=anna, now=NOW, content=content)
    Post.objects.filter(pk=post.pk).update(planned="2026-03-29T09:30", zone="Europe/Rome")
    a_post(brand, first, by=anna, text="'=quoted")
    a_post(brand, by=anna, text="", title="Only a title")


@pytest.mark.parametrize("form", ["csv", "json"])
def test_what_is_taken_along_comes_back_equal(brand: Brand, anna: User, form: str) -> None:
    rich(brand, anna)
    before = rows_of(brand)
    made = exchange.as_csv if form == "csv" else exchange.as_json
    content = made(exporting.rows_of(brand)).encode()
    Post.objects.all().delete()
    assert importing.take_in(brand, content, schedule=False, by=anna, now=NOW) == 3
    assert rows_of(brand) == before


@given(text=texts, title=texts)
def test_any_words_come_back_from_a_cell(text: str, title: str) -> None:
    row: dict[str, Any] = dict.fromkeys(exchange.COLUMNS, "")
    row |= {"text": text, "title": title}
    row |= {"channels": [], "tagged": True, "own": {}, "media": [], "id": 1, "state": "draft"}
    written = exchange.as_csv([row, row | {"text": "x"}])
    (first, *_rest) = exchange.read(written.encode())
    assert (first.cells["text"], first.cells["title"]) == (text, title)


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@x", "\t=1", "'=1", "''@x"])
def test_no_cell_of_an_export_is_a_formula(text: str) -> None:
    row: dict[str, Any] = dict.fromkeys(exchange.COLUMNS, "")
    row |= {"text": text, "channels": [], "tagged": True}
    (cells,) = csv.DictReader(io.StringIO(exchange.as_csv([row])))
    assert cells["text"].startswith("'")
    assert exchange.unguarded(cells["text"]) == text


def seen(brand: Brand, by: User, text: str, *, schedule: bool = False) -> list[list[str]]:
    found = importing.preview(brand, text.encode(), schedule=schedule, by=by, now=NOW)
    return [line.faults for line in found.lines]


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("2026-02-01T09:00,aurora,Hello", "Line 2, planned: 2026-02-01T09:00 has passed"),
        ("tomorrow,aurora,Hello", "Line 2, planned: tomorrow is no date"),
        ("2026-03-29T09:00,nobody,Hello", "Line 2, channels: there is no channel called nobody"),
        ("2026-03-29T09:00,aurora,", "Line 2, text: it says nothing"),
        ("2026-03-29T09:00,aurora,Hello,more", "Line 2 has 4 cells and the head only 3"),
    ],
)
def test_a_fault_is_said_with_its_line_and_column(brand: Brand, anna: User, line: str, said: str) -> None:
    a_channel(brand)
    (faults,) = seen(brand, anna, f"{HEAD}\n{line}\n")
    assert said in faults[0]


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("campaign", "Nothing", "no campaign called Nothing"),
        ("disclosure", "secret", "write paid, gifted, employed"),
        ("tagged", "maybe", "write yes or no"),
        ("zone", "Mars/Olympus", "no time zone"),
        ("own", "{broken", "holds JSON"),
        ("own", '{"sandbox:aurora": {"colour": "red"}}', "colour is not known"),
        ("own", '{"sandbox:aurora": {"thread": [1]}}', "the form of an export"),
        ("media", '[{"digest": "abc", "name": "tart.jpg"}]', "tart.jpg is not in the library"),
        ("media", "[1]", "holds JSON"),
    ],
)
def test_each_column_says_what_is_wrong_with_it(
    brand: Brand, anna: User, name: str, value: str, said: str
) -> None:
    a_channel(brand)
    quoted = value.replace('"', '""')
    (faults,) = seen(brand, anna, f'planned,channels,text,{name}\n2026-04-01T09:00,aurora,Hello,"{quoted}"\n')
    assert said in " ".join(faults)


def test_a_channel_name_that_two_have_is_not_guessed(brand: Brand, anna: User) -> None:
    for native in ("a", "b"):
        channel = a_channel(brand, native)
        channel.handle = "twin"
        channel.save()
    (faults,) = seen(brand, anna, f"{HEAD}\n,twin,Hello\n")
    assert "several channels are called twin" in faults[0]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "no post"),
        (b"text\n", "no post"),
        (b"text\n\xff\xfe", "not UTF-8"),
        (b"words\nHello", "column words is not known"),
        (b"planned\n2026-04-01T09:00", "no column text"),
        (b"text,text\na,b", "twice"),
        (b'text\n"open', "quotation mark"),
        (b"{", "no JSON"),
        (b'{"posts": []}', "not one that Passaparola wrote"),
        (b'{"passaparola": 1, "posts": []}', "no post"),
        (b"text\n" + b"x\n" * 1_001, "1000 at a time"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_in_words(content: bytes, said: str) -> None:
    with pytest.raises(Refused, match=said):
        exchange.read(content)


@pytest.mark.parametrize(
    "post",
    [1, None, {"text": 1}, {"text": "x", "nothing": 1}, {"text": "x", "own": [1]}, {"text": "x", "media": 3}],
)
def test_json_of_another_form_is_a_fault_and_never_a_crash(brand: Brand, anna: User, post: Any) -> None:
    (faults,) = seen(brand, anna, json.dumps({"passaparola": 1, "posts": [post]}))
    assert faults


def test_semicolons_and_a_mark_at_the_beginning_are_understood(brand: Brand, anna: User) -> None:
    assert seen(brand, anna, "\ufefftext;link\nHello, you;https://example.org\n") == [[]]


def test_a_time_the_clocks_skip_is_noted_and_taken(brand: Brand, anna: User) -> None:
    a_channel(brand)
    found = importing.preview(
        brand, f"{HEAD}\n2026-03-29T02:30,aurora,Hello\n".encode(), schedule=True, by=anna, now=NOW
    )
    assert found.faulty == 0
    assert "skips 02:30" in found.lines[0].notes[0]


def test_a_file_taken_in_twice_is_noted(brand: Brand, anna: User) -> None:
    content = f"{HEAD}\n2026-03-29T09:00,,Hello\n".encode()
    importing.take_in(brand, content, schedule=False, by=anna, now=NOW)
    (line,) = importing.preview(brand, content, schedule=False, by=anna, now=NOW).lines
    assert "planned for this time already" in line.notes[0]


def test_a_preview_keeps_nothing(brand: Brand, anna: User) -> None:
    a_channel(brand)
    seen(brand, anna, f"{HEAD}\n2026-03-29T09:00,aurora,Hello\n", schedule=True)
    assert not Post.objects.exists()
    assert not Delivery.objects.exists()


def test_one_fault_and_nothing_is_taken_in(brand: Brand, anna: User) -> None:
    a_channel(brand)
    content = f"{HEAD}\n2026-03-29T09:00,aurora,Hello\n2026-03-29T09:00,nobody,Hello\n".encode()
    with pytest.raises(Refused, match=r"Nothing was taken in\. Line 3, channels"):
        importing.take_in(brand, content, schedule=True, by=anna, now=NOW)
    assert not Post.objects.exists()
    assert not Entry.objects.filter(verb="posts.imported").exists()


def test_what_breaks_a_platform_s_rule_is_said_before_it_is_planned(brand: Brand, anna: User) -> None:
    a_channel(brand)
    (faults,) = seen(brand, anna, f"{HEAD}\n2026-03-29T09:00,aurora,{'x' * 20_000}\n", schedule=True)
    assert faults
    assert faults[0].startswith("Line 2, text: ")


def test_what_is_planned_by_a_file_waits_for_approval_where_the_brand_asks_for_it(
    brand: Brand, anna: User
) -> None:
    brand.approval = Approval.ONE
    brand.save()
    a_channel(brand)
    content = f"{HEAD}\n2026-03-29T09:00,aurora,Hello\n".encode()
    importing.take_in(brand, content, schedule=True, by=anna, now=NOW)
    assert (Post.objects.get().stage, Delivery.objects.get().state) == ("review", "waiting")
    assert Entry.objects.get(verb="posts.imported").detail == {"posts": 1, "planned": True}


def test_an_export_holds_what_is_not_out_yet_and_nothing_of_another_brand(
    brand: Brand, rival: Brand, anna: User, bruno: User
) -> None:
    channel = a_channel(brand)
    a_delivery(a_post(brand, channel, by=anna, text="Out"), NOW, "published")
    a_delivery(a_post(brand, channel, by=anna, text="Coming"), NOW + timedelta(days=3))
    a_post(rival, by=bruno, text="Secret")
    assert [(row["text"], row["planned"]) for row in exporting.rows_of(brand)] == [
        ("Coming", "2026-03-04T13:00")
    ]


def test_a_file_goes_through_the_page_and_its_words_are_not_changed_on_the_way(
    brand: Brand, anna: User
) -> None:
    client = Client()
    client.force_login(anna)
    address = reverse("import-plan", args=[brand.slug])
    content = b'text\n"one\ntwo"\n'
    page = client.post(address, {"file": io.BytesIO(content)}).content.decode()
    kept = b64encode(content).decode()
    assert kept in page
    assert "1 post will be here" in page
    client.post(address, {"content": kept, "do": "keep"})
    assert Post.objects.get().text == "one\ntwo"
    assert client.post(address, {"content": "%%%"}).status_code == 422
    exported = client.get(reverse("export-plan-csv", args=[brand.slug]))
    assert exported.content.startswith(b"\xef\xbb\xbfid,state,planned")
    told = client.get(reverse("export-plan-json", args=[brand.slug])).json()
    assert [post["text"] for post in told["posts"]] == ["one\ntwo"]
