"""Questions to one server that speaks the Mastodon API."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar
from urllib.parse import quote

from passaparola.connectors import errors
from passaparola.connectors.asking import ask, most_pages, tamed
from passaparola.connectors.mastodon import heard, wire

if TYPE_CHECKING:
    from collections.abc import Callable

    from passaparola.connectors.wild import Wild
    from passaparola.http import Answer, Client

T = TypeVar("T")
OK = 200
GONE = frozenset({404, 410})
CLOSED = frozenset({401, 403, 422})  # 422: "this method requires an authenticated user"
FAILING = 500
PEOPLE = "80"  # the most a list of accounts gives at once
POSTS = "40"  # and a list of posts


class Server:
    """Asks the server at `base` on behalf of the address `about`; every method raises `ConnectorError`."""

    def __init__(self, client: Client, base: str, *, about: str, token: str = "") -> None:
        self.base = base.rstrip("/")
        self.host = self.base.partition("://")[2].partition("/")[0]
        self.about = about
        self._client = client
        self._headers = {"authorization": f"Bearer {token}"} if token else {}

    async def status(self, number: str) -> wire.Status:
        """Return the post with the id `number`."""
        answer = await self._ask(f"statuses/{number}", [])
        return tamed(answer, lambda wild: wire.status(wild, host=self.host), about=self.about)

    async def replies(self, number: str) -> list[wire.Status]:
        """Return the replies below a post, at any depth the server shows."""
        answer = await self._ask(f"statuses/{number}/context", [])
        return tamed(answer, lambda wild: wire.descendants(wild, host=self.host), about=self.about)

    async def quotes(self, number: str, *, most: int) -> tuple[list[wire.Status], bool]:
        """Return up to `most` posts that quote a post, and whether these are all (Mastodon 4.5 and later)."""
        return await self._list(f"statuses/{number}/quotes", POSTS, self._status, most)

    async def boosters(self, number: str, *, most: int) -> tuple[list[wire.Account], bool]:
        """Return up to `most` accounts that boosted a post, and whether these are all."""
        return await self._list(f"statuses/{number}/reblogged_by", PEOPLE, self._account, most)

    async def admirers(self, number: str, *, most: int) -> tuple[list[wire.Account], bool]:
        """Return up to `most` accounts that marked a post as favourite, and whether these are all."""
        return await self._list(f"statuses/{number}/favourited_by", PEOPLE, self._account, most)

    async def followed(self, account: str, *, most: int) -> tuple[list[wire.Account], bool]:
        """Return up to `most` accounts that the account with the id `account` follows."""
        return await self._list(f"accounts/{account}/following", PEOPLE, self._account, most)

    async def posted(self, account: str, *, before: str | None) -> tuple[list[wire.Status], str | None]:
        """Return one page of an account's posts and boosts, newest first, and where the next page begins."""
        params = [("limit", POSTS), ("exclude_replies", "true")]
        params += [("max_id", before)] if before else []
        answer = await self._ask(f"accounts/{account}/statuses", params)
        page = tamed(answer, lambda wild: [self._status(entry) for entry in wild], about=self.about)
        return page, wire.following_page(answer.headers.get("link", ""))

    async def tagged(self, tag: str, *, before: str) -> heard.Tagged:
        """Return one page of the posts with `tag` that are open to everybody, newest first."""
        params = [("limit", POSTS), *([("max_id", before)] if before else [])]
        answer = await self._ask(f"timelines/tag/{quote(tag, safe='')}", params)
        return tamed(answer, lambda wild: heard.tagged(wild, host=self.host), about=self.about)

    def _status(self, wild: Wild) -> wire.Status:
        return wire.status(wild, host=self.host)

    def _account(self, wild: Wild) -> wire.Account:
        return wire.account(wild, host=self.host)

    async def _list(
        self, path: str, limit: str, read: Callable[[Wild], T], most: int
    ) -> tuple[list[T], bool]:
        """Turn pages until the last, or until `most` entries; pages that repeat or bring nothing end it too.

        People may move between two pages while they are turned: nobody is listed twice.
        """
        found: dict[T, None] = {}
        seen: set[str] = set()
        before: str | None = None
        for _ in range(most_pages(most)):
            onward = [("max_id", before)] if before else []
            answer = await self._ask(path, [("limit", limit), *onward])
            found |= dict.fromkeys(
                tamed(answer, lambda wild: [read(entry) for entry in wild], about=self.about)
            )
            before = wire.following_page(answer.headers.get("link", ""))
            if before is None or before in seen:
                return list(found)[:most], len(found) <= most
            if len(found) >= most:
                break
            seen.add(before)
        return list(found)[:most], False

    async def _ask(self, path: str, params: list[tuple[str, str]]) -> Answer:
        url = f"{self.base}/api/v1/{path}"
        answer = await ask(self._client, url, about=self.about, params=params, headers=self._headers)
        if answer.status != OK:
            raise self._refusal(answer)
        return answer

    def _refusal(self, answer: Answer) -> errors.ConnectorError:
        said = f"{self.host} answers {answer.status}"
        if answer.status in GONE:
            return errors.Gone(
                f"{self.about} is deleted, not public, or was never there: {said}; check the address."
            )
        if answer.status in CLOSED:
            return errors.Forbidden(
                f"{self.about} is not open to the public: {said}; an account on {self.host} can read it."
            )
        if answer.status >= FAILING:
            return errors.Transient(f"Could not read {self.about}: {said}; try again later.")
        return errors.Garbled(
            f"Could not read {self.about}: {said}, which is no answer of the Mastodon API; check the host."
        )
