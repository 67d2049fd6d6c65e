from __future__ import annotations

from django.apps import AppConfig


class InsightsConfig(AppConfig):
    """What the relation looks like: the only reader of spread."""

    name = "passaparola.web.insights"
