from __future__ import annotations

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    """Those who pass a message on, as their platforms know them."""

    name = "passaparola.web.people"
