"""Posts by program: written, read, changed by version, planned by a moment or by the clocks, and kept."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from django.utils import timezone

from passaparola.web.campaigns import actions as campaigning
from passaparola.web.publishing.models import Delivery, Post
from web.api.asking import Program, draft, soon, told
from web.makers import asset, owner, post
from web.publishing.plans import a_channel, a_delivery, a_post

if TYPE_CHECKING:
    from passaparola.web.brands.models import Brand
    from passaparola.web.channels.models import Channel

pytestmark = pytest.mark.django_db


def test_what_is_written_is_read_again_as_it_was_said(brand: Brand, cms: Program, channel: Channel) -> None:
    picture = asset(brand)
    said = {
        "text": "Buongiorno\na tutti",
        "title": "Saluto",
        "link": "https://aurora.example/menu",
        "tagged": False,
        "language": "it",
        "disclosure": "paid",
        "campaign": campaigning.create_campaign(brand, "Primavera").pk,
        "media": [{"asset": picture.pk, "alt": "Due tazze"}],
        "variants": [
            {
                "channel": channel.pk,
                "text": "Ciao",
                "title": "Saluto",
                "thread": ["E poi"],
                "comment": "Il menu",
                "media": [picture.pk],
                "options": {},
                "poll": {"choices": ["sì", "no"], "seconds": 3600, "multiple": True},
                "quotes": "https://sandbox.test/p/1",
                "answers": "https://sandbox.test/p/2",
            }
        ],
    }
    made = cms.post("posts", said, 201)
    read = cms.get(f"posts/{made['id']}")
    assert {name: read[name] for name in said} == said
    assert read == made
    assert (read["version"], read["standing"], read["stage"]) == (1, "draft", "draft")


def test_who_wrote_it_stands_in_its_history_with_the_token(brand: Brand, cms: Program) -> None:
    made = cms.post("posts", {"text": "Buongiorno"}, 201)
    assert Post.objects.get(pk=made["id"]).by == owner(brand).user
    owner(brand).user.refresh_from_db()
    assert owner(brand).user.name == "Anna"


def test_a_post_says_beforehand_what_keeps_it_from_being_sent(cms: Program, channel: Channel) -> None:
    made = cms.post("posts", draft(channel, text="", link="menu"), 201)
    assert any("web address" in each for each in made["faults"])
    assert told(cms.ask("POST", f"/api/v1/posts/{made['id']}/schedule", {"at": soon()}), 422)["errors"] == [
        {"field": "", "detail": each} for each in made["faults"]
    ]


def test_each_thing_the_brand_does_not_have_is_named(rival: Brand, cms: Program, channel: Channel) -> None:
    theirs, file = a_channel(rival, "notte"), asset(rival)
    shut = a_channel(channel.brand, "shut")
    shut.locked_out = True
    shut.save()
    said = {
        "language": "tlh",
        "campaign": campaigning.create_campaign(rival, "Secret").pk,
        "media": [{"asset": file.pk}],
        "variants": [
            {"channel": theirs.pk},
            {"channel": channel.pk, "options": {"colour": "red"}, "media": [7]},
            {"channel": channel.pk},
            {"channel": shut.pk},
        ],
    }
    refused = told(cms.ask("POST", "/api/v1/posts", said), 422)
    assert sorted(each["field"] for each in refused["errors"]) == [
        "campaign",
        "language",
        "media.0.asset",
        "variants.0.channel",
        "variants.1.media",
        "variants.1.options.colour",
        "variants.2.channel",
        "variants.3.channel",
    ]
    assert not Post.objects.exists()


@pytest.mark.parametrize(
    ("said", "field", "detail"),
    [
        ({"colour": "red"}, "colour", "There is no such field: leave it out."),
        ({"text": 7}, "text", "This has to be a text."),
        ({"title": "a" * 301}, "title", "This is longer than 300 characters: shorten it."),
        ({"tagged": "yes"}, "tagged", "This has to be true or false."),
        ({"variants": [{"text": "Ciao"}]}, "variants.0.channel", "This is needed: say it."),
        ({"variants": {}}, "variants", "This has to be a list."),
        ({"media": [{"asset": "7"}]}, "media.0.asset", "This has to be a whole number."),
        ({"campaign": 0}, "campaign", "This is less than 1."),
        ({"disclosure": "free"}, "disclosure", "This has to be one of '', 'paid', 'gifted' or 'employed'."),
    ],
)
def test_what_is_wrong_is_said_field_by_field(
    cms: Program, said: dict[str, Any], field: str, detail: str
) -> None:
    answer = cms.ask("POST", "/api/v1/posts", said)
    assert told(answer, 422)["errors"] == [{"field": field, "detail": detail}]


@pytest.mark.parametrize("body", ["{", "[" * 100_000, b"\xff", "nothing"])
def test_what_is_no_json_is_told_so(cms: Program, body: Any) -> None:
    said = {"Authorization": f"Bearer {cms.secret}"}
    answer = cms.client.generic("POST", "/api/v1/posts", body, "application/json", headers=said)
    assert answer.status_code == 400
    assert answer.json()["detail"].startswith("The body cannot be read")


def test_the_null_no_database_takes_is_left_out(cms: Program) -> None:
    assert cms.post("posts", {"text": "Buon\x00giorno\r\nTutti"}, 201)["text"] == "Buongiorno\nTutti"


def test_changing_a_post_makes_a_version(cms: Program, channel: Channel) -> None:
    made = cms.post("posts", draft(channel), 201)
    changed = told(cms.ask("PUT", f"/api/v1/posts/{made['id']}", draft(channel, text="Sera", version=1)), 200)
    assert (changed["text"], changed["version"]) == ("Sera", 2)


def test_who_read_an_older_version_is_told_of_the_latest(cms: Program, channel: Channel) -> None:
    where = f"/api/v1/posts/{cms.post('posts', draft(channel), 201)['id']}"
    told(cms.ask("PUT", where, draft(channel, text="Mine", version=1)), 200)
    refused = told(cms.ask("PUT", where, draft(channel, text="Yours", version=1)), 409)
    assert (refused["latest"]["version"], refused["latest"]["by"]) == (2, "Anna")
    assert cms.get(where.removeprefix("/api/v1/"))["text"] == "Mine"


def test_what_is_planned_is_not_written_over(cms: Program, channel: Channel) -> None:
    made = cms.post("posts", draft(channel), 201)
    planned = cms.post(f"posts/{made['id']}/schedule", {"at": soon()})
    refused = told(cms.ask("PUT", f"/api/v1/posts/{made['id']}", draft(channel, text="Sera", version=1)), 409)
    assert refused["detail"] == planned["locked"]


def test_what_is_published_is_corrected_there(cms: Program, channel: Channel, brand: Brand) -> None:
    made = a_post(brand, channel, by=owner(brand).user)
    [row] = a_delivery(made, timezone.now(), "published")
    row.pieces.update(native_id="1", url="https://sandbox.test/p/1", published_at=timezone.now())
    Delivery.objects.update(sent=1)
    said = draft(channel, text="Right", version=1)
    assert cms.ask("PUT", f"/api/v1/posts/{made.pk}", said).status_code == 409
    told(cms.ask("PUT", f"/api/v1/posts/{made.pk}", {**said, "correcting": True}), 200)
    corrected = cms.post(f"posts/{made.pk}/change")
    assert [each["verb"] for each in corrected["deliveries"]] == ["publish", "edit"]
    assert corrected["deliveries"][1]["of"] == row.pk


def test_a_deleted_draft_is_gone_and_was_nowhere(cms: Program, channel: Channel) -> None:
    where = f"/api/v1/posts/{cms.post('posts', draft(channel), 201)['id']}"
    assert told(cms.ask("DELETE", where), 200) == {
        "said": "The draft is deleted. Nothing of it was on any platform."
    }
    assert cms.ask("GET", where).status_code == 404


def test_deleting_says_of_every_platform_where_the_post_stays(
    cms: Program, brand: Brand, channel: Channel
) -> None:
    made = a_post(brand, channel, a_channel(brand, "second"), by=owner(brand).user)
    out, planned = a_delivery(made, timezone.now(), "scheduled")
    Delivery.objects.filter(pk=out.pk).update(state="published", sent=1)
    out.pieces.update(native_id="1", url="https://sandbox.test/p/1", published_at=timezone.now())
    refused = told(cms.ask("DELETE", f"/api/v1/posts/{made.pk}"), 409)
    there, waits = [each["detail"] for each in refused["errors"]]
    assert "https://sandbox.test/p/1" in there
    assert f"/api/v1/deliveries/{out.pk}/delete-there" in there
    assert f"/api/v1/deliveries/{planned.pk}/cancel" in waits
    assert Post.objects.filter(pk=made.pk).exists()


def test_a_list_takes_as_many_queries_for_twenty_posts_as_for_two(
    cms: Program, brand: Brand, channel: Channel
) -> None:
    counts: list[int] = []
    for _ in range(2):
        for n in range(10 * len(counts) + 2):
            a_delivery(
                a_post(brand, channel, a_channel(brand, f"c{n}"), by=owner(brand).user), timezone.now()
            )
        counts.append(cms.cost("posts"))
    assert counts[0] == counts[1]


def test_a_list_goes_on_by_pages_and_narrows_by_where_posts_stand(cms: Program, brand: Brand) -> None:
    for _ in range(31):
        a_post(brand, by=owner(brand).user)
    first, second = cms.get("posts"), cms.get("posts?page=2")
    assert (len(first["items"]), first["more"], len(second["items"]), second["more"]) == (30, True, 1, False)
    assert not cms.get("posts?where=published")["items"]


def test_a_post_takes_as_many_queries_however_much_was_tried(cms: Program, brand: Brand) -> None:
    made = post(brand)
    counts: list[int] = []
    for n in range(2):
        a_delivery(a_post(brand, a_channel(brand, f"c{n}"), by=owner(brand).user), timezone.now())
        counts.append(cms.cost(f"posts/{made.pk}"))
    assert counts[0] == counts[1]
