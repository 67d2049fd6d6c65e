"""What of all that a bot is told is said to us; pure."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from passaparola.connectors.contract import Actor, Event
from passaparola.connectors.telegram import calls, wire
from passaparola.connectors.telegram.updates import Membership, Message, Reaction

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from passaparola.connectors.contract import EventKind
    from passaparola.connectors.telegram.updates import Told, Who

Posts = dict[tuple[str, int], str]
"""Which post of ours a message of a discussion group (chat, number) was made of."""


class Towards:
    """Tells events of the bot with number `me` called `name`, whose posts stand in the chat `home`."""

    def __init__(self, me: str, name: str, home: str, posts: Posts) -> None:
        self._me = me
        self._name = re.compile(rf"@{re.escape(name)}\b", re.IGNORECASE)
        self._home = home
        self.posts = dict(posts)

    def told(self, found: Iterable[Told]) -> Iterator[Event]:
        """Yield the events; learns in passing which messages our posts have become."""
        for one in found:
            if isinstance(one, Message):
                yield from self._said(one)
            elif isinstance(one, Reaction):
                yield from self._liked(one)
            else:
                yield from self._followed(one)

    def _said(self, one: Message) -> Iterator[Event]:
        for seen in (one, one.answers):
            if seen is not None and seen.post is not None and seen.post[0] == self._home:
                self.posts[seen.chat, seen.number] = seen.post[1]
        if one.post is not None or self._is_us(one.who):
            return
        about, ours = self._answered(one)
        under = self.posts.get((one.chat, one.thread), "")
        if one.private:
            yield self._event(one, "message", about, one.chat, ours=ours)
        elif ours or under:
            yield self._event(one, "reply", about or under, under or self._talk(one), ours=ours or not about)
        elif self._name.search(one.text):
            yield self._event(one, "mention", about, self._talk(one), ours=False)

    def _answered(self, one: Message) -> tuple[str, bool]:
        """Return what a message answers, and whether that is ours."""
        there = one.answers
        if there is None:
            return "", False
        if post := self.posts.get((there.chat, there.number)):
            return post, True
        return calls.named(there.chat, there.number, self._home), self._is_us(there.who)

    def _is_us(self, who: Who) -> bool:
        return who.id in {self._me, self._home}

    def _talk(self, one: Message) -> str:
        first = one.thread or (one.answers.number if one.answers else one.number)
        return calls.named(one.chat, first, self._home)

    def _event(self, one: Message, kind: EventKind, about: str, thread: str, *, ours: bool) -> Event:
        name = calls.named(one.chat, one.number, self._home)
        url = wire.address(int(one.chat), one.chat_name, one.number) if not one.private else ""
        return Event(
            id=name,
            kind=kind,
            actor=_actor(one.who),
            at=one.at,
            text=one.text,
            url=url,
            address=name,
            about=about,
            thread=thread,
            ours=ours,
            private=one.private,
            edited_at=one.edited_at,
        )

    def _liked(self, one: Reaction) -> Iterator[Event]:
        """Yield a reaction to a post of ours; of other messages it is not told whose they are."""
        post = self.posts.get((one.chat, one.number))
        if post is not None:
            name = f"{post}#like:{one.who.id}"
            yield Event(
                name,
                "like",
                _actor(one.who),
                one.at,
                one.signs,
                about=post,
                thread=post,
                ours=True,
                gone=not one.signs,
            )

    def _followed(self, one: Membership) -> Iterator[Event]:
        if one.chat == self._home and not self._is_us(one.who):
            yield Event(f"follow:{one.who.id}", "follow", _actor(one.who), one.at, gone=not one.inside)


def _actor(who: Who) -> Actor:
    url = f"https://t.me/{who.handle[1:]}" if who.handle.startswith("@") else ""
    return Actor(who.id, who.handle, who.name, url)
