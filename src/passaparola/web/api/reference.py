"""The description of the API as people read it: routes by theme, and the shapes of what goes in and out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

REF = "#/components/schemas/"


@dataclass(frozen=True, slots=True)
class Field:
    """A field or a parameter: `kind` in a word, `shape` where it has one of its own."""

    name: str
    kind: str
    shape: str
    needed: bool
    said: str


@dataclass(frozen=True, slots=True)
class Route:
    """One thing that can be asked."""

    key: str
    method: str
    path: str
    said: str
    roles: str
    parameters: list[Field]
    form: list[Field]
    takes: str
    answers: str


@dataclass(frozen=True, slots=True)
class Shape:
    """What goes in or comes out."""

    name: str
    said: str
    fields: list[Field]


def routes(schema: Mapping[str, Any]) -> dict[str, list[Route]]:
    """Return the routes of `schema` by theme."""
    found: dict[str, list[Route]] = {}
    for path, methods in schema["paths"].items():
        for method, details in methods.items():
            found.setdefault(details["tags"][0], []).append(_route(path, method, details))
    return found


def shapes(schema: Mapping[str, Any]) -> list[Shape]:
    """Return the shapes of `schema` by name."""
    known = schema["components"]["schemas"]
    return [Shape(name, known[name].get("description", ""), _fields(known[name])) for name in sorted(known)]


def _route(path: str, method: str, details: Mapping[str, Any]) -> Route:
    body = _body(details)
    right = next(answer for status, answer in details["responses"].items() if int(status) < 300)  # noqa: PLR2004 - what went well
    return Route(
        key=details["operationId"],
        method=method.upper(),
        path=path,
        said=details["summary"],
        roles=", ".join(details["x-roles"]),
        parameters=[
            _field(
                each["name"],
                each["schema"] | {"description": each.get("description", "")},
                needed=each["required"],
            )
            for each in details["parameters"]
        ],
        form=_fields(body) if "properties" in body else [],
        takes=_shape(body),
        answers=_shape(next(iter(right["content"].values()))["schema"]),
    )


def _body(details: Mapping[str, Any]) -> dict[str, Any]:
    taken: list[dict[str, Any]] = list(details.get("requestBody", {}).get("content", {}).values())
    return taken[0]["schema"] if taken else {}


def _fields(shape: Mapping[str, Any]) -> list[Field]:
    needed = shape.get("required", ())
    return [_field(name, each, needed=name in needed) for name, each in shape.get("properties", {}).items()]


def _field(name: str, each: Mapping[str, Any], *, needed: bool) -> Field:
    return Field(name, _kind(each), _shape(each), needed, each.get("description", ""))


def _kind(each: Mapping[str, Any]) -> str:
    if options := each.get("anyOf"):
        return _either(options)
    if "enum" in each:
        return " | ".join(f'"{value}"' for value in each["enum"])
    if each.get("type") == "array":
        return f"[{_kind(each['items'])}]"
    if "$ref" in each:
        return _shape(each)
    return str(each.get("format") or each.get("type") or "")


def _either(options: Iterable[Mapping[str, Any]]) -> str:
    return " | ".join(_kind(each) for each in options)


def _shape(each: Mapping[str, Any]) -> str:
    """Return the name of the shape that `each` is, or is made of."""
    inside = [each, each.get("items", {}), *each.get("anyOf", ())]
    found = (one["$ref"].removeprefix(REF) for one in inside if "$ref" in one)
    return next(found, "")
