"""The page Kilder og kontrol: control points, every figure beside the library, missing rates, and the sources."""

import streamlit as st

from budget.analysis.comparison import compared
from budget.dashboard.cases import drafts, page_head
from budget.dashboard.cases.entering import in_hand
from budget.dashboard.cases.hand import Hand
from budget.dashboard.changes.state import Model
from budget.dashboard.parts import frame
from budget.dashboard.parts.markup import Html, tag
from budget.dashboard.parts.sortable import sortable
from budget.dashboard.workshop.change_list import changes
from budget.dashboard.workshop.entry_field import confirm_button, line_head, reset_button
from budget.dashboard.workshop.shelf import rate_fields, rule_shelf, source_field, take_button
from budget.shown import pages
from budget.shown.lists import register
from budget.shown.model import Page, Text, Tools
from budget.text import Words

KEY = "sources"
MOST_LISTED = 5000  # figures in one grid; those of a larger case are found line by line above
LIBRARY = "library"  # the switch that shows the whole of it, and its piece of the page


def sources_page() -> None:
    """One look at what the case rests on."""
    words = frame.words()
    hand = in_hand()
    st.set_page_config(page_title=f"{words('page.sources')} · {hand.model.case.title}")
    page_head.switches(words, amounts=False)
    _shown(hand, words)


@st.fragment
def _shown(hand: Hand, words: Words) -> None:
    """A fragment: a confirmed default redraws this and nothing around it."""
    model = page_head.carry_out(KEY, hand, words)
    result, _ = hand.result("case", model.case, "fixed")
    found = list(compared(model.case))
    frame.restore(LIBRARY, False)
    whole = frame.keep(LIBRARY, bool(st.session_state[LIBRARY]))
    page = pages.sources(result, words, found, opened=model.open, whole_library=whole)
    shown = [piece.key for piece in page.pieces if piece.key != LIBRARY]
    page_head.show(
        KEY,
        page,
        hand,
        words,
        lambda place: changes(model, words) if place.key == "changes" else _tool(place, model, words),
        only=["", *shown],
    )
    if len(found) <= MOST_LISTED:
        sortable(register(model.case, found, words))
    _library(page, hand, words)
    if drafts.catch_up(KEY, model):
        st.rerun()


def _library(page: Page, hand: Hand, words: Words) -> None:
    """The whole reference library, when it is asked for."""
    with st.container(key="grid-switch"):
        st.toggle(words("library.show"), key=LIBRARY)
    for table in page.tables():
        if table.key == LIBRARY:
            sortable(table)
            page_head.show(f"{KEY}:{LIBRARY}", page, hand, words, only=[LIBRARY])


# ------------------------------------------------------------------ what the screen has beside them
def _tool(place: Tools, model: Model, words: Words) -> Html | None:
    """The controls of one place of the page."""
    kind, _, what = place.key.partition(":")
    if kind == "reset":
        return _reset(what, place.label, model, words)
    if kind == "take":
        path, _, offer = what.partition(":")
        return take_button("take", offer, place.label, words, data_path=path)
    if kind == "confirm":
        return confirm_button(what, place.label, words)
    if kind == "source":
        field = source_field(model.case, what, "", words("sources.give", what=place.label), words)
        return tag("details", tag("summary", words("sources.give_short")), field)
    if kind in ("opened", "closed"):
        return _opener(what, place, kind == "opened")
    if kind == "rates":
        return rate_fields(model, what, words)
    return rule_shelf(model, words) if kind == "rules" else None


def _reset(path: str, label: str, model: Model, words: Words) -> Html | None:
    """Taking back, where the figure was changed; a series is also changed in its first year."""
    found = [one for one in (path, f"{path}.{model.case.first_year}") if one in model.changed]
    if not found:
        return None
    buttons = (reset_button(one, label, words) for one in found)
    return tag("p", words("line.changed"), " ", *buttons, class_="about")


def _opener(name: str, place: Tools, is_open: bool) -> Html:
    """The head of a line of a large case, whose figures are shown when it is pressed."""
    (said,) = place.parts
    assert isinstance(said, Text)
    head = line_head("open", place.label, said.text, is_open, data_group=name)
    return tag("div", head, class_="line open" if is_open else "line")
