from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError
from django.http import Http404, HttpRequest, HttpResponse

from passaparola.web.brands import actions, queries
from passaparola.web.brands.access import brand_member, member_of
from passaparola.web.brands.models import Brand, Member, Role, User

if TYPE_CHECKING:
    from django.test import RequestFactory
    from pytest_django.fixtures import Settings


@brand_member(Role.EDITOR)
def edit(request: HttpRequest, brand: Brand) -> HttpResponse:
    return HttpResponse(f"{brand.name} {member_of(request).role}")


def ask(rf: RequestFactory, user: User | AnonymousUser, slug: str) -> HttpResponse:
    request = rf.get(f"/b/{slug}/")
    request.user = user
    return edit(request, slug=slug)


def test_an_email_is_taken_whatever_its_capitals(anna: User) -> None:
    with pytest.raises(IntegrityError):
        actions.create_user("ANNA@example.org", None)


def test_a_user_is_found_whatever_the_capitals(anna: User) -> None:
    assert User.objects.get_by_natural_key("Anna@Example.org") == anna


def test_a_user_without_a_password_cannot_sign_in(db: None) -> None:
    assert not actions.create_user("x@example.org", None).has_usable_password()


def test_a_password_is_never_stored_as_it_is(anna: User) -> None:
    assert "a good long word" not in anna.password
    assert anna.check_password("a good long word")


def test_a_taken_slug_is_counted_on(anna: User) -> None:
    slugs = [actions.create_brand("Caffè Aurora", owner=anna).slug for _ in range(3)]
    assert slugs == ["caffe-aurora", "caffe-aurora-2", "caffe-aurora-3"]


def test_a_name_that_makes_no_slug_still_gets_one(anna: User) -> None:
    assert actions.create_brand("咖啡", owner=anna).slug == "brand"


def test_who_creates_a_brand_owns_it(brand: Brand, anna: User) -> None:
    assert queries.membership(anna, brand.slug).role == Role.OWNER


def test_adding_a_member_again_changes_the_role(brand: Brand, bruno: User) -> None:
    actions.add_member(brand, bruno, Role.ANALYST)
    actions.add_member(brand, bruno, Role.EDITOR)
    assert [member.role for member in Member.objects.filter(user=bruno)] == [Role.EDITOR]


def test_a_role_the_house_does_not_know_is_refused_by_the_database(brand: Brand, bruno: User) -> None:
    with pytest.raises(IntegrityError):
        Member.objects.create(brand=brand, user=bruno, role="king")


def test_a_stranger_does_not_learn_that_a_brand_is_there(brand: Brand, bruno: User) -> None:
    with pytest.raises(Http404) as strange:
        queries.membership(bruno, brand.slug)
    with pytest.raises(Http404) as nothing:
        queries.membership(bruno, "nothing")
    assert str(strange.value) == str(nothing.value)


def test_a_view_gets_the_brand_of_its_address(brand: Brand, anna: User, rf: RequestFactory) -> None:
    assert ask(rf, anna, brand.slug).content.decode() == "Caffè Aurora owner"


def test_a_view_is_closed_to_strangers(brand: Brand, bruno: User, rf: RequestFactory) -> None:
    with pytest.raises(Http404):
        ask(rf, bruno, brand.slug)


def test_a_view_is_closed_below_its_role(brand: Brand, bruno: User, rf: RequestFactory) -> None:
    actions.add_member(brand, bruno, Role.ANALYST)
    with pytest.raises(PermissionDenied):
        ask(rf, bruno, brand.slug)


@pytest.mark.parametrize(
    ("role", "may"),
    [
        (Role.ANALYST, {Role.ANALYST}),
        (Role.EDITOR, {Role.ANALYST, Role.EDITOR}),
        (Role.APPROVER, {Role.ANALYST, Role.APPROVER}),
        (Role.ADMIN, {Role.ANALYST, Role.EDITOR, Role.APPROVER, Role.ADMIN}),
        (Role.OWNER, set(Role)),
    ],
)
def test_who_approves_does_not_write_and_who_writes_does_not_approve(
    brand: Brand, bruno: User, role: Role, may: set[Role]
) -> None:
    member = actions.add_member(brand, bruno, role)
    assert {other for other in Role if member.may(other)} == may


@pytest.mark.parametrize("role", [Role.EDITOR, Role.ADMIN, Role.OWNER])
def test_a_view_is_open_to_the_roles_that_include_its_own(
    brand: Brand, bruno: User, rf: RequestFactory, role: Role
) -> None:
    actions.add_member(brand, bruno, role)
    assert ask(rf, bruno, brand.slug).status_code == 200


def test_someone_not_signed_in_is_asked_to(brand: Brand, rf: RequestFactory, settings: Settings) -> None:
    settings.LOGIN_URL = "/in/"
    answer = ask(rf, AnonymousUser(), brand.slug)
    assert answer["Location"] == f"/in/?next=/b/{brand.slug}/"


def test_a_person_sees_their_own_brands_only(brand: Brand, rival: Brand, anna: User) -> None:
    assert list(queries.brands_of(anna)) == [brand]
