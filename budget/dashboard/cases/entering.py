"""What a user has in hand when the page is opened: a draft, the version that a link names, or a known case."""

import hashlib
from dataclasses import replace

import streamlit as st

from budget.case import Case, CaseError, case_to_text, cases, problem_text, read_case
from budget.dashboard.cases import drafts, keeper
from budget.dashboard.cases.hand import Hand
from budget.dashboard.changes.state import Change, Model, changed, opened
from budget.dashboard.parts import frame
from budget.store import StoreError

FIRST_CASE = "herning-2013"
LEVERS = ("realisation", "delay_months", "cost_overrun")


def in_hand() -> Hand:
    """What this user has in hand; at first what the address names, or Herning's case."""
    if "hand" not in st.session_state:
        st.session_state["hand"] = drafts.restored() or Hand(_linked() or _known())
    hand: Hand = st.session_state["hand"]
    drafts.keep(hand)
    return hand


def entered(case: Case, base: int | None = None) -> Model:
    """A case opened from the address alone. Its opening has the same name every time, so that a page that outlived
    its session is still understood."""
    text = case_to_text(case)
    epoch = f"{hashlib.sha256(text.encode()).hexdigest()[:8]}-{base or 0}"
    drafts.begin(epoch, text)
    return replace(opened(case, epoch), base=base, from_address=True)


def _linked() -> Model | None:
    """The stored version that a link names, with the levers it sets."""
    id, number = st.query_params.get("case"), st.query_params.get("version", "")
    if not id or (not number.isdigit() and id in cases()):
        return None
    try:
        found = keeper.store().version(id, int(number) if number.isdigit() else None)
        return _with_levers(entered(found.case, found.number))
    except StoreError as error:
        if number:
            st.error(problem_text(error.problems[0], frame.words()))
    except CaseError as error:
        st.error("\n\n".join(problem_text(problem, frame.words(), id) for problem in error.problems))
    return None


def _with_levers(model: Model) -> Model:
    """The levers of the link as changes; what is no number or out of bounds is left as the case has it."""
    for name in LEVERS:
        text = st.query_params.get(name)
        if text:
            try:
                model = changed(model, Change(f"levers.{name}", float(text)))
            except (ValueError, CaseError):
                continue
    return model


def _known() -> Model:
    known = cases()
    wanted = st.query_params.get("case")
    return _with_levers(entered(_read(next(id for id in (wanted, FIRST_CASE, *known) if id in known))))


def _read(id: str) -> Case:
    try:
        return read_case(id)
    except CaseError as error:
        st.error("\n\n".join(problem_text(problem, frame.words(), f"{id}.yaml") for problem in error.problems))
        st.stop()
