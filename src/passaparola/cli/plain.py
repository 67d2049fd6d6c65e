"""plain: foreign words made fit for a terminal.

Names and ids come from strangers. What in them would move the cursor, colour the screen, break the line or
turn the text around is spelled out instead (CWE-150; bidirectional controls: Unicode UAX #9).
"""

from __future__ import annotations

import re

MOST = 1_000
"""The longest sentence that is printed whole, in characters."""

_TURNING = "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"
_HALVES = "\ud800-\udfff"  # of a surrogate pair: how Python keeps the bytes of a file name that is no UTF-8
_BEYOND_ASCII = f"\x7f-\x9f\u2028\u2029{_TURNING}{_HALVES}"
_UNFIT = re.compile(f"[\x00-\x1f{_BEYOND_ASCII}]")
_UNFIT_IN_JSON = re.compile(f"[{_BEYOND_ASCII}]")


def plain(text: str) -> str:
    r"""Spell out what a terminal would obey rather than show: an escape becomes ``\x1b``."""
    return _UNFIT.sub(lambda found: found[0].encode("unicode_escape").decode("ascii"), text)


def sentence(text: str) -> str:
    """Give `text` plain and on one line, its middle left out where it is longer than `MOST`."""
    shown = plain(text)
    if len(shown) <= MOST:
        return shown
    return f"{shown[: MOST // 2]} […] {shown[-MOST // 2 :]}"


def json_text(text: str) -> str:
    """Escape in written JSON what a terminal would obey; the values stay the same."""
    return _UNFIT_IN_JSON.sub(lambda found: f"\\u{ord(found[0]):04x}", text)
