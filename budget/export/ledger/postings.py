"""The rows that are followed, as postings: which line or measure, year, month and amount; or why a row is not taken."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from budget.case import Problem
from budget.export.ledger.choice import Choice, amount_columns
from budget.export.ledger.money import Amount, Money
from budget.export.ledger.shape import Grid, cell_text
from budget.export.ledger.vocabulary import is_total
from budget.export.ledger.whens import Placed, Whens


@dataclass
class Posted:
    """The postings of one account in one month: their rows in the grid and their amounts, in the file's order."""

    target: str
    account: str
    year: int
    month: int | None  # up to 16: what is posted while the year is closed
    rows: list[int]
    amounts: list[float]


@dataclass(frozen=True)
class Refused:
    """A row that is not taken: its number in the file, what stood there, and why (a key of the catalogue)."""

    number: int
    text: str
    code: str
    params: Mapping[str, Any] = field(default_factory=dict)


@dataclass
class Postings:
    """What the rows of a file give for a case, what they do not, and what has to be answered first."""

    found: list[Posted] = field(default_factory=list)
    followed: list[int] = field(default_factory=list)  # rows of the grid whose account is followed
    refused: list[Refused] = field(default_factory=list)
    apart: dict[str, list[int]] = field(default_factory=dict)  # rows of accounts that are not followed, by account
    blank: list[int] = field(default_factory=list)  # rows of the grid with an amount and no account
    asked: list[Problem] = field(default_factory=list)
    notes: list[Problem] = field(default_factory=list)


def postings(grid: Grid, choice: Choice, years: Sequence[int]) -> Postings:
    """Every row of the grid by itself; the columns of the choice are there."""
    result = Postings(refused=[Refused(number, "", code) for number, code in grid.aside if code != "ledger_furniture"])
    accounts = _accounts(grid, choice, result)
    targets = {account: target_of(account, choice.accounts) for account in set(accounts)}
    result.followed = [n for n, account in enumerate(accounts) if targets[account]]
    if len(result.followed) < len(accounts):
        for n, account in enumerate(accounts):
            if account and not targets[account]:
                result.apart.setdefault(account, []).append(grid.numbers[n])
    rows = list(_where(grid, choice, result)) if choice.where else result.followed
    whens = Whens(grid, choice, rows, years, result.asked, result.notes).of_columns()
    amounts = Money(grid, choice, rows, result.asked, result.notes).amounts()
    result.found = _posted(grid, rows, [accounts[n] for n in rows], targets, whens, amounts, result)
    return result


def refused(grid: Grid, row: int, problem: Problem) -> Refused:
    return Refused(grid.numbers[row], grid.text(row), problem.code, problem.params)


# ------------------------------------------------------------------ which rows
def account_texts(grid: Grid, column: int) -> list[str]:
    """What stands in the account's column, row by row, without the mark that makes a number a text."""
    texts = {value: cell_text(value).strip("'") for value in set(grid.columns[column])}
    return [texts[value] for value in grid.columns[column]]


def target_of(account: str, chosen: Mapping[str, str]) -> str:
    """The line or measure of an account: by its own name, else by the longest beginning of it that was named."""
    if not account:
        return ""
    if account in chosen:
        return chosen[account]
    starts = [name for name in chosen if name.endswith("*") and account.startswith(name[:-1].strip("'"))]
    return chosen[max(starts, key=len)] if starts else chosen.get(f"'{account}'", "")


def _accounts(grid: Grid, choice: Choice, result: Postings) -> list[str]:
    """The account of each row; one without is that above it, where that was answered."""
    texts = account_texts(grid, choice.columns["account"][0])
    if all(texts):
        return texts
    amounts = [grid.columns[n] for n in amount_columns(choice)]
    above = ""
    for n, text in enumerate(texts):
        if text:
            above = text
        elif any(cell_text(column[n]) for column in amounts):
            if any(is_total(cell_text(column[n])) for column in grid.columns):
                result.refused.append(refused(grid, n, Problem("ledger_total")))
            elif choice.blank == "above" and above:
                texts[n] = above
            else:
                result.blank.append(n)
    if choice.blank is not None:
        result.refused += [refused(grid, n, Problem("ledger_no_account")) for n in result.blank]
        result.blank = []
    return texts


def _where(grid: Grid, choice: Choice, result: Postings) -> Iterator[int]:
    wanted = [(label, grid.columns[grid.labels.index(label)], value) for label, value in choice.where.items()]
    for n in result.followed:
        other = next(((label, text) for label, column, value in wanted
                      if (text := cell_text(column[n])).casefold() != value.casefold()), None)  # fmt: skip
        if other is None:
            yield n
        else:
            said = {"heading": other[0], "read": other[1] or "–"}
            result.refused.append(refused(grid, n, Problem("ledger_where", "", said)))


# ------------------------------------------------------------------ what they give
def _posted(
    grid: Grid,
    rows: Sequence[int],
    accounts: Sequence[str],
    targets: Mapping[str, str],
    whens: list[list[Placed | Problem | None]],
    amounts: list[list[Amount]],
    result: Postings,
) -> list[Posted]:
    """The rows by account and month; a row of which one amount cannot be read is not taken at all."""
    several = len(amounts) > 1
    bad = dict(_bad(rows, whens, amounts, several)) if _any_bad(whens, amounts) else {}
    result.refused += [refused(grid, row, problem) for row, problem in bad.items()]
    found: dict[tuple[str, Placed | Problem | None], Posted] = {}
    for of_column, in_column in zip(whens, amounts, strict=True):
        for row, key, amount in zip(rows, zip(accounts, of_column, strict=True), in_column, strict=True):
            if type(amount) is not float or (bad and row in bad):
                continue
            posted = found.get(key)
            if posted is None:
                account, when = key
                if type(when) is not tuple:
                    continue
                posted = found[key] = Posted(targets[account], account, when[0], when[1], [], [])
            posted.rows.append(row)
            posted.amounts.append(amount)
    return list(found.values())


def _any_bad(whens: list[list[Placed | Problem | None]], amounts: list[list[Amount]]) -> bool:
    """Whether any cell is empty or cannot be read."""
    kinds: list[tuple[list[Any], type]] = [
        *((column, tuple) for column in whens),
        *((column, float) for column in amounts),
    ]
    return any(set(map(type, column)) != {kind} for column, kind in kinds if column)


def _bad(
    rows: Sequence[int], whens: list[list[Placed | Problem | None]], amounts: list[list[Amount]], several: bool
) -> Iterator[tuple[int, Problem]]:
    for n, row in enumerate(rows):
        said = [(of_column[n], in_column[n]) for of_column, in_column in zip(whens, amounts, strict=True)]
        if several:
            said = [(when, amount) for when, amount in said if when is not None and amount is not None]
        if not said or said[0][1] is None:
            whens_of = [when for when, _ in said if isinstance(when, Problem)]
            yield row, whens_of[0] if whens_of else Problem("ledger_amount_empty")
            continue
        problem = next((part for pair in said for part in pair if isinstance(part, Problem)), None)
        if problem is not None:
            yield row, problem
