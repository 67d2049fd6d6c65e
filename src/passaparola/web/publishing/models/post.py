from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from passaparola.web.brands.models import Brand, User
from passaparola.web.campaigns.models import Campaign
from passaparola.web.channels.models import Channel
from passaparola.web.publishing.models.limits import LINE, LINK, LONG

TITLE_CHARACTERS = 80


class Stage(models.TextChoices):
    """How far a post has come before it may be sent; only an *approved* one is."""

    DRAFT = "draft", _("draft")
    REVIEW = "review", _("waiting for approval")
    CHANGES = "changes", _("changes asked for")
    APPROVED = "approved", _("approved")


class Disclosure(models.TextChoices):
    """What the law wants said beside a post; nothing for the brand's own word in its own name."""

    NONE = "", _("none")
    PAID = "paid", _("paid partnership")
    GIFTED = "gifted", _("gift or sample")
    EMPLOYED = "employed", _("by an employee")


class Post(models.Model):
    """Something a brand means to say, once, on any number of channels.

    `text`, `title` and `link` are what every variant says unless it has its own. `version` counts the saved
    states (see Version); `steps_done` how many of the brand's steps have approved that version, `approved_as`
    holds digests of what was approved for each channel (see outbox/wording.py). `planned` is
    the wall time in `zone` that was asked for ("2026-03-29T09:30"), empty while nothing is planned: it stays
    what the person typed whatever happens to the zone's offset. `tagged` adds the campaign to the link.

    `only_answers` says that it answers somebody on one channel and can be made nothing else (see
    writing/answers.py); `exempt` that such an answer leaves without the approval its brand's posts need.
    """

    brand = models.ForeignKey(Brand, on_delete=models.CASCADE, related_name="posts")
    campaign = models.ForeignKey(
        Campaign, on_delete=models.SET_NULL, null=True, blank=True, related_name="posts"
    )
    by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=0)

    text = models.TextField(_("text"), blank=True)
    title = models.CharField(_("title"), max_length=LINE, blank=True)
    link = models.CharField(_("link"), max_length=LINK, blank=True)
    tagged = models.BooleanField(default=True)
    language = models.CharField(_("language"), max_length=10, blank=True)
    disclosure = models.CharField(max_length=10, choices=Disclosure, blank=True, default="")

    stage = models.CharField(max_length=10, choices=Stage, default=Stage.DRAFT)
    steps_done = models.PositiveSmallIntegerField(default=0)
    approved_as: models.JSONField[Any, Any] = models.JSONField(default=dict)
    planned = models.CharField(max_length=16, blank=True)
    zone = models.CharField(max_length=64, blank=True)
    cloned_from = models.ForeignKey("self", on_delete=models.SET_NULL, null=True, related_name="clones")
    only_answers = models.BooleanField(default=False)
    exempt = models.BooleanField(default=False)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(stage__in=Stage.values), name="post_stage_known"),
            models.CheckConstraint(
                condition=Q(disclosure__in=Disclosure.values), name="post_disclosure_known"
            ),
            models.CheckConstraint(
                condition=Q(exempt=False) | Q(only_answers=True), name="post_exempt_only_answers"
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["brand", "-changed_at"], name="post_latest_first"),
            models.Index(fields=["brand", "planned"], condition=~Q(planned=""), name="post_by_plan"),
        ]

    def __str__(self) -> str:
        words = " ".join((self.title or self.text).split()) or str(_("A post without words"))
        return words if len(words) <= TITLE_CHARACTERS else f"{words[: TITLE_CHARACTERS - 1]}…"

    @property
    def needs_approval(self) -> bool:
        """Say whether it has to be approved before it leaves."""
        return self.brand.approval > 0 and not self.exempt

    @property
    def in_the_log(self) -> str:
        """Return what the log calls it: an answer names whom it answers, and the log is kept for ever."""
        to_somebody = self.only_answers or self.variants.exclude(answers="", quotes="").exists()
        return f"post #{self.pk}" if to_somebody else str(self)


class Variant(models.Model):
    """What a post says on one channel: the post's own words where `own` is False, else `text` and `title`.

    `thread` are the parts that follow, each a reply to the one before; `comment` is a first comment of ours
    under it. `media` lists the ids of the attached assets in their order here (null: all, as the post has
    them). `options` are those of the platform's row; `poll` is {"choices", "seconds", "multiple"}.
    `quotes` and `answers` are addresses of posts of others.
    """

    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="variants")
    channel = models.ForeignKey(Channel, on_delete=models.RESTRICT, related_name="variants")
    own = models.BooleanField(default=False)
    text = models.TextField(blank=True)
    title = models.CharField(max_length=LINE, blank=True)
    thread: models.JSONField[Any, Any] = models.JSONField(default=list)
    comment = models.TextField(blank=True)
    media: models.JSONField[Any, Any] = models.JSONField(null=True)
    options: models.JSONField[Any, Any] = models.JSONField(default=dict)
    poll: models.JSONField[Any, Any] = models.JSONField(null=True)
    quotes = models.CharField(max_length=LONG, blank=True)
    answers = models.CharField(max_length=LONG, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["post", "channel"], name="variant_once_per_channel"),
        ]

    def __str__(self) -> str:
        return f"{self.post} · {self.channel}"


class Version(models.Model):
    """What a post said at one time, whole: written once, never changed."""

    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    at = models.DateTimeField()
    by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    content: models.JSONField[Any, Any] = models.JSONField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["post", "number"], name="version_once_per_post"),
        ]

    def __str__(self) -> str:
        return f"{self.post_id} v{self.number}"


class Snippet(models.Model):
    """Words a brand uses again: a template for a whole post, or a set of hashtags."""

    class Kind(models.TextChoices):
        TEMPLATE = "template", _("template")
        HASHTAGS = "hashtags", _("hashtags")

    brand = models.ForeignKey(Brand, on_delete=models.CASCADE, related_name="snippets")
    kind = models.CharField(max_length=10, choices=Kind)
    name = models.CharField(_("name"), max_length=100)
    text = models.TextField(_("text"))

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["brand", "kind", "name"], name="snippet_name_once"),
            models.CheckConstraint(condition=Q(kind__in=["template", "hashtags"]), name="snippet_kind_known"),
        ]

    def __str__(self) -> str:
        return self.name
