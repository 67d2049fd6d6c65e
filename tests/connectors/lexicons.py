"""The vendor's own description of the AT Protocol, and a small checker of requests and answers against it."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, replace
from fnmatch import fnmatch
from typing import TYPE_CHECKING, Any

import regex

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

TYPES = {"string": str, "integer": int, "boolean": bool}
FORMATS = {
    "did": r"did:[a-z]+:[a-zA-Z0-9._:%-]*[a-zA-Z0-9._-]",
    "at-uri": r"at://[^/]+(/[a-zA-Z0-9.]+(/[a-zA-Z0-9._:~-]+)?)?",
    "at-identifier": r"did:\S+|[a-zA-Z0-9.-]+",
    "cid": r"[a-zA-Z0-9+=]{8,}",
    "datetime": r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)",
    "nsid": r"[a-zA-Z0-9-]+(\.[a-zA-Z0-9-]+)+",
    "handle": r"[a-zA-Z0-9-]+(\.[a-zA-Z0-9-]+)+",
    "uri": r"[a-z][a-z0-9.+-]{0,80}:[^\s]{1,8000}",
    "language": r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*",
    "record-key": r"[A-Za-z0-9._:~-]{1,512}",
    "tid": r"[234567abcdefghij][234567abcdefghijklmnopqrstuvwxyz]{12}",
}


@dataclass(frozen=True)
class Lexicons:
    """The folder of lexicons; `closed` ones take no field that they do not name."""

    folder: Path
    closed: bool = False

    def definition(self, ref: str, *, within: str = "") -> tuple[dict[str, Any], str]:
        """The definition `ref` names, and the document it stands in."""
        nsid, _, name = ref.partition("#")
        nsid = nsid or within
        document = json.loads((self.folder / f"{nsid.replace('.', '/')}.json").read_text())
        found: dict[str, Any] = document["defs"][name or "main"]
        return found, nsid

    def properties(self, ref: str) -> set[str]:
        """The fields that a definition, the record it describes, or the answer to a method has."""
        found, _ = self.definition(ref)
        described = found.get("record") or found.get("output", {}).get("schema") or found
        return set(described["properties"])

    def faults(self, value: Any, schema: dict[str, Any], within: str, path: str = "$") -> Iterable[str]:
        """What in `value` is not as `schema` says."""
        kind = schema["type"]
        if kind in {"ref", "union"}:
            yield from self._referred(value, schema, within, path)
        elif kind == "object":
            yield from self._object(value, schema, within, path)
        elif kind == "array":
            for i, entry in enumerate(value if isinstance(value, list) else []):
                yield from self.faults(entry, schema["items"], within, f"{path}[{i}]")
            if not isinstance(value, list) or len(value) > schema.get("maxLength", 10**9):
                yield f"{path}: no such array"
        elif kind == "blob":
            yield from _blob(value, schema, path)
        elif kind in TYPES:
            yield from _scalar(value, schema, path)

    def _referred(self, value: Any, schema: dict[str, Any], within: str, path: str) -> Iterable[str]:
        ref = schema.get("ref") or (value.get("$type") if isinstance(value, dict) else None)
        full = {name if "#" not in name[:1] else f"{within}{name}" for name in schema.get("refs", [ref])}
        if ref is None or (schema["type"] == "union" and ref not in full):
            yield f"{path}: is none of {sorted(map(str, full))}"
            return
        found, document = self.definition(ref, within=within)
        yield from self.faults(value, found, document, path)

    def _object(self, value: Any, schema: dict[str, Any], within: str, path: str) -> Iterable[str]:
        if not isinstance(value, dict):
            yield f"{path}: no object"
            return
        yield from (f"{path}.{name}: missing" for name in schema.get("required", []) if name not in value)
        for name, inner in schema.get("properties", {}).items():
            if name in value and not (value[name] is None and name in schema.get("nullable", [])):
                yield from self.faults(value[name], inner, within, f"{path}.{name}")
        if self.closed:
            unknown = value.keys() - schema.get("properties", {}).keys() - {"$type"}
            yield from (f"{path}.{name}: unknown" for name in sorted(unknown))

    def answer(self, method: str, body: Any) -> list[str]:
        """What is wrong with `body` as the answer of the query `method`."""
        found, document = self.definition(method)
        return list(self.faults(body, found["output"]["schema"], document))

    def input(self, method: str, kind: str, body: Any) -> list[str]:
        """What is wrong with `body`, of media type `kind`, as what is sent to the procedure `method`."""
        found, document = self.definition(method)
        wanted = found.get("input", {"encoding": ""})
        faults = [] if fnmatch(kind, wanted["encoding"]) else [f"{kind!r} is not {wanted['encoding']!r}"]
        if "schema" in wanted:
            strict = replace(self, closed=True)
            faults += strict.faults(body, wanted["schema"], document)
        return faults

    def record(self, body: Any, rkey: str) -> list[str]:
        """What is wrong with `body` as a record kept under `rkey`."""
        found, document = self.definition(body["$type"])
        strict = replace(self, closed=True)
        faults = list(strict.faults(body, found["record"], document))
        return faults + list(_scalar(rkey, {"type": "string", "format": found["key"]}, "rkey"))

    def request(self, method: str, params: list[tuple[str, str]]) -> list[str]:
        """What is wrong with `params` as the parameters of the query `method`."""
        found, _ = self.definition(method)
        described = found.get("parameters", {"properties": {}})
        given: dict[str, list[str]] = {}
        for name, value in params:
            given.setdefault(name, []).append(value)
        faults = [f"{name}: missing" for name in described.get("required", []) if name not in given]
        for name, values in given.items():
            schema = described["properties"].get(name)
            if schema is None:
                faults.append(f"{name}: unknown")
                continue
            item = schema.get("items", schema)
            if len(values) > schema.get("maxLength", 1):
                faults.append(f"{name}: given {len(values)} times")
            for value in values:
                faults += _scalar(_typed(value, item["type"]), item, name)
        return faults


def _typed(value: str, kind: str) -> Any:
    """`value`, written in an address, as what it stands for."""
    if kind == "boolean":
        return {"true": True, "false": False}.get(value, value)
    return int(value) if kind == "integer" else value


def _scalar(value: Any, schema: dict[str, Any], path: str) -> Iterable[str]:
    if type(value) is not TYPES[schema["type"]]:
        yield f"{path}: {value!r} is no {schema['type']}"
    elif schema.get("format") in FORMATS and not re.fullmatch(FORMATS[schema["format"]], str(value)):
        yield f"{path}: {value!r} is no {schema['format']}"
    elif type(value) is str and len(value.encode()) > schema.get("maxLength", 10**9):
        yield f"{path}: is longer than {schema['maxLength']} bytes"
    elif type(value) is str and len(regex.findall(r"\X", value)) > schema.get("maxGraphemes", 10**9):
        yield f"{path}: is longer than {schema['maxGraphemes']} graphemes"
    elif type(value) is int and not schema.get("minimum", 0) <= value <= schema.get("maximum", 2**53):
        yield f"{path}: {value!r} is out of bounds"


def _blob(value: Any, schema: dict[str, Any], path: str) -> Iterable[str]:
    if set(value) != {"$type", "ref", "mimeType", "size"} or set(value["ref"]) != {"$link"}:
        yield f"{path}: is no blob"
        return
    if not any(fnmatch(value["mimeType"], kind) for kind in schema.get("accept", ["*/*"])):
        yield f"{path}: {value['mimeType']} is not taken"
    if value["size"] > schema.get("maxSize", 10**12):
        yield f"{path}: is larger than {schema['maxSize']} bytes"
