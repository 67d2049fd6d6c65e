"""The segments of a JPEG, and the file without those that tell anything but the picture.

JPEG is ITU-T T.81, annex B: markers of two bytes, most with a length; a scan runs until the next marker that
is neither a stuffed zero nor a restart. Whatever follows the end of the picture is no part of it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

START, END, SCAN = 0xD8, 0xD9, 0xDA
COMMENT = 0xFE
APPLICATIONS = range(0xE0, 0xF0)
ALONE = frozenset({0x01, *range(0xD0, 0xD8), START})
PROFILE = b"ICC_PROFILE\x00"
JFIF, ADOBE, APP2 = 0xE0, 0xEE, 0xE2


def without_metadata(content: bytes) -> bytes:
    """Return a JPEG without EXIF, XMP, IPTC and comments, its picture and colours as they were, bit by bit.

    What cannot be walked through is given back as it is: nobody who draws it would find more in it.
    """
    parts = list(_segments(content))
    if not parts or parts[-1][0] != END:
        return content
    return b"".join(part for marker, part in parts if _kept(marker, part))


def _kept(marker: int, part: bytes) -> bool:
    if marker == APP2:
        return part[4:].startswith(PROFILE)
    return marker in {JFIF, ADOBE} or (marker != COMMENT and marker not in APPLICATIONS)


def _segments(content: bytes) -> Iterator[tuple[int, bytes]]:
    """Yield (marker, its bytes) up to the end of the picture."""
    at = 0
    while at + 1 < len(content) and content[at] == 0xFF:  # noqa: PLR2004 - every marker begins so
        marker = content[at + 1]
        end = at + 2
        if marker not in ALONE and marker != END:
            end += int.from_bytes(content[end : end + 2], "big")
        if marker == SCAN:
            end = _end_of_scan(content, end)
        yield marker, content[at:end]
        if marker == END:
            return
        at = end


def _end_of_scan(content: bytes, at: int) -> int:
    while (at := content.find(b"\xff", at)) != -1 and at + 1 < len(content):
        if content[at + 1] not in {0x00, 0xFF, *range(0xD0, 0xD8)}:
            return at
        at += 1 if content[at + 1] == 0xFF else 2  # noqa: PLR2004 - markers may be filled up with 0xFF
    return len(content)
