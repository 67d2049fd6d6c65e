"""The errors of voices. VoicesError ─ QueryError."""

from __future__ import annotations


class VoicesError(ValueError):
    """Something given to the library makes no sense; the sentence says what to do."""


class QueryError(VoicesError):
    """A search that cannot be read; the sentence says where and what to do.

    `at` is the place in the text, from 0. For a reader of another language, `template` is the sentence with
    its %(places)s and `values` fill them.
    """

    def __init__(self, template: str, at: int = 0, **values: str | int) -> None:
        self.at = at
        self.template = template
        self.values = {"place": at + 1, **values}
        super().__init__(template % self.values)
