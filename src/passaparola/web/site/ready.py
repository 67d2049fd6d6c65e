"""What has to be there before anything starts; what is missing is said in one sentence."""

from __future__ import annotations

import errno
import logging
import os
import socket
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from passaparola.web.site import mail

if TYPE_CHECKING:
    from collections.abc import Mapping

FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
DATABASES = {"sqlite", "postgres", "postgresql"}
ROOM = 1024 * 1024  # what must fit beside what is there, or nothing useful can be done


class Unready(Exception):
    """The installation cannot start; the message is one sentence that says what to do."""


def number(env: Mapping[str, str], name: str, default: int, *, least: int, most: int) -> int:
    """Return the whole number in `$name`; raises `Unready`."""
    text = env.get(name) or str(default)
    if not text.isdecimal() or not least <= int(text) <= most:
        raise Unready(f"{name}={text} is no number from {least} to {most}: set it to one, or leave it out.")
    return int(text)


def settings(env: Mapping[str, str]) -> None:
    """Raise `Unready` for what the settings could not be made of."""
    if (level := env.get("PASSAPAROLA_LOG") or "WARNING") not in logging.getLevelNamesMapping():
        raise Unready(f"PASSAPAROLA_LOG={level} is no level: set it to DEBUG, INFO, WARNING or ERROR.")
    address = env.get("PASSAPAROLA_ADDRESS") or "http://127.0.0.1"
    if urlsplit(address).scheme not in {"http", "https"} or not urlsplit(address).hostname:
        raise Unready(
            f"PASSAPAROLA_ADDRESS={address} is no web address: write it like https://voce.example.org."
        )
    try:
        mail.settings(env.get("PASSAPAROLA_MAIL", ""))
    except mail.NoMailServer as error:
        raise Unready(f"PASSAPAROLA_MAIL {error}") from error
    zone = env.get("TZ") or "Europe/Rome"
    try:
        ZoneInfo(zone)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise Unready(
            f"TZ={zone} is no time zone: set it to one like Europe/Rome, or leave it out."
        ) from error
    scheme = urlsplit(env.get("DATABASE_URL") or "sqlite://").scheme
    if scheme not in DATABASES:
        raise Unready(
            "DATABASE_URL begins with no database known here: write postgres://user:password@host/name."
        )


def folder(env: Mapping[str, str]) -> Path:
    """Return the data folder, made where it is new, after writing a little into it; raises `Unready`.

    From here on what this process and its children make is for their own account only: databases and
    uploads hold what people said.
    """
    os.umask(0o077)
    path = Path(env.get("PASSAPAROLA_DATA") or "data").absolute()
    probe = path / f".probe.{os.getpid()}"
    try:
        path.mkdir(parents=True, exist_ok=True)
        try:
            probe.write_bytes(bytes(ROOM))
        finally:
            probe.unlink(missing_ok=True)
    except OSError as error:
        raise Unready(no_room(path) if error.errno in FULL else _no_way(path, error)) from error
    return path


def no_room(path: Path) -> str:
    """Return the sentence for a full disk."""
    return (
        f"There is no room left for the data in {path}: free some space, or set PASSAPAROLA_DATA elsewhere."
    )


def _no_way(path: Path, error: OSError) -> str:
    why = (error.strerror or "it cannot be written").lower()
    return (
        f"The data folder {path} cannot be used ({why}): set PASSAPAROLA_DATA to a folder you may write to."
    )


def port(bind: str, wanted: int) -> None:
    """Raise `Unready` where `wanted` cannot be listened on at the address `bind`."""
    family = socket.AF_INET6 if ":" in bind else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((bind, wanted))
        except OSError as error:
            raise Unready(_taken(bind, wanted, error)) from error


def _taken(bind: str, wanted: int, error: OSError) -> str:
    if error.errno == errno.EADDRINUSE:
        other = wanted + 1 if wanted < 65535 else wanted - 1  # noqa: PLR2004 - the last port there is
        return f"Port {wanted} is in use: stop what uses it, or choose another with PORT={other}."
    if error.errno == errno.EACCES:
        return f"Port {wanted} may only be used by the system: choose one above 1023 with PORT=8000."
    return f"Nothing can listen on {bind}, port {wanted} ({error.strerror}): check PASSAPAROLA_BIND and PORT."
