"""Asking twice and doing once: a request that its sender names is answered the same for a day.

The answer is kept in the transaction that does what was asked: either both stand or neither, whatever dies in
between. A refusal keeps nothing: mend the request and send it under the same key. (The header is that of
draft-ietf-httpapi-idempotency-key-header-07, 2025.)
"""

from __future__ import annotations

import hashlib
from datetime import timedelta
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from ninja.responses import Status

from passaparola.web.api import problems
from passaparola.web.api.models import Answer

if TYPE_CHECKING:
    from collections.abc import Callable

    from pydantic import BaseModel

    from passaparola.web.api.tokens import Asked

HEADER = "Idempotency-Key"
LONGEST = 200
KEPT = timedelta(hours=24)
PARAMETER = {
    "in": "header",
    "name": HEADER,
    "required": False,
    "description": "A name of your own for this request: sent again within 24 hours, it is done once.",
    "schema": {"type": "string", "minLength": 1, "maxLength": LONGEST, "pattern": "^[!-~]+$"},
}


def once(request: Asked, act: Callable[[], BaseModel], status: int = HTTPStatus.OK) -> Any:
    """Return what `act` answers; where its sender named this request before, what was answered then."""
    key = request.headers.get(HEADER)
    if key is None:
        return Status(status, act())
    if not key or len(key) > LONGEST or not key.isascii() or not key.isprintable():
        raise problems.fault(
            HEADER, _("The key is a word of at most %(most)s plain characters.") % {"most": LONGEST}
        )
    return _once(request, key, act, status)


@transaction.atomic
def _once(request: Asked, key: str, act: Callable[[], BaseModel], status: int) -> Any:
    now = timezone.now()
    Answer.objects.filter(at__lte=now - KEPT).delete()
    # Whoever sends the same at the same moment waits here until the first is done.
    kept, new = Answer.objects.get_or_create(
        token=request.auth,
        key=key,
        defaults={"asked": _digest(request), "status": status, "body": {}, "at": now},
    )
    if not new:
        if kept.asked != _digest(request):
            raise problems.fault(HEADER, _("This key was another request's: choose a new one."))
        return Status(kept.status, kept.body)
    said = act()
    kept.body = said.model_dump(mode="json")
    kept.save(update_fields=["body"])
    return Status(status, said)


def _digest(request: Asked) -> str:
    asked = f"{request.method} {request.path}\n".encode() + request.body
    return hashlib.sha256(asked).hexdigest()
