"""The browser counts what the server counts, and says the same of a post: of thousands of nasty texts."""

from __future__ import annotations

import json
import random
import shutil
import subprocess
from dataclasses import asdict, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, get_args

import pytest

from passaparola.connectors import lengths, measure
from passaparola.connectors.contract import Card, Draft, Medium, Poll, Receipt
from passaparola.connectors.platforms import PLATFORMS
from passaparola.connectors.row import Feature

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Page

    from passaparola.connectors.row import Unit

ASSETS = Path(__file__).parent.parent.parent / "assets"
UNITS: tuple[Unit, ...] = ("grapheme", "character", "utf-16 unit", "byte", "weighted")

# A browser may know another Unicode than the server; the texts are made of what has long been the same.
# Known to differ: \u0985\u09cd\u09af (a Bengali vowel, joined): one to `regex` 2026.11, two to Chromium 156.
PIECES = [
    *"aZ09 .,!?'\"()[]{}<>@#＠＃$%&*+-/:;=^_`|~\\\t\n…–—“”«»、。「」",
    *"àéèñßøŁșğİıſKªº©®™½²٣१๓",
    *("e\u0301", "o\u0308\u0323", "\u0301", "\u0345", "Z͑ͫ̓ͪ", "\u1112\u1161\u11ab", "한국", "\u1161"),
    *("ภาษาไทย", "ที่", "กำ", "क्षि", "க்ஷ", "ക്ക", "ক্ষ", "မြန်မာ", "ខ្មែរ", "བོད"),
    *("東京", "中国語", "これは", "カ\u3099", "ｶﾞ", "𠮷", "𝒶", "𝟘"),
    *("שלום", "مرحبا", "\u200f", "\u200e", "\u202a", "\u202c", "\u2067", "\u2069", "\u061c", "ﷺ"),
    *(
        "👾",
        "👨\u200d👩\u200d👧\u200d👦",
        "🙋🏽",
        "👨🏿\u200d🎤",
        "🏽",
        "🇮🇹",
        "🇮",
        "🏳\ufe0f\u200d🌈",
        "❤\ufe0f",
        "❤",
        "☺\ufe0e",
    ),
    *("🏴\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f", "1\ufe0f\u20e3", "#\u20e3", "\u20e3"),
    *(
        "\ufe0f",
        "\u200d",
        "\u200b",
        "\u00ad",
        "\ufeff",
        "\uffff",
        "\ufffe",
        "\x00",
        "\x85",
        "\xa0",
        "\u180e",
        "\u2028",
    ),
    *("\r\n", "\r", "\n\r"),
    *(
        "https://",
        "http://",
        "HTTPS://",
        "gemini://",
        "ftp://",
        "://",
        "www.",
        "xn--",
        "t.co/",
        "https://t.co/ab",
    ),
    *(
        "example.com",
        "caffè.it",
        "readme.md",
        "file.txt",
        "a.b.c.co.uk",
        "例え.テスト",
        "twitter.한국",
        ".com",
        ".IT",
        "-.org",
    ),
    *(
        "/path",
        "/(a)",
        "/(a(b)c)",
        "/?q=1",
        "#frag",
        "/menù",
        "/Русские",
        "/東京",
        ":8080",
        "&x=%20",
        "/.",
        "/~u",
    ),
    *(
        "@anna",
        "@anna@social.org",
        "@Anna.B-@Social.Org",
        "@a@b",
        "@a@caffè.it",
        "@a@b.org://",
        "@@",
        "@a@b.org@c.org",
    ),
]


def texts(many: int) -> list[str]:
    chance = random.Random(7)  # noqa: S311 - the same texts every time
    return ["".join(chance.choices(PIECES, k=chance.randint(1, 14))) for _ in range(many)]


@pytest.fixture(scope="module")
def page(chromium: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Page]:
    """A page that holds what assets/compose/measure.js and lengths.js build to."""
    if not shutil.which("node") or not (ASSETS / "node_modules" / "esbuild").is_dir():
        pytest.skip("no builder: install Node 20 and run make assets")
    out = tmp_path_factory.mktemp("built") / "measure.js"
    entry = 'export * from "./measure.js"; export * as lengths from "./lengths.js";'
    options = {
        "stdin": {"contents": entry, "resolveDir": "compose"},
        "bundle": True,
        "minify": True,
        "charset": "utf8",
        "format": "iife",
        "globalName": "measure",
        "outfile": str(out),
    }
    build = f'require("esbuild").buildSync({json.dumps(options)})'
    subprocess.run(["node", "-e", build], cwd=ASSETS, check=True)
    opened = chromium.new_page()
    opened.add_script_tag(content=out.read_text("utf-8"))
    yield opened
    opened.close()


WAYS: list[dict[str, Any]] = [
    {},
    {"link": 23},
    {"link": 23, "mentions": "local"},
    {"mentions": "local"},
]


def test_thousands_of_texts_count_the_same_in_both(page: Page) -> None:
    given = texts(4_000)
    theirs = page.evaluate(
        """([texts, units, ways]) => texts.map((text) =>
            ways.flatMap((way) => units.map((unit) => measure.lengths.length(text, unit, way))))""",
        [given, UNITS, WAYS],
    )
    ours = [[lengths.length(text, unit, **way) for way in WAYS for unit in UNITS] for text in given]
    differing = [
        (text, one, other) for text, one, other in zip(given, ours, theirs, strict=True) if one != other
    ]
    assert differing == []


def test_whoever_may_be_seen_is_seen_by_both(page: Page) -> None:
    given = ["", *texts(1_000), *PIECES]
    assert page.evaluate("(texts) => texts.map(measure.lengths.blank)", given) == [
        lengths.blank(text) for text in given
    ]


def test_the_same_characters_are_seen_by_nobody(page: Page) -> None:
    given = [each for each in range(0x110000) if not 0xD800 <= each < 0xE000]
    theirs = page.evaluate(
        "(given) => given.filter((each) => measure.lengths.blank(String.fromCodePoint(each)))", given
    )
    assert theirs == [each for each in given if lengths.blank(chr(each))]


@pytest.mark.parametrize("units", [[0xD83D], [0x61, 0xDC00], [0xDC00, 0xD83D], [0xD83D, 0xD83D, 0xDC7E]])
def test_half_a_character_is_refused_by_both(page: Page, units: list[int]) -> None:
    refused = """(units) => { try { measure.lengths.length(String.fromCharCode(...units), "byte"); return "" }
        catch (error) { return error.message } }"""
    assert "half a character" in page.evaluate(refused, units)
    text = b"".join(unit.to_bytes(2, "little") for unit in units).decode("utf-16-le", "surrogatepass")
    assert not lengths.writable(text)


def drafts(many: int) -> list[Draft]:
    """Posts with too much of everything, and with what hardly anybody takes."""
    chance = random.Random(11)  # noqa: S311 - the same posts every time

    def maybe(value: Any, empty: Any) -> Any:
        return value if chance.random() < 0.3 else empty

    def medium() -> Medium:
        kind, mime = chance.choice(
            [
                ("image", "image/jpeg"),
                ("image", "image/tiff"),
                ("gif", "image/gif"),
                ("video", "video/mp4"),
                ("document", "application/pdf"),
            ]
        )
        return Medium(
            Path("x"),
            kind,  # type: ignore[arg-type]  # one of the kinds
            mime,
            chance.choice([10, 999_999, 1_000_000, 2_000_001, 400_000_000]),
            chance.choice(["a.jpg", "{name}.png"]),
            alt=maybe(chance.choice(PIECES) * chance.choice([1, 900]), ""),
            width=maybe(9_000, None),
            height=maybe(9_000, None),
            seconds=maybe(chance.choice([0.5, 140.2, 9_999.0]), None),
        )

    return [
        Draft(
            key=str(number),
            at=datetime(2026, 3, 1, tzinfo=UTC),
            text="".join(chance.choices(PIECES, k=chance.choice([0, 1, 40, 300]))),
            title=maybe("Titolo " * chance.choice([1, 40]), ""),
            media=tuple(medium() for _ in range(chance.choice([0, 0, 1, 12]))),
            card=maybe(Card("https://example.org", "A page", image=maybe(medium(), None)), None),
            poll=maybe(
                Poll(tuple("abcdefgh"[: chance.randint(0, 8)] + "long" * 30), chance.choice([60, 9_999_999])),
                None,
            ),
            language=maybe("it", ""),
            replies_to=maybe(Receipt("1"), None),
            thread=maybe(Receipt("1"), None),
            quotes=maybe("https://example.org/1", ""),
            disclosure=maybe("paid", ""),
            options=maybe({"visibility": "nobody", "zeta": "1", "alpha": "2"}, {}),
        )
        for number in range(many)
    ]


@pytest.mark.parametrize(
    "told", [{}, {"text": 77, "link": 10, "media": 2, "image bytes": 1_000, "video seconds": 1}]
)
@pytest.mark.parametrize("row", PLATFORMS.values(), ids=lambda row: row.key)
def test_both_find_the_same_faults_and_say_them_in_the_same_words(
    page: Page, row: Any, told: dict[str, int]
) -> None:
    chance = random.Random(3)  # noqa: S311 - the same features every time
    features = sorted(get_args(Feature))
    half = replace(row, takes=frozenset(chance.sample(features, 6)))
    for there in (row, half):
        given = drafts(30)
        theirs = page.evaluate(
            "([drafts, rules]) => drafts.map((draft) => measure.check(draft, rules))",
            [
                [json.loads(json.dumps(asdict(draft), default=str)) for draft in given],
                measure.rules(there, told),
            ],
        )
        ours = [[asdict(fault) for fault in measure.check(draft, there, told)] for draft in given]
        assert theirs == ours
        assert sum(map(len, ours)) > 30
