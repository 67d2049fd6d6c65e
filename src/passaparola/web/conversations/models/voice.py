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
