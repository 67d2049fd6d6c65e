"""All platforms: the row each platform's folder holds, gathered.

Screens, the command line and docs/platforms.md read these rows; adding a platform adds its folder.
"""

from __future__ import annotations

import importlib
import pkgutil
from types import MappingProxyType
from typing import TYPE_CHECKING

from passaparola import connectors

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from passaparola.connectors.row import Platform


def _rows() -> Iterator[Platform]:
    for folder in pkgutil.iter_modules(connectors.__path__, f"{connectors.__name__}."):
        if folder.ispkg:
            yield importlib.import_module(f"{folder.name}.row").ROW


PLATFORMS: Mapping[str, Platform] = MappingProxyType({row.key: row for row in _rows()})
