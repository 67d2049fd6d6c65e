"""The lives of listening: ears hear, searches are watched, episodes are told."""

from __future__ import annotations

from passaparola.web.lifecycle.life import Life
from passaparola.web.listening import hearing, telling, watching
from passaparola.web.listening.models import HEARING, TELLING, WATCHING, Ear, Episode, SavedSearch

LIVES = (
    Life(Ear, {HEARING: hearing.hear}),
    Life(SavedSearch, {WATCHING: watching.watch}),
    Life(Episode, {TELLING: telling.tell}),
)
