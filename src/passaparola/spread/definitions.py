"""The one place where every number shown is defined; the docs and the screens repeat these words.

The texts are English and marked for translation; whoever shows them passes them through its own `gettext`.
"""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True)
class Definition:
    """What a word or number means: its `key` in JSON, its `name` on screen, the `text`, and the `source`."""

    key: str
    name: str
    text: str
    source: str = ""


def gettext_noop(text: str) -> str:
    """Mark `text` for translation and return it as it is."""
    return text


_ = gettext_noop

_GOEL = (
    "Goel, Anderson, Hofman, Watts 2016, The structural virality of online diffusion, "
    "Management Science 62(1)"
)
_LLOYD_SMITH = (
    "Lloyd-Smith, Schreiber, Kopp, Getz 2005, Superspreading and the effect of individual variation, "
    "Nature 438; "
    "Garwood 1936, Fiducial limits for the Poisson distribution, Biometrika 28"
)
_SHAPLEY = "Shapley 1953, A value for n-person games, in Contributions to the Theory of Games II"

_ALL = (
    Definition(
        "nodes",
        _("Acts"),
        _(
            "Everything somebody did with the message: publish it, pass it on, quote, answer, like or "
            "visit it."
        ),
    ),
    Definition(
        "people",
        _("People"),
        _("Different people who did something with the message, its first sender included."),
    ),
    Definition(
        "hop",
        _("Hop"),
        _(
            "How many steps an act is from the message itself. The message is hop 0, who had it from "
            "the sender is "
            "hop 1, who had it from one of those is hop 2."
        ),
    ),
    Definition(
        "reach",
        _("Reach"),
        _(
            "The people whom the message reached beyond its sender. At a hop: those whose first act "
            "on the message "
            "is there, so that nobody counts twice. Only people who acted can be seen."
        ),
    ),
    Definition(
        "passed_on",
        _("Passed it on"),
        _("Those of the people at a hop from whom at least one other person had the message."),
    ),
    Definition(
        "polarity",
        _("Polarity"),
        _("How all reach divides into hop 1, hop 2, and hop 3 and beyond."),
    ),
    Definition(
        "bipolar",
        _("Bipolar"),
        _("The share of the reach at hop 1: sender to receiver. They had the message from the brand itself."),
    ),
    Definition(
        "tripolar",
        _("Tripolar"),
        _(
            "The share of the reach at hop 2: sender to receiver to receiver. A receiver became a "
            "sender once."
        ),
    ),
    Definition(
        "multipolar",
        _("Multipolar"),
        _(
            "The share of the reach at hop 3 and beyond: receivers who became senders, more than once "
            "in a row."
        ),
    ),
    Definition(
        "multiplier",
        _("Multiplier"),
        _("All reach divided by the reach at hop 1: how many people each one the brand reached became."),
    ),
    Definition(
        "reproduction",
        _("Reproduction number"),
        _(
            "The reach one hop further divided by the reach at this hop: how many others each person "
            "brought. Above "
            "1 the message spreads by itself. The 95 % interval takes into account that few people "
            "bring most; with "
            "few people it can still be too narrow."
        ),
        _LLOYD_SMITH,
    ),
    Definition(
        "generation_interval_s",
        _("Generation interval"),
        _("The median time between an act and the first act of another person who had it from there."),
        "Svensson 2007, A note on generation times in epidemic models, Mathematical Biosciences 208",
    ),
    Definition(
        "half_life_s",
        _("Half-life"),
        _("The time from the message's first act until half of all the people it has reached so far had it."),
    ),
    Definition(
        "structural_virality",
        _("Structural virality"),
        _(
            "The mean number of steps between any two acts of the same tree. Near 2 the message was "
            "broadcast; the "
            "more it went from person to person, the higher."
        ),
        _GOEL,
    ),
    Definition("breadth", _("Breadth"), _("The most acts at one hop of one message."), _GOEL),
    Definition("depth", _("Depth"), _("The largest hop of any act: the length of the longest chain."), _GOEL),
    Definition(
        "promoter",
        _("Promoter"),
        _("A person other than the first sender from whom at least one other person had the message."),
    ),
    Definition(
        "direct",
        _("Brought directly"),
        _("The people whose first act came from an act of the promoter."),
    ),
    Definition(
        "subtree",
        _("Brought in all"),
        _("The people who have the promoter anywhere on the chain that led to them, each counted once."),
    ),
    Definition(
        "credit",
        _("Shared credit"),
        _(
            "Everybody reached at hop 2 or beyond is worth 1, split equally among the different "
            "people on the chain "
            "that led there, the first sender left out. It is the Shapley value when every one of "
            "them was needed."
        ),
        _SHAPLEY,
    ),
    Definition(
        "evidence",
        _("Evidence"),
        _("On what one knows where an act came from. It is never upgraded from one kind to a stronger one."),
    ),
    Definition("proved", _("Proved"), _("The brand's own link or token carries where the act came from.")),
    Definition(
        "observed",
        _("Observed"),
        _("The platform says where the act came from: a reply to, a quote of, a share through somebody."),
    ),
    Definition(
        "affinity",
        _("Affinity"),
        _(
            "How close somebody is to the brand, from 0 to 100. Every act gives points: a like 1, a follow "
            "2, a mention, reply, comment or message 3, a quote or reshare 5; half again where it answers "
            "something the brand said to them, and log2(1 + n) more where it brought the message to n "
            "people. A point is worth half as much every 90 days. With 20 points the score is 50, with 40 "
            "it is 75, with 60 it is 87.5. The trend is the score now less the score 30 days ago."
        ),
    ),
    Definition("declared", _("Declared"), _("A person said who told them.")),
    Definition(
        "inferred",
        _("Inferred"),
        _("Who follows whom, and the times, make it likely; the act carries the probability of it."),
    ),
    Definition(
        "unknown",
        _("Origin unknown"),
        _(
            "Acts that came from another one, but nobody can see from which. Each stands at hop 0 of "
            "a tree of its "
            "own and is not counted as reach."
        ),
    ),
    Definition(
        "early",
        _("Earlier than their origin"),
        _(
            "Acts whose time is before that of the act they came from. They are kept as they are and "
            "counted here."
        ),
    ),
    Definition(
        "repaired",
        _("Repaired"),
        _(
            "Acts that named an origin which is not in the data, and were made first acts because "
            "that was asked for."
        ),
    ),
)

DEFINITIONS: Mapping[str, Definition] = MappingProxyType({one.key: one for one in _ALL})
"""Key to definition, in the order in which they are best read."""


def page() -> str:
    """Write the definitions as the section of the docs that must hold them word for word."""
    return "\n\n".join(
        f"**{one.name}** (`{one.key}`): {one.text}" + (f" *Source: {one.source}.*" if one.source else "")
        for one in DEFINITIONS.values()
    )
