"""A case of 200 lines and 40 years against Herning's two lines and four years, in one run.

1. Computing it may take at most 1,000 times as long: it has 1,000 times the cells.
2. Its workbook may take at most 1.5 times what XlsxWriter alone takes to write the same cells.

Run `python tests/benchmarks/large_case.py`; the last output stands beside this file.
"""

from __future__ import annotations

import gc
import io
import pathlib
import statistics
import sys
import time
from collections.abc import Callable

from openpyxl import load_workbook
from xlsxwriter import Workbook

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from budget.case import Case, case_from_text, read_case  # noqa: E402
from budget.export.workbook import workbook  # noqa: E402
from budget.formulas import calculate  # noqa: E402

LINES, YEARS, FIRST = 200, 40, 2026
KINDS = {
    "amounts": "amounts: {{{amounts}}}",
    "placements": "stops: {{{stops}}}, duration_months: 30, unit_price: 1160000, replacement_price: 150000",
    "mix": "places: 100, share_now: 0.37, share_target: {{{shares}}}, price_from: 1160000, price_to: 470000",
    "staff": "fte: {{{stops}}}, annual_cost: 560000, overhead: 0.2",
    "caseload": "children: {{{children}}}, fte_now: 5, target_caseload: 25, annual_cost: 560000",
    "volume": "recipients: {{{stops}}}, unit_price: 85000",
}


def large_case(only_amounts: bool = False, lines: int = LINES) -> Case:
    """So many lines over 40 years: all amounts, or every kind in turn."""
    years = range(FIRST, FIRST + YEARS)
    series = {
        "amounts": ", ".join(f"{y}: {1_000_000 + 1000 * (y - FIRST)}" for y in years),
        "stops": ", ".join(f"{y}: {1 + (y - FIRST) % 3}" for y in years),
        "shares": ", ".join(f"{y}: {max(0.25, 0.37 - 0.01 * (y - FIRST)):.2f}" for y in years),
        "children": ", ".join(f"{y}: {240 + y - FIRST}" for y in years),
    }
    rates = ", ".join(f"{y}: 0.02" for y in years if y > FIRST)
    costs = ["amounts"] if only_amounts else ["amounts", "staff", "caseload", "volume"]
    savings = ["amounts"] if only_amounts else ["amounts", "placements", "mix"]
    text = [
        "title: Stor case\nmunicipality: Eksempel Kommune\nstatus: idea",
        f"first_year: {FIRST}\nyears: {YEARS}\nprice_year: {FIRST}\ndiscount_rate: 0.035",
        f"indices: {{wages: {{{rates}}}, total: {{{rates}}}}}",
        "sources: {own: {title: Regneeksempel}}",
    ]
    for name, kinds in (("costs", costs), ("savings", savings)):
        text.append(f"{name}:")
        for number in range(lines // 2):
            kind = kinds[number % len(kinds)]
            keys = KINDS[kind].format(**series)
            text.append(f"  - {{id: {name[0]}{number}, label: Linje {number}, kind: {kind}, source: own, {keys}}}")
    return case_from_text("\n".join(text) + "\n", "large")


def seconds(work: Callable[[], object], rounds: int) -> float:
    """The median time of the work, without the collector's pauses falling on one side alone."""
    times = []
    for _ in range(rounds):
        gc.collect()
        start = time.perf_counter()
        work()
        times.append(time.perf_counter() - start)
    return statistics.median(times)


def same_cells(book: bytes) -> Callable[[], bytes]:
    """A writer of the same cells, values, formulas and stored results with XlsxWriter alone."""
    formulas, values = load_workbook(io.BytesIO(book)), load_workbook(io.BytesIO(book), data_only=True)
    sheets = [
        (
            sheet.title,
            [
                (c.row - 1, c.column - 1, c.value, c.data_type == "f", values[sheet.title].cell(c.row, c.column).value)
                for row in sheet.iter_rows()
                for c in row
                if c.value is not None
            ],
        )
        for sheet in formulas.worksheets
    ]

    def write() -> bytes:
        out = io.BytesIO()
        plain = Workbook(out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
        style = plain.add_format({"num_format": "#,##0"})
        for title, cells in sheets:
            sheet = plain.add_worksheet(title)
            for row, column, value, is_formula, stored in cells:
                if is_formula:
                    sheet.write_formula(row, column, value, style, "" if stored is None else stored)
                elif isinstance(value, str):
                    sheet.write_string(row, column, value, style)
                else:
                    sheet.write_number(row, column, value, style)
        plain.close()
        return out.getvalue()

    return write


def main() -> None:
    herning = read_case(ROOT / "assumptions" / "herning-2013.yaml")
    amounts, every = large_case(only_amounts=True), large_case()
    small = seconds(lambda: [calculate(herning) for _ in range(20)], 9) / 20
    print(f"computing Herning (2 lines, 4 years)                        {small * 1000:9.2f} ms")
    for name, case in (("200 lines of amounts, 40 years", amounts), ("200 lines of every kind, 40 years", every)):
        large = seconds(lambda case=case: calculate(case), 5)  # type: ignore[misc]
        print(f"computing {name:50s}{large * 1000:9.2f} ms  {large / small:7.1f} times Herning (at most 1,000)")
    for name, case in (("200 lines of amounts", amounts), ("200 lines of every kind", every)):
        book = workbook(case)
        plain = same_cells(book)
        ours, alone = [], []
        for _ in range(3):  # in turn, so that a busy moment falls on both
            ours.append(seconds(lambda case=case: workbook(case), 1))  # type: ignore[misc]
            alone.append(seconds(plain, 1))
        mine, theirs = statistics.median(ours), statistics.median(alone)
        print(f"workbook, {name:30s} {mine:6.2f} s; XlsxWriter alone, same cells {theirs:6.2f} s: ", end="")
        print(f"{mine / theirs:4.2f} times (at most 1.5)")


if __name__ == "__main__":
    main()
