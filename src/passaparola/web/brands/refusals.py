from __future__ import annotations


class Refused(Exception):
    """What was asked for may not be done; the message says to the person why, and what to do."""
