"""What only the connector of a brand's own feed says."""

from __future__ import annotations

from django.utils.translation import gettext_noop

SENTENCES = (
    # connectors/hub/connector.py; why the disk refused is said by the system
    gettext_noop("This entry is no longer in the feed: publish it anew."),
    gettext_noop("This entry was taken back: publish it as a new post."),
    gettext_noop("%(why)s It may be in the feed all the same."),
    gettext_noop("Could not copy a file into the feed: %(said)s; see to the disk."),
    gettext_noop("Could not write into the feed: %(said)s; see to the disk."),
    # connectors/hub/login.py
    gettext_noop("A feed is opened from the settings of its brand."),
    gettext_noop("The hub's address begins with https:// and a host."),
    # connectors/hub/shelf.py, connectors/hub/entry.py
    gettext_noop("There is no such thing in this feed."),
    gettext_noop("There is no such feed."),
    gettext_noop("%(name)s of this feed is not what was written; restore it from a backup."),
    gettext_noop("%(path)s is no name of an entry"),
    gettext_noop("%(path)s is no name of a file"),
    # connectors/hub/aimed.py, connectors/hub/looking.py
    gettext_noop("There is no such entry here."),
    gettext_noop("The page is not there."),
    gettext_noop("The page answers %(status)s."),
    gettext_noop("It is no page of HTML."),
    gettext_noop("The page does not link to the entry."),
    gettext_noop("The page cannot be read: %(cause)s."),
    # connectors/hub/websub.py
    gettext_noop("tell the hub of the news"),
    gettext_noop("check its address"),
)
