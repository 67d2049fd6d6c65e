"""The documentation names what the code has."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from passaparola import cli
from passaparola.connectors import platforms
from passaparola.spread import definitions

if TYPE_CHECKING:
    import click

ROOT = Path(__file__).parent.parent.parent
DOCS = ROOT / "docs"
PAGES = [ROOT / "README.md", ROOT / "CHANGELOG.md", *sorted(DOCS.rglob("*.md"))]


def settings() -> set[str]:
    """Every environment variable of ours that the source reads."""
    source = "\n".join(path.read_text() for path in (ROOT / "src").rglob("*.py"))
    return {*re.findall(r"\b(PASSAPAROLA_[A-Z_]+|DATABASE_URL)\b", source), "PORT", "TZ"}


def options(command: click.Command) -> set[str]:
    """What one may write after the name of `command`, its longest form."""
    return {max(one.opts, key=len) for one in command.params if one.opts[0].startswith("-")}


@pytest.mark.parametrize("name", sorted(settings()))
def test_every_setting_is_described(name: str) -> None:
    assert f"`{name}`" in (DOCS / "operate.md").read_text()


@pytest.mark.parametrize("name", sorted(cli.main.commands))
def test_every_command_is_described(name: str) -> None:
    assert f"passaparola {name}" in "\n".join(page.read_text() for page in PAGES)


@pytest.mark.parametrize("key", sorted(platforms.PLATFORMS))
def test_every_platform_is_described(key: str) -> None:
    assert platforms.PLATFORMS[key].name in (DOCS / "platforms.md").read_text()


@pytest.mark.parametrize("key", sorted(definitions.DEFINITIONS))
def test_every_number_is_defined_in_the_docs_in_the_same_words(key: str) -> None:
    assert definitions.DEFINITIONS[key].text in (DOCS / "relation.md").read_text()


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_link_inside_the_project_leads_somewhere(page: Path) -> None:
    targets = re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", page.read_text())
    missing = [target for target in targets if not (page.parent / target).exists()]
    assert not missing


DECISIONS = sorted((DOCS / "decisions").glob("*.md"))


def test_decisions_are_numbered_without_a_gap() -> None:
    assert [path.name[:4] for path in DECISIONS] == [f"{n:04}" for n in range(1, len(DECISIONS) + 1)]


@pytest.mark.parametrize("page", DECISIONS, ids=lambda page: page.name[:4])
def test_a_decision_opens_with_its_number_its_date_and_its_state(page: Path) -> None:
    heading, blank, opening, *_ = page.read_text().splitlines()
    assert heading.startswith(f"# {page.name[:4]} ")
    assert not blank
    assert re.fullmatch(r"Date: 20\d\d-\d\d-\d\d\. State: (kept|replaced by \d{4})\.", opening)


@pytest.mark.parametrize(
    "name", sorted(option for one in cli.main.commands.values() for option in options(one))
)
def test_every_option_is_described(name: str) -> None:
    pages = (DOCS / "trace.md").read_text() + (DOCS / "operate.md").read_text()
    assert re.search(rf"[` ]{name}[` ]", pages)
