"""The nouns of conversations: what is read, what is heard, and what is talked about."""

from passaparola.web.conversations.models.conversation import (
    TALK,
    Conversation,
    Interaction,
    Kind,
    Label,
    Status,
)
from passaparola.web.conversations.models.desk import Answer, Note, Presence, Rule, SavedReply, Service
from passaparola.web.conversations.models.intake import DEAF, HEARING, INTAKE, Intake
from passaparola.web.conversations.models.ping import KEPT, PINGING, SAID, Knocking, Ping, Way, digest_of
from passaparola.web.conversations.models.reading import (
    ASKED,
    AT_WORK,
    CANCELLED,
    FOLLOWING,
    GONE,
    QUIET,
    READ,
    READING,
    REFUSED,
    UNPACKING,
    Reading,
)
from passaparola.web.conversations.models.taught import Taught
from passaparola.web.conversations.models.voice import Labelled, Tone, Voiced

__all__ = [
    "ASKED",
    "AT_WORK",
    "CANCELLED",
    "DEAF",
    "FOLLOWING",
    "GONE",
    "HEARING",
    "INTAKE",
    "KEPT",
    "PINGING",
    "QUIET",
    "READ",
    "READING",
    "REFUSED",
    "SAID",
    "TALK",
    "UNPACKING",
    "Answer",
    "Conversation",
    "Intake",
    "Interaction",
    "Kind",
    "Knocking",
    "Label",
    "Labelled",
    "Note",
    "Ping",
    "Presence",
    "Reading",
    "Rule",
    "SavedReply",
    "Service",
    "Status",
    "Taught",
    "Tone",
    "Voiced",
    "Way",
    "digest_of",
]
