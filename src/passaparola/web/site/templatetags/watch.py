"""Whether anybody is listening: what every page says when nobody is."""

from __future__ import annotations

from django import template
from django.utils import timezone

from passaparola.web.lifecycle import queries

register = template.Library()


@register.simple_tag
def worker_heard() -> dict[str, queries.Heard]:
    """Return of each duty when a worker was last heard and whether it is alive; one query."""
    return queries.heard(timezone.now())
