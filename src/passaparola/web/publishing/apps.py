from __future__ import annotations

from django.apps import AppConfig


class PublishingConfig(AppConfig):
    """What a brand says: composed, approved, planned, and sent through the only door out."""

    name = "passaparola.web.publishing"
