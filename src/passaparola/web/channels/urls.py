"""The doors of a brand's channels."""

from __future__ import annotations

from django.urls import path

from passaparola.web.channels import pages

urlpatterns = [
    path("b/<slug:slug>/channels/", pages.channels, name="channels"),
    path("b/<slug:slug>/channels/leave/", pages.left, name="channel-leave"),
    path("b/<slug:slug>/channels/connect/<slug:platform>/", pages.connect, name="channel-connect"),
    path("b/<slug:slug>/channels/<int:channel_id>/check/", pages.check, name="channel-check"),
    path("b/<slug:slug>/channels/<int:channel_id>/disconnect/", pages.disconnect, name="channel-disconnect"),
]
