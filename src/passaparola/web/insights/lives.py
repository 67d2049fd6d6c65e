"""The lives of readings and messages with all their handlers; here, because settling is done here."""

from __future__ import annotations

from typing import TYPE_CHECKING

from passaparola.web.cascades.models import Message
from passaparola.web.conversations.following import listening
from passaparola.web.conversations.models import ASKED, FOLLOWING, UNPACKING, Reading
from passaparola.web.insights import actions, intake_file
from passaparola.web.lifecycle.life import Life

if TYPE_CHECKING:
    from datetime import datetime

    from passaparola.web.lifecycle.graph import Outcome


def settle(message: Message, now: datetime) -> Outcome:
    """Work out the figures of a message that has changed."""
    actions.settle(message, now)
    return "settled"


READING: Life[Reading] = Life(
    Reading, {ASKED: listening.read, UNPACKING: intake_file.unpack, FOLLOWING: listening.reread}
)
SETTLING: Life[Message] = Life(Message, {"changed": settle})

LIVES = (READING, SETTLING)
