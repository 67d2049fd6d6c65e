"""The one door to the network: deadlines, retries, pace, size caps, and no way into private networks.

Every request of the product leaves through `Client`; tests replace its transport.
"""

from passaparola.http.client import Answer, Client, Policy
from passaparola.http.errors import (
    BadAnswer,
    Busy,
    Failing,
    HttpError,
    NoSuchHost,
    Refused,
    TimedOut,
    TooLarge,
    Unreachable,
)
from passaparola.http.pace import Pace
from passaparola.http.stream import Stream
from passaparola.http.waits import Chance

__all__ = [
    "Answer",
    "BadAnswer",
    "Busy",
    "Chance",
    "Client",
    "Failing",
    "HttpError",
    "NoSuchHost",
    "Pace",
    "Policy",
    "Refused",
    "Stream",
    "TimedOut",
    "TooLarge",
    "Unreachable",
]
