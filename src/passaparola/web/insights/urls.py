"""The doors of a brand; every one that carries `slug` is bound to it by `brand_member`."""

from __future__ import annotations

from django.urls import path

from passaparola.web.insights import tracing, views

urlpatterns = [
    path("definitions/", views.definitions, name="definitions"),
    path("b/<slug:slug>/", views.home, name="home"),
    path("b/<slug:slug>/messages/", views.messages, name="messages"),
    path("b/<slug:slug>/messages/<int:message_id>/", views.message, name="message"),
    path("b/<slug:slug>/messages/<int:message_id>/map.json", views.picture, name="map"),
    path("b/<slug:slug>/messages/<int:message_id>/export.csv", views.export_csv, name="export-csv"),
    path("b/<slug:slug>/messages/<int:message_id>/news/", views.news, name="news"),
    path(
        "b/<slug:slug>/messages/<int:message_id>/export.parquet", views.export_parquet, name="export-parquet"
    ),
    path("b/<slug:slug>/trace/", tracing.trace, name="trace"),
    path("b/<slug:slug>/trace/<int:reading_id>/", tracing.reading, name="reading"),
    path("b/<slug:slug>/trace/<int:reading_id>/cancel/", tracing.cancel_reading, name="cancel-reading"),
    path("b/<slug:slug>/trace/<int:reading_id>/again/", tracing.read_again, name="read-again"),
]
