"""Every door of the site and who may open it: a door that is missing here fails the test of the doors.

A new page of a brand gets a line in `OF_A_BRAND`, one that a guest's link opens gets one in `BY_LINK`; where
the address carries a number of its own, the way to make such a thing goes into `MAKERS`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import timezone

from passaparola.connectors.contract import Account, Login
from passaparola.web.brands import actions as brands
from passaparola.web.brands import guests, invitations, queries
from passaparola.web.brands.models import Role
from passaparola.web.channels import actions as channels
from passaparola.web.conversations import actions as conversations
from passaparola.web.conversations import intake
from web.stories import story

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from passaparola.web.brands.models import Brand, Member


@dataclass(frozen=True)
class Needs:
    """What a door asks for: any one of `roles`; what it answers to those it lets in, asked with `form`."""

    roles: tuple[Role, ...]
    answers: int = 200
    form: Mapping[str, object] = field(default_factory=dict)

    def lets_in(self, member: Member) -> bool:
        return any(map(member.may, self.roles))


LOOK = Needs((Role.ANALYST,))
MANAGE = Needs((Role.ADMIN,))
HOLD = (Role.EDITOR, Role.APPROVER)


def does(*roles: Role, answers: int = 302, **form: object) -> Needs:
    """A door that changes something and then leads elsewhere."""
    return Needs(roles, answers, form)


OF_A_BRAND: dict[str, Needs] = {
    "GET home": LOOK,
    "GET messages": LOOK,
    "GET message": LOOK,
    "GET map": LOOK,
    "GET news": LOOK,
    "GET export-csv": LOOK,
    "GET export-parquet": LOOK,
    "GET trace": LOOK,
    "POST trace": does(Role.EDITOR, way="address", address="sandbox://demo/someone/2"),
    "GET reading": LOOK,
    "POST cancel-reading": does(Role.EDITOR),
    "POST read-again": does(Role.EDITOR),
    "GET brand-settings": MANAGE,
    "POST brand-settings": does(Role.ADMIN, name="Aurora", zone="Europe/Rome", approval="1"),
    "GET hold": Needs(HOLD),
    "POST hold": does(*HOLD),
    "POST release": does(Role.ADMIN),
    "GET people": MANAGE,
    "POST invite": does(Role.ADMIN, answers=200, **{"invitation-role": "editor"}),
    "POST guest-new": does(Role.ADMIN, answers=200, **{"guest-name": "Carla", "guest-days": "7"}),
    "POST member-role": does(Role.ADMIN, role="analyst"),
    "POST member-remove": does(Role.ADMIN),
    "POST invitation-revoke": does(Role.ADMIN),
    "POST guest-revoke": does(Role.ADMIN),
    "GET log": MANAGE,
    "GET channels": LOOK,
    "GET channel-connect": MANAGE,
    "POST channel-connect": does(Role.ADMIN, answers=302, handle="aurora"),
    "GET channel-leave": does(Role.ADMIN),
    "POST channel-check": does(Role.EDITOR),
    "POST channel-disconnect": does(Role.ADMIN),
    "GET log-csv": MANAGE,
}
"""The doors of a brand, each with how it is asked."""

BY_LINK: dict[str, Needs] = {
    "GET guest": Needs(()),
}
"""Doors that a guest's own link opens, whatever anybody's role; nobody else's link does."""

OWN = {
    "front",
    "account",
    "brand-new",
    "account_reauthenticate",
    "account_change_password",
    "mfa_index",
    "mfa_reauthenticate",
    "mfa_reauthenticate_webauthn",
    "mfa_activate_totp",
    "mfa_deactivate_totp",
    "mfa_view_recovery_codes",
    "mfa_generate_recovery_codes",
    "mfa_download_recovery_codes",
    "mfa_list_webauthn",
    "mfa_add_webauthn",
    "mfa_remove_webauthn",
    "mfa_edit_webauthn",
}
"""Doors for whoever is signed in, to what is their own."""

PUBLIC = {
    "favicon",
    "health",
    "set_language",
    "account_login",
    "account_logout",
    "account_inactive",
    "mfa_authenticate",
    "mfa_login_webauthn",
    "definitions",
    "join",
    *("feed", "feed-atom", "feed-rss", "feed-json", "feed-outbox", "feed-entry", "feed-file"),
}
"""Doors that anybody may open; an invitation's address is its own key."""


def _reading(brand: Brand) -> int:
    by = _owner(brand).user
    return conversations.follow(brand, "sandbox://demo/someone/1", by=by, now=timezone.now()).pk


def _message(brand: Brand) -> int:
    address = "https://sandbox.test/p/1"
    return intake.take_in(brand, story(), address=address, now=timezone.now()).message.pk


def _member(brand: Brand) -> int:
    carla = brands.create_user(f"carla@{brand.slug}.example.org", None, name="Carla")
    return brands.add_member(brand, carla, Role.EDITOR).pk


def _invitation(brand: Brand) -> int:
    now = timezone.now()
    return invitations.invite("dario@example.org", Role.EDITOR, by=_owner(brand), now=now)[0].pk


def _guest(brand: Brand) -> int:
    return guests.let_in("Elsa", "", 7, by=_owner(brand), now=timezone.now())[0].pk


def _channel(brand: Brand) -> int:
    login = Login(Account("aurora", "aurora"), "sandbox://doors", {})
    return channels.connect(brand, "sandbox", login, timezone.now()).pk


def _link(brand: Brand) -> str:
    return guests.let_in("Elsa", "", 7, by=_owner(brand), now=timezone.now())[1]


MAKERS: dict[str, Callable[[Brand], object]] = {
    "slug": lambda brand: brand.slug,
    "message_id": _message,
    "reading_id": _reading,
    "member_id": _member,
    "invitation_id": _invitation,
    "guest_id": _guest,
    "token": _link,
    "channel_id": _channel,
    "platform": lambda _brand: "sandbox",
    "pk": lambda _brand: 1,
}
"""How to make, for a brand, what stands in an address under this name."""


def _owner(brand: Brand) -> Member:
    return queries.members_of(brand).filter(role=Role.OWNER)[0]


def walk(resolver: URLResolver | None = None) -> Iterator[URLPattern]:
    """Every door there is, whoever opened it."""
    for entry in (resolver or get_resolver()).url_patterns:
        if isinstance(entry, URLResolver):
            yield from walk(entry)
        else:
            yield entry


DOORS = {str(door.name): door for door in walk()}
"""The doors there are, by name."""


def carries(name: str) -> dict[str, Any]:
    """What stands in the address of a door."""
    return DOORS[name].pattern.converters


def address(name: str, brand: Brand, *, through: Brand | None = None) -> str:
    """The address of a door to something of `brand`; `through`: by way of another brand's slug or link."""
    entry = through or brand
    return reverse(
        name,
        kwargs={key: MAKERS[key](entry if key in {"slug", "token"} else brand) for key in carries(name)},
    )


LATER = timedelta(days=365)
