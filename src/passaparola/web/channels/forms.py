"""What a person types in to connect an account: made of what its platform's row asks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from passaparola.web.channels.told import in_words

if TYPE_CHECKING:
    from collections.abc import Mapping

    from passaparola.connectors.row import Ask, Platform

ROOM = 2000


class ConnectForm(forms.Form):
    """The server's address where there is more than one, and what the row asks."""

    def __init__(self, row: Platform, *args: Any, place: str = "", **more: Any) -> None:
        super().__init__(*args, **more)
        self._row = row
        if row.place_example:
            self.fields["place"] = forms.CharField(
                label=_("Server"),
                max_length=500,
                initial=place or row.place,
                help_text=_("Like %(example)s.") % {"example": row.place_example},
            )
        for ask in row.asks:
            self.fields[ask.key] = _field(ask)

    def place(self) -> str:
        """Return the server: the one typed in, else the platform's only one."""
        return str(self.cleaned_data.get("place") or self._row.place)

    def answers(self) -> Mapping[str, str]:
        """Return what was typed in beside the server."""
        return {ask.key: self.cleaned_data.get(ask.key, "") for ask in self._row.asks}

    def blame(self, field: str, said: str) -> None:
        """Show what the platform said at the field it speaks of, or above all of them."""
        self.add_error(field if field in self.fields else None, said)


def _field(ask: Ask) -> forms.CharField:
    widget = forms.PasswordInput(attrs={"autocomplete": "off"}) if ask.secret else forms.TextInput
    return forms.CharField(
        label=in_words(ask.label),
        help_text=in_words(ask.help),
        max_length=ROOM,
        required=ask.required,
        widget=widget,
        error_messages={"required": gettext("Fill this in.")},
    )
