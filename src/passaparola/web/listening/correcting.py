"""A person's word on the language and tone of what was found: it stands above what any program said."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from passaparola.web.brands import audit
from passaparola.web.brands.refusals import Refused
from passaparola.web.conversations.inbox import correcting as conversations
from passaparola.web.conversations.keeping import voices
from passaparola.web.conversations.models import Labelled, Tone
from passaparola.web.listening import queries
from passaparola.web.listening.models import Find
from passaparola.web.publishing.words.naming import LANGUAGES

if TYPE_CHECKING:
    from datetime import datetime

    from passaparola.web.brands.models import Brand, User
    from passaparola.web.listening.models import Match

CORRECTED = audit.verb("find.corrected", gettext_lazy("corrected language or tone of a find"))


@transaction.atomic
def correct(  # noqa: PLR0913 - all by name
    brand: Brand, match_id: int, *, language: str, tone: int | None, by: User, now: datetime
) -> Match:
    """Say in which language and tone something is said; raises `Refused`, Match.DoesNotExist.

    What the person left as it was keeps the source it had.
    """
    match = queries.match_of(brand, match_id)
    if match.find_id is None:
        conversations.correct(brand, match.interaction_id or 0, language=language, tone=tone, by=by, now=now)
        return match
    # Held: two corrections at once are both learned from, and the later one stands.
    row = Find.objects.select_for_update(no_key=True).get(pk=match.find_id)
    if not (tone in Tone.values or tone == row.tone) or language not in {*LANGUAGES, row.language}:
        raise Refused(_("Choose a language and a tone from the lists."))
    was = {"language": row.language, "tone": row.tone}
    if language != row.language:
        row.language, row.language_by = language, Labelled.PERSON
    if tone != row.tone:
        row.tone, row.tone_by, row.tone_score = tone, Labelled.PERSON, None
    row.save(update_fields=["language", "language_by", "tone", "tone_by", "tone_score"])
    if tone != was["tone"]:
        voices.learn(brand, row, now)
    now_is = {"language": row.language, "tone": row.tone}
    audit.record(brand, by, CORRECTED, f"#{row.pk}", now, find=row.pk, was=was, now_is=now_is)
    return match
