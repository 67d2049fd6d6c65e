"""How what pydantic found is said: one sentence for each field, in the reader's language."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

from passaparola.web.api.problems import Fault

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django_stubs_ext import StrPromise

TEXT, NUMBER = _("This has to be a text."), _("This has to be a whole number.")
SENTENCES: dict[str, StrPromise] = {
    "missing": _("This is needed: say it."),
    "extra_forbidden": _("There is no such field: leave it out."),
    "string_type": TEXT,
    "string_unicode": _("This is no text that can be kept: half a character stands alone in it."),
    "string_too_long": _("This is longer than %(max_length)s characters: shorten it."),
    "string_too_short": _("This is shorter than %(min_length)s characters."),
    "int_type": NUMBER,
    "int_parsing": NUMBER,
    "int_from_float": NUMBER,
    "int_parsing_size": NUMBER,
    "bool_type": _("This has to be true or false."),
    "list_type": _("This has to be a list."),
    "dict_type": _("This has to be an object."),
    "model_type": _("This has to be an object."),
    "model_attributes_type": _("This has to be an object."),
    "literal_error": _("This has to be one of %(expected)s."),
    "too_long": _("These are more than %(max_length)s: leave some out."),
    "too_short": _("These are fewer than %(min_length)s: add some."),
    "greater_than_equal": _("This is less than %(ge)s."),
    "less_than_equal": _("This is more than %(le)s."),
}


def told(errors: Sequence[dict[str, Any]]) -> list[Fault]:
    """Return what is wrong with each field."""
    return [Fault(field=_field(error["loc"]), detail=_sentence(error)) for error in errors]


def _field(loc: Sequence[int | str]) -> str:
    """Return where it is; a body stands below the name of its own parameter, which nobody sent."""
    return ".".join(str(part) for part in (loc[2:] if loc[0] == "body" else loc[1:]))


def _sentence(error: dict[str, Any]) -> str:
    known = SENTENCES.get(error["type"])
    return str(known) % error.get("ctx", {}) if known else f"{error['msg']}."
