"""What a file is, told from its bytes and never from its name: kind, size in pixels, seconds, pages."""

from __future__ import annotations

import warnings
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from PIL import Image, UnidentifiedImageError
from pymediainfo import MediaInfo
from pypdf import PdfReader
from pypdf.errors import PyPdfError

from passaparola.web.brands.refusals import Refused

if TYPE_CHECKING:
    from pathlib import Path

HEAD = 4096
PIXELS = 100_000_000
"""Pixels of a picture, all frames of an animation together, that are unpacked at most."""
JPEG = "JPEG"
FORMATS = {JPEG: "image/jpeg", "PNG": "image/png", "WEBP": "image/webp", "GIF": "image/gif"}
EBML = b"\x1a\x45\xdf\xa3"


@dataclass(frozen=True, slots=True)
class Measured:
    """What a file is; the fields are those of an Asset."""

    kind: str
    mime: str
    width: int | None = None
    height: int | None = None
    seconds: float | None = None
    pages: int | None = None


def measured(path: Path) -> Measured:
    """Return what the file at `path` is; raises `Refused` for what no platform takes, or what is broken."""
    with path.open("rb") as file:
        head = file.read(HEAD)
    if head[4:8] == b"ftyp":
        return _video(path, "video/quicktime" if head[8:12] == b"qt  " else "video/mp4")
    if head.startswith(EBML) and b"webm" in head:
        return _video(path, "video/webm")
    if b"%PDF-" in head[:1024]:
        return _document(path)
    return _image(path)


def _image(path: Path) -> Measured:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", Image.DecompressionBombWarning)
        try:
            return _opened(path)
        except UnidentifiedImageError as error:
            raise Refused(
                _("This is no file that is taken here: hand in JPEG, PNG, WebP, GIF, MP4, WebM, MOV or PDF.")
            ) from error
        except (OSError, ValueError, SyntaxError, EOFError, Image.DecompressionBombError) as error:
            raise Refused(_("The picture is damaged: save it again, or choose another one.")) from error


def _opened(path: Path) -> Measured:
    with Image.open(path, formats=tuple(FORMATS)) as image:
        form = form_of(image)
        frames = 1 if form == JPEG else getattr(image, "n_frames", 1)
        if image.width * image.height * frames > PIXELS:
            raise Refused(_("The picture has more pixels than are unpacked here: make it smaller first."))
        found = Measured("image", FORMATS[form], image.width, image.height)
        if form == "GIF" and frames > 1:
            found = replace(found, kind="gif")
        for frame in range(frames):
            image.seek(frame)
            image.load()
        return found


def form_of(image: Image.Image) -> str:
    """Return the format of `image`; a JPEG with further pictures behind it (Pillow's MPO) is a JPEG."""
    return JPEG if image.format == "MPO" else str(image.format)


def _video(path: Path, mime: str) -> Measured:
    try:
        tracks = MediaInfo.parse(path).video_tracks
    except (OSError, RuntimeError, ValueError) as error:
        raise Refused(_("The video cannot be read: save it again as MP4.")) from error
    if not tracks or not tracks[0].width or not tracks[0].height:
        raise Refused(_("There is no picture in this video, or it is cut off: save it again as MP4."))
    track = tracks[0]
    seconds = float(track.duration) / 1000 if track.duration else None
    return Measured("video", mime, int(track.width), int(track.height), seconds)


def _document(path: Path) -> Measured:
    try:
        reader = PdfReader(path)
        if reader.is_encrypted:
            raise Refused(_("The PDF asks for a password: save it without one."))
        return Measured("document", "application/pdf", pages=len(reader.pages))
    except (PyPdfError, ValueError, KeyError, TypeError, RecursionError, OSError, AttributeError) as error:
        raise Refused(_("The PDF is damaged: save it again, or choose another one.")) from error
