"""A sender as a real process, on a platform on which seven posts take half a second and one takes for ever.

slow_sender.py make | send | tell
"""

from __future__ import annotations

import asyncio
import sys
from typing import TYPE_CHECKING

import django

django.setup()

from django.core.management import call_command
from django.utils import timezone

from passaparola.connectors import registry
from passaparola.connectors.contract import Account, Login, Receipt
from passaparola.web.brands import actions as brands
from passaparola.web.channels.actions import connect
from passaparola.web.lifecycle import worker
from passaparola.web.publishing.models import Delivery, Post, Variant
from passaparola.web.publishing.outbox import deliveries, outbox

if TYPE_CHECKING:
    from passaparola.connectors.contract import Draft

ENDLESS = "7"


class Slow:
    begun = 0

    async def publish(self, draft: Draft) -> Receipt:
        Slow.begun += 1
        if Slow.begun == 8:
            print("begun", flush=True)
        await asyncio.sleep(600 if draft.text == ENDLESS else 0.5)
        return Receipt(draft.key)


def make() -> None:
    call_command("migrate", verbosity=0)
    now = timezone.now()
    anna = brands.create_user("anna@example.org", None)
    brand = brands.create_brand("Aurora", owner=anna)
    channel = connect(brand, "sandbox", Login(Account("a", "a"), "sandbox://a", {}), now)
    for n in range(8):
        post = Post.objects.create(brand=brand, text=str(n), created_at=now, changed_at=now, version=1)
        Variant.objects.create(post=post, channel=channel)
        deliveries.schedule(post, None, by=anna, now=now)


def send() -> None:
    registry.speaker = lambda *_: Slow()
    stop = worker.Stop()
    worker.listen(stop)
    worker.run((), timezone.now, stop, duty="sending", crews=(outbox.OUTBOX,))


def tell() -> None:
    print(*sorted(Delivery.objects.values_list("state", flat=True)))


if __name__ == "__main__":
    {"make": make, "send": send, "tell": tell}[sys.argv[1]]()
