"""The doors of brands and of those who act for them; one that carries `slug` is bound to that brand."""

from __future__ import annotations

from django.urls import path

from passaparola.web.brands import account, joining, log, people, views

urlpatterns = [
    path("account/", account.account, name="account"),
    path("brands/new/", views.new_brand, name="brand-new"),
    path("join/<str:token>/", joining.join, name="join"),
    path("b/<slug:slug>/settings/", views.settings, name="brand-settings"),
    path("b/<slug:slug>/hold/", views.hold, name="hold"),
    path("b/<slug:slug>/people/", people.people, name="people"),
    path("b/<slug:slug>/people/invite/", people.invite, name="invite"),
    path("b/<slug:slug>/people/guests/", people.let_in, name="guest-new"),
    path("b/<slug:slug>/people/<int:member_id>/role/", people.change_role, name="member-role"),
    path("b/<slug:slug>/people/<int:member_id>/remove/", people.remove, name="member-remove"),
    path(
        "b/<slug:slug>/invitations/<int:invitation_id>/revoke/",
        people.revoke_invitation,
        name="invitation-revoke",
    ),
    path("b/<slug:slug>/guests/<int:guest_id>/revoke/", people.revoke_guest, name="guest-revoke"),
    path("b/<slug:slug>/log/", log.log, name="log"),
    path("b/<slug:slug>/log.csv", log.export, name="log-csv"),
]
