"""What the sign-in page says to newcomers."""

from __future__ import annotations

from django import template

from passaparola.web.site import demo

register = template.Library()


@register.simple_tag
def demo_login() -> demo.Login | None:
    """Return the demo's login where it may be shown: to nobody but this machine, and as long as it works."""
    return demo.login_on_screen()
