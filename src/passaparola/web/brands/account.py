"""Somebody's own account: their name, and what they sign in with."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from allauth.mfa.models import Authenticator
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from passaparola.web.brands import actions
from passaparola.web.brands.forms import NameForm

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from passaparola.web.brands.models import User


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def account(request: HttpRequest) -> HttpResponse:
    """Show the account, and change its name."""
    user = cast("User", request.user)
    form = NameForm(request.POST or None, initial={"name": user.name})
    if request.method == "POST" and form.is_valid():
        actions.rename(user, form.cleaned_data["name"])
        messages.success(request, _("Your name is saved."))
        return redirect("account")
    factors = list(Authenticator.objects.filter(user_id=user.pk).order_by("created_at"))
    shown = {
        "here": "account",
        "form": form,
        "app": _first(factors, Authenticator.Type.TOTP),
        "codes": _first(factors, Authenticator.Type.RECOVERY_CODES),
        "passkeys": [one for one in factors if one.type == Authenticator.Type.WEBAUTHN],
    }
    return render(request, "account/account.html", shown)


@require_safe
@login_required
def to_account(_request: HttpRequest) -> HttpResponse:
    """Go back to the account from where the package would show a page of its own."""
    return redirect("account")


def _first(factors: list[Authenticator], kind: str) -> Authenticator | None:
    return next((one for one in factors if one.type == kind), None)
