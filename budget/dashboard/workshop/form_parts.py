"""Parts that the forms share: a choice of service area or source, strict numbers, and taking the change."""

from collections.abc import Mapping
from dataclasses import replace

import streamlit as st

from budget.case import Case, CaseError
from budget.dashboard.cases.hand import Hand
from budget.dashboard.changes import structure
from budget.dashboard.changes.history import recorded
from budget.dashboard.changes.state import Change, changed
from budget.dashboard.parts.say import literal, problems
from budget.text import Words


def area(case: Case, chosen: str | None, words: Words) -> str:
    known = {key: key if area.name == key else f"{key} {area.name}" for key, area in case.service_areas.items()}
    return choice(words("form.area"), known, chosen)


def source(case: Case, chosen: str | None, words: Words) -> str:
    titles = {key: source.title for key, source in case.sources.items()}
    return choice(words("form.source"), titles, chosen, words("form.source_help"))


def choice(label: str, known: Mapping[str, str], chosen: str | None, help: str | None = None) -> str:
    """One of those the case has, or a new one written here; empty for none."""
    keys = ["", *known]
    found = st.selectbox(
        literal(label),
        keys,
        keys.index(chosen) if chosen in keys else 0,
        lambda key: known.get(key, key),
        help=help and literal(help),
        accept_new_options=True,
        placeholder="",
    )
    return (found or "").strip()


def take(hand: Hand, edit: structure.Edit, path: str, words: Words, open: str | None = None) -> None:
    """Makes the change and closes the form, or says in the form why it cannot be made."""
    model = hand.model
    try:
        done = changed(model, Change(path, structural=edit))
    except CaseError as error:
        problems(error.problems, words, case=model.case)
        return
    hand.model = recorded(model, replace(done, form="", open=model.open if open is None else open))
    st.rerun()
