"""What people hand in to have something traced."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from passaparola.spread import formats
from passaparola.web.campaigns import queries as campaigns
from passaparola.web.campaigns.models import Campaign

if TYPE_CHECKING:
    from passaparola.web.brands.models import Brand

FORMATS = (("", _("tell it from the name")), *((name, name) for name in formats.FORMATS))


class AddressForm(forms.Form):
    """A post by its address, and the campaign it belongs to."""

    address = forms.CharField(
        label=_("Address of the post"),
        max_length=1000,
        error_messages={"required": _("Paste the address of one public post.")},
        widget=forms.TextInput(
            attrs={
                "placeholder": "https://bsky.app/profile/…/post/…",
                "inputmode": "url",
                "autocomplete": "off",
            }
        ),
    )
    campaign = forms.ModelChoiceField(
        label=_("Campaign"), queryset=Campaign.objects.none(), required=False, empty_label=_("none")
    )

    def __init__(self, brand: Brand, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["campaign"]
        own = campaigns.campaigns_of(brand)
        if own.exists():
            field.queryset = own  # type: ignore[attr-defined]
        else:
            del self.fields["campaign"]


class FileForm(forms.Form):
    """A file of acts; optionally one of who follows whom, and leave to repair."""

    file = forms.FileField(
        label=_("File"), error_messages={"required": _("Choose a file with a line for each act.")}
    )
    format = forms.ChoiceField(label=_("Format"), choices=FORMATS, required=False)
    graph = forms.FileField(
        label=_("Who follows whom"),
        required=False,
        help_text=_("One pair a line: the follower, then the one they follow."),
    )
    repair = forms.BooleanField(
        label=_("Take acts whose source is missing from the file as first ones; how many is said."),
        required=False,
    )
