"""The page on paper: what it shows now, of which a PDF is made when it is asked for."""

import streamlit as st

from budget.shown.model import Page

SHOWN = "shown-page"  # in the session: what the open page holds


def begin() -> None:
    """A new page: nothing is shown yet."""
    st.session_state[SHOWN] = None


def remember(page: Page) -> None:
    """What the open page holds now."""
    st.session_state[SHOWN] = page


def shown() -> Page | None:
    """What it holds now; None on a page of fields alone."""
    page: Page | None = st.session_state.get(SHOWN)
    return page
