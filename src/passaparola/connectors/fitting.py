"""Says whether a draft fits what its platform's row says a post may hold: nothing is dropped, nothing cut."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

import regex

from passaparola.connectors.errors import Invalid

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from passaparola.connectors.contract import Draft, Medium
    from passaparola.connectors.row import Feature, Platform, Unit

MEASURES: Mapping[Unit, Callable[[str], int]] = MappingProxyType(
    {
        "character": len,
        "grapheme": lambda text: len(regex.findall(r"\X", text)),
        "utf-16 unit": lambda text: len(text.encode("utf-16-le", "surrogatepass")) // 2,
        "byte": lambda text: len(text.encode()),
    }
)

# how people call what a platform may not take, and the part of the post it is
NAMES: Mapping[Feature, str] = MappingProxyType(
    {
        "title": "a title",
        "alt": "words that say what a picture shows",
        "card": "the preview of a link",
        "poll": "a poll",
        "quote": "a quoted post",
        "reply": "a post that answers another",
        "language": "the language of a post",
        "disclosure": "a label that says a post is paid for",
        "gif": "an animation",
        "video": "a video",
        "document": "a document",
    }
)


def refuse_misfits(draft: Draft, row: Platform, told: Mapping[str, int] | None = None) -> None:
    """Raise `Invalid` where `draft` carries what `row` does not take, or more of it than its limits allow.

    `told` are limits the server says of itself; of the row's, those that servers set themselves count only
    where they are told.
    """
    if not (draft.text.strip() or draft.title.strip() or draft.media or draft.poll or draft.card):
        raise Invalid("There is nothing in this post yet; write something.")
    _refuse_options(draft, row)
    for field, feature in _carried(draft):
        if feature not in row.takes:
            raise Invalid(f"{row.name} does not take {NAMES[feature]}; take it out.", field=field)
    for medium in draft.media:
        if row.media_types and medium.mime not in row.media_types:
            raise Invalid(f"{row.name} does not take {medium.mime} ({medium.name}).", field="media")
    limits = _limits(row, told or {})
    for field, key, unit, amount in _amounts(draft, has_caption="caption" in {key for key, _ in limits}):
        most = limits.get((key, unit))
        if most is not None and amount > most:
            raise Invalid(
                f"{row.name} takes at most {most:,} {unit}s of {key}, and this has {amount:,}.", field=field
            )


def _refuse_options(draft: Draft, row: Platform) -> None:
    known = {option.key: {value for value, _ in option.choices} for option in row.options}
    for key, value in draft.options.items():
        if key not in known or (known[key] and value not in known[key]):
            raise Invalid(f"{row.name} has no setting {key!r} with the value {value!r}.", field="options")


def _limits(row: Platform, told: Mapping[str, int]) -> dict[tuple[str, Unit], int]:
    known = [limit for limit in row.limits if limit.key in told or not limit.own]
    return {(limit.key, limit.unit): told.get(limit.key, limit.value) for limit in known}


def _carried(draft: Draft) -> Iterator[tuple[str, Feature]]:
    """Yield each part of `draft` that not every platform takes: (its field, what it is called in a row)."""
    parts: list[tuple[str, Feature, object]] = [
        ("title", "title", draft.title),
        ("card", "card", draft.card),
        ("poll", "poll", draft.poll),
        ("quotes", "quote", draft.quotes),
        ("replies_to", "reply", draft.replies_to),
        ("language", "language", draft.language),
        ("disclosure", "disclosure", draft.disclosure),
    ]
    yield from ((field, feature) for field, feature, there in parts if there)
    for medium in draft.media:
        if medium.kind != "image":
            yield "media", medium.kind
        if medium.alt:
            yield "media", "alt"


def _amounts(draft: Draft, *, has_caption: bool) -> Iterator[tuple[str, str, Unit, int]]:
    """Yield how much of everything there is: (field, key of its limit, unit, amount)."""
    words = "caption" if draft.media and has_caption else "text"
    for unit, measure in MEASURES.items():
        yield "text", words, unit, measure(draft.text)
        yield "title", "title", unit, measure(draft.title)
        for medium in draft.media:
            yield "media", "alt", unit, measure(medium.alt)
        for choice in draft.poll.choices if draft.poll else ():
            yield "poll", "poll choice", unit, measure(choice)
    if draft.poll:
        yield "poll", "poll choices", "choice", len(draft.poll.choices)
        yield "poll", "poll seconds", "second", draft.poll.seconds
    yield "media", "images", "image", sum(medium.kind == "image" for medium in draft.media)
    yield "media", "media", "attachment", len(draft.media)
    for medium in draft.media:
        yield from _sizes(medium)


def _sizes(medium: Medium) -> Iterator[tuple[str, str, Unit, int]]:
    yield "media", f"{medium.kind} bytes", "byte", medium.size
    if medium.kind == "image" and medium.width and medium.height:
        yield "media", "image pixels", "pixel", medium.width * medium.height
    if medium.kind == "video" and medium.seconds:
        yield "media", "video seconds", "second", int(medium.seconds)
