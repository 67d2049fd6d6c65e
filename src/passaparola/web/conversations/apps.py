from __future__ import annotations

from django.apps import AppConfig


class ConversationsConfig(AppConfig):
    """The only door in: posts and files are read here."""

    name = "passaparola.web.conversations"
