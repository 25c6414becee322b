"""Before a page is made: whether someone is there, who may be here, and is the one that this session is of."""

import streamlit as st

from budget.dashboard.cases import door, identity, keeper
from budget.dashboard.parts.markup import Html, tag
from budget.dashboard.parts.say import markup
from budget.store import StoreError
from budget.text import Words

SESSION = "session-of"


def admit(words: Words) -> None:
    """Goes on with the one who may; for the others the run ends here, with what they can do about it."""
    try:
        user = keeper.who()
    except StoreError as error:
        if error.problems[0].code != "store_no_identity":
            return  # what is wrong with the store is said where it is used, and it gives nothing
        said = "login.expired" if SESSION in st.session_state else "login.about"
        _end(words, tag("p", words(said)), _to("login.login", door.LOGIN, words))
        return
    if st.session_state.setdefault(SESSION, user.subject) != user.subject:
        st.session_state.clear()  # another has logged in: what the one before had in hand is theirs
        st.session_state[SESSION] = user.subject
    if not user.everything and not user.municipalities:
        said = words("login.no_role", name=user.name, id=user.subject)
        _end(words, tag("p", said), _to("login.logout", "/auth/logout", words))


def may(did: str) -> bool:
    """Whether it is offered; where the store does not say who may, what is pressed says what is wrong."""
    try:
        return keeper.who().may_anywhere(did)
    except StoreError:
        return True


def signed_in(words: Words) -> Html | None:
    """Who is logged in, and the way out; None without login."""
    if not identity.required():
        return None
    user = keeper.who()
    roles = ", ".join(f"{words(f'role.{user.roles[place]}')} ({place})" for place in user.municipalities)
    return tag("p", f"{user.name} · {roles} · ", _to("login.logout", "/auth/logout", words))


def _to(key: str, address: str, words: Words) -> Html:
    return tag("a", words(key), href=f".{address}", target="_self", style="color: inherit")


def _end(words: Words, *parts: Html) -> None:
    """Before the page's own style is there: a heading of Streamlit's, and links in the colour of the text."""
    st.title(words("page.name"), anchor=False)
    markup(tag("section", *parts, role="alert", class_="fault"))
    st.stop()
