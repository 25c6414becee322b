"""What a person has chosen for a file: its columns, its unit, which line each account belongs to.

A choice is of one file's headings. It is kept as a small file of the user's own, by the headings, and applied whole to
the next file that has them. A year that was stated is not kept: next year's file has the same headings.
"""

import json
from collections.abc import Mapping, Sequence
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from budget.case import Problem, refuse
from budget.export.ledger.periods import heading_period
from budget.export.ledger.shape import Grid, cell_text
from budget.export.ledger.vocabulary import ACCOUNT_ORDER, ACTUAL, ROLES, SIDES, TO_DATE, is_other, role_of, unit_of

MOST_CHOICE = 1_000_000  # bytes of the file that keeps choices
UNITS = {"kr": 1, "1000": 1000, "mio": 1_000_000}
NONE = "-"  # answers that no column has a role


class Choice(BaseModel):
    """The columns by role, numbered from 0, and how their cells are meant; None is what was not said."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    columns: dict[str, list[int]] = Field(default_factory=dict)
    accounts: dict[str, str] = Field(default_factory=dict)  # one, or how some begin and *: "line:id" or "measure:id"
    where: dict[str, str] = Field(default_factory=dict)  # only the rows with this value under this heading
    unit: Literal["kr", "1000", "mio"] | None = None
    english: bool | None = None  # the decimal sign is a point
    month_first: bool | None = None  # 3/31/2015
    turned: bool = False  # the file has the opposite sign
    to_date: bool | None = None  # each month's amount is that of the year to date
    blank: Literal["above", "leave"] | None = None  # rows without an account belong to the account above them
    totals: Literal["leave", "count"] | None = None  # rows that equal the sum of those above them
    apply_sides: bool | None = None  # the sign is that of the column of sides, though some amounts have one
    year: int | None = None

    def at(self, role: str) -> int | None:
        """The one column of a role."""
        found = self.columns.get(role)
        return found[0] if found else None


# ------------------------------------------------------------------ kept
Kept = dict[str, Choice]


def name_of(grid: Grid) -> str:
    """What a choice for this file is kept under."""
    return json.dumps(grid.key)


def kept_text(kept: Mapping[str, Choice]) -> str:
    """The choices as the file that keeps them."""
    said = {name: choice.model_dump(exclude_defaults=True, exclude={"year"}) for name, choice in kept.items()}
    return json.dumps(said, ensure_ascii=False, indent=1)


def choices_from(data: bytes) -> Kept:
    """The choices in a file that keeps them; CaseError for anything else."""
    try:
        found: dict[str, Any] = json.loads(data if len(data) <= MOST_CHOICE else b"null")
        return {_headings(name): _choice(said, len(json.loads(name))) for name, said in found.items()}
    except (ValueError, TypeError, AttributeError, KeyError, RecursionError, ValidationError):
        raise refuse("ledger_choice") from None


def _headings(name: str) -> str:
    found = json.loads(name)
    if not isinstance(found, list) or not all(isinstance(heading, str) for heading in found):
        raise ValueError
    return json.dumps(found)


def _choice(said: dict[str, Any], width: int) -> Choice:
    if "account" in said:  # as kept before: one column for each role, the period in that of the year
        names = ("account", "year", "month", "amount")
        columns = {name: [said[name]] for name in names if said.get(name) is not None}
        kept = ("accounts", "unit", "english", "turned")
        rest: dict[str, Any] = {name: said[name] for name in kept if name in said}
        if not {"year", "amount"} <= said.keys() or said.keys() - {*names, *rest}:
            raise ValueError
        said = {"columns": columns, **rest}
    choice = Choice.model_validate(said)
    numbers = [n for columns in choice.columns.values() for n in columns]
    if choice.columns.keys() - set(ROLES) or not choice.columns or not all(0 <= n < width for n in numbers):
        raise ValueError
    return choice


def misfit(grid: Grid, kept: Mapping[str, Choice]) -> Problem | None:
    """Why none of the kept choices is for this file: the headings that it has and the file has not."""
    if not kept or name_of(grid) in kept:
        return None
    nearest = max((json.loads(name) for name in kept), key=lambda names: len(set(names) & set(grid.key)))
    lacking = [name for name in nearest if name not in grid.key]
    more = [name for name in grid.key if name not in nearest]
    listed = {"lacking": ", ".join(lacking) or "–", "more": ", ".join(more) or "–"}
    return Problem("ledger_choice_misfit" if lacking or more else "ledger_choice_order", "", listed)


# ------------------------------------------------------------------ suggested by the headings
def suggested(grid: Grid, accounts: Sequence[str] = ()) -> Choice:
    """The columns that the headings speak of, and no more; `accounts` are those that somebody is looking for."""
    columns: dict[str, list[int]] = {}
    for n, (name, (upper, lower)) in enumerate(zip(grid.headings, grid.parts, strict=True)):
        role = role_of(lower) or role_of(upper)
        if role and (role != "amount" or not is_other(name)) and n in grid.used:
            columns.setdefault(role, []).append(n)
    found = {role: numbers[:1] for role, numbers in columns.items() if role in ("debit", "credit", "sign", "month")}
    found |= _account(grid, columns.get("account", []), accounts)
    found |= _when(grid, columns)
    dated = _dated(grid, {n for numbers in found.values() for n in numbers})
    if len(dated) > 1 or (dated and not columns.get("amount")) or set(dated) & set(columns.get("amount", [])):
        found["amount"] = dated
    elif not {"debit", "credit"} <= found.keys():
        found["amount"] = _amount(grid, columns.get("amount", []))
    if "sign" not in found and (side := _side(grid, {n for numbers in found.values() for n in numbers})) is not None:
        found["sign"] = [side]
    return Choice(columns={role: numbers for role, numbers in found.items() if numbers})


def _account(grid: Grid, candidates: list[int], looked_for: Sequence[str]) -> dict[str, list[int]]:
    """The column where the accounts looked for are found, else the one whose heading is nearest to an account."""
    wanted = {name.strip("'") for name in looked_for if not name.endswith("*")}
    starts = tuple(name[:-1] for name in looked_for if name.endswith("*"))

    def holds(n: int) -> bool:
        texts = {cell_text(value).strip("'") for value in set(grid.columns[n])}
        return bool(wanted & texts or (starts and any(text.startswith(starts) for text in texts)))

    every = [n for n in range(len(grid.headings)) if n in candidates or not role_of(grid.headings[n])]
    holding = [n for n in every if looked_for and holds(n)]
    named = [n for n in holding if n in candidates]
    chosen = named or (candidates if candidates else holding)
    filled = [n for n in chosen if any(value not in (None, "") for value in grid.columns[n])] or chosen

    def order(n: int) -> int:
        low = grid.headings[n].lower()
        return next((at for at, word in enumerate(ACCOUNT_ORDER) if word in low), len(ACCOUNT_ORDER))

    return {"account": [min(filled, key=order)]} if filled else {}


def _when(grid: Grid, columns: Mapping[str, list[int]]) -> dict[str, list[int]]:
    """Where the year and the month stand: a year's column with a month's or a period's beside it, else a period that
    names its year, else a date."""
    year, month, period, date = (columns.get(role, [])[:1] for role in ("year", "month", "period", "date"))
    if year:
        return {"year": year, **({"month": month} if month else {"period": period} if period else {"date": date})}
    if period and (not date or _names_a_year(grid, period[0])):
        return {"period": period}
    return {"date": date} if date and not month else {"month": month, **({"date": date} if date else {})}


def _names_a_year(grid: Grid, column: int) -> bool:
    first = next((text for value in grid.columns[column] if (text := cell_text(value))), "")
    found = heading_period(first)
    return bool(found and found[0])


def _dated(grid: Grid, taken: set[int]) -> list[int]:
    """The columns of figures whose headings name their month or year: those of the accounts where budgets stand beside
    them, and the months where a year's sum does."""
    found = {n: period for n, name in enumerate(grid.headings) if n not in taken and (period := heading_period(name))}
    months = {n: period for n, period in found.items() if period[1] is not None}
    kept = list(months if len(months) > 1 else found)
    actual = [n for n in kept if ACTUAL.search(grid.headings[n].lower()) and not is_other(grid.headings[n])]
    neutral = [n for n in kept if not is_other(grid.headings[n])]
    return actual or neutral


def _amount(grid: Grid, candidates: list[int]) -> list[int]:
    """The one column of amounts: that of the accounts where there are several; none where that is not clear."""
    actual = [n for n in candidates if ACTUAL.search(grid.headings[n].lower())]
    to_date = [n for n in candidates if TO_DATE.search(grid.headings[n].lower())]
    for found in (
        candidates,
        actual,
        [n for n in actual if n not in to_date],
        [n for n in candidates if n not in to_date],
    ):
        if len(found) == 1:
            return found
    return []


def _side(grid: Grid, taken: set[int]) -> int | None:
    """A column that holds nothing but the side of an amount, with both sides in it."""
    for n, column in enumerate(grid.columns):
        if n in taken:
            continue
        few = set(column[:2000])
        if 1 < len(few) <= 4 and len({SIDES.get(cell_text(v).lower()) for v in few} - {None}) == 2:
            found = {cell_text(value).lower() for value in set(column)} - {""}
            if found <= SIDES.keys():
                return n
    return None


# ------------------------------------------------------------------ the unit
def said_units(grid: Grid, choice: Choice) -> set[str]:
    """The units that the headings of the amounts name, else those that the lines above the table do."""
    headings = [grid.headings[n] for n in amount_columns(choice)]
    named = {unit for heading in headings if (unit := unit_of(heading))}
    return named or {unit for line in grid.above if (unit := unit_of(line))}


def amount_columns(choice: Choice) -> list[int]:
    return [n for role in ("amount", "debit", "credit") for n in choice.columns.get(role, [])]


# ------------------------------------------------------------------ said outright
def column_of(grid: Grid, heading: str) -> int:
    """The column of a heading, or of its label where several have that name; CaseError for none or several."""
    low = heading.strip().casefold()
    for names in (grid.labels, grid.headings):
        found = [n for n, name in enumerate(names) if name.casefold() == low]
        if len(found) == 1:
            return found[0]
        if found:
            raise refuse("ledger_heading_twice", read=heading, known=", ".join(grid.labels[n] for n in found))
    raise refuse("ledger_heading", read=heading, known=", ".join(n for n in grid.labels))


def chosen_columns(
    grid: Grid, suggested: Mapping[str, list[int]], said: Sequence[tuple[str, str]]
) -> dict[str, list[int]]:
    """The columns by role: those that were said, and of the others those that do not contradict them."""
    given: dict[str, list[int]] = {}
    for role, heading in said:
        if role not in ROLES:
            raise refuse("ledger_role", read=role, known=", ".join(ROLES))
        columns = given.setdefault(role, [])
        if heading != NONE:
            columns += _columns_of(grid, heading) if role == "amount" else [column_of(grid, heading)]
    dropped = set(given)
    if "amount" in given:
        dropped |= {"debit", "credit"}
    if "debit" in given or "credit" in given:
        dropped.add("amount")
    if "date" in given:
        dropped |= {"year", "month", "period"}
    elif given.keys() & {"year", "month", "period"}:
        dropped.add("date")
    taken = {n for columns in given.values() for n in columns}
    kept = {role: [n for n in columns if n not in taken] for role, columns in suggested.items() if role not in dropped}
    return {role: columns for role, columns in {**kept, **given}.items() if columns}


def _columns_of(grid: Grid, heading: str) -> list[int]:
    """The column of a heading; all that stand under or over it where the heading is of two rows."""
    low = heading.strip().casefold()
    parts = [n for n, pair in enumerate(grid.parts) if pair[1] and low in (part.casefold() for part in pair)]
    return parts if parts and low not in map(str.casefold, grid.labels) else [column_of(grid, heading)]
