"""Whether a disk was full: what the database and the system say of it."""

from __future__ import annotations

import errno

from django.db import DatabaseError

FULL = ("disk is full", "no space left", "disk i/o error", "could not extend")
FULL_NUMBERS = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}


def ran_out(error: BaseException) -> bool:
    """Say whether `error` means that there was no room left to write."""
    if isinstance(error, DatabaseError):
        return any(words in str(error).lower() for words in FULL)
    return isinstance(error, OSError) and error.errno in FULL_NUMBERS
