"""The doors of the brands' own feeds, open to anybody."""

from __future__ import annotations

from django.urls import path

from passaparola.web.channels import feeds

urlpatterns = [
    path("feed/<slug:account>/", feeds.feed, name="feed"),
    path("feed/<slug:account>/atom.xml", feeds.form, {"form": "atom.xml"}, name="feed-atom"),
    path("feed/<slug:account>/rss.xml", feeds.form, {"form": "rss.xml"}, name="feed-rss"),
    path("feed/<slug:account>/feed.json", feeds.form, {"form": "feed.json"}, name="feed-json"),
    path("feed/<slug:account>/outbox.json", feeds.form, {"form": "outbox.json"}, name="feed-outbox"),
    path("feed/<slug:account>/<slug:name>/", feeds.entry, name="feed-entry"),
    path("feed/<slug:account>/<slug:name>/<str:file>", feeds.file, name="feed-file"),
]
