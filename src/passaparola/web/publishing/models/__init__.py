"""The nouns of publishing: assets, posts and their variants, approval, plans, deliveries, their history."""

from passaparola.web.publishing.models.approval import Comment, Review, Verdict
from passaparola.web.publishing.models.asset import Asset, Attached
from passaparola.web.publishing.models.calendar import Almanac, Occurrence, Recurrence, Slot
from passaparola.web.publishing.models.delivery import DELIVERING, Attempt, Delivery, Piece, Verb, What
from passaparola.web.publishing.models.mention import Mention
from passaparola.web.publishing.models.post import Post, Snippet, Stage, Variant, Version

__all__ = [
    "DELIVERING",
    "Almanac",
    "Asset",
    "Attached",
    "Attempt",
    "Comment",
    "Delivery",
    "Mention",
    "Occurrence",
    "Piece",
    "Post",
    "Recurrence",
    "Review",
    "Slot",
    "Snippet",
    "Stage",
    "Variant",
    "Verb",
    "Verdict",
    "Version",
    "What",
]
