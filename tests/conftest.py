"""What every test may lean on: the shared data beside the checkout, no network but where a folder says so."""

from __future__ import annotations

from pathlib import Path

import pytest

HERE = Path(__file__).parent
SHARED = HERE.parent.parent / "shared"
TALKING = ("browser", "servers")

pytest_plugins = ["servers.started"]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Let only tests below `browser` and `servers` open sockets, and mark them with their folder's name."""
    for item in items:
        folder = item.path.relative_to(HERE).parts[0]
        if folder in TALKING:
            item.add_marker(getattr(pytest.mark, folder))
            item.add_marker(pytest.mark.enable_socket)


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of real data and real servers beside the checkout."""
    if not SHARED.is_dir():
        pytest.skip(f"no shared data: put it at {SHARED.name}/ beside the checkout")
    return SHARED
