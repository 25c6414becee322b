"""Above every page: which case is in hand, and what can be done with all of it: save, take away, copy."""

from collections.abc import Callable
from dataclasses import replace
from typing import Literal

import streamlit as st

from budget.case import CaseError
from budget.case.themes import known_themes, theme_of
from budget.dashboard.cases import downloads, entrance, keeper, opening, tabs
from budget.dashboard.cases.hand import Hand
from budget.dashboard.cases.save_form import save_form
from budget.dashboard.changes.copying import copied
from budget.dashboard.changes.moving import Move
from budget.dashboard.changes.state import new_epoch, opened
from budget.dashboard.parts import frame
from budget.dashboard.parts.say import literal, markup, problems
from budget.shown.model import Display
from budget.text import Words

PRESSED = "bar-pressed"
CASES = "cases"  # the form that is open while another case is chosen


def bar(hand: Hand, view: Callable[[], tuple[Display, str]], words: Words, saves: bool) -> tuple[Display, str]:
    """The case by name and version with a way to another one, how it is shown, and what can be done with all of it;
    a page that `saves` has that form itself. Gives how it is shown."""
    model = hand.model
    known = known_themes()[0]
    frame.keep(frame.ACCENT, known[theme_of(model.case.municipality, known)].accent)
    version = words("bar.unsaved") if model.base is None else words("cases.version", number=model.base)
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="case-bar"):
        st.markdown(
            f"**{literal(model.case.title)}** · {literal(model.case.municipality)} · {literal(version)}",
            width="content",
        )
        if st.button(words("bar.cases"), key="bar-cases", type="tertiary"):
            hand.model = replace(hand.model, form=CASES)
        st.space("stretch")
        with st.popover(words("bar.view"), key="switches"):
            display, prices = view()
            if (user := entrance.signed_in(words)) is not None:
                markup(user)
        for name in ("copy", "export") if saves or not entrance.may("saved") else ("copy", "export", "save"):
            look: Literal["primary", "secondary"] = "primary" if name == "save" else "secondary"
            if st.button(words(f"bar.{name}"), key=f"bar-{name}", type=look):
                st.session_state[PRESSED] = (name, display, prices)
                _close(hand)  # one dialog at a time
    tabs.show()
    return display, prices


def pressed(words: Words) -> None:
    """The dialog of the button that was pressed, when the page below it stands: its paper is among the files."""
    hand: Hand | None = st.session_state.get("hand")
    name, display, prices = st.session_state.pop(PRESSED, ("", Display(), ""))
    if hand is not None and not name and hand.model.form == CASES:
        st.dialog(words("bar.cases"), on_dismiss=lambda: _close(hand))(opening.choose)(hand, words)
    if hand is None or not name:
        return
    forms: dict[str, Callable[[], None]] = {
        "save": lambda: save_form(hand, words),
        "export": lambda: downloads.buttons(hand, display, prices, words),
        "copy": lambda: copy_form(hand, words),
    }
    st.dialog(words(f"bar.{name}"), width="medium")(forms[name])()


def _close(hand: Hand) -> None:
    hand.model = replace(hand.model, form="")


def copy_form(hand: Hand, words: Words) -> None:
    """For whom the copy is and what it is called; it is opened in place of the case in hand, whose draft is kept."""
    st.write(words("bar.copy_help"))
    with st.form("copy", border=False):
        whose = st.text_input(words("form.municipality")).strip()
        named = st.text_input(words("form.title"), hand.model.case.title).strip()
        pressed = st.form_submit_button(words("bar.copy_open"))
    if pressed:
        copy(hand, named, whose, words)


def copy(hand: Hand, title: str, municipality: str, words: Words, move: Move | None = None) -> None:
    """The copy in hand, for other years where it is to `move`, or why there can be none."""
    try:
        case = hand.model.case
        made = copied(move.on(case) if move else case, title, municipality, keeper.taken_ids(), words)
    except CaseError as error:
        problems(error.problems, words, case=hand.model.case)
        return
    hand.model = opened(made, new_epoch())
    st.rerun()
