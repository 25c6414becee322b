"""The page Præsentation: one message at a time, three levers, and the keys of a presenter."""

import streamlit as st

from budget.case import entries
from budget.case.themes import Look, known_themes, look, theme_of
from budget.dashboard.calculation.page import calculation
from budget.dashboard.cases import downloads, drafts, page_head
from budget.dashboard.cases.entering import in_hand
from budget.dashboard.cases.hand import Hand
from budget.dashboard.cases.page_head import PRICES, UNITS
from budget.dashboard.cases.undoing import undo_blocks
from budget.dashboard.changes.doings import do
from budget.dashboard.changes.fields import cells
from budget.dashboard.changes.state import Model
from budget.dashboard.parts import frame, paper
from budget.dashboard.parts.assets import logo_address
from budget.dashboard.parts.markup import Html, button, tag
from budget.dashboard.parts.pieces import blocks_of
from budget.dashboard.parts.view import Block, commands, view
from budget.dashboard.workshop.levers import lever
from budget.formulas import Result
from budget.shown import pages
from budget.shown.pages.presentation import lever_effect
from budget.shown.small_numbers import LEAST
from budget.shown.story import Story, story
from budget.text import Words
from budget.text.numbers import parse_whole

STAGE = "stage"
KEY = "presentation"
NUMBER = "view"  # in the address: a reload stays where it was
UNDO = "undo-place"  # the element that holds undo and redo
FORWARD, BACKWARD = "ArrowRight PageDown", "ArrowLeft PageUp"


def presentation() -> None:
    """Which view is shown is in the address; everything else is the case in hand."""
    words = frame.words()
    hand = in_hand()
    page_head.arrived(KEY, hand)
    st.set_page_config(page_title=f"{hand.model.case.title} · {words('page.presentation')}")
    _shown(hand, words)


@st.fragment
def _shown(hand: Hand, words: Words) -> None:
    """A fragment: a lever or another view redraws this and nothing around it."""
    wanted = _after_commands(hand, words)
    model = hand.model
    result, missing = hand.result("case", model.case, frame.kept("prices", PRICES[0]))
    unit = frame.kept("unit", UNITS[0])
    exact = frame.kept(frame.EXACT, False)
    told = story(result, words, unit, exact_counts=exact)
    number = min(max(wanted, 1), len(told.views))
    effect = _effect(hand, result, words)
    page = pages.presentation(result, words, told, number, model.asked, exact, effect)
    paper.remember(page)
    known, _ = known_themes()
    theme = theme_of(model.case.municipality, known)
    blocks = [
        Block("stage", stage(theme, known.get(theme) or look(), STAGE)),
        *blocks_of(page.pieces, STAGE, words, told.title, page_head.why_tools(words), stage=True),
        Block("presenter", presenter(told, number, exact, model, words), STAGE),
        *undo_blocks(model, words, UNDO),
        *page_head.missing(missing, model.case, words, STAGE),
    ]
    view(KEY, blocks, words.language, model.epoch, model.seen, model.focus)
    _tools(hand, theme, exact, words)


def _effect(hand: Hand, result: Result, words: Words) -> str:
    """What the levers change: the accumulated net as it was opened and as it is; empty where none has been moved."""
    original = hand.model.original
    if hand.model.case.levers == original.levers:
        return ""
    before, _ = hand.result("original", original, result.prices)
    return lever_effect(before, result, words)


def _tools(hand: Hand, theme: str, exact: bool, words: Words) -> None:
    """Behind the handle too: the slides of what is shown, and the way back."""
    prices = frame.kept("prices", PRICES[0])
    with st.container(key="stage-tools"):
        downloads.button("slides", lambda: downloads.slides(hand, downloads.Dress(theme, exact), prices, words),
                         ".pptx", downloads.SLIDES, hand, words)  # fmt: skip
        if st.button(words("presentation.leave"), key="leave-stage"):
            st.switch_page(st.Page(calculation, url_path="beregning", default=True))


def _after_commands(hand: Hand, words: Words) -> int:
    """The model after what was asked since the last run, and the number of the view to show."""
    model, wanted = hand.model, _number(st.query_params.get(NUMBER, "1"))
    for command in commands(KEY, model.epoch, model.seen):
        if command.do == "go":
            wanted = _number(command["to"])
        elif command.do == "exact":
            frame.keep(frame.EXACT, not frame.kept(frame.EXACT, False))
        model = do(model, command.number, command.do, command.values, words.language)
    if st.query_params.get(NUMBER, "1") != str(wanted):  # first: a run cut short here has not taken the command yet
        st.query_params[NUMBER] = str(wanted)
    hand.model = model
    drafts.keep(hand)
    return wanted


def _number(text: str) -> int:
    return parse_whole(text) or 1


# ------------------------------------------------------------------ what is chosen
def stage(theme: str, look: Look, holds: str) -> Html:
    """The stage in the colour of the municipality, with its logo."""
    logo = tag("img", src=logo_address(theme), alt=look.theme.logo_text, class_="logo") if look.picture else None
    return tag("div", logo, tag("div", data_holds=holds), class_="stage", style=f"--accent:{look.accent}")


def presenter(told: Story, number: int, exact: bool, model: Model, words: Words) -> Html:
    """Next and back, the first and the last by key, and the levers."""
    last = len(told.views)
    hidden = any(f"<{LEAST}" in text for shown in told.views for text in shown.texts())
    counts = button("exact", words("presentation.exact.hide" if exact else "presentation.exact.show"))
    drawer = tag(
        "div",
        tag(
            "nav",
            _step("presentation.back", number - 1, BACKWARD, number > 1, words),
            tag("span", words("presentation.number", number=number, of=last), class_="at", role="status"),
            _step("presentation.next", number + 1, FORWARD, number < last, words),
            button("go", hidden=True, data_to="1", data_keys="Home"),
            button("go", hidden=True, data_to=str(last), data_keys="End"),
            aria_label=words("presentation.steps"),
        ),
        tag("section", *_levers(model, words), class_="levers", aria_label=words("group.levers")),
        tag("div", data_holds=UNDO),
        tag("p", counts, class_="counts") if hidden or exact else None,
        tag("p", tag("button", words("presentation.full"), type="button", data_full="1"), class_="counts full"),
        class_="drawer",
    )
    name = tag("span", words("presentation.handle"), class_="hidden")
    handle = tag("details", tag("summary", tag("span", "‹", aria_hidden="true"), name), class_="handle")
    return tag("div", handle, drawer, class_="presenter no-paper")


def _step(key: str, to: int, keys: str, there: bool, words: Words) -> Html:
    """A button that stays where it is at either end, so that the focus is not lost."""
    name = key.rpartition(".")[2]
    return tag(
        "button",
        words(key),
        type="button",
        id=f"view-{name}",
        data_do="go" if there else None,
        data_to=str(to) if there else None,
        data_keys=keys if there else None,
        aria_disabled=None if there else "true",
        class_=name,
    )


def _levers(model: Model, words: Words) -> list[Html]:
    found = (entry for entry in entries(model.case) if entry.path.startswith("levers."))
    return [lever(model, next(iter(cells(model.case, entry))), words) for entry in found]
