"""Rows and connectors say the same, and the docs say what the rows say."""

from __future__ import annotations

import importlib
import inspect
import re
from datetime import timedelta

import pytest

from connectors.held import HeldKeys
from connectors.platform_tables import PAGE, ROWS, table
from passaparola import http
from passaparola.connectors import contract, registry
from passaparola.connectors.platforms import PLATFORMS
from passaparola.connectors.row import SIGHTS, Platform


def test_the_docs_hold_the_table_of_the_rows() -> None:
    written = ROWS.search(PAGE.read_text())
    assert written is not None
    assert written[1] == table(), "run python tests/connectors/platform_tables.py"


def verbs(protocol: type) -> set[str]:
    """What a connector must be able to do to meet `protocol`."""
    return {name for name in vars(protocol) if not name.startswith("_")} | set(
        inspect.get_annotations(protocol)
    )


CAPABILITIES = {
    name.lower(): verbs(thing)
    for name, thing in vars(contract).items()
    if isinstance(thing, type) and getattr(thing, "_is_protocol", False) and name not in {"Protocol", "Keys"}
}


@pytest.mark.parametrize("key", sorted(PLATFORMS))
def test_a_connector_offers_what_its_row_says_and_nothing_else(key: str) -> None:
    module = importlib.import_module(f"passaparola.connectors.{key}.connector")
    offered: list[object] = []
    if hasattr(module, "reader"):
        offered.append(module.reader(registry.Hosts()))
    if hasattr(module, "speaker"):
        offered.append(module.speaker(HeldKeys("https://example.org"), http.Client()))
    if hasattr(module, "searcher"):
        offered.append(module.searcher("https://example.org", None, http.Client()))
    able = {verb for thing in offered for verb in dir(thing)}
    assert {name for name, wanted in CAPABILITIES.items() if wanted <= able} == PLATFORMS[key].capabilities


@pytest.mark.parametrize("row", PLATFORMS.values(), ids=lambda row: row.key)
def test_who_publishes_can_be_connected(row: Platform) -> None:
    assert ("publisher" in row.capabilities) == ("checker" in row.capabilities)
    if "publisher" in row.capabilities:
        login = importlib.import_module(f"passaparola.connectors.{row.key}.login")
        assert inspect.iscoroutinefunction(login.sign_in)


@pytest.mark.parametrize("row", PLATFORMS.values(), ids=lambda row: row.key)
def test_who_hears_says_what(row: Platform) -> None:
    assert ("hearer" in row.capabilities) == bool(row.heard)
    assert "hearer" in row.capabilities or "watcher" not in row.capabilities
    assert row.hears_every >= timedelta(seconds=10)


@pytest.mark.parametrize("row", PLATFORMS.values(), ids=lambda row: row.key)
def test_who_searches_says_what_and_where(row: Platform) -> None:
    assert ("searcher" in row.capabilities) == bool(row.found)
    assert "searcher" not in row.capabilities or row.search_place or row.search_example
    assert row.searches_every >= timedelta(seconds=10)


@pytest.mark.parametrize("row", PLATFORMS.values(), ids=lambda row: row.key)
def test_every_capability_is_a_protocol_of_the_contract(row: Platform) -> None:
    assert row.capabilities <= CAPABILITIES.keys()
    assert row.sight in SIGHTS


@pytest.mark.parametrize("row", PLATFORMS.values(), ids=lambda row: row.key)
def test_every_limit_has_a_source_and_a_date(row: Platform) -> None:
    assert row.limits or row.simulated
    for limit in row.limits:
        assert limit.source
        assert re.fullmatch(r"20\d\d-(0[1-9]|1[0-2])", limit.date)


def luminance(colour: str) -> float:
    """The relative luminance of #rrggbb (WCAG 2.2)."""
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize("ground", ["#ffffff", "#121417"])
@pytest.mark.parametrize("row", PLATFORMS.values(), ids=lambda row: row.key)
def test_a_mark_is_seen_on_light_and_on_dark(row: Platform, ground: str) -> None:
    light, dark = sorted((luminance(row.colour), luminance(ground)), reverse=True)
    assert (light + 0.05) / (dark + 0.05) >= 4


def test_colours_tell_platforms_apart() -> None:
    assert len({row.colour for row in PLATFORMS.values()}) == len(PLATFORMS)
