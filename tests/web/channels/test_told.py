"""What connectors and the outbox say is said in the reader's language: whole, or as it came."""

from __future__ import annotations

import asyncio
import re
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from passaparola import http
from passaparola.connectors import asking, errors
from passaparola.connectors.platforms import PLATFORMS
from passaparola.web.channels import keys, leave, seal, told
from passaparola.web.channels.sentences import SENTENCES
from passaparola.web.publishing.models import Delivery, What
from passaparola.web.publishing.outbox import outbox, sending, settling

if TYPE_CHECKING:
    from types import ModuleType

AT = datetime(2026, 3, 2, 11, 0, tzinfo=UTC)


WENT_WRONG = [
    http.NoSuchHost("there is no host example.org"),
    http.Unreachable("example.org cannot be reached"),
    http.Unreachable("example.org cannot be reached: its certificate is not valid (expired)"),
    http.TimedOut("example.org did not answer in time"),
    http.TooLarge("example.org sent more than 1,000 bytes"),
    http.BadAnswer("example.org broke off its answer or answered something that is not HTTP"),
    http.BadAnswer("example.org sent an answer packed as 'BR', which we did not ask for"),
    http.Refused("'HTTP:/7' is not a plain web address (http or https)"),
    http.Refused("example.org redirects from https to an unencrypted address"),
    http.Refused(
        "example.org is on a private network (10.0.0.7), where we do not go unless"
        " PASSAPAROLA_ALLOW_PRIVATE=1 is set"
    ),
    http.Unreachable("example.org broke off what it was telling"),
    http.Refused("example.org redirects what listens to it elsewhere"),
    http.BadAnswer("example.org answers 404 where it should begin to tell"),
    http.Busy("example.org asks for fewer requests"),
    http.Busy("example.org asks for fewer requests", until=AT),
    http.Failing("example.org answers 503: it is failing or overloaded"),
]


class Broken:
    """A door through which nothing comes but `error`."""

    def __init__(self, error: http.HttpError, *, reached: bool) -> None:
        self._error = error
        error.reached = reached  # the door says of each whether it may have got there

    async def send(self, *_: object, **__: object) -> None:
        raise self._error

    get = send


def refusal(error: http.HttpError, *, reached: bool, asked: bool) -> str:
    """The sentence a connector makes of what went wrong at the door."""
    door: Any = Broken(error, reached=reached)
    url = "https://example.org/api"
    with pytest.raises(errors.ConnectorError) as refused:
        asyncio.run(
            asking.ask(door, url, about=url)
            if asked
            else asking.tell(door, "POST", url, doing="publish the post")
        )
    return str(refused.value)


@pytest.mark.usefixtures("loud")
@pytest.mark.parametrize("reached", [True, False])
@pytest.mark.parametrize("asked", [True, False])
@pytest.mark.parametrize("error", WENT_WRONG, ids=lambda error: str(error)[:40])
def test_whatever_goes_wrong_on_the_way_to_a_platform_is_said_whole(
    error: http.HttpError, *, reached: bool, asked: bool
) -> None:
    said = told.in_words(refusal(error, reached=reached, asked=asked))
    kept = {"https://example.org/api", "example.org", "expired"}
    assert {word.strip(".:;()") for word in said.split() if word.islower()} <= kept


def test_no_advice_is_left_out() -> None:
    assert {advice for _, advice in asking.TOLD.values()} <= set(SENTENCES)


@pytest.mark.usefixtures("loud")
@pytest.mark.parametrize("looks", [0, settling.LOOKS - 1])
@pytest.mark.parametrize("late", [False, True])
@pytest.mark.parametrize("platform", ["sandbox", "telegram"])
@pytest.mark.parametrize("what", [What.LATER, What.UNKNOWN, What.MISSING, What.UNCLEAR])
def test_whatever_becomes_of_a_delivery_is_said_whole(
    what: What, platform: str, looks: int, *, late: bool
) -> None:
    row = PLATFORMS[platform]
    done = settling.Done(what, outbox.STOPPED)
    first = AT - settling.GIVE_UP if late else AT
    delivery = Delivery(
        verb="publish", planned_at=first, created_at=first, first_tried_at=first, looks=looks, tried=1
    )
    went = settling.after(delivery, 1, done, row, AT)
    for said in (went.said, *(line for _, line in went.lines)):
        assert not [word for word in told.in_words(said).split() if word.islower()]


@pytest.mark.parametrize("module", [keys, leave, seal, sending, outbox, settling])
def test_what_the_site_says_itself_is_listed(module: ModuleType) -> None:
    source = re.sub(r'"\s*\n\s*"', "", Path(str(module.__file__)).read_text("utf-8"))
    docs = re.compile(r'""".*?"""', re.DOTALL)
    sentences = re.findall(r'"([A-Z][^"\n]+\.)"', docs.sub("", source))
    assert sentences
    gaps = re.compile(r"\{[^}]*\}|%\(\w+\)s")
    listed = "\n".join(gaps.sub("…", said) for said in SENTENCES)
    assert not [said for said in sentences if gaps.sub("…", said) not in listed]


@pytest.mark.usefixtures("loud")
@pytest.mark.parametrize(
    "said",
    [
        "This is no spell of a witch; copy the one that she gave.",
        "Could not bake the bread: example.org did not answer in time; try again later.",
        "Could not make the tag Bread: the oven is cold (the site answers 400).",
        "the dough has no yeast",
        "Could not publish the post: the wiki is asleep; try again later.",
    ],
)
def test_a_sentence_of_which_a_part_is_not_known_is_never_said_by_halves(
    said: str,
) -> None:
    assert told.in_words(said) == said


@pytest.mark.usefixtures("loud")
@pytest.mark.parametrize(
    ("said", "kept"),
    [
        (
            "Could not write on Talk:Bread: a story: it is no longer on the wiki (the wiki says a: b; c).",
            "COULD NOT WRITE ON Talk:Bread: a story: IT IS NO LONGER ON THE WIKI (THE WIKI SAYS a: b; c).",
        ),
        (
            "Could not publish the post: https://a.example says 'No' (no: blob; none); change it.",
            "COULD NOT PUBLISH THE POST: https://a.example SAYS 'No' (no: blob; none); CHANGE IT.",
        ),
        (
            "Could not read https://my bread: 'https://my bread' is not a web address; check the address.",
            "COULD NOT READ https://my bread: 'https://my bread' IS NOT A WEB ADDRESS; CHECK THE ADDRESS.",
        ),
    ],
)
def test_names_and_a_servers_own_words_stay_as_they_are_whatever_marks_they_hold(
    said: str, kept: str
) -> None:
    assert told.in_words(said) == kept


def test_nothing_is_nothing() -> None:
    assert told.in_words("") == ""
