"""Everything that is wrong with a post, said before it is planned and not by its platform afterwards."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from passaparola.connectors import measure
from passaparola.web.campaigns.models import Identity
from passaparola.web.channels.faults import say
from passaparola.web.channels.queries import platform_name, row_of
from passaparola.web.publishing import mentions, pieces

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime

    from passaparola.connectors.contract import Draft
    from passaparola.web.publishing.models.delivery import Delivery
    from passaparola.web.publishing.models.post import Post, Variant


def faults(post: Post, variants: Sequence[Variant], at: datetime) -> list[str]:
    """Return a sentence for each thing that keeps `variants` from being sent at `at`; none: all is well."""
    said = list(_teaser(post, at))
    for variant in variants:
        said += [f"{_named(variant)}: {sentence}" for sentence in of_variant(variant)]
    return list(dict.fromkeys(said))


def of_variant(variant: Variant, drafts: Sequence[Draft] | None = None) -> list[str]:
    """Return a sentence for everything that keeps `variant` off its channel; nothing means that it can go.

    `drafts` are those of `pieces.drafts(variant)`, where they are at hand.
    """
    if not variant.channel.speaks:
        shown = {"channel": variant.channel, "platform": platform_name(variant.channel.platform)}
        return [_("%(platform)s does not let %(channel)s speak: connect it again under Channels.") % shown]
    made = pieces.drafts(variant) if drafts is None else drafts
    return [*_link(variant.post), *_names(made, variant), *_thread(variant), *_measured(made, variant)]


def _link(post: Post) -> Iterator[str]:
    if post.link and not post.link.startswith(("https://", "http://")):
        yield _("The link is no web address: begin it with https://.")


def _names(drafts: Sequence[Draft], variant: Variant) -> list[str]:
    """Say who is named and has no handle there; who has one is no longer written as `@{key}`."""
    left = [draft.text for draft in drafts if mentions.NAMED.search(draft.text)]
    known = mentions.known_to(variant.post.brand) if left else {}
    return mentions.unresolved(left, variant.channel.platform, known)


def _thread(variant: Variant) -> Iterator[str]:
    row = row_of(variant.channel.platform)
    if variant.thread and "thread" not in row.takes:
        yield _("%(platform)s takes no threads: make it one post.") % {"platform": row.name}
    elif variant.comment.strip() and not {"reply", "thread"} & row.takes:
        yield _("%(platform)s takes no comment from here: leave it out.") % {"platform": row.name}


def _measured(drafts: Sequence[Draft], variant: Variant) -> Iterator[str]:
    channel = variant.channel
    for number, draft in enumerate(drafts, 1):
        for fault in measure.check(draft, row_of(channel.platform), channel.limits, say=say):
            # A thread or comment where none is taken is said once, above.
            if fault.field in {"reply", "thread"}:
                continue
            part = _("Part %(n)s: %(fault)s") % {"n": number, "fault": fault.message}
            yield part if number > 1 else fault.message


def _teaser(post: Post, at: datetime) -> Iterator[str]:
    """Yield that a teaser may not go on after the day on which it said it would say who speaks."""
    campaign = post.campaign
    if campaign is None or campaign.identity != Identity.TEASER or campaign.reveal_on is None:
        return
    if at.date() >= campaign.reveal_on:
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
