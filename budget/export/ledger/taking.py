"""What a file gives for a case under a choice: entries, every row that is left out, and what must be answered first.

The page and the command line both take what is found here. With an open question nothing may be taken.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from budget.case import Case, Problem, refuse
from budget.case.following import is_forecast, says_would_have_cost
from budget.export.ledger.choice import Choice, amount_columns
from budget.export.ledger.entries import Left, closed, entries_of, months_of, only_rise, totals
from budget.export.ledger.periods import heading_period
from budget.export.ledger.postings import Posted, Postings, Refused, account_texts, postings, refused
from budget.export.ledger.shape import Grid, cell_text
from budget.export.ledger.vocabulary import (
    CURRENCY,
    CURRENCY_HEADING,
    KIND_HEADING,
    OWN_CURRENCY,
    TO_DATE,
    is_kind,
)

MOST_KINDS = 12  # different values that a column of kinds has at most
MOST_NAMED = 5


@dataclass(frozen=True)
class Taken:
    """What a file gives: one entry for each line or measure, year and month; how many rows they add up; the others."""

    entries: list[dict[str, Any]] = field(default_factory=list)
    rows: int = 0
    refused: list[Refused] = field(default_factory=list)
    apart: dict[str, list[int]] = field(default_factory=dict)  # rows of accounts that are not followed, by account
    asked: list[Problem] = field(default_factory=list)
    notes: list[Problem] = field(default_factory=list)

    @property
    def rows_apart(self) -> int:
        return sum(map(len, self.apart.values()))


def take(grid: Grid, choice: Choice, case: Case) -> Taken:
    """The entries of the file for a case: amounts of one line or measure, year and month added up."""
    asked = list(_columns_asked(grid, choice))
    if asked:
        return Taken(asked=asked)
    if any(label not in grid.labels for label in choice.where):
        raise refuse("ledger_heading", read=next(iter(choice.where)), known=", ".join(grid.labels))
    asked = list(_asked_before(grid, choice))
    found = postings(grid, choice, case.horizon)
    asked += found.asked
    kept = _without_totals(grid, choice, found, asked)
    kept = _by_month(grid, choice, kept, found, asked)
    kept, left, closing = closed(kept)
    found.refused += _left_out(grid, left)
    if closing:
        found.notes.append(Problem("ledger.note.closing", "", {"count": closing}))
    rows = sorted(set().union(*(posted.rows for posted in kept)))
    asked += _kinds(grid, choice, rows)
    if found.blank:
        asked.append(Problem("ledger.ask.blank", "", _named(grid, found.blank)))
    if not found.followed:
        asked.append(Problem("ledger.ask.accounts", "", {"found": _listed(found.apart)}))
    entries = entries_of(kept)
    found.notes += _wins(entries, case)
    return Taken(entries, len(rows), sorted(found.refused, key=lambda r: r.number), found.apart, asked, found.notes)


def _left_out(grid: Grid, left: Sequence[Left]) -> Iterator[Refused]:
    for row, code in dict.fromkeys((row, code) for posted, code in left for row in posted.rows):
        yield refused(grid, row, Problem(code))


def _named(grid: Grid, rows: Sequence[int]) -> dict[str, Any]:
    """How many rows, and the first of them by number."""
    numbers = ", ".join(str(grid.numbers[row]) for row in rows[:MOST_NAMED])
    return {
        "count": len(rows),
        "rows": numbers + (", …" if len(rows) > MOST_NAMED else ""),
        "text": grid.text(rows[0])[:200],
    }


def _listed(texts: Sequence[str] | dict[str, list[int]]) -> str:
    found = list(texts)
    return ", ".join(found[:MOST_NAMED]) + (", …" if len(found) > MOST_NAMED else "") or "–"


# ------------------------------------------------------------------ what must be answered before anything is read
def _columns_asked(grid: Grid, choice: Choice) -> Iterator[Problem]:
    headings = {"headings": ", ".join(grid.labels[n] for n in grid.used)}
    roles = choice.columns
    if not roles.get("account"):
        yield Problem("ledger.ask.account", "", headings)
    amounts = roles.get("amount", [])
    if not amounts and not (roles.get("debit") and roles.get("credit")):
        yield Problem("ledger.ask.amount", "", headings)
        return
    periods = [heading_period(grid.headings[n]) for n in amounts]
    if len(amounts) > 1 and (None in periods or len(set(periods)) < len(periods)):
        yield Problem("ledger.ask.amounts", "", {"headings": ", ".join(grid.labels[n] for n in amounts)})
    dated = all(period and period[0] for period in periods) and bool(periods)
    if not dated and choice.year is None and not _a_year_stands(grid, choice):
        yield Problem("ledger.ask.year", "", {"above": "; ".join(grid.above)[:300] or "–"})


def _a_year_stands(grid: Grid, choice: Choice) -> bool:
    """Whether a column can say the year: a year's or a date's, or a period's whose cells name it."""
    if choice.columns.get("year") or choice.columns.get("date"):
        return True
    for role in ("period", "month"):
        for n in choice.columns.get(role, []):
            first = next((text for value in grid.columns[n] if (text := cell_text(value))), "")
            if (found := heading_period(first)) and found[0]:
                return True
    return False


def _asked_before(grid: Grid, choice: Choice) -> Iterator[Problem]:
    """What the headings leave open: another currency, a budget's column."""
    names = [grid.headings[n] for n in amount_columns(choice)]
    lines = [text for text in (*names, *grid.above) if CURRENCY.search(text.lower())]
    if lines and choice.unit is None:
        yield Problem("ledger.ask.currency", "", {"read": lines[0][:200]})


# ------------------------------------------------------------------ rows that count twice, months that hold a year
def _without_totals(grid: Grid, choice: Choice, found: Postings, asked: list[Problem]) -> list[Posted]:
    if choice.totals == "count":
        return found.found
    rows = totals(found.found)
    if not rows:
        return found.found
    if choice.totals is None:
        asked.append(Problem("ledger.ask.totals", "", _named(grid, rows)))
        return found.found
    dropped = set(rows)
    found.refused += [refused(grid, row, Problem("ledger_total")) for row in rows]
    return [_less(posted, dropped) for posted in found.found if set(posted.rows) - dropped]


def _less(posted: Posted, dropped: set[int]) -> Posted:
    kept = [(row, amount) for row, amount in zip(posted.rows, posted.amounts, strict=True) if row not in dropped]
    return replace(posted, rows=[row for row, _ in kept], amounts=[amount for _, amount in kept])


def _by_month(grid: Grid, choice: Choice, kept: list[Posted], found: Postings, asked: list[Problem]) -> list[Posted]:
    said = any(TO_DATE.search(grid.headings[n].lower()) for n in amount_columns(choice))
    to_date = said if choice.to_date is None else choice.to_date
    if choice.to_date is None and not said and only_rise(kept):
        asked.append(Problem("ledger.ask.to_date"))
    if not to_date:
        return kept
    if said and choice.to_date is None:
        found.notes.append(Problem("ledger.note.to_date"))
    kept, left = months_of(kept)
    found.refused += _left_out(grid, left)
    return kept


# ------------------------------------------------------------------ rows of several kinds
def _kinds(grid: Grid, choice: Choice, rows: Sequence[int]) -> Iterator[Problem]:
    """Columns whose values set budgets, currencies or versions beside the accounts, and that no answer filters by."""
    used = {n for numbers in choice.columns.values() for n in numbers}
    for n, label in enumerate(grid.labels):
        if n in used or label in choice.where:
            continue
        column, values = grid.columns[n], set[Any]()
        for at in range(0, len(rows), 1000):
            values.update([column[row] for row in rows[at : at + 1000]])
            if len(values) > MOST_KINDS:
                break
        else:
            texts = sorted(text for value in values if (text := cell_text(value)))
            if _of_kinds(grid.headings[n].lower(), texts):
                said = {"heading": label, "values": ", ".join(texts), "options": texts}
                yield Problem("ledger.ask.kinds", "", said)


def _of_kinds(heading: str, texts: Sequence[str]) -> bool:
    if CURRENCY_HEADING.search(heading):
        return not {text.lower() for text in texts} <= OWN_CURRENCY
    if KIND_HEADING.match(heading) and len(texts) > 1:
        return True
    return any(map(is_kind, texts))


# ------------------------------------------------------------------ what wins
def _wins(entries: Sequence[dict[str, Any]], case: Case) -> Iterator[Problem]:
    """Entries that take the place of others in the case, and months beside the figure of their whole year."""

    def key(entry: Any, get: Callable[[Any, str], Any]) -> tuple[Any, ...]:
        return get(entry, "line"), get(entry, "measure"), get(entry, "year")

    new = {(*key(entry, dict.get), entry.get("month")): entry["amount"] for entry in entries}
    had = {(*key(a, getattr), a.month): a.amount for a in case.actuals if not is_forecast(a)}
    replaced = [at for at, amount in new.items() if at in had and round(had[at], 2) != amount]
    if replaced:
        yield Problem(
            "ledger.note.replaced", "", {"count": len(replaced), "what": _listed([_when(at) for at in replaced])}
        )
    both = {at[:3] for at in {**had, **new} if at[3] is None and any((*at[:3], month) in new for month in range(1, 13))}
    both |= {at[:3] for at in new if at[3] is None and any((*at[:3], month) in had for month in range(1, 13))}
    savings = {line.id for line in case.savings if not says_would_have_cost(line)}
    sums: dict[str, float] = {}
    for entry in entries:
        if entry.get("line") in savings:
            sums[entry["line"]] = sums.get(entry["line"], 0.0) + entry["amount"]
    if gross := [id for id, amount in sums.items() if amount > 0]:
        yield Problem("ledger.note.gross", "", {"what": _listed(gross)})
    if both:
        named = [_when((*at, None)) for at in sorted(both, key=str)]
        yield Problem("ledger.note.year_wins", "", {"what": _listed(named)})


def _when(at: tuple[Any, ...]) -> str:
    line, measure, year, month = at
    return f"{line or measure} {year}" + ("" if month is None else f"-{month:02d}")


def accounts_in(grid: Grid, column: int) -> list[str]:
    """What stands in a column below its heading, each once, in the order of the file."""
    return [text for text in dict.fromkeys(account_texts(grid, column)) if text]
