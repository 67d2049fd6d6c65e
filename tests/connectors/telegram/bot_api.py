"""The Bot API's own description as a judge: a call that does not keep to it gets no answer."""

from __future__ import annotations

import json
import re
from email.parser import BytesParser
from email.policy import HTTP
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    import httpx

PLAIN: dict[str, Callable[[Any], bool]] = {
    "String": lambda value: isinstance(value, str),
    "Integer": lambda value: type(value) is int,
    "Boolean": lambda value: isinstance(value, bool),
    "InputFile": lambda value: isinstance(value, bytes) and bool(value),
}
BOUNDS = re.compile(r"\b(\d+)-(\d+)(?: characters| items| answer options|\.)")


class Judge:
    """Judges calls by the description in `file`."""

    def __init__(self, file: Path) -> None:
        self.description = json.loads(file.read_text())

    def __call__(self, request: httpx.Request) -> dict[str, Any]:
        """The fields of a call; fails where the description does not know them."""
        method = self.description["methods"][request.url.path.rpartition("/")[2]]
        fields, files = taken(request)
        for name, value in fields.items():
            kinds = next(field["types"] for field in method["fields"] if field["name"] == name)
            if files and kinds != ["String"] and "String" not in kinds:
                fields[name] = json.loads(value)
        attached = set(re.findall(r"attach://(\w+)", json.dumps(fields)))
        faults = list(
            self.faults({**fields, **{k: v for k, v in files.items() if k not in attached}}, method)
        )
        assert not faults, faults
        assert attached <= files.keys()
        return {**fields, **files}

    def faults(self, value: dict[str, Any], described: dict[str, Any], path: str = "$") -> Iterator[str]:
        """What in `value` is not as `described` says."""
        fields = {field["name"]: field for field in described.get("fields", [])}
        yield from (f"{path}.{name} is not described" for name in value.keys() - fields.keys())
        for name, field in fields.items():
            if field["required"] and name not in value:
                yield f"{path}.{name} is missing"
            if name in value:
                yield from self._field(value[name], field, f"{path}.{name}")

    def _field(self, value: Any, field: dict[str, Any], path: str) -> Iterator[str]:
        tried = [list(self._kind(value, kind, path)) for kind in field["types"]]
        yield from min(tried, key=len)
        bounds = BOUNDS.search(field["description"])
        if bounds and isinstance(value, str | list | int) and not isinstance(value, bool):
            size = value if isinstance(value, int) else len(value)
            if not int(bounds[1]) <= size <= int(bounds[2]):
                yield f"{path} is {size}, not {bounds[0]}"

    def _kind(self, value: Any, kind: str, path: str) -> Iterator[str]:
        if kind in PLAIN:
            yield from () if PLAIN[kind](value) else (f"{path} is no {kind}",)
        elif kind.startswith("Array of "):
            inner = kind.removeprefix("Array of ")
            entries = value if isinstance(value, list) else [None]
            for number, entry in enumerate(entries):
                if inner == "InputMediaAudio" or entry is None:
                    yield f"{path} is no {kind}"
                elif not _is(entry, inner):
                    continue
                else:
                    yield from self._kind(entry, inner, f"{path}[{number}]")
        elif isinstance(value, dict) and (one_of := self.description["types"][kind].get("subtypes")):
            yield from min((list(self._kind(value, one, path)) for one in one_of), key=len)
        elif isinstance(value, dict):
            yield from self.faults(value, self.description["types"][kind], path)
        else:
            yield f"{path} is no {kind}"


def _is(entry: dict[str, Any], kind: str) -> bool:
    """Say whether an entry of an album is one of this kind; other lists hold one kind only."""
    return not kind.startswith("InputMedia") or kind.lower() == f"inputmedia{entry['type']}"


def taken(request: httpx.Request) -> tuple[dict[str, Any], dict[str, bytes]]:
    """The fields and the files of a call."""
    kind = request.headers["content-type"]
    if kind == "application/json":
        return json.loads(request.read()), {}
    form = BytesParser(policy=HTTP).parsebytes(
        b"content-type: " + kind.encode() + b"\r\n\r\n" + request.read()
    )
    fields: dict[str, Any] = {}
    files: dict[str, bytes] = {}
    for part in form.iter_parts():
        name = str(part.get_param("name", header="content-disposition"))
        content: Any = part.get_payload(decode=True)
        if part.get_filename():
            files[name] = content
        else:
            fields[name] = content.decode()
    return fields, files
