"""Every life the workers take care of."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from passaparola.web.conversations.hearing import lives as hearing
from passaparola.web.insights import lives as insights
from passaparola.web.listening import lives as listening
from passaparola.web.publishing.outbox import outbox
from passaparola.web.site import demo, errands

if TYPE_CHECKING:
    from passaparola.web.lifecycle.crew import Crew
    from passaparola.web.lifecycle.life import Life

LIVES: tuple[Life[Any], ...] = (*insights.LIVES, demo.PLAYING, errands.RUNNING)
HEARING: tuple[Life[Any], ...] = (*hearing.LIVES, *listening.LIVES)
CREWS: tuple[Crew[Any, Any], ...] = (outbox.OUTBOX,)
