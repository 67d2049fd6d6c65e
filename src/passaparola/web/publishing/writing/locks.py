"""What may no longer be written: a post that is planned, on its way, or out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from passaparola.web.brands.refusals import Refused
from passaparola.web.publishing.models import Verb
from passaparola.web.publishing.models.delivery import (
    PUBLISHED,
    QUEUED,
    REFUSED,
    SENDING,
    UNDECIDED,
    UNKNOWN,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

    from passaparola.web.publishing.models import Delivery, Post

UNDER_WAY = frozenset({SENDING, UNKNOWN})
"""What nobody knows of yet; what a person has to decide about is another matter (UNDECIDED)."""


def planned(deliveries: Iterable[Delivery]) -> bool:
    """Say whether something of a post waits for its hour."""
    return any(each.verb == Verb.PUBLISH and each.state in QUEUED for each in deliveries)


def out(deliveries: Iterable[Delivery]) -> bool:
    """Say whether something of a post is published."""
    return any(each.verb == Verb.PUBLISH and each.state == PUBLISHED for each in deliveries)


def standing(deliveries: Iterable[Delivery]) -> bool:
    """Say whether something of a post can still be seen on its platform."""
    published = [each for each in deliveries if each.verb == Verb.PUBLISH and each.state == PUBLISHED]
    return any(piece.deleted_at is None for each in published for piece in each.pieces.all())


def refused(deliveries: Iterable[Delivery]) -> bool:
    """Say whether something of a post was refused, and has to be mended before it is tried again."""
    return any(each.verb == Verb.PUBLISH and each.state == REFUSED for each in deliveries)


def under_way(deliveries: Iterable[Delivery]) -> bool:
    """Say whether nobody knows at this moment what has become of something of a post."""
    return any(each.state in UNDER_WAY for each in deliveries)


def undecided(deliveries: Iterable[Delivery]) -> bool:
    """Say whether a person still has to say what has become of something of a post."""
    return any(each.verb == Verb.PUBLISH and each.state == UNDECIDED for each in deliveries)


def reason(deliveries: Iterable[Delivery], *, correcting: bool = False) -> str:
    """Say why a post with `deliveries` may not be written now; empty where it may."""
    rows = list(deliveries)
    if under_way(rows):
        return _("It is being sent at this moment: wait until it is known what became of it.")
    if undecided(rows):
        return _("Nobody knows yet whether it is on its platform: look there and say so, then change it.")
    if planned(rows):
        return _("It is planned, and goes out as it stands: take it out of the plan to change it.")
    if out(rows) and not (correcting or refused(rows)):
        if not standing(rows):
            return _("It was published, and deleted again: clone it to say it once more.")
        return _("It is published: correct it there, or clone it to say it again.")
    return ""


def check(post: Post, *, correcting: bool = False) -> None:
    """Raise `Refused` where `post` may not be written now."""
    if said := reason(post.deliveries.all(), correcting=correcting):
        raise Refused(said)
