from __future__ import annotations

from django.apps import AppConfig


class ListeningConfig(AppConfig):
    """Ears for what is said about the brand, and to nobody."""

    name = "passaparola.web.listening"
