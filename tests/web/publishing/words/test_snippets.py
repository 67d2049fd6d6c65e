"""Words to use again."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from passaparola.web.brands.refusals import Refused
from passaparola.web.publishing.words import snippets

if TYPE_CHECKING:
    from passaparola.web.brands.models import Brand


def test_hashtags_are_kept_once_each_with_their_sign() -> None:
    assert snippets.hashtags("caffè, #Primavera primavera; #caffè") == "#caffè #Primavera"


def test_a_name_is_kept_once(brand: Brand) -> None:
    snippets.keep(brand, "template", "Orari", "Siamo aperti")
    with pytest.raises(Refused, match="Orari"):
        snippets.keep(brand, "template", "Orari", "Siamo chiusi")


def test_the_same_name_may_be_a_template_and_a_set(brand: Brand) -> None:
    snippets.keep(brand, "template", "Orari", "Siamo aperti")
    assert snippets.keep(brand, "hashtags", "Orari", "orari").text == "#orari"


@pytest.mark.parametrize(("name", "text"), [("", "x"), ("x", "  ")])
def test_nothing_is_kept_without_name_and_words(brand: Brand, name: str, text: str) -> None:
    with pytest.raises(Refused):
        snippets.keep(brand, "template", name, text)
