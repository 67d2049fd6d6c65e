from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from passaparola.web.brands.models import Brand, User
from passaparola.web.campaigns.models import Campaign


class Role(models.TextChoices):
    """What someone is to the brand; a person may be several."""

    CONSUMER = "consumer", _("consumer")
    PROMOTER = "promoter", _("promoter")
    PUBLISHER = "publisher", _("publisher")
    JOURNALIST = "journalist", _("journalist")
    EMPLOYEE = "employee", _("employee")
    PARTNER = "partner", _("partner")


class Person(models.Model):
    """Someone across networks: all handles that are known to be theirs.

    `joined_to` is the person they were found to be (see Joining): such a row has no handles, and waits to be
    separated again. `roles` holds values of Role. `consent` is what they agreed to in their own words, at
    `consent_at`; nobody writes to them on the brand's own account from `no_contact_since` on.

    `warmth` is the sum behind affinity, in a form that does not age (see affinity.py); `acts`, `passed_on`
    and `brought` count what it is made of, the people they brought among it.
    """

    brand = models.ForeignKey(Brand, on_delete=models.CASCADE, related_name="persons")
    name = models.CharField(max_length=500, blank=True)
    roles: models.JSONField[Any, Any] = models.JSONField(default=list)
    note = models.TextField(blank=True)
    consent = models.TextField(blank=True)
    consent_at = models.DateTimeField(null=True)
    no_contact_since = models.DateTimeField(null=True)
    joined_to = models.ForeignKey("self", on_delete=models.CASCADE, null=True, related_name="joined")

    warmth = models.FloatField(default=0.0)
    acts = models.PositiveIntegerField(default=0)
    passed_on = models.PositiveIntegerField(default=0)
    brought = models.PositiveIntegerField(default=0)
    first_act_at = models.DateTimeField(null=True)
    last_act_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(joined_to=F("id")), name="person_not_joined_to_itself"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["brand", "-warmth"], name="person_warmest_first"),
            models.Index(fields=["brand", "-last_act_at"], name="person_latest_first"),
            models.Index(fields=["brand", "-brought", "id"], name="person_brought_most_first"),
            models.Index(fields=["brand", "-first_act_at"], name="person_newest_first"),
            models.Index(
                fields=["brand", "-warmth"],
                condition=Q(no_contact_since__isnull=False),
                name="person_not_to_contact",
            ),
            models.Index(fields=["brand", "-warmth"], condition=Q(passed_on__gt=0), name="person_promoting"),
        ]

    def __str__(self) -> str:
        return self.name or f"#{self.pk}"


class Handle(models.Model):
    """Someone as one platform knows them; `native_id` never changes, `handle` may.

    `space` is what native ids are unique within: empty on a platform, the file's fingerprint for people named
    in an uploaded file (person 1 of one file is not person 1 of another). `person` is who it belongs to; null
    for people of a file, and until somebody has acted towards the brand.
    """

    brand = models.ForeignKey(Brand, on_delete=models.CASCADE, related_name="handles")
    person = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="handles")
    platform = models.CharField(max_length=30)
    space = models.CharField(max_length=64, blank=True)
    native_id = models.CharField(max_length=500)
    handle = models.CharField(max_length=500)
    name = models.CharField(max_length=500, blank=True)
    url = models.CharField(max_length=1000, blank=True)
    followers = models.PositiveIntegerField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["brand", "platform", "space", "native_id"], name="handle_once_per_brand"
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["brand", "url"], condition=~Q(url=""), name="handle_by_address"),
            models.Index(fields=["brand", "handle"], name="handle_by_name"),
        ]

    def __str__(self) -> str:
        return self.name or self.handle


class Follow(models.Model):
    """Seen while reading: `follower` is shown what `followed` passes on. Kept only for people who acted."""

    follower = models.ForeignKey(Handle, on_delete=models.CASCADE, related_name="+")
    followed = models.ForeignKey(Handle, on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["follower", "followed"], name="follow_once"),
            models.CheckConstraint(condition=~Q(follower=F("followed")), name="follow_another"),
        ]

    def __str__(self) -> str:
        return f"{self.follower_id} → {self.followed_id}"


class Ground(models.TextChoices):
    """What it rests on that two handles are one person's."""

    REL_ME = "rel-me", _("their pages name each other (rel=me)")
    LINK = "link", _("both show the same link, which names them back")
    TOLD = "told", _("they told us")
    JUDGED = "judged", _("a member of the team decided")


class Joining(models.Model):
    """Two persons found to be one: `gone` was joined to `kept`, with the handles it had then.

    Separating them gives those handles back; the row stays as history. `before` is what `kept` said till
    then.
    """

    brand = models.ForeignKey(Brand, on_delete=models.CASCADE, related_name="+")
    kept = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="joinings")
    gone = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    ground = models.CharField(max_length=10, choices=Ground)
    why = models.TextField(blank=True)
    handles = models.ManyToManyField(Handle, related_name="+")
    before: models.JSONField[Any, Any] = models.JSONField(default=dict)
    at = models.DateTimeField()
    by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    undone_at = models.DateTimeField(null=True)
    undone_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(ground__in=Ground.values), name="joining_ground_known"),
            models.UniqueConstraint(
                fields=["gone"], condition=Q(undone_at=None), name="joining_of_a_person_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.gone_id} → {self.kept_id}"


class Audience(models.Model):
    """Somebody whom a campaign is meant to reach, or ask to pass it on."""

    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="audience")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="campaigns")
    added_at = models.DateTimeField()
    by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["campaign", "person"], name="audience_once"),
        ]

    def __str__(self) -> str:
        return f"{self.campaign_id} → {self.person_id}"


class Forgotten(models.Model):
    """Someone who was erased, as a digest nobody can read back: what they do later is not kept either."""

    brand = models.ForeignKey(Brand, on_delete=models.CASCADE, related_name="+")
    digest = models.CharField(max_length=64)
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["brand", "digest"], name="forgotten_once"),
        ]

    def __str__(self) -> str:
        return self.digest
