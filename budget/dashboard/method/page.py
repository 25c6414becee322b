"""The page Metode: how every figure is computed, from the definitions that compute it."""

import streamlit as st

from budget.dashboard.cases import page_head
from budget.dashboard.cases.entering import in_hand
from budget.dashboard.cases.page_head import BODY
from budget.dashboard.method.view import sections
from budget.dashboard.parts import frame
from budget.dashboard.parts.markup import tag
from budget.dashboard.parts.view import Block
from budget.shown.method import method

KEY = "method"


def method_page() -> None:
    """The same for every case."""
    words = frame.words()
    st.set_page_config(page_title=f"{words('page.method')} · {words('page.name')}")
    page_head.switches(words, amounts=False)
    head = tag("header", tag("h1", words("page.method")), tag("p", words("method.lead"), class_="lead"))
    blocks = [Block("title", head, BODY), *sections(method(words), words)]
    page_head.show(KEY, blocks, in_hand(), words)
