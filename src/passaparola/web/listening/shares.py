"""Shares with their intervals: no share without its n."""

from __future__ import annotations

from math import sqrt
from typing import NamedTuple

Z = 1.959963984540054  # 95 %


class Share(NamedTuple):
    """`n` of `whole`, and between which shares the true one lies with 95 % confidence."""

    n: int
    whole: int
    low: float
    high: float

    @property
    def value(self) -> float:
        """Return the share itself, 0 where there is nothing."""
        return self.n / self.whole if self.whole else 0.0


def share(n: int, whole: int) -> Share:
    """Return the share of `n` in `whole` with Wilson's interval (E. B. Wilson, JASA 22, 1927)."""
    if not whole:
        return Share(n, whole, 0.0, 1.0)
    p = n / whole
    middle = (p + Z * Z / (2 * whole)) / (1 + Z * Z / whole)
    half = Z * sqrt(p * (1 - p) / whole + Z * Z / (4 * whole * whole)) / (1 + Z * Z / whole)
    return Share(n, whole, max(0.0, middle - half), min(1.0, middle + half))
