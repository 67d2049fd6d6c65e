from __future__ import annotations

from django.apps import AppConfig


class ApiConfig(AppConfig):
    """What programs may ask and do for a brand: the REST API and its tokens."""

    name = "passaparola.web.api"
