"""Turns what an account is told into events, each under the id that the act has in a trace. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from passaparola.connectors.bluesky import acts, wire
from passaparola.connectors.contract import Event

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from passaparola.connectors.bluesky.notices import Notice, Words
    from passaparola.connectors.contract import EventKind


def events(
    found: Iterable[Notice], *, account: str, files: Mapping[str, tuple[str, ...]]
) -> tuple[Event, ...]:
    """Return each act towards `account` (a DID) once; `files` are what posts show, by their at-uris.

    One post may be told as a reply, a quote and a mention: it is one event, whichever notice is read first.
    """
    first: dict[str, Event] = {}
    for event in _each(found, account, files):
        first.setdefault(event.id, event)
    return tuple(first.values())


def _each(found: Iterable[Notice], account: str, files: Mapping[str, tuple[str, ...]]) -> Iterator[Event]:
    for notice in found:
        if notice.author.did == account:
            continue
        if notice.words is not None:
            yield _post(notice, notice.words, account, files.get(notice.uri, ()))
        elif notice.subject:
            yield _mark(notice, account)
        elif notice.reason == "follow":
            yield _follow(notice, account)


def _mark(notice: Notice, account: str) -> Event:
    kind: EventKind = "like" if notice.reason in {"like", "like-via-repost"} else "reshare"
    return Event(
        id=f"{notice.subject}#{kind}:{notice.author.did}",
        kind=kind,
        actor=acts.actor(notice.author),
        at=notice.at,
        url=wire.web_address(notice.subject),
        about=notice.subject,
        thread=notice.subject,
        ours=_author(notice.subject) == account,
    )


def _follow(notice: Notice, account: str) -> Event:
    actor = acts.actor(notice.author)
    return Event(f"{account}#follow:{actor.id}", "follow", actor, notice.at, url=actor.url)


def _post(notice: Notice, words: Words, account: str, files: tuple[str, ...]) -> Event:
    kind = _kind(notice, words, account)
    about = words.embed.quoted if kind == "quote" else words.parent
    link = (words.embed.link,) if words.embed.link else ()
    return Event(
        id=notice.uri,
        kind=kind,
        actor=acts.actor(notice.author),
        at=notice.at,
        text=words.text,
        url=wire.web_address(notice.uri),
        address=wire.web_address(notice.uri),
        about=about,
        thread=words.root or notice.uri,
        ours=_author(about) == account,
        language=words.language,
        files=(*files, *link),
    )


def _kind(notice: Notice, words: Words, account: str) -> EventKind:
    """Say what a post is, by itself: a quote that answers is a quote, as in a trace."""
    if _author(words.embed.quoted) == account:
        return "quote"
    if account in {_author(words.parent), _author(words.root)}:
        return "reply"
    if account in words.mentions:
        return "mention"
    # further down a talk in which somebody answered us, or an app that wrote what we do not know
    return "quote" if notice.reason == "quote" else "reply" if notice.reason == "reply" else "mention"


def _author(uri: str) -> str:
    match = wire.AT_URI.fullmatch(uri)
    return match[1] if match else ""
