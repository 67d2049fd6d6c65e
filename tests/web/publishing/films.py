"""Small files made by hand, for the tests of the library: films, slides, photographs that tell too much."""

from __future__ import annotations

import struct
from io import BytesIO
from typing import TYPE_CHECKING, Any

from PIL import Image
from pypdf import PdfWriter

if TYPE_CHECKING:
    from collections.abc import Sequence


def box(name: bytes, *parts: bytes) -> bytes:
    """A box of ISO/IEC 14496-12: its length, its name, what is in it."""
    body = b"".join(parts)
    return struct.pack(">I", 8 + len(body)) + name + body


def film(*, brand: bytes = b"isom", width: int = 640, height: int = 360, seconds: int = 3) -> bytes:
    """An MP4 (or, with the brand "qt  ", a MOV) of one frame that plays for so long."""
    matrix = struct.pack(">9I", 0x10000, 0, 0, 0, 0x10000, 0, 0, 0, 0x40000000)
    long = 1000 * seconds
    mvhd = box(
        b"mvhd",
        struct.pack(">5I", 0, 0, 0, 1000, long),
        struct.pack(">IH10x", 0x10000, 0x100),
        matrix,
        bytes(24),
        struct.pack(">I", 2),
    )
    tkhd = box(
        b"tkhd",
        struct.pack(">6I", 7, 0, 0, 1, 0, long),
        bytes(16),
        matrix,
        struct.pack(">II", width << 16, height << 16),
    )
    mdhd = box(b"mdhd", struct.pack(">5IHH", 0, 0, 0, 1000, long, 0x55C4, 0))
    hdlr = box(b"hdlr", bytes(8), b"vide", bytes(13))
    entry = box(
        b"mp4v",
        bytes(6),
        struct.pack(">H", 1),
        bytes(16),
        struct.pack(">HH", width, height),
        struct.pack(">III", 0x480000, 0x480000, 0),
        struct.pack(">H", 1),
        bytes(32),
        struct.pack(">Hh", 24, -1),
    )
    stbl = box(
        b"stbl",
        box(b"stsd", struct.pack(">II", 0, 1), entry),
        box(b"stts", struct.pack(">4I", 0, 1, 1, long)),
        box(b"stsc", struct.pack(">5I", 0, 1, 1, 1, 1)),
        box(b"stsz", struct.pack(">4I", 0, 4, 1, 0)),
        box(b"stco", struct.pack(">3I", 0, 1, 40)),
    )
    dinf = box(b"dinf", box(b"dref", struct.pack(">II", 0, 1), box(b"url ", struct.pack(">I", 1))))
    minf = box(b"minf", box(b"vmhd", struct.pack(">I8x", 1)), dinf, stbl)
    moov = box(b"moov", mvhd, box(b"trak", tkhd, box(b"mdia", mdhd, hdlr, minf)))
    return box(b"ftyp", brand, bytes(4), brand) + box(b"mdat", b"data") + moov


def element(name: bytes, body: bytes) -> bytes:
    """An element of EBML (RFC 8794) with a length of eight bytes."""
    return name + struct.pack(">Q", len(body) | 1 << 56) + body


def webm(*, width: int = 320, height: int = 240, seconds: int = 2) -> bytes:
    """A WebM without a frame that says how large it is and how long it plays."""
    head = element(b"\x1a\x45\xdf\xa3", element(b"\x42\x82", b"webm"))
    info = element(
        b"\x15\x49\xa9\x66",
        element(b"\x2a\xd7\xb1", struct.pack(">I", 1_000_000))
        + element(b"\x44\x89", struct.pack(">d", 1000.0 * seconds)),
    )
    picture = element(
        b"\xe0", element(b"\xb0", struct.pack(">H", width)) + element(b"\xba", struct.pack(">H", height))
    )
    track = element(
        b"\xae", element(b"\xd7", b"\x01") + element(b"\x83", b"\x01") + element(b"\x86", b"V_VP9") + picture
    )
    return head + element(b"\x18\x53\x80\x67", info + element(b"\x16\x54\xae\x6b", track))


def slides(pages: int, *, password: str = "") -> bytes:
    """A PDF of empty pages."""
    writer = PdfWriter()
    for _ in range(pages):
        writer.add_blank_page(100, 100)
    if password:
        writer.encrypt(password, algorithm="RC4-128")
    out = BytesIO()
    writer.write(out)
    return out.getvalue()


def picture(
    form: str = "PNG", size: tuple[int, int] = (64, 48), *, mode: str = "RGB", **how: object
) -> bytes:
    """A picture, half red and half blue from left to right."""
    image = Image.new(mode, size, "red")
    image.paste(Image.new(mode, (size[0] - size[0] // 2, size[1]), "blue"), (size[0] // 2, 0))
    out = BytesIO()
    image.save(out, form, **how)
    return out.getvalue()


def photograph(
    *, turned: int = 1, size: tuple[int, int] = (64, 48), behind: Sequence[Image.Image] = ()
) -> bytes:
    """A JPEG as a telephone makes it: it tells where it was taken and how the telephone was held.

    With pictures `behind` it, as for depth or brightness, it is what Pillow calls an MPO.
    """
    exif = Image.Exif()
    exif[0x0112] = turned
    exif[0x010F] = "Telefonino"
    exif.get_ifd(0x8825)[2] = (45.0, 4.0, 0.0)
    how: dict[str, Any] = {"exif": exif.tobytes(), "quality": 90}
    if behind:
        return picture("MPO", size, save_all=True, append_images=list(behind), **how)
    return picture("JPEG", size, comment=b"Via Roma 1", **how)


def noise(size: tuple[int, int], *, mode: str = "RGB") -> bytes:
    """A PNG that cannot be packed well."""
    out = BytesIO()
    Image.effect_noise(size, 120).convert(mode).save(out, "PNG")
    return out.getvalue()
