"""A person's word on language and tone: it stands above what any program said."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from passaparola.web.brands import audit
from passaparola.web.brands.refusals import Refused
from passaparola.web.conversations.keeping import voices, waiting
from passaparola.web.conversations.models import Interaction, Labelled, Tone
from passaparola.web.publishing.words.naming import LANGUAGES

if TYPE_CHECKING:
    from datetime import datetime

    from passaparola.web.brands.models import Brand, User

CORRECTED = audit.verb(
    "interaction.corrected", gettext_lazy("corrected language or tone in the conversation")
)


@transaction.atomic
def correct(  # noqa: PLR0913 - all by name
    brand: Brand, interaction_id: int, *, language: str, tone: int | None, by: User, now: datetime
) -> Interaction:
    """Say in which language and tone something is said; raises `Refused`, Interaction.DoesNotExist.

    What the person left as it was keeps the source it had.
    """
    said = Interaction.objects.select_for_update(of=("self",), no_key=True)
    row = said.select_related("conversation__merged_into").get(brand=brand, pk=interaction_id)
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
    _pass_up(row)
    number = f"#{row.conversation_id or 0}"
    now_is = {"language": row.language, "tone": row.tone}
    audit.record(brand, by, CORRECTED, number, now, interaction=row.pk, was=was, now_is=now_is)
    return row


def _pass_up(row: Interaction) -> None:
    """Make language and tone of its conversation those of the last word, where this is it."""
    if row.conversation is None:
        return
    conversation = waiting.head(row.conversation)
    last = waiting.said_in(conversation).order_by("-at", "-pk").first()
    if last is not None and last.pk == row.pk:
        conversation.language, conversation.tone = row.language, row.tone
        conversation.save(update_fields=["language", "tone"])
