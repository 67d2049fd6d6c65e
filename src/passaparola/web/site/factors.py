"""How second factors are kept and named: their secrets are sealed before they reach the database."""

from __future__ import annotations

import base64
import secrets
from typing import TYPE_CHECKING

from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.utils.translation import gettext as _

if TYPE_CHECKING:
    from django.contrib.auth.base_user import AbstractBaseUser


class Sealing(DefaultMFAAdapter):  # type: ignore[misc]  # the package carries no types
    """The package's own way, except that a copy of the database alone gives no codes."""

    def encrypt(self, text: str) -> str:
        """Seal a secret with a key made of the installation's."""
        return _box().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """Open what `encrypt` sealed; what another key sealed opens to a secret that no code fits."""
        try:
            return _box().decrypt(encrypted_text.encode()).decode()
        except InvalidToken:
            return base64.b32encode(secrets.token_bytes(20)).decode()

    def generate_authenticator_name(self, user: AbstractBaseUser, type: Authenticator.Type) -> str:  # noqa: A002 - theirs
        """Name a new passkey by its number until its owner finds a better name."""
        count = Authenticator.objects.filter(user_id=user.pk, type=type).count()
        return _("Passkey %(number)s") % {"number": count + 1}


def _box() -> Fernet:
    derived = HKDF(SHA256(), 32, salt=None, info=b"passaparola second factors")
    return Fernet(base64.urlsafe_b64encode(derived.derive(settings.SECRET_KEY.encode())))
