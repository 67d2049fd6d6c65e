from __future__ import annotations

from django.apps import AppConfig


class CampaignsConfig(AppConfig):
    """What a brand sets out to say, and as whom."""

    name = "passaparola.web.campaigns"
