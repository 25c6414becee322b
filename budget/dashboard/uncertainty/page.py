"""The page Følsomhed og usikkerhed: the levers and scenarios to the left, and to the right how sure the result is."""

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import streamlit as st
from streamlit.errors import StreamlitAPIException

from budget.analysis.scenarios import Outlook, outlooks
from budget.analysis.sensitivity import Swing, sensitivity, uncertain_figures
from budget.analysis.simulation import Running, Simulation
from budget.case import Case, CaseError, entries, with_figure
from budget.dashboard.cases import drafts, page_head
from budget.dashboard.cases.entering import in_hand
from budget.dashboard.cases.hand import Hand
from budget.dashboard.changes.doings import do
from budget.dashboard.changes.state import Model
from budget.dashboard.parts import frame
from budget.dashboard.parts.chart_block import chart_block
from budget.dashboard.parts.display import LEFT, RIGHT, Display
from budget.dashboard.parts.markup import Html, tag
from budget.dashboard.parts.say import literal
from budget.dashboard.parts.view import Block, commands, view
from budget.dashboard.uncertainty import chance, editing, scenarios, solving, tornado
from budget.dashboard.uncertainty.asked import Asked, answer
from budget.dashboard.workshop.assumptions import levers_section
from budget.dashboard.workshop.change_list import change_list
from budget.formulas import Result, calculate
from budget.shown.charts import Chart, certainty
from budget.text import Words

KEY = "uncertainty"
PATIENCE = 0.1  # seconds of drawing before the page is shown with what there is, and progress after it
PERCENT = 10.0
LARGE = 10_000  # values of a calculation; of more the page says that it is at work before it can be shown
MOST_BLOCKS = 9  # to the right
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
    words = frame.words()
    hand = in_hand()
    st.set_page_config(page_title=f"{words('page.uncertainty')} · {hand.model.case.title}")
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
    right = []
    for block in _right(model, kept, result, found, wanted, display, words):
        right.append(block)
        if slow:
            progress.progress(len(right) / MOST_BLOCKS, words("uncertainty.working"))
    blocks = [
        Block("page", tag("div", *(tag("div", class_=side, data_holds=side) for side in (LEFT, RIGHT)), class_="page")),
        *_left(hand, words),
        *(Block(f"missing:{n}", page_head.missing(problem, words), RIGHT) for n, problem in enumerate(missing)),
        *right,
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
            model = replace(model, focus=(command.number, FOCUS[command.do] if kept.asked.bar else "back"))
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
    yield Block("title", page_head.title_block(hand, words("page.uncertainty"), words).html, LEFT)
    back = None
    if model.changes:
        back = tag("button", words("entry.reset_all"), type="button", data_do="reset_all", class_="plain")
    yield Block(
        "changes", tag("div", change_list(model, words), back, id="changes", tabindex="-1", class_="changes"), LEFT
    )
    levers = [entry for entry in entries(model.case) if entry.path.startswith("levers.")]
    yield Block("levers", levers_section(model, levers, words), LEFT)
    heading = tag("h2", words("uncertainty.scenarios"), id="scenarios", tabindex="-1")
    yield Block("scenarios", tag("section", heading, editing.editors(model, words)), LEFT)


def _right(
    model: Model, kept: Kept, result: Result, found: Simulation, wanted: int, display: Display, words: Words
) -> Iterator[Block]:
    case, asked, prices = result.case, kept.asked, result.prices
    ranges = bool(uncertain_figures(case))
    if ranges:
        yield Block("figures", chance.figures(found, display, words), RIGHT)
    else:
        yield Block("none", tag("p", words("uncertainty.no_ranges"), class_="lead missing"), RIGHT)
    side_by_side: Sequence[Outlook] = kept.once("outlooks", (case, prices), lambda: outlooks(case, prices))
    heading = tag("h2", words("uncertainty.side_by_side"))
    compared = scenarios.comparison(side_by_side, display, words)
    yield Block("compared", tag("section", heading, _about(case, words), compared), RIGHT)
    yield _chart(certainty.scenarios(side_by_side, words, display.unit, display.turned), case, words)
    base, swings = kept.once(
        "swings",
        (case, prices, words.language, asked.certain),
        lambda: sensitivity(case, prices, PERCENT if asked.certain else None),
    )
    yield Block("tornado", tornado.tornado(case, base, swings, asked, result.years[-1], display, words), RIGHT)
    if swings:
        chart = certainty.tornado(base, swings, result.years[-1], words, display.unit, display.turned)
        yield _chart(chart, case, words)
    at_end = _at_end(result, swings, asked, display, words)
    if at_end is not None:
        yield Block("at-end", at_end, RIGHT)
    if ranges:
        section = chance.simulation_section(case, found, wanted, asked, display, words)
        yield Block("chance", section, RIGHT)
        yield _chart(certainty.fan(found, words, display.unit, display.turned), case, words)
    answers = kept.once(
        "answers",
        (case, prices, words.language, asked.path, asked.by),
        lambda: solving.answers(case, asked, prices, words),
    )
    yield Block("solve", solving.solve_section(case, answers, asked, words), RIGHT)


def _chart(chart: Chart, case: Case, words: Words) -> Block:
    return chart_block(chart, words, case.title, f"chart:{chart.key}", said=chart.said if chart.across else None)


def _about(case: Case, words: Words) -> Html | None:
    """That the three of the start are all ends at once."""
    return tag(
        "p", words("uncertainty.scenarios.about" if case.scenarios else "uncertainty.scenarios.none"), class_="lead"
    )


def _at_end(result: Result, swings: Sequence[Swing], asked: Asked, display: Display, words: Words) -> Html | None:
    """The table with the chosen figure at the chosen end."""
    swing = next((swing for swing in swings if asked.bar and swing.path == asked.bar[0]), None)
    if swing is None or asked.bar is None:
        return None
    end = asked.bar[1]
    try:
        case = with_figure(result.case, swing.path, swing.low if end == "low" else swing.high)
    except CaseError:
        return None
    other = calculate(case, result.prices)
    return tornado.at_end(result, other, swing, end, display, words)
