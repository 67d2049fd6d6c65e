"""The composer, as a browser without scripts and one with them use it."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from passaparola.web.brands import actions as brands
from passaparola.web.brands.models import Role
from passaparola.web.brands.refusals import Refused
from passaparola.web.campaigns import actions as campaigning
from passaparola.web.publishing.models import Asset, Attempt, Delivery, Piece, Post, Slot, Variant, Version
from passaparola.web.publishing.outbox import deliveries
from passaparola.web.publishing.pages import media, queries
from passaparola.web.publishing.words import content, mentions, snippets
from passaparola.web.publishing.words.content import content_of
from passaparola.web.publishing.writing import writing
from web.publishing import films
from web.publishing.plans import a_channel, a_delivery, a_post

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from pytest_django.fixtures import Settings

    from passaparola.web.brands.models import Brand, User
    from passaparola.web.channels.models import Channel
    from passaparola.web.publishing.words.content import Content


@pytest.fixture(autouse=True)
def _own_library(settings: Settings, tmp_path: Path) -> None:
    settings.LIBRARY = tmp_path / "library"


@pytest.fixture
def inside(anna: User) -> Client:
    client = Client()
    client.force_login(anna)
    return client


@pytest.fixture
def channel(brand: Brand) -> Channel:
    return a_channel(brand)


@pytest.fixture
def post(brand: Brand, channel: Channel, anna: User) -> Post:
    return a_post(brand, channel, by=anna, text="Buongiorno")


@pytest.fixture
def hand_in(inside: Client, brand: Brand, post: Post, channel: Channel) -> Callable[..., Any]:
    """Hand in the composer's form with some fields changed."""

    def handed(*, part: bool = False, **changes: Any) -> Any:
        form = {
            "text": "Buongiorno",
            "channel": channel.pk,
            f"v{channel.pk}-here": 1,
            "tagged": "on",
            "seen": 1,
        }
        headers = {"HX-Request": "true"} if part else {}
        return inside.post(
            reverse("save-post", args=[brand.slug, post.pk]), form | changes, headers=headers, follow=not part
        )

    return handed


def fresh(post: Post) -> Post:
    return queries.post_of(post.brand, post.pk)


def test_a_post_begun_for_a_day_of_the_calendar_is_meant_for_it(inside: Client, brand: Brand) -> None:
    inside.post(reverse("new-post", args=[brand.slug]), {"at": "2026-03-29T09:30"})
    made = Post.objects.get()
    assert (made.planned, made.zone) == ("2026-03-29T09:30", brand.zone)


def test_a_post_just_begun_opens_without_a_reproach_and_says_what_is_missing_when_it_is_sent(
    inside: Client, brand: Brand, channel: Channel
) -> None:
    shown = inside.post(reverse("new-post", args=[brand.slug]), follow=True)
    assert shown.status_code == 200
    assert '<ul class="errors faults">' not in shown.content.decode()
    form = {"channel": channel.pk, f"v{channel.pk}-here": 1, "seen": 1, "do": "send", "when": "now"}
    address = reverse("save-post", args=[brand.slug, Post.objects.get().pk])
    said = inside.post(address, form | {"tagged": "on"}, follow=True).content.decode()
    assert (
        "There is nothing to publish yet" in said.partition('<ul class="messages">')[2].partition("</ul>")[0]
    )


def test_what_is_written_is_saved_with_everything_a_channel_has(
    hand_in: Callable[..., Any], post: Post, channel: Channel
) -> None:
    key = f"v{channel.pk}"
    hand_in(
        **{
            "text": "Uno\r\ndue",
            "link": "https://aurora.example/",
            "language": "it",
            "disclosure": "paid",
            f"{key}-own": "on",
            f"{key}-text": "Qui",
            f"{key}-thread": ["seconda", " ", "terza"],
            f"{key}-comment": "primo",
            f"{key}-poll": "sì\nno\n",
            f"{key}-poll-seconds": "3600",
        }
    )
    said = content_of(fresh(post))
    (here,) = said.variants
    assert (said.text, said.link, said.language, said.disclosure) == (
        "Uno\ndue",
        "https://aurora.example/",
        "it",
        "paid",
    )
    assert (here.own, here.text, here.thread, here.comment) == (True, "Qui", ["seconda", "terza"], "primo")
    assert here.poll == {"choices": ["sì", "no"], "seconds": 3600, "multiple": False}


def test_a_page_that_saves_by_itself_is_told_when_and_by_how_much_it_is_too_long(
    hand_in: Callable[..., Any], brand: Brand
) -> None:
    shown = hand_in(part=True, text="x" * 509).content.decode()
    assert re.search(r"Saved at .*\d\d:\d\d CET", shown)
    assert 'name="seen" value="2"' in shown
    assert "9 characters too many for Sandbox" in shown


def test_a_number_without_end_is_no_number_anywhere_on_the_page(
    hand_in: Callable[..., Any], inside: Client, post: Post, brand: Brand
) -> None:
    assert hand_in(text="x", seen="9" * 5000).status_code == 409
    assert hand_in(do="remove-" + "9" * 5000).status_code == 200
    drop = reverse("drop-words", args=[brand.slug])
    assert inside.post(drop, {"which": "person-" + "9" * 5000}).status_code == 302
    assert fresh(post).text == "Buongiorno"


def test_saving_again_what_is_there_makes_no_version(hand_in: Callable[..., Any], post: Post) -> None:
    hand_in(part=True)
    assert Version.objects.filter(post=post).count() == 1


def test_two_people_at_once_lose_nothing_with_scripts(
    hand_in: Callable[..., Any], post: Post, bruno: User
) -> None:
    _bruno_saves(post, bruno)
    answer = hand_in(part=True, text="Anna's")
    assert answer["HX-Retarget"] == "#met"
    assert "Bruno" in answer.content.decode()
    assert fresh(post).text == "Bruno's"


def test_two_people_at_once_lose_nothing_without_scripts(
    hand_in: Callable[..., Any], post: Post, bruno: User
) -> None:
    _bruno_saves(post, bruno)
    answer = hand_in(text="Anna's words")
    assert answer.status_code == 409
    shown = answer.content.decode()
    assert "Anna&#x27;s words" in shown
    assert "Bruno" in shown
    hand_in(text="Anna's words", do="mine")
    assert fresh(post).text == "Anna's words"
    assert {each.content["text"] for each in post.versions.all()} == {"Buongiorno", "Bruno's", "Anna's words"}


def _bruno_saves(post: Post, bruno: User) -> None:
    mine = fresh(post)
    mine.text = "Bruno's"
    writing.write(mine, content_of(mine), by=bruno, now=timezone.now())


def test_a_field_that_holds_too_much_is_refused_and_not_cut(hand_in: Callable[..., Any], post: Post) -> None:
    assert "2000" in hand_in(part=True, link="https://x.example/" + "x" * 2000).content.decode()
    assert fresh(post).link == ""


@pytest.mark.parametrize(
    ("parts", "said"),
    [(["x"] * 51, "A thread takes 50 parts"), (["x" * 100_001], "more than 100000 characters")],
)
def test_a_thread_that_holds_too_much_is_refused_and_not_cut(
    hand_in: Callable[..., Any], post: Post, channel: Channel, parts: list[str], said: str
) -> None:
    assert said in hand_in(part=True, **{f"v{channel.pk}-thread": parts}).content.decode()
    assert content_of(fresh(post)).variants[0].thread == []


def test_a_thread_of_as_many_parts_as_there_may_be_is_kept_whole(
    hand_in: Callable[..., Any], post: Post, channel: Channel
) -> None:
    hand_in(**{f"v{channel.pk}-thread": [*(["x"] * 50), " "]})
    assert len(content_of(fresh(post)).variants[0].thread) == 50


def test_words_that_came_too_late_stay_on_the_page_and_can_be_saved_later(
    hand_in: Callable[..., Any], post: Post, brand: Brand, anna: User
) -> None:
    made = deliveries.schedule(post, timezone.now() + timedelta(days=9), by=anna, now=timezone.now())
    campaign = campaigning.create_campaign(brand, "Primavera")
    answer = hand_in(text="Other words", campaign=campaign.pk, do="send", when="now", seen=7)
    shown = answer.content.decode()
    assert answer.status_code == 422
    assert "<b>Not saved.</b> It is planned" in shown
    assert re.search(r"<textarea[^>]*>Other words</textarea>", shown)
    assert f'<option value="{campaign.pk}" selected>' in shown
    assert 'name="seen" value="7"' in shown, "what others saved meanwhile is still met, not overwritten"
    assert 'value="send"' not in shown
    assert (fresh(post).text, [each.state for each in made]) == ("Buongiorno", ["scheduled"])
    Delivery.objects.update(state="cancelled")
    assert hand_in(text="Other words").status_code == 200
    assert fresh(post).text == "Other words"


def test_a_field_that_holds_too_much_costs_nobody_what_else_they_wrote(
    hand_in: Callable[..., Any], post: Post, channel: Channel
) -> None:
    key = f"v{channel.pk}"
    answer = hand_in(
        **{"title": "t" * 301, "text": "Other words", f"{key}-own": "on", f"{key}-text": "Only here"}
    )
    shown = answer.content.decode()
    assert answer.status_code == 422
    assert "A field holds more than 300 characters" in shown
    assert all(each in shown for each in ("t" * 301, ">Other words</textarea>", ">Only here</textarea>"))
    assert fresh(post).text == "Buongiorno"


def test_a_channel_of_another_brand_cannot_be_chosen(
    hand_in: Callable[..., Any], post: Post, rival: Brand
) -> None:
    hand_in(channel=a_channel(rival, "notte").pk)
    assert content_of(fresh(post)).variants == []


def test_a_campaign_and_a_file_of_another_brand_cannot_be_taken(
    hand_in: Callable[..., Any], post: Post, rival: Brand, bruno: User
) -> None:
    campaign = campaigning.create_campaign(rival, "Secret")
    theirs = Asset.objects.create(
        brand=rival, name="s", digest="d", kind="image", mime="image/png", size=1, added_at=timezone.now()
    )
    hand_in(campaign=campaign.pk, media=theirs.pk)
    said = content_of(fresh(post))
    assert (said.campaign, said.media) == (None, [])
    assert hand_in(do=f"add-{theirs.pk}", seen=fresh(post).version).status_code == 404


def test_files_handed_in_go_with_the_post_and_are_asked_for_in_words(
    hand_in: Callable[..., Any], post: Post
) -> None:
    files = [SimpleUploadedFile("cup.png", films.picture()), SimpleUploadedFile("bad.svg", b"<svg/>")]
    shown = hand_in(do="take", files=files).content.decode()
    assert [each.asset.name for each in fresh(post).attached.all()] == ["cup.png"]
    assert "bad.svg" in shown
    assert "1 picture has no words yet" in shown


def test_files_are_put_in_order_left_out_and_taken_from_the_library(
    hand_in: Callable[..., Any], post: Post, brand: Brand
) -> None:
    files = [SimpleUploadedFile(f"{n}.png", films.picture(size=(30 + n, 20))) for n in range(2)]
    hand_in(do="take", files=files)
    one, two = (each.asset_id for each in fresh(post).attached.all())
    hand_in(do=f"up-{two}", media=[one, two], seen=fresh(post).version)
    assert [each.asset_id for each in fresh(post).attached.all()] == [two, one]
    hand_in(do=f"remove-{two}", media=[two, one], seen=fresh(post).version)
    hand_in(do=f"add-{two}", media=[one], seen=fresh(post).version)
    assert [each.asset_id for each in fresh(post).attached.all()] == [one, two]


def test_what_a_platform_has_no_place_for_does_not_keep_a_post_from_it(
    inside: Client, brand: Brand, anna: User
) -> None:
    telegram = a_channel(brand, "telegram")
    telegram.platform = "telegram"
    telegram.save()
    post = a_post(brand, telegram, by=anna, language="it")
    form = {"text": "Ciao", "language": "it", "channel": telegram.pk, "seen": 1, f"v{telegram.pk}-here": 1}
    files = {"files": SimpleUploadedFile("cup.png", films.picture())}
    address = reverse("save-post", args=[brand.slug, post.pk])
    inside.post(address, form | {"do": "take"} | files)
    (attached,) = fresh(post).attached.all()
    told = {"media": attached.asset_id, f"alt-{attached.asset_id}": "Una tazza", "seen": fresh(post).version}
    shown = inside.post(address, form | told, follow=True).content.decode()
    assert "no place for words about pictures" in shown
    assert "to mend" not in shown


def test_a_file_added_while_somebody_else_saves_stays_in_the_library_and_a_sentence_says_so(
    post: Post, anna: User, bruno: User
) -> None:
    mine = fresh(post)
    _bruno_saves(post, bruno)
    files = [SimpleUploadedFile("cup.png", films.picture())]
    with pytest.raises(Refused, match=r"Somebody saved the post meanwhile.* are in the library"):
        media.act(mine, "take", {}, files, by=anna, now=timezone.now())
    assert Asset.objects.get().name == "cup.png"
    assert fresh(post).text == "Bruno's"


def test_a_version_brought_back_while_somebody_else_saves_is_not_and_a_sentence_says_so(
    hand_in: Callable[..., Any], inside: Client, post: Post, bruno: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    hand_in(text="Buonasera")

    def told(kept: Any) -> Content:
        _bruno_saves(post, bruno)
        return content.told(kept)

    monkeypatch.setattr(writing, "told", told)
    answer = inside.post(reverse("restore-post", args=[post.brand.slug, post.pk, 1]), follow=True)
    assert "Somebody saved the post meanwhile" in answer.content.decode()
    assert fresh(post).text == "Bruno's"


def test_the_files_of_a_published_post_may_be_corrected_too(
    hand_in: Callable[..., Any], post: Post, brand: Brand
) -> None:
    a_delivery(post, timezone.now(), "published")
    Piece.objects.update(native_id="1", published_at=timezone.now())
    files = [SimpleUploadedFile("cup.png", films.picture())]
    hand_in(correcting=1, do="take", files=files)
    asset = fresh(post).attached.get().asset_id
    hand_in(correcting=1, do=f"remove-{asset}", media=asset, seen=fresh(post).version)
    assert not fresh(post).attached.exists()


def test_a_file_may_be_left_out_on_one_channel(
    hand_in: Callable[..., Any], post: Post, channel: Channel
) -> None:
    files = [SimpleUploadedFile(f"{n}.png", films.picture(size=(30 + n, 20))) for n in range(2)]
    hand_in(do="take", files=files)
    one, two = (each.asset_id for each in fresh(post).attached.all())
    key = f"v{channel.pk}"
    hand_in(**{"media": [one, two], f"{key}-offered": [one, two], f"{key}-media": [two], "seen": 2})
    assert content_of(fresh(post)).variants[0].media == [two]


def test_what_the_form_cannot_show_of_a_post_stays_as_it_was(
    hand_in: Callable[..., Any], post: Post, channel: Channel, anna: User
) -> None:
    hand_in(
        do="take", files=[SimpleUploadedFile(f"{n}.png", films.picture(size=(30 + n, 20))) for n in range(2)]
    )
    one, two = (each.asset_id for each in fresh(post).attached.all())
    poll = {"choices": ["a", "b"], "seconds": 300, "multiple": False}
    words = replace(content_of(fresh(post)).variants[0], media=[two, one], poll=poll)
    told = replace(content_of(fresh(post)), language="gsw", variants=[words])
    writing.save(fresh(post), told, by=anna, now=timezone.now(), seen=2)
    key = f"v{channel.pk}"
    page = hand_in(
        **{
            "media": [one, two],
            f"{key}-offered": [one, two],
            f"{key}-media": [one, two],
            f"{key}-poll": "a\nb",
            f"{key}-poll-seconds": "300",
            "language": "gsw",
            "seen": 3,
        }
    )
    assert content_of(fresh(post)) == told
    assert "gsw" in page.content.decode()


def test_words_to_use_again_go_in_without_scripts(
    hand_in: Callable[..., Any], post: Post, brand: Brand
) -> None:
    kept = snippets.keep(brand, "hashtags", "Caffè", "caffè primavera")
    hand_in(do="insert", insert=f"s{kept.pk}")
    assert fresh(post).text == "Buongiorno\n\n#caffè #primavera"


def test_somebody_without_a_handle_there_keeps_a_post_from_being_sent(
    hand_in: Callable[..., Any], post: Post, brand: Brand
) -> None:
    mentions.keep(brand, "Bea", {"bluesky": "bea.bsky.social"})
    shown = hand_in(text="Grazie @{bea}", do="send", when="now").content.decode()
    assert "@{bea} has no handle on Sandbox" in shown
    assert not Delivery.objects.exists()


def test_a_text_too_long_is_not_sent_and_says_what_to_cut(hand_in: Callable[..., Any]) -> None:
    shown = hand_in(text="x" * 509, do="send", when="now").content.decode()
    assert "9 characters too many" in shown
    assert not Delivery.objects.exists()


def test_sending_at_a_date_says_the_day_the_hour_its_zone_and_shows_the_way_there(
    hand_in: Callable[..., Any], post: Post
) -> None:
    day = (timezone.now() + timedelta(days=400)).date().isoformat()
    shown = hand_in(do="send", when="at", day=day, time="09:30").content.decode()
    assert re.search(r"Planned for \w+ .* 09:30 CES?T on", shown)
    assert f"calendar/day/?on={day}" in shown
    (delivery,) = Delivery.objects.all()
    assert delivery.state == "scheduled"
    assert fresh(post).planned == f"{day}T09:30"


def test_the_next_free_slot_is_taken(hand_in: Callable[..., Any], channel: Channel, post: Post) -> None:
    for weekday in range(7):
        Slot.objects.create(channel=channel, weekday=weekday, at="09:30")
    hand_in(do="send", when="slot")
    assert fresh(post).planned.endswith("T09:30")


def test_first_in_line_moves_the_queue_on_by_one_slot(
    hand_in: Callable[..., Any], channel: Channel, post: Post, brand: Brand, anna: User
) -> None:
    for weekday in range(7):
        Slot.objects.create(channel=channel, weekday=weekday, at="09:30")
    hand_in(do="send", when="slot")
    before = Delivery.objects.get().planned_at
    other = a_post(brand, channel, by=anna, text="Prima io")
    Client.force_login(client := Client(), anna)
    form = {"text": "Prima io", "channel": channel.pk, f"v{channel.pk}-here": 1, "seen": 1, "tagged": "on"}
    address = reverse("save-post", args=[brand.slug, other.pk])
    client.post(address, form | {"do": "send", "when": "first"})
    assert other.deliveries.get().planned_at == before
    assert post.deliveries.get().planned_at - before == timedelta(days=1)


def test_without_slots_the_choice_is_explained(hand_in: Callable[..., Any]) -> None:
    assert "no slots yet" in hand_in(do="send", when="slot").content.decode()


@pytest.mark.parametrize("chosen", [{}, {"when": "nwo"}])
def test_a_post_is_not_planned_while_nobody_has_said_when(
    hand_in: Callable[..., Any], channel: Channel, chosen: dict[str, str]
) -> None:
    for weekday in range(7):
        Slot.objects.create(channel=channel, weekday=weekday, at="09:30")
    assert "Choose when it goes" in hand_in(do="send", **chosen).content.decode()
    assert not Delivery.objects.exists()


def test_what_is_no_time_is_refused(hand_in: Callable[..., Any]) -> None:
    shown = hand_in(do="send", when="at", day="soon", time="early").content.decode()
    assert "is no date with a time" in shown
    assert not Delivery.objects.exists()


def test_a_time_that_was_refused_is_still_there_and_the_button_does_not_mean_now(
    hand_in: Callable[..., Any],
) -> None:
    shown = hand_in(do="send", when="at", day="2020-01-01", time="10:00").content.decode()
    assert "That time has passed" in shown
    assert 'value="at" checked' in shown
    assert 'value="2020-01-01"' in shown


def test_the_page_of_a_planned_post_knows_when_to_look_again(hand_in: Callable[..., Any]) -> None:
    day = (timezone.now() + timedelta(days=2)).date().isoformat()
    shown = hand_in(do="send", when="at", day=day, time="09:30").content.decode()
    left = re.search(r'data-due="(\d+)"', shown)
    assert left
    assert 86_400 < int(left[1]) < 3 * 86_400


def test_where_a_brand_asks_for_approval_a_post_waits_for_it(
    hand_in: Callable[..., Any], post: Post, brand: Brand
) -> None:
    brand.approval = 1
    brand.save()
    day = (timezone.now() + timedelta(days=400)).date().isoformat()
    shown = hand_in(do="send", when="at", day=day, time="09:30").content.decode()
    assert "once it is approved" in shown
    assert (fresh(post).stage, Delivery.objects.get().state) == ("review", "waiting")


def test_what_is_planned_is_taken_out_to_be_changed_and_its_time_is_kept(
    hand_in: Callable[..., Any], inside: Client, post: Post, brand: Brand
) -> None:
    day = (timezone.now() + timedelta(days=400)).date().isoformat()
    hand_in(do="send", when="at", day=day, time="09:30")
    assert "take it out of the plan" in hand_in(text="Other", seen=1).content.decode()
    shown = inside.post(reverse("unplan-post", args=[brand.slug, post.pk]), follow=True).content.decode()
    assert Delivery.objects.get().state == "cancelled"
    assert f'value="{day}"' in shown
    hand_in(text="Other", seen=1)
    assert fresh(post).text == "Other"


@pytest.mark.parametrize(
    ("state", "do", "then"),
    [
        ("scheduled", "cancel", "cancelled"),
        ("refused", "retry", "scheduled"),
        ("undecided", "missing", "scheduled"),
        ("undecided", "nonsense", "undecided"),
    ],
)
def test_a_person_does_with_a_delivery_what_its_buttons_say(
    inside: Client, post: Post, *, state: str, do: str, then: str
) -> None:
    (delivery,) = a_delivery(post, timezone.now(), state)
    inside.post(reverse("handle-delivery", args=[post.brand.slug, delivery.pk]), {"do": do})
    delivery.refresh_from_db()
    assert delivery.state == then


def test_what_became_of_a_post_is_told_line_by_line(inside: Client, post: Post, brand: Brand) -> None:
    (delivery,) = a_delivery(post, timezone.now(), "refused")
    Delivery.objects.filter(pk=delivery.pk).update(trouble="The picture is too large.")
    Attempt.objects.create(
        delivery=delivery, piece=0, at=timezone.now(), what="refused", said="Too large: 413.", fence=1
    )
    shown = inside.get(reverse("post", args=[brand.slug, post.pk])).content.decode()
    assert "The picture is too large." in shown
    assert "Too large: 413." in shown
    assert "Try again" in shown


def test_history_shows_what_changed_and_brings_it_back(
    hand_in: Callable[..., Any], inside: Client, post: Post, brand: Brand
) -> None:
    hand_in(text="Buonasera")
    address = reverse("post-history", args=[brand.slug, post.pk])
    shown = inside.get(address, {"before": 1, "after": 2}).content.decode()
    assert "<del>Buongiorno</del><ins>Buonasera</ins>" in shown
    inside.post(reverse("restore-post", args=[brand.slug, post.pk, 1]))
    assert fresh(post).text == "Buongiorno"
    assert inside.get(address, {"before": 99}).status_code == 404


def test_who_may_only_look_sees_the_post_and_no_field(post: Post, brand: Brand, bruno: User) -> None:
    brands.add_member(brand, bruno, Role.ANALYST)
    client = Client()
    client.force_login(bruno)
    shown = client.get(reverse("post", args=[brand.slug, post.pk])).content.decode()
    assert "Buongiorno" in shown
    assert "<textarea" not in shown


@pytest.mark.parametrize("name", ["save-post", "clone-post", "drop-post", "unplan-post"])
@pytest.mark.parametrize("role", [Role.ANALYST, Role.APPROVER])
def test_who_does_not_write_changes_nothing(
    post: Post, brand: Brand, bruno: User, *, name: str, role: Role
) -> None:
    brands.add_member(brand, bruno, role)
    client = Client()
    client.force_login(bruno)
    assert client.post(reverse(name, args=[brand.slug, post.pk])).status_code == 403


def test_a_post_on_six_channels_costs_as_many_queries_with_words_as_without(
    inside: Client, brand: Brand, anna: User
) -> None:
    six = [a_channel(brand, f"c{n}") for n in range(6)]
    post = a_post(brand, *six, by=anna, text="Grazie @{bea}")

    def cost() -> int:
        with CaptureQueriesContext(connection) as asked:
            assert inside.get(reverse("post", args=[brand.slug, post.pk])).status_code == 200
        return len(asked)

    before = cost()
    mentions.keep(brand, "Bea", {"sandbox": "bea"})
    for n in range(3):
        snippets.keep(brand, "template", f"t{n}", "x")
        a_delivery(a_post(brand, *six, by=anna), timezone.now() + timedelta(days=1 + n))
    assert cost() == before
    assert before <= 45


def test_words_and_people_are_kept_and_deleted(inside: Client, brand: Brand, channel: Channel) -> None:
    address = reverse("words", args=[brand.slug])
    inside.post(address, {"kind": "template", "name": "Orari", "text": "Aperti"})
    shown = inside.post(address, {"kind": "person", "name": "Bea", "on-sandbox": "bea"}, follow=True)
    assert "@{bea}" in shown.content.decode()
    (kept,) = queries.snippets_of(brand)
    inside.post(reverse("drop-words", args=[brand.slug]), {"which": f"snippet-{kept.pk}"})
    assert not queries.snippets_of(brand).exists()
    assert queries.mentions_of(brand).exists()


def test_what_another_brand_keeps_is_not_deleted(inside: Client, brand: Brand, rival: Brand) -> None:
    kept = snippets.keep(rival, "template", "Secret", "x")
    inside.post(reverse("drop-words", args=[brand.slug]), {"which": f"snippet-{kept.pk}"})
    assert queries.snippets_of(rival).exists()


def test_what_was_deleted_everywhere_is_not_called_published(
    hand_in: Callable[..., Any], inside: Client, post: Post
) -> None:
    hand_in(do="send", when="now")
    post.deliveries.update(state="published")
    Piece.objects.update(native_id="1", published_at=timezone.now(), deleted_at=timezone.now())
    shown = inside.get(reverse("post", args=[post.brand.slug, post.pk])).content.decode()
    assert "and deleted again" in shown
    assert "correcting=1" not in shown


def test_what_stands_on_several_platforms_is_deleted_with_one_button(
    inside: Client, brand: Brand, post: Post, anna: User
) -> None:
    address = reverse("post", args=[brand.slug, post.pk])
    button = reverse("delete-everywhere", args=[brand.slug, post.pk])
    Variant.objects.create(post=post, channel=a_channel(brand, "bianca"))
    deliveries.schedule(post, None, by=anna, now=timezone.now())
    Piece.objects.update(native_id="1", published_at=timezone.now())
    post.deliveries.filter(channel__handle="bianca").update(state="published")
    assert button not in inside.get(address).content.decode()
    post.deliveries.update(state="published")
    assert button in inside.get(address).content.decode()
    said = inside.post(button, follow=True).content.decode()
    assert "It is being deleted on" in said
    assert post.deliveries.filter(verb="delete", state="scheduled").count() == 2
    assert "nothing of it that can be deleted" in inside.post(button, follow=True).content.decode()


def test_an_hour_by_other_clocks_is_offered_by_the_brand_s(inside: Client, brand: Brand, post: Post) -> None:
    Post.objects.filter(pk=post.pk).update(planned="2099-07-01T22:00", zone="America/New_York")
    shown = inside.get(reverse("post", args=[brand.slug, post.pk])).content.decode()
    assert re.search(r'name="day"[^>]*value="2099-07-02"', shown)
    assert re.search(r'name="time"[^>]*value="04:00"', shown)
