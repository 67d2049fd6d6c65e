"""The doors of publishing; every one that carries `slug` is bound to its brand by `brand_member`."""

from __future__ import annotations

from django.urls import path

from passaparola.web.publishing.pages import (
    almanac_pages,
    approval_pages,
    calendar_pages,
    composing,
    delivery_pages,
    exchange_pages,
    guest_pages,
    history_pages,
    hold_pages,
    library_pages,
    repeat_pages,
    slot_pages,
    words_pages,
)

urlpatterns = [
    path("b/<slug:slug>/calendar/", calendar_pages.month, name="calendar"),
    path("b/<slug:slug>/calendar/week/", calendar_pages.week, name="calendar-week"),
    path("b/<slug:slug>/calendar/list/", calendar_pages.listed, name="calendar-list"),
    path("b/<slug:slug>/calendar/day/", calendar_pages.day, name="calendar-day"),
    path("b/<slug:slug>/calendar/move/<int:post_id>/", calendar_pages.move, name="move-post"),
    path("b/<slug:slug>/release/", hold_pages.release, name="release"),
    path("b/<slug:slug>/approvals/", approval_pages.approvals, name="approvals"),
    path("b/<slug:slug>/posts/<int:post_id>/review/", approval_pages.review, name="review-post"),
    path("b/<slug:slug>/posts/<int:post_id>/submit/", approval_pages.submit, name="submit-post"),
    path("b/<slug:slug>/posts/<int:post_id>/verdict/", approval_pages.judge, name="judge-post"),
    path("b/<slug:slug>/posts/<int:post_id>/comment/", approval_pages.comment, name="comment-post"),
    path("g/<str:token>/", guest_pages.posts, name="guest"),
    path("g/<str:token>/posts/<int:post_id>/", guest_pages.post, name="guest-post"),
    path("g/<str:token>/posts/<int:post_id>/verdict/", guest_pages.judge, name="guest-judge"),
    path("g/<str:token>/posts/<int:post_id>/comment/", guest_pages.comment, name="guest-comment"),
    path(
        "g/<str:token>/posts/<int:post_id>/pictures/<int:asset_id>/", guest_pages.asset, name="guest-picture"
    ),
    path("b/<slug:slug>/posts/", composing.posts, name="posts"),
    path("b/<slug:slug>/posts/new/", composing.new_post, name="new-post"),
    path("b/<slug:slug>/posts/<int:post_id>/", composing.post, name="post"),
    path("b/<slug:slug>/posts/<int:post_id>/save/", composing.save_post, name="save-post"),
    path("b/<slug:slug>/posts/<int:post_id>/clone/", composing.clone_post, name="clone-post"),
    path("b/<slug:slug>/posts/<int:post_id>/drop/", composing.drop_post, name="drop-post"),
    path("b/<slug:slug>/posts/<int:post_id>/unplan/", delivery_pages.unplan, name="unplan-post"),
    path(
        "b/<slug:slug>/posts/<int:post_id>/delete-everywhere/",
        delivery_pages.delete_everywhere,
        name="delete-everywhere",
    ),
    path("b/<slug:slug>/posts/<int:post_id>/history/", history_pages.history, name="post-history"),
    path(
        "b/<slug:slug>/posts/<int:post_id>/history/<int:number>/restore/",
        history_pages.restore,
        name="restore-post",
    ),
    path(
        "b/<slug:slug>/deliveries/<int:delivery_id>/", delivery_pages.handle_delivery, name="handle-delivery"
    ),
    path("b/<slug:slug>/library/", library_pages.library_page, name="library"),
    path("b/<slug:slug>/library/<int:asset_id>/", library_pages.asset_file, name="asset"),
    path("b/<slug:slug>/library/<int:asset_id>/small/", library_pages.asset_picture, name="asset-picture"),
    path("b/<slug:slug>/library/<int:asset_id>/words/", library_pages.describe_asset, name="describe-asset"),
    path("b/<slug:slug>/library/<int:asset_id>/remove/", library_pages.remove_asset, name="remove-asset"),
    path("b/<slug:slug>/words/", words_pages.words, name="words"),
    path("b/<slug:slug>/words/drop/", words_pages.drop_words, name="drop-words"),
    path("b/<slug:slug>/queues/", slot_pages.queues, name="queues"),
    path("b/<slug:slug>/queues/<int:channel_id>/", slot_pages.queue, name="queue"),
    path("b/<slug:slug>/queues/<int:channel_id>/slots/", slot_pages.add_slots, name="slots-add"),
    path(
        "b/<slug:slug>/queues/<int:channel_id>/slots/<int:slot_id>/remove/",
        slot_pages.remove_slot,
        name="slot-remove",
    ),
    path("b/<slug:slug>/queues/<int:channel_id>/<int:delivery_id>/swap/", slot_pages.swap, name="queue-swap"),
    path("b/<slug:slug>/posts/<int:post_id>/repeat/", repeat_pages.repeat, name="repeat-post"),
    path("b/<slug:slug>/posts/<int:post_id>/repeat/stop/", repeat_pages.stop, name="repeat-stop"),
    path("b/<slug:slug>/calendar/settings/", almanac_pages.almanac_page, name="almanac"),
    path("b/<slug:slug>/calendar/feed/", almanac_pages.open_feed, name="feed-open"),
    path("b/<slug:slug>/calendar/feed/end/", almanac_pages.close_feed, name="feed-close"),
    path("calendar-feed/<str:token>/calendar.ics", almanac_pages.feed, name="calendar-feed"),
    path(
        "b/<slug:slug>/calendar/export.csv",
        exchange_pages.export_plan,
        {"form": "csv"},
        name="export-plan-csv",
    ),
    path(
        "b/<slug:slug>/calendar/export.json",
        exchange_pages.export_plan,
        {"form": "json"},
        name="export-plan-json",
    ),
    path("b/<slug:slug>/calendar/import/", exchange_pages.import_plan, name="import-plan"),
]
