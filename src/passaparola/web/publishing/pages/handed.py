"""What a form of the composer hands in, as the content of a post; too much is refused in a sentence."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

from django.http import QueryDict
from django.utils.translation import gettext as _

from passaparola.web.brands import digits
from passaparola.web.brands.refusals import Refused
from passaparola.web.brands.typed import plain
from passaparola.web.channels.queries import row_of
from passaparola.web.publishing.models.limits import LINE, LINK, LONG, PARTS, TEXT
from passaparola.web.publishing.models.post import Disclosure
from passaparola.web.publishing.words.content import Content, Picked, Words
from passaparola.web.publishing.words.naming import LANGUAGES

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from passaparola.web.channels.models import Channel

MINUTE = 60
DAY = 86_400


class Roomy(QueryDict):
    """A form that is shown once more and not saved: no field of it holds too much."""

    @classmethod
    def of(cls, form: QueryDict) -> Self:
        """Return `form` as one of these."""
        made = cls(mutable=True, encoding=form.encoding)
        for name, values in form.lists():
            made.setlist(name, values)
        return made


def content(
    form: QueryDict, before: Content, channels: Sequence[Channel], campaigns: Collection[int]
) -> Content:
    """Return what `form` says for `channels` of the brand; raises `Refused` where a field holds too much.

    What a form cannot show of the post as it was `before` stays: the order of a channel's own files, and a
    language the form does not offer.
    """
    ordered = {words.channel: words.media for words in before.variants}
    wanted = set(form.getlist("channel"))
    media = [Picked(each, _text(form, f"alt-{each}", TEXT)) for each in _numbers(form.getlist("media"))]
    campaign = digits.number(form.get("campaign", ""))
    language, disclosure = form.get("language", ""), form.get("disclosure", "")
    return Content(
        text=_text(form, "text", TEXT),
        title=_text(form, "title", LINE),
        link=_text(form, "link", LINK).strip(),
        tagged="tagged" in form,
        language=language if language in {*LANGUAGES, before.language} else "",
        disclosure=disclosure if disclosure in Disclosure.values else "",
        campaign=campaign if campaign in campaigns else None,
        media=media,
        variants=[
            _words(form, channel, [each.asset for each in media], ordered.get(channel.pk))
            for channel in sorted(channels, key=lambda each: each.pk)
            if str(channel.pk) in wanted
        ],
    )


def _words(form: QueryDict, channel: Channel, media: list[int], ordered: list[int] | None) -> Words:
    key = f"v{channel.pk}"
    if f"{key}-here" not in form:
        return Words(channel.pk)
    options = {
        each.key: _text(form, f"{key}-option-{each.key}", LONG) for each in row_of(channel.platform).options
    }
    return Words(
        channel=channel.pk,
        own=f"{key}-own" in form,
        text=_text(form, f"{key}-text", TEXT),
        title=_text(form, f"{key}-title", LINE),
        thread=_thread(form, f"{key}-thread"),
        comment=_text(form, f"{key}-comment", TEXT),
        media=_chosen(form, key, media, ordered),
        options={name: value for name, value in options.items() if value},
        poll=_poll(form, key),
        quotes=_text(form, f"{key}-quotes", LONG).strip(),
        answers=_text(form, f"{key}-answers", LONG).strip(),
    )


def _thread(form: QueryDict, name: str) -> list[str]:
    parts = [part for part in map(plain, form.getlist(name)) if part.strip()]
    if len(parts) > PARTS and not isinstance(form, Roomy):
        raise Refused(_("A thread takes %(most)s parts here: make it shorter.") % {"most": PARTS})
    return [_within(form, part, TEXT) for part in parts]


def _chosen(form: QueryDict, key: str, media: list[int], ordered: list[int] | None) -> list[int] | None:
    """Return which of the post's files go here; None where all do, those added from now on as well."""
    offered = _numbers(form.getlist(f"{key}-offered"))
    left_out = set(offered) - set(_numbers(form.getlist(f"{key}-media")))
    going = [each for each in media if each not in left_out]
    if ordered is not None and sorted(ordered) == sorted(going):
        return ordered
    return going if left_out & set(media) else None


def _poll(form: QueryDict, key: str) -> dict[str, Any] | None:
    choices = [line.strip() for line in _text(form, f"{key}-poll", TEXT).split("\n") if line.strip()]
    if not choices:
        return None
    seconds = digits.number(form.get(f"{key}-poll-seconds", "")) or DAY
    return {"choices": choices, "seconds": seconds, "multiple": f"{key}-poll-multiple" in form}


def _text(form: QueryDict, name: str, most: int) -> str:
    return _within(form, plain(form.get(name, "")), most)


def _within(form: QueryDict, text: str, most: int) -> str:
    if len(text) > most and not isinstance(form, Roomy):
        raise Refused(_("A field holds more than %(most)s characters: shorten it.") % {"most": most})
    return text


def _numbers(texts: Sequence[str]) -> list[int]:
    return list(dict.fromkeys(number for text in texts if (number := digits.number(text))))
