"""Who may see which brand."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import get_object_or_404

from passaparola.web.brands.models import Brand, Member

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from passaparola.web.brands.models import User


def membership(user: User, slug: str) -> Member:
    """Return what `user` is to the brand called `slug`; raises Http404 for strangers and where none is."""
    members = Member.objects.select_related("brand", "user")
    return get_object_or_404(members, user=user, brand__slug=slug)


def brands_of(user: User) -> QuerySet[Brand]:
    """Return the brands `user` is a member of, those joined first at the front."""
    return Brand.objects.filter(members__user=user).order_by("members__since", "pk")
