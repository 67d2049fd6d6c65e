"""Adding a platform touches its folder, its row in it and its recorded answers; nothing else names it."""

from __future__ import annotations

import ast
import html
import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from passaparola.connectors.platforms import PLATFORMS

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parent.parent.parent
SOURCE = ROOT / "src" / "passaparola"
TOYS = ROOT / "tests" / "toys"


@pytest.fixture(scope="module")
def lived(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What was seen on a site that finds the toy's folder, and was told nothing else of it."""
    env = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    env |= {
        "PASSAPAROLA_DATA": str(tmp_path_factory.mktemp("site")),
        "DJANGO_SETTINGS_MODULE": "passaparola.web.site.settings",
        "PYTHONPATH": str(TOYS),
    }
    done = subprocess.run(
        [sys.executable, str(TOYS / "living.py")], env=env, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def test_it_is_offered_beside_the_others_and_asks_what_its_row_asks(lived: dict[str, Any]) -> None:
    assert "Noticeboard" in lived["channels"]
    assert "Name to sign with" in lived["asks"]
    assert "/var/lib/board.jsonl" in lived["asks"]


def test_it_is_connected_there(lived: dict[str, Any]) -> None:
    assert "Anna is connected." in lived["connected"]


def test_the_composer_counts_and_refuses_by_its_row(lived: dict[str, Any]) -> None:
    fault = "10 characters too many for Noticeboard: at most 140 graphemes."
    assert fault in html.unescape(lived["counted"])
    assert f"Anna (Noticeboard): {fault}" in html.unescape(lived["refused"])
    assert lived["left"] == 0


def test_a_post_is_published_edited_and_deleted_through_the_outbox(lived: dict[str, Any]) -> None:
    assert lived["published"] == ["Fresh bread at seven"]
    assert lived["edited"] == ["Fresh bread at eight"]
    assert lived["deleted"] == [None]
    assert lived["outcomes"] == [["publish", "published"], ["edit", "published"], ["delete", "published"]]


def test_the_table_of_the_docs_has_it(lived: dict[str, Any]) -> None:
    assert "| Noticeboard<br>`board://PATH#LINE` | none | Nothing: who reads a board" in lived["docs"]


def test_it_is_one_folder_and_the_product_knows_nothing_of_it() -> None:
    assert {path.name for path in (TOYS / "noticeboard").glob("*.py")} == {
        "__init__.py",
        "row.py",
        "connector.py",
        "login.py",
    }
    assert not [path for path in SOURCE.rglob("*") if path.is_file() and b"oticeboard" in path.read_bytes()]


NAMED = {
    # the demo makes the simulated network itself, with its people: no account there is connected by a person
    "web/channels/simulated.py": {"sandbox"},
    # the brand's own feed is read on this very site: its pages are drawn here from what the connector keeps
    "web/channels/feeds.py": {"hub", "feed"},
    # the doors to it are called so too
    "web/channels/feed_urls.py": {"feed"},
    # and what others' pages say of its entries is said to this very site: no connector could hear it there
    "web/conversations/hearing/looking.py": {"hub"},
    "web/conversations/hearing/pinging.py": {"hub"},
}
"""Who names a platform outside connectors/, and why."""


def named(path: Path) -> Iterator[str]:
    """The platforms whose keys stand in the Python at `path`: as a whole text, or as the folder imported."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Constant) and node.value in PLATFORMS:
            yield str(node.value)
        elif isinstance(node, ast.ImportFrom) and (node.module or "").startswith("passaparola.connectors."):
            yield from {str(node.module).split(".")[2]} & PLATFORMS.keys()
        elif isinstance(node, ast.ImportFrom) and node.module == "passaparola.connectors":
            yield from {alias.name for alias in node.names} & PLATFORMS.keys()


def outside() -> list[Path]:
    return [path for path in SOURCE.rglob("*.py") if "connectors" not in path.relative_to(SOURCE).parts]


def test_no_platform_is_named_outside_the_connectors_but_where_there_is_a_reason() -> None:
    found = {str(path.relative_to(SOURCE)): {*named(path)} for path in outside()}
    assert {path: keys for path, keys in found.items() if keys} == NAMED


WRITTEN = {
    # the relation of a page to its hub, as the web calls it (WebSub): no platform
    "src/passaparola/web/channels/templates/channels/public.html": {"hub"},
    # the twin of connectors/lengths.py in the browser, where the same dialect of addresses has the same name
    "assets/compose/lengths.js": {"mastodon"},
}


def test_no_template_and_no_script_decides_by_a_platform_s_name() -> None:
    keys = "|".join(map(re.escape, PLATFORMS))
    quoted = re.compile(rf"""["'`]({keys})["'`]""")
    files = [*SOURCE.rglob("templates/**/*.html"), *(ROOT / "assets").glob("*/*.js")]
    assert len(files) > 50
    found = {str(path.relative_to(ROOT)): {*quoted.findall(path.read_text("utf-8"))} for path in files}
    assert {path: keys for path, keys in found.items() if keys} == WRITTEN
