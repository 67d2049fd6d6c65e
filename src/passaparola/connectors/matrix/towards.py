"""Which of all that is said in rooms is said to the account, and what it is; looks up what is answered."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING
from urllib.parse import quote

from passaparola.connectors.contract import Actor, Event
from passaparola.connectors.matrix.known import Known
from passaparola.connectors.matrix.place import Like

if TYPE_CHECKING:
    from datetime import datetime

    from passaparola.connectors.contract import EventKind
    from passaparola.connectors.matrix.homeserver import Homeserver
    from passaparola.connectors.matrix.place import Place
    from passaparola.connectors.matrix.said import Said
    from passaparola.connectors.matrix.timeline import Stretch


def link(room: str, event: str, user: str) -> str:
    """Return an event's address, with a server through which its room is found ("matrix.to navigation")."""
    server = user.partition(":")[2]
    return f"https://matrix.to/#/{quote(room, safe='!:')}/{quote(event, safe='$:')}?via={server}"


class Towards:
    """Tells what of a `stretch` is meant for the account; `likes` are the reactions it has told."""

    def __init__(self, server: Homeserver, place: Place, *, home: str) -> None:
        self._server = server
        self._place = place
        self._home = home
        self._known = Known(server)
        self.likes: list[Like] = []

    async def told(self, stretch: Stretch, *, deletions: bool) -> list[Event]:
        """Return the events; `deletions` says whether what was deleted may have been told before."""
        self._known.keep(stretch.said)
        found = [await self._told(one, deletions=deletions) for one in stretch.said]
        return [_named(event, stretch) for event in found if event is not None]

    async def _told(self, one: Said, *, deletions: bool) -> Event | None:
        if one.takes_back:
            return await self._taken_back(one) if deletions else None
        if one.sender == self._server.user or one.gone:
            return None
        if one.relation.likes:
            return await self._liked(one)
        if one.relation.edits:
            return await self._edited(one)
        return await self._said(one, one.newest)

    async def _said(self, one: Said, newest: tuple[str, datetime] | None) -> Event | None:
        """Return a message to us; of one that is encrypted there are no words, and it cannot be answered."""
        if one.kind not in {"m.room.message", "m.room.encrypted"}:
            return None
        about = one.relation.answers or one.relation.thread
        ours = bool(about) and await self._known.ours(one.room, about)
        event = replace(
            self._event(one),
            text=newest[0] if newest else one.text,
            edited_at=newest[1] if newest else None,
            about=about,
            ours=ours,
            files=one.files,
        )
        if self._private(one.room):
            sealed = one.kind == "m.room.encrypted"
            return replace(event, kind="message", thread=one.room, address="" if sealed else event.address)
        if one.kind == "m.room.encrypted":
            return None
        if ours or (one.relation.thread and await self._known.ours(one.room, one.relation.thread)):
            return replace(event, kind="reply", thread=await self._known.first(one))
        return replace(event, thread=await self._known.first(one)) if one.to_us else None

    async def _edited(self, change: Said) -> Event | None:
        first = await self._known.found(change.room, change.relation.edits)
        if first is None or first.sender != change.sender or first.gone or first.relation.edits:
            return None
        newest = (change.text, change.at)
        if first.newest and first.newest[1] > change.at:
            newest = first.newest
        return await self._said(first, newest)

    async def _liked(self, one: Said) -> Event | None:
        subject = await self._known.found(one.room, one.relation.likes)
        if subject is None or subject.sender != self._server.user or one.kind != "m.reaction":
            return None
        like = Like(one.id, subject.id, one.sender)
        self.likes.append(like)
        thread = one.room if self._private(one.room) else await self._known.first(subject)
        return replace(self._like(one, like), text=one.relation.sign, thread=thread)

    async def _taken_back(self, deletion: Said) -> Event | None:
        """Return what was deleted as gone, by whomever: nobody may read it any more."""
        likes = {like.id: like for like in [*self._place.likes, *self.likes]}
        if like := likes.get(deletion.takes_back):
            gone = self._like(replace(deletion, id=like.id, sender=like.sender), like)
            return replace(gone, gone=True)
        there = await self._known.found(deletion.room, deletion.takes_back)
        if there is None or there.sender == self._server.user or there.kind == "m.reaction":
            return None
        kind: EventKind = "message" if self._private(there.room) else "reply"
        return replace(self._event(there), kind=kind, text="", gone=True)

    def _event(self, one: Said) -> Event:
        url = link(one.room, one.id, one.sender)
        actor = Actor(one.sender, one.sender, url=f"https://matrix.to/#/{quote(one.sender, safe='@:')}")
        private = self._private(one.room)
        return Event(one.id, "mention", actor, one.at, one.text, url, address=url, private=private)

    def _like(self, one: Said, like: Like) -> Event:
        event = replace(self._event(one), id=f"{like.subject}#like:{like.sender}", kind="like", text="")
        return replace(event, about=like.subject, ours=True, address="")

    def _private(self, room: str) -> bool:
        # the room we publish in is nobody's private one, however few listen there
        return room != self._home and self._place.private(room)


def _named(event: Event, stretch: Stretch) -> Event:
    name = stretch.names.get(event.actor.id, "")
    return replace(event, actor=replace(event.actor, name=name)) if name else event
