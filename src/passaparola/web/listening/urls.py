"""The doors of listening."""

from __future__ import annotations

from django.urls import path

from passaparola.web.listening.pages import alarm_pages, search_pages

ROOM = "b/<slug:slug>/listening/"

urlpatterns = [
    path(ROOM, search_pages.listening, name="listening"),
    path(f"{ROOM}new/", search_pages.new_search, name="new-listening-search"),
    path(f"{ROOM}alarms/", alarm_pages.alarm_settings, name="alarms"),
    path(f"{ROOM}alarms/<int:episode_id>/seen/", alarm_pages.see_alarm, name="see-alarm"),
    path(f"{ROOM}finds/<int:match_id>/correct/", search_pages.correct, name="correct-find"),
    path(f"{ROOM}<int:search_id>/", search_pages.search, name="listening-search"),
    path(f"{ROOM}<int:search_id>/edit/", search_pages.edit_search, name="edit-listening-search"),
    path(f"{ROOM}<int:search_id>/rest/", search_pages.rest, name="rest-listening-search"),
    path(f"{ROOM}<int:search_id>/remove/", search_pages.remove, name="remove-listening-search"),
]
