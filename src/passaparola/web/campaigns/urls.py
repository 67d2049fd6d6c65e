"""The doors of campaigns."""

from __future__ import annotations

from django.urls import path

from passaparola.web.campaigns import views

urlpatterns = [
    path("b/<slug:slug>/campaigns/", views.campaigns, name="campaigns"),
    path("b/<slug:slug>/campaigns/new/", views.new_campaign, name="new-campaign"),
    path("b/<slug:slug>/campaigns/<int:campaign_id>/", views.campaign, name="campaign"),
]
