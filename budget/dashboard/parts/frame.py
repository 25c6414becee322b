"""What every page shares: the language, the words, and the title in the browser's tab."""

from typing import TypeVar

import streamlit as st

from budget.text import LANGUAGES, Words

T = TypeVar("T")
EXACT = "exact-counts"  # the switch by which the user decides to show small numbers of children
ACCENT = "accent"  # the colour of the municipality whose case is in hand
NAMES = {"da": "Dansk", "en": "English"}


def words() -> Words:
    """The words of the language in use: what the switch says, else what the address says, else Danish."""
    language = (
        st.session_state.get("language") or st.session_state.get(_kept("language")) or st.query_params.get("lang")
    )
    return Words(keep("language", language if language in LANGUAGES else LANGUAGES[0]))


def restore(key: str, first: object) -> None:
    """What a switch was when it was last shown: Streamlit forgets a widget as soon as another page is shown."""
    if key not in st.session_state:
        st.session_state[key] = st.session_state.get(_kept(key), first)


def keep(key: str, value: T) -> T:
    """Remembers what a switch is set to, beyond the page that shows it."""
    st.session_state[_kept(key)] = value
    return value


def kept(key: str, first: T) -> T:
    """What a switch of another page was last set to."""
    found: T = st.session_state.get(_kept(key), first)
    return found


def _kept(key: str) -> str:
    return f"kept-{key}"


def language_switch(said: Words) -> None:
    """Dansk or English, kept in the address so that a reload keeps it."""
    st.segmented_control(
        said("page.language"),
        LANGUAGES,
        default=said.language,
        required=True,
        format_func=NAMES.__getitem__,
        key="language",
        on_change=_to_address,
    )


def into_address(said: Words) -> None:
    """The language in the address, which another page clears: a reload goes on in it."""
    if st.query_params.get("lang", LANGUAGES[0]) != said.language:
        st.query_params["lang"] = said.language


def _to_address() -> None:
    st.query_params["lang"] = st.session_state["language"]
