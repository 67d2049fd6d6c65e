"""What in a change of a page is said to us: what stands in our section, or names us; pure."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import quote, urljoin

from passaparola.connectors.contract import Actor, Event
from passaparola.connectors.mediawiki import section
from passaparola.connectors.wild import LONGEST

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from passaparola.connectors.mediawiki.api import Api
    from passaparola.connectors.mediawiki.revisions import Revision, Subject

# what cannot be stored: a database text holds no NUL, UTF-8 no half of a surrogate pair
_UNWRITABLE = re.compile("[\x00\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Us:
    """Who we are on a wiki.

    `talk` is the number of the page where people write to us (empty: there is none yet), `sections` are the
    revisions that added ours, by the references in them.
    """

    name: str
    number: str
    talk: str
    sections: Mapping[str, str]

    def named_in(self, text: str) -> bool:
        """Say whether a text names us: a wiki takes a space and an underscore for the same."""
        return self.name in text.replace("_", " ")


def told(api: Api, us: Us, page: Subject, before: str, now: Revision) -> Event | None:
    """Return what `now` says to us that did not stand in the page `before`; None where nothing."""
    lines = list(_added(before, now.text or ""))
    said = "".join(line for _, line in lines).strip()
    if not said or now.number == us.number or not now.user:
        return None
    about = _answered(us, now.text or "", [start for start, line in lines if line.strip()])
    if not about and not us.named_in(said) and page.page != us.talk:
        return None
    words = _UNWRITABLE.sub("\ufffd", said)[:LONGEST]
    return Event(
        id=str(now.id),
        kind="reply" if about else "mention",
        actor=_actor(api, now),
        at=now.at,
        text=words,
        url=urljoin(api.url, f"index.php?diff={now.id}"),
        about=about,
        thread=about or f"{page.page}#{section.heading(now.text or '', lines[0][0])}"[:200],
        ours=bool(about),
    )


def _added(before: str, now: str) -> Iterator[tuple[int, str]]:
    """Yield the lines that are new, and where each begins; one that was only moved is not.

    Empty lines count for nothing, and are told where they follow a new one.
    """
    old, start, fresh = Counter(before.splitlines()), 0, False
    for line in now.splitlines(keepends=True):
        (bare,) = line.splitlines()
        if bare.strip():
            fresh = not old[bare]
            old[bare] -= not fresh
        if fresh:
            yield start, line
        start += len(line)


def _answered(us: Us, text: str, places: list[int]) -> str:
    """Return the revision that added the section of ours in which one of the `places` is."""
    for reference, revision in us.sections.items():
        span = section.located(text, reference) if reference in text else None
        if span and any(span.start <= place < section.ends(text, span) for place in places):
            return revision
    return ""


def _actor(api: Api, now: Revision) -> Actor:
    url = urljoin(api.url, f"index.php?title=User:{quote(now.user.replace(' ', '_'))}")
    number = now.number if now.number not in {"", "0"} else now.user  # who is not logged in has an address
    return Actor(number, f"{now.user}@{api.host}", now.user, url)
