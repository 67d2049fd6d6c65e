"""Posts that say nearly the same on the same channel: platforms and people take them for spam.

Two texts are compared by their shingles (runs of three words) with the Jaccard index: what they share over
what either has (Broder 1997, "On the resemblance and containment of documents"). Links and capitals count
for nothing.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef

from passaparola.web.publishing.models import Delivery, Variant, Verb
from passaparola.web.publishing.models.delivery import CANCELLED

if TYPE_CHECKING:
    from datetime import datetime

    from passaparola.web.publishing.models import Post

LOOKED_BACK = timedelta(days=90)
ALIKE = 0.6
SHINGLE = 3
MOST = 400
"""Posts of one channel that are compared at most, the latest."""
WORD = re.compile(r"\w+")
ADDRESS = re.compile(r"https?://\S+")


@dataclass(frozen=True, slots=True)
class Twin:
    """A post on the same channel that says nearly the same, and how alike they are (0 to 1)."""

    post: Post
    channel: str
    likeness: float

    @property
    def percent(self) -> int:
        """Return how alike they are in percent."""
        return round(100 * self.likeness)


def shingles(text: str) -> frozenset[tuple[str, ...]]:
    """Return the runs of three words in `text`; fewer words are one run."""
    words = WORD.findall(ADDRESS.sub(" ", text).casefold())
    if not words:
        return frozenset()
    return frozenset(tuple(words[n : n + SHINGLE]) for n in range(max(1, len(words) - SHINGLE + 1)))


def likeness(one: frozenset[tuple[str, ...]], other: frozenset[tuple[str, ...]]) -> float:
    """Return the Jaccard index of two sets of shingles, 0 where either is empty."""
    either = one | other
    return len(one & other) / len(either) if one and other else 0.0


def twins_of(post: Post, now: datetime) -> list[Twin]:
    """Return who is most alike `post` on each of its channels in the last 90 days, the most alike first.

    One query. What was cancelled on a channel was not said there.
    """
    mine = {each.channel_id: shingles(_said(each, post)) for each in post.variants.all()}
    said = Delivery.objects.filter(
        variant=OuterRef("pk"), verb=Verb.PUBLISH, planned_at__gte=now - LOOKED_BACK
    ).exclude(state=CANCELLED)
    others = (
        Variant.objects.filter(
            Exists(said), channel__in=mine, post__brand=post.brand_id, post__only_answers=False
        )
        .exclude(post=post)
        .select_related("post", "channel")
        .order_by("-post__changed_at")[:MOST]
    )
    nearest: dict[int, Twin] = {}
    for other in others:
        near = likeness(mine[other.channel_id], shingles(_said(other, other.post)))
        best = nearest.get(other.channel_id)
        if near >= ALIKE and (best is None or near > best.likeness):
            nearest[other.channel_id] = Twin(other.post, str(other.channel), near)
    return sorted(nearest.values(), key=lambda each: -each.likeness)


def _said(variant: Variant, post: Post) -> str:
    return variant.text if variant.own else post.text
