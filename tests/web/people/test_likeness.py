from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from passaparola.web.people import likeness
from web.acting import a_handle, a_person

if TYPE_CHECKING:
    from passaparola.web.brands.models import Brand

BLOG, PROFILE = "https://bea.example/", "https://social.example/@bea"


def test_the_same_profile_page_speaks_for_one_person(brand: Brand) -> None:
    bea = a_person(brand, "bea", url="https://bea.example/me")
    other = a_person(brand, "beatrice", "bluesky", url="http://www.bea.example/me/")
    (found,) = likeness.may_be_same(bea)
    assert (found.person, found.strong) == (other, True)


def test_the_same_name_on_two_networks_is_said_to_be_weak(brand: Brand) -> None:
    bea = a_person(brand, "bea@social.example", "mastodon")
    other = a_person(brand, "bea", "sandbox")
    (found,) = likeness.may_be_same(bea)
    assert (found.person, found.strong, "weak" in str(found.why)) == (other, False, True)


def test_the_same_name_on_one_network_is_another_person(brand: Brand) -> None:
    bea = a_person(brand, "bea", native_id="1")
    a_person(brand, "bea", native_id="2")
    assert likeness.may_be_same(bea) == []


def test_nobody_of_another_brand_is_suggested(brand: Brand, rival: Brand) -> None:
    bea = a_person(brand, "bea", url=BLOG)
    a_person(rival, "bea", "bluesky", url=BLOG)
    assert likeness.may_be_same(bea) == []


def test_a_handle_that_is_nobodys_is_not_suggested(brand: Brand) -> None:
    bea = a_person(brand, "bea")
    a_handle(brand, "bea", "bluesky")
    assert likeness.may_be_same(bea) == []


def page(*links: str) -> str:
    return "<p>Hi</p>" + "".join(f'<a class=x rel="nofollow ME" href="{link}">me</a>' for link in links)


def test_pages_that_name_each_other_are_one_persons() -> None:
    assert likeness.name_each_other(BLOG, page(PROFILE), PROFILE, page("//bea.example"))


@pytest.mark.parametrize(
    ("blog", "profile"), [((), (BLOG,)), ((PROFILE,), ()), (("https://social.example/@carlo",), (BLOG,))]
)
def test_one_pages_word_alone_proves_nothing(blog: tuple[str, ...], profile: tuple[str, ...]) -> None:
    assert not likeness.name_each_other(BLOG, page(*blog), PROFILE, page(*profile))


def test_a_link_without_rel_me_names_nobody() -> None:
    assert likeness.links_to_me(f'<a href="{PROFILE}" rel="meta">x</a><a rel=me>y</a>', BLOG) == []


def test_an_address_that_is_none_breaks_nothing() -> None:
    assert not likeness.same_page("https://[broken", BLOG)
