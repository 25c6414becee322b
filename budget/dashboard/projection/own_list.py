"""The figures of a projection from the municipality's own list: sent, its columns named, estimated, and taken.

The list is read in a process of its own, and what comes out of it are counts. It is in memory as long as it stands in
its field, and is taken out of it at once where it is refused, and when its figures are taken.
"""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import streamlit as st
from streamlit.runtime.memory_uploaded_file_manager import MemoryUploadedFileManager
from streamlit.runtime.scriptrunner import get_script_run_ctx

from budget.analysis.backtest import Score, beats_unchanged, unchanged_entries
from budget.analysis.fates import Band
from budget.analysis.own_list import backtest, band
from budget.case import Case, CaseError, Problem, problem_text
from budget.case.projecting import EARLIEST
from budget.dashboard.cases.hand import Hand
from budget.dashboard.cases.page_head import BODY
from budget.dashboard.changes.projection_edits import Begin
from budget.dashboard.parts.markup import tag
from budget.dashboard.parts.pieces import blocks_of
from budget.dashboard.parts.say import literal, literally, problems
from budget.dashboard.parts.view import Block, view
from budget.dashboard.workshop.form_parts import take
from budget.export import sent_list
from budget.export.course_list import PARTS, day_of, left_out_problems
from budget.shown import own_list as shown
from budget.text import Words

NAME = "own-list"
CHOICES = ("estimated", "unchanged")


@dataclass(frozen=True)
class Kept:
    """What the session holds of a list: counts and names of columns and steps, or why it was refused."""

    round: int = 0  # of the field: a new one has no file
    file: str = ""
    headings: sent_list.Headings | None = None
    refused: tuple[Problem, ...] = ()
    estimated: sent_list.Estimated | None = None
    bands: Mapping[str, Band] = field(default_factory=dict)
    scores: Mapping[str, Sequence[Score]] = field(default_factory=dict)


def own_list(hand: Hand, words: Words) -> None:
    """The list, its columns, what they give, and taking it."""
    st.write(words("own_list.help"))
    kept: Kept = st.session_state.setdefault(NAME, Kept())
    if kept.refused and kept.headings is None:
        problems(kept.refused, words)
    file = st.file_uploader(words("own_list.file"), type=["csv", "txt"], key=_field(kept))
    if file is None:
        return
    if file.file_id != kept.file:
        kept = _read(file, kept)
    _choose(file, kept, hand.model.case, words)
    kept = st.session_state[NAME]
    if kept.refused:
        problems(kept.refused, words)
    elif kept.estimated is not None:
        _shown(kept, kept.estimated, hand, words)
        _use(file, kept, kept.estimated, hand, words)


def _field(kept: Kept) -> str:
    return f"{NAME}-file-{kept.round}"


def _read(file: Any, kept: Kept) -> Kept:
    """The columns of a file that was just sent; one that is refused is taken out of memory."""
    try:
        found = Kept(kept.round, file.file_id, sent_list.headings(file.getvalue()))
    except CaseError as error:
        _forget(file, kept, tuple(error.problems))
        st.rerun()
    st.session_state[NAME] = found
    return found


def _forget(file: Any, kept: Kept, why: tuple[Problem, ...] = ()) -> None:
    """Takes the file out of the field and the server's memory."""
    context = get_script_run_ctx()
    if context is not None and isinstance(context.uploaded_file_mgr, MemoryUploadedFileManager):
        context.uploaded_file_mgr.remove_file(context.session_id, file.file_id)
    st.session_state.pop(_field(kept), None)
    st.session_state[NAME] = Kept(kept.round + 1, refused=why)


# ------------------------------------------------------------------ what the columns and days are
def _choose(file: Any, kept: Kept, case: Case, words: Words) -> None:
    """The columns, the steps that are one, and the days; and the press that has the figures estimated."""
    assert kept.headings is not None
    names, suggested = kept.headings.names, kept.headings.suggested
    columns: dict[str, int] = {}
    for parts in (PARTS[:3], PARTS[3:]):
        for part, place in zip(parts, st.columns(3), strict=True):
            chosen = place.selectbox(
                words(f"own_list.column.{part}"), range(len(names)), suggested.get(part),
                format_func=lambda n: names[n], key=f"{NAME}-{part}-{kept.file}", placeholder="",
            )  # fmt: skip
            if chosen is not None:
                columns[part] = chosen
    together = _together(kept, columns.get("step"), words)
    years = [case.first_year - early for early in range(EARLIEST + 1)]
    first, second, third = st.columns(3)
    year = first.selectbox(words("own_list.as_of"), years, key=f"{NAME}-as-of")
    days = [_day(second, "extracted", words), _day(third, "since", words)]
    if st.button(words("own_list.compute"), disabled=len(columns) < len(PARTS), key=f"{NAME}-compute"):
        try:
            extracted, since = (day_of(text) if text else None for text in days)
            found = sent_list.estimated(file.getvalue(), columns, together, dt.date(year, 1, 1), extracted, since)
        except CaseError as error:
            st.session_state[NAME] = replace(kept, refused=tuple(error.problems), estimated=None)
            return
        st.session_state[NAME] = _with_band(replace(kept, refused=(), estimated=found), found, case, words)


def _together(kept: Kept, column: int | None, words: Words) -> dict[str, str]:
    """Which names of steps are one step; asked only where the column has few of them."""
    assert kept.headings is not None
    names = kept.headings.steps.get(column, []) if column is not None else []
    if len(names) < 2:
        return {}
    found = {}
    for at in range(0, len(names), 3):
        for name, place in zip(names[at : at + 3], st.columns(3), strict=False):
            key = f"{NAME}-step-{names.index(name)}-{column}-{kept.file}"
            label = words("own_list.together", step=name)
            found[name] = place.selectbox(literal(label), names, names.index(name), key=key)
    return {name: other for name, other in found.items() if other != name}


def _day(place: Any, name: str, words: Words) -> str:
    """A day as it is written: a calendar would be in the language of the browser."""
    text: str = place.text_input(
        words(f"own_list.{name}"), placeholder=words("own_list.day"), help=words(f"own_list.{name}_help"),
        key=f"{NAME}-{name}",
    )  # fmt: skip
    return text.strip()


# ------------------------------------------------------------------ what it gives
def _with_band(kept: Kept, found: sent_list.Estimated, case: Case, words: Words) -> Kept:
    """The band of the case's years and those of the backtest, drawn from the counts while one sees how far it is."""
    years = case.first_year + case.years - found.given.as_of.year
    bar = st.progress(0.0, words("own_list.drawing"))

    def so_far(share: float, before: float = 0.0) -> None:
        bar.progress((before + share) / 2, words("own_list.drawing"))

    bands = band(found.given, years, so_far)
    scores = backtest(found.given, lambda share: so_far(share, 1.0))
    bar.empty()
    return replace(kept, bands=bands, scores=scores)


def _shown(kept: Kept, found: sent_list.Estimated, hand: Hand, words: Words) -> None:
    given = found.given
    basis = [shown.basis(given, found.rows, found.left_out, words)]
    basis += [problem_text(problem, words) for problem in left_out_problems(found.left_out)]
    if given.first_end is not None:
        basis.append(words("own_list.first_end", date=shown.day(given.first_end)))
    basis.append(words("own_list.prices", year=hand.model.case.price_year))
    frame = Block("own-frame", tag("div", class_="right alone", data_holds=BODY))
    told = shown.pieces(given, basis, kept.bands, kept.scores, words)
    blocks = blocks_of(told, BODY, words, hand.model.case.title)
    view(NAME + "-view", [frame, *blocks], words.language, hand.model.epoch, hand.model.seen)


def _use(file: Any, kept: Kept, found: sent_list.Estimated, hand: Hand, words: Words) -> None:
    """The figures as a change of the case: the estimates, or what keeps the number placed as it is."""
    given, case = found.given, hand.model.case
    beaten = bool(kept.scores) and not all(beats_unchanged(scores) for scores in kept.scores.values())
    chosen = st.radio(
        words("own_list.choose"), CHOICES, int(beaten), key=f"{NAME}-choice-{kept.file}",
        format_func=literally(lambda choice: words(f"own_list.choose.{choice}")),
    )  # fmt: skip
    if not st.button(words("own_list.use"), type="primary", key=f"{NAME}-use"):
        return
    years = case.first_year + case.years - given.as_of.year
    unchanged = unchanged_entries(given.found, given.as_of.year, years) if chosen == "unchanged" else None
    baseline = shown.baseline(given, words, unchanged)
    edit = Begin(
        baseline["as_of"], baseline["steps"], shown.sources(given, kept.scores, words), source=baseline["source"]
    )
    try:
        edit.on(case)
    except CaseError as error:
        problems(error.problems, words)
        return
    _forget(file, kept)
    take(hand, edit, "baseline", words)
