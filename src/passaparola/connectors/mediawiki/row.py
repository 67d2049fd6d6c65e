"""Its row."""

from __future__ import annotations

from datetime import timedelta

from passaparola.connectors.row import Ask, Limit, Option, Platform, Rate

ROW = Platform(
    key="mediawiki",
    name="MediaWiki",
    colour="#7a7b85",
    sight="none",
    seen="Nothing is told of who passes on what is said on a talk page.",
    capabilities=frozenset({"publisher", "finder", "editor", "deleter", "checker", "hearer"}),
    example="https://HOST/w/index.php?diff=NUMBER",
    login="a bot password, or an OAuth token for the owner alone",
    docs="https://www.mediawiki.org/wiki/API:Edit",
    limits=(
        Limit(
            "text",
            "the whole page",
            2_097_152,
            "byte",
            "MediaWiki 1.39 $wgMaxArticleSize",
            "2026-11",
            own=True,
        ),
        Limit("media", "files", 0, "attachment", "a talk page is for words", "2026-11"),
    ),
    takes=frozenset({"title"}),
    place_example="https://it.wikipedia.org",
    asks=(
        Ask("user", "Bot user name", "As Special:BotPasswords shows it: Name@passaparola.", required=False),
        Ask(
            "password",
            "Bot password",
            "Made on the wiki at Special:BotPasswords; not the one you log in with.",
            secret=True,
            required=False,
        ),
        Ask(
            "token",
            "Access token, instead of the two",
            "Of an owner-only OAuth 2 client, on wikis that have them.",
            secret=True,
            required=False,
        ),
    ),
    unlocks=(
        "On the wiki, open Special:BotPasswords and make one named passaparola that may edit pages, create"
        " pages and edit your watchlist."
    ),
    options=(
        Option(
            "page", "Talk page", "Its whole title, such as Talk:Example. Articles are refused.", required=True
        ),
        Option(
            "disclosure",
            "Who pays: employer, client and affiliation",
            "Shown below the words and in the history: the terms of use of Wikipedia and its sister projects"
            " ask for all three.",
            required=True,
        ),
        Option(
            "watch",
            "Watch the page",
            "",
            (("preferences", "As your account is set"), ("watch", "Yes"), ("nochange", "No")),
        ),
    ),
    # new accounts; others may 90 times (MediaWiki 1.39 $wgRateLimits)
    rate=Rate(8, 60, "MediaWiki 1.39 $wgRateLimits, new accounts", "2026-11"),
    anywhere=True,
    # each time is a session of its own
    hears_every=timedelta(minutes=5),
    heard=(
        "What others write in the account's sections and on its own talk page, and where they name it on"
        " pages it spoke on in the past year, up to fifty. They are answered by hand, on the wiki."
    ),
)
