"""The life of what is heard through the channels."""

from __future__ import annotations

from typing import Any

from passaparola.web.conversations.hearing import looking, polling
from passaparola.web.conversations.models import HEARING, SAID, Intake, Ping
from passaparola.web.lifecycle.life import Life

LIVES: tuple[Life[Any], ...] = (Life(Intake, {HEARING: polling.hear}), Life(Ping, {SAID: looking.look}))
