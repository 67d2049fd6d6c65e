"""What only one platform's connector says when something goes wrong, for the translators and for `told`.

What the platform's own server says stands within it as a place, and stays in its words. A phrase that several
connectors share is listed with the first of them; what goes wrong with any platform is in `sentences`.
"""

from __future__ import annotations

from passaparola.web.channels.platform_sentences import (
    bluesky,
    discord,
    feed,
    hackernews,
    hub,
    mastodon,
    matrix,
    mediawiki,
    sandbox,
    telegram,
    wordpress,
)

SENTENCES = (
    *bluesky.SENTENCES,
    *discord.SENTENCES,
    *feed.SENTENCES,
    *hackernews.SENTENCES,
    *hub.SENTENCES,
    *mastodon.SENTENCES,
    *matrix.SENTENCES,
    *mediawiki.SENTENCES,
    *sandbox.SENTENCES,
    *telegram.SENTENCES,
    *wordpress.SENTENCES,
)
