"""Files are known by their bytes, tell nothing beside the picture, and are seen by members alone."""

from __future__ import annotations

import errno
import stat
from datetime import UTC, datetime
from io import BytesIO
from typing import TYPE_CHECKING

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from PIL import Image, ImageChops, ImageOps

from passaparola.web.brands.models import Entry, User
from passaparola.web.brands.refusals import Refused
from passaparola.web.publishing.library import inspecting, library
from passaparola.web.publishing.models import Asset
from passaparola.web.publishing.pages import queries
from web.publishing import films

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from django.core.files.uploadedfile import UploadedFile
    from pytest_django.fixtures import Settings

    from passaparola.web.brands.models import Brand

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _own_library(settings: Settings, tmp_path: Path) -> None:
    settings.LIBRARY = tmp_path / "library"


@pytest.fixture
def take(brand: Brand, anna: User) -> Callable[..., Asset]:
    def taken(content: bytes, name: str = "cup.bin", *, of: Brand | None = None) -> Asset:
        return library.take_in(of or brand, SimpleUploadedFile(name, content), by=anna, now=NOW)

    return taken


def opened(asset: Asset) -> Image.Image:
    return Image.open(BytesIO(asset.path.read_bytes()))


@pytest.mark.parametrize(
    ("content", "kind", "mime"),
    [
        (films.picture("PNG"), "image", "image/png"),
        (films.picture("JPEG"), "image", "image/jpeg"),
        (films.picture("WEBP"), "image", "image/webp"),
        (films.picture("GIF"), "image", "image/gif"),
        (films.picture("GIF", save_all=True, append_images=[Image.new("RGB", (64, 48))]), "gif", "image/gif"),
        (films.film(), "video", "video/mp4"),
        (films.film(brand=b"qt  "), "video", "video/quicktime"),
        (films.webm(), "video", "video/webm"),
        (films.slides(3), "document", "application/pdf"),
    ],
)
def test_a_file_is_what_its_bytes_say(
    take: Callable[..., Asset], content: bytes, kind: str, mime: str
) -> None:
    asset = take(content, "whatever.exe")
    assert (asset.kind, asset.mime) == (kind, mime)


@pytest.mark.parametrize("turned", [1, 6])
def test_a_photograph_with_more_pictures_behind_it_is_taken_in_as_the_first_of_them(
    take: Callable[..., Asset], turned: int
) -> None:
    asset = take(films.photograph(turned=turned, behind=[Image.new("RGB", (32, 24), "blue")]))
    assert (asset.kind, asset.mime) == ("image", "image/jpeg")
    assert (asset.width, asset.height) == ((64, 48) if turned == 1 else (48, 64))
    assert (opened(asset).format, getattr(opened(asset), "n_frames", 1)) == ("JPEG", 1)


@pytest.mark.parametrize("form", ["PNG", "WEBP", "JPEG"])
def test_a_picture_whose_exif_cannot_be_read_is_taken_in_without_it(
    take: Callable[..., Asset], form: str
) -> None:
    asset = take(films.picture(form, exif=b"Exif\0\0garbage-garbage"))
    assert asset.kind == "image"
    assert b"garbage" not in asset.path.read_bytes()


def test_pixels_seconds_and_pages_are_measured(take: Callable[..., Asset]) -> None:
    film, slides, picture = take(films.film()), take(films.slides(3)), take(films.picture())
    assert (film.width, film.height, film.seconds) == (640, 360, 3.0)
    assert slides.pages == 3
    assert (picture.width, picture.height) == (64, 48)


@pytest.mark.parametrize(
    ("content", "word"),
    [
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "no file that is taken"),
        (b"MZ\x90\x00", "no file that is taken"),
        (b"", "no file that is taken"),
        (films.picture("PNG")[:70], "damaged"),
        (films.film()[:60], "cut off"),
        (b"%PDF-1.7\nnothing", "PDF is damaged"),
        (films.slides(1, password="x"), "password"),
    ],
)
def test_what_no_platform_takes_is_refused_in_a_sentence(
    take: Callable[..., Asset], content: bytes, word: str
) -> None:
    with pytest.raises(Refused, match=word):
        take(content)
    assert not Asset.objects.exists()


def test_a_picture_that_would_fill_the_memory_is_not_unpacked(take: Callable[..., Asset]) -> None:
    bomb = films.picture("PNG", (inspecting.PIXELS // 1000 + 1, 1000), mode="1")
    assert len(bomb) < 1_000_000
    with pytest.raises(Refused, match="more pixels"):
        take(bomb)


def test_a_refused_file_leaves_nothing_behind(
    take: Callable[..., Asset], settings: Settings, brand: Brand
) -> None:
    with pytest.raises(Refused):
        take(b"nothing")
    assert list((settings.LIBRARY / str(brand.pk)).iterdir()) == []


def test_where_the_disk_is_full_nothing_half_written_stays_and_a_sentence_says_so(
    take: Callable[..., Asset], settings: Settings, brand: Brand
) -> None:
    def full(_self: UploadedFile[bytes]) -> Iterator[bytes]:
        yield b"half"
        raise OSError(errno.ENOSPC, "No space left on device")

    file = type("Full", (SimpleUploadedFile,), {"chunks": full})("cup.png", b"x")
    with pytest.raises(Refused, match="no room"):
        library.take_in(brand, file, by=User.objects.get(), now=NOW)
    assert list((settings.LIBRARY / str(brand.pk)).iterdir()) == []


def test_a_file_too_large_is_refused(take: Callable[..., Asset], settings: Settings) -> None:
    settings.UPLOAD_LIMIT = 100
    with pytest.raises(Refused, match="larger"):
        take(films.picture())


def test_the_same_file_is_kept_once_and_comes_back_when_it_was_taken_out(
    take: Callable[..., Asset], anna: User
) -> None:
    first = take(films.picture())
    library.remove(first, by=anna, now=NOW)
    assert Entry.objects.get().verb == "asset.removed"
    again = take(films.picture(), "other.png")
    assert (again.pk, again.removed_at) == (first.pk, None)


def test_only_this_program_may_read_a_file(take: Callable[..., Asset]) -> None:
    asset = take(films.picture())
    for path in (asset.path, library.thumbnail_of(asset)):
        assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_a_photograph_no_longer_says_where_it_was_taken(take: Callable[..., Asset]) -> None:
    asset = take(films.photograph())
    image = opened(asset)
    assert dict(image.getexif()) == {}
    assert "comment" not in image.info
    assert b"Telefonino" not in asset.path.read_bytes()


def test_an_upright_photograph_keeps_its_very_pixels(take: Callable[..., Asset]) -> None:
    content = films.photograph()
    before = Image.open(BytesIO(content)).tobytes()
    assert opened(take(content)).tobytes() == before


def test_a_second_picture_hidden_behind_the_first_does_not_leave(take: Callable[..., Asset]) -> None:
    content = films.picture("JPEG")
    assert take(content + films.photograph()).path.read_bytes() == content


def test_a_progressive_photograph_keeps_its_very_pixels_and_its_colours(take: Callable[..., Asset]) -> None:
    content = films.picture("JPEG", (200, 150), progressive=True, icc_profile=b"colours", comment=b"Via Roma")
    kept = opened(take(content))
    assert kept.tobytes() == Image.open(BytesIO(content)).tobytes()
    assert kept.info["icc_profile"] == b"colours"
    assert "comment" not in kept.info


def test_a_photograph_on_its_side_is_turned_upright(take: Callable[..., Asset]) -> None:
    asset = take(films.photograph(turned=6))
    assert (asset.width, asset.height) == (48, 64)
    red = opened(asset).convert("RGB").getpixel((24, 4))
    assert isinstance(red, tuple)
    assert red[0] > 200 > red[2]


@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_photograph_is_turned_as_its_orientation_says(take: Callable[..., Asset], orientation: int) -> None:
    content = films.photograph(turned=orientation)
    upright = ImageOps.exif_transpose(Image.open(BytesIO(content)))
    kept = opened(take(content))
    assert kept.size == upright.size
    assert max(ImageChops.difference(kept, upright).convert("L").tobytes()) < 40


def test_a_photograph_is_turned_also_where_something_else_of_its_exif_is_broken(
    take: Callable[..., Asset],
) -> None:
    exif = Image.Exif()
    exif[0x0112], exif[0x010F] = 6, "Telefonino"
    width_in_words = exif.tobytes().replace(b"\x01\x0f\x00\x02", b"\x01\x00\x00\x02")
    asset = take(films.picture("PNG", exif=width_in_words))
    assert (asset.width, asset.height) == (48, 64)


def test_a_picture_that_tells_nothing_is_kept_byte_for_byte(take: Callable[..., Asset]) -> None:
    content = films.picture("PNG")
    assert take(content).path.read_bytes() == content


def test_words_written_into_a_png_do_not_leave(take: Callable[..., Asset]) -> None:
    from PIL.PngImagePlugin import PngInfo  # noqa: PLC0415 - Pillow's only way to write them

    told = PngInfo()
    told.add_text("Location", "Via Roma 1")
    assert b"Via Roma" not in take(films.picture("PNG", pnginfo=told)).path.read_bytes()


def test_a_smaller_copy_fits_and_remembers_what_it_was_made_of(
    take: Callable[..., Asset], anna: User
) -> None:
    large = take(films.noise((900, 600)), "cup.png")
    library.describe(large, "A cup")
    small = library.shrink(large, most_bytes=60_000, most_pixels=200_000, by=anna, now=NOW)
    assert small.size <= 60_000
    assert (small.width or 0) * (small.height or 0) <= 200_000
    assert (small.made_from, small.alt, small.name, small.mime) == (large, "A cup", "cup.jpg", "image/jpeg")
    assert abs((small.width or 0) / (small.height or 1) - 1.5) < 0.02


def test_what_one_can_look_through_stays_so(take: Callable[..., Asset], anna: User) -> None:
    clear = take(films.noise((600, 600), mode="LA"))
    small = library.shrink(clear, most_bytes=None, most_pixels=90_000, by=anna, now=NOW)
    assert opened(small).mode in {"RGBA", "LA"}


def test_no_copy_is_made_that_shows_nothing_any_more(take: Callable[..., Asset], anna: User) -> None:
    with pytest.raises(Refused, match="strictest"):
        library.shrink(take(films.noise((400, 400))), most_bytes=500, most_pixels=None, by=anna, now=NOW)


def test_a_film_is_not_made_smaller(take: Callable[..., Asset], anna: User) -> None:
    with pytest.raises(Refused, match="Only pictures"):
        library.shrink(take(films.film()), most_bytes=10, most_pixels=None, by=anna, now=NOW)


@pytest.mark.parametrize("name", ["asset", "asset-picture"])
def test_a_file_is_handed_to_members_alone_and_may_do_nothing(
    take: Callable[..., Asset], brand: Brand, rival: Brand, name: str
) -> None:
    asset = take(films.picture(), 'a "cup".png')
    address = reverse(name, args=[brand.slug, asset.pk])
    member, other = (Client() for _ in range(2))
    member.force_login(User.objects.get(name="Anna"))
    other.force_login(User.objects.get(name="Bruno"))
    answer = member.get(address)
    assert answer.status_code == 200
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert answer["Content-Disposition"].startswith("inline")
    assert b"".join(answer.streaming_content)  # type: ignore[attr-defined]  # a file's answer streams
    assert other.get(address).status_code == 404
    assert other.get(reverse(name, args=[rival.slug, asset.pk])).status_code == 404
    assert Client().get(address).status_code == 302


def test_slides_are_downloaded_and_not_opened(take: Callable[..., Asset], brand: Brand, anna: User) -> None:
    client = Client()
    client.force_login(anna)
    answer = client.get(reverse("asset", args=[brand.slug, take(films.slides(1)).pk]))
    assert answer["Content-Disposition"].startswith("attachment")
    assert b"".join(answer.streaming_content)[:5] == b"%PDF-"  # type: ignore[attr-defined]  # the same


def test_the_library_counts_what_nobody_has_put_into_words(take: Callable[..., Asset], brand: Brand) -> None:
    library.describe(take(films.picture()), "A cup")
    take(films.film())
    take(films.slides(1))
    found = queries.library_of(brand)
    assert (found.total, found.wordless) == (3, 1)
    assert [each.kind for each in queries.library_of(brand, "wordless").rows] == ["video"]


def test_several_files_are_taken_in_and_a_bad_one_is_named(brand: Brand, anna: User) -> None:
    client = Client()
    client.force_login(anna)
    files = [SimpleUploadedFile("cup.png", films.picture()), SimpleUploadedFile("bad.svg", b"<svg/>")]
    page = client.post(reverse("library", args=[brand.slug]), {"files": files}, follow=True)
    shown = page.content.decode()
    assert "bad.svg" in shown
    assert "1 file is in the library" in shown
