"""What a campaign is asked for; what must hold between its fields, the action says in sentences."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from passaparola.web.campaigns.models import Identity


def _day() -> forms.DateInput:
    return forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class CampaignForm(forms.Form):
    """A campaign: its goal, its dates, and as whom it speaks."""

    name = forms.CharField(label=_("Name"), max_length=150)
    goal = forms.CharField(
        label=_("Goal"),
        required=False,
        max_length=5_000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("What is to be different afterwards, in words one can be held to."),
    )
    starts = forms.DateField(label=_("Starts"), required=False, widget=_day())
    ends = forms.DateField(label=_("Ends"), required=False, widget=_day())
    identity = forms.ChoiceField(
        label=_("Who speaks"),
        choices=Identity.choices,
        help_text=_(
            "Declared: the brand speaks by name. Teaser: it does not say who speaks until a date that is set,"
            " and only from the brand's own channels. It never poses as a consumer."
        ),
    )
    reveal_on = forms.DateField(
        label=_("Revealed on"),
        required=False,
        widget=_day(),
        help_text=_("For a teaser: the day on which it says who speaks."),
    )
