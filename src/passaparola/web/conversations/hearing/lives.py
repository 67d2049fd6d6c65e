"""The life of what is heard through the channels."""

from __future__ import annotations

from passaparola.web.conversations.hearing import polling
from passaparola.web.conversations.models import HEARING, Intake
from passaparola.web.lifecycle.life import Life

LIVES = (Life(Intake, {HEARING: polling.hear}),)
