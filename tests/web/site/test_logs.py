from __future__ import annotations

import logging
from typing import TYPE_CHECKING

import pytest

from passaparola.web.site import logs

if TYPE_CHECKING:
    from django.test import Client

TOKEN = "kq3Zt-secret_43"  # noqa: S105 - of nobody


def line(message: str, *values: object) -> str:
    record = logging.LogRecord("django.request", logging.WARNING, __file__, 1, message, values, None)
    return logs.Discreet("%(message)s").format(record)


@pytest.mark.parametrize(
    "path",
    [
        f"/g/{TOKEN}/",
        f"/g/{TOKEN}/posts/4/",
        f"/join/{TOKEN}/",
        f"/login/?next=%2Fjoin%2F{TOKEN}%2F",
        f"https://api.telegram.org/bot12345:{TOKEN}/sendMessage",
        f"https://discord.com/api/webhooks/12345/{TOKEN}?wait=true",
    ],
)
def test_the_secret_of_an_address_is_not_written(path: str) -> None:
    written = line("Not Found: %s", path)
    assert TOKEN not in written
    assert "…" in written


def test_other_addresses_are_written_as_they_are() -> None:
    assert line("Not Found: %s", "/b/aurora/messages/7/") == "Not Found: /b/aurora/messages/7/"


def test_the_installation_s_log_is_written_this_way(settings: object) -> None:
    assert settings.LOGGING["formatters"]["line"]["()"] == "passaparola.web.site.logs.Discreet"  # type: ignore[attr-defined]


@pytest.mark.django_db
def test_a_link_that_has_ended_leaves_no_trace(client: Client, capfd: pytest.CaptureFixture[str]) -> None:
    handler = logging.StreamHandler()
    handler.setFormatter(logs.Discreet("%(message)s"))
    logger = logging.getLogger("django.request")
    logger.addHandler(handler)
    try:
        client.get(f"/g/{TOKEN}/")
    finally:
        logger.removeHandler(handler)
    said = capfd.readouterr().err
    assert "Not Found: /g/…/" in said
    assert TOKEN not in said
