"""How far one trace goes on Bluesky; what lies beyond is told as a gap, never left out in silence."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Bounds:
    """The most that is read of each thing.

    `posts`: quotes and replies, at any depth. `levels`: quotes of quotes and replies to replies of those.
    `listed`: people in any one list of reposts or likes. `repos`: repositories, one for each person who
    passed it on. `pages`: of 100 records in each repository. `likes`: so many likes in all have their `via`
    looked up; with more, none has. `follows`: questions about who follows whom.
    `profiles`: people whose number of followers is asked for, 25 at a time.
    """

    posts: int = 3_000
    levels: int = 12
    listed: int = 10_000
    repos: int = 5_000
    pages: int = 30
    likes: int = 200
    follows: int = 600
    profiles: int = 5_000
