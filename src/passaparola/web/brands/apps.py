from __future__ import annotations

from django.apps import AppConfig


class BrandsConfig(AppConfig):
    """The senders, and who may act for them."""

    name = "passaparola.web.brands"

    def ready(self) -> None:
        """Hear what happens to accounts."""
        from passaparola.web.brands import signins  # noqa: PLC0415 - models can be read only now

        signins.listen()
