"""What a body says is read as a form is: without what no database takes."""

from __future__ import annotations

import pytest

from passaparola.web.api import asked

NULLS = "a\x00\r\nb"
VARIANT = {
    "channel": 1,
    **dict.fromkeys(("text", "title", "comment", "quotes", "answers"), NULLS),
    "thread": [NULLS],
    "options": {NULLS: NULLS},
    "poll": {"choices": [NULLS, NULLS]},
}
POST = {
    **dict.fromkeys(("text", "title", "link", "language"), NULLS),
    "media": [{"asset": 1, "alt": NULLS}],
    "variants": [VARIANT],
}
BODIES = [
    (asked.NewPost, POST),
    (asked.ChangedPost, POST | {"version": 1}),
    (asked.Moment, dict.fromkeys(("at", "wall", "zone"), NULLS)),
    (asked.Decision, {"there": True, "url": NULLS}),
]


@pytest.mark.parametrize(("body", "given"), BODIES, ids=lambda each: getattr(each, "__name__", ""))
def test_no_text_of_a_body_keeps_a_null(body: type[asked.Asking], given: dict[str, object]) -> None:
    kept = body.model_validate(given).model_dump_json()
    assert "a\\nb" in kept
    assert "\\u0000" not in kept
    assert "\\r" not in kept
