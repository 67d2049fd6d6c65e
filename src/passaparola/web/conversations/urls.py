"""The doors of conversations; every one is bound to its brand by `brand_member`."""

from __future__ import annotations

from django.urls import path

from passaparola.web.conversations.pages import desk_pages, inbox_pages, ping_pages, talk_pages

urlpatterns = [
    path("webmention/", ping_pages.webmention, name="webmention"),
    path("pingback/", ping_pages.pingback, name="pingback"),
    path("b/<slug:slug>/inbox/", inbox_pages.inbox, name="inbox"),
    path("b/<slug:slug>/inbox/news/", inbox_pages.inbox_news, name="inbox-news"),
    path("b/<slug:slug>/inbox/many/", inbox_pages.handle_many, name="handle-many"),
    path("b/<slug:slug>/inbox/besides/", inbox_pages.besides, name="besides"),
    path("b/<slug:slug>/inbox/settings/", desk_pages.inbox_settings, name="inbox-settings"),
    path("b/<slug:slug>/inbox/rules/new/", desk_pages.new_rule, name="inbox-rule-new"),
    path("b/<slug:slug>/inbox/rules/<int:rule_id>/", desk_pages.rule, name="inbox-rule"),
    path("b/<slug:slug>/inbox/rules/<int:rule_id>/switch/", desk_pages.switch_rule, name="switch-rule"),
    path("b/<slug:slug>/inbox/words/<int:interaction_id>/", talk_pages.word, name="word"),
    path("b/<slug:slug>/inbox/<int:conversation_id>/", talk_pages.conversation, name="conversation"),
    path(
        "b/<slug:slug>/inbox/<int:conversation_id>/news/",
        talk_pages.conversation_news,
        name="conversation-news",
    ),
    path("b/<slug:slug>/inbox/<int:conversation_id>/answer/", talk_pages.answer, name="answer"),
    path("b/<slug:slug>/inbox/<int:conversation_id>/note/", talk_pages.note, name="note-conversation"),
    path("b/<slug:slug>/inbox/<int:conversation_id>/handle/", talk_pages.handle, name="handle-conversation"),
]
