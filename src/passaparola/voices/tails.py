"""tails: how unlikely it is to count so much by chance, where counts scatter more than Poisson's."""

from __future__ import annotations

from math import ceil, log, sqrt


def at_least(count: int, mean: float, spread: float) -> float:
    """Give P(Y >= count) for Y of the negative binomial with this mean and variance mean + spread * mean².

    `spread` 0 is the Poisson distribution. Source: the regularised incomplete beta and gamma functions, NIST
    Digital Library of Mathematical Functions, 8.17.5 and 8.4.10.
    """
    from scipy import special  # noqa: PLC0415 - slow to import

    if count <= 0:
        return 1.0
    if mean <= 0:
        return 0.0
    if spread * mean < 1e-9:  # noqa: PLR2004 - the beta function loses its digits, and both are equal by then
        return float(special.gammainc(count, mean))
    size = 1 / spread
    return float(special.betainc(count, size, mean / (mean + size)))


def unlikely_from(chance: float, mean: float, spread: float) -> int:
    """Give the smallest count that is reached with less than `chance`, by doubling and halving."""
    high = ceil(mean + 5 * sqrt(mean + spread * mean * mean)) + 1
    while at_least(high, mean, spread) >= chance:
        high *= 2
    low = 0
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if at_least(middle, mean, spread) >= chance else (low, middle)
    return high


class Trust:
    """How far a model's tail can be believed: the chances it gave, held against how often they came.

    Beyond `BODY` the chance of a chance p is taken as rate x (p / BODY) ** thinness: exact for a true model,
    where rate is BODY and thinness 1; smaller where the world's tail is heavier than the model's. That is
    peaks over threshold with an exponential tail in log p (Hill, Annals of Statistics 3, 1975). Peaks beyond
    `SEEN` may be real events: they count as censored there, however far they went.
    """

    BODY, SEEN = 0.1, 0.002
    FIRST_HOURS, FIRST_PEAKS = 300.0, 30.0  # how much the true model weighs against what is seen
    THICKEST, THINNEST = 0.25, 1.1
    FORGETS = 0.5 ** (1 / (8 * 7 * 24))  # an hour: half in 8 weeks

    def __init__(self) -> None:
        self.hours = self.peaks = self.told = self.excess = 0.0

    @property
    def rate(self) -> float:
        """How often a chance below `BODY` comes."""
        return (self.peaks + self.BODY * self.FIRST_HOURS) / (self.hours + self.FIRST_HOURS)

    @property
    def thinness(self) -> float:
        """Peaks over their logarithms: the maximum likelihood of a censored exponential, drawn to 1."""
        fitted = (self.told + self.FIRST_PEAKS) / (self.excess + self.FIRST_PEAKS)
        return min(self.THINNEST, max(self.THICKEST, fitted))

    def chance(self, given: float) -> float:
        """Give how likely it is that the model gives such a chance or a smaller one."""
        return given if given >= self.BODY else self.rate * float((given / self.BODY) ** self.thinness)

    def given(self, chance: float) -> float:
        """Give which chance of the model's is so likely: the inverse of `chance` beyond the body."""
        return self.BODY * float(min(1.0, chance / self.rate) ** (1 / self.thinness))

    def learn(self, given: float) -> None:
        """Take in a chance the model gave for an hour outside an episode."""
        peak = given < self.BODY
        self.hours = self.hours * self.FORGETS + 1
        self.peaks = self.peaks * self.FORGETS + peak
        self.told = self.told * self.FORGETS + (self.SEEN <= given < self.BODY)
        self.excess = self.excess * self.FORGETS + (log(self.BODY / max(given, self.SEEN)) if peak else 0.0)
