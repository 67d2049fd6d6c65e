"""What is asked about a person; what must hold between the fields, the action says in sentences."""

from __future__ import annotations

from datetime import datetime, time
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from passaparola.web.people.models import Ground, Role


class PersonForm(forms.Form):
    """A person: what they are called, what they are to the brand, what they agreed to."""

    name = forms.CharField(label=_("Name"), max_length=500, required=False)
    roles = forms.MultipleChoiceField(
        label=_("Roles"), choices=Role.choices, required=False, widget=forms.CheckboxSelectMultiple
    )
    note = forms.CharField(
        label=_("Note"), required=False, max_length=10_000, widget=forms.Textarea(attrs={"rows": 3})
    )
    consent = forms.CharField(
        label=_("What they agreed to"),
        required=False,
        max_length=5_000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("In their words, and where they said so."),
    )
    consent_at = forms.DateField(
        label=_("Agreed on"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )

    def said(self) -> dict[str, Any]:
        """Return what was typed, the day of a consent as a moment of the brand's zone."""
        said = dict(self.cleaned_data)
        day = said["consent_at"]
        said["consent_at"] = timezone.make_aware(datetime.combine(day, time())) if day else None
        return said


class JoiningForm(forms.Form):
    """On what ground two persons are one."""

    ground = forms.ChoiceField(label=_("What it rests on"), choices=Ground.choices, initial=Ground.JUDGED)
    why = forms.CharField(
        label=_("Why"),
        required=False,
        max_length=1_000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Whoever separates them again will want to know."),
    )
