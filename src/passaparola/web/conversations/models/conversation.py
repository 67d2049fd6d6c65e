from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from passaparola.web.brands.models import Brand, User
from passaparola.web.cascades.models import Message
from passaparola.web.channels.models import Channel
from passaparola.web.conversations.models.voice import Tone, Voiced
from passaparola.web.people.models import Handle


class Status(models.TextChoices):
    """Whose turn it is: *open* is ours, *waiting* is theirs, *done* nobody's."""

    OPEN = "open", _("open")
    WAITING = "waiting", _("waiting")
    DONE = "done", _("done")


class Label(models.Model):
    """A word the team sorts its conversations by."""

    brand = models.ForeignKey(Brand, on_delete=models.CASCADE, related_name="labels")
    name = models.CharField(_("name"), max_length=60)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["brand", "name"], name="label_once_per_brand"),
        ]

    def __str__(self) -> str:
        return self.name


class Conversation(models.Model):
    """A talk with somebody on one channel: what they began, what others added below it, what we answered.

    `key` is the native id of what it began with, of a private talk its room's. `about` is the native id of
    the post it was said to, `message` that post where it is followed. `last_at` is its newest word. Somebody
    has waited for an answer since `waits_since` (null: nobody does); we answered first at `answered_at`. It
    is not shown before `snoozed_until`. `merged_into` holds what was said here once somebody put the two
    together. `language` and `tone` are those of their last word.
    """

    brand = models.ForeignKey(Brand, on_delete=models.CASCADE, related_name="conversations")
    channel = models.ForeignKey(Channel, on_delete=models.CASCADE, related_name="conversations")
    key = models.CharField(max_length=500)
    handle = models.ForeignKey(Handle, on_delete=models.CASCADE, related_name="conversations")
    about = models.CharField(max_length=500, blank=True)
    message = models.ForeignKey(Message, on_delete=models.SET_NULL, null=True, related_name="conversations")
    private = models.BooleanField(default=False)

    status = models.CharField(max_length=10, choices=Status, default=Status.OPEN)
    unread = models.BooleanField(default=True)
    assignee = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    snoozed_until = models.DateTimeField(null=True)
    labels = models.ManyToManyField(Label, related_name="conversations")
    language = models.CharField(max_length=12, blank=True)
    tone = models.SmallIntegerField(choices=Tone, null=True)

    opened_at = models.DateTimeField()
    last_at = models.DateTimeField()
    waits_since = models.DateTimeField(null=True)
    answered_at = models.DateTimeField(null=True)
    merged_into = models.ForeignKey("self", on_delete=models.SET_NULL, null=True, related_name="merged")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["channel", "key"], name="conversation_once_per_channel"),
            models.CheckConstraint(condition=Q(status__in=Status.values), name="conversation_status_known"),
            models.CheckConstraint(
                condition=~Q(merged_into=F("id")), name="conversation_not_merged_into_itself"
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["brand", "status", "-last_at", "-id"],
                condition=Q(merged_into=None),
                name="conversation_latest_first",
            ),
            models.Index(
                fields=["brand", "waits_since"],
                condition=Q(waits_since__isnull=False, merged_into=None),
                name="conversation_waiting",
            ),
            models.Index(
                fields=["brand", "assignee", "-last_at"],
                condition=Q(assignee__isnull=False, merged_into=None),
                name="conversation_assigned",
            ),
            models.Index(
                fields=["brand", "-last_at"],
                condition=Q(unread=True, merged_into=None),
                name="conversation_unread",
            ),
            models.Index(
                fields=["brand", "-last_at", "-id"],
                condition=Q(merged_into=None),
                name="conversation_of_a_brand",
            ),
            models.Index(
                fields=["channel", "-last_at", "-id"],
                condition=Q(merged_into=None),
                name="conversation_of_a_channel",
            ),
            models.Index(
                fields=["brand", "snoozed_until"],
                condition=Q(snoozed_until__isnull=False, merged_into=None),
                name="conversation_put_off",
            ),
        ]

    def __str__(self) -> str:
        return self.key


class Kind(models.IntegerChoices):
    """What somebody did towards the brand."""

    MENTION = 0, _("mention")
    REPLY = 1, _("reply")
    QUOTE = 2, _("quote")
    RESHARE = 3, _("reshare")
    LIKE = 4, _("like")
    FOLLOW = 5, _("follow")
    MESSAGE = 6, _("private message")
    COMMENT = 7, _("comment")


TALK = frozenset({Kind.MENTION, Kind.REPLY, Kind.QUOTE, Kind.MESSAGE, Kind.COMMENT})
"""What is said and may want an answer; the rest is heard, counted and shown beside the person."""


class Interaction(Voiced):
    """Something somebody did towards the brand on one channel; the same thing told twice is one row.

    `address` is where it is answered (empty: it cannot be), `about` the native id of the post it was done to,
    `conversation` the talk it belongs to (null for what is no talk). `points` is what affinity gave for it,
    `brought` how many people had the message through it, `exchange` that it answers something we had said to
    them. `gone_at` is when its author took it back: its words are no longer shown. `ruled` says that the
    brand's rules have been applied to it.
    """

    brand = models.ForeignKey(Brand, on_delete=models.CASCADE, related_name="interactions")
    channel = models.ForeignKey(Channel, on_delete=models.CASCADE, related_name="interactions")
    conversation = models.ForeignKey(
        Conversation, on_delete=models.SET_NULL, null=True, related_name="interactions"
    )
    handle = models.ForeignKey(Handle, on_delete=models.CASCADE, related_name="interactions")
    kind = models.PositiveSmallIntegerField(choices=Kind)
    native_id = models.CharField(max_length=500)
    about = models.CharField(max_length=500, blank=True)
    ours = models.BooleanField(default=False)
    private = models.BooleanField(default=False)

    at = models.DateTimeField()
    at_known = models.BooleanField(default=True)
    heard_at = models.DateTimeField()
    edited_at = models.DateTimeField(null=True)
    gone_at = models.DateTimeField(null=True)
    url = models.CharField(max_length=1000, blank=True)
    address = models.CharField(max_length=1000, blank=True)
    files: models.JSONField[list[str], list[str]] = models.JSONField(default=list)

    points = models.FloatField(default=0.0)
    brought = models.PositiveIntegerField(default=0)
    exchange = models.BooleanField(default=False)
    ruled = models.BooleanField(default=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["channel", "native_id"], name="interaction_once_per_channel"),
            models.CheckConstraint(condition=Q(kind__in=Kind.values), name="interaction_kind_known"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["handle", "-at"], name="interaction_of_a_handle"),
            models.Index(
                fields=["channel", "about"], condition=~Q(about=""), name="interaction_about_a_post"
            ),
            models.Index(fields=["brand", "-at"], name="interaction_latest_first"),
            models.Index(fields=["brand"], condition=Q(ruled=False), name="interaction_to_rule"),
            models.Index(fields=["conversation", "at", "id"], name="interaction_of_a_talk"),
            models.Index(
                fields=["brand", "-at", "-id"],
                condition=Q(kind__in=[3, 4, 5]),  # Kind.RESHARE, LIKE, FOLLOW: what is no talk
                name="interaction_without_words",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.native_id}"
