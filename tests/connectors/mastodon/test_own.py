"""What a server says of an account's own things is read, or found to make no sense, and nothing else."""

from __future__ import annotations

import copy
from typing import TYPE_CHECKING, Any

import pytest

from connectors.mastodon.test_wire import HOSTILE, places
from connectors.recorded import recorded
from passaparola.connectors.errors import Garbled
from passaparola.connectors.mastodon import own
from passaparola.connectors.wild import Wild

if TYPE_CHECKING:
    from collections.abc import Callable


@pytest.mark.parametrize(
    ("name", "read"),
    [
        ("status__own", own.made),
        ("media__ready", own.file),
        ("media__ready", own.ready),
        ("search__one", own.found),
        ("instance__quotes", own.standing),
        ("instance__first", own.standing),
    ],
)
def test_whatever_stands_in_any_field_is_read_or_garbled(name: str, read: Callable[[Wild], Any]) -> None:
    body = recorded("mastodon", name)
    for place in places(body):
        for poison in HOSTILE:
            poisoned = copy.deepcopy(body)
            here = poisoned
            for step in place[:-1]:
                here = here[step]
            here[place[-1]] = poison
            try:
                read(Wild(poisoned))
            except Garbled as error:
                assert str(error).startswith("$"), "the place is named"  # noqa: PT017  most are read


def test_an_address_that_is_none_of_the_web_never_becomes_a_link() -> None:
    body = recorded("mastodon", "status__own") | {"url": "javascript:alert(1)"}
    assert own.made(Wild(body)).url == ""
