"""Saved replies: the words a team answers with, filled in for whom they are."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from passaparola.web.brands.refusals import Refused
from passaparola.web.conversations.inbox import replies
from passaparola.web.conversations.models import SavedReply
from web.conversations.talks import somebody

if TYPE_CHECKING:
    from passaparola.web.brands.models import Brand, User

pytestmark = pytest.mark.django_db


def test_everybody_it_means_is_filled_in(brand: Brand, anna: User) -> None:
    text = "Hello {name} ({ handle }), {me} of {brand}"
    said = replies.filled(text, to=somebody(brand), brand=brand, me=anna)
    assert said == "Hello Mara (mara), Anna of Caffè Aurora"


@pytest.mark.parametrize("name", ["Win at https://evil.example", "", "x" * 60, "<b>", "@everyone"])
def test_a_name_that_is_none_gives_way_to_the_handle(brand: Brand, name: str) -> None:
    handle = somebody(brand)
    handle.name = name
    assert replies.filled("Hello {name}", to=handle, brand=brand, me=None) == "Hello mara"


def test_who_sends_by_rule_is_the_brand(brand: Brand) -> None:
    assert replies.filled("{me}", to=somebody(brand), brand=brand, me=None) == "Caffè Aurora"


def test_what_nobody_can_fill_in_is_refused_when_it_is_saved(brand: Brand) -> None:
    with pytest.raises(Refused, match=r"\{order\}"):
        replies.keep(brand, "Thanks", "en", "Your order {order} is on its way")


def test_people_whom_posts_name_may_stand_in_it(brand: Brand) -> None:
    assert replies.keep(brand, "Thanks", "", "Ask @{anna}").text == "Ask @{anna}"


@pytest.mark.parametrize(("name", "text"), [("", "x"), ("x", " "), ("x" * 101, "x")])
def test_a_reply_has_a_short_name_and_words(brand: Brand, name: str, text: str) -> None:
    with pytest.raises(Refused, match="short name"):
        replies.keep(brand, name, "", text)


def test_one_name_stands_once_in_each_language(brand: Brand) -> None:
    first = replies.keep(brand, "Thanks", "en", "Thank you")
    replies.keep(brand, "Thanks", "it", "Grazie")
    with pytest.raises(Refused, match="already"):
        replies.keep(brand, "Thanks", "en", "Thanks a lot")
    assert replies.keep(brand, "Thanks", "en", "Thanks!", reply_id=first.pk).text == "Thanks!"


def test_the_language_of_the_talk_is_offered_first_and_then_what_has_none(brand: Brand) -> None:
    for language in ("en", "", "it"):
        replies.keep(brand, "Thanks", language, "…")
    assert [row.language for row in replies.offered(brand, "it")] == ["it", "", "en"]


def test_another_brand_s_reply_does_not_exist(brand: Brand, rival: Brand) -> None:
    theirs = replies.keep(rival, "Thanks", "en", "Thank you")
    assert replies.offered(brand, "en") == []
    with pytest.raises(SavedReply.DoesNotExist):
        replies.keep(brand, "Thanks", "en", "Ours now", reply_id=theirs.pk)
