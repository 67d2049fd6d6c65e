"""What keeps a variant off its channel: everything at once, in sentences that say what to do.

The composer shows them while one writes, and nothing is scheduled that has one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from passaparola.connectors import measure
from passaparola.web.channels.faults import say
from passaparola.web.channels.queries import platform_name, row_of
from passaparola.web.publishing.words import mentions, pieces

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from passaparola.connectors.contract import Draft
    from passaparola.web.publishing.models.post import Post, Variant


def faults_of(variant: Variant, drafts: Sequence[Draft] | None = None) -> list[str]:
    """Return a sentence for everything that keeps `variant` off its channel; nothing means that it can go.

    `drafts` are those of `pieces.drafts(variant)`, where they are at hand.
    """
    if not variant.channel.speaks:
        return [_silent(variant)]
    made = pieces.drafts(variant) if drafts is None else drafts
    found = (*_link(variant.post), *_names(made, variant), *_thread(variant), *_measured(made, variant))
    return list(dict.fromkeys(found))


def _silent(variant: Variant) -> str:
    shown = {"channel": variant.channel, "platform": platform_name(variant.channel.platform)}
    return _("%(platform)s does not let %(channel)s speak: connect it again under Channels.") % shown


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
        yield _("%(platform)s takes no first comment: leave it out.") % {"platform": row.name}


def _measured(drafts: Sequence[Draft], variant: Variant) -> Iterator[str]:
    channel = variant.channel
    row = row_of(channel.platform)
    for number, draft in enumerate(drafts, 1):
        for fault in measure.check(draft, row, channel.limits, say=say):
            # A thread or comment where none is taken is said once, above.
            if number > 1 and fault.field in {"reply", "thread"}:
                continue
            part = _("Part %(n)s: %(fault)s") % {"n": number, "fault": fault.message}
            yield part if number > 1 else fault.message
