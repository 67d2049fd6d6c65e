"""A vendor's own OpenAPI description as a judge: a request that does not keep to it gets no answer."""

from __future__ import annotations

from dataclasses import dataclass, field
from io import BytesIO
from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin, urlsplit

from jsonschema.exceptions import best_match
from jsonschema_path.readers import PathReader
from openapi_core import Config, OpenAPI
from openapi_core.datatypes import RequestParameters
from openapi_core.exceptions import OpenAPIError
from openapi_core.templating.paths.exceptions import PathNotFound
from openapi_core.templating.paths.finders import APICallPathFinder
from werkzeug.datastructures import Headers, ImmutableMultiDict
from werkzeug.formparser import parse_form_data

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    import httpx

Document = dict[str, Any]
VERBS = frozenset({"get", "put", "post", "delete", "patch", "head", "options", "trace"})
BRANCHES = ("oneOf", "anyOf")
OPEN = frozenset({"additionalProperties", "unevaluatedProperties"})
FORMS = ("multipart/form-data", "application/x-www-form-urlencoded")


class NotDescribed(AssertionError):
    """The vendor's description knows no such request."""


def described(
    *files: Path, at: str, patch: Callable[[Document], object] | None = None
) -> Callable[[httpx.Request], None]:
    """Return a judge of requests to the API that `files` describe together and the host `at` serves.

    Bodies are closed: a field the description does not name is refused, and so is an unknown parameter of
    the query. `patch` mends what is known to be wrong in a description; each mending says why.
    """
    judges = [_judge(file, at, patch) for file in files]

    def judge(request: httpx.Request) -> None:
        faults: list[str] = []
        for one in judges:
            try:
                one(request)
            except PathNotFound:
                continue
            except OpenAPIError as error:
                faults.append(_told(error))
            else:
                return
        told = "; ".join(faults) or "no such path"
        raise NotDescribed(f"{request.method} {request.url.copy_with(query=None)}: {told}")

    return judge


def strict(
    judge: Callable[[httpx.Request], None], answer: Callable[[httpx.Request], httpx.Response]
) -> Callable[[httpx.Request], httpx.Response]:
    """Return `answer` for requests that `judge` lets through; for httpx.MockTransport or recorded.client."""

    def answered(request: httpx.Request) -> httpx.Response:
        judge(request)
        return answer(request)

    return answered


def _judge(
    file: Path, at: str, patch: Callable[[Document], object] | None
) -> Callable[[httpx.Request], None]:
    document: Document = dict(PathReader(file).read()[0])
    if patch is not None:
        patch(document)
    Closing(document, file).close(at)
    api = OpenAPI.from_dict(document, config=Config(spec_validator_cls=None), base_uri=file.as_uri())

    def judge(request: httpx.Request) -> None:
        asked = Asked(request)
        api.validate_request(asked)
        found = APICallPathFinder(api.spec).find(asked.method, asked.url)
        _refuse(_unknown(request, found.path, found.operation))

    return judge


def _refuse(unknown: set[str]) -> None:
    if unknown:
        raise OpenAPIError(f"not described: {sorted(unknown)}")


def _told(error: BaseException) -> str:
    """Return what is wrong: of a body, the fault that lies deepest; else what openapi-core says."""
    cause: BaseException | None = error
    while cause is not None:
        if schema_errors := getattr(cause, "schema_errors", None):
            fault = best_match(schema_errors)
            return f"{fault.json_path}: {fault.message}"
        cause = cause.__cause__
    return f"{error} / {error.__cause__ or type(error).__name__}"


class Asked:
    """A request of httpx as openapi-core wants to see it."""

    def __init__(self, request: httpx.Request) -> None:
        self.host_url = f"{request.url.scheme}://{request.url.netloc.decode()}"
        self.path = request.url.path
        self.url = f"{self.host_url}{self.path}"
        self.method = request.method.lower()
        self.body = request.read() or None
        self.content_type = request.headers.get("content-type", "")
        self.parameters = RequestParameters(
            query=ImmutableMultiDict(request.url.params.multi_items()),
            header=Headers(request.headers.multi_items()),
            cookie=ImmutableMultiDict(),
        )


def _unknown(request: httpx.Request, path: Any, operation: Any) -> set[str]:
    """Return the names in the query and in a form that are not described: openapi-core lets them pass."""
    known = {
        str(part["name"])
        for place in (path, operation)
        for part in place.get("parameters", [])
        if part["in"] == "query"
    }
    given = {name for name in request.url.params if name.partition("[")[0] not in known and name not in known}
    kind = request.headers.get("content-type", "").partition(";")[0]
    if kind in FORMS:
        given |= _form_names(request) - set(
            _properties(operation / "requestBody" / "content" / kind / "schema")
        )
    return given


def _form_names(request: httpx.Request) -> set[str]:
    environ = {
        "wsgi.input": BytesIO(request.content),
        "CONTENT_LENGTH": str(len(request.content)),
        "CONTENT_TYPE": request.headers["content-type"],
        "REQUEST_METHOD": request.method,
    }
    _, form, files = parse_form_data(environ, stream_factory=lambda *_, **__: BytesIO())
    return {*form, *files}


def _properties(schema: Any) -> Iterator[str]:
    yield from schema.get("properties", {}).keys()
    for word in ("allOf", *BRANCHES):
        for part in schema.get(word, []):
            yield from _properties(part)


@dataclass
class Closing:
    """Closes the request bodies of a document, and makes it say one version and one host.

    What a body refers to is copied, closed, to the document's own components, so that what answers share
    with it stays open, and so that references between files are followed once.
    """

    document: Document
    file: Path
    made: dict[tuple[str, bool], str] = field(default_factory=dict)

    def close(self, at: str) -> None:
        """Close all bodies; put the host `at` in the place of every server, whose path is kept."""
        # 3.0 is judged as 3.1, which can close what is put together of parts ("unevaluatedProperties")
        self.document["openapi"] = "3.1.0"
        self.schemas: Document = self.document.setdefault("components", {}).setdefault("schemas", {})
        for scheme in self.document["components"].get("securitySchemes", {}).values():
            if scheme.get("type") in {"oauth2", "openIdConnect"}:  # openapi-core knows only what HTTP shows
                scheme |= {"type": "http", "scheme": "bearer"}
        self.document["servers"] = _servers(self.document, at)
        for path in self.document["paths"].values():
            for holder in (path, *(path[verb] for verb in VERBS & path.keys())):
                if "servers" in holder:
                    holder["servers"] = _servers(holder, at)
                if "requestBody" in holder:
                    holder["requestBody"] = self._body(holder["requestBody"])

    def _body(self, body: Document) -> Document:
        found, file = self._followed(body, self.file)
        content = {
            kind: {**media, "schema": self.closed(media["schema"], file)} if "schema" in media else media
            for kind, media in found.get("content", {}).items()
        }
        return {**found, "content": content}

    def _followed(self, thing: Document, file: Path) -> tuple[Document, Path]:
        """Return what a reference leads to, and the file it stands in."""
        while "$ref" in thing:
            place, _, pointer = thing["$ref"].partition("#")
            file = (file.parent / place).resolve() if place else file
            thing = self.document if file == self.file else dict(PathReader(file).read()[0])
            for step in filter(None, pointer.split("/")):
                thing = thing[step.replace("~1", "/").replace("~0", "~")]
        return thing, file

    def closed(self, schema: Any, file: Path, *, whole: bool = True) -> Any:
        """Return `schema` closed; one that is only a part of a `whole` is closed below its own fields."""
        if not isinstance(schema, dict):
            return schema
        if "$ref" in schema:
            rest = {word: value for word, value in schema.items() if word != "$ref"}
            return {**rest, "$ref": f"#/components/schemas/{self._copied(schema, file, whole=whole)}"}
        if schema.get("format") == "binary":  # 3.1 says nothing of what is no text
            return {}
        inner = {
            word: self._word(word, value, file, whole=whole, of=schema) for word, value in schema.items()
        }
        if inner.pop("nullable", False):
            inner = {"anyOf": [inner, {"type": "null"}]} if "type" not in inner else _or_null(inner)
        fields = schema.keys() & {"properties", "allOf"}
        if whole and fields and not OPEN & schema.keys():
            inner["unevaluatedProperties"] = False
        return inner

    def _word(self, word: str, value: Any, file: Path, *, whole: bool, of: Document) -> Any:
        if word in {"properties", "patternProperties"}:
            return {name: self.closed(inner, file) for name, inner in value.items()}
        if word == "allOf":
            return [self.closed(part, file, whole=False) for part in value]
        if word in BRANCHES:
            alone = whole and not of.keys() & {"properties", "allOf"}
            return [self.closed(part, file, whole=alone) for part in value]
        if word in {"items", "additionalProperties"}:
            return self.closed(value, file)
        return value

    def _copied(self, schema: Document, file: Path, *, whole: bool) -> str:
        """Return the name of the closed copy of what `schema` refers to, which may refer to itself."""
        place, _, pointer = schema["$ref"].partition("#")
        target = (file.parent / place).resolve() if place else file
        key = (f"{target}#{pointer}", whole)
        if key not in self.made:
            self.made[key] = f"closed.{len(self.made)}"
            found, where = self._followed(schema, file)
            self.schemas[self.made[key]] = self.closed(found, where, whole=whole)
        return self.made[key]


def _or_null(schema: Document) -> Document:
    kinds = schema["type"] if isinstance(schema["type"], list) else [schema["type"]]
    more = {"enum": [*schema["enum"], None]} if "enum" in schema else {}
    return {**schema, "type": [*kinds, "null"], **more}


def _servers(holder: Document, at: str) -> list[Document]:
    """Return the servers of `holder` at the host `at`, with the usual value of what is left open in paths."""
    paths = []
    for server in holder.get("servers", [{"url": "/"}]):
        url = server["url"]
        for name, variable in server.get("variables", {}).items():
            url = url.replace(f"{{{name}}}", variable["default"])
        paths.append(urlsplit(urljoin("https://x", url)).path.rstrip("/"))
    return [{"url": f"{at.rstrip('/')}{path}"} for path in dict.fromkeys(paths)]
