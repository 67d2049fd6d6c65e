from __future__ import annotations

from django.apps import AppConfig


class LifecycleConfig(AppConfig):
    """State graphs as data, and the worker that claims due rows."""

    name = "passaparola.web.lifecycle"
