"""How a brand's calendar looks: whose holidays it shows, and the key of its feed."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

import holidays
from django.db import transaction
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from holidays import registry

from passaparola.web.brands import audit, tokens
from passaparola.web.brands.refusals import Refused
from passaparola.web.publishing.models import Almanac

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date, datetime

    from passaparola.web.brands.models import Brand, User

FEED_MADE = audit.verb("calendar.feed", gettext_lazy("gave the calendar's feed an address"))
FEED_REVOKED = audit.verb(
    "calendar.feed_revoked", gettext_lazy("took back the address of the calendar's feed")
)


def of(brand: Brand) -> Almanac:
    """Return how `brand`'s calendar looks; where nobody said, it shows no holidays and has no feed."""
    return Almanac.objects.filter(brand=brand).first() or Almanac(brand=brand)


def countries() -> Mapping[str, list[str]]:
    """Return the countries whose holidays are known, by their ISO code, with the codes of their regions."""
    return holidays.list_supported_countries(include_aliases=False)


def country_names() -> list[tuple[str, str]]:
    """Return the countries with their English name; a browser knows them in the reader's language."""
    known = countries()
    named = {row[1]: _spaced(row[0]) for row in registry.COUNTRIES.values() if row[1] in known}
    return sorted(named.items(), key=lambda each: each[1])


def region_names(country: str) -> list[tuple[str, str]]:
    """Return the regions of `country` by the name they have there, or their code."""
    if not (codes := countries().get(country, [])):
        return []
    names = holidays.country_holidays(country).get_subdivision_aliases()
    return sorted(((code, (names.get(code) or [code])[0]) for code in codes), key=lambda each: each[1])


def _spaced(name: str) -> str:
    """Write UnitedStates as United States."""
    return re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name)


def settle(brand: Brand, country: str, region: str) -> None:
    """Have the calendar show the holidays of `country` and `region`; raises `Refused` for one not known."""
    known = countries()
    if country and country not in known:
        raise Refused(
            _("No holidays are known for %(country)s: choose one of the list.") % {"country": country}
        )
    if region and region not in known.get(country, []):
        raise Refused(
            _("%(country)s has no region %(region)s: choose one of the list, or none.")
            % {"country": country or _("No country"), "region": region}
        )
    Almanac.objects.update_or_create(brand=brand, defaults={"country": country, "region": region})


def holidays_between(almanac: Almanac, first: date, last: date) -> dict[date, str]:
    """Return the holidays from `first` to `last`, named in the reader's language where that is known."""
    if not almanac.country:
        return {}
    language = get_language() or "en"
    years = range(first.year, last.year + 1)
    found = [_year(almanac.country, almanac.region, year, language[:2]) for year in years]
    return {day: name for year in found for day, name in year.items() if first <= day <= last}


@lru_cache(maxsize=256)
def _year(country: str, region: str, year: int, language: str) -> dict[date, str]:
    if country not in countries() or (region and region not in countries()[country]):
        return {}  # a newer release may know a region no more
    found = holidays.country_holidays(
        country, subdiv=region or None, years=year, language=_spoken(country, language)
    )
    return dict(found)


def _spoken(country: str, language: str) -> str | None:
    """Return the code of `language` as that country's holidays know it; None: the country's own."""
    known = holidays.country_holidays(country).supported_languages
    return next((code for code in known if code.split("_")[0] == language), None)


@transaction.atomic
def open_feed(brand: Brand, *, by: User, now: datetime) -> str:
    """Give the feed a new secret address and end the one before; return the token that is in it."""
    token = tokens.new()
    Almanac.objects.update_or_create(brand=brand, defaults={"feed_digest": tokens.digest(token)})
    audit.record(brand, by, FEED_MADE, brand.name, now)
    return token


@transaction.atomic
def close_feed(brand: Brand, *, by: User, now: datetime) -> None:
    """End the feed: whoever has its address reads nothing more."""
    if Almanac.objects.filter(brand=brand).exclude(feed_digest="").update(feed_digest=""):
        audit.record(brand, by, FEED_REVOKED, brand.name, now)


def by_feed(token: str) -> Brand:
    """Return the brand whose feed's address holds `token`; raises Almanac.DoesNotExist."""
    return Almanac.objects.select_related("brand").get(feed_digest=tokens.digest(token)).brand
