"""The page Fremskrivning: to the left what both courses follow, to the right places without and with the measure."""

from collections.abc import Iterator
from dataclasses import replace

import streamlit as st

from budget.analysis.fates import Band, bands
from budget.analysis.frozen import Frozen
from budget.case import Case, Entry, entries
from budget.case.models import Projection
from budget.dashboard.cases import empty, frozen, page_head
from budget.dashboard.cases.hand import Hand
from budget.dashboard.cases.undoing import undo_blocks
from budget.dashboard.changes.fields import Cell, cell_of, cells
from budget.dashboard.changes.state import Model
from budget.dashboard.parts import paper
from budget.dashboard.parts.markup import Html, tag
from budget.dashboard.parts.pieces import blocks_of
from budget.dashboard.parts.view import LEFT, RIGHT, Block, view
from budget.dashboard.projection import forms
from budget.dashboard.projection.own_list import own_list
from budget.dashboard.workshop.change_list import changes
from budget.dashboard.workshop.levers import Named, lever
from budget.formulas import Result
from budget.shown import pages
from budget.shown.labels import key_text
from budget.shown.model import Display
from budget.shown.projection_table import beside
from budget.text import Words

KEY = "projection"
NAME = "projection-bands"  # in the session: the result they are of, and the bands
DEMAND = "baseline.demand"
OWN = ("levers.realisation", "levers.delay_months")
REACH = {"entries": (-100, 100), "exits": (-100, 300), "moves": (-30, 30)}  # per cent, as usual


def projection_page() -> None:
    """The switches, and everything else in a fragment."""
    hand, words = page_head.begun(KEY)
    display, prices = page_head.switches(words)
    _shown(hand, display, prices, frozen.of(hand.model, words), words)
    hand.settle()


@st.fragment
def _shown(hand: Hand, display: Display, prices: str, adopted: tuple[Frozen, str] | None, words: Words) -> None:
    """A fragment: a lever redraws this and nothing around it."""
    model = page_head.carry_out(KEY, hand, words)
    result, missing = hand.result("case", model.case, prices)
    page = pages.projection(result, words, display, model.asked, _bands(result))
    if model.case.baseline is None:
        page_head.show(KEY, page, hand, words, problems=missing)
        empty.example(hand, Projection, words)
        _of_a_list(hand, words)
        forms.begin(hand, words)
        return
    kept = beside(*adopted, hand.result("case", model.case, "fixed")[0], words, display) if adopted else None
    page = replace(page, pieces=(*page.pieces, kept)) if kept else page
    paper.remember(page)
    blocks = [
        Block("page", tag("div", *(tag("div", class_=side, data_holds=side) for side in (LEFT, RIGHT)), class_="page")),
        page_head.head_block(page, words, LEFT),
        *undo_blocks(model, words, LEFT),
        Block("changes", changes(model, words), LEFT),
        Block("levers", levers(model, words), LEFT),
        *page_head.missing(missing, hand.model.case, words, RIGHT),
        *blocks_of(page.pieces, RIGHT, words, model.case.title, page_head.why_tools(words)),
    ]
    view(KEY, blocks, words.language, model.epoch, model.seen, model.focus)
    forms.more(hand, words)
    _of_a_list(hand, words)


def _of_a_list(hand: Hand, words: Words) -> None:
    with st.expander(words("own_list.title"), key="own-list-open"):
        own_list(hand, words)


def _bands(result: Result) -> dict[str, Band]:
    """The bands of a result, drawn once as long as it stays."""
    kept = st.session_state.get(NAME)
    if kept is None or kept[0] is not result:
        kept = st.session_state[NAME] = (result, bands(result) if result.case.baseline else {})
    found: dict[str, Band] = kept[1]
    return found


# ------------------------------------------------------------------ what both courses follow
def levers(model: Model, words: Words) -> Html:
    """Sliders that both courses follow."""
    found = {entry.path: entry for entry in entries(model.case)}
    sliders = [_demand(model, found[DEMAND], words)]
    sliders += [lever(model, cell, words, _named(cell, words)) for cell in _effects(model.case)]
    if any(line.kind == "projection" for line in model.case.savings):
        sliders += [lever(model, next(cells(model.case, found[path])), words) for path in OWN]
    heading = tag("h2", words("projected.levers"))
    return tag("section", heading, tag("p", words("projected.levers.about"), class_="about"), *sliders, class_="levers")


def _demand(model: Model, entry: Entry, words: Words) -> Html:
    """From the first year for which the case states one, else from its first year."""
    given = [year for year in entry.figures() if year is not None]
    year = min(given, default=model.case.first_year)
    named = Named(words("lever.demand", year=year), words("lever.demand.help"), (0.5, 2), "0.05", "")
    return lever(model, cell_of(model.case, entry, year), words, named)


def _effects(case: Case) -> Iterator[Cell]:
    """What the case says that the measure does; every effect on those who enter where it says nothing yet."""
    effects = [entry for entry in entries(case) if ".effects." in entry.path]
    stated = [entry for entry in effects if entry.stated]
    for entry in stated or [entry for entry in effects if entry.path.endswith(".entries")]:
        yield from cells(case, entry)


def _named(cell: Cell, words: Words) -> Named:
    kind = "moves" if ".moves." in cell.path else cell.path.rpartition(".")[2]
    return Named(key_text(cell.entry, words), words("lever.effect.help"), REACH[kind])
