"""What is done to pictures: only the picture itself is kept, it stands upright, and gets smaller copies.

A photograph tells where it was taken, by whom and with what. None of that leaves: EXIF, XMP, IPTC and
comments are taken out, the colour profile stays. Where the picture stands on its side it is turned; a JPEG
that stands upright keeps its very pixels.
"""

from __future__ import annotations

import struct
from io import BytesIO
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from PIL import Image

from passaparola.web.brands.refusals import Refused
from passaparola.web.publishing.library import inspecting, segments

if TYPE_CHECKING:
    from pathlib import Path

KEPT = ("icc_profile", "transparency", "duration", "loop", "background", "default_image", "blend", "disposal")
TELLING = ("exif", "xmp", "XML:com.adobe.xmp", "photoshop", "comment", "Raw profile type exif", "parsed_exif")
ORIENTATION = 0x0112
TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
"""What sets a picture upright, by its orientation (Exif 2.32, table 4)."""
UNREADABLE = (SyntaxError, ValueError, KeyError, IndexError, TypeError, OSError, EOFError, struct.error)
"""What Pillow raises, as the case may be, on EXIF that is none."""
THUMB = 480
FIRST_QUALITY, LAST_QUALITY, QUALITY_STEP = 90, 60, 10
SHRINK = 0.85
SMALLEST = 200
"""Pixels of a side below which no copy is made: nobody would know what it shows."""


def bare(path: Path) -> bytes | None:
    """Return the picture at `path` upright and without what it tells beside itself; None where it is so."""
    with Image.open(path) as image:
        form = inspecting.form_of(image)
        turn = _turn(image)
        if turn is not None and form != "GIF":
            return _turned(image, turn)
        content = path.read_bytes()
        if form == inspecting.JPEG and (told := segments.without_metadata(content)) != content:
            return told
        tells = any(key in image.info for key in TELLING) or bool(getattr(image, "text", None))
        return _stripped(image) if tells and form != "GIF" else None


def _turn(image: Image.Image) -> Image.Transpose | None:
    """Return what sets a picture upright; None where it is so, or its EXIF cannot be read."""
    try:
        return TURNS.get(image.getexif().get(ORIENTATION, 1))
    except UNREADABLE:
        return None


def _turned(image: Image.Image, turn: Image.Transpose) -> bytes:
    # Not by Pillow's own `exif_transpose`: it writes the EXIF again, and breaks on what is odd there.
    upright = image.transpose(turn)
    upright.info = {key: image.info[key] for key in KEPT if key in image.info}
    return _written(upright, inspecting.form_of(image), quality=95)


def _stripped(image: Image.Image) -> bytes:
    for key in list(image.info):
        if key not in KEPT:
            del image.info[key]
    form = inspecting.form_of(image)
    moves = form != inspecting.JPEG and getattr(image, "is_animated", False)
    return _written(image, form, quality=95, save_all=moves)


def _written(image: Image.Image, form: str, **how: Any) -> bytes:
    out = BytesIO()
    profile = image.info.get("icc_profile")
    if profile:
        how["icc_profile"] = profile
    if form == "PNG":
        how.pop("quality", None)
    image.save(out, form, **how)
    return out.getvalue()


def thumbnail(path: Path) -> bytes:
    """Return a small WebP of the picture at `path`, of its first frame where it moves."""
    with Image.open(path) as image:
        image.draft("RGB", (THUMB * 2, THUMB * 2))
        turn = _turn(image)
        upright = image if turn is None else image.transpose(turn)
        small = upright.convert("RGBA" if _clear(image) else "RGB")
    small.thumbnail((THUMB, THUMB))
    out = BytesIO()
    small.save(out, "WEBP", quality=80)
    return out.getvalue()


def smaller(path: Path, *, most_bytes: int | None, most_pixels: int | None) -> tuple[bytes, str]:
    """Return a copy of the picture at `path` that fits, and its MIME type; raises `Refused` where none does.

    A picture one can look through stays a PNG; every other becomes a JPEG.
    """
    with Image.open(path) as image:
        if inspecting.form_of(image) != inspecting.JPEG and getattr(image, "is_animated", False):
            raise Refused(_("What moves cannot be made smaller here: do it where it was made."))
        clear = _clear(image)
        whole = image.convert("RGBA" if clear else "RGB")
    whole = _within(whole, most_pixels)
    while True:
        for copy in _copies(whole, clear=clear):
            if most_bytes is None or len(copy) <= most_bytes:
                return copy, "image/png" if clear else "image/jpeg"
        if min(whole.size) * SHRINK < SMALLEST:
            raise Refused(_("No copy that small would still show anything: leave out the strictest channel."))
        whole = whole.resize((int(whole.width * SHRINK), int(whole.height * SHRINK)))


def _copies(image: Image.Image, *, clear: bool) -> list[bytes]:
    if clear:
        return [_written(image, "PNG", optimize=True)]
    qualities = range(FIRST_QUALITY, LAST_QUALITY - 1, -QUALITY_STEP)
    return [_written(image, "JPEG", quality=quality, progressive=True) for quality in qualities]


def _within(image: Image.Image, most_pixels: int | None) -> Image.Image:
    if most_pixels is None or image.width * image.height <= most_pixels:
        return image
    scale = (most_pixels / (image.width * image.height)) ** 0.5
    return image.resize((max(1, int(image.width * scale)), max(1, int(image.height * scale))))


def _clear(image: Image.Image) -> bool:
    return image.mode in {"RGBA", "LA", "PA"} or "transparency" in image.info
