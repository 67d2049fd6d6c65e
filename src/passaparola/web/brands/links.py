"""The address of a way in, as it is shown once and sent by mail."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _

from passaparola.web.brands import mailing
from passaparola.web.brands.models import Invitation

if TYPE_CHECKING:
    from passaparola.web.brands.models import Guest, User

LOOPBACK = {"127.0.0.1", "localhost", "::1"}


@dataclass(frozen=True, slots=True)
class Told:
    """A link that is shown this once, and what became of the mail that carries it."""

    link: Invitation | Guest
    address: str
    sent: bool
    trouble: str

    @property
    def invites(self) -> bool:
        """Say whether it makes a member, not a guest."""
        return isinstance(self.link, Invitation)

    @property
    def only_here(self) -> bool:
        """Say whether the address leads nowhere but on this machine."""
        return urlsplit(settings.ADDRESS).hostname in LOOPBACK


def tell(link: Invitation | Guest, token: str, by: User) -> Told:
    """Return the address of `link`, after sending it to its e-mail where there is one and mail is set up."""
    page = "join" if isinstance(link, Invitation) else "guest"
    address = settings.ADDRESS + reverse(page, args=[token])
    if not link.email or not mailing.possible():
        return Told(link, address, sent=False, trouble="")
    values = {"link": link, "brand": link.brand, "address": address, "by": by}
    text = render_to_string(f"brands/mail/{page}.txt", values)
    trouble = mailing.send(link.email, _subject(link), text)
    return Told(link, address, sent=not trouble, trouble=trouble)


def _subject(link: Invitation | Guest) -> str:
    words = {"brand": link.brand.name}
    if isinstance(link, Invitation):
        return _("Join %(brand)s on Passaparola") % words
    return _("%(brand)s asks you to approve posts") % words
