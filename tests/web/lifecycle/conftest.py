from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.db import connection

from web.lifecycle import errands

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture
def tables(transactional_db: None) -> Iterator[None]:
    """The tables of the errands, in the tests' own database."""
    errands.create_tables()
    yield
    connection.close()
    errands.drop_tables()
