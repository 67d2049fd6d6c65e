from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from passaparola.web.brands.models import Brand
from passaparola.web.conversations.models import Interaction, Voiced
from passaparola.web.listening.models.searches import SavedSearch
from passaparola.web.people.models import Handle


class Find(Voiced):
    """Something said about what a brand looks for, and not to the brand; however many searches find it.

    `place` is where it says it was said, in words. What is said to the brand's own channels is an
    `Interaction`, and no find.
    """

    brand = models.ForeignKey(Brand, on_delete=models.CASCADE, related_name="finds")
    platform = models.CharField(max_length=30)
    native_id = models.CharField(max_length=500)
    handle = models.ForeignKey(Handle, on_delete=models.CASCADE, related_name="finds")
    at = models.DateTimeField()
    at_known = models.BooleanField(default=True)
    found_at = models.DateTimeField()
    edited_at = models.DateTimeField(null=True)
    url = models.CharField(max_length=1000, blank=True)
    address = models.CharField(max_length=1000, blank=True)
    files: models.JSONField[list[str], list[str]] = models.JSONField(default=list)
    links: models.JSONField[list[str], list[str]] = models.JSONField(default=list)
    place = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["brand", "platform", "native_id"], name="find_once_per_brand"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["brand", "-at"], name="find_latest_first"),
            models.Index(fields=["handle", "-at"], name="find_of_a_handle"),
        ]

    def __str__(self) -> str:
        return self.native_id


class Match(models.Model):
    """That a search found something: a find, or what was said to one of the brand's own channels.

    `at` is when it was said, `hour` the whole hours since the epoch (UTC) until then.
    """

    search = models.ForeignKey(SavedSearch, on_delete=models.CASCADE, related_name="matches")
    find = models.ForeignKey(Find, on_delete=models.CASCADE, null=True, related_name="matches")
    interaction = models.ForeignKey(Interaction, on_delete=models.CASCADE, null=True, related_name="matches")
    at = models.DateTimeField()
    hour = models.IntegerField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["search", "find"], name="match_of_a_find_once"),
            models.UniqueConstraint(fields=["search", "interaction"], name="match_of_an_interaction_once"),
            models.CheckConstraint(condition=Q(find=None) ^ Q(interaction=None), name="match_of_one_thing"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["search", "hour"], name="match_by_hour"),
            models.Index(fields=["search", "-at", "-id"], name="match_latest_first"),
        ]

    def __str__(self) -> str:
        return f"{self.search_id}: {self.find_id or self.interaction_id}"

    @property
    def said(self) -> Find | Interaction:
        """Return what was found."""
        found = self.find or self.interaction
        if found is None:
            raise ValueError("A match is of one thing.")
        return found
