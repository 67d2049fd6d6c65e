from __future__ import annotations

import threading
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from django.db import connection

from passaparola.web.brands import actions, guests, invitations, membership, queries
from passaparola.web.brands.models import Entry, Member, Role
from passaparola.web.brands.refusals import Refused

if TYPE_CHECKING:
    from datetime import datetime

    from passaparola.web.brands.models import Brand, User


@pytest.fixture
def owner(brand: Brand, anna: User) -> Member:
    return Member.objects.select_related("brand", "user").get(brand=brand, user=anna)


@pytest.fixture
def admin(brand: Brand, bruno: User) -> Member:
    return actions.add_member(brand, bruno, Role.ADMIN)


@pytest.fixture
def editor(brand: Brand) -> Member:
    return actions.add_member(brand, actions.create_user("carla@example.org", None), Role.EDITOR)


def role(member: Member) -> str:
    return Member.objects.get(pk=member.pk).role


def test_an_owner_gives_every_role(owner: Member, editor: Member, now: datetime) -> None:
    for each in Role:
        membership.change_role(editor.pk, each, by=owner, now=now)
        assert role(editor) == each


def test_an_admin_gives_every_role_but_the_owner_s(admin: Member, editor: Member, now: datetime) -> None:
    membership.change_role(editor.pk, Role.ADMIN, by=admin, now=now)
    with pytest.raises(Refused, match="owner"):
        membership.change_role(editor.pk, Role.OWNER, by=admin, now=now)
    assert role(editor) == Role.ADMIN


@pytest.mark.parametrize("each", [Role.ANALYST, Role.ADMIN])
def test_an_admin_touches_no_owner(owner: Member, admin: Member, now: datetime, each: Role) -> None:
    with pytest.raises(Refused):
        membership.change_role(owner.pk, each, by=admin, now=now)
    with pytest.raises(Refused):
        membership.remove(owner.pk, by=admin, now=now)
    assert role(owner) == Role.OWNER


def test_nobody_lifts_themselves(admin: Member, editor: Member, now: datetime) -> None:
    with pytest.raises(Refused):
        membership.change_role(admin.pk, Role.OWNER, by=admin, now=now)
    with pytest.raises(Refused):
        membership.change_role(editor.pk, Role.ADMIN, by=editor, now=now)


def test_who_was_demoted_meanwhile_may_no_longer(
    owner: Member, admin: Member, editor: Member, now: datetime
) -> None:
    as_it_was = Member.objects.select_related("brand", "user").get(pk=admin.pk)
    membership.change_role(admin.pk, Role.ANALYST, by=owner, now=now)
    with pytest.raises(Refused):
        membership.change_role(editor.pk, Role.APPROVER, by=as_it_was, now=now)


def test_the_last_owner_stays(owner: Member, now: datetime) -> None:
    with pytest.raises(Refused, match="at least one owner"):
        membership.change_role(owner.pk, Role.ADMIN, by=owner, now=now)
    with pytest.raises(Refused, match="at least one owner"):
        membership.remove(owner.pk, by=owner, now=now)


def test_one_of_two_owners_may_go(owner: Member, admin: Member, now: datetime) -> None:
    membership.change_role(admin.pk, Role.OWNER, by=owner, now=now)
    membership.remove(owner.pk, by=owner, now=now)
    assert role(admin) == Role.OWNER
    assert Entry.objects.latest("pk").verb == "member.left"


def test_a_member_of_another_brand_is_out_of_reach(owner: Member, rival: Brand, now: datetime) -> None:
    other = Member.objects.get(brand=rival)
    with pytest.raises(Member.DoesNotExist):
        membership.change_role(other.pk, Role.ANALYST, by=owner, now=now)
    with pytest.raises(Member.DoesNotExist):
        membership.remove(other.pk, by=owner, now=now)


def open_links(brand: Brand, now: datetime) -> tuple[int, int]:
    later = now + timedelta(hours=1)
    return (
        queries.open_invitations_of(brand, later).count(),
        queries.open_guests_of(brand, later).count(),
    )


@pytest.fixture
def handed_out(brand: Brand, admin: Member, owner: Member, now: datetime) -> None:
    invitations.invite("", Role.EDITOR, by=admin, now=now)
    guests.let_in("Elsa", "", 7, by=admin, now=now)
    invitations.invite("", Role.OWNER, by=owner, now=now)


def test_the_links_of_somebody_removed_end_with_them(
    brand: Brand, owner: Member, admin: Member, handed_out: None, now: datetime
) -> None:
    membership.remove(admin.pk, by=owner, now=now)
    assert open_links(brand, now) == (1, 0)
    assert Entry.objects.latest("pk").detail["links_ended"] == 2


def test_the_links_of_an_admin_end_when_they_become_an_editor(
    brand: Brand, owner: Member, admin: Member, handed_out: None, now: datetime
) -> None:
    membership.change_role(admin.pk, Role.EDITOR, by=owner, now=now)
    assert open_links(brand, now) == (1, 0)


def test_an_owner_who_becomes_an_admin_keeps_links_an_admin_may_give(
    brand: Brand, owner: Member, admin: Member, handed_out: None, now: datetime
) -> None:
    membership.change_role(admin.pk, Role.OWNER, by=owner, now=now)
    membership.change_role(owner.pk, Role.ADMIN, by=admin, now=now)
    assert open_links(brand, now) == (1, 1)


def test_a_change_of_role_is_in_the_log(owner: Member, editor: Member, now: datetime) -> None:
    membership.change_role(editor.pk, Role.APPROVER, by=owner, now=now)
    entry = Entry.objects.get()
    assert (entry.verb, entry.subject, entry.who) == ("member.role", "carla@example.org", owner.user)
    assert (entry.detail["was"], entry.detail["role"]) == ("editor", "approver")


@pytest.mark.django_db(transaction=True)
def test_two_owners_who_demote_each_other_at_once_leave_one(
    owner: Member, admin: Member, now: datetime
) -> None:
    membership.change_role(admin.pk, Role.OWNER, by=owner, now=now)
    pair = list(Member.objects.select_related("brand", "user").order_by("pk"))
    start = threading.Barrier(2)
    refused: list[Exception] = []

    def demote(by: Member, whom: Member) -> None:
        try:
            start.wait()
            membership.change_role(whom.pk, Role.ADMIN, by=by, now=now)
        except Refused as refusal:
            refused.append(refusal)
        finally:
            connection.close()

    threads = [threading.Thread(target=demote, args=pair), threading.Thread(target=demote, args=pair[::-1])]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(refused) == 1
    assert Member.objects.filter(role=Role.OWNER).count() == 1
