"""What a form or an address hands in as a number is one, or is none."""

from __future__ import annotations

import pytest

from passaparola.web.brands import digits

ENDLESS = "9" * 5000


@pytest.mark.parametrize(
    ("text", "number"),
    [("7", 7), ("0", 0), ("", None), ("-1", None), ("1.5", None), ("²", None), ("٣", None), (ENDLESS, None)],
)
def test_a_number_is_plain_digits_and_not_too_many(text: str, number: int | None) -> None:
    assert digits.number(text) == number


def test_what_a_number_stands_for_says_how_long_it_may_be() -> None:
    assert [digits.number("1234567", most) for most in (digits.PAGE, digits.VERSION)] == [None, 1234567]


@pytest.mark.parametrize(("text", "page"), [("3", 3), ("0", 1), ("zero", 1), ("9999999", 1)])
def test_a_page_that_is_none_is_the_first(text: str, page: int) -> None:
    assert digits.page(text) == page
