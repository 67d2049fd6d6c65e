"""What was approved, word for word: names and descriptions of pictures may change without a new version."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING

from passaparola.web.publishing.models.post import Stage
from passaparola.web.publishing.words import pieces

if TYPE_CHECKING:
    from collections.abc import Iterable

    from passaparola.web.publishing.models.post import Post, Variant


def marks(variants: Iterable[Variant]) -> dict[str, str]:
    """Return a digest of what each of `variants` sends as things stand, by its channel's number."""
    return {str(each.channel_id): _digest(each) for each in variants}


def mark(variants: Iterable[Variant]) -> str:
    """Return a digest of all that `variants` send as things stand: whoever reads a post reads just that."""
    return hashlib.sha256(json.dumps(marks(variants), sort_keys=True).encode()).hexdigest()


def otherwise(post: Post, variant: Variant) -> bool:
    """Say whether `variant` would send anything else than what was approved of `post`."""
    if not post.needs_approval or post.stage != Stage.APPROVED:
        return False
    # What was approved before such digests were kept has none, and is sent as it was.
    return post.approved_as.get(str(variant.channel_id), "") not in {"", _digest(variant)}


def _digest(variant: Variant) -> str:
    told = json.dumps(pieces.contents(variant), ensure_ascii=True, sort_keys=True, default=str)
    return hashlib.sha256(told.encode()).hexdigest()
