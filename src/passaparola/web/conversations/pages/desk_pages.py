"""What an admin settles for the inbox: the promise, labels, saved replies, and rules with their trial."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from passaparola.web.brands import digits
from passaparola.web.brands.access import brand_member
from passaparola.web.brands.missing import missing_is_404
from passaparola.web.brands.models import Brand, User
from passaparola.web.brands.models import Role as Power
from passaparola.web.brands.refusals import Refused
from passaparola.web.channels import queries as channels
from passaparola.web.conversations.inbox import conditions, queries, replies, rules, service
from passaparola.web.conversations.inbox.conditions import Then, When
from passaparola.web.conversations.models import TALK, Rule, SavedReply, Status, Tone
from passaparola.web.conversations.pages import showing
from passaparola.web.people.models import Role
from passaparola.web.publishing.words.naming import LANGUAGES

if TYPE_CHECKING:
    from datetime import datetime
    from typing import Any

    from django.http import HttpRequest, HttpResponse, QueryDict


@require_http_methods(["GET", "HEAD", "POST"])
@brand_member(Power.ADMIN)
@missing_is_404
def inbox_settings(request: HttpRequest, brand: Brand) -> HttpResponse:
    """Show what is settled for the inbox; keep what is handed in."""
    if request.method == "POST":
        try:
            messages.success(request, _settled(brand, request.POST, cast("User", request.user)))
        except Refused as refusal:
            messages.error(request, str(refusal))
        return redirect("inbox-settings", slug=brand.slug)
    shown = {
        "brand": brand,
        "here": "inbox",
        "service": queries.service_of(brand),
        "first": service.first_answers_of(brand, timezone.now()),
        "labels": queries.labels_of(brand),
        "replies": SavedReply.objects.filter(brand=brand).order_by("name", "language", "pk"),
        "rules": Rule.objects.filter(brand=brand),
        "languages": LANGUAGES,
        "known": replies.KNOWN,
    }
    return render(request, "inbox/settings.html", shown)


def _settled(brand: Brand, given: QueryDict, by: User) -> str:
    asked, _dash, number = given.get("do", "").partition("-")
    pk, now = digits.number(number) or 0, timezone.now()
    if asked == "promise":
        minutes = digits.number(given.get("minutes", ""), digits.PAGE)
        service.promise(brand, minutes, approval="approval" in given, by=by, now=now)
        return _("Kept.")
    if asked == "label":
        row = service.keep_label(brand, given.get("name", ""), by=by, now=now, label_id=pk or None)
        return _("%(name)s is kept.") % {"name": row.name}
    if asked == "reply":
        name, language, text = (given.get(field, "") for field in ("name", "language", "text"))
        kept = replies.keep(brand, name, language, text, reply_id=pk or None)
        return _("%(name)s is kept.") % {"name": kept.name}
    return _dropped(brand, asked, pk, by, now)


def _dropped(brand: Brand, asked: str, pk: int, by: User, now: datetime) -> str:
    if asked == "unlabel":
        service.drop_label(brand, pk, by=by, now=now)
    elif asked == "unreply":
        service.drop_reply(brand, pk, by=by, now=now)
    elif asked == "unrule":
        rules.drop(brand, pk, by=by, now=now)
    elif asked == "up":
        rules.move_up(brand, pk)
        return _("It is applied earlier now.")
    else:
        raise Refused(_("Choose what to do first."))
    return _("Deleted.")


@require_http_methods(["GET", "HEAD", "POST"])
@brand_member(Power.ADMIN)
@missing_is_404
def new_rule(request: HttpRequest, brand: Brand) -> HttpResponse:
    """Show an empty rule; keep what is handed in, switched off."""
    return _rule(request, brand, None)


@require_http_methods(["GET", "HEAD", "POST"])
@brand_member(Power.ADMIN)
@missing_is_404
def rule(request: HttpRequest, brand: Brand, rule_id: int) -> HttpResponse:
    """Show a rule with what it would have done; keep what is handed in, switched off."""
    return _rule(request, brand, Rule.objects.get(brand=brand, pk=rule_id))


def _rule(request: HttpRequest, brand: Brand, kept: Rule | None) -> HttpResponse:
    if request.method == "POST":
        when, then, name = _when(request.POST), _then(request.POST), request.POST.get("name", "")
        try:
            row = rules.keep(
                brand,
                name,
                when,
                then,
                by=cast("User", request.user),
                now=timezone.now(),
                rule_id=kept.pk if kept else None,
            )
        except Refused as refusal:
            shown = _asked(brand, kept, when, then) | {"name": name, "refused": str(refusal)}
            return render(request, "inbox/rule.html", shown, status=422)
        messages.success(request, _("Kept, and off: look at what it would have done, then switch it on."))
        return redirect("inbox-rule", slug=brand.slug, rule_id=row.pk)
    when = conditions.when_of(kept) if kept else When()
    then = conditions.then_of(kept) if kept else Then()
    trial = rules.tried(brand, kept, timezone.now()) if kept else None
    shown = _asked(brand, kept, when, then) | {"name": kept.name if kept else "", "trial": trial}
    return render(request, "inbox/rule.html", shown)


def _asked(brand: Brand, kept: Rule | None, when: When, then: Then) -> dict[str, Any]:
    return {
        "brand": brand,
        "here": "inbox",
        "rule": kept,
        "when": when,
        "then": then,
        "words": "\n".join(when.words),
        "channels": list(channels.channels_of(brand)),
        "kinds": [(kind.name.lower(), kind.label) for kind in sorted(TALK)],
        "languages": LANGUAGES,
        "tones": Tone.choices,
        "roles": Role.choices,
        "writers": showing.writers(brand),
        "labels": queries.labels_of(brand),
        "statuses": Status.choices,
        "replies": SavedReply.objects.filter(brand=brand).order_by("name", "language", "pk"),
    }


def _when(given: QueryDict) -> When:
    tone, private = given.get("tone", ""), given.get("private", "")
    return When(
        channels=tuple(number for each in given.getlist("channel") if (number := digits.number(each))),
        kinds=tuple(given.getlist("kind")),
        words=tuple(line.strip() for line in given.get("words", "").splitlines() if line.strip()),
        every="every" in given,
        language=given.get("language", "")[:12],
        tone=int(tone) if tone in {"-1", "0", "1"} else None,
        role=given.get("role", ""),
        affinity=digits.number(given.get("affinity", ""), 3) or 0,
        private={"yes": True, "no": False}.get(private),
    )


def _then(given: QueryDict) -> Then:
    return Then(
        assign=digits.number(given.get("assign", "")) or 0,
        label=digits.number(given.get("label", "")) or 0,
        status=given.get("status", ""),
        reply=digits.number(given.get("reply", "")) or 0,
        send="send" in given,
    )


@require_POST
@brand_member(Power.ADMIN)
@missing_is_404
def switch_rule(request: HttpRequest, brand: Brand, rule_id: int) -> HttpResponse:
    """Switch a rule on, once it was tried out, or off."""
    by, now = cast("User", request.user), timezone.now()
    try:
        if request.POST.get("do") == "on":
            rules.switch_on(brand, rule_id, request.POST.get("seen", ""), by=by, now=now)
            messages.success(request, _("It is on: it acts on what is said from now on."))
        else:
            rules.switch_off(brand, rule_id, by=by, now=now)
            messages.success(request, _("It is off."))
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect("inbox-rule", slug=brand.slug, rule_id=rule_id)
