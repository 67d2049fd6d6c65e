"""The API itself: how it is described, and how what goes wrong is told."""

from __future__ import annotations

from functools import cached_property
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ObjectDoesNotExist, RequestDataTooBig, SuspiciousOperation
from django.http import Http404
from django.http.multipartparser import MultiPartParserError
from django.utils.translation import gettext as _
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError

from passaparola.web.api import (
    access,
    brand_routes,
    delivery_routes,
    faults,
    media_routes,
    post_routes,
    problems,
)
from passaparola.web.api.problems import Fault, Refusal
from passaparola.web.brands.refusals import Refused
from passaparola.web.publishing.outbox.deliveries import Unfit
from passaparola.web.publishing.writing.writing import Stale

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponse
    from ninja.openapi.schema import OpenAPISchema
    from ninja.operation import Operation

ABOUT = (
    "Write, plan and follow a brand's posts. A token belongs to one brand and one role; times are UTC."
    " Whatever may not be done is told as problem+json (RFC 9457) with a sentence for each fault."
)


class Api(NinjaAPI):
    """Django Ninja's, described as it really answers and strict about what is asked."""

    def get_openapi_operation_id(self, operation: Operation) -> str:
        """Return what the operation is called: the name of its function."""
        return operation.view_func.__name__

    def get_openapi_schema(self, **_kwargs: Any) -> OpenAPISchema:
        """Return the description, worked out once: it takes half a second, and anybody may ask for it."""
        return self._described

    @cached_property
    def _described(self) -> OpenAPISchema:
        # Refusals are problems, and what a route does is its name.
        schema = super().get_openapi_schema(path_prefix=access.ROOT)
        for methods in schema["paths"].values():
            for details in methods.values():
                details["summary"] = details.pop("description").strip()
                for status, response in details["responses"].items():
                    if status >= HTTPStatus.BAD_REQUEST:
                        response["content"] = {
                            problems.MEDIA_TYPE: response["content"].pop(self.renderer.media_type)
                        }
        return schema


def _wrong(_request: HttpRequest, error: ValidationError) -> HttpResponse:
    return problems.answer(problems.unfit(faults.told(error.errors)))


def _unreadable(_request: HttpRequest, _error: Exception) -> HttpResponse:
    said = _("The body cannot be read: send one JSON object, or a form where a file goes with it.")
    return problems.answer(Refusal(HTTPStatus.BAD_REQUEST, said))


def _refused(_request: HttpRequest, error: Refused) -> HttpResponse:
    return problems.answer(Refusal(HTTPStatus.CONFLICT, str(error)))


def _unfit(_request: HttpRequest, error: Unfit) -> HttpResponse:
    return problems.answer(problems.unfit([Fault(field="", detail=each) for each in error.sentences]))


def _stale(_request: HttpRequest, error: Stale) -> HttpResponse:
    latest = problems.Latest(
        version=error.latest.number, by=str(error.latest.by or ""), at=error.latest.at.isoformat()
    )
    said = _("Somebody has saved it since you read it: read it again, then change it.")
    return problems.answer(Refusal(HTTPStatus.CONFLICT, said, latest=latest))


def _made() -> Api:
    api = Api(
        title="Passaparola",
        version="1",
        description=ABOUT,
        openapi_url="openapi.json",
        docs_url=None,
        urls_namespace="api",
    )
    answers: dict[type[Exception], Callable[[HttpRequest, Any], HttpResponse]] = {
        Refusal: lambda _request, error: problems.answer(error),
        AuthenticationError: lambda _request, _error: problems.answer(access.unknown()),
        ValidationError: _wrong,
        HttpError: _unreadable,
        MultiPartParserError: _unreadable,
        SuspiciousOperation: _unreadable,
        RequestDataTooBig: lambda _request, _error: problems.too_large(),
        ObjectDoesNotExist: lambda request, _error: problems.missing(request),
        Http404: lambda request, _error: problems.missing(request),
        Refused: _refused,
        Unfit: _unfit,
        Stale: _stale,
    }
    for kind, told in answers.items():
        api.add_exception_handler(kind, told)
    for some in (brand_routes, post_routes, delivery_routes, media_routes):
        api.add_router("", some.router)
    return api


api = _made()
