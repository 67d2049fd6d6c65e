"""Says in a post's own words what the law wants said, where its platform has no label for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from passaparola.web.publishing.models.post import Disclosure

if TYPE_CHECKING:
    from passaparola.web.publishing.models.post import Post

# Italian: the Digital Chart of the Istituto dell'Autodisciplina Pubblicitaria (iap.it, 2019-06);
# English: FTC, Disclosures 101 for Social Media Influencers (ftc.gov, 2019-11).
WORDS = {
    "it": {
        Disclosure.PAID: "Pubblicità · #adv",
        Disclosure.GIFTED: "Prodotto inviato da {brand} · #suppliedby",
        Disclosure.EMPLOYED: "Lavoro per {brand}",
    },
    "en": {
        Disclosure.PAID: "Ad · #ad",
        Disclosure.GIFTED: "Gifted by {brand} · #gifted",
        Disclosure.EMPLOYED: "I work for {brand}",
    },
}


def worded(text: str, post: Post) -> str:
    """Return `text` opened by what has to be said, in the post's language (else English)."""
    words = WORDS.get(post.language[:2], WORDS["en"])[Disclosure(post.disclosure)]
    said = words.format(brand=post.brand.name)
    return text if said in text else f"{said}\n\n{text}".strip()
