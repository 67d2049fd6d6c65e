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

if TYPE_CHECKING:
    from django.http import HttpRequest

log = logging.getLogger(__name__)


@require_safe
@never_cache
def health(request: HttpRequest) -> JsonResponse:  # noqa: ARG001 - Django passes it
    """Say whether the database answers (else 503) and whether a worker is alive."""
    try:
        heard = queries.heard(timezone.now())
    except DatabaseError:
        log.exception("The database did not answer")
        return JsonResponse({"status": "database silent", "database": False, "worker": None}, status=503)
    worker = {"alive": heard.alive, "heard_at": heard.at.isoformat() if heard.at else None}
    status = "ok" if heard.alive else "worker silent"
    return JsonResponse({"status": status, "database": True, "worker": worker})
