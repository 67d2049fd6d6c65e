from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from django.test import Client

from passaparola.web.brands import actions, invitations, tokens
from passaparola.web.brands.models import Entry, Invitation, Member, Role, User
from passaparola.web.brands.refusals import Refused

if TYPE_CHECKING:
    from datetime import datetime

    from passaparola.web.brands.models import Brand

PASSWORD = "three words and more"  # noqa: S105 - of people who exist here only


@pytest.fixture
def owner(brand: Brand, anna: User) -> Member:
    return Member.objects.select_related("brand", "user").get(brand=brand, user=anna)


@pytest.fixture
def here(monkeypatch: pytest.MonkeyPatch, now: datetime) -> datetime:
    """The pages' clock stands still."""
    monkeypatch.setattr("django.utils.timezone.now", lambda: now)
    return now


def asked(owner: Member, now: datetime, email: str = "", role: Role = Role.EDITOR) -> str:
    return invitations.invite(email, role, by=owner, now=now)[1]


def answered(client: Client, token: str, **form: str) -> int:
    return client.post(f"/join/{token}/", form).status_code


def test_only_a_digest_of_the_link_is_kept(owner: Member, now: datetime) -> None:
    token = asked(owner, now)
    kept = Invitation.objects.values().get()
    assert token not in str(kept)
    assert kept["token_hash"] == tokens.digest(token)
    assert token not in str(list(Entry.objects.values()))


def test_a_new_person_comes_in_with_a_name_and_a_password(
    client: Client, owner: Member, here: datetime
) -> None:
    token = asked(owner, here, "dario@example.org", Role.APPROVER)
    answer = client.post(f"/join/{token}/", {"name": "Dario", "password": PASSWORD})
    assert (answer.status_code, answer["Location"]) == (302, f"/b/{owner.brand.slug}/")
    dario = User.objects.get(email="dario@example.org")
    assert (dario.name, dario.check_password(PASSWORD)) == ("Dario", True)
    assert dario.memberships.get().role == Role.APPROVER
    assert client.get("/account/").status_code == 200
    assert Entry.objects.latest("pk").verb == "member.joined"


def test_who_is_signed_in_is_added(client: Client, owner: Member, bruno: User, here: datetime) -> None:
    client.force_login(bruno)
    assert answered(client, asked(owner, here)) == 302
    assert bruno.memberships.get(brand=owner.brand).role == Role.EDITOR


def test_an_invitation_works_once(client: Client, owner: Member, bruno: User, here: datetime) -> None:
    token = asked(owner, here)
    client.force_login(bruno)
    assert answered(client, token) == 302
    late = Client()
    assert late.get(f"/join/{token}/").status_code == 404
    assert answered(late, token, email="eva@example.org", name="Eva", password=PASSWORD) == 404
    assert not User.objects.filter(email="eva@example.org").exists()


def test_of_two_who_open_it_at_once_one_comes_in(
    owner: Member, bruno: User, now: datetime, anna: User
) -> None:
    invitation = invitations.open_one(asked(owner, now), now)
    invitations.accept(invitation, bruno, now)
    with pytest.raises(Refused, match="used"):
        invitations.accept(invitation, actions.create_user("eva@example.org", None), now)


@pytest.mark.parametrize("change", ["expires_at", "revoked_at"])
def test_an_invitation_that_has_ended_lets_nobody_in(
    client: Client, owner: Member, bruno: User, here: datetime, change: str
) -> None:
    token = asked(owner, here)
    Invitation.objects.update(**{change: here - timedelta(seconds=1)})
    client.force_login(bruno)
    answer = client.get(f"/join/{token}/")
    assert (answer.status_code, answered(client, token)) == (404, 404)
    assert "Ask whoever sent it" in answer.content.decode()
    assert not bruno.memberships.filter(brand=owner.brand).exists()


def test_it_ends_by_itself_after_seven_days(owner: Member, now: datetime) -> None:
    token = asked(owner, now)
    assert invitations.open_one(token, now + timedelta(days=6, hours=23))
    with pytest.raises(Invitation.DoesNotExist):
        invitations.open_one(token, now + timedelta(days=7))


def test_one_for_an_address_is_for_nobody_else(
    client: Client, owner: Member, bruno: User, here: datetime
) -> None:
    token = asked(owner, here, "dario@example.org")
    client.force_login(bruno)
    assert answered(client, token) == 200
    assert not bruno.memberships.filter(brand=owner.brand).exists()
    assert invitations.open_one(token, here)


def test_the_address_of_a_new_person_is_the_one_that_was_invited(
    client: Client, owner: Member, here: datetime
) -> None:
    token = asked(owner, here, "dario@example.org")
    assert answered(client, token, email="mallory@example.org", name="D", password=PASSWORD) == 302
    assert not User.objects.filter(email="mallory@example.org").exists()


def test_an_account_that_is_there_is_not_taken_over(
    client: Client, owner: Member, bruno: User, here: datetime
) -> None:
    token = asked(owner, here)
    answer = client.post(
        f"/join/{token}/", {"email": "BRUNO@example.org", "name": "Mallory", "password": PASSWORD}
    )
    assert answer.status_code == 200
    assert "sign in" in answer.content.decode()
    bruno.refresh_from_db()
    assert (bruno.name, bruno.check_password("a good long word")) == ("Bruno", True)
    assert invitations.open_one(token, here)


def test_a_password_that_is_guessed_first_is_refused(client: Client, owner: Member, here: datetime) -> None:
    token = asked(owner, here)
    for password in ("short", "password123"):
        assert answered(client, token, email="eva@example.org", name="Eva", password=password) == 200
    assert not User.objects.filter(email="eva@example.org").exists()


def test_a_member_who_opens_one_loses_nothing(
    client: Client, owner: Member, anna: User, here: datetime
) -> None:
    token = asked(owner, here, role=Role.ANALYST)
    client.force_login(anna)
    assert answered(client, token) == 200
    assert anna.memberships.get().role == Role.OWNER
    assert invitations.open_one(token, here)


def test_an_admin_invites_no_owner(brand: Brand, bruno: User, now: datetime) -> None:
    admin = actions.add_member(brand, bruno, Role.ADMIN)
    with pytest.raises(Refused):
        invitations.invite("", Role.OWNER, by=admin, now=now)


def test_a_role_that_was_not_offered_is_not_given(client: Client, brand: Brand, bruno: User) -> None:
    actions.add_member(brand, bruno, Role.ADMIN)
    client.force_login(bruno)
    answer = client.post(f"/b/{brand.slug}/people/invite/", {"invitation-role": "owner"})
    assert answer.status_code == 200
    assert not Invitation.objects.exists()


def test_a_member_is_not_invited_again(owner: Member, now: datetime) -> None:
    with pytest.raises(Refused, match="member already"):
        invitations.invite("Anna@Example.org", Role.EDITOR, by=owner, now=now)


def test_the_link_sent_last_is_the_one_that_works(owner: Member, now: datetime) -> None:
    first = asked(owner, now, "dario@example.org")
    other = asked(owner, now, "eva@example.org")
    second = asked(owner, now, "Dario@example.org", Role.ANALYST)
    with pytest.raises(Invitation.DoesNotExist):
        invitations.open_one(first, now)
    assert invitations.open_one(second, now).role == Role.ANALYST
    assert invitations.open_one(other, now)


def test_the_link_is_shown_once(client: Client, owner: Member, anna: User) -> None:
    client.force_login(anna)
    page = f"/b/{owner.brand.slug}/people/"
    shown = client.post(f"{page}invite/", {"invitation-role": "editor"}).content.decode()
    assert "/join/" in shown
    assert "/join/" not in client.get(page).content.decode()


def test_taking_it_back_is_in_the_log_once(owner: Member, anna: User, now: datetime) -> None:
    invitation, token = invitations.invite("dario@example.org", Role.EDITOR, by=owner, now=now)
    for _ in range(2):
        invitations.revoke(owner.brand, invitation.pk, by=anna, now=now)
    with pytest.raises(Invitation.DoesNotExist):
        invitations.open_one(token, now)
    assert Entry.objects.filter(verb="invitation.revoked", subject="dario@example.org").count() == 1
