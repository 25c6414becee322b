"""The page Følsomhed og usikkerhed: the levers and scenarios to the left, and to the right how sure the result is."""

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from typing import Any

import streamlit as st
from streamlit.errors import StreamlitAPIException

from budget.analysis.sensitivity import is_uncertain
from budget.analysis.simulation import Running, Simulation
from budget.case import Case, entries
from budget.dashboard.cases import drafts, page_head
from budget.dashboard.cases.hand import Hand
from budget.dashboard.cases.undoing import undo_blocks
from budget.dashboard.changes.doings import do
from budget.dashboard.parts import paper
from budget.dashboard.parts.markup import button, tag
from budget.dashboard.parts.pieces import Controls, blocks_of, controls
from budget.dashboard.parts.say import literal
from budget.dashboard.parts.view import LEFT, RIGHT, Block, commands, view
from budget.dashboard.uncertainty import editing
from budget.dashboard.uncertainty.asking import Asked, answer, choices, draws
from budget.dashboard.workshop.assumptions import levers_section
from budget.dashboard.workshop.change_list import changes
from budget.formulas import Result
from budget.shown.model import Display
from budget.shown.pages.head import case_page
from budget.shown.pages.uncertainty import PERCENT, uncertain_pieces
from budget.text import Words

KEY = "uncertainty"
PATIENCE = 0.1  # seconds of drawing before the page is shown with what there is, and progress after it
LARGE = 10_000  # values of a calculation; of more the page says that it is at work before it can be shown
MOST_PIECES = 6  # to the right
FOCUS = {"bar": "at-end"}  # where the focus goes after a command of this page


@dataclass
class Kept:
    """What one user asks of this page, the simulation under way, and what was worked out for the case as it is."""

    asked: Asked = field(default_factory=Asked)
    running: Running | None = None
    simulation: Simulation | None = None
    drawn: tuple[object, ...] = ()  # what the simulation is of
    found: dict[str, tuple[tuple[object, ...], Any]] = field(default_factory=dict)

    def once(self, name: str, of: tuple[object, ...], make: Callable[[], Any]) -> Any:
        """What `make` gives, made again only when what it is made of is another."""
        known = self.found.get(name)
        if known is None or not _same(known[0], of):
            known = self.found[name] = (of, make())
        return known[1]


def _same(before: tuple[object, ...], now: tuple[object, ...]) -> bool:
    """Whether both hold the same objects; plain values count as the same when they are equal."""
    plain = (str, int, type(None))
    return len(before) == len(now) and all(
        a is b or (isinstance(a, plain) and a == b) for a, b in zip(before, now, strict=True)
    )


def uncertainty() -> None:
    """Switches, and everything else in a fragment."""
    hand, words = page_head.begun(KEY)
    display, prices = page_head.switches(words)
    _shown(hand, display, prices, words)
    hand.settle()


@st.fragment
def _shown(hand: Hand, display: Display, prices: str, words: Words) -> None:
    """A fragment: a lever redraws this and nothing around it. A long simulation shows its progress and is given up
    as soon as something else is asked for."""
    kept: Kept = st.session_state.setdefault("uncertainty-kept", Kept())
    _after_commands(hand, kept, words)
    model = hand.model
    result, missing = hand.result("case", model.case, prices)
    progress = st.container(key="progress").empty()
    wanted = kept.asked.draws_for(model.case)
    slow = len(result.book.rows) * len(result.years) > LARGE
    if slow:
        progress.progress(0.0, words("uncertainty.working"))
    found = _simulated(kept, result, wanted)
    pieces = []
    drawn = found if is_uncertain(result.case) else None
    for piece in uncertain_pieces(result, drawn, words, display, kept.asked.questions, kept.once):
        pieces.append(piece)
        if slow:
            progress.progress(len(pieces) / MOST_PIECES, words("uncertainty.working"))
    page = case_page("uncertainty", model.case, pieces, words)
    paper.remember(page)
    tools = _tools(result.case, kept, found, wanted, words)
    blocks = [
        Block("page", tag("div", *(tag("div", class_=side, data_holds=side) for side in (LEFT, RIGHT)), class_="page")),
        page_head.head_block(page, words, LEFT),
        *undo_blocks(model, words, LEFT),
        *_left(hand, words),
        *page_head.missing(missing, model.case, words, RIGHT),
        *blocks_of(pieces, RIGHT, words, model.case.title, tools),
    ]
    if slow:
        progress.empty()
    view(KEY, blocks, words.language, model.epoch, model.seen, model.focus)
    if kept.running is not None:
        _go_on(kept, wanted, progress, words)


def _after_commands(hand: Hand, kept: Kept, words: Words) -> None:
    model = hand.model
    for command in commands(KEY, model.epoch, model.seen):
        before = kept.asked
        kept.asked = answer(kept.asked, command.do, command.values, model.case, words.language)
        model = do(model, command.number, command.do, command.values, words.language)
        if command.do in FOCUS and kept.asked is not before:
            model = replace(model, focus=(command.number, FOCUS[command.do] if kept.asked.questions.bar else "back"))
    hand.model = model
    drafts.keep(hand)


# --- simulation --------------------------------------------------------------------------------------------


def _simulated(kept: Kept, result: Result, wanted: int) -> Simulation:
    """The simulation of the case as it is; the draws so far where all of them take too long to wait for."""
    of = (result, wanted, kept.asked.seed)
    if not _same(kept.drawn, of) or (kept.simulation is None and kept.running is None):
        kept.drawn, kept.simulation = of, None
        kept.running = Running(result, wanted, kept.asked.seed)
    if kept.running is None and kept.simulation is not None:
        return kept.simulation
    assert kept.running is not None
    running, start = kept.running, time.monotonic()
    while running.step():
        if time.monotonic() - start > PATIENCE:
            return running.simulation()
    return _finished(kept, running)


def _finished(kept: Kept, running: Running) -> Simulation:
    kept.simulation, kept.running = running.simulation(), None
    return kept.simulation


def _go_on(kept: Kept, wanted: int, progress: Any, words: Words) -> None:
    """The rest of the draws, with their progress; any other command ends this run at its next line."""
    running = kept.running
    assert running is not None
    while running.step():
        said = words("uncertainty.under_way", draws=words.number(running.done), all=words.number(wanted))
        progress.progress(running.done / wanted, literal(said))
    _finished(kept, running)
    try:
        st.rerun(scope="fragment")
    except StreamlitAPIException:  # the page itself was run, as when it is opened
        st.rerun()


# --- what is shown -----------------------------------------------------------------------------------------


def _left(hand: Hand, words: Words) -> Iterator[Block]:
    model = hand.model
    yield Block("changes", changes(model, words), LEFT)
    levers = [entry for entry in entries(model.case) if entry.path.startswith("levers.")]
    yield Block("levers", levers_section(model, levers, words), LEFT)
    heading = tag("h2", words("uncertainty.scenarios"), id="scenarios", tabindex="-1")
    yield Block("scenarios", tag("section", heading, editing.editors(model, words)), LEFT)


def _tools(case: Case, kept: Kept, found: Simulation, wanted: int, words: Words) -> Controls:
    """What is asked of the figures to the right."""
    asked = kept.asked
    certain = button(
        "certain",
        words("uncertainty.certain", percent=round(PERCENT)),
        aria_pressed="true" if asked.questions.tried(case) else "false",
    )
    close = button("bar", words("why.close"))
    return controls(
        {
            "certain": tag("p", certain, class_="choices"),
            "at-end": tag("p", close, class_="buttons"),
            "draws": draws(found, wanted, asked, words),
            "solve": choices(case, asked, words),
        }
    )
