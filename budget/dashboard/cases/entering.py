"""What a user has in hand when the page is opened: a draft, the version that a link names, or a known case."""

import datetime
import hashlib
from dataclasses import replace

import streamlit as st

from budget.case import Case, CaseError, case_to_text, cases, read_case, refuse
from budget.case.translating import stated_number
from budget.dashboard.cases import drafts, keeper
from budget.dashboard.cases.hand import Hand
from budget.dashboard.changes.state import Change, Model, changed, opened
from budget.dashboard.changes.structure import empty_case
from budget.dashboard.parts import frame, say
from budget.store import StoreError
from budget.text import Words
from budget.text.numbers import parse_whole

FIRST_CASE = "herning-2013"
LEVERS = ("realisation", "delay_months", "cost_overrun")


def in_hand() -> Hand:
    """What this user has in hand; at first what the address names, else Herning's case or the first there is."""
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
    """The stored version that a link names, with the levers it sets; None, and said why, where there is none."""
    id, text = st.query_params.get("case"), st.query_params.get("version", "")
    if not id or (not text and id in cases()):
        return None
    try:
        number = parse_whole(text)
        if text and number is None:
            raise refuse("link_version", "version", read=text)
        store = keeper.store()
        found = store.version(id, number)
        return _with_levers(entered(store.case_of(found), found.number))
    except StoreError as error:
        say.problems(error.problems, frame.words())
    except CaseError as error:
        say.problems(error.problems, frame.words(), id)
    return None


def _with_levers(model: Model) -> Model:
    """The levers of the link as changes; what is no number or out of bounds is said, and left as the case has it."""
    for name in LEVERS:
        text = st.query_params.get(name)
        if text:
            try:
                model = changed(model, Change(f"levers.{name}", stated_number(name, text)))
            except CaseError as error:
                say.problems(error.problems, frame.words())
    return model


def _known() -> Model:
    known = cases()
    wanted = st.query_params.get("case")
    id = next((id for id in (wanted, FIRST_CASE, *known) if id in known), None)
    return _with_levers(entered(_read(id) if id else template(frame.words())))


def template(words: Words) -> Case:
    """An empty case of the coming budget year, to be filled in."""
    names = {key: words(f"cases.template_{key}") for key in ("title", "municipality")}
    return empty_case(datetime.date.today().year + 1, names)


def _read(id: str) -> Case:
    try:
        return read_case(id)
    except CaseError as error:
        say.problems(error.problems, frame.words(), f"{id}.yaml")
        st.stop()
