from __future__ import annotations

import json
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.apps import apps
from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection, models

from passaparola.web.brands.models import Entry
from passaparola.web.brands.refusals import Refused
from passaparola.web.campaigns import actions as campaigns
from passaparola.web.cascades.models import Act, Message
from passaparola.web.conversations.models import Answer, Conversation, Interaction, Kind, Note
from passaparola.web.conversations.persons import erasing, exporting, vanishing
from passaparola.web.conversations.persons.tallying import tally
from passaparola.web.insights import actions as settling
from passaparola.web.people import actions as people
from passaparola.web.people import joining
from passaparola.web.people.models import Audience, Follow, Forgotten, Ground, Handle, Person
from passaparola.web.publishing.models import Attempt, Mention, Post, Stage, Variant
from passaparola.web.publishing.outbox import deliveries
from web.acting import a_channel, a_handle, a_person, an_act, their
from web.publishing.plans import a_delivery, a_post

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from passaparola.web.brands.models import Brand, User
    from passaparola.web.conversations.models import Interaction as Said

TOKEN = "zqxjkvbwpf"  # noqa: S105 - a word that is nowhere else
DAY = timedelta(days=1)
NETWORKS = ("sandbox", "bluesky")


def everywhere() -> str:
    """Every text column of every table, as one text."""
    return "\n".join(_texts())


def _texts() -> Iterator[str]:
    there = set(connection.introspection.table_names())
    for model in apps.get_models(include_auto_created=True):
        # Other tests know nouns of their own, whose tables are not made here.
        if model._meta.db_table not in there:
            continue
        fields = [
            field.attname
            for field in model._meta.concrete_fields
            if isinstance(field, models.CharField | models.TextField | models.JSONField)
        ]
        for row in model._default_manager.values(*fields) if fields else []:
            yield f"{model.__name__} {json.dumps(row, cls=DjangoJSONEncoder, ensure_ascii=False)}"


def talk(act: Said, **more: Any) -> Conversation:
    """The conversation that an act of theirs began."""
    talking = Conversation.objects.create(
        brand=act.brand,
        channel=act.channel,
        key=act.native_id,
        handle=act.handle,
        about="ours",
        opened_at=act.at,
        last_at=act.at,
        **more,
    )
    Interaction.objects.filter(pk=act.pk).update(conversation=talking)
    return talking


def answered(act: Said, by: User, text: str, now: datetime) -> Post:
    post = a_post(act.brand, act.channel, by=by, text=text)
    Variant.objects.filter(post=post).update(answers=act.address)
    talking = Conversation.objects.get(interactions=act)
    Answer.objects.create(conversation=talking, to=act, post=post, at=now, by=by)
    return post


def full_of(brand: Brand, platform: str, by: User, now: datetime) -> Person:
    """Somebody with the token in every field of every kind of row that may be about them."""
    t = f"{TOKEN}-{platform}"
    person = a_person(
        brand,
        f"h{t}.test",
        platform,
        native_id=f"did:{t}",
        name=f"Nàme {t}",
        url=f"https://{platform}.test/u/{t}",
    )
    handle = their(person)
    Person.objects.filter(pk=person.pk).update(
        name=f"Nàme {t}", note=f"note {t}", consent=f"yes {t}", consent_at=now, roles=["consumer"]
    )
    said = an_act(
        handle,
        now,
        native_id=f"at://did:{t}/said",
        text=f"I am {t}",
        url=f"https://{platform}.test/{t}/1",
        address=f"at://did:{t}/said#1",
        files=[f"https://cdn.test/{t}.png"],
    )
    talking = talk(said)
    said.refresh_from_db()
    Note.objects.create(conversation=talking, at=now, by=by, text=f"That is Nàme {t}, see did:{t}")
    post = answered(said, by, f"Thank you, Nàme {t} @h{t}.test!", now)
    (sent,) = a_delivery(post, now, "published")
    sent.pieces.update(
        url=f"https://x.test/did:{t}/r",
        native_id=f"at://us/re-did:{t}",
        published_at=now,
        extra={"to": f"did:{t}"},
    )
    Attempt.objects.create(delivery=sent, piece=0, at=now, what="published", said=f"@h{t}.test", fence=1)
    Mention.objects.create(brand=brand, key=platform, name=f"Nàme {t}", handles={platform: f"h{t}.test"})
    campaign = campaigns.create_campaign(brand, f"Spring {platform}")
    Audience.objects.create(campaign=campaign, person=person, added_at=now)
    _acted(handle, t, platform, now)
    return Person.objects.get(pk=person.pk)


def _acted(handle: Handle, t: str, platform: str, now: datetime) -> None:
    """They wrote one message, passed on another, and somebody had it from them and said so."""
    brand, other = handle.brand, a_handle(handle.brand, f"other-{platform}", platform)
    Follow.objects.create(follower=other, followed=handle)
    begun = {"state": "settled", "state_since": now, "added_at": now, "source": "followed"}
    written = Message.objects.create(
        brand=brand,
        platform=platform,
        native_id=f"at://did:{t}/own",
        address=f"https://{platform}.test/{t}/own",
        text=f"own words {t}",
        author=handle,
        **begun,
    )
    message = Message.objects.create(
        brand=brand, platform=platform, native_id="ours", author=other, published_at=now, **begun
    )
    common: dict[str, Any] = {"message": message, "channel": platform}
    root = Act.objects.create(**common, at=now, native_id="ours", handle=other, kind=0, parent_known=True)
    theirs = Act.objects.create(
        **common,
        at=now + timedelta(hours=1),
        native_id=f"at://did:{t}/share",
        handle=handle,
        kind=2,
        parent=root,
        parent_known=True,
        url=f"https://{platform}.test/{t}/share",
        text=f"look {t}",
    )
    Act.objects.create(
        **common,
        at=now + timedelta(hours=2),
        native_id=f"deeper-{platform}",
        handle=a_handle(brand, f"third-{platform}", platform),
        kind=1,
        parent=theirs,
        parent_known=True,
        heard_parent=f"at://did:{t}/share",
        text=f"via @h{t}.test",
    )
    Act.objects.create(
        message=written, at=now, channel=platform, native_id=f"at://did:{t}/own", handle=handle, kind=0
    )
    an_act(other, now, Kind.REPLY, about=f"at://did:{t}/said", text=f"@h{t}.test is right")
    settling.settle(message, now)


@pytest.fixture
def erased(brand: Brand, anna: User, now: datetime) -> Person:
    """Joined over two networks, separated, joined again, erased."""
    one, other = (full_of(brand, platform, anna, now) for platform in NETWORKS)
    assert everywhere().count(TOKEN) > 60
    done = joining.join(one, other, Ground.TOLD, f"{TOKEN} said so", anna, now)
    joining.separate(done, anna, now + DAY, tally=tally)
    joining.join(one, other, Ground.JUDGED, f"again {TOKEN}", anna, now + 2 * DAY)
    assert erasing.erase(one, anna, now + 3 * DAY)
    return one


@pytest.mark.django_db(transaction=True)
def test_nothing_of_an_erased_person_is_left_in_any_table_nor_in_the_file(erased: Person) -> None:
    assert [line for line in everywhere().splitlines() if TOKEN in line.lower()] == []
    assert [path.name for path in vanishing.files() if TOKEN.encode() in path.read_bytes()] == []


def test_nothing_is_left_in_any_table_of_either_database(erased: Person) -> None:
    assert [line for line in everywhere().splitlines() if TOKEN in line.lower()] == []


def test_the_numbers_of_messages_stay(erased: Person) -> None:
    for platform in NETWORKS:
        message = Message.objects.get(platform=platform, native_id="ours")
        assert message.acts.count() == 3
        before = message.summary
        settling.settle(message, message.added_at)
        message.refresh_from_db()
        assert message.summary == before
        assert message.acts.get(native_id=f"deeper-{platform}").parent is not None


def test_people_are_still_counted_apart(erased: Person) -> None:
    nobodies = Handle.objects.filter(handle="erased")
    assert nobodies.count() == 2
    assert not nobodies.exclude(person=None).exists()


def test_what_the_brand_wrote_stays_without_their_name(erased: Person, brand: Brand) -> None:
    texts = Post.objects.filter(brand=brand).values_list("text", flat=True)
    assert list(texts) == ["Thank you, […] […]!"] * 2


def test_others_words_stay(erased: Person) -> None:
    assert Interaction.objects.filter(text="[…] is right").count() == 2


def test_they_are_known_to_be_forgotten(erased: Person, brand: Brand) -> None:
    known = [people.forgotten(brand, each, [f"did:{TOKEN}-{each}"]) for each in NETWORKS]
    assert len(set().union(*known)) == 2
    assert "zqxj" not in "".join(Forgotten.objects.values_list("digest", flat=True))
    assert people.forgotten(brand, "bluesky", [f"did:{TOKEN}-bluesky", "did:x"]) == {f"did:{TOKEN}-bluesky"}


def test_the_log_says_that_somebody_was_erased_and_by_whom(erased: Person, anna: User) -> None:
    line = Entry.objects.get(verb="person.erased")
    assert (line.who, line.subject, line.detail) == (anna, f"person #{erased.pk}", {})


def test_another_brand_keeps_what_it_knows(brand: Brand, rival: Brand, anna: User, now: datetime) -> None:
    ours, theirs = full_of(brand, "sandbox", anna, now), full_of(rival, "sandbox", anna, now)
    before = exporting.everything_of(theirs, now)
    erasing.erase(ours, anna, now)
    assert exporting.everything_of(theirs, now) == before


def test_whoever_is_named_alike_is_left_alone(brand: Brand, anna: User, now: datetime) -> None:
    bea, beatrice = a_person(brand, "bea"), a_person(brand, "beatrice")
    an_act(their(bea), now)
    act = an_act(their(beatrice), now, text="A bea is a bea, says @beatrice, not @bea")
    erasing.erase(bea, anna, now)
    act.refresh_from_db()
    beatrice.refresh_from_db()
    assert (act.text, beatrice.name) == ("A bea is a bea, says @beatrice, not […]", "Beatrice")


def test_a_conversation_others_joined_stays_theirs(brand: Brand, anna: User, now: datetime) -> None:
    bea, carlo = a_handle(brand, "bea"), a_handle(brand, "carlo")
    talking = talk(an_act(bea, now, native_id="bea-said-it-first"))
    an_act(carlo, now, conversation=talking, text="Me too")
    erasing.erase(Person.objects.get(handles=bea), anna, now)
    talking.refresh_from_db()
    assert (talking.handle.handle, "bea" in talking.key) == ("erased", False)
    assert talking.interactions.get().text == "Me too"


def test_an_answer_that_has_not_left_is_called_off_and_is_no_post_of_its_own(
    brand: Brand, anna: User, now: datetime
) -> None:
    bea = a_handle(brand, "bea")
    act = an_act(bea, now, address="sandbox://bea/1")
    talk(act)
    act.refresh_from_db()
    post = answered(act, anna, "Grazie!", now)
    Post.objects.filter(pk=post.pk).update(stage=Stage.APPROVED)
    (waiting,) = a_delivery(post, now + DAY)
    erasing.erase(Person.objects.get(handles=bea), anna, now)
    waiting.refresh_from_db()
    post.refresh_from_db()
    assert (waiting.state, post.stage, post.variants.get().answers) == ("cancelled", "draft", "")


def test_while_an_answer_is_being_sent_nobody_is_erased(brand: Brand, anna: User, now: datetime) -> None:
    bea = a_handle(brand, "bea")
    act = an_act(bea, now, address="sandbox://bea/1")
    talk(act)
    act.refresh_from_db()
    a_delivery(answered(act, anna, "Grazie!", now), now, "sending")
    with pytest.raises(Refused, match="is being sent"):
        erasing.erase(Person.objects.get(handles=bea), anna, now)
    assert Interaction.objects.filter(handle=bea).exists()


def test_the_log_of_an_answer_does_not_name_whom_it_answers(brand: Brand, anna: User, now: datetime) -> None:
    post = a_post(brand, a_channel(brand), by=anna, text="Ciao @bea", stage=Stage.APPROVED)
    Variant.objects.filter(post=post).update(answers="sandbox://bea/1")
    (waiting,) = a_delivery(post, now + DAY)
    deliveries.cancel(waiting, anna, now)
    assert Entry.objects.get(verb="delivery.cancelled").subject == f"post #{post.pk}"


def test_what_goes_is_told_before(brand: Brand, anna: User, now: datetime) -> None:
    goes = erasing.what_goes(full_of(brand, "sandbox", anna, now))
    assert (goes.handles, goes.interactions, goes.conversations, goes.notes) == (1, 1, 1, 1)
    assert (goes.acts, goes.messages, goes.answers, goes.joinings) == (2, 1, 1, 0)


@pytest.mark.django_db(transaction=True)
def test_words_that_are_deleted_leave_the_full_text_index_and_the_file() -> None:
    if connection.vendor != "sqlite":
        pytest.skip("an index of PostgreSQL keeps no words of its own")
    with connection.cursor() as cursor:
        cursor.execute("CREATE VIRTUAL TABLE words_fts USING fts5(said)")
        cursor.execute("INSERT INTO words_fts (said) VALUES ('good evening')")
        cursor.execute("INSERT INTO words_fts (said) VALUES (%s)", [TOKEN])
        cursor.execute("DELETE FROM words_fts WHERE words_fts MATCH %s", [TOKEN])
        vanishing.merge_indexes()
        try:
            assert vanishing.vanish([])
            assert [path.name for path in vanishing.files() if TOKEN.encode() in path.read_bytes()] == []
        finally:
            cursor.execute("DROP TABLE words_fts")


@pytest.mark.django_db
def test_the_database_overwrites_what_is_deleted() -> None:
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL forgets at its next vacuum")
    with connection.cursor() as cursor:
        assert cursor.execute("PRAGMA secure_delete").fetchone() == (1,)


def test_an_export_has_everything_that_names_them(brand: Brand, anna: User, now: datetime) -> None:
    person = full_of(brand, "sandbox", anna, now)
    told = json.dumps(exporting.everything_of(person, now))
    for part in ("own words", "I am", "look", "note ", "yes ", "That is", "Spring sandbox", "did:", "u/"):
        assert part in told
