"""The nouns of listening: what is looked for and where, what was found, and when it is more than usual."""

from passaparola.web.listening.models.alarms import PAST, TELLING, TOLD, Alarm, Episode
from passaparola.web.listening.models.finds import Find, Match
from passaparola.web.listening.models.searches import (
    EARS,
    HEARING,
    OWN,
    RESTING,
    SEARCH,
    WATCHING,
    Ear,
    SavedSearch,
    Side,
)

__all__ = [
    "EARS",
    "HEARING",
    "OWN",
    "PAST",
    "RESTING",
    "SEARCH",
    "TELLING",
    "TOLD",
    "WATCHING",
    "Alarm",
    "Ear",
    "Episode",
    "Find",
    "Match",
    "SavedSearch",
    "Side",
]
