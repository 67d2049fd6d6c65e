"""The history of a post: who saved what, what changed word by word, and bringing a version back."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from passaparola.web.brands import digits
from passaparola.web.brands.access import brand_member, member_of
from passaparola.web.brands.missing import missing_is_404
from passaparola.web.brands.models import Brand, Role, User
from passaparola.web.brands.refusals import Refused
from passaparola.web.channels import queries as channels
from passaparola.web.publishing.models import Asset, Version
from passaparola.web.publishing.pages import queries
from passaparola.web.publishing.words.content import told
from passaparola.web.publishing.writing import versions, writing

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.http import HttpRequest, HttpResponse

    from passaparola.web.publishing.models import Post


@require_safe
@brand_member()
@missing_is_404
def history(request: HttpRequest, brand: Brand, post_id: int) -> HttpResponse:
    """Show the saved states of a post, and what differs between any two of them."""
    post = queries.post_of(brand, post_id)
    sittings = versions.sittings(post)
    before, after = _asked(request.GET, post, sittings)
    names = {each.pk: str(each) for each in channels.channels_of(brand)}
    assets = dict(Asset.objects.filter(brand=brand).values_list("pk", "name"))
    shown = {
        "brand": brand,
        "here": "posts",
        "post": post,
        "sittings": sittings,
        "before": before,
        "after": after,
        "changes": versions.changes(told(before.content), told(after.content), names, assets),
        "may_edit": member_of(request).may(Role.EDITOR),
    }
    return render(request, "publishing/history.html", shown)


def _asked(given: Mapping[str, str], post: Post, sittings: list[versions.Sitting]) -> tuple[Version, Version]:
    """Return the two versions to be compared: those asked for, else the last two sittings."""
    after = digits.number(given.get("after", ""), digits.VERSION) or sittings[0].version.number
    older = [each.version.number for each in sittings if each.version.number < after]
    before = digits.number(given.get("before", ""), digits.VERSION) or (older[0] if older else 1)
    found = Version.objects.select_related("by").filter(post=post)
    return found.get(number=before), found.get(number=after)


@require_POST
@brand_member(Role.EDITOR)
@missing_is_404
def restore(request: HttpRequest, brand: Brand, post_id: int, number: int) -> HttpResponse:
    """Bring a version back; what the post says now stays in the history."""
    post = queries.post_of(brand, post_id)
    version = Version.objects.get(post=post, number=number)
    try:
        writing.restore(post, version, by=cast("User", request.user), now=timezone.now())
    except Refused as refusal:
        messages.error(request, str(refusal))
    except writing.Stale as stale:
        messages.error(request, stale.said)
    else:
        messages.success(request, _("Version %(n)s is back, as a new one.") % {"n": number})
    return redirect("post", slug=brand.slug, post_id=post_id)
