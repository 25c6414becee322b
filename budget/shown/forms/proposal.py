"""The investment proposal as Copenhagen's administrations fill it in: permanent changes, what it takes to get there,
and both together; every figure is rounded on its own.
"""

from collections.abc import Iterable, Iterator
from decimal import Decimal

from budget.formulas import Result, Row
from budget.formulas.table import OWN
from budget.shown.forms.model import Form, FormRow, decimals_of, in_unit
from budget.shown.labels import printed_label
from budget.shown.phrases import inside, listed, said
from budget.text import Words
from budget.text.numbers import rounded


def proposal(result: Result, words: Words, unit: str = "1000") -> Form:
    """The form of a case: `permanent` lines first, `temporary` and `one_off` ones under the cost of implementation."""
    rows = [row for row in result.rows if row.kind in OWN]
    lasting = [row for row in rows if row.line is not None and row.line.nature == "permanent"]
    passing = [row for row in rows if row.line is not None and row.line.nature != "permanent"]
    invests = bool(result.case.costs or passing)
    found = list(_block("lasting", lasting, words("form.none"), result, words, unit))
    if invests:
        found += _block("implementation", passing, _none_priced(result, words), result, words, unit)
    found.append(FormRow("total", (words("form.effect"), ""), _sum(rows, result, unit)))
    if invests:
        found.append(FormRow("note", (words("form.payback"), ""), remark=_payback(result, words)))
    name, title = (
        "form.proposal" if invests else "form.efficiency",
        words("form.proposal.title", title=result.case.title),
    )
    return Form(
        (words(name), title),
        words("form.proposal.economy"),
        (_unit(result, words, unit), words("form.control_area")),
        tuple(result.years),
        tuple(found),
        tuple(_notes(result, found, words)),
        decimals_of(unit),
    )


def _block(name: str, rows: list[Row], none: str, result: Result, words: Words, unit: str) -> Iterator[FormRow]:
    yield FormRow("heading", (words(f"form.{name}"), ""))
    for row in rows:
        assert row.line is not None
        label = " ".join(printed_label(row, words).split())
        area = words(f"form.control_area.{row.line.control_area}")
        yield FormRow("line", (label, area), _shown(row.values, unit))
    if not rows:
        yield FormRow("note", (none, ""))
    yield FormRow("subtotal", (words(f"form.{name}.total"), ""), _sum(rows, result, unit))


def _shown(values: Iterable[float], unit: str) -> tuple[Decimal, ...]:
    return tuple(rounded(in_unit(value, unit), decimals_of(unit)) for value in values)


def _sum(rows: list[Row], result: Result, unit: str) -> tuple[Decimal, ...]:
    return _shown((sum(row.values[i] for row in rows) for i in range(len(result.years))), unit)


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
    return words("form.payback.one" if years == 1 else "form.payback.years", years=int(years))


def _notes(result: Result, rows: list[FormRow], words: Words) -> Iterator[str]:
    yield words("form.note.sign")
    if _rounding_shows(rows):
        yield words("note.rounding")
    if result.case.price_level_assumed:
        yield words("note.price_level", year=result.case.price_year)


def _rounding_shows(rows: list[FormRow]) -> bool:
    """Whether a total differs from the sum of what stands above it."""
    block: list[FormRow] = []
    subtotals: list[FormRow] = []
    for row in rows:
        if row.kind == "line":
            block.append(row)
        elif row.kind in ("subtotal", "total"):
            parts = subtotals if row.kind == "total" else block
            if any(sum(p.values[i] for p in parts) != value for i, value in enumerate(row.values)):
                return True
            block, subtotals = [], [*subtotals, row]
    return False


def _unit(result: Result, words: Words, unit: str) -> str:
    """1.000 kr. 2013 p/l (forudsat)."""
    if result.prices == "current":
        return f"{words(f'unit.{unit}')} {words('table.prices.current')}"
    prices = words("form.unit", unit=words(f"unit.{unit}"), year=result.case.price_year)
    return f"{prices} ({words('table.assumed')})" if result.case.price_level_assumed else prices
