"""The database, brought up to date at every start; costs little where there is nothing to do."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from django.core.management import call_command
from django.db import DatabaseError, connection, connections
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone

from passaparola.web.lifecycle import room
from passaparola.web.site import errands, ready

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

READ_ONLY = ("readonly", "unable to open", "read-only")
NOT_OURS = ("not a database", "malformed")


def bring_up_to_date() -> None:
    """Apply what has not been applied yet."""
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        call_command("migrate", verbosity=0, interactive=False)
    errands.open_all(timezone.now())


@contextmanager
def explained(data: Path) -> Iterator[None]:
    """Turn what the database or the disk under `data` answers into `Unready`."""
    try:
        yield
    except DatabaseError as error:
        raise ready.Unready(trouble(error, data)) from error
    except OSError as error:
        raise ready.Unready(ready.no_room(data) if error.errno in ready.FULL else str(error)) from error
    finally:
        connections.close_all()


def trouble(error: DatabaseError, data: Path) -> str:
    """Return the sentence for what the database answered; never its address, which may hold a password."""
    said = str(error).lower()
    if room.ran_out(error):
        return ready.no_room(data)
    if any(word in said for word in READ_ONLY):
        return f"The database in {data} cannot be written: check who owns the files there."
    if any(word in said for word in NOT_OURS):
        return f"The database in {data} is damaged or none of ours: put back the last backup of that folder."
    if connection.vendor == "sqlite":
        return f"The database in {data} does not answer ({said.strip()}): check the folder."
    return "The database does not answer: check DATABASE_URL, and that its server is running."
