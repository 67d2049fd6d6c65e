"""A server of our own that notes what is done towards the account, and shows it in pages."""

from __future__ import annotations

import copy
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import httpx

from connectors.mastodon.instance import HOME, Instance, speak
from connectors.recorded import recorded

if TYPE_CHECKING:
    from passaparola.connectors.contract import Batch

NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)
HTTP_DATE = "%a, %d %b %Y %H:%M:%S GMT"


class Noticing(Instance):
    """Shows `notices`, newest first; `clock` is the time it tells.

    `small`: as snac 2.75 does it, without Link and Date, and `since_id` as "from". `deaf`: it ignores what
    page is asked for. `contexts` are the talks of posts by their ids.
    """

    def __init__(self, *, small: bool = False, deaf: bool = False, clock: datetime = NOW) -> None:
        super().__init__()
        self.notices: list[dict[str, Any]] = []
        self.contexts: dict[str, Any] = {}
        self.small, self.deaf, self.clock = small, deaf, clock

    def _answer(self, request: httpx.Request) -> httpx.Response:
        if request.url.path == "/api/v1/notifications":
            return self._page(request.url.params)
        if request.url.path.endswith("/context"):
            return httpx.Response(200, json=self.contexts[request.url.path.split("/")[-2]])
        return super()._answer(request)

    def _page(self, params: httpx.QueryParams) -> httpx.Response:
        shown = self.notices
        limit = int(params["limit"])
        if not self.deaf and "max_id" in params:
            shown = [one for one in shown if int(one["id"]) < int(params["max_id"])]
        if not self.deaf and "since_id" in params:
            least = int(params["since_id"]) + (0 if self.small else 1)
            shown = [one for one in shown if int(one["id"]) >= least]
        page = shown[:limit]
        if self.small:
            return httpx.Response(200, json=page)
        headers = {"date": self.clock.strftime(HTTP_DATE)}
        if len(page) == limit:
            headers["link"] = f'<{HOME}/api/v1/notifications?max_id={page[-1]["id"]}>; rel="next"'
        return httpx.Response(200, json=page, headers=headers)

    def notes(self, *kinds: str, at: datetime | None = None) -> None:
        """Note one thing of each kind, the last one newest."""
        for kind in kinds:
            one = notice(kind)
            one["id"] = str(1000 + len(self.notices))
            one["created_at"] = (at or self.clock).isoformat()
            self.notices.insert(0, one)

    def mentions(self, count: int, *, at: datetime | None = None) -> None:
        """Note so many mentions by different posts, a second between them, the last one `at`."""
        for k in range(count):
            self.notes("mention", at=(at or self.clock) - timedelta(seconds=count - 1 - k))
            post = self.notices[0]["status"]
            post["uri"] = f"https://other.example/users/ada/statuses/{self.notices[0]['id']}"


def notice(kind: str) -> dict[str, Any]:
    """The first recorded notification of that type."""
    every = recorded("mastodon", "notifications__each_kind")
    return copy.deepcopy(next(one for one in reversed(every) if one["type"] == kind))


def heard(server: Noticing, cursor: str = "") -> Batch:
    batch: Batch = speak(server, lambda speaker: speaker.hear(cursor))
    return batch


def walked(server: Noticing, cursor: str = "", most: int = 400) -> tuple[list[str], Batch]:
    """The ids of all that is told from `cursor` on, in their order, and the last batch."""
    told: list[str] = []
    for _ in range(most):
        batch = heard(server, cursor)
        told += [event.id for event in batch.events]
        cursor = batch.cursor
        if not batch.more:
            return told, batch
    raise AssertionError("it never ends")
