"""The investment proposal as Copenhagen's administrations fill it in: permanent changes, what it takes to get there,
and both together; every figure is rounded on its own.
"""

from collections.abc import Iterable, Iterator
from decimal import Decimal

from budget.formulas import Result, Row
from budget.formulas.table import OWN
from budget.shown.forms.parts import booked, decimals_of, form, in_unit, remark
from budget.shown.labels import printed_label
from budget.shown.model import Row as Shown
from budget.shown.model import Table
from budget.shown.phrases import inside, listed, said
from budget.shown.table_words import price_note
from budget.text import Words
from budget.text.numbers import rounded

ADDS_UP = 1e-6  # of a unit: what figures of whole units may be off by when they are added


def proposal(result: Result, words: Words, unit: str = "1000") -> Table:
    """The form of a case: `permanent` lines first, `temporary` and `one_off` ones under the cost of implementation."""
    rows = [row for row in result.rows if row.kind in OWN]
    lasting = [row for row in rows if row.line is not None and row.line.nature == "permanent"]
    passing = [row for row in rows if row.line is not None and row.line.nature != "permanent"]
    invests = bool(result.case.costs or passing)
    found = list(_block("lasting", lasting, words("form.none"), result, words, unit))
    if invests:
        found += _block("implementation", passing, _none_priced(result, words), result, words, unit)
    found.append(_sum("total", words("form.effect"), rows, result, words, unit))
    if invests:
        found.append(remark("note", (words("form.payback"), ""), len(result.years), _payback(result, words)))
    name = words("form.proposal" if invests else "form.efficiency")
    titles = (name, words("form.proposal.title", title=result.case.title))
    heads = (_unit(result, words, unit), words("form.control_area"))
    notes = _notes(result, found, words, unit)
    return form("proposal", words("form.proposal.economy"), heads, result.years, found, notes, titles)


def _block(name: str, rows: list[Row], none: str, result: Result, words: Words, unit: str) -> Iterator[Shown]:
    yield remark("heading", (words(f"form.{name}"), ""), len(result.years))
    for row in rows:
        assert row.line is not None
        label = " ".join(printed_label(row, words).split())
        area = words(f"form.control_area.{row.line.control_area}")
        yield booked("line", (label, area), _rounded(row.values, unit), unit, words)
    if not rows:
        yield remark("note", (none, ""), len(result.years))
    yield _sum("subtotal", words(f"form.{name}.total"), rows, result, words, unit)


def _rounded(values: Iterable[float], unit: str) -> Iterator[Decimal]:
    return (rounded(in_unit(value, unit), decimals_of(unit)) for value in values)


def _sum(kind: str, label: str, rows: list[Row], result: Result, words: Words, unit: str) -> Shown:
    sums = (sum(row.values[i] for row in rows) for i in range(len(result.years)))
    return booked(kind, (label, ""), _rounded(sums, unit), unit, words)


def _none_priced(result: Result, words: Words) -> str:
    """Ingen oplyst (uddannelse og evaluering er ikke prissat): not stated is not 0."""
    if not result.case.omitted:
        return words("form.none")
    parts = [inside(part.label) for part in result.case.omitted]
    return words("form.none_priced", parts=said(listed(parts), words))


def _payback(result: Result, words: Words) -> str:
    years = result.summary["payback_years"]
    if result.nothing_to_pay_back:
        return words("figure.payback.nothing")
    if years is None:
        return words("form.payback.never", year=result.years[-1])
    return words("form.payback.years", years=int(years))


def _notes(result: Result, rows: list[Shown], words: Words, unit: str) -> Iterator[str]:
    yield words("form.note.sign")
    if _rounding_shows(rows, unit):
        yield words("note.rounding")
    yield from price_note(result, words)


def _rounding_shows(rows: list[Shown], unit: str) -> bool:
    """Whether a total differs from the sum of what stands above it."""
    block: list[Shown] = []
    subtotals: list[Shown] = []
    for row in rows:
        if row.kind == "line":
            block.append(row)
        elif row.kind in ("subtotal", "total"):
            parts = subtotals if row.kind == "total" else block
            sums = [sum(part.values[i] for part in parts) for i in range(len(row.values))]
            if any(abs(in_unit(a - b, unit)) > ADDS_UP for a, b in zip(sums, row.values, strict=True)):
                return True
            block, subtotals = [], [*subtotals, row]
    return False


def _unit(result: Result, words: Words, unit: str) -> str:
    """1.000 kr. 2013 p/l (forudsat)."""
    if result.prices == "current":
        return f"{words(f'unit.{unit}')} {words('table.prices.current')}"
    prices = words("form.unit", unit=words(f"unit.{unit}"), year=result.case.price_year)
    return f"{prices} ({words('table.assumed')})" if result.case.price_level_assumed else prices
