"""A site that has one platform more than the product ships, gone through as a person does.

    python living.py

The platform is the folder `noticeboard` beside this file, found because the folder it is in is one more place
to look for connectors; nothing else knows of it. What was seen is written to standard output as JSON.
"""

from __future__ import annotations

import importlib
import json
import os
import sys
from pathlib import Path
from typing import Any

import django

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parent))

from passaparola import connectors  # noqa: E402 - the folder beside has to be found

connectors.__path__.append(str(HERE))
django.setup()

from django.core.management import call_command  # noqa: E402 - Django has to be ready first
from django.test import Client  # noqa: E402
from django.test.utils import setup_test_environment  # noqa: E402
from django.urls import reverse  # noqa: E402
from django.utils import timezone  # noqa: E402

from connectors.platform_tables import table  # noqa: E402
from passaparola.web.brands import actions as brands  # noqa: E402
from passaparola.web.channels.models import Channel  # noqa: E402
from passaparola.web.publishing.models import Delivery, Post  # noqa: E402
from web.publishing.square import round_at  # noqa: E402

TOO_LONG = "x" * 150
notices = importlib.import_module("passaparola.connectors.noticeboard.connector").notices


class Site:
    """The site as Anna uses it, for her one brand."""

    def __init__(self) -> None:
        anna = brands.create_user("anna@example.org", "a good long word", name="Anna")
        self.brand = brands.create_brand("Aurora", owner=anna)
        self.browser = Client()
        self.browser.force_login(anna)

    def get(self, door: str, *more: Any) -> str:
        return self.browser.get(reverse(door, args=[self.brand.slug, *more])).content.decode()

    def post(self, door: str, *more: Any, **form: Any) -> str:
        where = reverse(door, args=[self.brand.slug, *more])
        return self.browser.post(where, form, follow=True).content.decode()

    def write(self, text: str, **form: Any) -> str:
        """Save the post's words, and do what a button asks for."""
        post = Post.objects.get()
        channel = Channel.objects.get()
        return self.post("save-post", post.pk, text=text, seen=post.version, channel=channel.pk, **form)


def send() -> None:
    """Have the outbox do whatever is due now."""
    while round_at(timezone.now()):
        pass


def main(board: Path) -> dict[str, Any]:
    site = Site()
    seen: dict[str, Any] = {
        "channels": site.get("channels"),
        "asks": site.get("channel-connect", "noticeboard"),
    }
    seen["connected"] = site.post("channel-connect", "noticeboard", place=str(board), name="Anna")
    site.post("new-post")
    seen["counted"] = site.write(TOO_LONG)
    seen["refused"] = site.write(TOO_LONG, do="send", when="now")
    seen["left"] = Delivery.objects.count()
    site.write("Fresh bread at seven", do="send", when="now")
    send()
    seen["published"] = [notice["text"] for notice in notices(board)]
    site.write("Fresh bread at eight", correcting="1", do="change-there")
    send()
    seen["edited"] = [notice["text"] for notice in notices(board)]
    site.post("handle-delivery", Delivery.objects.get(verb="publish").pk, do="delete")
    send()
    seen["deleted"] = [notice["text"] for notice in notices(board)]
    seen["outcomes"] = [*Delivery.objects.order_by("pk").values_list("verb", "state")]
    return seen | {"docs": table()}


if __name__ == "__main__":
    setup_test_environment()
    call_command("migrate", verbosity=0)
    sys.stdout.write(json.dumps(main(Path(os.environ["PASSAPAROLA_DATA"]) / "board.jsonl")))
