from __future__ import annotations

from django.apps import AppConfig


class CascadesConfig(AppConfig):
    """Messages, and every act on them."""

    name = "passaparola.web.cascades"
