from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from passaparola.web.brands.models import Guest, User
from passaparola.web.publishing.models.post import Post


class Verdict(models.TextChoices):
    """What somebody asked to approve a post answered."""

    APPROVED = "approved", _("approved")
    CHANGES = "changes", _("asks for changes")


class Review(models.Model):
    """Somebody's word on one version of a post; `who` is their name as it was, `guest` for outsiders.

    `link` is the outsider's own: it tells two of the same name apart.
    """

    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="reviews")
    version = models.PositiveIntegerField()
    step = models.PositiveSmallIntegerField()
    verdict = models.CharField(max_length=10, choices=Verdict)
    by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    who = models.CharField(max_length=200)
    guest = models.BooleanField(default=False)
    link = models.ForeignKey(Guest, on_delete=models.SET_NULL, null=True, related_name="+")
    said = models.TextField(blank=True)
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["post", "version", "step"], condition=Q(verdict="approved"), name="review_step_once"
            ),
            models.CheckConstraint(condition=Q(verdict__in=Verdict.values), name="review_verdict_known"),
        ]

    def __str__(self) -> str:
        return f"{self.who}: {self.verdict}"


class Comment(models.Model):
    """A remark on a post; an `internal` one is shown to members only, never to an outside approver."""

    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="comments")
    by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    who = models.CharField(max_length=200)
    guest = models.BooleanField(default=False)
    internal = models.BooleanField(default=True)
    text = models.TextField()
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            # What an outsider writes was never internal.
            models.CheckConstraint(
                condition=Q(guest=False) | Q(internal=False), name="comment_of_a_guest_is_open"
            ),
        ]

    def __str__(self) -> str:
        return self.text[:60]
