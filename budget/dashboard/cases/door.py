"""What is asked of the server before any page runs: with login on, nothing is given to someone who is not known.

Streamlit has no check of its own before its websocket, its uploads and its downloads. Here they are all behind one,
which lets through what is named below and nothing else.
"""

import json
import logging
import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import quote, unquote, urlsplit

from starlette.datastructures import MutableHeaders
from starlette.requests import HTTPConnection
from starlette.responses import HTMLResponse, PlainTextResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from streamlit import config
from streamlit.auth_util import encode_provider_token, get_origin_from_redirect_uri
from streamlit.web.server.server_util import get_cookie_secret
from streamlit.web.server.starlette.starlette_server_config import USER_COOKIE_NAME
from streamlit.web.server.starlette.starlette_websocket import _get_signed_cookie_with_chunks

from budget.dashboard.cases import identity, threshold

LOG = logging.getLogger("budget.dashboard")
LOGIN = "/log-ind"
OPEN = {LOGIN, "/auth/login", "/auth/logout", "/oauth2callback", "/_stcore/health"}
WATCHED = {"/health", "/metrics"}  # wherever the pages stand
CODE = "/static/"  # Streamlit's own scripts, which hold nothing of anyone's
MEDIA = "/media/"
FILE = re.compile(rb"/media/([0-9a-f]+)")
MOST_SENT = 20_000
EXPIRED = "expired"
ASKED = "asked-for"  # the cookie with the address that one was at before the login
MINUTES = 10
SHORTEST = 32  # characters of the secret that signs who someone is


class Guarded:
    """Lets those in who are known; the others are shown where to log in, or refused, and that is logged."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app
        self._sent = _Sent()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] not in ("http", "websocket") or not (identity.required() or identity.vouching()):
            await self.app(scope, receive, send)
            return
        asked = HTTPConnection(scope)
        path = _path(asked)
        answer = _login(asked) if path == LOGIN and identity.required() else None
        if path not in OPEN and scope["path"] not in WATCHED and not path.startswith(CODE):
            answer = _refused(asked, path, self._sent) or _back(asked, path)
        if answer is None and scope["type"] == "websocket":
            await self.app(scope, receive, self._sent.noticing(send, identity.subject_of(_claims(asked))))
        elif answer is None:
            await self.app(scope, receive, _secured(send) if identity.required() else send)
        elif scope["type"] == "websocket":
            await send({"type": "websocket.close", "code": 4401})  # before it is accepted: HTTP 403
        else:
            await answer(scope, receive, _secured(send))


def check_settings() -> None:
    """With login on, who someone is rests on the secret: the program does not start with one that can be guessed."""
    length = len(get_cookie_secret())
    if identity.required() and length < SHORTEST:
        said = f"cookie_secret under [auth] has {length} characters and must have {SHORTEST} random ones"
        raise RuntimeError(f"{said}: put in what `openssl rand -hex 32` gives")


def _base() -> str:
    """The path that the server stands under."""
    base = str(config.get_option("server.baseUrlPath") or "").strip("/")
    return f"/{base}" if base else ""


def _path(asked: HTTPConnection) -> str:
    """The path below that of the server; empty for what is not below it."""
    base, path = _base(), str(asked.scope["path"])
    return path.removeprefix(base) if path.startswith(f"{base}/") else ""


def _refused(asked: HTTPConnection, path: str, sent: "_Sent") -> Response | None:
    """The answer to someone who is not known, or who asks for another's file; None for the others."""
    why, claims = "", _claims(asked)
    if not identity.required():
        named = [asked.headers.get(header, "").strip() for header in identity.vouching()]
        why = "" if named and all(named) else "no name"
    elif not identity.subject_of(claims):
        why = "no identity" if USER_COOKIE_NAME not in asked.cookies else EXPIRED if claims else "forged"
    elif path.startswith(MEDIA) and not sent.knows(identity.subject_of(claims), path):
        why = "another's file"
    if not why:
        return None
    LOG.warning("Refused %s: %s %s", why, asked.scope["type"], quote(path[:200]))
    page = asked.scope["type"] == "http" and "text/html" in asked.headers.get("accept", "")
    login = page and identity.required() and not path.startswith(MEDIA)  # a file's address opens once
    return _page(asked, why == EXPIRED) if login else PlainTextResponse("", 403)


def _claims(asked: HTTPConnection) -> Mapping[str, Any]:
    """What the signed cookie says of the user; nothing where it is not of this server."""
    try:
        found = _get_signed_cookie_with_chunks(dict(asked.cookies), USER_COOKIE_NAME)
        claims = json.loads(found) if found else {}
    except ValueError:
        return {}
    ours = isinstance(claims, dict) and claims.get("origin") == get_origin_from_redirect_uri() is not None
    return claims if ours else {}


class _Sent:
    """To which users the address of a file was sent: it opens the file to no one else. The latest alone are kept."""

    def __init__(self) -> None:
        self._known: dict[tuple[str, bytes], None] = {}

    def knows(self, subject: str, path: str) -> bool:
        return (subject, path.removeprefix(MEDIA).partition(".")[0].encode()) in self._known

    def noticing(self, send: Send, subject: str) -> Send:
        async def sent(message: Message) -> None:
            for file in FILE.findall(message.get("bytes") or b""):
                self._known[subject, file] = None
            while len(self._known) > MOST_SENT:
                del self._known[next(iter(self._known))]
            await send(message)

        return sent


def _page(asked: HTTPConnection, expired: bool) -> Response:
    """Where to log in; the address that was asked for is remembered."""
    answer = HTMLResponse(threshold.page(asked, f"{_base()}{LOGIN}", expired), 401)
    address = f"{asked.url.path}?{asked.url.query}" if asked.url.query else asked.url.path
    _remember(answer, address)
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _login(asked: HTTPConnection) -> Response:
    """To the provider, by Streamlit's own login: the token that it wants is only good for two minutes. A page of ours
    that one comes from, as when a login has ended in it, is the address that one comes back to."""
    answer = RedirectResponse(f"{_base()}/auth/login?provider={encode_provider_token('default')}", 302)
    page = urlsplit(asked.headers.get("referer", ""))
    if page.netloc and page.netloc == asked.headers.get("host"):
        _remember(answer, f"{page.path}?{page.query}" if page.query else page.path)
    return answer


def _remember(answer: Response, address: str) -> None:
    answer.set_cookie(ASKED, quote(address), max_age=MINUTES * 60, httponly=True, samesite="lax")


def _back(asked: HTTPConnection, path: str) -> Response | None:
    """After the login, which ends at the front page: to the address that was asked for, on this server alone."""
    address = unquote(asked.cookies.get(ASKED, ""))
    if asked.scope["type"] != "http" or path != "/" or not address:
        return None
    safe = address.startswith("/") and address[1:2] not in ("/", "\\")
    answer = RedirectResponse(address if safe else asked.url.path, 302)
    answer.delete_cookie(ASKED)
    return answer


def _secured(send: Send) -> Send:
    """Behind TLS no cookie goes any other way; Streamlit sets those of the login without saying so."""

    async def sent(message: Message) -> None:
        if message["type"] == "http.response.start" and (get_origin_from_redirect_uri() or "").startswith("https:"):
            headers = MutableHeaders(scope=message)
            cookies = headers.getlist("set-cookie")
            if cookies:
                del headers["set-cookie"]
            for cookie in cookies:
                plain = not re.search(r";\s*secure\b", cookie, re.IGNORECASE)
                headers.append("set-cookie", f"{cookie}; Secure" if plain else cookie)
        await send(message)

    return sent
