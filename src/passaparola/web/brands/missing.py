"""What a view answers when the row it was asked for is not there, or is another brand's."""

from __future__ import annotations

from functools import wraps
from typing import TYPE_CHECKING, ParamSpec

from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpResponse

P = ParamSpec("P")


def missing_is_404(view: Callable[P, HttpResponse]) -> Callable[P, HttpResponse]:
    """Let `view` answer 404 where its row does not exist."""

    @wraps(view)
    def answering(*args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        try:
            return view(*args, **kwargs)
        except ObjectDoesNotExist as error:
            raise Http404 from error

    return answering
