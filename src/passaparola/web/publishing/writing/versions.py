"""The history of a post: its saved states, told sitting by sitting, and what changed word by word."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from passaparola.web.publishing.models import Version
from passaparola.web.publishing.writing import differences

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from passaparola.web.publishing.models import Post
    from passaparola.web.publishing.words.content import Content, Words

SITTING = timedelta(minutes=10)
"""Saves of one person no further apart belong together: a history of every two seconds is read by nobody."""


@dataclass(frozen=True, slots=True)
class Sitting:
    """What one person saved in one go: its last state, and the saves before it, the newest first."""

    version: Version
    before: tuple[Version, ...] = ()

    @property
    def saves(self) -> int:
        """Return how many saves there were."""
        return 1 + len(self.before)


@dataclass(frozen=True, slots=True)
class Change:
    """A part of a post that is not what it was, word by word."""

    where: str
    runs: list[differences.Run]


def sittings(post: Post) -> list[Sitting]:
    """Return the history of `post`, the newest first; one query."""
    found: list[Sitting] = []
    for version in Version.objects.select_related("by").filter(post=post).order_by("number"):
        last = found[-1] if found else None
        if last and last.version.by_id == version.by_id and version.at - last.version.at <= SITTING:
            found[-1] = Sitting(version, (last.version, *last.before))
        else:
            found.append(Sitting(version))
    return found[::-1]


def changes(
    old: Content, new: Content, channels: Mapping[int, str], assets: Mapping[int, str]
) -> list[Change]:
    """Return the parts in which `new` differs from `old`, with the names of channels and assets."""
    before, after = (dict(_parts(each, channels, assets)) for each in (old, new))
    places = [*after, *(place for place in before if place not in after)]
    return [
        Change(place, differences.runs(before.get(place, ""), after.get(place, "")))
        for place in places
        if before.get(place, "") != after.get(place, "")
    ]


def _parts(
    content: Content, channels: Mapping[int, str], assets: Mapping[int, str]
) -> Iterator[tuple[str, str]]:
    yield _("Text"), content.text
    yield _("Title"), content.title
    yield _("Link"), content.link
    yield _("Link with the campaign"), _("yes") if content.tagged else _("no")
    yield _("Language"), content.language
    yield _("Disclosure"), content.disclosure
    yield (
        _("Media"),
        "\n".join(
            " · ".join(filter(None, (assets.get(each.asset, _("a file")), each.alt)))
            for each in content.media
        ),
    )
    for words in content.variants:
        name = channels.get(words.channel, _("a channel"))
        yield name, _("published here")
        yield from ((f"{name} · {place}", text) for place, text in _own_parts(words, assets))


def _own_parts(words: Words, assets: Mapping[int, str]) -> Iterator[tuple[str, str]]:
    if words.own:
        yield _("own text"), words.text
        yield _("own title"), words.title
    yield from ((_("part %(n)s") % {"n": n}, text) for n, text in enumerate(words.thread, 2))
    yield _("first comment"), words.comment
    yield _("quoted post"), words.quotes
    yield _("answered post"), words.answers
    yield _("options"), ", ".join(f"{key}: {value}" for key, value in sorted(words.options.items()))
    yield _("poll"), "\n".join(words.poll["choices"]) if words.poll else ""
    if words.media is not None:
        yield _("media"), ", ".join(assets.get(each, _("a file")) for each in words.media)
