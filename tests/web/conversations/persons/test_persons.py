from __future__ import annotations

import csv
import io
import json
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.urls import reverse
from django.utils import timezone

from passaparola.web.brands import actions as brands
from passaparola.web.brands.models import Entry, Role
from passaparola.web.campaigns import actions as campaigns
from passaparola.web.cascades.models import Act, Message
from passaparola.web.conversations.models import Answer, Conversation, Kind
from passaparola.web.conversations.persons import queries
from passaparola.web.conversations.persons.queries import Asked
from passaparola.web.people import joining
from passaparola.web.people.models import Audience, Ground, Handle, Joining, Person
from web.acting import a_handle, a_person, an_act, their
from web.publishing.plans import a_post

if TYPE_CHECKING:
    from datetime import datetime

    from django.test import Client
    from pytest_django.fixtures import DjangoAssertNumQueries

    from passaparola.web.brands.models import Brand, User

DAY = timedelta(days=1)


@pytest.fixture
def inside(client: Client, anna: User, brand: Brand) -> Client:
    client.force_login(anna)
    return client


def page(client: Client, name: str, brand: Brand, *more: object, **asked: str) -> str:
    answer = client.get(reverse(name, args=[brand.slug, *more]), asked)
    assert answer.status_code == 200
    return answer.content.decode()


def names(brand: Brand, now: datetime, **asked: str) -> list[str]:
    return [row.person.name for row in queries.persons_of(brand, Asked(**asked), now).rows]


def acted(brand: Brand, who: str, at: datetime, kind: Kind = Kind.LIKE, **more: Any) -> Person:
    person = a_person(brand, who)
    an_act(their(person), at, kind, **more)
    return Person.objects.get(pk=person.pk)


# ── the list ─────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("order", "expected"),
    [
        ("affinity", ["Bea", "Dina", "Carlo"]),
        ("last", ["Dina", "Carlo", "Bea"]),
        ("brought", ["Carlo", "Bea", "Dina"]),
    ],
)
def test_people_are_sorted_as_asked(brand: Brand, now: datetime, order: str, expected: list[str]) -> None:
    acted(brand, "bea", now - 9 * DAY, Kind.RESHARE, brought=1)
    acted(brand, "carlo", now - 8 * DAY, Kind.LIKE, brought=2)
    acted(brand, "dina", now, Kind.QUOTE)
    Person.objects.filter(name="Dina").update(warmth=1.0 + Person.objects.get(name="Carlo").warmth)
    assert names(brand, now, order=order) == expected


def test_a_person_is_found_by_a_part_of_any_of_their_names(brand: Brand, now: datetime) -> None:
    acted(brand, "bea", now)
    Handle.objects.update(handle="caffettiera", name="La Moka")
    for words in ("be", "ETTIER", "moka"):
        assert names(brand, now, words=words) == ["Bea"]
    assert names(brand, now, words="carlo") == []


def test_the_pages_of_the_list_show_everybody_once(brand: Brand, now: datetime) -> None:
    for n in range(queries.PAGE + 7):
        acted(brand, f"one-{n}", now - n % 5 * DAY, Kind(n % 3 + 2))
    for order in queries.ORDERS:
        seen, after = [], ""
        while True:
            listed = queries.persons_of(brand, Asked(order=order, after=after), now)
            seen += [row.person.pk for row in listed.rows]
            after = listed.after
            if not after:
                break
        assert len(seen) == len(set(seen)) == queries.PAGE + 7


@pytest.mark.parametrize("after", ["x", "nan~1", "1~", "~1", "1e400~1", "2026-13-01~1", "9" * 90 + "~1"])
@pytest.mark.parametrize("order", ["affinity", "last", "brought"])
def test_a_place_that_is_none_is_the_beginning(brand: Brand, now: datetime, order: str, after: str) -> None:
    acted(brand, "bea", now)
    assert names(brand, now, order=order, after=after) == ["Bea"]


def test_who_is_joined_to_another_is_not_listed_twice(brand: Brand, now: datetime) -> None:
    bea, other = acted(brand, "bea", now), acted(brand, "beatrice", now)
    joining.join(bea, other, Ground.JUDGED, "", None, now)
    listed = queries.persons_of(brand, Asked(), now)
    assert ([row.person.name for row in listed.rows], listed.total) == (["Bea"], 1)


def test_the_list_costs_the_same_for_2_and_for_40(
    inside: Client, brand: Brand, now: datetime, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    spent = []
    for many in (2, 40):
        for n in range(many):
            acted(brand, f"one-{n}", timezone.now() - n * DAY)
        with django_assert_max_num_queries(20) as asked:
            page(inside, "persons", brand)
        spent.append(len(asked))
    assert spent[0] == spent[1]


# ── segments ─────────────────────────────────────────────────────────────────


def test_the_closest_have_an_affinity_of_50_or_more(brand: Brand, now: datetime) -> None:
    for _ in range(4):
        acted(brand, "bea", now, Kind.RESHARE)
    for _ in range(3):
        acted(brand, "carlo", now, Kind.RESHARE)
    assert names(brand, now, segment="closest") == ["Bea"]
    assert names(brand, now + DAY, segment="closest") == []


def test_promoters_who_went_quiet_passed_on_and_then_nothing(brand: Brand, now: datetime) -> None:
    acted(brand, "bea", now - 61 * DAY, Kind.RESHARE)
    acted(brand, "carlo", now - 59 * DAY, Kind.RESHARE)
    acted(brand, "dina", now - 61 * DAY, Kind.LIKE)
    assert names(brand, now, segment="quiet") == ["Bea"]


def test_new_this_week_first_acted_in_seven_days(brand: Brand, now: datetime) -> None:
    acted(brand, "bea", now - 6 * DAY)
    acted(brand, "carlo", now)
    acted(brand, "carlo", now - 8 * DAY)
    assert names(brand, now, segment="new") == ["Bea"]


def test_a_role_and_a_wish_and_a_campaign_are_segments_too(brand: Brand, now: datetime) -> None:
    bea, carlo, dina = (acted(brand, who, now) for who in ("bea", "carlo", "dina"))
    Person.objects.filter(pk=bea.pk).update(roles=["journalist", "consumer"])
    Person.objects.filter(pk=carlo.pk).update(no_contact_since=now)
    spring = campaigns.create_campaign(brand, "Spring")
    Audience.objects.create(campaign=spring, person=dina, added_at=now)
    assert names(brand, now, segment="role-journalist") == ["Bea"]
    assert names(brand, now, segment="no-contact") == ["Carlo"]
    assert names(brand, now, segment=f"campaign-{spring.pk}") == ["Dina"]


def passed_on_at(brand: Brand, who: str, hop: int, now: datetime) -> Person:
    message, _ = Message.objects.get_or_create(
        brand=brand,
        platform="sandbox",
        native_id="m",
        defaults={"source": "followed", "added_at": now, "state": "settled", "state_since": now},
    )
    person = a_person(brand, who)
    Act.objects.create(
        message=message, native_id=f"{who}-{hop}", handle=their(person), at=now, kind=1, channel="x", hop=hop
    )
    return person


def test_reached_by_consumers_had_nothing_from_the_brand_and_no_answer(
    brand: Brand, anna: User, now: datetime
) -> None:
    passed_on_at(brand, "bea", 2, now)
    passed_on_at(brand, "carlo", 3, now)
    passed_on_at(brand, "carlo", 1, now)
    act = an_act(their(passed_on_at(brand, "dina", 2, now)), now)
    talking = Conversation.objects.create(
        brand=brand, channel=act.channel, key="k", handle=act.handle, opened_at=now, last_at=now
    )
    post = a_post(brand, act.channel, by=anna)
    acted(brand, "elio", now)
    assert set(names(brand, now, segment="consumers")) == {"Bea", "Dina"}
    Answer.objects.create(conversation=talking, to=act, post=post, at=now)
    assert names(brand, now, segment="consumers") == ["Bea"]


def test_the_file_of_a_list_holds_no_formula(inside: Client, brand: Brand) -> None:
    person = acted(brand, "bea", timezone.now())
    Person.objects.filter(pk=person.pk).update(name='=HYPERLINK("https://x.test")', roles=["consumer"])
    acted(brand, "carlo", timezone.now())
    table = csv.DictReader(io.StringIO(page(inside, "persons-csv", brand, words="hyper")))
    (row,) = list(table)
    assert row["name"].startswith("'=")
    assert (row["handles"], row["roles"], row["acts"]) == ("sandbox:bea", "consumer", "1")


def give(client: Client, brand: Brand, **form: Any) -> str:
    answer = client.post(reverse("persons-campaign", args=[brand.slug]), form, follow=True)
    return answer.content.decode()


def test_those_who_are_ticked_are_given_to_a_campaign(inside: Client, brand: Brand, now: datetime) -> None:
    bea, carlo, _dina = (acted(brand, who, now) for who in ("bea", "carlo", "dina"))
    Person.objects.filter(pk=carlo.pk).update(no_contact_since=now)
    spring = campaigns.create_campaign(brand, "Spring")
    told = give(inside, brand, campaign=spring.pk, whom="ticked", person=[bea.pk, carlo.pk])
    assert list(spring.audience.values_list("person", flat=True)) == [bea.pk]
    assert "asked not to be contacted and was left out" in told


def test_everybody_in_a_list_is_given_to_a_campaign_once(inside: Client, brand: Brand, now: datetime) -> None:
    for who in ("bea", "beatrice", "carlo"):
        acted(brand, who, now)
    spring = campaigns.create_campaign(brand, "Spring")
    for _ in range(2):
        give(inside, brand, campaign=spring.pk, whom="all", words="bea")
    assert spring.audience.count() == 2


def test_nobody_of_another_brand_is_given(inside: Client, brand: Brand, rival: Brand, now: datetime) -> None:
    theirs, spring = acted(rival, "bea", now), campaigns.create_campaign(brand, "Spring")
    give(inside, brand, campaign=spring.pk, whom="ticked", person=[theirs.pk])
    assert not spring.audience.exists()


# ── one person ───────────────────────────────────────────────────────────────


def test_a_person_is_shown_with_the_acts_their_score_is_made_of(inside: Client, brand: Brand) -> None:
    person = acted(brand, "bea", timezone.now(), Kind.RESHARE, text="Guardate qua", brought=3)
    shown = page(inside, "person", brand, person.pk)
    assert "Guardate qua" in shown
    assert "brought 3 people" in shown
    assert shown.count(f"{queries.rows_of([person], timezone.now())[0].score:.1f}") >= 3


def test_the_page_of_who_was_joined_leads_to_who_they_are(
    inside: Client, brand: Brand, now: datetime
) -> None:
    bea, other = acted(brand, "bea", now), acted(brand, "beatrice", now)
    joining.join(bea, other, Ground.JUDGED, "", None, now)
    answer = inside.get(reverse("person", args=[brand.slug, other.pk]))
    assert answer["Location"] == reverse("person", args=[brand.slug, bea.pk])


def test_words_of_strangers_run_nowhere(inside: Client, brand: Brand) -> None:
    person = a_person(brand, "bea", name="<script>x</script>", url="javascript:alert(1)")
    an_act(their(person), timezone.now(), text="<b>bold</b>", url="javascript:alert(2)")
    shown = page(inside, "person", brand, person.pk)
    assert "<script>x" not in shown
    assert "<b>bold" not in shown
    assert "javascript:" not in shown


def test_words_that_were_taken_back_are_not_shown(inside: Client, brand: Brand, now: datetime) -> None:
    person = acted(brand, "bea", now, text="Non l’ho mai detto", gone_at=now)
    assert "mai detto" not in page(inside, "person", brand, person.pk)


@pytest.mark.parametrize(
    ("show", "there"), [("said", "parlato"), ("passed-on", "girato"), ("brought", "girato")]
)
def test_what_they_did_is_shown_by_parts(
    inside: Client, brand: Brand, now: datetime, show: str, there: str
) -> None:
    acted(brand, "bea", now, Kind.REPLY, text="parlato")
    person = acted(brand, "bea", now, Kind.RESHARE, text="girato", brought=1)
    told = page(inside, "person", brand, person.pk, show=show).split('id="told"')[1]
    assert [word for word in ("parlato", "girato") if word in told] == [there]


def test_long_stories_go_on_where_the_page_ended(inside: Client, brand: Brand, now: datetime) -> None:
    for n in range(35):
        person = acted(brand, "bea", now - n * DAY, Kind.REPLY, text=f"parola-{n:02}.")
    first = inside.get(reverse("person", args=[brand.slug, person.pk]))
    before = first.context["told"].before.isoformat()
    second = page(inside, "person", brand, person.pk, before=before)
    assert "parola-29." in first.content.decode()
    assert "parola-30." in second
    assert "parola-29." not in second


def test_what_the_team_knows_is_kept_and_logged_by_field_alone(
    inside: Client, brand: Brand, now: datetime
) -> None:
    person = acted(brand, "bea", now)
    form = {
        "name": "Bea",
        "roles": ["promoter", "journalist"],
        "note": "Secret",
        "consent": "Yes, write to me",
        "consent_at": "2026-02-01",
    }
    inside.post(reverse("person-save", args=[brand.slug, person.pk]), form)
    person.refresh_from_db()
    assert (person.roles, person.note, person.consent) == (
        ["promoter", "journalist"],
        "Secret",
        "Yes, write to me",
    )
    line = brand_log(brand)[0]
    assert (line.subject, line.detail) == (
        f"person #{person.pk}",
        {"fields": ["roles", "note", "consent", "consent_at"]},
    )


def brand_log(brand: Brand) -> list[Any]:
    return list(Entry.objects.filter(brand=brand, verb__startswith="person.").order_by("-pk"))


@pytest.mark.parametrize("half", [{"consent": "Yes"}, {"consent_at": "2026-02-01"}])
def test_half_a_consent_is_refused(inside: Client, brand: Brand, now: datetime, half: dict[str, str]) -> None:
    person = acted(brand, "bea", now)
    answer = inside.post(reverse("person-save", args=[brand.slug, person.pk]), {"name": "Other", **half})
    person.refresh_from_db()
    assert (answer.status_code, person.name) == (422, "Bea")


def test_a_wish_not_to_be_contacted_is_switched_on_and_off(
    inside: Client, brand: Brand, now: datetime
) -> None:
    person = acted(brand, "bea", now)
    for wish, held in (("no", True), ("yes", False)):
        inside.post(reverse("person-contact", args=[brand.slug, person.pk]), {"contact": wish})
        person.refresh_from_db()
        assert bool(person.no_contact_since) is held


def test_two_are_joined_and_separated_on_the_page(inside: Client, brand: Brand, now: datetime) -> None:
    bea, other = acted(brand, "bea", now), acted(brand, "beatrice", now)
    assert "Beatrice" in page(inside, "person-join", brand, bea.pk, words="beatr")
    form = {"other": other.pk, "ground": "told", "why": "She wrote so"}
    inside.post(reverse("person-join", args=[brand.slug, bea.pk]), form)
    assert "She wrote so" in page(inside, "person", brand, bea.pk)
    done = Joining.objects.get()
    inside.post(reverse("person-separate", args=[brand.slug, bea.pk, done.pk]))
    assert a_handle(brand, "beatrice").person == other
    assert "separated again" in page(inside, "person", brand, bea.pk)


def test_an_export_is_json_with_their_words(inside: Client, brand: Brand, now: datetime) -> None:
    person = acted(brand, "bea", now, text="Parole mie")
    told = json.loads(page(inside, "person-export", brand, person.pk))
    assert (told["person"], told["interactions"][0]["text"]) == (person.pk, "Parole mie")


def test_nobody_is_erased_before_what_goes_was_read(inside: Client, brand: Brand, now: datetime) -> None:
    person = acted(brand, "bea", now)
    address = reverse("person-erase", args=[brand.slug, person.pk])
    assert "1 thing they said" in page(inside, "person-erase", brand, person.pk)
    assert inside.post(address).status_code == 422
    assert Person.objects.filter(pk=person.pk).exists()
    assert inside.post(address, {"read": "1"})["Location"] == reverse("persons", args=[brand.slug])
    assert not Person.objects.filter(pk=person.pk).exists()


def test_an_analyst_looks_and_changes_nothing(
    client: Client, brand: Brand, bruno: User, now: datetime
) -> None:
    brands.add_member(brand, bruno, Role.ANALYST)
    person = acted(brand, "bea", now)
    client.force_login(bruno)
    shown = page(client, "person", brand, person.pk) + page(client, "persons", brand)
    for door in ("person-save", "person-join", "person-erase", "person-export", "persons-csv"):
        args = [brand.slug] if door == "persons-csv" else [brand.slug, person.pk]
        assert reverse(door, args=args) not in shown


def test_the_people_who_work_are_called_the_team(inside: Client, brand: Brand) -> None:
    shown = page(inside, "persons", brand)
    assert f'href="{reverse("people", args=[brand.slug])}">Team' in shown
    assert f'href="{reverse("persons", args=[brand.slug])}" aria-current="page">People' in shown


@pytest.mark.parametrize("order", queries.ORDERS)
@pytest.mark.parametrize("few", [0, 1_000])
def test_many_and_few_are_found_in_the_same_order_page_by_page(
    brand: Brand, now: datetime, monkeypatch: pytest.MonkeyPatch, order: str, few: int
) -> None:
    monkeypatch.setattr(queries, "PAGE", 4)
    monkeypatch.setattr(queries, "FEW", few)
    for n in range(9):
        acted(brand, f"one-{n}", now - n % 4 * DAY, Kind(n % 3 + 2))
    everybody = Person.objects.order_by(f"-{queries.ORDERS[order].column}", "pk").values_list("pk", flat=True)
    seen, after = [], ""
    for _ in range(3):
        listed = queries.persons_of(brand, Asked(words="one", order=order, after=after), now)
        seen += [row.person.pk for row in listed.rows]
        after = listed.after
    assert (seen, after) == (list(everybody), "")
