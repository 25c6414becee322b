"""Scripts and styles of the page under addresses of our own, which change with what they hold.

A browser fetches each of them once. Handed to Streamlit as the assets of a component they were sent anew with every
edit. Plotly's script is the one that the installed package carries; it is larger than all the rest and fetched when
a chart is there to be drawn.
"""

import gzip
import hashlib
import importlib.metadata
import importlib.util
import json
import pathlib
from collections.abc import Callable
from functools import lru_cache

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from budget.case.themes import PICTURES, look, themes
from budget.shown.charts.looks import PALETTES

FOLDER = pathlib.Path(__file__).parent
SCRIPTS = (
    "view.js", "in_turn.js", "undo.js", "slide.js", "paste.js", "copying.js", "charts.js", "paper.js",
    "presentation.js", "shell.js",
)  # fmt: skip
SHEETS = ("view", "pages", "drivers", "uncertainty", "help", "presentation", "charts", "paper")
FOREVER = "public, max-age=31536000, immutable"
PLACE = "assets-of-the-page"  # in the address
UNASKED = (b"accept-encoding", b"if-none-match", b"if-modified-since", b"range")  # of the page itself


def _read(*names: str) -> str:
    return "".join((FOLDER / name).read_text(encoding="utf-8") for name in names)


CSS = _read(*(f"{name}.css" for name in SHEETS))  # paper last: it overrides what the screen needs


def _script() -> bytes:
    """Everything of ours; the colours of the charts come from where they are defined."""
    known = f"const PALETTES = {json.dumps(PALETTES)};\nconst PLOTLY = {json.dumps(PLOTLY)};\n"
    return f"{known}{_read(*SCRIPTS)}".encode()


def _plotly() -> bytes:
    """Plotly's own script as its package carries it; the package itself is not read, which would take a second."""
    package = importlib.util.find_spec("plotly")
    assert package is not None and package.submodule_search_locations
    return (pathlib.Path(package.submodule_search_locations[0]) / "package_data" / "plotly.min.js").read_bytes()


def _address(name: str, version: str) -> str:
    stem, _, ending = name.partition(".")
    return f"{stem}-{version}.{ending}"


def _hash(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()[:12]


PLOTLY = f"{PLACE}/{_address('plotly.js', importlib.metadata.version('plotly'))}"
SCRIPT = f"{PLACE}/{_address('page.js', _hash(_script()))}"
STYLE = f"{PLACE}/{_address('page.css', _hash(CSS.encode()))}"
# Where Streamlit's own addresses begin. Untold it tries the page's address first, and two answers of 404 stand among
# the browser's errors at every visit to a page of its own address.
_BASE = b'window.__streamlit = { BACKEND_BASE_URL: new URL("..", document.currentScript.src).href };'
BASE = f"{PLACE}/{_address('base.js', _hash(_BASE))}"
TAG = f'<script src="./{BASE}"></script>\n    '
SERVED: dict[str, tuple[Callable[[], bytes], str]] = {
    BASE: (lambda: _BASE, "text/javascript"),
    PLOTLY: (_plotly, "text/javascript"),
    SCRIPT: (_script, "text/javascript"),
    STYLE: (CSS.encode, "text/css"),
}

# What every page will ask for is foretold with the page itself, and fetched while Streamlit still starts.
FORETOLD = f"<{PLOTLY}>; rel=preload; as=script, <{SCRIPT}>; rel=modulepreload, <{STYLE}>; rel=preload; as=style"


class Foretold:
    """Adds to each page's headers which of our scripts and styles it will need."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def foretelling(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                if headers.get("content-type", "").startswith("text/html"):
                    headers.append("link", FORETOLD)
            await send(message)

        await self.app(scope, receive, foretelling if scope["type"] == "http" else send)


# All that Streamlit sends with every run: it fetches the rest once, beside Streamlit's own scripts, wherever those
# are, so that a path before the address (a reverse proxy's) is theirs and ours alike.
LOADER = (
    f"const SCRIPT = {json.dumps(SCRIPT)}, STYLE = {json.dumps(STYLE)};"
    + """
let page, starting;
async function start() {
  const own = document.querySelector('script[src*="/static/"]').src;
  const base = own.slice(0, own.lastIndexOf("/static/") + 1);
  const link = Object.assign(document.createElement("link"), { rel: "stylesheet", href: base + STYLE });
  const styled = new Promise((done) => { link.onload = link.onerror = done; });
  document.head.append(link);
  page = await import(base + SCRIPT);
  page.settle(base);
  await styled;
}
export default function (component) {
  if (page) return page.default(component);
  starting ??= start();
  let gone = false, leave;
  starting.then(() => { if (!gone) leave = page.default(component); });
  return () => { gone = true; leave?.(); };
}
"""
)


@lru_cache(maxsize=len(SERVED))
def _packed(name: str) -> bytes:
    return gzip.compress(SERVED[name][0](), compresslevel=1, mtime=0)  # five times as fast as 9, and 15 % larger


def _serve(request: Request) -> Response:
    """One of ours; with a plain function Starlette answers from a thread of its own while Streamlit goes on."""
    name = f"{PLACE}/{request.path_params['name']}"
    if name not in SERVED:
        return Response(status_code=404)
    content, kind = SERVED[name]
    headers = {"Cache-Control": FOREVER, "Vary": "Accept-Encoding", "X-Content-Type-Options": "nosniff"}
    if "gzip" in request.headers.get("accept-encoding", ""):
        return Response(_packed(name), headers={**headers, "Content-Encoding": "gzip"}, media_type=kind)
    return Response(content(), headers=headers, media_type=kind)


class Based:
    """Puts the script of the base before Streamlit's own into the page itself, which goes unpacked: it is small."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or not Headers(scope=scope).get("accept", "").startswith("text/html"):
            await self.app(scope, receive, send)
            return
        start: Message = {}
        body = b""

        async def based(message: Message) -> None:
            nonlocal start, body
            if message["type"] == "http.response.start" and _is_page(message):
                start = message
            elif not start:
                await send(message)
            else:
                body += message.get("body", b"")
                if not message.get("more_body"):
                    body = body.replace(b"<script", TAG.encode() + b"<script", 1)
                    await send(_with_length(start, body))
                    await send({"type": "http.response.body", "body": body})

        asked = [(name, value) for name, value in scope["headers"] if name not in UNASKED]
        await self.app({**scope, "headers": asked, "extensions": {}}, receive, based)


def _is_page(start: Message) -> bool:
    return Headers(raw=start["headers"]).get("content-type", "").startswith("text/html")


def _with_length(start: Message, body: bytes) -> Message:
    """The start of an answer with another body; its mark of the version was of the one without."""
    headers = MutableHeaders(raw=list(start["headers"]))
    for name in ("etag", "last-modified"):
        del headers[name]
    if body:
        headers["content-length"] = str(len(body))
    return {**start, "headers": headers.raw}


def logo_address(theme: str) -> str:
    """Where the page fetches the logo of a theme: once, and not again with every lever that is moved."""
    return f"./{PLACE}/logo/{theme}"


def _logo(request: Request) -> Response:
    """The logo of one of the themes."""
    name = request.path_params["name"]
    picture = look(name).picture if name in themes() else None
    if picture is None:
        return Response(status_code=404)
    kind = next(kind for kind, start in PICTURES.items() if picture.startswith(start))
    headers = {"Cache-Control": "max-age=3600", "X-Content-Type-Options": "nosniff"}
    return Response(picture, headers=headers, media_type=f"image/{'png' if kind == '.png' else 'jpeg'}")


# Streamlit puts its own base path before its own routes alone.
ROUTES = [
    Route(f"{before}/{PLACE}/{name}", serve)
    for before in ("", "/{base:path}")
    for name, serve in (("logo/{name}", _logo), ("{name}", _serve))
]
