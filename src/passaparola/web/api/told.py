"""What is answered of a brand, its channels and its library: the shapes, and how rows become them."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from pydantic import BaseModel, Field

from passaparola.web.channels.queries import platform_name

if TYPE_CHECKING:
    from passaparola.web.api.models import ApiToken
    from passaparola.web.channels.health import Health
    from passaparola.web.publishing import models
    from passaparola.web.publishing.pages.queries import Library


class Token(BaseModel):
    """The token that asks."""

    name: str
    role: str
    expires_at: datetime


class Brand(BaseModel):
    """The brand the token acts for."""

    name: str
    slug: str
    zone: str = Field(description="Where its clocks stand; wall times are meant there.")
    approval: int = Field(description="How many people have to approve a post: 0, 1 or 2.")
    held_since: datetime | None = Field(description="Since when nothing is sent; null while it is not held.")
    simulated: bool
    token: Token


class Channel(BaseModel):
    """An account of the brand, and how it is."""

    id: int
    platform: str
    platform_name: str
    handle: str
    name: str
    url: str
    speaks: bool = Field(description="Whether something can be sent through it now.")
    state: str = Field(description="well, soon, paused, refused, locked or off.")
    said: str = Field(description="The same in a sentence, with what to do.")


class Channels(BaseModel):
    """The brand's channels."""

    items: list[Channel]


class Asset(BaseModel):
    """A file of the library."""

    id: int
    name: str
    kind: str = Field(description="image, gif, video or document.")
    mime: str
    size: int = Field(description="Bytes.")
    width: int | None
    height: int | None
    seconds: float | None
    pages: int | None
    alt: str
    added_at: datetime


class Media(BaseModel):
    """One page of the library, the newest first."""

    items: list[Asset]
    page: int
    more: bool


class Gone(BaseModel):
    """What became of something that was deleted."""

    said: str


def brand(token: ApiToken) -> Brand:
    """Return the brand of `token`, and the token itself."""
    row = token.brand
    return Brand(
        name=row.name,
        slug=row.slug,
        zone=row.zone,
        approval=row.approval,
        held_since=row.held_since,
        simulated=row.simulated,
        token=Token(name=token.name, role=token.role, expires_at=token.expires_at),
    )


def channel(health: Health) -> Channel:
    """Return a channel and how it is."""
    row = health.channel
    return Channel(
        id=row.pk,
        platform=row.platform,
        platform_name=platform_name(row.platform),
        handle=row.handle,
        name=row.name,
        url=row.url,
        speaks=row.speaks,
        state=health.state,
        said=health.said,
    )


def asset(row: models.Asset) -> Asset:
    """Return a file of the library."""
    return Asset(id=row.pk, **{name: getattr(row, name) for name in Asset.model_fields if name != "id"})


def media(found: Library) -> Media:
    """Return one page of the library."""
    return Media(items=[asset(row) for row in found.rows], page=found.number, more=found.more)
