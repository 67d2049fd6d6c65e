"""What people fill in about brands, members, guests and themselves."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any
from zoneinfo import available_timezones

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from passaparola.web.brands import guests
from passaparola.web.brands.models import Approval, Role, User

if TYPE_CHECKING:
    from collections.abc import Sequence

    from passaparola.web.brands.models import Brand

NAME = 150
ELSEWHERE = ("Etc", "SystemV", "US", "posix", "right")
"""Old names of zones that have a better one."""


@lru_cache
def zones() -> list[tuple[str, list[tuple[str, str]]]]:
    """Return the zones by continent, as a list of choices."""
    found: dict[str, list[tuple[str, str]]] = {}
    for zone in sorted(available_timezones()):
        continent, _slash, place = zone.partition("/")
        if place and continent not in ELSEWHERE:
            found.setdefault(continent, []).append((zone, zone.replace("_", " ")))
    return [*found.items(), ("UTC", [("UTC", "UTC")])]


class LineField(forms.CharField):
    """Text in one line, whatever was pasted."""

    def to_python(self, value: object) -> str:
        """Return the text with each run of spaces and line ends as one space."""
        return " ".join(str(super().to_python(value) or "").split())


class ZoneField(forms.ChoiceField):
    """A time zone by its place."""

    def __init__(self, **more: Any) -> None:
        super().__init__(label=_("Time zone"), choices=zones, **more)


class NewBrandForm(forms.Form):
    """A brand's name and where its clocks stand."""

    name = LineField(label=_("Name of the brand"), max_length=NAME)
    zone = ZoneField(help_text=_("Hours in the calendar are meant in this zone."))


class SettingsForm(NewBrandForm):
    """What an admin decides for a brand."""

    approval = forms.TypedChoiceField(
        label=_("Approval before a post leaves"),
        choices=Approval.choices,
        coerce=int,
        widget=forms.RadioSelect,
    )
    needs_second_factor = forms.BooleanField(
        label=_("Every member needs a second factor"),
        help_text=_("Whoever has none is sent to set one up before they come in."),
        required=False,
    )

    def __init__(self, brand: Brand, data: Any = None) -> None:
        now = {name: getattr(brand, name) for name in self.base_fields}
        super().__init__(data, initial=now)


class InvitationForm(forms.Form):
    """Whom to invite, and as what."""

    email = forms.EmailField(
        label=_("E-mail"),
        required=False,
        help_text=_("Left empty, the link is for whoever you give it to."),
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )
    role = forms.ChoiceField(label=_("Role"))

    def __init__(self, roles: Sequence[Role], data: Any = None) -> None:
        super().__init__(data, initial={"role": Role.EDITOR}, prefix="invitation")
        self.fields["role"].choices = [(role.value, role.label) for role in roles]  # type: ignore[attr-defined]


class GuestForm(forms.Form):
    """Who outside approves, and for how long."""

    name = LineField(label=_("Name"), max_length=NAME, widget=forms.TextInput(attrs={"autocomplete": "off"}))
    email = forms.EmailField(
        label=_("E-mail"), required=False, widget=forms.EmailInput(attrs={"autocomplete": "off"})
    )
    days = forms.TypedChoiceField(
        label=_("The link is open for"),
        coerce=int,
        initial=30,
    )

    def __init__(self, data: Any = None) -> None:
        super().__init__(data, prefix="guest")
        open_for = [(days, gettext("%(days)s days") % {"days": days}) for days in guests.DAYS]
        self.fields["days"].choices = open_for  # type: ignore[attr-defined]


class JoiningForm(forms.Form):
    """What a new person says of themselves to come in."""

    email = forms.EmailField(label=_("E-mail"), widget=forms.EmailInput(attrs={"autocomplete": "username"}))
    name = LineField(
        label=_("Your name"), max_length=NAME, widget=forms.TextInput(attrs={"autocomplete": "name"})
    )
    password = forms.CharField(
        label=_("Choose a password"),
        strip=False,
        help_text=_("Ten characters or more."),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def __init__(self, email: str, data: Any = None) -> None:
        super().__init__(data)
        if email:
            del self.fields["email"]

    def clean(self) -> dict[str, Any]:
        """Refuse a password that is guessed first."""
        said = super().clean() or self.cleaned_data
        try:
            validate_password(said.get("password", ""), User(email=said.get("email", "")))
        except ValidationError as error:
            self.add_error("password", error)
        return said


class NameForm(forms.Form):
    """What one is called here."""

    name = LineField(
        label=_("Your name"),
        max_length=NAME,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
