"""What only the connector of Hacker News says."""

from __future__ import annotations

from django.utils.translation import gettext_noop

SENTENCES = (
    # connectors/hackernews/connector.py, connectors/hackernews/wire.py
    gettext_noop("what Hacker News says of %(said)s"),
    gettext_noop("its search fails (%(status)s)"),
    gettext_noop("its search answers %(status)s"),
)
