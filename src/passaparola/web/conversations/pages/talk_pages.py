"""The pages of one conversation: the thread, what is new in it, and everything one does there."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING, Any, cast

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from passaparola.web.brands import digits
from passaparola.web.brands.access import brand_member, member_of
from passaparola.web.brands.missing import missing_is_404
from passaparola.web.brands.models import Brand, Role, User
from passaparola.web.brands.refusals import Refused
from passaparola.web.channels.queries import platform_name
from passaparola.web.conversations.inbox import (
    answering,
    correcting,
    handling,
    merging,
    presence,
    queries,
    thread,
)
from passaparola.web.conversations.inbox.narrowing import TONES, narrowed
from passaparola.web.conversations.models import Status
from passaparola.web.conversations.pages import doing, inbox_pages, showing

if TYPE_CHECKING:
    from datetime import datetime

    from django.http import HttpRequest

    from passaparola.web.conversations.models import Conversation

TOKEN = 64


@require_safe
@brand_member()
@missing_is_404
def conversation(request: HttpRequest, brand: Brand, conversation_id: int) -> HttpResponse:
    """Show a conversation; it is read once somebody who may answer has opened it."""
    found = queries.conversation_of(brand, conversation_id)
    if found.merged_into is not None:
        return redirect(_address(brand, merging.head(found).pk, request.GET.urlencode()))
    _here(request, found)
    return render(request, "inbox/inbox.html", showing.opened(request, brand, found))


def _here(request: HttpRequest, found: Conversation) -> None:
    """Keep who looks; a browser that only fetches ahead looks at nothing."""
    if request.method != "GET" or request.headers.get("Sec-Purpose", "").startswith("prefetch"):
        return
    presence.tell(found, cast("User", request.user), timezone.now(), writing="writing" in request.GET)
    if found.unread and member_of(request).may(Role.EDITOR):
        handling.mark(found.brand, [found.pk], unread=False)


@require_safe
@brand_member()
@missing_is_404
def conversation_news(request: HttpRequest, brand: Brand, conversation_id: int) -> HttpResponse:
    """Show what changed since the page that asks; 204 where nothing did."""
    found = queries.conversation_of(brand, conversation_id)
    user, now = cast("User", request.user), timezone.now()
    presence.tell(found, user, now, writing="writing" in request.GET)
    mark = thread.mark_of(found, user, now)
    if mark == request.GET.get("mark", ""):
        return HttpResponse(status=HTTPStatus.NO_CONTENT)
    if found.unread and member_of(request).may(Role.EDITOR):
        handling.mark(brand, [found.pk], unread=False)
    shown = {
        "brand": brand,
        "talk": found,
        "read": thread.thread_of(found),
        "others": presence.others(found, user, now),
        "mark": mark,
        "news": True,
        "may_edit": member_of(request).may(Role.EDITOR),
        "wanted": narrowed(request.GET),
        "correcting": None,
    }
    return render(request, "inbox/part/news.html", shown)


@require_safe
@brand_member()
@missing_is_404
def word(request: HttpRequest, brand: Brand, interaction_id: int) -> HttpResponse:
    """Show one word whole, however long it is."""
    said = queries.interaction_of(brand, interaction_id)
    return render(request, "inbox/word.html", {"brand": brand, "here": "inbox", "said": said})


@require_POST
@brand_member(Role.EDITOR)
@missing_is_404
def answer(request: HttpRequest, brand: Brand, conversation_id: int) -> HttpResponse:
    """Send an answer; where somebody else has answered meanwhile, show that first."""
    found = queries.conversation_of(brand, conversation_id)
    given, user, now = request.POST, cast("User", request.user), timezone.now()
    wanted = answering.Wanted(
        conversation=found.pk,
        to=digits.number(given.get("to", "")) or 0,
        text=given.get("text", ""),
        token=given.get("token", "")[:TOKEN],
        seen=digits.number(given.get("seen", "")) or 0,
    )
    try:
        made = answering.answer(brand, wanted, by=user, now=now)
    except answering.Met as met:
        return _again(request, brand, found, HTTPStatus.CONFLICT, met=met.answers)
    except Refused as refusal:
        sentences = getattr(refusal, "sentences", (str(refusal),))
        return _again(request, brand, found, HTTPStatus.UNPROCESSABLE_ENTITY, refused=sentences)
    presence.leave(found, user)
    messages.success(request, _sent(brand, found, waits=made.post.needs_approval))
    return _back(request, brand, found.pk)


def _sent(brand: Brand, found: Conversation, *, waits: bool) -> str:
    shown = {"platform": platform_name(found.channel.platform)}
    if waits:
        return _("Your answer goes to %(platform)s as soon as it is approved.") % shown
    if brand.held_since:
        return _("Your answer goes to %(platform)s as soon as the brand is released.") % shown
    return _("Your answer is on its way to %(platform)s.") % shown


def _again(
    request: HttpRequest, brand: Brand, found: Conversation, status: HTTPStatus, **more: Any
) -> HttpResponse:
    """Show the page once more with the words on it; nothing was sent."""
    shown = showing.opened(request, brand, found, text=request.POST.get("text", ""), **more)
    shown["token"] = request.POST.get("token", "")[:TOKEN] or shown["token"]
    return render(request, "inbox/inbox.html", shown, status=status)


@require_POST
@brand_member(Role.EDITOR, Role.APPROVER)
@missing_is_404
def note(request: HttpRequest, brand: Brand, conversation_id: int) -> HttpResponse:
    """Leave a remark that only the team sees."""
    try:
        text = request.POST.get("text", "")
        handling.note(brand, conversation_id, text, by=cast("User", request.user), now=timezone.now())
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Your note is there; only the team sees it."))
    return _back(request, brand, conversation_id)


@require_POST
@brand_member(Role.EDITOR)
@missing_is_404
def handle(request: HttpRequest, brand: Brand, conversation_id: int) -> HttpResponse:
    """Do with a conversation what a button of its page says."""
    found = queries.conversation_of(brand, conversation_id)
    by, now = cast("User", request.user), timezone.now()
    try:
        said, stay = _done(request, brand, found, by, now)
    except Refused as refusal:
        messages.error(request, str(refusal))
        return _back(request, brand, found.pk)
    messages.success(request, said)
    if request.POST.get("do") in {Status.DONE, "snooze", "unread"}:
        return redirect(f"{reverse('inbox', args=[brand.slug])}?{inbox_pages.back_to(request).whole}")
    return _back(request, brand, stay)


def _done(
    request: HttpRequest, brand: Brand, found: Conversation, by: User, now: datetime
) -> tuple[str, int]:
    """Do it; return the sentence, and which conversation to show next."""
    given = request.POST
    asked, _dash, number = given.get("do", "").partition("-")
    if asked == "merge":
        into = digits.number(given.get("into", "").lstrip("#")) or 0
        kept = merging.merge(brand, found.pk, into, by=by, now=now)
        return _("The two conversations are one now; they can be taken apart again."), kept.pk
    if asked == "part":
        merging.part(brand, digits.number(number) or 0, by=by, now=now)
        return _("They are two conversations again."), found.pk
    if asked == "correct":
        tone = given.get("tone", "")
        correcting.correct(
            brand,
            digits.number(number) or 0,
            language=given.get("language", ""),
            tone=int(tone) if tone in TONES else None,
            by=by,
            now=now,
        )
        return _("Thank you: your word stands."), found.pk
    form = given.copy()
    if asked == "unlabel":
        form["do"], form["label"] = asked, number or given.get("label", "")
    return doing.act(brand, [found.pk], form, by=by, now=now), found.pk


def _back(request: HttpRequest, brand: Brand, conversation_id: int) -> HttpResponse:
    return redirect(_address(brand, conversation_id, inbox_pages.back_to(request).whole))


def _address(brand: Brand, conversation_id: int, query: str) -> str:
    address = reverse("conversation", args=[brand.slug, conversation_id])
    return f"{address}?{query}" if query else address
