"""What a request says, as the content of a post: what the brand does not have is named, not dropped."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from passaparola.web.api import problems, queries
from passaparola.web.api.problems import Fault
from passaparola.web.campaigns import queries as campaigns
from passaparola.web.channels import queries as channels
from passaparola.web.publishing.words.content import Content, Picked, Words
from passaparola.web.publishing.words.naming import LANGUAGES

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from passaparola.web.api import asked
    from passaparola.web.brands.models import Brand
    from passaparola.web.channels.models import Channel
    from passaparola.web.publishing.models import Post


@dataclass(frozen=True, slots=True)
class Own:
    """What of the brand's a post may name."""

    channels: dict[int, Channel]
    assets: set[int]
    campaigns: set[int]
    bound: set[int] = field(default_factory=set)
    """Channels the post is on already: they may stay, even where they speak no more."""


def content(brand: Brand, said: asked.NewPost, post: Post | None = None) -> Content:
    """Return what `said` means for a post of `brand`; raises a `Refusal` with a sentence for each fault."""
    own = _own(brand, said, post)
    if faults := list(_faults(said, own)):
        raise problems.unfit(faults)
    return Content(
        text=said.text,
        title=said.title,
        link=said.link.strip(),
        tagged=said.tagged,
        language=said.language,
        disclosure=said.disclosure,
        campaign=said.campaign,
        media=[Picked(each.asset, each.alt) for each in said.media],
        variants=[_words(each, said) for each in sorted(said.variants, key=lambda each: each.channel)],
    )


def _own(brand: Brand, said: asked.NewPost, post: Post | None) -> Own:
    here = [each.asset_id for each in post.attached.all()] if post else []
    return Own(
        channels={each.pk: each for each in channels.channels_of(brand)},
        assets=queries.at_hand(brand, [each.asset for each in said.media]) | set(here),
        campaigns=set(campaigns.campaigns_of(brand).values_list("pk", flat=True)),
        bound={each.channel_id for each in post.variants.all()} if post else set(),
    )


def _words(each: asked.Variant, said: asked.NewPost) -> Words:
    own = each.text is not None or each.title is not None
    return Words(
        channel=each.channel,
        own=own,
        text=(said.text if each.text is None else each.text) if own else "",
        title=(said.title if each.title is None else each.title) if own else "",
        thread=[part for part in each.thread if part.strip()],
        comment=each.comment,
        media=each.media,
        options={name: value for name, value in each.options.items() if value},
        poll=each.poll.model_dump() if each.poll else None,
        quotes=each.quotes.strip(),
        answers=each.answers.strip(),
    )


def _faults(said: asked.NewPost, own: Own) -> Iterator[Fault]:
    if said.language and said.language not in LANGUAGES:
        yield Fault(
            field="language",
            detail=_("No post is marked with this language: choose one of %(known)s.")
            % {"known": ", ".join(LANGUAGES)},
        )
    if said.campaign and said.campaign not in own.campaigns:
        yield Fault(field="campaign", detail=_("The brand has no such campaign."))
    yield from _media(said, own)
    yield from _twice("variants", "channel", [each.channel for each in said.variants])
    for n, each in enumerate(said.variants):
        yield from _variant(f"variants.{n}", each, said, own)


def _media(said: asked.NewPost, own: Own) -> Iterator[Fault]:
    named = [each.asset for each in said.media]
    yield from _twice("media", "asset", named)
    for n, asset in enumerate(named):
        if asset not in own.assets:
            yield Fault(
                field=f"media.{n}.asset", detail=_("This file is not in the library: upload it first.")
            )


def _variant(at: str, each: asked.Variant, said: asked.NewPost, own: Own) -> Iterator[Fault]:
    channel = own.channels.get(each.channel)
    if channel is None:
        yield Fault(field=f"{at}.channel", detail=_("The brand has no such channel."))
        return
    if not channel.speaks and channel.pk not in own.bound:
        yield Fault(
            field=f"{at}.channel", detail=_("Nothing can be sent through this channel: connect it again.")
        )
    known = {option.key for option in channels.row_of(channel.platform).options}
    for name in sorted(each.options.keys() - known):
        yield Fault(
            field=f"{at}.options.{name}",
            detail=_("%(platform)s has no such setting: leave it out.")
            % {"platform": channels.platform_name(channel.platform)},
        )
    left = set(each.media or ()) - {one.asset for one in said.media}
    if left or len(set(each.media or ())) != len(each.media or ()):
        yield Fault(field=f"{at}.media", detail=_("Name here only files of the post, each once."))


def _twice(at: str, name: str, numbers: Sequence[int]) -> Iterator[Fault]:
    for n, number in enumerate(numbers):
        if number in numbers[:n]:
            yield Fault(field=f"{at}.{n}.{name}", detail=_("It is named twice: name it once."))
