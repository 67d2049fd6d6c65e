"""Holds a post against a platform's row and says everything that is wrong with it, before anything is sent.

`rules` is what the browser needs to say the same; `assets/compose/measure.js` is the twin of `check`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from passaparola.connectors.faults import UNITS, WORDS, Fault, Say, filled, size
from passaparola.connectors.lengths import blank, length, writable

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from passaparola.connectors.contract import Draft, Medium, Poll
    from passaparola.connectors.row import Option, Platform, Unit

__all__ = ["Fault", "check", "length", "rules", "writable"]

_FEW = 2  # choices without which a poll is none
# What a limit that only the server tells is counted in, by the last word of its key
_UNITS: Mapping[str, Unit] = {
    "images": "image",
    "media": "attachment",
    "choices": "choice",
    "bytes": "byte",
    "pixels": "pixel",
    "seconds": "second",
}


def _english(one: str, many: str, count: int) -> str:
    return one if count == 1 else many


@dataclass(frozen=True, slots=True)
class _Limit:
    """A limit as it stands for one account."""

    key: str
    value: int
    unit: Unit


def _limits(row: Platform, told: Mapping[str, int]) -> list[_Limit]:
    """Return the row's limits, each with what the server told of its own, and those only the server knows."""
    own = {limit.key for limit in row.limits if limit.own}
    known = [
        _Limit(
            limit.key,
            told.get(limit.key, limit.value) if limit.own or limit.key not in own else limit.value,
            limit.unit,
        )
        for limit in row.limits
    ]
    more = sorted(told.keys() - {limit.key for limit in row.limits})
    return known + [_Limit(key, told[key], _unit(key)) for key in more]


def _unit(key: str) -> Unit:
    return _UNITS.get(key.rsplit(" ", 1)[-1], "character")


def check(
    draft: Draft, row: Platform, told: Mapping[str, int] | None = None, *, say: Say = _english
) -> tuple[Fault, ...]:
    """Return all that is wrong with `draft` for the platform of `row`; nothing means that it can be sent.

    `told` is what the server says of its own limits (`Account.limits`); `say` brings the sentences into the
    reader's language.
    """
    bench = _Bench(row, _limits(row, told or {}), say)
    return tuple(
        fault for part in (_whole, _words, _features, _media, _poll, _options) for fault in part(draft, bench)
    )


def rules(row: Platform, told: Mapping[str, int] | None = None, *, say: Say = _english) -> dict[str, Any]:
    """Return what the browser needs for the same verdicts, ready to be written as JSON."""
    return {
        "platform": row.key,
        "name": row.name,
        "limits": [
            {"key": limit.key, "value": limit.value, "unit": limit.unit} for limit in _limits(row, told or {})
        ],
        "takes": sorted(row.takes),
        "mediaTypes": sorted(row.media_types),
        "mentions": row.mentions,
        "options": [
            {
                "key": option.key,
                "label": say(option.label, option.label, 1),
                "choices": [value for value, _ in option.choices],
                "required": option.required,
            }
            for option in row.options
        ],
        "words": {rule: [say(*forms, 1), say(*forms, 2)] for rule, forms in WORDS.items()},
        "units": {unit: [say(*forms, 1), say(*forms, 2)] for unit, forms in UNITS.items()},
    }


@dataclass(frozen=True, slots=True)
class _Bench:
    """Where a draft is measured: whose limits, and in whose language it is said."""

    row: Platform
    limits: list[_Limit]
    say: Say

    def label(self, option: Option) -> str:
        return self.say(option.label, option.label, 1)

    def open_to(self, mime: str) -> bool:
        """Say whether files of that type are taken; a row that counts files and names none takes all."""
        if self.row.media_types:
            return mime in self.row.media_types
        return any(limit.key in {"images", "media"} for limit in self.limits)

    def of(self, key: str) -> Iterator[_Limit]:
        return (limit for limit in self.limits if limit.key == key)

    def length(self, text: str, unit: Unit, *, words: bool) -> int:
        """Return how much `text` counts; only in a post's own `words` do links and mentions count apart."""
        if unit == "byte" or not words:
            return length(text, unit)
        link = next((limit.value for limit in self.of("link")), None)
        return length(text, unit, link=link, mentions=self.row.mentions)

    def fault(  # noqa: PLR0913 - a fault's own parts
        self,
        rule: str,
        field: str,
        *,
        key: str = "",
        limit: int = 0,
        value: int = 1,
        unit: str = "",
        what: str = "",
        shown: tuple[str, str] | None = None,
    ) -> Fault:
        over = value - limit
        has, most = shown or (str(value), str(limit))
        named = self.say(*UNITS[unit], limit) if unit in UNITS else unit
        message = filled(
            self.say(*WORDS[rule], over),
            over=str(over),
            name=self.row.name,
            limit=most,
            value=has,
            unit=named,
            what=what,
        )
        return Fault(field, key or rule, limit, value, unit, message)

    def longer(self, text: str, key: str, field: str, *, rule: str = "", what: str = "") -> Iterator[Fault]:
        """Say where `text` is longer than the limits called `key` allow."""
        if not writable(text):
            return
        for limit in self.of(key):
            value = self.length(text, limit.unit, words=field == "text")
            if value > limit.value:
                told = rule or key
                told += " byte" if f"{told} byte" in WORDS and limit.unit == "byte" else ""
                yield self.fault(
                    told, field, key=key, limit=limit.value, value=value, unit=limit.unit, what=what
                )

    def more(
        self,
        value: int,
        key: str,
        field: str,
        *,
        rule: str = "",
        what: str = "",
    ) -> Iterator[Fault]:
        """Say where `value` is more than the limits called `key` allow."""
        for limit in self.of(key):
            if value > limit.value:
                shown = (size(value, up=True), size(limit.value, up=False)) if rule == "bytes" else None
                yield self.fault(
                    rule or key,
                    field,
                    key=key,
                    limit=limit.value,
                    value=value,
                    unit=limit.unit,
                    what=what,
                    shown=shown,
                )


def _whole(draft: Draft, bench: _Bench) -> Iterator[Fault]:
    if blank(draft.text + draft.title) and not (draft.media or draft.poll or draft.quotes or draft.card):
        yield bench.fault("empty", "text", limit=1, value=0)
    texts = {"text": draft.text, "title": draft.title}
    for field, text in texts.items():
        if not writable(text):
            yield bench.fault(f"{field} halves", field)
    for medium in draft.media:
        if not writable(medium.alt):
            yield bench.fault("alt halves", "media", what=medium.name)


def _words(draft: Draft, bench: _Bench) -> Iterator[Fault]:
    caption = draft.media and any(bench.of("caption"))
    yield from bench.longer(draft.text, "caption" if caption else "text", "text", rule="text")
    yield from bench.longer(draft.title, "title", "title")


def _features(draft: Draft, bench: _Bench) -> Iterator[Fault]:
    carried = {
        "title": draft.title,
        "card": draft.card,
        "poll": draft.poll,
        "quote": draft.quotes,
        "thread" if draft.thread else "reply": draft.replies_to and not _answers(draft, bench.row),
        "language": draft.language,
        "disclosure": draft.disclosure,
    }
    if draft.answers and "locator" not in bench.row.capabilities:
        yield bench.fault("answer taken", "answers")
    for feature, there in carried.items():
        if there and feature not in bench.row.takes:
            yield bench.fault(f"{feature} taken", feature)


def _answers(draft: Draft, row: Platform) -> bool:
    """Say whether the post may follow another there: where replies are taken, a thread is made of them."""
    return "reply" in row.takes or (draft.thread is not None and "thread" in row.takes)


def _media(draft: Draft, bench: _Bench) -> Iterator[Fault]:
    images = sum(medium.kind == "image" for medium in draft.media)
    yield from bench.more(images, "images", "media")
    yield from bench.more(len(draft.media), "media", "media")
    for medium in draft.media:
        yield from _medium(medium, bench)
    if draft.card and draft.card.image:
        yield from _medium(draft.card.image, bench)


def _medium(medium: Medium, bench: _Bench) -> Iterator[Fault]:
    kind, what = medium.kind, medium.name
    if kind != "image" and kind not in bench.row.takes:
        yield bench.fault(f"{kind} taken", "media", what=what)
    elif not bench.open_to(medium.mime):
        yield bench.fault("media type", "media", what=what)
    if medium.alt and "alt" not in bench.row.takes:
        yield bench.fault("alt taken", "media", what=what)
    yield from bench.longer(medium.alt, "alt", "media", what=what)
    yield from bench.more(medium.size, f"{kind} bytes", "media", rule="bytes", what=what)
    pixels = (medium.width or 0) * (medium.height or 0)
    yield from bench.more(pixels, f"{kind} pixels", "media", rule="pixels", what=what)
    seconds = -int(-(medium.seconds or 0) // 1)
    yield from bench.more(seconds, f"{kind} seconds", "media", rule="seconds", what=what)


def _poll(draft: Draft, bench: _Bench) -> Iterator[Fault]:
    poll: Poll | None = draft.poll
    if poll is None or "poll" not in bench.row.takes:
        return
    if len(poll.choices) < _FEW:
        yield bench.fault("poll few", "poll", limit=_FEW, value=len(poll.choices), unit="choice")
    yield from bench.more(len(poll.choices), "poll choices", "poll")
    for choice in poll.choices:
        yield from bench.longer(choice, "poll choice", "poll", what=choice)
    yield from bench.more(poll.seconds, "poll seconds", "poll")


def _options(draft: Draft, bench: _Bench) -> Iterator[Fault]:
    known = {option.key: option for option in bench.row.options}
    for key in sorted(draft.options.keys() - known.keys()):
        yield bench.fault("option unknown", "options", key=key, what=key)
    for key, option in known.items():
        value = draft.options.get(key, "")
        if option.required and not value:
            yield bench.fault("option missing", "options", key=key, what=bench.label(option))
        elif value and option.choices and value not in {choice for choice, _ in option.choices}:
            yield bench.fault("option choice", "options", key=key, what=bench.label(option))
