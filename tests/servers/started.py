"""The servers, one of each for a whole run of the tests, whichever folder asks for them."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

import pytest

from servers.running import server

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture(scope="session")
def bluesky(shared: Path) -> Iterator[dict[str, Any]]:
    """A whole Bluesky network on loopback: pds, appview, plc."""
    start = shared / "counterparts/bluesky/start.sh"
    needs = ["apt-get", "node", "npm"]
    with server(
        "bluesky", start, needs=needs, env={"BLUESKY_PORT": os.environ.get("BLUESKY_PORT", "43030")}
    ) as network:
        yield network


@pytest.fixture(scope="session")
def snac(shared: Path) -> Iterator[dict[str, Any]]:
    """A small server with part of the Mastodon API: brand, alice, bob and carol with their tokens."""
    start = shared / "counterparts/snac/start.sh"
    with server(
        "snac", start, needs=["apt-get"], env={"SNAC_PORT": os.environ.get("SNAC_PORT", "43070")}
    ) as network:
        yield network


@pytest.fixture(scope="session")
def matrix(shared: Path) -> Iterator[dict[str, Any]]:
    """A homeserver (Synapse) with a public room: brand, alice and bob with their passwords and tokens."""
    start = shared / "counterparts/matrix/start.sh"
    with server("matrix", start, needs=["curl"], env={"MATRIX_PORT": "43080"}) as network:
        yield network


@pytest.fixture(scope="session")
def wordpress(shared: Path) -> Iterator[dict[str, Any]]:
    """A WordPress site with an administrator and an author, and their application passwords."""
    start = shared / "counterparts/wordpress/start.sh"
    with server(
        "wordpress",
        start,
        needs=["apt-get"],
        env={"WORDPRESS_PORT": os.environ.get("WORDPRESS_PORT", "43050")},
    ) as network:
        yield network


@pytest.fixture(scope="session")
def mediawiki(shared: Path) -> Iterator[dict[str, Any]]:
    """An empty wiki with Alice and Bob."""
    start = shared / "counterparts/mediawiki/start.sh"
    with server("mediawiki", start, needs=["apt-get"], env={"MEDIAWIKI_PORT": "43060"}) as network:
        yield network
