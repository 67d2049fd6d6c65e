"""What only the connector of others' feeds says."""

from __future__ import annotations

from django.utils.translation import gettext_noop

SENTENCES = (
    # connectors/feed/connector.py, connectors/feed/wire.py
    gettext_noop("There is no feed at %(address)s any more: check the address."),
    gettext_noop("The feed at %(address)s is not open to everybody."),
    gettext_noop("it fails (%(status)s)"),
    gettext_noop("it is larger than %(number)s bytes, which is no feed"),
    gettext_noop("give the address of an RSS or Atom feed"),
    gettext_noop("The feed is read anew: what was kept of it makes no sense."),
    gettext_noop("it is no feed"),
    gettext_noop("it is no feed that can be read (%(kind)s)"),
)
