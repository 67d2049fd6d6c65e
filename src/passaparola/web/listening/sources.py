"""Where a search can be asked: the places that platforms let one search, and the brand's own channels."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import urlsplit

from django.utils.translation import gettext as _

from passaparola.connectors.platforms import PLATFORMS
from passaparola.web.brands.refusals import Refused
from passaparola.web.channels import queries as channels
from passaparola.web.conversations import taming
from passaparola.web.listening.models import OWN

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from passaparola.connectors.row import Platform

MOST = 30
WORDS_ROOM = 300


class Source(NamedTuple):
    """A place that a search is asked at; `platform` may be `OWN`."""

    platform: str
    place: str = ""

    def written(self) -> dict[str, str]:
        """Return what is kept of it."""
        return {"platform": self.platform, "place": self.place}


def searchable() -> list[Platform]:
    """Return the platforms that can be searched, those with one place first."""
    rows = [row for row in PLATFORMS.values() if "searcher" in row.capabilities]
    return sorted(rows, key=lambda row: (not row.search_place, row.simulated, row.name))


def of(kept: Iterable[Mapping[str, str]]) -> list[Source]:
    """Return the sources in what is kept of a search; those that have no connector any more are left out."""
    known = {OWN, *(row.key for row in searchable())}
    found = [Source(each.get("platform", ""), each.get("place", "")) for each in kept]
    return [source for source in found if source.platform in known]


def fit(given: Iterable[Source]) -> list[Source]:
    """Return sources as they are kept, each once; raises `Refused` for a place that is none."""
    fitted = list(dict.fromkeys(_fitted(source) for source in given))
    if not fitted:
        raise Refused(_("Choose at least one place to listen to."))
    if len(fitted) > MOST:
        raise Refused(_("A search listens to %(most)s places at most.") % {"most": MOST})
    return fitted


def _fitted(source: Source) -> Source:
    if source.platform == OWN:
        return Source(OWN)
    row = next((row for row in searchable() if row.key == source.platform), None)
    if row is None:
        raise Refused(_("There is no such place to listen to."))
    if row.search_place:
        return Source(row.key, row.search_place)
    text = source.place.strip()
    place = taming.link(text if "://" in text else f"https://{text}")
    try:
        parts = urlsplit(place)
        whole = bool(parts.hostname) and "." in str(parts.hostname) and not parts.username
    except ValueError:
        whole = False
    if not whole or len(place) > taming.ID_ROOM:
        raise Refused(
            _("“%(said)s” is no address: write one like %(example)s.")
            % {"said": taming.name(text, 80), "example": row.search_example}
        )
    return Source(row.key, place if urlsplit(place).path.strip("/") else place.rstrip("/"))


def name(platform: str, place: str = "") -> str:
    """Return what people call a source."""
    if platform == OWN:
        return _("Own channels")
    row = PLATFORMS.get(platform)
    called = channels.platform_name(platform)
    shown = place.removeprefix("https://").removeprefix("http://")
    return called if row is None or row.search_place or not shown else f"{called} · {shown}"


def by_words(platform: str) -> bool:
    """Say whether a source is asked for words, and not for all it has."""
    return platform != OWN and PLATFORMS[platform].by_words
