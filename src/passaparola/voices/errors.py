"""The errors of voices. VoicesError ─ QueryError."""

from __future__ import annotations


class VoicesError(ValueError):
    """Something given to the library makes no sense; the sentence says what to do."""


class QueryError(VoicesError):
    """A search that cannot be read: the sentence says where and what to do, `at` is the place from 0."""

    def __init__(self, sentence: str, at: int) -> None:
        super().__init__(sentence)
        self.at = at
