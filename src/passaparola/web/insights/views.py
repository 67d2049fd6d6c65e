"""The pages of a brand: what is passed on now, its messages, one message with its map, what numbers mean."""

from __future__ import annotations

import secrets
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import cache_control
from django.views.decorators.http import etag, require_safe

from passaparola.spread.definitions import DEFINITIONS
from passaparola.web.brands import digits
from passaparola.web.brands import queries as brands
from passaparola.web.brands.access import brand_member, member_of
from passaparola.web.brands.missing import missing_is_404
from passaparola.web.brands.models import Brand, Role
from passaparola.web.insights import export, queries

if TYPE_CHECKING:
    from django.http import HttpRequest

STARTED = secrets.token_hex(4)
"""Another program may draw the same acts otherwise: what a browser kept counts for this run of it."""


@require_safe
@brand_member()
def home(request: HttpRequest, brand: Brand) -> HttpResponse:
    """Show what is being passed on now, who carries it and what to do next."""
    found = queries.home_of(brand, timezone.now())
    shown = {"brand": brand, "here": "home", "home": found, "may_write": member_of(request).may(Role.EDITOR)}
    return render(request, "insights/home.html", shown)


@require_safe
@brand_member()
def messages(request: HttpRequest, brand: Brand) -> HttpResponse:
    """Show one page of the brand's messages."""
    found = queries.messages_of(brand, digits.page(request.GET.get("page", "")))
    return render(request, "insights/messages.html", {"brand": brand, "here": "messages", "list": found})


@require_safe
@brand_member()
@missing_is_404
def message(request: HttpRequest, brand: Brand, message_id: int) -> HttpResponse:
    """Show one message: its map and its figures."""
    page = queries.message_page(brand, message_id)
    evidence = (page.summary or {}).get("evidence", {})
    shown = {
        "brand": brand,
        "here": "messages",
        "page": page,
        "message": page.message,
        "news": page.news,
        "seen": page.news.acts,
        "summary": page.summary,
        "evidence": [{"key": key, "acts": acts} for key, acts in evidence.items()],
        "may_edit": member_of(request).may(Role.EDITOR),
    }
    return render(request, "insights/message.html", shown)


@require_safe
@brand_member()
@missing_is_404
def news(request: HttpRequest, brand: Brand, message_id: int) -> HttpResponse:
    """Say how many acts a page that shows `acts` of them lacks; 204 where nothing was heard since."""
    news = queries.news_of(brand, message_id)
    seen, heard = (digits.number(request.GET.get(name, "")) for name in ("acts", "heard"))
    if (news.acts, news.heard) == (seen, heard):
        return HttpResponse(status=HTTPStatus.NO_CONTENT)
    if seen is None and news.acts is not None:
        return HttpResponse(headers={"HX-Refresh": "true"})
    fresh = 0 if seen is None or news.acts is None else news.acts - seen
    shown = {"brand": brand, "message": news.row.message, "news": news, "seen": seen, "fresh": fresh}
    return render(request, "insights/part/heard.html", shown)


def _picture_as_of(_request: HttpRequest, brand: Brand, message_id: int) -> str | None:
    at = queries.summarised_at(brand, message_id)
    return f'"{STARTED}-{message_id}-{at.timestamp()}"' if at else None


@require_safe
@brand_member()
@missing_is_404
@cache_control(private=True, no_cache=True)
@etag(_picture_as_of)
def picture(_request: HttpRequest, brand: Brand, message_id: int) -> HttpResponse:
    """Hand out what the map draws; to whoever has it already, only that it is still so."""
    return JsonResponse(queries.map_of(brand, message_id))


@require_safe
@brand_member()
@missing_is_404
def export_csv(_request: HttpRequest, brand: Brand, message_id: int) -> HttpResponse:
    """Hand out the acts as CSV."""
    return _file(
        export.csv_of(brand, message_id), "text/csv; charset=utf-8", f"{brand.slug}-{message_id}.csv"
    )


@require_safe
@brand_member()
@missing_is_404
def export_parquet(_request: HttpRequest, brand: Brand, message_id: int) -> HttpResponse:
    """Hand out the acts as Parquet."""
    content = export.parquet_of(brand, message_id)
    return _file(content, "application/vnd.apache.parquet", f"{brand.slug}-{message_id}.parquet")


def _file(content: bytes, kind: str, name: str) -> HttpResponse:
    disposition = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(content, content_type=kind, headers=disposition)


@require_safe
def definitions(request: HttpRequest) -> HttpResponse:
    """Say what every number means, to anybody."""
    shown: dict[str, Any] = {"definitions": DEFINITIONS.values(), "here": "definitions"}
    if request.user.is_authenticated:
        shown["brand"] = brands.brands_of(request.user).first()
    return render(request, "insights/definitions.html", shown)
