"""What a search and an alarm are asked for; what must hold, the actions say in sentences."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from passaparola.web.listening import sources
from passaparola.web.listening.models import OWN, Side
from passaparola.web.listening.searching import FALSE_ALARM_DAYS, Wanted
from passaparola.web.listening.sources import Source
from passaparola.web.publishing.templatetags.composing import language_name
from passaparola.web.publishing.words.naming import LANGUAGES

if TYPE_CHECKING:
    from passaparola.web.listening.models import SavedSearch

ON, AT = "on-", "at-"


class SearchForm(forms.Form):
    """A search: its words, whom it is about, and one field for each place that can be listened to."""

    name = forms.CharField(label=_("Name"), max_length=100)
    query = forms.CharField(
        label=_("Search"),
        max_length=1_000,
        widget=forms.Textarea(attrs={"rows": 3, "spellcheck": "false", "dir": "auto"}),
    )
    side = forms.ChoiceField(
        label=_("About"),
        choices=Side.choices,
        initial=Side.OURS,
        help_text=_(
            "Searches on the brand and on competitors are held against each other: the share of voice."
        ),
    )
    languages = forms.MultipleChoiceField(
        label=_("Languages"),
        required=False,
        widget=forms.SelectMultiple(attrs={"size": 5}),
        help_text=_("Choose none for all. What is in no known language is found only where all count."),
    )
    false_alarm_days = forms.TypedChoiceField(
        label=_("A false alarm at most"),
        coerce=int,
        initial=30,
        help_text=_("How rarely an alarm may be false: the rarer, the later a small spike is told."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["languages"].choices = [(code, language_name(code)) for code in LANGUAGES]  # type: ignore[attr-defined]
        self.fields["false_alarm_days"].choices = [  # type: ignore[attr-defined]
            (days, ngettext("once in %(n)s day", "once in %(n)s days", days) % {"n": days})
            for days in FALSE_ALARM_DAYS
        ]
        own = forms.BooleanField(label=_("Own channels"), required=False)
        own.help_text = _("What people say to the brand's channels in the open; it names them.")
        self.fields[ON + OWN] = own
        for row in sources.searchable():
            self.fields[(ON if row.search_place else AT) + row.key] = _field(row.name, row.found, row)

    @property
    def places(self) -> list[forms.BoundField]:
        """Return the fields of the places."""
        return [field for field in self if field.name.startswith((ON, AT))]

    @property
    def words(self) -> list[forms.BoundField]:
        """Return the other fields."""
        return [field for field in self if not field.name.startswith((ON, AT))]

    def wanted(self) -> Wanted:
        """Return the search that was handed in."""
        given = self.cleaned_data
        places = [Source(name.removeprefix(ON)) for name in given if name.startswith(ON) and given[name]]
        for name in given:
            if name.startswith(AT):
                places += [
                    Source(name.removeprefix(AT), line) for line in given[name].splitlines() if line.strip()
                ]
        return Wanted(
            name=given["name"],
            query=given["query"],
            sources=places,
            side=given["side"],
            languages=given["languages"],
            false_alarm_days=given["false_alarm_days"],
        )


def _field(name: str, found: str, row: Any) -> forms.Field:
    if row.search_place:
        return forms.BooleanField(label=name, required=False, help_text=_(found))
    lines = forms.Textarea(attrs={"rows": 2, "placeholder": row.search_example, "spellcheck": "false"})
    return forms.CharField(
        label=_("%(name)s: one address on each line") % {"name": name},
        required=False,
        max_length=10_000,
        widget=lines,
        help_text=_(found),
    )


def initial(search: SavedSearch) -> dict[str, Any]:
    """Return what the form shows of a search that is there."""
    shown: dict[str, Any] = {
        "name": search.name,
        "query": search.query,
        "side": search.side,
        "languages": search.languages,
        "false_alarm_days": search.false_alarm_days,
    }
    asked = {row.key for row in sources.searchable() if not row.search_place}
    for source in sources.of(search.sources):
        if source.platform in asked:
            key = AT + source.platform
            shown[key] = "\n".join(filter(None, (shown.get(key, ""), source.place)))
        else:
            shown[ON + source.platform] = True
    return shown


class AlarmForm(forms.Form):
    """How a brand is told of spikes."""

    mail = forms.BooleanField(
        label=_("By mail"),
        required=False,
        help_text=_("To every member who writes; one mail for each episode."),
    )
    hook = forms.CharField(
        label=_("Webhook"),
        required=False,
        max_length=1_000,
        widget=forms.URLInput(attrs={"placeholder": "https://example.org/hook"}),
        help_text=_(
            "Called once for each episode, signed, and again until it answers, for six hours at most."
        ),
    )
