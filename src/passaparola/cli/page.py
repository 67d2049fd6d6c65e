"""page: the map of a trace as one HTML file that needs nothing beside it."""

from __future__ import annotations

import base64
import errno
import hashlib
import json
import os
import tempfile
from contextlib import suppress
from html import escape
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING, Any

from passaparola.cli.hops import folded
from passaparola.spread.picture import picture

if TYPE_CHECKING:
    from collections.abc import Iterable

    from passaparola.cli.traced import Traced

_READABLE = 0o644

_STYLE = """
:root { color-scheme: light dark; }
body { margin: 0; font: 15px/1.5 system-ui, sans-serif; }
body { background: var(--paper, Canvas); color: var(--text, CanvasText); }
main { max-width: 88rem; margin: 0 auto; padding: 1rem; }
h1 { font-size: 1.35rem; margin: 0 0 .25rem; overflow-wrap: anywhere; }
.quiet { color: var(--quiet, GrayText); margin: 0 0 1rem; }
table { border-collapse: collapse; margin: 1.5rem 0; font-variant-numeric: tabular-nums; }
th, td { padding: .25rem 1rem .25rem 0; text-align: right; }
th:first-child, td:first-child { text-align: left; }
.wide { overflow-x: auto; }
"""

_START = """
PassaparolaMap.mount(
  document.getElementById("map"), JSON.parse(document.getElementById("picture").textContent), {lang: "en"}
);
"""

_PAGE = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<title>{title}</title>
<style>{style}</style>
</head>
<body>
<main>
<h1>{title}</h1>
<p class="quiet">{subtitle}</p>
<div id="map"><noscript>The map needs JavaScript; the table below does not.</noscript></div>
<div class="wide"><table>
<caption>People by hop</caption>
<tr><th scope="col">Hop</th><th scope="col">People</th>
<th scope="col">Passed it on</th><th scope="col">Acts</th></tr>
{hops}
</table></div>
{notes}
</main>
<script type="application/json" id="picture">{picture}</script>
<script>{script}</script>
</body>
</html>
"""


def page(traced: Traced, figures: dict[str, Any]) -> str:
    """Give the page: map and table, style and script within, nothing fetched from anywhere."""
    folder = resources.files("passaparola.web.site") / "static" / "pp"
    style = (folder / "map.css").read_text("utf-8") + _STYLE
    script = (folder / "map.js").read_text("utf-8").replace("</script", "<\\/script") + _START
    drawn = picture(
        traced.cascade,
        names=traced.names,
        platforms=traced.platforms,
        title=traced.title,
        simulated=traced.simulated,
    )
    return _PAGE.format(
        policy=_policy(style, script),
        title=escape(traced.title),
        subtitle=escape(_subtitle(traced, figures)),
        style=style,
        hops="\n".join(_row(hop) for hop in folded(figures["hops"])),
        notes="".join(f'<p class="quiet">{escape(note)}</p>' for note in traced.notes),
        picture=embedded(drawn),
        script=script,
    )


def embedded(value: object) -> str:
    """Write `value` as JSON that cannot end the script element it stands in."""
    text = json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    return text.replace("<", "\\u003c").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")


def refuse_place(path: Path, sources: Iterable[str | Path | None]) -> None:
    """Refuse to write over a folder, a device or a file of `sources`; raises `OSError` naming `path`."""
    if path.is_dir():
        raise OSError(errno.EISDIR, "is a directory; name a file in it for the map", str(path))
    if path.exists() and not path.is_file():
        raise OSError(errno.EINVAL, "is no plain file; name another one for the map", str(path))
    for source in sources:
        if source and path.exists() and Path(source).exists() and path.samefile(source):
            raise OSError(errno.EEXIST, "is what is to be read; name another file for the map", str(path))


def write(path: Path, text: str) -> None:
    """Write `text` to `path` whole or not at all; raises `OSError` naming `path`."""
    try:
        _write(path, text)
    except OSError as error:
        raise OSError(error.errno, error.strerror, str(path)) from error


def _write(path: Path, text: str) -> None:
    descriptor, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(descriptor, "w", encoding="utf-8", errors="backslashreplace") as file:
            file.write(text)
        Path(name).chmod(_READABLE)
        Path(name).replace(path)
    except BaseException:
        with suppress(FileNotFoundError):
            Path(name).unlink()
        raise


def _policy(style: str, script: str) -> str:
    return (
        f"default-src 'none'; script-src '{_hash(script)}'; style-src '{_hash(style)}'; "
        "img-src data: blob:; base-uri 'none'; form-action 'none'"
    )


def _hash(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


def _subtitle(traced: Traced, figures: dict[str, Any]) -> str:
    simulated = "Simulated. " if traced.simulated else ""
    return f"{simulated}{figures['nodes']} acts by {figures['people']} people, {figures['depth']} hops deep."


def _row(hop: dict[str, Any]) -> str:
    cells = "".join(f"<td>{hop[key]}</td>" for key in ("people", "passed_on", "acts"))
    return f'<tr><th scope="row">{hop["name"]}</th>{cells}</tr>'
