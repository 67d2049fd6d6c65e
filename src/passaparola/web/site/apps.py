from __future__ import annotations

from django.apps import AppConfig


class SiteConfig(AppConfig):
    """Settings, doors and processes of the installation."""

    name = "passaparola.web.site"
