"""The documentation names what the code has."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from passaparola import cli
from passaparola.connectors import platforms
from passaparola.spread import definitions

ROOT = Path(__file__).parent.parent.parent
DOCS = ROOT / "docs"
PAGES = [ROOT / "README.md", ROOT / "CHANGELOG.md", *sorted(DOCS.rglob("*.md"))]


def settings() -> set[str]:
    """Every environment variable of ours that the source reads."""
    source = "\n".join(path.read_text() for path in (ROOT / "src").rglob("*.py"))
    return set(re.findall(r"\b(PASSAPAROLA_[A-Z_]+|DATABASE_URL)\b", source))


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


def test_every_decision_has_a_number_of_its_own() -> None:
    numbers = [path.name[:4] for path in (DOCS / "decisions").glob("*.md")]
    assert len(numbers) == len(set(numbers))
