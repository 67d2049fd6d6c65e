"""What stands in the addresses of the doors, made for a brand: asked twice, each gives the same thing."""

from __future__ import annotations

import io
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from PIL import Image

from passaparola.connectors.contract import Account, Login
from passaparola.web.api import tokens
from passaparola.web.brands import actions as brands
from passaparola.web.brands import guests, invitations, queries
from passaparola.web.brands.models import Role
from passaparola.web.campaigns import actions as campaigning
from passaparola.web.campaigns import queries as campaigns
from passaparola.web.channels import actions as channels
from passaparola.web.channels.models import Channel
from passaparola.web.conversations.following import actions as conversations
from passaparola.web.conversations.following import intake
from passaparola.web.conversations.models import Conversation, Rule
from passaparola.web.lifecycle.actions import begin
from passaparola.web.listening.hours import hour_of
from passaparola.web.listening.models import Episode, SavedSearch
from passaparola.web.listening.models.alarms import ALARM
from passaparola.web.people import joining as joined
from passaparola.web.people.models import Ground, Joining, Person
from passaparola.web.publishing.calendar import slots
from passaparola.web.publishing.library import library
from passaparola.web.publishing.models import Asset, Attached, Post, Recurrence, Slot, Stage
from web.acting import a_person, an_act, their
from web.conversations.talks import a_talk
from web.listening.searches import a_search, hear, said
from web.publishing.plans import a_delivery, a_post
from web.stories import story

if TYPE_CHECKING:
    from collections.abc import Callable

    from passaparola.web.brands.models import Brand, Member

DUE = datetime(2099, 1, 1, 10, 0, tzinfo=UTC)
CAME = DUE.strftime("%Y-%m-%dT%H:%M")
"""When the post of a brand is due, as the calendar writes it."""


def owner(brand: Brand) -> Member:
    return queries.members_of(brand).filter(role=Role.OWNER)[0]


def reading(brand: Brand) -> int:
    by = owner(brand).user
    return conversations.follow(brand, "sandbox://demo/someone/1", by=by, now=timezone.now()).pk


def message(brand: Brand) -> int:
    address = "https://sandbox.test/p/1"
    return intake.take_in(brand, story(), address=address, now=timezone.now()).message.pk


def member(brand: Brand) -> int:
    carla = brands.create_user(f"carla@{brand.slug}.example.org", None, name="Carla")
    return brands.add_member(brand, carla, Role.EDITOR).pk


def invitation(brand: Brand) -> int:
    now = timezone.now()
    return invitations.invite("dario@example.org", Role.EDITOR, by=owner(brand), now=now)[0].pk


def guest(brand: Brand) -> int:
    return guests.let_in("Elsa", "", 7, by=owner(brand), now=timezone.now())[0].pk


def link(brand: Brand) -> str:
    return guests.let_in("Elsa", "", 7, by=owner(brand), now=timezone.now())[1]


def channel(brand: Brand) -> Channel:
    login = Login(Account("aurora", "aurora"), "sandbox://doors", {})
    return Channel.objects.filter(brand=brand).first() or channels.connect(
        brand, "sandbox", login, timezone.now()
    )


def asset(brand: Brand) -> Asset:
    target = io.BytesIO()
    Image.new("RGB", (64, 48), "teal").save(target, "PNG")
    file = SimpleUploadedFile("tazza.png", target.getvalue(), "image/png")
    return library.take_in(brand, file, by=owner(brand).user, now=timezone.now())


def post(brand: Brand) -> Post:
    """The brand's post: in review, with a picture, on its way to a channel, coming again every week."""
    there = Post.objects.filter(brand=brand).first()
    if there:
        return there
    made = a_post(brand, channel(brand), by=owner(brand).user, stage=Stage.REVIEW)
    Attached.objects.create(post=made, asset=asset(brand), position=0)
    a_delivery(made, DUE, "waiting")
    Recurrence.objects.create(
        post=made, rule="FREQ=WEEKLY;COUNT=3", starts="2099-02-01T10:00", zone="Europe/Rome"
    )
    return made


def talk(brand: Brand) -> Conversation:
    """The brand's conversation, in which somebody waits."""
    there = Conversation.objects.filter(brand=brand).first()
    return there or a_talk(brand, f"A secret word to {brand.name}", channel=channel(brand))


def rule(brand: Brand) -> int:
    """A rule of the brand that puts a secret label on what a journalist says."""
    made, _new = Rule.objects.get_or_create(
        brand=brand, name="Secret rule", when={"role": "journalist"}, then={"status": "open"}
    )
    return made.pk


def slot(brand: Brand) -> int:
    slots.add(channel(brand), [0], "08:00", by=owner(brand).user, now=timezone.now())
    return Slot.objects.get(channel=channel(brand)).pk


def campaign(brand: Brand) -> int:
    found = campaigns.campaigns_of(brand).first() or campaigning.create_campaign(brand, f"By {brand.name}")
    return found.pk


def person(brand: Brand) -> int:
    """Somebody who did something, and is two people joined."""
    found = Person.objects.filter(brand=brand, joinings__isnull=False).order_by("pk").first()
    if found:
        return found.pk
    kept, gone = (a_person(brand, f"{who} of {brand.slug}") for who in ("fabio", "fabio2"))
    an_act(their(kept), timezone.now())
    joined.join(kept, gone, Ground.JUDGED, "Same picture", owner(brand).user, timezone.now())
    return kept.pk


def joining(brand: Brand) -> int:
    return Joining.objects.get(kept=person(brand)).pk


def api_token(brand: Brand) -> int:
    made, _secret = tokens.make("CMS", Role.EDITOR, 30, by=owner(brand), now=timezone.now())
    return made.pk


def search(brand: Brand) -> SavedSearch:
    """The brand's search, that has found something and raised an alarm."""
    if there := SavedSearch.objects.filter(brand=brand).first():
        return there
    person(brand)  # before those who are found: they are the first
    made = a_search(brand, timezone.now(), by=owner(brand).user)
    hear(
        made,
        [said(1, timezone.now(), f"Aurora says {brand.name}: a secret of {owner(brand).user.name}")],
        timezone.now(),
    )
    hour = hour_of(timezone.now())
    Episode.objects.create(
        search=made,
        begins=hour,
        last=hour,
        said=60,
        usual=3.0,
        peak=60,
        raised_at=timezone.now(),
        **begin(ALARM, timezone.now()),
    )
    return made


def found(brand: Brand) -> int:
    return search(brand).matches.all()[0].pk


def episode(brand: Brand) -> int:
    return search(brand).episodes.all()[0].pk


MAKERS: dict[str, Callable[[Brand], object]] = {
    "search_id": lambda brand: search(brand).pk,
    "match_id": found,
    "episode_id": episode,
    "slug": lambda brand: brand.slug,
    "message_id": message,
    "reading_id": reading,
    "member_id": member,
    "invitation_id": invitation,
    "guest_id": guest,
    "token": link,
    "channel_id": lambda brand: channel(brand).pk,
    "post_id": lambda brand: post(brand).pk,
    "asset_id": lambda brand: asset(brand).pk,
    "delivery_id": lambda brand: post(brand).deliveries.get().pk,
    "slot_id": slot,
    "campaign_id": campaign,
    "api_token_id": api_token,
    "conversation_id": lambda brand: talk(brand).pk,
    "interaction_id": lambda brand: talk(brand).interactions.all()[0].pk,
    "person_id": person,
    "joining_id": joining,
    "rule_id": rule,
    "number": lambda brand: post(brand).version,
    "platform": lambda _brand: "sandbox",
    "pk": lambda _brand: 1,
}
"""How to make, for a brand, what stands in an address under this name."""
