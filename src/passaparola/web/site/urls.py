"""Every door of the site."""

from __future__ import annotations

from allauth.account import views as account
from allauth.mfa.base import views as factors
from allauth.mfa.recovery_codes import views as codes
from allauth.mfa.totp import views as app
from allauth.mfa.webauthn import views as passkeys
from django.urls import include, path
from django.views.i18n import set_language

from passaparola.web.brands.account import to_account
from passaparola.web.site import health, views

urlpatterns = [
    path("", views.front, name="front"),
    path("favicon.ico", views.favicon, name="favicon"),
    path("health", health.health, name="health"),
    path("language/", set_language, name="set_language"),
    path("login/", account.login, name="account_login"),
    path("logout/", account.logout, name="account_logout"),
    path("inactive/", account.account_inactive, name="account_inactive"),
    path("login/second/", factors.authenticate, name="mfa_authenticate"),
    path("login/passkey/", passkeys.login_webauthn, name="mfa_login_webauthn"),
    path("account/confirm/", account.reauthenticate, name="account_reauthenticate"),
    path("account/confirm/code/", factors.reauthenticate, name="mfa_reauthenticate"),
    path("account/confirm/passkey/", passkeys.reauthenticate_webauthn, name="mfa_reauthenticate_webauthn"),
    path("account/password/", account.password_change, name="account_change_password"),
    path("account/second-factor/", to_account, name="mfa_index"),
    path("account/app/", app.activate_totp, name="mfa_activate_totp"),
    path("account/app/remove/", app.deactivate_totp, name="mfa_deactivate_totp"),
    path("account/codes/", codes.view_recovery_codes, name="mfa_view_recovery_codes"),
    path("account/codes/new/", codes.generate_recovery_codes, name="mfa_generate_recovery_codes"),
    path("account/codes/codes.txt", codes.download_recovery_codes, name="mfa_download_recovery_codes"),
    path("account/passkeys/", to_account, name="mfa_list_webauthn"),
    path("account/passkeys/add/", passkeys.add_webauthn, name="mfa_add_webauthn"),
    path("account/passkeys/<int:pk>/remove/", passkeys.remove_webauthn, name="mfa_remove_webauthn"),
    path("account/passkeys/<int:pk>/name/", passkeys.edit_webauthn, name="mfa_edit_webauthn"),
    path("", include("passaparola.web.brands.urls")),
    path("", include("passaparola.web.channels.urls")),
    path("", include("passaparola.web.campaigns.urls")),
    path("", include("passaparola.web.publishing.urls")),
    path("", include("passaparola.web.channels.feed_urls")),
    path("", include("passaparola.web.conversations.urls")),
    path("", include("passaparola.web.conversations.person_urls")),
    path("", include("passaparola.web.listening.urls")),
    path("", include("passaparola.web.insights.urls")),
    path("", include("passaparola.web.api.urls")),
]
