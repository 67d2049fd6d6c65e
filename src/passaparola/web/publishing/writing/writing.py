"""Writing a post: begin it, save it and lose nothing somebody else saved, bring back a version, clone it."""

from __future__ import annotations

from dataclasses import asdict, replace
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from passaparola.web.brands import audit
from passaparola.web.brands.refusals import Refused
from passaparola.web.channels.models import Channel
from passaparola.web.publishing.approval import approving
from passaparola.web.publishing.models import Asset, Attached, Post, Variant, Version
from passaparola.web.publishing.outbox import deliveries
from passaparola.web.publishing.words.content import OF_A_VARIANT, PLAIN, Content, Words, content_of, told
from passaparola.web.publishing.writing import locks

if TYPE_CHECKING:
    from datetime import datetime

    from passaparola.web.brands.models import Brand, User


DROPPED = audit.verb("post.dropped", gettext_lazy("deleted the draft"))


class Stale(Exception):
    """Somebody saved the post since it was opened; `latest` is what they saved."""

    def __init__(self, latest: Version) -> None:
        super().__init__(str(latest))
        self.latest = latest

    @property
    def said(self) -> str:
        """Return the sentence for what need not ask whose words are to stand."""
        return _("Somebody saved the post meanwhile, so this was not done: look at it, then try again.")


@transaction.atomic
def begin(brand: Brand, *, by: User | None, now: datetime, content: Content | None = None) -> Post:
    """Create a draft that says `content`; without it, an empty one for every channel that can speak."""
    post = Post.objects.create(brand=brand, by=by, created_at=now, changed_at=now)
    write(post, content or _blank(brand), by=by, now=now)
    return post


def _blank(brand: Brand) -> Content:
    channels = Channel.objects.filter(brand=brand).order_by("pk")
    return Content(variants=[Words(channel.pk) for channel in channels if channel.speaks])


@transaction.atomic
def save(  # noqa: PLR0913 - who, when and what they saw, all by name
    post: Post, content: Content, *, by: User, now: datetime, seen: int, correcting: bool = False
) -> bool:
    """Make `post` say `content` as a new version; False where it says so already.

    `seen` is the version the person had before them: raises `Stale` where there is a later one, and `Refused`
    where the post may not be changed any more.
    """
    locks.check(post, correcting=correcting)
    if content == content_of(post):
        return False
    # This also takes the row: whoever plans or approves it at the same time comes before, or after.
    if not Post.objects.filter(pk=post.pk, version=seen).update(version=seen):
        raise Stale(latest_version(post))
    post.refresh_from_db(fields=["version", "stage", "steps_done"], from_queryset=Post.objects.all())
    locks.check(Post(pk=post.pk), correcting=correcting)
    write(post, content, by=by, now=now)
    return True


@transaction.atomic
def settle(  # noqa: PLR0913 - as save, and whose words stand
    post: Post, content: Content, *, by: User, now: datetime, keep_mine: bool, correcting: bool = False
) -> None:
    """Save `content` beside what somebody else saved meanwhile; theirs is brought back unless `keep_mine`.

    Both stand in the history, so that nothing is lost whichever is kept.
    """
    theirs = latest_version(post)
    save(post, content, by=by, now=now, seen=theirs.number, correcting=correcting)
    if not keep_mine:
        restore(post, theirs, by=by, now=now, correcting=correcting)


def restore(post: Post, version: Version, *, by: User, now: datetime, correcting: bool = False) -> None:
    """Make `post` say again what it said in `version`; what it says now stays in the history."""
    post.refresh_from_db()
    kept = told(version.content)
    here = set(Channel.objects.filter(brand=post.brand_id).values_list("pk", flat=True))
    variants = [each for each in kept.variants if each.channel in here]
    save(post, replace(kept, variants=variants), by=by, now=now, seen=post.version, correcting=correcting)


@transaction.atomic
def clone(post: Post, *, by: User | None, now: datetime) -> Post:
    """Return a new draft that says what `post` says, on the channels that can still speak."""
    content = content_of(post)
    channels = Channel.objects.filter(pk__in=[each.channel for each in content.variants])
    speaking = {channel.pk for channel in channels if channel.speaks}
    variants = [each for each in content.variants if each.channel in speaking]
    made = begin(post.brand, by=by, now=now, content=replace(content, variants=variants))
    Post.objects.filter(pk=made.pk).update(cloned_from=post)
    return made


def latest_version(post: Post) -> Version:
    """Return the newest saved state of `post`, with who saved it."""
    return Version.objects.select_related("by").filter(post=post).latest("number")


def write(post: Post, content: Content, *, by: User | None, now: datetime) -> None:
    """Put `content` into the tables, and keep it as the next version."""
    for name in PLAIN:
        setattr(post, name, getattr(content, name))
    post.campaign_id = content.campaign
    post.version, post.changed_at = post.version + 1, now
    post.save(update_fields=[*PLAIN, "campaign", "version", "changed_at"])
    _attach(post, content)
    _vary(post, content.variants)
    post._prefetched_objects_cache = {}  # type: ignore[attr-defined]  # noqa: SLF001 - Django's own way to forget
    Version.objects.create(post=post, number=post.version, at=now, by=by, content=asdict(content))
    approving.changed(post, now=now)


def _attach(post: Post, content: Content) -> None:
    post.attached.all().delete()
    own = set(
        Asset.objects.filter(brand=post.brand_id, pk__in=[each.asset for each in content.media]).values_list(
            "pk", flat=True
        )
    )
    picked = [each for each in content.media if each.asset in own]
    Attached.objects.bulk_create(
        Attached(post=post, asset_id=each.asset, position=place, alt=each.alt)
        for place, each in enumerate(picked)
    )


def _vary(post: Post, wanted: list[Words]) -> None:
    there = {variant.channel_id: variant for variant in post.variants.all()}
    gone = [there[channel] for channel in there.keys() - {each.channel for each in wanted}]
    _drop(gone)
    for words in wanted:
        variant = there.get(words.channel) or Variant(post=post, channel_id=words.channel)
        for name in OF_A_VARIANT:
            setattr(variant, name, getattr(words, name))
        variant.save()


def _drop(variants: list[Variant]) -> None:
    for variant in variants:
        if variant.deliveries.exists():
            raise Refused(
                _(
                    "The post has been on its way to %(channel)s, and that stays written: clone it to leave"
                    " it out."
                )
                % {"channel": variant.channel}
            )
        variant.delete()


@transaction.atomic
def drop(post: Post, *, by: User, now: datetime) -> None:
    """Delete a draft; raises `Refused` where it has been on its way anywhere: that stays written."""
    post = deliveries.locked(post)
    if post.deliveries.exists():
        raise Refused(_("It has been on its way, and that stays written: cancel it instead."))
    audit.record(post.brand, by, DROPPED, post.in_the_log, now)
    post.delete()
