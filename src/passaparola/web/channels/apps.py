from __future__ import annotations

from django.apps import AppConfig


class ChannelsConfig(AppConfig):
    """The accounts a brand speaks from."""

    name = "passaparola.web.channels"
