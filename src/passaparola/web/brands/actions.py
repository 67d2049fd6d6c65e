"""What can be done with brands and those who act for them."""

from __future__ import annotations

from django.db import transaction
from django.utils.text import slugify

from passaparola.web.brands.models import Brand, Member, Role, User

SLUG_ROOM = 50


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


@transaction.atomic
def create_brand(name: str, *, owner: User, simulated: bool = False) -> Brand:
    """Create a brand that `owner` owns; its slug is made from its name and counted on where it is taken."""
    brand = Brand.objects.create(name=name, slug=_free_slug(name), simulated=simulated)
    Member.objects.create(user=owner, brand=brand, role=Role.OWNER)
    return brand


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
