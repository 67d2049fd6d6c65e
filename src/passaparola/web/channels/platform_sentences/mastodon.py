"""What only the connector of Mastodon, and servers that speak its API says."""

from __future__ import annotations

from django.utils.translation import gettext_noop

SENTENCES = (
    # connectors/mastodon/refusals.py
    gettext_noop("%(host)s answers %(number)s, “%(said)s”"),
    gettext_noop("Could not %(doing)s: %(why)s, which is no answer of the Mastodon API; check the host."),
    gettext_noop("connect the channel again"),
    gettext_noop("the leave was taken back: connect the channel again"),
    gettext_noop("the account is closed there: ask that server"),
    gettext_noop("the leave does not reach so far: connect the channel again, and allow everything"),
    gettext_noop("look at the account on its own server"),
    gettext_noop("it was deleted, or never there"),
    gettext_noop("make the file smaller"),
    gettext_noop("change the poll"),
    gettext_noop("choose another post, or link to it"),
    gettext_noop("change the files"),
    # connectors/mastodon/finding.py
    gettext_noop("%(host)s does not show posts so far back"),
    gettext_noop("look there yourself"),
    # connectors/mastodon/hearing.py, connectors/mastodon/talks.py, connectors/mastodon/bookmark.py
    gettext_noop("hear what happened"),
    gettext_noop("read what was answered"),
    gettext_noop(
        "Where hearing left off can no longer be read: what happened is heard anew from the beginning."
    ),
    # connectors/mastodon/watching.py, connectors/mastodon/door.py
    gettext_noop("%(host)s streams in the open: it is asked from time to time instead."),
    gettext_noop("%(host)s lets nobody listen with this token; connect the channel again."),
    gettext_noop("%(host)s has no stream to listen to; it is asked instead."),
    # connectors/mastodon/flow.py, connectors/mastodon/login.py
    gettext_noop("“%(said)s” is no server: give its name, such as mastodon.social."),
    gettext_noop("This is no access token: copy all of it, and nothing else."),
    # connectors/mastodon/quoting.py
    gettext_noop("%(host)s knows no quotes: link to the post instead."),
    gettext_noop("%(host)s finds no post at %(said)s: check the address, or link to it instead."),
    gettext_noop("%(host)s finds no post at %(said)s: check the address of the post to answer."),
    # connectors/mastodon/speaker.py
    gettext_noop(
        "Nobody knows yet whether the post was published: %(why)s It is looked for on the platform."
    ),
    gettext_noop("%(host)s lets no program delete posts: delete it there, at %(address)s."),
    gettext_noop("A post holds a poll or files, not both: leave one out."),
    gettext_noop("A post that quotes another holds no poll and no files: leave them out."),
    gettext_noop("What a post quotes cannot be changed: delete it and post anew."),
    gettext_noop("Who can see a post cannot be changed: delete it and post anew."),
    # connectors/mastodon/standing.py
    gettext_noop("%(host)s no longer knows who this is: connect the channel again."),
    # connectors/mastodon/uploads.py
    gettext_noop("bring %(name)s to %(host)s"),
    gettext_noop("after %(number)s minutes it is not ready"),
    # connectors/mastodon/searching.py
    gettext_noop(
        "Mastodon is asked for tags only, and %(said)s cannot be one: add the #tag people use for it."
    ),
)
