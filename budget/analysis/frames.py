"""Worked-out cases as tables of pandas, and sums by group.

The one module that imports pandas, and is itself read only where a table is asked for: the command line starts without.
"""

from collections.abc import Callable, Iterable

from pandas import DataFrame as DataFrame

from budget.formulas import Result, Row

COLUMNS = ("case", "scenario", "year", "key", "kind", "payer", "label", "service_area", "unit", "value")


def rows_frame(results: Iterable[tuple[str, Result]], label: Callable[[Row], str]) -> DataFrame:
    """A row for each year of each row of the table of each case, in its order; the case under the name beside it."""
    found = [
        (name, result.case.scenario, year, row.key, row.kind, payer(row), label(row), area(row), row.unit, value + 0.0)
        for name, result in results
        for row in result.rows
        for year, value in zip(result.years, row.values, strict=True)
    ]
    return DataFrame(found, columns=list(COLUMNS)).astype({"year": "int64", "value": "float64"})


def years_across(long: DataFrame) -> DataFrame:
    """The same with a column for each year; ValueError where a case stands twice under one name and scenario."""
    others = [name for name in COLUMNS if name not in ("year", "value")]
    wide = long.set_index([*others, "year"])["value"].unstack("year", sort=False)
    wide = wide[sorted(wide.columns)].reset_index()
    wide.columns.name = None
    return wide


def payer(row: Row) -> str:
    """Who pays: of a line its payer, of a total of others' lines that payer, else the municipality."""
    if row.line is not None:
        return str(row.line.payer)
    return row.key.removeprefix("payer.") if row.key.startswith("payer.") else "municipality"


def area(row: Row) -> str:
    return (row.line.service_area or "") if row.line is not None else ""


def sums(parts: Iterable[tuple[str, str, int, float]]) -> dict[tuple[str, str], dict[int, float]]:
    """Amounts of a municipality, a service area and a year, added up: by the first two, then by year."""
    table = DataFrame(parts, columns=["municipality", "area", "year", "value"])
    summed = table.groupby(["municipality", "area", "year"])["value"].sum().unstack(fill_value=0.0)
    return dict(zip(summed.index, summed.to_dict("records"), strict=True))
