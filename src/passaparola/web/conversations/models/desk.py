from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from passaparola.web.brands.models import Brand, User
from passaparola.web.conversations.models.conversation import Conversation, Interaction
from passaparola.web.publishing.models import Post


class Answer(models.Model):
    """A post of ours that answers in a conversation; whether and when it left is its delivery's to say.

    `token` is what the form, or the rule, that it was written by called it: handed in twice it is one answer.
    """

    conversation = models.ForeignKey(Conversation, on_delete=models.CASCADE, related_name="answers")
    to = models.ForeignKey(Interaction, on_delete=models.SET_NULL, null=True, related_name="answers")
    post = models.OneToOneField(Post, on_delete=models.CASCADE, related_name="answer")
    at = models.DateTimeField()
    by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    token = models.CharField(max_length=64, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["token"], condition=~Q(token=""), name="answer_handed_in_once"),
        ]

    def __str__(self) -> str:
        return str(self.post)


class Note(models.Model):
    """A remark in a conversation that only the team sees."""

    conversation = models.ForeignKey(Conversation, on_delete=models.CASCADE, related_name="notes")
    at = models.DateTimeField()
    by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    text = models.TextField()

    def __str__(self) -> str:
        return self.text[:80]


class Presence(models.Model):
    """Somebody of the team has a conversation open; `writing_at` is when they last typed an answer there."""

    conversation = models.ForeignKey(Conversation, on_delete=models.CASCADE, related_name="+")
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    seen_at = models.DateTimeField()
    writing_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["conversation", "user"], name="presence_once"),
        ]

    def __str__(self) -> str:
        return f"{self.user} · {self.conversation}"


class SavedReply(models.Model):
    """Words to answer with; {name}, {handle}, {brand} and {me} are filled in when they are used."""

    brand = models.ForeignKey(Brand, on_delete=models.CASCADE, related_name="saved_replies")
    name = models.CharField(_("name"), max_length=100)
    language = models.CharField(_("language"), max_length=12, blank=True)
    text = models.TextField(_("text"))

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["brand", "name", "language"], name="saved_reply_once"),
        ]

    def __str__(self) -> str:
        return self.name


class Rule(models.Model):
    """If something heard is such (`when`), then do so (`then`): for what is new, in the order of `place`.

    `when` and `then` are what inbox/rules.py describes.
    """

    brand = models.ForeignKey(Brand, on_delete=models.CASCADE, related_name="rules")
    name = models.CharField(_("name"), max_length=100)
    place = models.PositiveIntegerField(default=0)
    active = models.BooleanField(default=False)
    when: models.JSONField[Any, Any] = models.JSONField(default=dict)
    then: models.JSONField[Any, Any] = models.JSONField(default=dict)
    applied = models.PositiveIntegerField(default=0)

    class Meta:
        ordering: ClassVar = ["place", "pk"]

    def __str__(self) -> str:
        return self.name


class Service(models.Model):
    """What a brand promises those who write: a first answer within `minutes` (null: no promise).

    `approval` says whether answers need the approval that the brand's posts need.
    """

    brand = models.OneToOneField(Brand, on_delete=models.CASCADE, related_name="service")
    minutes = models.PositiveIntegerField(_("first answer within so many minutes"), null=True, blank=True)
    approval = models.BooleanField(_("answers need approval as posts do"), default=True)

    def __str__(self) -> str:
        return f"{self.brand}: {self.minutes}"
