from __future__ import annotations

from datetime import timedelta
from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from passaparola.web.brands.models import Brand
from passaparola.web.campaigns.models import Campaign
from passaparola.web.lifecycle.graph import Graph, State
from passaparola.web.lifecycle.models import Living
from passaparola.web.people.models import Handle

TITLE_CHARACTERS = 80


class Kind(models.IntegerChoices):
    """What someone did with a message; the numbers are those of the relation's arrays."""

    PUBLISH = 0, _("publish")
    RESHARE = 1, _("reshare")
    QUOTE = 2, _("quote")
    REPLY = 3, _("reply")
    MENTION = 4, _("mention")
    LIKE = 5, _("like")
    VISIT = 6, _("visit")
    CONVERSION = 7, _("conversion")
    COVERAGE = 8, _("coverage")


class Evidence(models.IntegerChoices):
    """What an act's parent rests on, the strongest first; the numbers are those of the relation's arrays."""

    PROVED = 0, _("proved")
    OBSERVED = 1, _("observed")
    DECLARED = 2, _("declared")
    INFERRED = 3, _("inferred")


class Source(models.TextChoices):
    """Where a message's acts come from."""

    FOLLOWED = "followed", _("followed on its platform")
    FILE = "file", _("read from a file")
    HEARD = "heard", _("heard through the channel it was published on")


ARRIVING = "arriving"

SETTLING = Graph(
    State("changed", try_every=timedelta(seconds=5)),
    State("settled"),
    State(ARRIVING),
)
"""New acts make a message *changed*; with parents, hops and summary worked out again it is *settled*.

A message of a file is *arriving*, and shown nowhere, until the whole file has been taken in.
"""


class Message(Living):
    """A post and what became of it: `summary` is what spread makes of its acts, at `summarised_at`.

    `heard_at` is the last complete reading; `next_reading_at` is null once nobody listens any more;
    `unheard_because` is the sentence for the person when the last reading failed; `deleted_at` is when its
    platform no longer had it.
    """

    graph = SETTLING

    brand = models.ForeignKey(Brand, on_delete=models.CASCADE, related_name="messages")
    campaign = models.ForeignKey(
        Campaign, on_delete=models.SET_NULL, null=True, blank=True, related_name="messages"
    )
    author = models.ForeignKey(Handle, on_delete=models.PROTECT, null=True, related_name="messages")
    source = models.CharField(max_length=10, choices=Source)
    platform = models.CharField(max_length=30)
    space = models.CharField(max_length=64, blank=True)
    native_id = models.CharField(max_length=500)
    address = models.CharField(max_length=1000, blank=True)
    text = models.TextField(blank=True)
    published_at = models.DateTimeField(null=True)
    added_at = models.DateTimeField()

    heard_at = models.DateTimeField(null=True)
    last_act_at = models.DateTimeField(null=True)
    next_reading_at = models.DateTimeField(null=True)
    deleted_at = models.DateTimeField(null=True)
    unheard_because = models.TextField(blank=True)
    gaps = models.JSONField(default=list)

    summary: models.JSONField[Any, Any] = models.JSONField(null=True)
    summarised_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["brand", "platform", "space", "native_id"], name="message_once_per_brand"
            ),
            models.CheckConstraint(condition=Q(source__in=Source.values), name="message_source_known"),
            SETTLING.constraint("message_state_known"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["brand", "-published_at", "-id"], name="message_newest_first")
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def title(self) -> str:
        """Return the first words of the post, or where it is."""
        words = " ".join(self.text.split()) or self.address or self.native_id
        return words if len(words) <= TITLE_CHARACTERS else f"{words[: TITLE_CHARACTERS - 1]}…"

    @property
    def running(self) -> bool:
        """Say whether it is still listened to."""
        return self.next_reading_at is not None


class Act(models.Model):
    """Something someone did with a message: one node of its cascade.

    `heard_parent` is the native id of the parent its platform (or file) names, kept even while that act has
    not been heard; `parent_known` says that `parent` (null = a first act) was told and not inferred. `root`
    and `hop` follow from the parents. `unseen_since` is when a reading no longer found it: the act stays,
    and stays counted.
    """

    message = models.ForeignKey(Message, on_delete=models.CASCADE, related_name="acts")
    native_id = models.CharField(max_length=500)
    handle = models.ForeignKey(Handle, on_delete=models.PROTECT, related_name="acts")
    at = models.DateTimeField()
    at_known = models.BooleanField(default=True)
    kind = models.PositiveSmallIntegerField(choices=Kind)
    channel = models.CharField(max_length=100)
    url = models.CharField(max_length=1000, blank=True)
    text = models.TextField(blank=True)

    heard_parent = models.CharField(max_length=500, blank=True)
    parent_known = models.BooleanField(default=False)
    parent = models.ForeignKey("self", on_delete=models.SET_NULL, null=True, related_name="children")
    root = models.ForeignKey("self", on_delete=models.SET_NULL, null=True, related_name="+", db_index=False)
    hop = models.PositiveIntegerField(default=0)
    evidence = models.PositiveSmallIntegerField(choices=Evidence, default=Evidence.OBSERVED)
    probability = models.FloatField(default=1.0)

    unseen_since = models.DateTimeField(null=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(
                fields=["message", "heard_parent"],
                condition=Q(parent_known=False) & ~Q(heard_parent=""),
                name="act_waits_for_its_parent",
            )
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["message", "native_id"], name="act_once_per_message"),
            models.CheckConstraint(condition=Q(hop__gte=0), name="act_hop_not_negative"),
            models.CheckConstraint(
                condition=Q(probability__gte=0.0) & Q(probability__lte=1.0),
                name="act_probability_between_0_and_1",
            ),
            models.CheckConstraint(condition=Q(kind__in=Kind.values), name="act_kind_known"),
            models.CheckConstraint(condition=Q(evidence__in=Evidence.values), name="act_evidence_known"),
            models.CheckConstraint(
                condition=Q(parent_known=False) | ~Q(evidence=Evidence.INFERRED),
                name="act_inferred_parent_is_not_known",
            ),
            models.CheckConstraint(condition=~Q(parent=models.F("id")), name="act_not_its_own_parent"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.native_id}"
