"""Coming in by an invitation."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib.auth import login
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from passaparola.web.brands import invitations
from passaparola.web.brands.access import kept_quiet
from passaparola.web.brands.forms import JoiningForm
from passaparola.web.brands.models import Invitation
from passaparola.web.brands.refusals import Refused

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

OVER = 404


@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
def join(request: HttpRequest, token: str) -> HttpResponse:
    """Say what one is invited to, and make a member of whoever accepts."""
    try:
        invitation = invitations.open_one(token, timezone.now())
    except Invitation.DoesNotExist:
        return kept_quiet(render(request, "brands/join_over.html", status=OVER))
    form = JoiningForm(invitation.email, request.POST or None)
    refusal = ""
    if request.method == "POST":
        try:
            if _came_in(request, invitation, form):
                return redirect("home", slug=invitation.brand.slug)
        except Refused as refused:
            refusal = str(refused)
    shown = {"invitation": invitation, "form": form, "refusal": refusal}
    return kept_quiet(render(request, "brands/join.html", shown))


def _came_in(request: HttpRequest, invitation: Invitation, form: JoiningForm) -> bool:
    """Make a member of whoever is signed in, or of the new person the form describes; raises `Refused`."""
    if request.user.is_authenticated:
        invitations.accept(invitation, request.user, timezone.now())
        return True
    if not form.is_valid():
        return False
    said = form.cleaned_data
    user = invitations.come_in(
        invitation, said.get("email", ""), said["name"], said["password"], timezone.now()
    )
    login(request, user, backend=settings.AUTHENTICATION_BACKENDS[0])
    return True
