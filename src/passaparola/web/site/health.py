"""Whether the installation is well, for whoever watches it: /health."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from django.db import DatabaseError
from django.http import JsonResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from passaparola.web.lifecycle import queries
from passaparola.web.lifecycle.models import HEARING, READING, SENDING

if TYPE_CHECKING:
    from django.http import HttpRequest

log = logging.getLogger(__name__)


@require_safe
@never_cache
def health(request: HttpRequest) -> JsonResponse:  # noqa: ARG001 - Django passes it
    """Say whether the database answers (else 503), and whether a worker, a sender and ears are alive."""
    try:
        heard = queries.heard(timezone.now())
    except DatabaseError:
        log.exception("The database did not answer")
        return JsonResponse(
            {"status": "database silent", "database": False, "worker": None, "sender": None, "ears": None},
            status=503,
        )
    told = {
        name: {"alive": heard[duty].alive, "heard_at": at.isoformat() if (at := heard[duty].at) else None}
        for name, duty in (("worker", READING), ("sender", SENDING), ("ears", HEARING))
    }
    silent = [name for name, each in told.items() if not each["alive"]]
    status = f"{' and '.join(silent)} silent" if silent else "ok"
    return JsonResponse({"status": status, "database": True, **told})
