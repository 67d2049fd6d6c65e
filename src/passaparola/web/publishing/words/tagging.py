"""The link of a post with its campaign: what the place it leads to is told of where people come from."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, urlencode, urlsplit

from django.utils.text import slugify

if TYPE_CHECKING:
    from passaparola.web.campaigns.models import Campaign

MEDIUM = "social"


def tagged(link: str, *, platform: str, campaign: Campaign | None) -> str:
    """Return `link` with the campaign's parameters for `platform`; those it has already stay as they are."""
    parts = urlsplit(link)
    if parts.scheme not in {"http", "https"}:
        return link
    wanted = {
        "utm_source": platform,
        "utm_medium": MEDIUM,
        "utm_campaign": slugify(campaign.name, allow_unicode=True) if campaign else "",
    }
    there = {name for name, _ in parse_qsl(parts.query, keep_blank_values=True)}
    added = urlencode({name: value for name, value in wanted.items() if value and name not in there})
    return parts._replace(query="&".join(filter(None, (parts.query, added)))).geturl()
