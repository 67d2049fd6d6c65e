"""What is answered where something may not be done: problem+json (RFC 9457), one sentence for each fault."""

from __future__ import annotations

from functools import wraps
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from django.http import HttpResponse, JsonResponse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from pydantic import BaseModel, Field

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from django.http import HttpRequest
    from django.http.response import HttpResponseBase

MEDIA_TYPE = "application/problem+json"


class Fault(BaseModel):
    """One thing that is wrong."""

    field: str = Field(description="Where: `variants.0.text`; empty where it is about the whole.")
    detail: str = Field(description="A sentence that says what is wrong and what to do.")


class Latest(BaseModel):
    """The version that stands there now."""

    version: int
    by: str
    at: str


class Problem(BaseModel):
    """Why nothing was done (RFC 9457)."""

    type: str = Field(description="Always `about:blank`: the status says what kind of problem it is.")
    title: str = Field(description="The status in words, in English.")
    status: int
    detail: str = Field(description="A sentence for people, in the language asked for.")
    errors: list[Fault] = Field(description="Every fault, each with its field.")
    latest: Latest | None = Field(
        None, description="With 409 on writing: what somebody else saved meanwhile."
    )


class Refusal(Exception):
    """A request that is answered with a problem."""

    def __init__(
        self,
        status: int,
        detail: str,
        faults: Sequence[Fault] = (),
        *,
        latest: Latest | None = None,
        headers: dict[str, str] | None = None,
    ) -> None:
        super().__init__(detail)
        self.problem = Problem(
            type="about:blank",
            title=HTTPStatus(status).phrase,
            status=status,
            detail=detail,
            errors=list(faults) or [Fault(field="", detail=detail)],
            latest=latest,
        )
        self.headers = headers or {}


def unfit(faults: Sequence[Fault]) -> Refusal:
    """Return the refusal of a request in which `faults` were found."""
    return Refusal(HTTPStatus.UNPROCESSABLE_ENTITY, " ".join(fault.detail for fault in faults), faults)


def fault(field: str, detail: str) -> Refusal:
    """Return the refusal of a request in which one `field` is wrong."""
    return unfit([Fault(field=field, detail=detail)])


def answer(refusal: Refusal) -> HttpResponse:
    """Return the answer that tells `refusal`."""
    said = refusal.problem.model_dump(mode="json", exclude_none=True)
    return JsonResponse(said, status=refusal.problem.status, content_type=MEDIA_TYPE, headers=refusal.headers)


def too_large() -> HttpResponse:
    """Return the answer to a body that is larger than what is read."""
    return answer(Refusal(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, _("This is larger than what is read here.")))


def worded(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Let `view` say in a problem, as everything else here, that it is not asked in this way."""

    @wraps(view)
    def answering(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        response = view(request, *args, **kwargs)
        if response.status_code != HTTPStatus.METHOD_NOT_ALLOWED:
            return response
        allowed = ", ".join(sorted(response.headers["Allow"].split(", ")))
        said = _("This is not asked with %(method)s, but with %(allowed)s.") % {
            "method": request.method,
            "allowed": allowed,
        }
        return answer(Refusal(HTTPStatus.METHOD_NOT_ALLOWED, said, headers={"Allow": allowed}))

    return answering


@csrf_exempt
def missing(_request: HttpRequest, **_kwargs: Any) -> HttpResponse:
    """Answer at an address where nothing is."""
    return answer(Refusal(HTTPStatus.NOT_FOUND, _("There is nothing at this address.")))
