"""Brands, people and small stories for the tests of the site; the same on SQLite and PostgreSQL."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection

from passaparola.web.brands import actions as brands
from passaparola.web.conversations.following import intake
from web.stories import FakeReader, story

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from pytest_django import DjangoDbBlocker
    from pytest_django.fixtures import Settings

    from passaparola.web.brands.models import Brand, User
    from passaparola.web.cascades.models import Message

NOW = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)


@pytest.fixture(scope="session")
def django_db_modify_db_settings(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Keep SQLite's tests in a file: threads that each have a connection do not share one in memory."""
    if connection.vendor == "sqlite":
        connection.settings_dict["TEST"]["NAME"] = str(tmp_path_factory.mktemp("database") / "test.sqlite3")


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """Before the test database is dropped, end what threads of tests have left open there."""
    yield
    if connection.vendor == "postgresql":
        with django_db_blocker.unblock(), connection.cursor() as cursor:
            cursor.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )


@pytest.fixture
def now() -> datetime:
    return NOW


@pytest.fixture(autouse=True)
def _own_data(settings: Settings, tmp_path: Path) -> None:
    settings.UPLOADS = tmp_path / "uploads"
    settings.LIBRARY = tmp_path / "library"
    # Argon and its like are slow on purpose; no test here is about that.
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture
def anna(db: None) -> User:
    return brands.create_user("anna@example.org", "a good long word", name="Anna")


@pytest.fixture
def bruno(db: None) -> User:
    return brands.create_user("bruno@example.org", "a good long word", name="Bruno")


@pytest.fixture
def brand(anna: User) -> Brand:
    return brands.create_brand("Caffè Aurora", owner=anna)


@pytest.fixture
def rival(bruno: User) -> Brand:
    return brands.create_brand("Birra Notte", owner=bruno)


@pytest.fixture
def heard(brand: Brand, now: datetime) -> Callable[..., Message]:
    """Take in a story for a brand and give its message."""

    def hear(of: Brand | None = None, **changes: object) -> Message:
        trace = story(**changes)  # type: ignore[arg-type]
        return intake.take_in(
            of or brand, trace, address="https://sandbox.test/p/1", now=now + timedelta(hours=1)
        ).message

    return hear


@pytest.fixture
def readers() -> Callable[[str], FakeReader]:
    reader = FakeReader()
    return lambda _address: reader


@pytest.fixture
def csv_file() -> SimpleUploadedFile:
    lines = [
        "id,parent,who,at,kind,channel,message,evidence",
        "a1,,aurora,2026-03-01T09:00:00Z,publish,blog,m1,observed",
        "a2,a1,bea,2026-03-01T09:10:00Z,reshare,blog,m1,proved",
        "a3,a2,carlo,2026-03-01T09:20:00Z,visit,site,m1,declared",
    ]
    return SimpleUploadedFile("passaparola.csv", "\n".join(lines).encode())


@pytest.fixture(autouse=True)
def _the_log_may_be_swept(request: pytest.FixtureRequest) -> Iterator[None]:
    """Let tests that sweep every table afterwards sweep the log too, where SQLite's triggers forbid it."""
    marker = request.node.get_closest_marker("django_db")
    sweeping = "transactional_db" in request.fixturenames or (marker and marker.kwargs.get("transaction"))
    if not sweeping or connection.vendor != "sqlite":
        yield
        return
    request.getfixturevalue("transactional_db")
    named = "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'brands_entry'"
    with connection.cursor() as cursor:
        triggers = cursor.execute(named).fetchall()
    yield
    with connection.cursor() as cursor:
        for name, _ in triggers:
            cursor.execute(f"DROP TRIGGER {name}")
        cursor.execute("DELETE FROM brands_entry")
        for _, made in triggers:
            cursor.execute(made)
