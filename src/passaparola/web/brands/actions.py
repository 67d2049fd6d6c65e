"""What can be done with brands and those who act for them."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.text import slugify

from passaparola.web.brands import audit
from passaparola.web.brands.models import Brand, Member, Role, User

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

SLUG_ROOM = 50
SETTINGS = ("name", "zone", "approval", "needs_second_factor")


def create_user(email: str, password: str | None, *, name: str = "") -> User:
    """Create a person who signs in with `email`; without a password they cannot until they are given one.

    Raises IntegrityError where the e-mail is taken, whatever its capitals.
    """
    user = User(email=email.strip(), name=name)
    if password is None:
        user.set_unusable_password()
    else:
        user.set_password(password)
    user.save()
    return user


def rename(user: User, name: str) -> None:
    """Have `user` called `name` from now on."""
    user.name = name
    user.save(update_fields=["name"])


@transaction.atomic
def create_brand(name: str, *, owner: User, simulated: bool = False) -> Brand:
    """Create a brand that `owner` owns; its slug is made from its name and counted on where it is taken."""
    brand = Brand.objects.create(name=name, slug=_free_slug(name), simulated=simulated)
    Member.objects.create(user=owner, brand=brand, role=Role.OWNER)
    return brand


@transaction.atomic
def found(name: str, zone: str, *, by: User, now: datetime) -> Brand:
    """Create a brand as somebody who has signed in does: `by` owns it, and the log begins."""
    brand = create_brand(name, owner=by)
    brand.zone = zone
    brand.save(update_fields=["zone"])
    audit.record(brand, by, audit.FOUNDED, name, now)
    return brand


@transaction.atomic
def change(brand: Brand, values: Mapping[str, object], *, by: User, now: datetime) -> None:
    """Give `brand` the settings in `values`, and log those that are new, with what they were."""
    before = Brand.objects.select_for_update(no_key=True).get(pk=brand.pk)
    changed = [name for name in SETTINGS if name in values and getattr(before, name) != values[name]]
    for name in changed:
        setattr(brand, name, values[name])
    if "approval" in changed:
        brand.approval_changed_at = now
        Brand.objects.filter(pk=brand.pk).update(approval_changed_at=now)
    if changed:
        brand.save(update_fields=changed)
        was = {name: [getattr(before, name), getattr(brand, name)] for name in changed}
        audit.record(brand, by, audit.CHANGED, brand.name, now, **was)


@transaction.atomic
def hold(brand: Brand, by: User, now: datetime) -> bool:
    """Have nothing sent for `brand` until it is released; False where it is held already."""
    held = Brand.objects.filter(pk=brand.pk, held_since=None).update(held_since=now, held_by=by)
    if held:
        brand.held_since, brand.held_by = now, by
        audit.record(brand, by, audit.HELD, brand.name, now)
    return bool(held)


@transaction.atomic
def release(brand: Brand, by: User, now: datetime) -> bool:
    """Let things be sent again; False where nothing was held."""
    since = Brand.objects.filter(pk=brand.pk).values_list("held_since", flat=True).get()
    freed = Brand.objects.filter(pk=brand.pk, held_since__isnull=False).update(held_since=None, held_by=None)
    if freed and since:
        brand.held_since = brand.held_by = None
        audit.record(
            brand, by, audit.RELEASED, brand.name, now, minutes=(now - since) // timedelta(minutes=1)
        )
    return bool(freed)


def add_member(brand: Brand, user: User, role: Role) -> Member:
    """Let `user` act for `brand` as `role`, or give a member that role from now on."""
    member, _ = Member.objects.update_or_create(brand=brand, user=user, defaults={"role": role})
    return member


def _free_slug(name: str) -> str:
    wanted = slugify(name)[:SLUG_ROOM] or "brand"
    taken = set(Brand.objects.filter(slug__startswith=wanted).values_list("slug", flat=True))
    if wanted not in taken:
        return wanted
    return next(slug for n in range(2, len(taken) + 3) if (slug := f"{wanted}-{n}") not in taken)
