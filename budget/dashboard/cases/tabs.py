"""The pages of the group that one is in, side by side under the case."""

from collections.abc import Sequence
from typing import Any

import streamlit as st

from budget.dashboard.parts.say import literal

TABS = "tabs"


def of_group(pages: Sequence[Any], first: str) -> None:
    """Which pages there are to show; the first goes in the navigation by the name of its group, and here by its own."""
    st.session_state[TABS] = [(page, first if number == 0 else page.title) for number, page in enumerate(pages)]


def show() -> None:
    """A link for each page of the group; none for a page that is alone in it."""
    found = st.session_state.get(TABS, [])
    if len(found) < 2:
        return
    with st.container(horizontal=True, gap=None, key="tabs"):
        for page, label in found:
            st.page_link(page, label=literal(label))
