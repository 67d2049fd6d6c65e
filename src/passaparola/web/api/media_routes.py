"""The library: files put in, described, and found again."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING, Any, Literal

from django.utils import timezone
from django.utils.translation import gettext as _
from ninja import File, Form, Router, Status, UploadedFile

from passaparola.web.api import asked, problems, told
from passaparola.web.api.access import actor, door
from passaparola.web.brands.models import Role
from passaparola.web.brands.refusals import Refused
from passaparola.web.brands.typed import plain
from passaparola.web.lifecycle.room import ran_out
from passaparola.web.publishing.library import library
from passaparola.web.publishing.pages import queries

if TYPE_CHECKING:
    from passaparola.web.api.tokens import Asked

Kind = Literal["", "image", "gif", "video", "document", "wordless"]
FIELDS = {"file", "alt"}
FULL = frozenset({HTTPStatus.INSUFFICIENT_STORAGE.value})

ALT: str = Form("", max_length=100_000)  # type: ignore[type-arg]  # ninja makes it a function when it runs
"""What the file shows, in words."""

router = Router(tags=["Library"])


@router.get("/media", **door(Role.ANALYST, name="api-media", answer=told.Media, query=("kind", "page")))
def list_media(request: Asked, kind: Kind = "", page: asked.Page = 1) -> told.Media:
    """List files of the library, the newest first; `wordless` are those nobody has put into words."""
    return told.media(queries.library_of(request.auth.brand, kind, page))


@router.post("/media", **door(Role.EDITOR, name="api-media", answer=told.Asset, status=201, refuses=FULL))
def upload_media(request: Asked, file: File[UploadedFile], alt: str = ALT) -> Any:
    """Put a file into the library; the same file is the same asset, however often it is sent."""
    if strange := sorted({*request.POST, *request.FILES} - FIELDS):
        said = _("There is no such field: leave it out.")
        raise problems.unfit([problems.Fault(field=name, detail=said) for name in strange])
    try:
        made = library.take_in(request.auth.brand, file, by=actor(request), now=timezone.now())
    except Refused as refusal:
        raise problems.fault("file", str(refusal)) from refusal
    except OSError as error:
        if not ran_out(error):
            raise
        said = _("There is no room left for the file: free some, then try again.")
        raise problems.Refusal(HTTPStatus.INSUFFICIENT_STORAGE, said) from error
    if alt.strip():
        library.describe(made, plain(alt))
    return Status(HTTPStatus.CREATED, told.asset(made))


@router.get("/media/{int:asset_id}", **door(Role.ANALYST, name="api-asset", answer=told.Asset))
def get_media(request: Asked, asset_id: int) -> told.Asset:
    """Read what is known of a file of the library."""
    return told.asset(queries.asset_of(request.auth.brand, asset_id))
