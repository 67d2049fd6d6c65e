"""What hangs on something said by somebody erased is heard later: it does not bring their ids back."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from passaparola.web.conversations.keeping import keeping
from passaparola.web.conversations.models import Conversation, Interaction
from passaparola.web.conversations.persons import erasing
from passaparola.web.people.models import Person
from web.conversations.persons.test_erasing import everywhere
from web.heard import an_event
from web.publishing.plans import a_channel

if TYPE_CHECKING:
    from datetime import datetime

    from passaparola.web.brands.models import Brand

pytestmark = pytest.mark.django_db
THEIRS = "at://did:bea/post/zqxjkv"


@pytest.mark.parametrize("answered_before", [0, 1])
def test_a_reply_to_somebody_erased_does_not_name_them(
    brand: Brand, now: datetime, answered_before: int
) -> None:
    channel = a_channel(brand)
    said = [an_event(THEIRS, "mention", "bea", 0, thread=THEIRS)]
    replies = [an_event(f"r{n}", "reply", "carlo", n + 1, about=THEIRS, thread=THEIRS) for n in range(3)]
    keeping.keep(channel, [*said, *replies[:answered_before]], now)
    bea = Person.objects.get(handles__native_id="did:bea")
    erasing.erase(bea, None, now)
    assert "zqxjkv" not in everywhere()
    keeping.keep(channel, [*said, *replies], now + timedelta(hours=1))
    assert "zqxjkv" not in everywhere()
    assert Interaction.objects.count() == 3
    assert Conversation.objects.filter(merged_into=None).count() <= 3
