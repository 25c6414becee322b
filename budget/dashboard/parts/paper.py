"""The page on paper: a PDF of the same parts that it shows, made when it is asked for."""

import streamlit as st

from budget.export.pdf import can_draw, pdf
from budget.shown.model import Page
from budget.text import Words

SHOWN = "shown-page"  # in the session: what the open page holds


def begin() -> None:
    """A new page: nothing is shown yet."""
    st.session_state[SHOWN] = None


def remember(page: Page) -> None:
    """What the open page holds now."""
    st.session_state[SHOWN] = page


def button(title: str, words: Words) -> None:
    """Download as PDF, of what is shown when the button is pressed; on a machine that cannot, why."""
    page: Page | None = st.session_state.get(SHOWN)
    if page is None:
        return  # a page of fields alone
    if not can_draw():
        st.caption(words("problem.no_pango"))
        return
    name = words(f"page.{page.id}")
    st.download_button(
        words("downloads.pdf"),
        lambda: pdf(st.session_state[SHOWN], f"{name} · {title}", words),
        f"{name}.pdf",
        "application/pdf",
        key="download-pdf",
        on_click="ignore",
    )
