"""What runs at every visit: page set-up and navigation, nothing else. `app.py` serves it."""

import streamlit as st

from budget.dashboard.cases import author, bar, entrance, tabs
from budget.dashboard.pages import GROUPS
from budget.dashboard.parts import frame, paper
from budget.dashboard.parts.view import wake

st.set_page_config(layout="wide", page_icon="📉", initial_sidebar_state="collapsed")
words = frame.words()
entrance.admit(words)
groups = [
    [
        st.Page(
            place.runs,
            title=words(place.group or place.title),
            url_path=place.address,
            default=place is GROUPS[0][0],
            visibility="visible" if place.group else "hidden",
            help=words("nav.help") if place.group == "nav.question" else None,
        )
        for place in group
    ]
    for group in GROUPS
]
page = st.navigation([page for group in groups for page in group], position="top")
number = next(n for n, group in enumerate(groups) if page in group)
frame.into_address(words)
tabs.of_group(groups[number], words(GROUPS[number][0].title))
paper.begin()
page.run()
bar.pressed(words)
wake(author.given(), (number, groups[number].index(page)))
