"""The two doors at which anybody's page says that it speaks of an entry: Webmention and Pingback.

Nothing is believed: what is said here is a reason to look at that page, and no more.
"""

from __future__ import annotations

import xmlrpc.client as xmlrpc
from http import HTTPStatus
from typing import TYPE_CHECKING
from xml.etree.ElementTree import ParseError

from allauth.account.adapter import get_adapter
from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring
from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from passaparola.web.conversations.hearing import knocking, pinging
from passaparola.web.conversations.models import Way

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

    from django.http import HttpRequest

MOST = 10 * 1024  # bytes
METHOD = "pingback.ping"

# hixie.ch/specs/pingback/pingback-1.0, 3 (2002); those below: xmlrpc-epi's rfc.fault_codes
NO_SOURCE, NO_TARGET, KNOWN, DENIED = 16, 33, 48, 49
UNREADABLE, NO_METHOD, WRONG_PARAMETERS = -32700, -32601, -32602


@csrf_exempt  # other sites' servers say it, without a page of ours
@require_POST
def webmention(request: HttpRequest) -> HttpResponse:
    """Take in that `source` speaks of `target` (w3.org/TR/webmention, 3.2)."""
    if seconds := _wait(request):
        return _later(seconds)
    if _length(request) > MOST:
        return _plain(_("This is larger than what is read here."), HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
    source, target = (request.POST.get(name, "") for name in ("source", "target"))
    try:
        pinging.take(Way.WEBMENTION, source, target, timezone.now())
    except pinging.Refused as refusal:
        return _plain(str(refusal), HTTPStatus.BAD_REQUEST)
    except pinging.Full:
        return _later(3600)
    return _plain(_("Thank you: the page is looked at soon."), HTTPStatus.ACCEPTED)


@csrf_exempt  # other sites' servers say it, without a page of ours
@require_POST
def pingback(request: HttpRequest) -> HttpResponse:
    """Take in a call of `pingback.ping` (XML-RPC)."""
    if seconds := _wait(request):
        return _later(seconds)
    body = request.read(MOST + 1)
    if len(body) > MOST:
        return _plain(_("This is larger than what is read here."), HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
    try:
        return _told((_taken(*_called(body)),))
    except xmlrpc.Fault as fault:
        return _told(fault)


def _taken(source: str, target: str) -> str:
    """Take in that `source` speaks of `target`, and return what to say; raises `xmlrpc.Fault`."""
    try:
        new = pinging.take(Way.PINGBACK, source, target, timezone.now())
    except pinging.Refused as refusal:
        code = NO_SOURCE if refusal.field == "source" else NO_TARGET
        raise xmlrpc.Fault(code, str(refusal)) from refusal
    except pinging.Full as full:
        raise xmlrpc.Fault(DENIED, _("Too much at once: say it again later.")) from full
    if not new:
        raise xmlrpc.Fault(KNOWN, _("This is known already; the page is looked at again."))
    return _("Thank you: the page is looked at soon.")


def _called(body: bytes) -> tuple[str, str]:
    """Return source and target of a call; raises `xmlrpc.Fault`."""
    try:
        call = fromstring(body, forbid_dtd=True)
    except (ParseError, DefusedXmlException, ValueError, LookupError) as error:
        raise xmlrpc.Fault(UNREADABLE, _("This is no call of XML-RPC.")) from error
    if call.tag != "methodCall" or (call.findtext("methodName") or "").strip() != METHOD:
        raise xmlrpc.Fault(NO_METHOD, _("Only %(method)s can be called here.") % {"method": METHOD})
    given = [_text(value) for value in call.findall("params/param/value")]
    match given:
        case [source, target] if source and target:
            return source, target
    raise xmlrpc.Fault(WRONG_PARAMETERS, _("It takes two addresses: of the source, and of the target."))


def _text(value: Element) -> str:
    """Return a string, which XML-RPC writes with its type or without."""
    within = value.find("string")
    return ((value if within is None else within).text or "").replace("\x00", "").strip()


def _told(what: xmlrpc.Fault | tuple[str]) -> HttpResponse:
    return HttpResponse(
        xmlrpc.dumps(what, methodresponse=True, encoding="utf-8").encode(),
        content_type="text/xml; charset=utf-8",
    )


def _wait(request: HttpRequest) -> int:
    return knocking.wait(get_adapter(request).get_client_ip(request), timezone.now())


def _length(request: HttpRequest) -> int:
    text = request.META.get("CONTENT_LENGTH") or "0"
    return int(text) if text.isdecimal() else 0


def _later(seconds: int) -> HttpResponse:
    answer = _plain(_("Too much at once: say it again later."), HTTPStatus.TOO_MANY_REQUESTS)
    answer["Retry-After"] = str(seconds)
    return answer


def _plain(said: str, status: HTTPStatus) -> HttpResponse:
    return HttpResponse(f"{said}\n", status=status, content_type="text/plain; charset=utf-8")
