from __future__ import annotations

from django.apps import AppConfig


class BrandsConfig(AppConfig):
    """The senders, and who may act for them."""

    name = "passaparola.web.brands"
