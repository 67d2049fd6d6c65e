"""What the pages of signing in say: to newcomers, and about passkeys."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import template

from passaparola.web.site import demo

if TYPE_CHECKING:
    from django.template import Context

register = template.Library()


@register.simple_tag
def demo_login() -> demo.Login | None:
    """Return the demo's login where it may be shown: to nobody but this machine, and as long as it works."""
    return demo.login_on_screen()


@register.simple_tag(takes_context=True)
def passkeys_work(context: Context) -> bool:
    """Say whether a browser makes passkeys for this address: over https, or for this machine by its name."""
    request = context["request"]
    host = request.get_host().partition(":")[0]
    return bool(request.is_secure() or host == "localhost" or host.endswith(".localhost"))


@register.filter
def initial(name: object) -> str:
    """Return the letter a person's round sign shows."""
    return str(name)[:1].upper()
