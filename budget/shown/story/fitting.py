"""A table made to fit a slide or a page: which years and lines are shown, and what is left out is said."""

from collections.abc import Iterator
from dataclasses import replace

from budget.analysis.facts import year_spans
from budget.formulas.table import BLOCKS
from budget.shown.model import Cell, Row, Table
from budget.shown.phrases import said
from budget.text import Words

BUDGET_YEARS = 4  # the budget year and its forecast years
PART_OF = {kind: own for own, *others in (kinds for _, kinds in BLOCKS) for kind in (own, *others)}
SUBTOTALS = {own: key for key, (own, *_) in BLOCKS}


def fitted(
    table: Table, most_years: int, most_rows: int, words: Words, unit: str = "1000", marked: int | None = None
) -> Table:
    """The table with at most so many years and rows; the smallest lines of money are put together, never dropped."""
    return _fewer_years(_fewer_rows(table, most_rows, words, unit), most_years, marked, words)


# ------------------------------------------------------------------ years
def chosen_years(years: tuple[int, ...], most: int, marked: int | None = None) -> tuple[int, ...]:
    """The first and the last year, the marked one and those of the budget; then years spread evenly over the rest."""
    if len(years) <= most:
        return years
    wanted = [years[0], years[-1], *(year for year in years if year == marked), *years[1:BUDGET_YEARS]]
    chosen = list(dict.fromkeys(wanted))[:most]
    while len(chosen) < most:
        chosen.append(max(years, key=lambda year: (min(abs(year - other) for other in chosen), -year)))
    return tuple(sorted(chosen))


def _fewer_years(table: Table, most: int, marked: int | None, words: Words) -> Table:
    years = chosen_years(table.years, most, marked)
    if years == table.years:
        return table
    total = range(1 + len(table.years), len(table.columns))
    shown = table.with_columns([0, *(1 + table.years.index(year) for year in years), *total])
    key = "story.left_out.years_in_all" if total else "story.left_out.years"
    note = words(key, shown=said(year_spans(years), words), all=len(table.years))
    return replace(shown, notes=(*table.notes, note))


# ------------------------------------------------------------------ rows
def _fewer_rows(table: Table, most: int, words: Words, unit: str) -> Table:
    left_out = len(table.rows) - most
    if left_out <= 0:
        return table
    lines = [row for row in table.rows if row.kind in PART_OF and row.values]
    if not lines:
        note = words("story.left_out.rows", count=left_out)
        return replace(table, rows=table.rows[:most], notes=(*table.notes, note))
    others = len(table.rows) - len(lines)
    kept = _largest(lines, most - others, {row.key for row in table.rows})
    shown = tuple(_put_together(table, kept, words, unit))
    note = words(
        "story.left_out.lines", count=len(lines) - len({row.key for row in lines} & {row.key for row in shown})
    )
    return replace(table, rows=shown, notes=(*table.notes, note))


def _largest(lines: list[Row], room: int, keys: set[str]) -> set[str]:
    """The keys of the largest lines, as many as leave room for a row of the rest of every list that loses some."""
    order = sorted(lines, key=lambda row: -sum(map(abs, row.values[:-1])))
    for count in range(len(order), -1, -1):
        kept = {row.key for row in order[:count]}
        losing = {PART_OF[row.kind] for row in order[count:]}
        if count + sum(_has_rest(list_of, lines, kept, keys) for list_of in losing) <= room:
            break
    return kept


def _has_rest(list_of: str, lines: list[Row], kept: set[str], keys: set[str]) -> bool:
    """Whether what is put together has a row of its own: of a whole list its subtotal stands already."""
    return SUBTOTALS[list_of] not in keys or any(PART_OF[row.kind] == list_of and row.key in kept for row in lines)


def _put_together(table: Table, kept: set[str], words: Words, unit: str) -> Iterator[Row]:
    """The rows in their order, after each list one row for the lines that are not kept; a single one stands itself."""
    keys, lines = {row.key for row in table.rows}, [row for row in table.rows if row.kind in PART_OF and row.values]
    rest: list[Row] = []
    for row, follower in zip(table.rows, (*table.rows[1:], None), strict=True):
        list_of = PART_OF.get(row.kind, "") if row.values else ""
        if list_of and row.key not in kept:
            rest.append(row)
        else:
            yield row
        if rest and (follower is None or PART_OF.get(follower.kind, "") != list_of):
            if len(rest) == 1:
                yield rest[0]
            elif _has_rest(list_of, lines, kept, keys):
                yield _rest(list_of, rest, words, unit)
            rest = []


def _rest(list_of: str, rest: list[Row], words: Words, unit: str) -> Row:
    sums = [sum(values) for values in zip(*(row.values for row in rest), strict=True)]
    cells = tuple(Cell(words.amount(kr, unit), kr, unit) for kr in sums)
    return Row(f"rest.{list_of}", list_of, words(f"story.rest.{list_of}", count=len(rest)), cells)
