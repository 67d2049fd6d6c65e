"""Gathers what connectors say when something goes wrong from their sources, with a word in each of its gaps.

Every phrase counts that a connector's source holds, wherever it stands: in an error, in a table of faults, in
what completes "Could not ...". What is said to nobody is named here, and nothing is left out otherwise.
"""

from __future__ import annotations

import ast
from itertools import product
from pathlib import Path
from typing import TYPE_CHECKING, TypeGuard

import passaparola
from passaparola.connectors.row import KEYS

if TYPE_CHECKING:
    from collections.abc import Iterator

HOUSE = Path(passaparola.__file__).parent / "connectors"

NOT_HERE = {
    # what a platform asks (tested in test_words.py), and the sentences about a draft (test_faults.py)
    *("row.py", "faults.py", "measure.py", "lengths.py", "links.py"),
    *(f"{each.parent.name}/row.py" for each in HOUSE.glob("*/row.py")),
    # what only the reading of public posts meets: said by insights/told.py, and tested there
    "registry.py",
    *(f"bluesky/{each}.py" for each in ("acts", "connector", "follows", "posts", "repos", "sharers")),
    *(f"mastodon/{each}.py" for each in ("acts", "connector", "follows", "posts", "server", "sharers")),
    "sandbox/connector.py",
    # what is read in strangers' pages, of which nobody is told what is wrong
    "hub/mentioned.py",
    # what is written into posts, feeds and pages
    *("hub/feeds.py", "hub/prose.py", "hub/syndicated.py", "matrix/bodies.py", "mediawiki/section.py"),
    *("sandbox/population.py", "sandbox/words.py", "wordpress/blocks.py"),
}
NOT_SAID = {
    # what servers are told
    *("Bearer 7", "Basic 7", "Bot 7", "DiscordBot (self-hosted Passaparola, 7)", "Own words taken back"),
    # what servers say, as it is looked for
    *("embed|image|video|blob|mime|too large", "resolve handle", "authenticated user"),
    *("message is not modified", "upgraded to a supergroup", "can't be (edited|deleted)"),
    "chat not found|chat_id is empty|CHANNEL_PRIVATE|PEER_ID",
    "not enough rights|need administrator rights|have no rights|CHAT_WRITE_FORBIDDEN|ADMIN_REQUIRED",
    *("message (to (edit|delete) )?not found|MESSAGE_ID_INVALID", "too long|TOO_LONG"),
    # names: of our own place and answer, of Discord's rights as Discord writes them
    *("this installation", "brand name"),
    *("View channel", "Send messages", "Attach files", "Read message history"),
    # what is passed over where it makes no sense, and where every word for 7 is gathered elsewhere
    *("the refusal", "$.7 is no 7"),
    # what stands in a gap of a sentence (below), and nowhere else
    *("a page of a discussion", "no reason given", "an error it does not explain"),
}
"""What connectors hold and nobody reads as their words."""

SENTENCE = "The post was deleted in the room, so that it cannot be changed."
PART = "there is nothing in it; write something"
STANDS_FOR: dict[str, tuple[str, ...]] = {
    **dict.fromkeys(("doing", "self._doing"), ("publish the post",)),
    "about": ("the answer",),
    **dict.fromkeys(("error", "refused"), (SENTENCE,)),
    **dict.fromkeys(("meaning.sentence", "rule.sentence", "TAKES_NOT[field]", "trouble"), (PART,)),
    **dict.fromkeys(("advice", "rule.advice", "ADVICE[name]", "TOLD[type(error)][1]"), ("try again later",)),
    **dict.fromkeys(("wild.path", "found.path", "spaces.path", "content.path"), ("$.7",)),
    "AGAIN": ("connect the channel again",),
    "fault.said[:200]": ("7", "nothing"),
    "_beside(page, wiki)": ("7", "a page of a discussion"),
    "person.blocked": ("7", "no reason given"),
    **dict.fromkeys(("_named(name)", "_named(told['error'])"), ("7", "an error it does not explain")),
    "bluesky/appview.py about": ("7",),
    "asking.py error": ("there is no host 7",),
    "SCHEME": ("sandbox://",),
}
"""What a gap stands for that is itself said in words; in any other stands a value, and no word."""

WITHIN = {"_wrong": "$.7 ", "matching": "$.7 is no "}
"""Calls whose argument is said as part of these (wild.py)."""


def said() -> Iterator[tuple[str, str]]:
    """Yield where a connector says something, and what."""
    for file in sorted([*HOUSE.glob("*.py"), *HOUSE.glob("*/*.py")]):
        name = file.relative_to(HOUSE).as_posix()
        if name not in NOT_HERE:
            for line, words in Source(name, ast.parse(file.read_text("utf-8"))).phrases():
                if words not in NOT_SAID | set(KEYS):
                    yield f"{name}:{line}", words


class Source:
    """One source: its phrases, each in every way it can come out."""

    def __init__(self, name: str, tree: ast.Module) -> None:
        self._name = name
        self._tree = tree
        functions = [
            each for each in ast.walk(tree) if isinstance(each, ast.FunctionDef | ast.AsyncFunctionDef)
        ]
        self._function = {id(part): each for each in functions for part in ast.walk(each)}

    def phrases(self) -> Iterator[tuple[int, str]]:
        """Yield each phrase with its line."""
        passed = {id(part) for each in self._silent() for part in ast.walk(each)}
        for each in ast.walk(self._tree):
            if isinstance(each, ast.Call) and (before := WITHIN.get(_name(each.func))):
                passed |= {id(part) for part in ast.walk(each)}
                yield from ((each.lineno, before + words) for words in self._ways(each.args[-1]))
            elif id(each) not in passed and isinstance(each, ast.Constant | ast.JoinedStr):
                passed |= {id(part) for part in ast.walk(each)}
                yield from ((each.lineno, words) for words in self._ways(each) if _is_phrase(words))

    def _silent(self) -> Iterator[ast.AST]:
        """Yield docstrings, what asks a database, and what is only ever said as a part of something else."""
        for each in ast.walk(self._tree):
            if isinstance(each, ast.Expr) and isinstance(each.value, ast.Constant):
                yield each
            if isinstance(each, ast.Call) and _name(each.func) in {"execute", "executescript", "compile"}:
                yield each
            if isinstance(each, ast.Assign) and self._is_part(each):
                yield each

    def _is_part(self, each: ast.Assign) -> bool:
        names = [target.id for target in each.targets if isinstance(target, ast.Name)]
        if names == ["SCHEMA"] or "SELECT" in ast.unparse(each.value):  # what a database is made of and asked
            return True
        gaps = {ast.unparse(part.value) for part in ast.walk(self._tree) if _is_gap(part)}
        return _is_words(each) and bool(gaps.intersection(name for name in names if name.islower()))

    def _ways(self, each: ast.AST) -> Iterator[str]:
        """Yield every way in which an expression can come out."""
        match each:
            case ast.Constant(value=str(words)):
                yield words
            case ast.JoinedStr(values=parts):
                yield from map("".join, product(*map(self._ways, parts)))
            case ast.BinOp(left=left, op=ast.Add(), right=right):
                yield from map("".join, product(self._ways(left), self._ways(right)))
            case ast.FormattedValue(value=value, conversion=conversion):
                yield from map(repr if conversion == ord("r") else str, self._ways(value))
            case ast.IfExp(body=body, orelse=other):
                yield from (*self._ways(body), *self._ways(other))
            case ast.BoolOp(values=values):
                yield from (way for value in values for way in self._ways(value))
            case ast.Name(id=name) if values := self._values(each, name):
                yield from (way for value in values for way in self._ways(value))
            case _:
                gap = ast.unparse(each)
                yield from STANDS_FOR.get(f"{self._name} {gap}", STANDS_FOR.get(gap, ("7",)))

    def _values(self, gap: ast.AST, name: str) -> list[ast.expr]:
        """Return the words that are called `name` in the function of `gap`, else anywhere in the source."""
        own = self._function.get(id(gap), self._tree)
        for where in (own, self._tree):
            if found := [
                each.value for each in ast.walk(where) if _is_words(each) and _is_called(each, name)
            ]:
                return found
        return []


def _is_words(each: ast.AST) -> TypeGuard[ast.Assign]:
    words = ast.Constant | ast.JoinedStr | ast.BinOp | ast.IfExp
    return isinstance(each, ast.Assign) and isinstance(each.value, words)


def _is_called(each: ast.Assign, name: str) -> bool:
    return name in (getattr(target, "id", "") for target in each.targets)


def _is_gap(each: ast.AST) -> TypeGuard[ast.FormattedValue]:
    return isinstance(each, ast.FormattedValue)


def _name(called: ast.expr) -> str:
    return getattr(called, "id", "") or getattr(called, "attr", "")


def _is_phrase(words: str) -> bool:
    """Say whether `words` are more than a word: a name, an address or a format has no space in it."""
    return " " in words.strip() and any(word.strip(".,;:'").isalpha() for word in words.split())
