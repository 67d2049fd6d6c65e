from __future__ import annotations

from datetime import timedelta
from typing import ClassVar

from django.db import models
from django.db.models import Q

from passaparola.web.brands.models import Brand, User
from passaparola.web.campaigns.models import Campaign
from passaparola.web.cascades.models import Message
from passaparola.web.lifecycle.graph import Graph, State
from passaparola.web.lifecycle.models import Living

ASKED, UNPACKING, FOLLOWING = "asked", "unpacking", "following"
READ, QUIET, GONE, REFUSED, CANCELLED = "read", "quiet", "gone", "refused", "cancelled"
AT_WORK = (ASKED, UNPACKING)
"""States in which the first reading is to be done or under way."""

READING = Graph(
    State(
        ASKED,
        try_every=timedelta(seconds=20),
        times_out_to=REFUSED,
        times_out_after=timedelta(hours=6),
    ),
    State(
        UNPACKING,
        try_every=timedelta(seconds=20),
        times_out_to=REFUSED,
        times_out_after=timedelta(hours=1),
    ),
    State(FOLLOWING, try_every=timedelta(minutes=2)),
    State(QUIET),  # nothing new for a week: waits until someone asks again
    State(GONE),  # its platform no longer has it: what was heard stays
    State(READ, final=True),
    State(REFUSED, final=True),
    State(CANCELLED, final=True),
)
"""A post is asked for and then followed; a file is unpacked once."""


class Reading(Living):
    """Someone asked to hear what became of a post, or handed in a file that tells.

    `message` is null until it is known. `what`, `so_far` and `of` (null: unknown) tell how far a long reading
    has come. `stored_as` and `graph_stored_as` are files in settings.UPLOADS, gone once the reading is over.
    `trouble` is the sentence for the person when it was refused or is delayed.
    """

    graph = READING

    brand = models.ForeignKey(Brand, on_delete=models.CASCADE, related_name="readings")
    message = models.ForeignKey(Message, on_delete=models.CASCADE, null=True, related_name="readings")
    campaign = models.ForeignKey(Campaign, on_delete=models.SET_NULL, null=True, related_name="+")
    by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    asked_at = models.DateTimeField()

    address = models.CharField(max_length=1000, blank=True)
    file_name = models.CharField(max_length=255, blank=True)
    stored_as = models.CharField(max_length=100, blank=True)
    graph_stored_as = models.CharField(max_length=100, blank=True)
    format = models.CharField(max_length=20, blank=True)
    repair = models.BooleanField(default=False)

    what = models.CharField(max_length=200, blank=True)
    so_far = models.PositiveIntegerField(default=0)
    of = models.PositiveIntegerField(null=True)
    messages_found = models.PositiveIntegerField(default=0)

    class Meta:
        constraints: ClassVar = [
            READING.constraint("reading_state_known"),
            models.UniqueConstraint(
                fields=["message"],
                condition=Q(state__in=[FOLLOWING, QUIET, GONE]),
                name="reading_follows_a_message_once",
            ),
            models.CheckConstraint(
                condition=Q(address="", file_name__gt="") | Q(address__gt="", file_name=""),
                name="reading_of_an_address_or_a_file",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["brand", "-asked_at"], name="reading_newest_first")]

    def __str__(self) -> str:
        return self.address or self.file_name

    @property
    def at_work(self) -> bool:
        """Say whether a worker has, or will soon take, its first reading in hand."""
        return self.state in AT_WORK
