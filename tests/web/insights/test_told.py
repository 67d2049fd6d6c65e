from __future__ import annotations

import ast
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from django.utils import translation

import passaparola
from passaparola.web.insights import told
from passaparola.web.insights.intake_file import COMMAND_LINE
from web.channels import sayings

if TYPE_CHECKING:
    from collections.abc import Iterator

HOUSE = Path(passaparola.__file__).parent
READERS = (
    "spread/columns.py",
    "spread/checks.py",
    "spread/formats",
    "connectors/asking.py",
    "connectors/registry.py",
    "connectors/wild.py",
    *(f"connectors/bluesky/{name}.py" for name in ("appview", "connector", "wire")),
    *(f"connectors/mastodon/{name}.py" for name in ("connector", "server", "wire")),
    *(f"connectors/sandbox/{name}.py" for name in ("connector", "network")),
    "http",
    "web/conversations",
    "web/insights",
)
ERRORS = {
    "SpreadError", "Refused", "Gone", "Forbidden", "Transient", "Garbled", "Unreachable", "RateLimited",
    "Unrecognised", "TimedOut", "TooLarge", "BadAnswer", "Busy", "Failing", "NoSuchHost",
}  # fmt: skip
NEVER_ON_A_PAGE = (
    # arrays handed in by a program
    "which is no whole number of",
    "it must be a row, ROOT or UNKNOWN",
    "must be an array of numbers",
    "rows and 'parent' has",
    "it must be from 0 to",
    "There is no order",
    # paths a person named on the command line
    "is a directory",
    "There is no file",
    "is a pipe or a device",
    "is a socket of this machine",
    # said where something is published (see channels/told)
    "Could not 7: 7; tried again",
    "redirects what is sent to it elsewhere",
    "gave an answer without a body",
    # said where a stream is watched, which no page shows
    "broke off what it was telling",
    "redirects what listens to it elsewhere",
    "where it should begin to tell",
    # parts of "in the answer of ...": places in a platform's JSON
    ".service names no personal data server",
    ".uri is no at-uri",
    "7 column",
)
"""What is raised where files and addresses are read, but for no page."""


def raised() -> Iterator[tuple[str, str]]:
    """Give every sentence that is written where an error is made, with a word in each of its gaps."""
    for place in READERS:
        for file in [HOUSE / place] if place.endswith(".py") else sorted((HOUSE / place).rglob("*.py")):
            calls = (
                each for each in ast.walk(ast.parse(file.read_text("utf-8"))) if isinstance(each, ast.Call)
            )
            for call in calls:
                if sentence := _sentence(call):
                    yield f"{file.relative_to(HOUSE)}:{call.lineno}", sentence


def _sentence(call: ast.Call) -> str:
    if not call.args or getattr(call.func, "id", getattr(call.func, "attr", "")) not in ERRORS:
        return ""
    given = call.args[0]
    if isinstance(given, ast.Constant):
        return str(given.value)
    parts = given.values if isinstance(given, ast.JoinedStr) else []
    gaps = {"what": "column 'at' is", "COMMAND_LINE": COMMAND_LINE}
    return "".join(
        str(part.value)
        if isinstance(part, ast.Constant)
        else gaps.get(ast.unparse(part.value), "7")
        if isinstance(part, ast.FormattedValue)
        else ""
        for part in parts
    ).replace("; 7", "; check the address")


@pytest.mark.parametrize(
    ("sentence", "italian"),
    [
        ("who passed it on", "chi l’ha passato"),
        (
            "quotes of at://did:plc:x/app.bsky.feed.post/3k",
            "citazioni di at://did:plc:x/app.bsky.feed.post/3k",
        ),
        ("mastodon.example counts them but hides them", "mastodon.example li conta ma li nasconde"),
        ("something nobody foresaw, 100 % of it", "something nobody foresaw, 100 % of it"),
        ("", ""),
    ],
)
def test_a_sentence_from_below_is_said_in_the_readers_language(sentence: str, italian: str) -> None:
    with translation.override("it"):
        assert told.in_words(sentence) == italian
    with translation.override("en"):
        assert told.in_words(sentence) == sentence


def test_every_refusal_that_can_reach_a_page_is_said_in_italian() -> None:
    sentences = [
        (where, sentence)
        for where, sentence in raised()
        if not any(part in sentence for part in NEVER_ON_A_PAGE)
    ]
    assert len(sentences) > 60
    with translation.override("it"):
        left = [(where, sentence) for where, sentence in sentences if told.in_words(sentence) == sentence]
    assert left == []


GATHERING = ("acts", "follows", "posts", "sharers")
PUT_TOGETHER = {"7 of 7"}  # boosts, likes and the like, each of which is listed


def test_what_could_not_be_seen_and_why_is_said_in_italian() -> None:
    files = [f"{platform}/{name}.py" for platform in ("bluesky", "mastodon") for name in GATHERING]
    trees = {name: ast.parse((sayings.HOUSE / name).read_text("utf-8")) for name in files}
    phrases = {words for name, tree in trees.items() for _, words in sayings.Source(name, tree).phrases()}
    assert len(phrases) > 30
    with translation.override("it"):
        assert {words for words in phrases if told.in_words(words) == words} == PUT_TOGETHER


def test_a_sentence_within_a_sentence_is_said_in_the_readers_language_too() -> None:
    with translation.override("it"):
        assert told.in_words(
            "Could not read https://a.b/c: a.b did not answer in time; try again later."
        ) == ("Non è stato possibile leggere https://a.b/c: a.b non ha risposto in tempo; riprova più tardi.")
