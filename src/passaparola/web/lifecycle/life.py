"""A model's rows and who handles them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Generic, TypeVar

from passaparola.web.lifecycle.graph import LifeError
from passaparola.web.lifecycle.models import Living

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import datetime

    from passaparola.web.lifecycle.graph import Outcome

Row = TypeVar("Row", bound=Living)


@dataclass(frozen=True, slots=True)
class Life(Generic[Row]):
    """A model's rows and who handles each of their automatic states; checked when it is made."""

    model: type[Row]
    handlers: Mapping[str, Callable[[Row, datetime], Outcome]]

    def __post_init__(self) -> None:
        """Raise `LifeError` unless exactly the automatic states have a handler."""
        graph = self.model.graph
        automatic = {state.name for state in graph.states.values() if state.automatic}
        if missing := automatic - set(self.handlers):
            raise LifeError(f"{self.model.__name__}: no handler for {', '.join(sorted(missing))}.")
        if spare := set(self.handlers) - automatic:
            raise LifeError(
                f"{self.model.__name__}: {', '.join(sorted(spare))} is never tried, so takes no handler."
            )
