"""The doors of the API, and of its tokens."""

from __future__ import annotations

from django.urls import URLPattern, include, path, re_path

from passaparola.web.api import pages, problems
from passaparola.web.api.router import api

doors, _kind, _namespace = api.urls
for door in doors:
    if isinstance(door, URLPattern):
        door.callback = problems.worded(door.callback)

urlpatterns = [
    path("api/v1/", pages.reference, name="api-reference"),
    path("api/v1/", include(doors)),
    re_path("^api/v1/", problems.missing, name="api-missing"),
    path("b/<slug:slug>/tokens/", pages.tokens_page, name="api-tokens"),
    path("b/<slug:slug>/tokens/new/", pages.make, name="api-token-new"),
    path("b/<slug:slug>/tokens/<int:api_token_id>/revoke/", pages.revoke, name="api-token-revoke"),
]
