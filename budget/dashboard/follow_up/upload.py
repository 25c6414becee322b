"""Actuals from a file of a finance system: its columns named once, looked at row by row, and then taken.

What is chosen belongs to the file it was chosen for. It is remembered for the session by the headings, so that the next
file of the same system needs no choice; and it is kept as a small file of the user's own, given with the next month's
ledger, before or after it.
"""

import hashlib
from collections.abc import Iterator, Mapping
from typing import Any

import streamlit as st

from budget.case import CaseError, problem_text
from budget.dashboard.cases.downloads import fetch
from budget.dashboard.cases.hand import Hand
from budget.dashboard.cases.opening import refused as show_refusal
from budget.dashboard.cases.page_head import BODY
from budget.dashboard.changes.follow_up_edits import Record
from budget.dashboard.follow_up.forms import targets
from budget.dashboard.follow_up.mapping import answered, ask, mapped
from budget.dashboard.parts.markup import tag
from budget.dashboard.parts.pieces import blocks_of
from budget.dashboard.parts.say import literal, literally
from budget.dashboard.parts.view import Block, view
from budget.dashboard.workshop.form_parts import take as take_change
from budget.export import ledger
from budget.export.ledger import Choice, Grid, Taken
from budget.export.ledger.saying import told, why
from budget.shown.model import Cell, Column, Group, Row, Table, Text, piece, texts
from budget.text import Words

MEMORY, READ, TAKEN = "ledger-choices", "ledger-read", "ledger-taken"
MOST_SHOWN = 100
MOST_MEGABYTES = 40
NOTABLE = 1_000_000  # bytes of a file whose reading is worth a bar


def upload(hand: Hand, words: Words) -> None:
    """The file, its columns, what is asked of it, what it would give, and taking it."""
    st.write(words("ledger.help"))
    file = st.file_uploader(
        words("ledger.file"),
        type=["csv", "txt", "xlsx"],
        key=f"ledger-{hand.model.epoch}",
        max_upload_size=MOST_MEGABYTES,
    )
    kept = st.file_uploader(
        words("ledger.choice"), type=["json"], key=f"ledger-choice-{hand.model.epoch}", max_upload_size=1
    )
    choices = _choices(kept, words)
    if file is None:
        return
    try:
        grid = _grid(file, words)
    except CaseError as error:
        show_refusal(error, words)
        return
    unfit = ledger.misfit(grid, choices)
    if unfit is not None:
        st.warning(literal(problem_text(unfit, words)))
    version = _version(file.file_id, grid.sheet, kept.file_id if kept is not None else "")
    before = choices.get(ledger.name_of(grid)) or _remembered(grid) or ledger.suggested(grid)
    choice = mapped(grid, before, version, hand, words)
    if choice is None:
        return
    choice = answered(choice, version)
    taken = _taken(grid, choice, hand, version)
    ask(taken.asked, version, words)
    _remember(grid, choice)
    fetch(
        words("ledger.keep_choice"),
        ledger.kept_text({ledger.name_of(grid): choice}).encode,
        "kolonner.json",
        "application/json",
        "ledger-keep",
        {hand.model.case.id: hand.model.base},
    )
    for note in taken.notes:
        st.info(literal(told(note, words)))
    if not taken.asked:
        _preview(taken, hand, file.name, words)


# ------------------------------------------------------------------ the file and what is kept of the choice
def _choices(kept: Any, words: Words) -> Mapping[str, Choice]:
    """What an earlier session chose, from the file in which it was kept."""
    if kept is None:
        return {}
    try:
        return ledger.choices_from(kept.getvalue())
    except CaseError as error:
        show_refusal(error, words)
        return {}


def _grid(file: Any, words: Words) -> Grid:
    """The table of the file, read once; of a workbook with several, that of the sheet that is chosen."""
    chosen = st.session_state.get(f"ledger-sheet-{file.file_id}")
    held = st.session_state.get(READ)
    if held is None or held[0] != (file.file_id, chosen):
        grid = _read(file, chosen, words)
        held = st.session_state[READ] = ((file.file_id, chosen), grid)
    found: Grid = held[1]
    if len(found.sheets) > 1:
        st.selectbox(
            words("ledger.sheet"),
            found.sheets,
            found.sheets.index(found.sheet),
            format_func=literally(str),
            key=f"ledger-sheet-{file.file_id}",
        )
    return found


def _read(file: Any, sheet: str | None, words: Words) -> Grid:
    """The table, with a bar of how far the reading is."""
    if file.size < NOTABLE:
        return ledger.read_ledger(file.getvalue(), sheet)
    bar = st.progress(0.0, words("ledger.reading"))
    try:
        return ledger.read_ledger(file.getvalue(), sheet, lambda share: _moved(bar, share))
    finally:
        bar.empty()


def _moved(bar: Any, share: float) -> None:
    bar.progress(share)


def _version(*parts: str) -> str:
    """What the fields of a file are known by: another file or another kept choice has fields of its own."""
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:16]


def _remembered(grid: Grid) -> Choice | None:
    kept: Mapping[str, Choice] = st.session_state.get(MEMORY, {})
    return kept.get(ledger.name_of(grid))


def _remember(grid: Grid, choice: Choice) -> None:
    """For the session, without a year that was stated: the next file may be of another."""
    kept = st.session_state.get(MEMORY, {})
    st.session_state[MEMORY] = {**kept, ledger.name_of(grid): choice.model_copy(update={"year": None})}


def _taken(grid: Grid, choice: Choice, hand: Hand, version: str) -> Taken:
    """What the file gives, worked out again only when the choice or the case is another."""
    case = hand.model.case
    held = st.session_state.get(TAKEN)
    if held is None or held[0] != (version, choice) or held[1] is not case:
        held = st.session_state[TAKEN] = ((version, choice), case, ledger.take(grid, choice, case))
    found: Taken = held[2]
    return found


# ------------------------------------------------------------------ what the file would give
def _preview(taken: Taken, hand: Hand, name: str, words: Words) -> None:
    """Every row that is refused with its reason, and what the others add up to, before anything is taken."""
    counts = {
        "entries": len(taken.entries),
        "rows": taken.rows,
        "refused": len(taken.refused),
        "apart": taken.rows_apart,
    }
    st.write(literal(words("ledger.found", **counts)))
    frame_block = Block("frame", tag("div", class_="right alone", data_holds=BODY))
    tables = blocks_of(_tables(taken, targets(hand.model.case), words), BODY, words, hand.model.case.title)
    view("ledger", [frame_block, *tables], words.language, hand.model.epoch, hand.model.seen)
    if taken.entries and st.button(literal(words("ledger.take", count=len(taken.entries)))):
        entries = [{**entry, "note": words("ledger.note", file=name)} for entry in taken.entries]
        take_change(hand, Record(entries), f"actuals.{name}", words)


def _tables(taken: Taken, known: Mapping[str, str], words: Words) -> Iterator[Group]:
    """The figures and the refused rows, each as far as they are shown; what a file says is a text and nothing else."""
    if taken.entries:
        heads = (
            words("follow_up.form.of"),
            words("follow_up.year"),
            words("follow_up.form.month"),
            words("ledger.amount"),
        )
        rows = tuple(_entry(entry, known, words) for entry in taken.entries[:MOST_SHOWN])
        yield piece("taken", Table("taken", words("ledger.figures"), tuple(map(Column, heads)), rows), element="div")
    if taken.refused:
        columns = tuple(Column(words(f"ledger.{name}"), words=True) for name in ("row", "why", "says"))
        rows = tuple(_refused(row, words) for row in taken.refused[:MOST_SHOWN])
        yield piece("refused", Table("refused", words("ledger.refused"), columns, rows), element="div")
    if max(len(taken.entries), len(taken.refused)) > MOST_SHOWN:
        yield piece("more", Text(words("ledger.more", count=MOST_SHOWN), "about"), element="div")


def _refused(row: ledger.Refused, words: Words) -> Row:
    return Row(str(row.number), "", str(row.number), texts(why(row, words), row.text[:200]))


def _entry(entry: Mapping[str, Any], known: Mapping[str, str], words: Words) -> Row:
    target = f"line:{entry['line']}" if "line" in entry else f"measure:{entry['measure']}"
    month, amount = entry.get("month"), entry["amount"]
    when = words("follow_up.form.whole_year") if month is None else str(month)
    cells = (*texts(str(entry["year"]), when), Cell(words.number(amount, 2), amount))
    return Row(target, "", known[target], cells)
