"""The brand's library of pictures, films and slides: taken in, looked at, made smaller, taken out.

A file lies under the digest of its bytes in settings.LIBRARY/<brand>, readable by this program alone.
"""

from __future__ import annotations

import hashlib
import os
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path, PurePosixPath
from tempfile import NamedTemporaryFile
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from passaparola.web.brands import audit
from passaparola.web.brands.refusals import Refused
from passaparola.web.lifecycle.room import ran_out
from passaparola.web.publishing.library import inspecting, pictures
from passaparola.web.publishing.models import Asset

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from django.core.files.uploadedfile import UploadedFile

    from passaparola.web.brands.models import Brand, User

REMOVED = audit.verb("asset.removed", gettext_lazy("took out of the library"))
MEGA = 1024 * 1024
DRAWN = frozenset({"image", "gif"})
NAME = 200
ENDINGS = {
    "image/jpeg": ".jpg",
    "image/png": ".png",
    "image/webp": ".webp",
    "image/gif": ".gif",
    "video/mp4": ".mp4",
    "video/webm": ".webm",
    "video/quicktime": ".mov",
    "application/pdf": ".pdf",
}


def thumbnail_of(asset: Asset) -> Path:
    """Return where the small picture of `asset` lies; films and documents have none."""
    return _folder(asset.brand_id) / f"{asset.digest}.thumb"


def take_in(brand: Brand, upload: UploadedFile[bytes], *, by: User, now: datetime) -> Asset:
    """Add a file to the library and return its asset, the same one for the same file; raises `Refused`."""
    if (upload.size or 0) > settings.UPLOAD_LIMIT:
        most = settings.UPLOAD_LIMIT // MEGA
        raise Refused(_("The file is larger than the %(most)s MB that are taken here.") % {"most": most})
    return _taken(brand, upload.chunks(), upload.name or "", by=by, now=now)


def shrink(
    asset: Asset, *, most_bytes: int | None, most_pixels: int | None, by: User, now: datetime
) -> Asset:
    """Return a copy of a picture that fits; raises `Refused` where there is none."""
    if asset.kind != "image":
        raise Refused(_("Only pictures are made smaller here: do it where it was made."))
    copy, mime = pictures.smaller(asset.path, most_bytes=most_bytes, most_pixels=most_pixels)
    made = _taken(asset.brand, [copy], f"{PurePosixPath(asset.name).stem}{ENDINGS[mime]}", by=by, now=now)
    if made.pk != asset.pk:
        made.made_from, made.alt = asset, made.alt or asset.alt
        made.save(update_fields=["made_from", "alt"])
    return made


def describe(asset: Asset, alt: str, name: str = "") -> None:
    """Keep what `asset` shows, in words, and what it is called."""
    asset.alt, asset.name = alt.strip(), name.strip()[:NAME] or asset.name
    asset.save(update_fields=["alt", "name"])


@transaction.atomic
def remove(asset: Asset, *, by: User, now: datetime) -> None:
    """Take `asset` out of the library; posts that have it keep it."""
    asset.removed_at = now
    asset.save(update_fields=["removed_at"])
    audit.record(asset.brand, by, REMOVED, asset.name, now)


def _taken(brand: Brand, chunks: Iterable[bytes], name: str, *, by: User, now: datetime) -> Asset:
    try:
        arrived = _written(brand.pk, chunks)
        try:
            return _keep(brand, arrived, name, by=by, now=now)
        finally:
            arrived.unlink(missing_ok=True)
    except OSError as error:
        if ran_out(error):
            raise Refused(_("There is no room left for the file: free some, then try again.")) from error
        raise


def _keep(brand: Brand, arrived: Path, name: str, *, by: User, now: datetime) -> Asset:
    found = inspecting.measured(arrived)
    if found.kind in DRAWN and (bare := pictures.bare(arrived)) is not None:
        arrived.write_bytes(bare)
        found = inspecting.measured(arrived)
    digest = _digest(arrived)
    home = _folder(brand.pk) / digest
    if found.kind in DRAWN:
        _put(pictures.thumbnail(arrived), home.with_name(f"{digest}.thumb"))
    size = arrived.stat().st_size
    arrived.replace(home)
    known = {"name": _plain(name), "size": size, "by": by, "added_at": now, **asdict(found)}
    with transaction.atomic():
        asset, _made = Asset.objects.get_or_create(brand=brand, digest=digest, defaults=known)
        if asset.removed_at:
            asset.removed_at = None
            asset.save(update_fields=["removed_at"])
    return asset


def _written(brand: int, chunks: Iterable[bytes]) -> Path:
    folder = _folder(brand)
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    with NamedTemporaryFile(dir=folder, prefix=".", delete=False) as file:
        path = Path(file.name)
        try:
            for chunk in chunks:
                file.write(chunk)
        except OSError:
            with suppress(OSError):
                path.unlink()
            raise
    return path


def _put(content: bytes, path: Path) -> None:
    with open(path, "wb", opener=_closely) as file:
        file.write(content)


def _closely(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _plain(name: str) -> str:
    last = PurePosixPath(name.replace("\\", "/")).name
    return "".join(letter for letter in last if letter.isprintable())[:NAME] or _("a file")


def _folder(brand: int) -> Path:
    return Path(settings.LIBRARY) / str(brand)
