"""What is asked of the server before any page runs: with login on, nothing is given to someone who is not known.

Streamlit has no check of its own before its websocket, its uploads and its downloads. Here they are all behind one,
which lets through what is named below and nothing else.
"""

import json
import logging
import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import quote, unquote

from starlette.datastructures import MutableHeaders
from starlette.requests import HTTPConnection
from starlette.responses import HTMLResponse, PlainTextResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from streamlit import config
from streamlit.auth_util import encode_provider_token, get_origin_from_redirect_uri
from streamlit.web.server.starlette.starlette_server_config import USER_COOKIE_NAME
from streamlit.web.server.starlette.starlette_websocket import _get_signed_cookie_with_chunks

from budget.dashboard.cases import identity
from budget.dashboard.parts.markup import tag
from budget.text import LANGUAGES, Words

LOG = logging.getLogger("budget.dashboard")
LOGIN = "/log-ind"
OPEN = {LOGIN, "/auth/login", "/auth/logout", "/oauth2callback", "/health", "/metrics", "/_stcore/health"}
CODE = "/static/"  # Streamlit's own scripts, which hold nothing of anyone's
MEDIA = "/media/"
FILE = re.compile(rb"/media/([0-9a-f]+)")
MOST_SENT = 20_000
ASKED = "asked-for"  # the cookie with the address that one was at before the login
MINUTES = 10
SECURE = (USER_COOKIE_NAME, ASKED)  # and what Streamlit adds to the first


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
        if path not in OPEN and not path.startswith(CODE):
            answer = _refused(asked, path, self._sent) or _back(asked, path)
        if answer is None and scope["type"] == "websocket":
            await self.app(scope, receive, self._sent.noticing(send, identity.subject_of(_claims(asked))))
        elif answer is None:
            await self.app(scope, receive, _secured(send) if identity.required() else send)
        elif scope["type"] == "websocket":
            await send({"type": "websocket.close", "code": 4401})  # before it is accepted: HTTP 403
        else:
            await answer(scope, receive, _secured(send))


def _path(asked: HTTPConnection) -> str:
    """The path without the one that the server stands under."""
    base = str(config.get_option("server.baseUrlPath") or "").strip("/")
    path: str = asked.scope["path"]
    return path.removeprefix(f"/{base}") if base else path


def _refused(asked: HTTPConnection, path: str, sent: "_Sent") -> Response | None:
    """The answer to someone who is not known, or who asks for another's file; None for the others."""
    why, claims = "", _claims(asked)
    if not identity.required():
        named = [asked.headers.get(header, "").strip() for header in identity.vouching()]
        why = "" if named and all(named) else "no name"
    elif not identity.subject_of(claims):
        why = "no identity" if USER_COOKIE_NAME not in asked.cookies else "expired" if claims else "forged"
    elif path.startswith(MEDIA) and not sent.knows(identity.subject_of(claims), path):
        why = "another's file"
    if not why:
        return None
    LOG.warning("Refused %s: %s %s", why, asked.scope["type"], quote(path[:200]))
    page = asked.scope["type"] == "http" and "text/html" in asked.headers.get("accept", "")
    return _page(asked) if page and identity.required() else PlainTextResponse("", 403)


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


def _page(asked: HTTPConnection) -> Response:
    """Where to log in; the address that was asked for is remembered."""
    wanted = asked.query_params.get("lang", "")
    words = Words(wanted if wanted in LANGUAGES else LANGUAGES[0])
    base = str(config.get_option("server.baseUrlPath") or "").strip("/")
    login = f"/{base}{LOGIN}" if base else LOGIN
    body = tag(
        "main",
        tag("h1", words("page.name")),
        tag("p", words("login.about")),
        tag("p", tag("a", words("login.login"), href=login)),
        style="max-width: 40rem; margin: 4rem auto; padding: 0 1rem; font: 1.1rem/1.5 sans-serif",
    )
    head = tag("head", tag("meta", charset="utf-8"), tag("title", words("page.name")))
    answer = HTMLResponse(f"<!doctype html>{tag('html', head, tag('body', body), lang=words.language)}", 401)
    address = f"{asked.url.path}?{asked.url.query}" if asked.url.query else asked.url.path
    answer.set_cookie(ASKED, quote(address), max_age=MINUTES * 60, httponly=True, samesite="lax")
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _login(asked: HTTPConnection) -> Response:
    """To the provider, by Streamlit's own login: the token that it wants is only good for two minutes."""
    own = str(asked.url.path).removesuffix(LOGIN)
    return RedirectResponse(f"{own}/auth/login?provider={encode_provider_token('default')}", 302)


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
    """Behind TLS the cookies of the login go no other way; Streamlit sets them without saying so."""

    async def sent(message: Message) -> None:
        if message["type"] == "http.response.start" and (get_origin_from_redirect_uri() or "").startswith("https:"):
            headers = MutableHeaders(scope=message)
            cookies = headers.getlist("set-cookie")
            if cookies:
                del headers["set-cookie"]
            for cookie in cookies:
                plain = cookie.startswith(SECURE) and "secure" not in cookie.lower()
                headers.append("set-cookie", f"{cookie}; Secure" if plain else cookie)
        await send(message)

    return sent
