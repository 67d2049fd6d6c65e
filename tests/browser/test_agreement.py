"""The map and the table of promoters say the same, also where people act more than once."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING, Any

import pytest

from passaparola.spread import formats, promoters
from passaparola.spread.cascade import Cascade
from passaparola.spread.picture import picture

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from playwright.sync_api import Page

MAP = "document.querySelector('[data-passaparola-map]').map"
LEADING = "[...document.querySelectorAll('.ppm-panel .ppm-list li')].map((row) => row.innerText.split('\\n'))"
HANGING = f"""() => {{
  const map = {MAP};
  const {{ picture }} = map.state.model;
  return Object.fromEntries(map.state.leading.map((node) => {{
    const id = picture.people.id[node.person];
    map.select(id);
    const lit = map.state.lit.below.length;
    map.select(null);
    return [id, lit];
  }}));
}}"""


def repeated(people: int, *, seed: int) -> Cascade:
    """A spread in which everyone may act again, and be followed for what they did later."""
    chance = random.Random(seed)  # noqa: S311 - a test's chance, not a secret's
    rows: list[dict[str, Any]] = []
    for act in range(people * 3):
        who = f"p{chance.randrange(people)}" if act else "brand"
        parent = "" if not act else f"a{chance.randrange(act)}"
        rows.append({"id": f"a{act}", "parent": parent, "who": who, "at": act, "kind": "reshare"})
    return Cascade.from_rows([row | {"channel": "x", "message": "m", "evidence": "observed"} for row in rows])


def agreed(page: Page, cascade: Cascade) -> None:
    table = promoters.ranked(cascade)
    shown = page.evaluate(LEADING)
    assert [(name, int(n.replace(",", ""))) for name, n in shown] == [(one.who, one.subtree) for one in table]


@pytest.mark.parametrize("seed", range(3))
def test_the_panel_is_the_table_where_people_act_again(alone: Callable[..., Page], seed: int) -> None:
    cascade = repeated(40, seed=seed)
    page = alone(picture(cascade))
    agreed(page, cascade)
    brought = {one.who: one.subtree for one in promoters.ranked(cascade)}
    assert page.evaluate(HANGING) == brought


def test_the_largest_dot_is_who_brought_most(alone: Callable[..., Page]) -> None:
    cascade = repeated(40, seed=5)
    page = alone(picture(cascade))
    sizes = page.evaluate(f"{MAP}.state.leading.map((node) => node.r)")
    assert sizes == sorted(sizes, reverse=True)


def test_a_chain_goes_by_the_act_it_came_from(alone: Callable[..., Page]) -> None:
    acts = [
        ("a", "", "brand"),
        ("b", "a", "bice"),
        ("c", "a", "carlo"),
        ("d", "c", "bice"),
        ("e", "d", "dino"),
    ]
    rows = [
        {"id": one, "parent": parent, "who": who, "at": at, "kind": "reshare", "channel": "x", "message": "m"}
        for at, (one, parent, who) in enumerate(acts)
    ]
    page = alone(picture(Cascade.from_rows([row | {"evidence": "observed"} for row in rows])))
    page.evaluate(f"{MAP}.select('dino')")
    assert page.locator(".ppm-chain .ppm-name").all_inner_texts() == ["brand", "carlo", "bice", "dino"]


def test_published_cascades_agree_too(alone: Callable[..., Page], shared: Path) -> None:
    cascade = formats.read(shared / "data" / "cascades" / "weibo29.casflow.txt", format="casflow")
    agreed(alone(picture(cascade)), cascade)
