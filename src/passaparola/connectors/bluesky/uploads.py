"""Brings the files of a post to the account's server; done twice, the same bytes are the same blob."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from passaparola.connectors.bluesky import answers, record
from passaparola.connectors.errors import Invalid

if TYPE_CHECKING:
    from passaparola.connectors.bluesky.answers import Blob
    from passaparola.connectors.bluesky.session import Session
    from passaparola.connectors.bluesky.video import VideoService
    from passaparola.connectors.contract import Card, Draft, Medium

SLOW = 250_000  # bytes in a second: who sends slower than that is given up
LEAST = 30.0


async def shown(session: Session, draft: Draft, service: VideoService) -> dict[str, Any] | None:
    """Upload the media or the card of `draft` and return what shows them, None where there is nothing."""
    files = [*draft.media, *([draft.card.image] if draft.card and draft.card.image else [])]
    for medium in files:
        _be_there(medium)
    if files:
        # a server that refuses the token cuts a long body short, and nobody could tell why
        await session.me()
    if draft.media and draft.media[0].kind in {"video", "gif"}:
        return record.video(draft.media[0], await _video(session, draft.media[0], service))
    if draft.media:
        return record.images([(medium, await _blob(session, medium)) for medium in draft.media])
    return None if draft.card is None else await _card(session, draft.card)


def _be_there(medium: Medium) -> None:
    if not medium.path.is_file():
        raise Invalid(f"{medium.name} is no longer there; add it to the post again.", field="media")


async def _card(session: Session, card: Card) -> dict[str, Any]:
    return record.card(card, None if card.image is None else await _blob(session, card.image))


async def _video(session: Session, medium: Medium, service: VideoService) -> Blob:
    """Let the video service prepare it; a server of one's own, out of its reach, keeps it as it is."""
    if session.base.startswith("https://"):
        return await service.prepared(session, medium)
    if medium.mime != "video/mp4":
        raise Invalid(
            f"{session.base} has no video service to turn {medium.name} into a video: send it as an MP4.",
            field="media",
        )
    return await _blob(session, medium)


async def _blob(session: Session, medium: Medium) -> Blob:
    return await session.send(
        "com.atproto.repo.uploadBlob",
        answers.uploaded,
        doing=f"upload {medium.name}",
        harmless=True,
        headers={"content-type": medium.mime},
        content=medium.path,
        deadline=max(LEAST, medium.size / SLOW),
    )
