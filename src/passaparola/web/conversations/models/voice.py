from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Tone(models.IntegerChoices):
    """How something is said."""

    NEGATIVE = -1, _("negative")
    NEUTRAL = 0, _("neutral")
    POSITIVE = 1, _("positive")


class Labelled(models.TextChoices):
    """Who or what says so: shown beside every label."""

    PLATFORM = "platform", _("its author or platform says so")
    RECOGNISED = "recognised", _("recognised from its letters")
    LEXICON = "lexicon", _("from a list of words")
    LEARNED = "learned", _("from what the team corrected")
    PERSON = "person", _("a member of the team says so")


class Voiced(models.Model):
    """Words somebody said: their language and tone, and what each of the two rests on."""

    text = models.TextField(blank=True)
    language = models.CharField(max_length=12, blank=True)
    language_by = models.CharField(max_length=10, choices=Labelled, blank=True)
    tone = models.SmallIntegerField(choices=Tone, null=True)
    tone_score = models.FloatField(null=True)
    tone_by = models.CharField(max_length=10, choices=Labelled, blank=True)

    class Meta:
        abstract = True
