"""What an admin says of a token."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from passaparola.web.api import tokens
from passaparola.web.brands.forms import LineField
from passaparola.web.brands.models import Role

if TYPE_CHECKING:
    from collections.abc import Sequence

NAME = 100


class TokenForm(forms.Form):
    """What a token is for, what it may do, and for how long."""

    name = LineField(
        label=_("What it is for"), max_length=NAME, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )
    role = forms.ChoiceField(label=_("Role"))
    days = forms.TypedChoiceField(label=_("It is open for"), coerce=int, initial=90)

    def __init__(self, roles: Sequence[Role], data: Any = None) -> None:
        super().__init__(data, initial={"role": Role.EDITOR}, prefix="token")
        open_for = [(days, gettext("%(days)s days") % {"days": days}) for days in tokens.DAYS]
        self.fields["role"].choices = [(role.value, role.label) for role in roles]  # type: ignore[attr-defined]
        self.fields["days"].choices = open_for  # type: ignore[attr-defined]
