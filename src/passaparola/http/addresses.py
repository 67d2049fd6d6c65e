"""Which addresses are asked, and where a redirect may lead."""

from __future__ import annotations

from typing import TYPE_CHECKING

import httpx

from passaparola.http.errors import Refused

if TYPE_CHECKING:
    from collections.abc import Sequence

    Params = Sequence[tuple[str, str]]

LAST_PORT = 65535


def target_of(url: str, params: Params) -> httpx.URL:
    """Return the address to ask, made of `url` and `params`; raises `Refused`."""
    try:
        target = httpx.URL(url)
    except httpx.InvalidURL as error:
        raise Refused(f"{_shown(url)!r} is not a web address") from error
    if params:
        target = target.copy_merge_params(list(params))
    return _web(target)


def _web(target: httpx.URL) -> httpx.URL:
    if target.scheme not in {"http", "https"} or not _has_host(target) or target.userinfo:
        raise Refused(f"{_shown(str(target))!r} is not a plain web address (http or https)")
    return target


def _shown(address: str) -> str:
    """Return an address without its path: for some platforms that is the key."""
    return "/".join(address[:200].split("/")[:3])


def _has_host(target: httpx.URL) -> bool:
    """Say whether a host and port are named that can exist; httpx finds out about some only when asked."""
    try:
        return bool(target.host) and (target.port or 0) <= LAST_PORT
    except UnicodeError:
        return False


def onward(target: httpx.URL, location: str) -> httpx.URL:
    """Return where a redirect leads; from https it must not lead out into the open."""
    try:
        further = _web(target.join(location))
    except httpx.InvalidURL as error:
        raise Refused(f"{target.host} redirects to something that is not a web address") from error
    if target.scheme == "https" and further.scheme == "http":
        raise Refused(f"{target.host} redirects from https to an unencrypted address")
    return further
