"""The brand and its channels; holding everything, and releasing it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils import timezone
from ninja import Router

from passaparola.web.api import told
from passaparola.web.api.access import actor, door
from passaparola.web.brands import actions
from passaparola.web.brands.models import Role
from passaparola.web.channels import queries as channels
from passaparola.web.publishing.outbox import deliveries

if TYPE_CHECKING:
    from passaparola.web.api.tokens import Asked

router = Router(tags=["Brand"])


@router.get("/brand", **door(Role.ANALYST, name="api-brand", answer=told.Brand))
def get_brand(request: Asked) -> told.Brand:
    """Read the brand the token acts for, and the token."""
    return told.brand(request.auth)


@router.get("/channels", **door(Role.ANALYST, name="api-channels", answer=told.Channels))
def list_channels(request: Asked) -> told.Channels:
    """List the brand's channels, and how each is, in words."""
    health = channels.health_of(request.auth.brand, timezone.now())
    return told.Channels(items=[told.channel(each) for each in health])


@router.post("/hold", **door(Role.EDITOR, Role.APPROVER, name="api-hold", answer=told.Brand))
def hold(request: Asked) -> told.Brand:
    """Send nothing from this moment on, on any channel; nothing is lost."""
    actions.hold(request.auth.brand, actor(request), timezone.now())
    return told.brand(request.auth)


@router.post("/release", **door(Role.ADMIN, name="api-release", answer=told.Brand))
def release(request: Asked) -> told.Brand:
    """Let things be sent again; what is due leaves now."""
    now = timezone.now()
    if actions.release(request.auth.brand, actor(request), now):
        deliveries.wake(request.auth.brand, now)
    return told.brand(request.auth)
