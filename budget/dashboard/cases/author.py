"""Who saves: the name of the login or that a reverse proxy vouches for, else the one that the person gives, which is
remembered."""

from urllib.parse import quote, unquote

import streamlit as st

from budget.dashboard.cases import keeper
from budget.store import StoreError

KEPT = "author-kept"
LONGEST = 100


def vouched() -> str:
    """The name of the login, or in the header that `server.trustedUserHeaders` maps to `name`; empty without either."""
    try:
        return keeper.who().name
    except StoreError:
        return ""  # no one: nothing can be saved


def given() -> str:
    """The name given in this session, else the remembered one."""
    name = st.session_state.get(KEPT) or st.context.cookies.get("author")
    return unquote(name).strip()[:LONGEST] if isinstance(name, str) else ""


def known() -> str:
    return vouched() or given()


def remember(name: str) -> None:
    st.session_state[KEPT] = quote(name)
