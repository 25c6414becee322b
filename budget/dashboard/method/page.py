"""The page Metode: how every figure is computed, from the definitions that compute it."""

import streamlit as st

from budget.dashboard.cases import page_head
from budget.dashboard.cases.entering import in_hand
from budget.dashboard.parts import frame
from budget.dashboard.parts.markup import tag
from budget.dashboard.parts.pieces import controls
from budget.shown import pages

KEY = "method"


def method_page() -> None:
    """The same for every case."""
    words = frame.words()
    st.set_page_config(page_title=f"{words('page.method')} · {words('page.name')}")
    page_head.switches(words, amounts=False)
    page = pages.method(words)
    sections = [piece.key for piece in page.pieces[1:]]
    items = (tag("li", tag("a", words(f"method.section.{name}"), href=f"#method-{name}")) for name in sections)
    contents = tag("nav", tag("ul", *items), aria_label=words("method.contents"), class_="contents")
    page_head.show(KEY, page, in_hand(), words, controls({"contents": contents}))
