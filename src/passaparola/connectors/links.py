"""Finds the web addresses and the mentions in a text, as the platforms that count them apart find them.

X and Mastodon both find addresses with twitter-text 3.1 (Mastodon with a wider path of its own); mentions are
Mastodon's. What is done here was written from their rules: github.com/twitter/twitter-text (2021-10) and
Mastodon's `config/initializers/twitter_regex.rb` and `app/lib/extractor.rb` (2026-07). `endings.json` holds
the top-level domains that twitter-text knows, neither more nor fewer. One difference is left: a label outside
ASCII is held to 63 characters as written, not as encoded.

`assets/compose/links.js` is its twin in the browser.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import regex

if TYPE_CHECKING:
    from collections.abc import Iterator

Dialect = Literal["x", "mastodon"]

Span = tuple[int, int, str]
"""From where to where in a text, and what is counted in its place."""


def _tree(names: list[str]) -> str:
    """Return a pattern for any of `names`, the longest first, that looks at each letter once."""
    rest: dict[str, list[str]] = {}
    for name in filter(None, names):
        rest.setdefault(name[0], []).append(name[1:])
    if not rest:
        return ""
    branches = "|".join(first + _tree(ends) for first, ends in rest.items())
    return f"(?:{branches})" + ("?" if "" in names else "")


_ENDINGS = _tree(json.loads((Path(__file__).parent / "endings.json").read_text("utf-8")))
_SPACE = "\t-\r \x85\xa0\u1680\u180e\u2000-\u200a\u2028\u2029\u202f\u205f\u3000"
_TURNS = "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"  # they steer the direction of writing
_NEVER = "\ufffe\ufeff\uffff"
_ACCENTS = (
    "\xc0-\xd6\xd8-\xf6\xf8-\u024f\u0253\u0254\u0256\u0257\u0259\u025b\u0263\u0268\u026f\u0272\u0289\u028b"
    "\u02bb\u0300-\u036f\u1e00-\u1eff"
)

# A host, in text whose A to Z are folded to a to z
_LETTER = rf"[^!'#%&()*+,\\\-./:;<=>?@\[\]^_{{|}}~$\x00-\x1f\x7f{_SPACE}{_NEVER}{_TURNS}]"
_BOUND = r"(?=[^0-9a-z@+\-]|$)"
_TOP = rf"(?:{_ENDINGS}{_BOUND}|xn--[0-9a-z\-]+)"
_HOST = (
    rf"(?:{_LETTER}(?:(?:{_LETTER}|[_\-]){{0,61}}{_LETTER})?\.){{0,126}}"
    rf"{_LETTER}(?:(?:{_LETTER}|-){{0,61}}{_LETTER})?\.{_TOP}"
)
_PLAIN_HOST = regex.compile(rf"(?:[a-z0-9\-{_ACCENTS}]+\.)+{_TOP}")
_SHORTENED = regex.compile(
    r"https?://t\.co/([a-z0-9]+)(?:\?[a-z0-9!?*'@();:&=+$/%#\[\]\-_.,~|]*[a-z0-9\-_&=#/])?"
)
_SLUG = 40  # characters of a t.co address beyond which it is none


def _address(scheme: str, path: str, end: str, query: str, query_end: str) -> regex.Pattern[str]:
    brackets = rf"\((?:{path}+(?:\({path}+\){path}*)?|\({path}+\){path}*)\)"
    return regex.compile(
        rf"(^|[^A-Za-z0-9@＠$#＃{_NEVER}])((?:{scheme})://)?({_HOST})(?::[0-9]+)?"
        rf"(/(?:(?:{path}|{brackets})*(?:{end}|{brackets}))?)?(?:\?{query}*{query_end})?"
    )


_BEYOND_ASCII = "\xa0-\ud7ff\ue000-\ufdcf\ufdf0-\uffef\U00010000-\U0010fffd"
_ADDRESS: dict[Dialect, regex.Pattern[str]] = {
    "x": _address(
        "https?",
        rf"[a-z0-9!*';:=+,.$/%#\[\]\-\u2013_~@|&\u0400-\u04ff{_ACCENTS}]",
        rf"[+\-a-z0-9=_#/\u0400-\u04ff{_ACCENTS}]",
        r"[a-z0-9!?*'@();:&=+$/%#\[\]\-_.,~|]",
        r"[a-z0-9\-_&=#/]",
    ),
    "mastodon": _address(
        "https?|dat|dweb|ipfs|ipns|ssb|gopher|gemini",
        rf"[^{_SPACE}<>()?]",
        rf"[^{_SPACE}()?!*\"'「」<>;:=,.$%\[\]~&|@]",
        rf"[a-z0-9!?*'();:&=+$/%#\[\]\-_.,~|@^{_BEYOND_ASCII}]",
        rf"[a-z0-9_&=#/\-{_BEYOND_ASCII}]",
    ),
}

_WORD = r"[\p{L}\p{M}\p{Nd}\p{Pc}]"
_MENTION = regex.compile(
    rf"(^|(?!{_WORD})[^=/])(@[a-z0-9_](?:[a-z0-9_.\-]*[a-z0-9_])?)(@(?:{_WORD}|[.\-])+{_WORD})?"
)
_NO_MENTION_BEFORE = regex.compile(rf"[@＠{_ACCENTS}]|://")


def folded(text: str) -> str:
    """Return `text` with A to Z as a to z and everything else as it is, so that places stay the same."""
    return text.translate({letter: letter + 32 for letter in range(65, 91)})


def addresses(text: str, dialect: Dialect, *, counted: str) -> Iterator[Span]:
    """Find the web addresses of `text` that the platform counts as `counted`."""
    low = folded(text)
    for found in _ADDRESS[dialect].finditer(low):
        before, scheme, _, path = found.groups()
        if scheme:
            end = _end_of(found)
            if end:
                yield found.start(2), end, counted
        elif dialect == "x" and not before.endswith(("-", "_", ".", "/")):
            plain = list(_PLAIN_HOST.finditer(found[3]))
            for host in plain:
                last = host is plain[-1] and path
                yield (
                    found.start(3) + host.start(),
                    found.end() if last else found.start(3) + host.end(),
                    counted,
                )


def _end_of(found: regex.Match[str]) -> int:
    """Return where the address of `found` ends; 0 where it is none after all."""
    short = _SHORTENED.match(found.string, found.start(2))
    if short is None:
        return found.end()
    return short.end() if len(short[1]) <= _SLUG else 0


def mentions(text: str) -> Iterator[Span]:
    """Find the mentions of people on other servers; what counts of each is `@name`."""
    for found in _MENTION.finditer(folded(text)):
        if found[3] and not _NO_MENTION_BEFORE.match(found.string, found.end()):
            yield found.start(2), found.end(), text[found.start(2) : found.end(2)]


def rewritten(text: str, spans: list[Span]) -> str:
    """Return `text` with what counts in the place of each span; of two that overlap, the first stands."""
    pieces, done = [], 0
    for start, end, counted in sorted(spans):
        if start >= done:
            pieces += [text[done:start], counted]
            done = end
    return "".join([*pieces, text[done:]])
