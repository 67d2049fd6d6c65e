"""Whether a post may be planned: what is wrong with it is said now, and not by its platform afterwards."""

from __future__ import annotations

from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from passaparola.web.campaigns.models import Identity
from passaparola.web.channels.queries import platform_name, row_of
from passaparola.web.publishing.outbox import checking, wording

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime

    from passaparola.web.publishing.models.delivery import Delivery
    from passaparola.web.publishing.models.post import Post, Variant

OTHERWISE = gettext_noop(
    "it would read otherwise than it was approved, as somebody's name there or what a picture shows was put"
    " in other words since. Ask for approval again."
)


def faults(post: Post, variants: Sequence[Variant], at: datetime) -> list[str]:
    """Return a sentence for each thing that keeps `variants` from being sent at `at`; none: all is well."""
    said = list(too_late(post, at))
    for variant in variants:
        if wording.otherwise(post, variant):
            said.append(f"{_named(variant)}: {_(OTHERWISE)}")
        said += [f"{_named(variant)}: {sentence}" for sentence in checking.faults_of(variant)]
    return list(dict.fromkeys(said))


def too_late(post: Post, at: datetime) -> Iterator[str]:
    """Yield that a teaser may not go on after the day, by the brand's clocks, on which it says who speaks."""
    campaign = post.campaign
    if campaign is None or campaign.identity != Identity.TEASER or campaign.reveal_on is None:
        return
    if at.astimezone(ZoneInfo(post.brand.zone)).date() >= campaign.reveal_on:
        day = date_format(campaign.reveal_on, "DATE_FORMAT")
        yield _("The campaign says who speaks on %(day)s: declare it, or choose an earlier day.") % {
            "day": day
        }


def _named(variant: Variant) -> str:
    return f"{variant.channel} ({platform_name(variant.channel.platform)})"


def can(delivery: Delivery, capability: str) -> bool:
    """Say whether the delivery's platform lets a program do what `capability` names."""
    return capability in row_of(delivery.channel.platform).capabilities


def hands_over(variant: Variant) -> bool:
    """Say whether the platform itself publishes it at its time, and is given it as soon as it is planned."""
    asked = row_of(variant.channel.platform).hands_over
    return asked is not None and variant.options.get(asked[0]) == asked[1]
