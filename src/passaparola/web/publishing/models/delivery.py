"""A delivery: one variant on its way to one channel, and everything that was tried for it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from passaparola.web.brands.models import Brand
from passaparola.web.channels.models import Channel
from passaparola.web.lifecycle.graph import Graph, State
from passaparola.web.lifecycle.models import Living
from passaparola.web.publishing.models.post import Post, Variant

WAITING, SCHEDULED, SENDING, UNKNOWN = "waiting", "scheduled", "sending", "unknown"
UNDECIDED, PUBLISHED, REFUSED, CANCELLED = "undecided", "published", "refused", "cancelled"
OPEN = (WAITING, SCHEDULED, SENDING, UNKNOWN, UNDECIDED, REFUSED)
"""States in which something is still to be done, by the worker or by a person."""

QUEUED = frozenset({WAITING, SCHEDULED})
"""States in which it waits for its hour, and can still be taken out of the plan."""

TROUBLED = frozenset({REFUSED, UNKNOWN, UNDECIDED})
"""States that somebody has to know of."""

DELIVERING = Graph(
    State(WAITING),  # for approval
    State(SCHEDULED, try_every=timedelta(seconds=30)),
    # The intent is written. Found here again, its worker died: nobody knows what became of it.
    State(SENDING, try_every=timedelta(seconds=60)),
    State(UNKNOWN, try_every=timedelta(seconds=30)),
    State(UNDECIDED),  # the platform cannot tell: a person decides, with the evidence on screen
    State(REFUSED),  # a person mends it and tries again
    State(PUBLISHED, final=True),
    State(CANCELLED, final=True),
)
"""Three outcomes: published, refused, unknown. Unknown is never sent again before somebody has looked."""


class Verb(models.TextChoices):
    """What a delivery does on the platform."""

    PUBLISH = "publish", _("publish")
    EDIT = "edit", _("edit")
    DELETE = "delete", _("delete")


class Delivery(Living):
    """A variant on its way to its channel: due at `due_at`, sent piece by piece.

    `sent` counts the pieces that are done; an edit or deletion has pieces of its own that name those of the
    delivery `of`. `tried` counts the tries of the piece in hand, the first at `first_tried_at`, the last at
    `intent_at`; `looks` how often it was looked for in vain. `planned_at` is when it was to be sent, whatever
    became of `due_at` since.
    """

    graph = DELIVERING

    brand = models.ForeignKey(Brand, on_delete=models.CASCADE, related_name="deliveries")
    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="deliveries")
    variant = models.ForeignKey(Variant, on_delete=models.CASCADE, related_name="deliveries")
    channel = models.ForeignKey(Channel, on_delete=models.RESTRICT, related_name="deliveries")
    verb = models.CharField(max_length=10, choices=Verb, default=Verb.PUBLISH)
    of = models.ForeignKey("self", on_delete=models.CASCADE, null=True, related_name="changes")
    planned_at = models.DateTimeField()
    created_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)
    sent = models.PositiveSmallIntegerField(default=0)
    tried = models.PositiveIntegerField(default=0)
    first_tried_at = models.DateTimeField(null=True)
    intent_at = models.DateTimeField(null=True)
    looks = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints: ClassVar = [
            DELIVERING.constraint("delivery_state_known"),
            models.CheckConstraint(condition=Q(verb__in=Verb.values), name="delivery_verb_known"),
            models.CheckConstraint(
                condition=Q(verb="publish", of=None) | (~Q(verb="publish") & Q(of__isnull=False)),
                name="delivery_changes_another",
            ),
            models.UniqueConstraint(
                fields=["variant"],
                condition=Q(verb="publish") & ~Q(state=CANCELLED),
                name="delivery_publishes_a_variant_once",
            ),
            models.UniqueConstraint(
                fields=["of"],
                condition=Q(state__in=[SCHEDULED, SENDING, UNKNOWN, UNDECIDED]),
                name="delivery_changes_one_at_a_time",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["brand", "planned_at"], name="delivery_by_day"),
            models.Index(fields=["brand", "state"], name="delivery_by_state"),
        ]

    def __str__(self) -> str:
        return f"{self.verb} {self.pk}"


class Piece(models.Model):
    """One post on the platform: the first, a part of its thread, or the first comment.

    `key` names it for ever and is chosen before anything is tried; `content` is what is sent, frozen when it
    was planned. `native_id`, `url` and `extra` are the platform's receipt, kept the moment it came. At
    `followed_at` it was handed on to be followed past its first receiver.
    """

    class Part(models.TextChoices):
        POST = "post", _("post")
        THREAD = "thread", _("part of the thread")
        COMMENT = "comment", _("first comment")

    delivery = models.ForeignKey(Delivery, on_delete=models.CASCADE, related_name="pieces")
    number = models.PositiveSmallIntegerField()
    part = models.CharField(max_length=10, choices=Part)
    key = models.CharField(max_length=32, unique=True)
    content: models.JSONField[Any, Any] = models.JSONField()
    native_id = models.CharField(max_length=500, blank=True)
    url = models.CharField(max_length=1000, blank=True)
    extra: models.JSONField[Any, Any] = models.JSONField(default=dict)
    published_at = models.DateTimeField(null=True)
    deleted_at = models.DateTimeField(null=True)
    followed_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar = ["number"]
        indexes: ClassVar = [
            models.Index(
                fields=["published_at"],
                condition=Q(followed_at=None, published_at__isnull=False),
                name="piece_to_follow",
            ),
            models.Index(fields=["native_id"], condition=~Q(native_id=""), name="piece_by_its_name"),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["delivery", "number"], name="piece_once_per_delivery"),
            models.CheckConstraint(
                condition=Q(published_at=None) | ~Q(native_id=""), name="piece_published_has_a_name"
            ),
        ]

    def __str__(self) -> str:
        return self.url or self.key


class What(models.TextChoices):
    """What an attempt was, or what came of it."""

    INTENT = "intent", _("about to send")
    PUBLISHED = "published", _("published")
    REFUSED = "refused", _("refused")
    UNKNOWN = "unknown", _("outcome unknown")
    LATER = "later", _("nothing sent yet")
    FOUND = "found", _("found on the platform")
    MISSING = "missing", _("not on the platform")
    UNCLEAR = "unclear", _("could not be told")
    DECIDED = "decided", _("decided by a person")


class Attempt(models.Model):
    """A line of a delivery's history: written once, never changed, never deleted.

    `fence` tells which claim of the row it belongs to; an intent without a line after it is one whose worker
    died.
    """

    delivery = models.ForeignKey(Delivery, on_delete=models.CASCADE, related_name="history")
    piece = models.PositiveSmallIntegerField()
    at = models.DateTimeField()
    what = models.CharField(max_length=10, choices=What)
    said = models.TextField(blank=True)
    fence = models.PositiveBigIntegerField()
    who = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(what__in=What.values), name="attempt_known"),
        ]

    def __str__(self) -> str:
        return f"{self.delivery_id}: {self.what}"
