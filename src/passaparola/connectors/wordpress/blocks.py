"""Writes what a post holds in WordPress's block markup, which its editor opens without complaint.

The markup of each block is what its editor saves (WordPress/gutenberg packages/block-library/src/*/save.js,
WordPress 6.1, 2026-11).
"""

from __future__ import annotations

import json
import re
from html import escape
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable

    from passaparola.connectors.contract import Medium
    from passaparola.connectors.wordpress.wire import File

_GAP = re.compile(r"\n[ \t]*\n\s*")
_LINK = re.compile(r"https?://[^\s<>\"']*[^\s<>\"'.,;:!?)\]}»”’]")
# what ends a comment or opens a tag may not stand in a block's attributes (serializer.js)
_IN_ATTRIBUTES = {"--": "\\u002d\\u002d", "<": "\\u003c", ">": "\\u003e", "&": "\\u0026"}


def content(text: str, files: Iterable[tuple[Medium, File]]) -> str:
    """Return a post of the paragraphs of `text`, then `files`."""
    lines = text.replace("\r\n", "\n").strip()
    paragraphs = [_paragraph(words) for words in _GAP.split(lines) if words.strip()]
    return "\n\n".join([*paragraphs, *(_file(medium, file) for medium, file in files)])


def _paragraph(words: str) -> str:
    return _block("paragraph", {}, f"<p>{'<br>'.join(_linked(line) for line in words.splitlines())}</p>")


def _linked(line: str) -> str:
    """Return a line as HTML, its web addresses as links."""
    pieces, done = [], 0
    for found in _LINK.finditer(line):
        link = plain(found[0])
        pieces += [plain(line[done : found.start()]), f'<a href="{link}">{link}</a>']
        done = found.end()
    return "".join([*pieces, plain(line[done:])])


def plain(text: str) -> str:
    """Return `text` as HTML that means just these words: a bracket would begin a shortcode."""
    return escape(text, quote=True).replace("[", "&#91;").replace("]", "&#93;")


def _file(medium: Medium, file: File) -> str:
    url = escape(file.url, quote=True)
    if medium.kind == "video":
        said = (
            f'<figcaption class="wp-element-caption">{plain(medium.alt)}</figcaption>' if medium.alt else ""
        )
        inner = f'<figure class="wp-block-video"><video controls src="{url}"></video>{said}</figure>'
        return _block("video", {"id": file.id}, inner)
    if medium.kind == "document":
        words = plain(medium.alt or medium.name)
        inner = f'<div class="wp-block-file"><a href="{url}">{words}</a></div>'
        return _block("file", {"id": file.id, "href": file.url, "showDownloadButton": False}, inner)
    image = f'<img src="{url}" alt="{escape(medium.alt, quote=True)}" class="wp-image-{file.id}"/>'
    inner = f'<figure class="wp-block-image size-full">{image}</figure>'
    return _block("image", {"id": file.id, "sizeSlug": "full", "linkDestination": "none"}, inner)


def _block(name: str, attributes: dict[str, Any], inner: str) -> str:
    said = json.dumps(attributes, separators=(",", ":"), ensure_ascii=False) if attributes else ""
    for mark, code in _IN_ATTRIBUTES.items():
        said = said.replace(mark, code)
    return f"<!-- wp:{name}{' ' + said if said else ''} -->\n{inner}\n<!-- /wp:{name} -->"
