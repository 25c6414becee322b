"""What runs at every visit: page set-up and navigation, nothing else. `app.py` serves it."""

import streamlit as st

from budget.dashboard.calculation.page import calculation
from budget.dashboard.caseload.page import caseload
from budget.dashboard.cases import author, bar, tabs
from budget.dashboard.cases.page import cases_page
from budget.dashboard.follow_up.page import follow_up_page
from budget.dashboard.guide.page import guide_page
from budget.dashboard.method.page import method_page
from budget.dashboard.parts import frame, paper
from budget.dashboard.parts.view import wake
from budget.dashboard.placements.page import placements
from budget.dashboard.portfolio.page import portfolio_page
from budget.dashboard.presentation.page import presentation
from budget.dashboard.projection.page import projection_page
from budget.dashboard.sources.page import sources_page
from budget.dashboard.uncertainty.page import uncertainty

st.set_page_config(layout="wide", page_icon="📉", initial_sidebar_state="collapsed")
words = frame.words()
# The first page of a group stands in the navigation under the group's name; the others are tabs beside it.
groups = [
    [
        st.Page(calculation, title=words("nav.case"), url_path="beregning", default=True),
        st.Page(caseload, title=words("page.caseload"), url_path="sagstal", visibility="hidden"),
        st.Page(placements, title=words("page.placements"), url_path="anbringelser", visibility="hidden"),
        st.Page(projection_page, title=words("page.projection"), url_path="fremskrivning", visibility="hidden"),
        st.Page(uncertainty, title=words("page.uncertainty"), url_path="usikkerhed", visibility="hidden"),
    ],
    [st.Page(follow_up_page, title=words("nav.follow_up"), url_path="budgetopfoelgning")],
    [st.Page(presentation, title=words("page.presentation"), url_path="praesentation")],
    [
        st.Page(cases_page, title=words("nav.cases"), url_path="cases"),
        st.Page(portfolio_page, title=words("page.portfolio"), url_path="overblik", visibility="hidden"),
        st.Page(guide_page, title=words("page.guide"), url_path="ny-case", visibility="hidden"),
    ],
    [
        st.Page(sources_page, title="?", url_path="kilder", help=words("nav.help")),
        st.Page(method_page, title=words("page.method"), url_path="metode", visibility="hidden"),
    ],
]
firsts = [words(f"page.{name}") for name in ("calculation", "follow_up", "presentation", "cases", "sources")]
page = st.navigation([page for group in groups for page in group], position="top")
number = next(n for n, group in enumerate(groups) if page in group)
frame.into_address(words)
tabs.of_group(groups[number], firsts[number])
paper.begin()
page.run()
bar.pressed(words)
wake(author.given(), (number, groups[number].index(page)))
