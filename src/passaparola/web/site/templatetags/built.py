"""Addresses of the files a browser gets; they change with the content, so that no cache shows an old one."""

from __future__ import annotations

import hashlib
from functools import lru_cache
from importlib import resources

from django import template
from django.templatetags.static import static

register = template.Library()


@register.simple_tag
@lru_cache
def built(name: str) -> str:
    """Return the address of built file `name`, with the first letters of its digest."""
    content = resources.files("passaparola.web.site").joinpath(f"static/pp/{name}").read_bytes()
    return f"{static(f'pp/{name}')}?v={hashlib.sha256(content).hexdigest()[:10]}"
