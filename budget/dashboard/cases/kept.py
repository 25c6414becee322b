"""The version in hand with the results that it was saved with, and what the program makes of it now."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import streamlit as st

from budget.case import CaseError
from budget.dashboard.cases import keeper
from budget.dashboard.changes.state import Model
from budget.formulas import Result, calculate
from budget.shown.kept import differs
from budget.store import Store, StoreError

NAME = "kept"  # in the session: the version in hand


@dataclass(frozen=True)
class Kept:
    """A stored version: the program and the results it was saved with, and the result of today."""

    number: int
    engine: str
    results: Mapping[str, Any]
    result: Result


def of(store: Store, model: Model) -> Kept | None:
    """What the version in hand was saved with, read once for as long as it is in hand; None for no stored version."""
    if model.base is None:
        return None
    place = (model.case.id, model.base)
    if st.session_state.get(NAME, (None, None))[0] != place:
        version = store.version(*place)
        try:
            found = Kept(version.number, version.engine, version.outcome(), calculate(version.case))
        except CaseError:
            found = None  # what is said of such a case is said where it is opened
        st.session_state[NAME] = (place, found)
    kept: Kept | None = st.session_state[NAME][1]
    return kept


def is_other(model: Model) -> bool:
    """Whether the version in hand was saved with other results than those of today."""
    try:
        kept = of(keeper.store(), model) if model.base is not None else None
    except StoreError:
        return False  # said where the store is used
    return kept is not None and differs(kept.results, kept.result)
