"""Every request and every run of a page, logged and counted, with an id that the proxy gave it or that is made here."""

import re
import secrets
import time
from collections.abc import Callable
from urllib.parse import quote

import streamlit as st
from starlette.datastructures import MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from budget.dashboard.parts import watch
from budget.text import LANGUAGES, Words

HEADER = "x-request-id"
ID = re.compile(rb"[0-9a-f]{8,64}")
UNSAID = re.compile(r"/(static/|_stcore/(health|metrics|host-config)|health$|metrics$)")  # asked all the time
SHORT = 200  # bytes: the message that a run has ended is shorter than any other that matters


class Watched:
    """Around everything that is served. The id stands in the answer's header, in the log, and where a fault is said."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] not in ("http", "websocket"):
            await self.app(scope, receive, send)
            return
        id = _id(scope)
        if scope["type"] == "websocket":
            await self._visit(scope, receive, send, id)
        else:
            await self._request(scope, receive, send, id)

    async def _request(self, scope: Scope, receive: Receive, send: Send, id: str) -> None:
        start, status = time.perf_counter(), 0

        async def noting(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                MutableHeaders(scope=message)[HEADER] = id
            await send(message)

        try:
            await self.app(scope, receive, noting)
        except Exception as error:
            watch.FAULTS.labels("request").inc()
            watch.LOG.error("Fault %s in a request", id, exc_info=error)
            if status:
                raise
            await PlainTextResponse(_sorry(id), 500)(scope, receive, noting)
        finally:
            took = time.perf_counter() - start
            watch.REQUESTS.labels(status).inc()
            watch.REQUEST_SECONDS.observe(took)
            if not UNSAID.match(scope["path"]):
                watch.LOG.info("request %s %s %s %s %.0f ms", id, scope["method"], _path(scope), status, took * 1000)

    async def _visit(self, scope: Scope, receive: Receive, send: Send, id: str) -> None:
        runs, start = Runs(id), time.perf_counter()

        async def hearing() -> Message:
            message = await receive()
            if message["type"] == "websocket.receive" and message.get("bytes"):
                runs.asked(message["bytes"])
            return message

        async def noting(message: Message) -> None:
            await send(message)
            if message["type"] == "websocket.send" and len(message.get("bytes") or b"") in range(1, SHORT):
                runs.sent(message["bytes"])

        watch.LOG.info("visit %s begins", id)
        try:
            with watch.VISITS.track_inprogress():
                await self.app(scope, hearing, noting)
        finally:
            watch.LOG.info("visit %s ends after %.0f s and %d runs", id, time.perf_counter() - start, runs.count)


class Runs:
    """The runs of one visit: from the first message that asks for one to the end of the one that answers it."""

    def __init__(self, id: str, clock: Callable[[], float] = time.perf_counter) -> None:
        self.id, self.count = id, 0
        self._clock = clock
        self._since: float | None = None

    def asked(self, message: bytes) -> None:
        if self._since is None and _kind(BackMsg(), message) == "rerun_script":
            self._since = self._clock()

    def sent(self, message: bytes) -> None:
        found = ForwardMsg()
        if self._since is None or _kind(found, message) != "script_finished":
            return
        if found.script_finished == ForwardMsg.FINISHED_EARLY_FOR_RERUN:
            return
        took, self._since = self._clock() - self._since, None
        self.count += 1
        watch.RUN_SECONDS.observe(took)
        watch.LOG.info("run %s.%d %.0f ms", self.id, self.count, took * 1000)


def of_visit() -> str:
    """The id of the visit that the page belongs to."""
    return str(st.context.headers.get(HEADER, ""))


def _kind(message: BackMsg | ForwardMsg, content: bytes) -> str:
    try:
        message.ParseFromString(content)
    except Exception:
        return ""  # Streamlit closes the connection of whoever sends this
    return str(message.WhichOneof("type"))


def _id(scope: Scope) -> str:
    """The proxy's id of the request, else one made here, which those further in are told too."""
    given = next((value for name, value in scope["headers"] if name == HEADER.encode()), b"")
    if ID.fullmatch(given):
        return given.decode()
    made = secrets.token_hex(8)
    others = [(name, value) for name, value in scope["headers"] if name != HEADER.encode()]
    scope["headers"] = [*others, (HEADER.encode(), made.encode())]
    return made


def _path(scope: Scope) -> str:
    """As it was sent, in which no new line can stand, and without the question, in which figures do."""
    sent: bytes = scope.get("raw_path") or quote(scope["path"]).encode()
    return sent.partition(b"?")[0].decode("latin-1")[:200]


def _sorry(id: str) -> str:
    said = (Words(language) for language in LANGUAGES)
    return "\n\n".join(f"{words('fault.title')}. {words('fault.about', id=id)}" for words in said)
