"""Whose browser it is: a random cookie, set with the page itself, that drafts are found by until there is a login."""

import secrets

import streamlit as st
from starlette.datastructures import MutableHeaders
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from budget.store.store import KEPT_DRAFTS

COOKIE = "drafts-of"
LONGEST = 64


class Owned:
    """Gives a browser that comes without the cookie one of its own, which no script of a page can read."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def named(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                if headers.get("content-type", "").startswith("text/html"):
                    headers.append("set-cookie", _cookie(scope.get("scheme") == "https"))
            await send(message)

        known = scope["type"] != "http" or COOKIE in Request(scope).cookies
        await self.app(scope, receive, send if known else named)


def _cookie(secure: bool) -> str:
    """Lax, not strict: a link in a mail leads to the same browser's drafts."""
    age = int(KEPT_DRAFTS.total_seconds())
    said = f"{COOKIE}={secrets.token_urlsafe(18)}; Path=/; Max-Age={age}; HttpOnly; SameSite=Lax"
    return f"{said}; Secure" if secure else said


def owner() -> str:
    """The browser's own name; empty where it keeps no cookies."""
    found = st.context.cookies.get(COOKIE)
    return found[:LONGEST] if isinstance(found, str) and found.replace("-", "").replace("_", "").isalnum() else ""
