"""What a post holds, as WordPress's editor would have saved it."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from passaparola.connectors.contract import Medium
from passaparola.connectors.wordpress import blocks
from passaparola.connectors.wordpress.wire import File

if TYPE_CHECKING:
    from passaparola.connectors.contract import MediumKind

FILE = File(24, "a", "https://blog.example.org/a--b.png?x=1&y=2", "")


def shown(text: str) -> str:
    return blocks.content(text, [])


def test_paragraphs_are_blocks_and_lines_are_broken() -> None:
    assert shown("One\ntwo\n\n \nThree\n") == (
        "<!-- wp:paragraph -->\n<p>One<br>two</p>\n<!-- /wp:paragraph -->\n\n"
        "<!-- wp:paragraph -->\n<p>Three</p>\n<!-- /wp:paragraph -->"
    )


def test_addresses_are_links_without_the_full_stop_after_them() -> None:
    assert '<a href="https://example.org/?a=1&amp;b=2">https://example.org/?a=1&amp;b=2</a>.' in shown(
        "See https://example.org/?a=1&b=2."
    )


@pytest.mark.parametrize(
    "text", ["<script>alert(1)</script>", "<!-- wp:html -->", "[gallery]", 'https://a.b/"onload="x']
)
def test_words_are_words_and_never_markup(text: str) -> None:
    inner = (
        shown(text).removeprefix("<!-- wp:paragraph -->\n<p>").removesuffix("</p>\n<!-- /wp:paragraph -->")
    )
    rest = re.sub(r'<a href="[^"<>]*">|</a>|<br>', "", inner)
    assert not set('<>["') & set(rest)


@given(st.text())
def test_any_text_is_paragraphs_and_nothing_else(text: str) -> None:
    rest = re.sub(r"<!-- /?wp:paragraph -->|</?p>|<br>|<a href=\"[^\"<>]*\">|</a>", "", shown(text))
    assert not set('<>[]"') & set(rest)


IMAGE = """<!-- wp:image {"id":24,"sizeSlug":"full","linkDestination":"none"} -->
<figure class="wp-block-image size-full"><img src="https://blog.example.org/a--b.png?x=1&amp;y=2" \
alt="A &quot;hat&quot;" class="wp-image-24"/></figure>
<!-- /wp:image -->"""
VIDEO = """<!-- wp:video {"id":24} -->
<figure class="wp-block-video"><video controls src="https://blog.example.org/a--b.png?x=1&amp;y=2"></video>\
<figcaption class="wp-element-caption">A dance</figcaption></figure>
<!-- /wp:video -->"""
DOCUMENT = """<!-- wp:file {"id":24,"href":"https://blog.example.org/a\\u002d\\u002db.png?x=1\\u0026y=2",\
"showDownloadButton":false} -->
<div class="wp-block-file"><a href="https://blog.example.org/a--b.png?x=1&amp;y=2">a &lt;1&gt;.png</a></div>
<!-- /wp:file -->"""


@pytest.mark.parametrize(
    ("kind", "alt", "wanted"),
    [("image", 'A "hat"', IMAGE), ("video", "A dance", VIDEO), ("document", "", DOCUMENT)],
)
def test_files_are_blocks_of_their_kind(kind: MediumKind, alt: str, wanted: str) -> None:
    medium = Medium(Path("a"), kind, "image/png", 1, "a <1>.png", alt)
    assert blocks.content("", [(medium, FILE)]) == wanted
