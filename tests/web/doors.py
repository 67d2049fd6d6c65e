"""Every door of the site and who may open it: a door that is missing here fails the test of the doors.

A new page of a brand gets a line in `OF_A_BRAND`, one that a guest's link opens gets one in `BY_LINK`; where
the address carries a number of its own, the way to make such a thing goes into `makers.MAKERS`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.urls import URLPattern, URLResolver, get_resolver, reverse

from passaparola.web.brands.models import Role
from web.makers import CAME, MAKERS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from passaparola.web.brands.models import Brand, Member


@dataclass(frozen=True)
class Needs:
    """What a door asks for: any one of `roles`; what it answers to those it lets in, asked with `form`."""

    roles: tuple[Role, ...]
    answers: int = 200
    form: Mapping[str, Any] = field(default_factory=dict)

    def lets_in(self, member: Member) -> bool:
        return any(map(member.may, self.roles))


LOOK = Needs((Role.ANALYST,))
MANAGE = Needs((Role.ADMIN,))
WRITE, APPROVE = (Role.EDITOR,), (Role.APPROVER,)
HOLD = (*WRITE, *APPROVE)


def does(*roles: Role, answers: int = 302, **form: Any) -> Needs:
    """A door that changes something and then leads elsewhere."""
    return Needs(roles, answers, form)


SEARCH: dict[str, Any] = {"query": "aurora", "side": "ours", "false_alarm_days": "30", "on-sandbox": "on"}

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
    "GET listening": LOOK,
    "GET new-listening-search": Needs(WRITE),
    "POST new-listening-search": does(*WRITE, name="Alba", **SEARCH),
    "GET listening-search": LOOK,
    "GET edit-listening-search": Needs(WRITE),
    "POST edit-listening-search": does(*WRITE, name="Aurora", **SEARCH),
    "POST rest-listening-search": does(*WRITE, do="stop"),
    "POST remove-listening-search": does(*WRITE),
    "POST correct-find": does(*WRITE, language="it", tone="1"),
    "GET alarms": MANAGE,
    "POST alarms": does(Role.ADMIN, mail="on"),
    "POST see-alarm": does(*HOLD),
    "GET channels": LOOK,
    "GET channel-connect": MANAGE,
    "POST channel-connect": does(Role.ADMIN, answers=302, handle="aurora"),
    "GET channel-leave": does(Role.ADMIN),
    "POST channel-check": does(Role.EDITOR),
    "POST channel-disconnect": does(Role.ADMIN),
    "GET log-csv": MANAGE,
    "GET calendar": LOOK,
    "GET calendar-week": LOOK,
    "GET calendar-list": LOOK,
    "GET calendar-day": LOOK,
    "GET move-post": Needs(WRITE, form={"came": CAME}),
    "POST move-post": does(*WRITE, came=CAME, day="2099-02-03", time="12:00"),
    "GET inbox": LOOK,
    "GET inbox-news": LOOK,
    "POST handle-many": does(*WRITE, do="done", id="1"),
    "GET besides": LOOK,
    "GET word": LOOK,
    "GET conversation": LOOK,
    "GET conversation-news": LOOK,
    # Handed in without the token of its page it is shown once more, with its words.
    "POST answer": does(*WRITE, answers=422, text="Buongiorno"),
    "POST note-conversation": does(*WRITE, *APPROVE, text="Una cliente."),
    "POST handle-conversation": does(*WRITE, do="done"),
    "GET inbox-settings": MANAGE,
    "POST inbox-settings": does(Role.ADMIN, do="label", name="Ordini"),
    "GET inbox-rule-new": MANAGE,
    "POST inbox-rule-new": does(Role.ADMIN, name="Stampa", role="journalist", status="open"),
    "GET inbox-rule": MANAGE,
    "POST inbox-rule": does(Role.ADMIN, name="Stampa", role="journalist", status="open"),
    "POST switch-rule": does(Role.ADMIN, do="off"),
    "GET approvals": LOOK,
    "GET review-post": LOOK,
    "POST submit-post": does(*WRITE),
    "POST judge-post": does(*APPROVE, verdict="approve", seen="1"),
    "POST comment-post": does(*WRITE, *APPROVE, text="Bello."),
    "GET posts": LOOK,
    "POST new-post": does(*WRITE),
    "GET post": LOOK,
    # The post is planned: its writer is told so, on a page that keeps the words.
    "POST save-post": does(*WRITE, answers=422, seen="1", text="Buonasera"),
    "POST clone-post": does(*WRITE),
    "POST drop-post": does(*WRITE),
    "POST unplan-post": does(*WRITE),
    "POST delete-everywhere": does(*WRITE),
    "GET repeat-post": Needs(WRITE),
    "POST repeat-post": Needs(WRITE, form={"starts": "2099-02-01T10:00", "every": "week", "count": "3"}),
    "POST repeat-stop": does(*WRITE),
    "GET post-history": LOOK,
    "POST restore-post": does(*WRITE),
    "POST handle-delivery": does(*WRITE, do="cancel"),
    "GET library": LOOK,
    "POST library": does(*WRITE),
    "GET asset": LOOK,
    "GET asset-picture": LOOK,
    "POST describe-asset": does(*WRITE, alt="Due tazze"),
    "POST remove-asset": does(*WRITE),
    "GET words": LOOK,
    "POST words": does(*WRITE),
    "POST drop-words": does(*WRITE, which="snippet-1"),
    "GET campaigns": LOOK,
    "GET new-campaign": Needs(WRITE),
    "POST new-campaign": does(*WRITE, name="Primavera", identity="declared"),
    "GET campaign": LOOK,
    "POST campaign": does(*WRITE, name="Primavera", identity="declared"),
    "GET persons": LOOK,
    "GET persons-csv": Needs(WRITE),
    "POST persons-campaign": Needs(WRITE, answers=404),
    "GET person": LOOK,
    "POST person-save": does(*WRITE, name="Fabio", roles=["consumer"]),
    "POST person-contact": does(*WRITE, contact="no"),
    "GET person-join": Needs(WRITE),
    "POST person-join": Needs(WRITE, answers=404, form={"ground": "judged", "other": "0"}),
    "POST person-separate": does(*WRITE),
    "GET person-export": Needs(WRITE),
    "GET person-erase": MANAGE,
    "POST person-erase": does(Role.ADMIN, read="1"),
    "GET queues": LOOK,
    "GET queue": LOOK,
    "POST slots-add": does(*WRITE, day="0", at="09:00"),
    "POST slot-remove": does(*WRITE),
    "POST queue-swap": does(*WRITE, way="later"),
    "GET almanac": Needs(WRITE),
    "POST almanac": does(*WRITE, country="IT"),
    "POST feed-open": does(Role.ADMIN, answers=200),
    "POST feed-close": does(Role.ADMIN),
    "GET export-plan-csv": LOOK,
    "GET export-plan-json": LOOK,
    "GET import-plan": Needs(WRITE),
    "POST import-plan": does(*WRITE, content="dGV4dApCdW9uZ2lvcm5vCg==", do="keep"),
    "GET api-tokens": MANAGE,
    "POST api-token-new": does(
        Role.ADMIN, answers=200, **{"token-name": "CMS", "token-role": "editor", "token-days": "30"}
    ),
    "POST api-token-revoke": does(Role.ADMIN),
}
"""The doors of a brand, each with how it is asked."""

BY_LINK: dict[str, Needs] = {
    "GET guest": Needs(()),
    "GET guest-post": Needs(()),
    "POST guest-judge": does(verdict="approve", seen="1"),
    "POST guest-comment": does(text="Bello."),
    "GET guest-picture": Needs(()),
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
    "calendar-feed",
    *("webmention", "pingback"),
    *("feed", "feed-atom", "feed-rss", "feed-json", "feed-outbox", "feed-entry", "feed-file"),
    *("api-reference", "openapi-json", "api-missing", "api-root"),
}
"""Doors that anybody may open; the address of an invitation or of a calendar's feed is its own key."""


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
