"""The nouns of conversations: what is read, what is heard, and what is talked about."""

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

__all__ = [
    "ASKED",
    "AT_WORK",
    "CANCELLED",
    "FOLLOWING",
    "GONE",
    "QUIET",
    "READ",
    "READING",
    "REFUSED",
    "UNPACKING",
    "Reading",
]
