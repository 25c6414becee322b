"""Actuals from a file of a finance system: its columns named once, looked at row by row, and then taken.

What the columns are is remembered for the session by the headings of the file, so that the next file of the same
system needs no choice; and it is kept as a small file of the user's own, given with the next month's ledger.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict
from typing import Any

import streamlit as st

from budget.case import CaseError, problem_text
from budget.case.problems import Problem
from budget.dashboard.cases.hand import Hand
from budget.dashboard.cases.opening import refused as show_refusal
from budget.dashboard.cases.page_head import BODY
from budget.dashboard.changes.follow_up_edits import Record
from budget.dashboard.follow_up.forms import targets
from budget.dashboard.parts.markup import tag
from budget.dashboard.parts.pieces import blocks_of
from budget.dashboard.parts.say import literal
from budget.dashboard.parts.view import Block, view
from budget.dashboard.workshop.form_parts import take as take_change
from budget.export import ledger
from budget.shown.model import Cell, Column, Group, Row, Table, Text, piece, texts
from budget.text import Words

MEMORY = "ledger-columns"
MOST_ACCOUNTS, MOST_SHOWN = 60, 100
NONE = "-"


def upload(hand: Hand, words: Words) -> None:
    """The file, its columns, what it would give, and taking it."""
    st.write(words("ledger.help"))
    file = st.file_uploader(words("ledger.file"), type=["csv", "txt", "xlsx"], key=f"ledger-{hand.model.epoch}")
    choice = st.file_uploader(words("ledger.choice"), type=["json"], key=f"ledger-choice-{hand.model.epoch}")
    if choice is not None:
        _fetch(choice.getvalue(), choice.file_id, words)
    if file is None:
        return
    try:
        rows = ledger.read_ledger(file.getvalue())
    except CaseError as error:
        show_refusal(error, words)
        return
    columns = _columns(rows, hand, words)
    if columns is None:
        return
    st.download_button(
        words("ledger.keep_choice"),
        json.dumps(st.session_state[MEMORY], ensure_ascii=False, indent=1).encode(),
        "kolonner.json",
        "application/json",
        key="ledger-keep",
        on_click="ignore",
    )
    _preview(ledger.take(rows, columns, hand.model.case), hand, file.name, words)


# ------------------------------------------------------------------ what the columns are
def _remembered(headings: list[str]) -> dict[str, Any]:
    """What was chosen for a file of these headings before, else what the headings suggest."""
    kept: dict[str, Any] = st.session_state.get(MEMORY, {}).get(json.dumps(headings), {})
    return kept or {**ledger.suggested(headings), "accounts": {}, "unit": "kr", "english": False, "turned": False}


def _fetch(data: bytes, id: str, words: Words) -> None:
    """What an earlier session chose, from the file in which it was kept; read once."""
    if st.session_state.get(f"{MEMORY}-read") == id:
        return
    st.session_state[f"{MEMORY}-read"] = id
    try:
        choices = ledger.choices_from(data)
    except CaseError as error:
        show_refusal(error, words)
        return
    st.session_state[MEMORY] = {**st.session_state.get(MEMORY, {}), **choices}


def _columns(rows: Any, hand: Hand, words: Words) -> ledger.Columns | None:
    headings = ledger.headings(rows)
    before = _remembered(headings)
    numbers = list(range(len(headings)))

    def column(part: str, optional: bool = False) -> int | None:
        options: list[int | None] = [None, *numbers] if optional else list(numbers)
        first = before.get(part)
        found: int | None = st.selectbox(
            words(f"ledger.{part}"),
            options,
            options.index(first) if first in options else 0,
            format_func=lambda n: words("ledger.no_column") if n is None else headings[n],
            key=f"ledger-{part}-{json.dumps(headings)[:200]}",
        )
        return found

    with st.container(horizontal=True):
        account, year, month = column("account"), column("year"), column("month", optional=True)
        amount = column("amount")
    with st.container(horizontal=True, vertical_alignment="bottom"):
        unit = st.selectbox(
            words("ledger.unit"), list(ledger.UNITS), format_func=lambda u: words(f"unit.{u}"), key="ledger-unit"
        )
        english = st.toggle(words("ledger.english"), bool(before["english"]), key="ledger-english")
        turned = st.toggle(words("ledger.turned"), bool(before["turned"]), key="ledger-turned")
    if account is None or year is None or amount is None:
        return None
    chosen = _accounts(ledger.accounts(rows, account), before["accounts"], hand, words)
    columns = ledger.Columns(account, year, amount, month, chosen, unit, english, turned)
    _remember(headings, asdict(columns))
    return columns


def _remember(headings: list[str], choice: Mapping[str, Any]) -> None:
    kept = st.session_state.get(MEMORY, {})
    st.session_state[MEMORY] = {**kept, json.dumps(headings): dict(choice)}


def _accounts(found: list[str], before: Mapping[str, str], hand: Hand, words: Words) -> dict[str, str]:
    """Which line or measure each account of the file belongs to; an account may be left out."""
    known = targets(hand.model.case)
    if len(found) > MOST_ACCOUNTS:
        st.warning(literal(words("ledger.many_accounts", count=len(found), shown=MOST_ACCOUNTS)))
    st.markdown(f"**{words('ledger.accounts')}**")
    chosen: dict[str, str] = {}
    for account in found[:MOST_ACCOUNTS]:
        options = [NONE, *known]
        first = before.get(account) or _alike(account, known)
        chosen[account] = st.selectbox(
            literal(account),
            options,
            options.index(first) if first in options else 0,
            format_func=lambda key: words("ledger.left_out") if key == NONE else known[key],
            key=f"ledger-account-{account[:100]}",
        )
    return {account: key for account, key in chosen.items() if key != NONE}


def _alike(account: str, known: Mapping[str, str]) -> str:
    """The line or measure of this id or this name."""
    names = {name: key for key, label in known.items() for name in (key.partition(":")[2], label.lower())}
    return names.get(account.lower(), NONE)


# ------------------------------------------------------------------ what the file would give
def _preview(taken: ledger.Taken, hand: Hand, name: str, words: Words) -> None:
    """Every row that is refused with its reason, and what the others add up to, before anything is taken."""
    counts = {"entries": len(taken.entries), "rows": taken.rows, "refused": len(taken.refused), "apart": taken.apart}
    st.write(literal(words("ledger.found", **counts)))
    frame_block = Block("frame", tag("div", class_="right alone", data_holds=BODY))
    tables = blocks_of(_tables(taken, targets(hand.model.case), words), BODY, words, hand.model.case.title)
    view("ledger", [frame_block, *tables], words.language, hand.model.epoch, hand.model.seen)
    if taken.entries and st.button(literal(words("ledger.take", count=len(taken.entries)))):
        entries = [{**entry, "note": words("ledger.note", file=name)} for entry in taken.entries]
        take_change(hand, Record(entries), f"actuals.{name}", words)


def _tables(taken: ledger.Taken, known: Mapping[str, str], words: Words) -> Iterator[Group]:
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
    why = problem_text(Problem(row.code, "", row.params), words)
    return Row(str(row.number), "", str(row.number), texts(why, row.text[:200]))


def _entry(entry: Mapping[str, Any], known: Mapping[str, str], words: Words) -> Row:
    target = f"line:{entry['line']}" if "line" in entry else f"measure:{entry['measure']}"
    month, amount = entry.get("month"), entry["amount"]
    when = words("follow_up.form.whole_year") if month is None else str(month)
    cells = (*texts(str(entry["year"]), when), Cell(words.number(amount, 2), amount))
    return Row(target, "", known[target], cells)
