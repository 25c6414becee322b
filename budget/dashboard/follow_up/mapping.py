"""What the columns of a ledger's file are, and which line or measure each of its accounts belongs to."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import streamlit as st

from budget.case import Case, Problem
from budget.dashboard.cases.hand import Hand
from budget.dashboard.follow_up.forms import targets
from budget.dashboard.parts.say import literal, literally
from budget.export import ledger
from budget.export.ledger import Choice, Grid
from budget.export.ledger.saying import ANSWERS, told
from budget.text import Words

MOST_ACCOUNTS = 2000  # that a list offers; those past it are named by how they begin
MOST_LINES = 12  # lines and measures that stand below each other; of more one says which
WHEN = ("year", "period", "date")
KINDS = "kinds"


def mapped(grid: Grid, before: Choice, version: str, hand: Hand, words: Words) -> Choice | None:
    """The choice as the fields say it, beginning with what was kept or suggested; None while it contradicts itself."""
    columns = _columns(grid, before, version, words)
    when = any(role in columns for role in WHEN)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        unit = _unit(grid, before, columns, version, words)
        year = None if when else _year(hand.model.case, version, words)
        turned = st.toggle(words("ledger.turned"), before.turned, key=f"ledger-turned-{version}")
        to_date = st.toggle(words("ledger.to_date"), bool(before.to_date), key=f"ledger-to-date-{version}")
    accounts = _accounts(grid, before, columns, version, hand.model.case, words)
    if accounts is None:
        return None
    said = {"columns": columns, "accounts": accounts, "unit": unit, "year": year, "turned": turned}
    return before.model_copy(update={**said, "to_date": True if to_date else before.to_date and None})


# ------------------------------------------------------------------ the columns
def _columns(grid: Grid, before: Choice, version: str, words: Words) -> dict[str, list[int]]:
    numbers = grid.used
    first_when = next((before.at(role) for role in WHEN if before.at(role) is not None), None)
    first_month = before.at("month") if before.at("month") is not None else before.at("period")

    def column(part: str, first: int | None) -> int | None:
        options = [None, *numbers]
        return st.selectbox(
            words(f"ledger.{part}"),
            options,
            options.index(first) if first in options else 0,
            format_func=literally(lambda n: words("ledger.no_column") if n is None else grid.labels[n]),
            key=f"ledger-{part}-{version}",
        )

    with st.container(horizontal=True):
        found = {"account": column("account", before.at("account"))}
        when = column("year", first_when)
        found["month"] = column("month", first_month if first_month != first_when else None)
    amounts: list[int] = st.multiselect(
        words("ledger.amount"),
        numbers,
        [n for n in before.columns.get("amount", []) if n in numbers],
        format_func=literally(lambda n: grid.labels[n]),
        key=f"ledger-amount-{version}",
    )
    with st.container(horizontal=True):
        for role in ("sign", "debit", "credit"):
            found[role] = column(role, before.at(role))
    if when is not None:
        said = ledger.role_of(grid.labels[when])
        found[said if said in WHEN else "period"] = when
    columns = {role: [n] for role, n in found.items() if n is not None}
    return columns | ({"amount": amounts} if amounts else {})


def _unit(grid: Grid, before: Choice, columns: Mapping[str, list[int]], version: str, words: Words) -> str | None:
    """The unit of the amounts; as the file says, where nothing else is chosen."""
    said = ledger.said_units(grid, before.model_copy(update={"columns": columns}))
    of_file = words("ledger.unit_of_file", unit=words.listed(words(f"unit.{unit}") for unit in sorted(said)))
    unsaid = of_file if said else words("ledger.unit_unsaid")
    options = [None, *ledger.UNITS]
    return st.selectbox(
        words("ledger.unit"),
        options,
        options.index(before.unit),
        format_func=lambda u: unsaid if u is None else words(f"unit.{u}"),
        key=f"ledger-unit-{version}",
    )


def _year(case: Case, version: str, words: Words) -> int | None:
    return st.selectbox(
        words("ledger.stated_year"), list(case.horizon), None, key=f"ledger-stated-{version}",
        placeholder=words("ledger.choose"),
    )  # fmt: skip


# ------------------------------------------------------------------ the accounts
def _accounts(
    grid: Grid, before: Choice, columns: Mapping[str, list[int]], version: str, case: Case, words: Words
) -> dict[str, str] | None:
    """For each line and measure its accounts, by name or by how they begin; None where one is given to two."""
    if "account" not in columns:
        return {}
    known = targets(case)
    found = ledger.accounts_in(grid, columns["account"][0])
    first = {**_alike(found, known), **before.accounts}
    st.markdown(f"**{words('ledger.accounts')}**")
    st.write(literal(words("ledger.accounts_help", count=len(found))))
    shown = _shown(known, set(first.values()), version, words)
    chosen: dict[str, list[str]] = {}
    for target in shown:
        mine = [account for account, of in first.items() if of == target]
        chosen[target] = st.multiselect(
            literal(known[target]),
            list(dict.fromkeys([*mine, *found[:MOST_ACCOUNTS]])),
            mine,
            format_func=literally(str),
            key=f"ledger-of-{target}-{columns['account'][0]}-{version}",
            accept_new_options=True,
            placeholder=words("ledger.left_out"),
        )
    twice = sorted({a for of in chosen.values() for a in of if sum(a in other for other in chosen.values()) > 1})
    if twice:
        st.error(literal(words("ledger.account_twice", accounts=words.listed(twice))))
        return None
    return {account: target for target, accounts in chosen.items() for account in accounts}


def _shown(known: Mapping[str, str], used: set[str], version: str, words: Words) -> list[str]:
    if len(known) <= MOST_LINES:
        return list(known)
    return st.multiselect(
        words("ledger.lines"),
        list(known),
        [target for target in known if target in used],
        format_func=literally(lambda target: known[target]),
        key=f"ledger-lines-{version}",
    )


def _alike(accounts: Sequence[str], known: Mapping[str, str]) -> dict[str, str]:
    """The accounts that are called as a line or measure is, by its id or its name."""
    names = {name: key for key, label in known.items() for name in (key.partition(":")[2], label.lower())}
    return {account: names[account.lower()] for account in accounts if account.lower() in names}


# ------------------------------------------------------------------ what the file leaves open
def answered(choice: Choice, version: str) -> Choice:
    """The choice with what was answered before."""
    said: dict[str, Any] = {}
    for code, answers in ANSWERS.items():
        said |= answers.get(st.session_state.get(_key(code, version)) or "", {})
    where = {heading: value for heading, value in _kinds(version) if value is not None}
    return choice.model_copy(update={**said, "where": {**choice.where, **where}})


def ask(asked: Sequence[Problem], version: str, words: Words) -> None:
    """The open questions with their answers, and those that were answered, so that an answer can be another one."""
    codes = [problem.code.rpartition(".")[2] for problem in asked]
    for problem, code in zip(asked, codes, strict=True):
        if code == KINDS:
            continue
        st.warning(literal(told(problem, words)))
        if code in ANSWERS:
            _radio(code, words(f"ledger.answer.{code}"), version, words)
    for code in ANSWERS:
        if code not in codes and st.session_state.get(_key(code, version)):
            _radio(code, words(f"ledger.answer.{code}"), version, words)
    values = {str(p.params["heading"]): p for p in asked if p.code.endswith(f".{KINDS}")}
    for heading, problem in values.items():
        st.session_state[f"{_key(KINDS, version)}-known-{heading}"] = problem
    for heading, problem in _asked_kinds(version):
        if heading in values:
            st.warning(literal(told(problem, words)))
        st.radio(
            literal(words("ledger.answer.kinds", heading=heading)),
            list(problem.params["options"]),
            None,
            format_func=literally(str),
            key=_of_kind(heading, version),
            horizontal=True,
        )


def _radio(code: str, label: str, version: str, words: Words) -> None:
    st.radio(
        literal(label),
        list(ANSWERS[code]),
        None,
        format_func=literally(lambda answer: words(f"ledger.answer.{code}.{answer}")),
        key=_key(code, version),
        horizontal=True,
    )


def _key(code: str, version: str) -> str:
    return f"ledger-answer-{code}-{version}"


def _of_kind(heading: str, version: str) -> str:
    return f"{_key(KINDS, version)}-{heading}"


def _asked_kinds(version: str) -> Iterator[tuple[str, Problem]]:
    start = f"{_key(KINDS, version)}-known-"
    for key, problem in list(st.session_state.items()):
        if isinstance(key, str) and key.startswith(start):
            yield key[len(start) :], problem


def _kinds(version: str) -> Iterator[tuple[str, Any]]:
    for heading, _ in _asked_kinds(version):
        yield heading, st.session_state.get(_of_kind(heading, version))
