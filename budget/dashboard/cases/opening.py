"""Another case: one of those in `assumptions/`, a file of the user's, or an empty template."""

from dataclasses import replace

import streamlit as st

from budget.case import Case, CaseError, cases, find, problem_text, read_case
from budget.case.naming import new_id
from budget.case.uploaded import case_from_upload
from budget.dashboard.cases.entering import template
from budget.dashboard.cases.hand import Hand
from budget.dashboard.changes.fields import text_of, unit_text
from budget.dashboard.changes.state import new_epoch, opened
from budget.dashboard.parts.say import literal
from budget.shown.labels import figure_label
from budget.text import Words

MOST_SHOWN = 20
MOST_MEGABYTES = 5


def choose(hand: Hand, words: Words) -> None:
    """The three ways to another case."""
    model = hand.model
    if model.changes:
        count = len(model.changes)
        said = words("page.changes.some", count=count)
        st.warning(literal(words("cases.loses", changes=said)))
    with st.form("known", border=False):
        known = cases()
        at = known.index(model.original.id) if model.original.id in known else 0
        id = st.selectbox(words("cases.known"), known, at, _name)
        if st.form_submit_button(words("cases.open")) and id:
            _open_known(hand, id, words)
    types = ["yaml", "yml", "xlsx", "ods"]
    file = st.file_uploader(
        words("cases.upload"), type=types, key=f"file-{model.epoch}", max_upload_size=MOST_MEGABYTES
    )
    st.caption(words("cases.upload_help"))
    if file is not None:
        _open_file(hand, file.name, file.getvalue(), words)
    if st.button(words("cases.template")):
        take(hand, template(words), form="case")


def _open_known(hand: Hand, id: str, words: Words) -> None:
    try:
        take(hand, read_case(id))
    except CaseError as error:
        refused(error, words)


def _open_file(hand: Hand, name: str, data: bytes, words: Words) -> None:
    """Reads an uploaded file; what cannot be used is refused with every reason and changes nothing."""
    try:
        if name.lower().endswith((".xlsx", ".ods")):
            _show_workbook(hand, data, words)
        else:
            take(hand, case_from_upload(data, _id(name)))
    except CaseError as error:
        refused(error, words)


def _show_workbook(hand: Hand, data: bytes, words: Words) -> None:
    """What was typed in the workbook, to be looked at before it is opened."""
    from budget.export.readback import read_workbook

    case, changes, not_taken = read_workbook(data)
    if not changes and not not_taken:
        take(hand, case)
    st.write(literal(words("cases.workbook_changes", count=len(changes))))
    _listed([_change_text(case, path, old, new, words) for path, old, new in changes])
    if not_taken:
        st.warning(literal(words("cases.workbook_not_taken", count=len(not_taken))))
        _listed([problem_text(problem, words) for problem in not_taken])
    if st.button(words("cases.workbook_open")):
        take(hand, case)


def _listed(texts: list[str]) -> None:
    for text in texts[:MOST_SHOWN]:
        st.text(text)
    if len(texts) > MOST_SHOWN:
        st.text("…")


def _change_text(case: Case, path: str, old: float | None, new: float | None, words: Words) -> str:
    """One typed figure in the unit it is typed in here: Beløb: Forventet besparelse, 2016: 4.500 er nu 3.500."""
    entry, year = find(case, path)
    was, now = (words("word.none") if value is None else text_of(value, entry, words) for value in (old, new))
    label = f"{figure_label(entry.path, entry.line, words, year)}, {unit_text(entry, words)}"
    return words("cases.workbook_change", label=label, old=was, new=now)


def _name(id: str) -> str:
    """A case by its title; by its id alone when it cannot be read."""
    try:
        case = read_case(id)
    except CaseError:
        return id
    return f"{case.title}, {case.municipality} ({id})"


def _id(name: str) -> str:
    """An id from the name of an uploaded file, which is never used as a path."""
    return new_id(name.rsplit(".", 1)[0], ())


def refused(error: CaseError, words: Words) -> None:
    """Says why a file was not taken."""
    st.error(words("cases.refused"))
    _listed([problem_text(problem, words) for problem in error.problems])


def take(hand: Hand, case: Case, form: str = "") -> None:
    """Opens a case in place of the one in hand, without changes."""
    hand.model = replace(opened(case, new_epoch()), form=form)
    st.rerun()
