"""From postings to the entries of a case: months out of amounts to date, closing periods into December, sums, and rows
that are the sum of others."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import accumulate, islice
from math import fsum
from operator import eq
from typing import Any

from budget.export.ledger.postings import Posted
from budget.export.ledger.vocabulary import is_total

DECEMBER = 12
LEAST_RISING = 3  # months that only rise, before it is asked whether they are amounts to date
Left = tuple[Posted, str]


def entries_of(found: Iterable[Posted]) -> list[dict[str, Any]]:
    """One entry for each line or measure, year and month: the sum of its postings."""
    amounts: dict[tuple[str, int, int | None], list[float]] = defaultdict(list)
    for posted in found:
        amounts[posted.target, posted.year, posted.month] += posted.amounts
    return [_entry(*key, fsum(summed)) for key, summed in amounts.items()]


def _entry(target: str, year: int, month: int | None, amount: float) -> dict[str, Any]:
    of, _, id = target.partition(":")
    entry: dict[str, Any] = {of: id, "year": year}
    if month is not None:
        entry["month"] = month
    return {**entry, "amount": round(amount, 2) + 0.0, "basis": "accounts"}


# ------------------------------------------------------------------ amounts to date
def only_rise(found: Sequence[Posted]) -> bool:
    """Whether the months of every line and year that has some only rise, as amounts to date do."""
    sums: dict[tuple[str, int], dict[int, float]] = defaultdict(lambda: defaultdict(float))
    for posted in found:
        if posted.month is not None:
            sums[posted.target, posted.year][posted.month] += fsum(posted.amounts)
    series = [[round(abs(by_month[month]), 2) for month in sorted(by_month)] for by_month in sums.values()]
    long = [amounts for amounts in series if len(amounts) >= LEAST_RISING]
    return bool(long) and all(amounts == sorted(amounts) and amounts[-1] > amounts[0] for amounts in long)


def months_of(found: Sequence[Posted]) -> tuple[list[Posted], list[Left]]:
    """Amounts to date as each month's own: less that of the month before. A month whose month before is not in the
    file cannot be told, and is left out."""
    there = {(posted.year, posted.month) for posted in found}
    by_account: dict[tuple[str, int], dict[int | None, Posted]] = defaultdict(dict)
    for posted in found:
        by_account[posted.account, posted.year][posted.month] = posted
    kept, left = list[Posted](), list[Left]()
    for (_, year), by_month in by_account.items():
        begun = min((month for month in by_month if month), default=0)
        for month, posted in by_month.items():
            if month is None:
                left.append((posted, "ledger_to_date_no_month"))
                continue
            new = month == begun and all((year, earlier) in there for earlier in range(1, month))
            if new or month - 1 in by_month:
                before = by_month.get(month - 1)
                kept.append(replace(posted, amounts=[*posted.amounts, -fsum(before.amounts) if before else 0.0]))
            else:
                left.append((posted, "ledger_to_date_gap"))
    return kept, left


# ------------------------------------------------------------------ the periods in which a year is closed
def closed(found: Sequence[Posted]) -> tuple[list[Posted], list[Left], int]:
    """The periods 13 to 16 as part of December; left out where the file has no December for them to be added to, since
    they would stand in its place. And how many rows there were."""
    decembers = {(posted.target, posted.year) for posted in found if posted.month == DECEMBER}
    kept, left, closing = list[Posted](), list[Left](), 0
    for posted in found:
        if posted.month is None or posted.month <= DECEMBER:
            kept.append(posted)
        elif (posted.target, posted.year) in decembers:
            kept.append(replace(posted, month=DECEMBER))
            closing += len(posted.rows)
        else:
            left.append((posted, "ledger_closing_alone"))
    return kept, left, closing


# ------------------------------------------------------------------ rows that are the sum of others
def totals(found: Sequence[Posted]) -> list[int]:
    """The rows (of the grid) that come to the sum of those above or below them, or say that they are a total, beside
    others of the same line."""
    of_line: dict[str, set[str]] = defaultdict(set)
    by_period: dict[tuple[str, int, int | None], list[Posted]] = defaultdict(list)
    for posted in found:
        of_line[posted.target].add(posted.account)
        by_period[posted.target, posted.year, posted.month].append(posted)
    worded = {account for names in of_line.values() if len(names) > 1 for account in names if is_total(account)}
    flagged = {row for posted in found if posted.account in worded for row in posted.rows}
    for group in by_period.values():
        pairs: list[tuple[int, float]] = []
        for posted in group:
            pairs += zip(posted.rows, posted.amounts, strict=True)
        if len(pairs) > 2:
            pairs.sort()
            rows, cents = [row for row, _ in pairs], [round(amount * 100) for _, amount in pairs]
            flagged |= _sums(rows, cents) or _sums(rows[::-1], cents[::-1])
    return sorted(flagged)


def _sums(rows: Sequence[int], amounts: Sequence[int]) -> set[int]:
    """The rows that equal the sum of at least two before them since the last such row, or of those sums together."""
    if not any(map(eq, islice(amounts, 2, None), islice(accumulate(amounts), 1, None))):
        return set()  # not even a first one
    flagged: set[int] = set()
    run, count, sums, of_sums = 0, 0, 0, 0
    for row, amount in zip(rows, amounts, strict=True):
        of_run = count > 1 and amount == run
        if amount and (of_run or (of_sums > 1 and amount == sums + run)):
            flagged.add(row)
            sums, of_sums = (sums + amount, of_sums + 1) if of_run else (0, 0)
            run = count = 0
        else:
            run, count = run + amount, count + 1
    return flagged
