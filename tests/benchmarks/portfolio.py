"""300 saved cases in the overview.

1. The overview (its cases read, its tables and charts) may take at most 3 times what one query and one calculation of
   each case take.
2. Its workbook may take at most 1.5 times what XlsxWriter alone takes to write the same cells.

Run `python tests/benchmarks/portfolio.py`; the last output stands beside this file.
"""

from __future__ import annotations

import pathlib
import statistics
import sys
import tempfile
from collections.abc import Callable

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from budget.analysis.portfolio import portfolio  # noqa: E402
from budget.case import read_case  # noqa: E402
from budget.export.page_html import Writer  # noqa: E402
from budget.export.portfolio_workbook import portfolio_workbook  # noqa: E402
from budget.formulas import calculate  # noqa: E402
from budget.shown import pages  # noqa: E402
from budget.store import New, Store, open_store  # noqa: E402
from budget.text import Words  # noqa: E402
from tests.benchmarks.large_case import same_cells, seconds  # noqa: E402

CASES, ROUNDS = 300, 5
SHIPPED = ("herning-2013", "herning-drivers-2013", "assens-2016", "assens-drivers-2016", "toender-2016", "esbjerg-2016")
DA = Words("da")


def filled(folder: str) -> Store:
    store = open_store(f"sqlite:///{folder}/store.db")
    for number in range(CASES):
        case = read_case(SHIPPED[number % len(SHIPPED)]).named(f"case-{number:03d}")
        store.save(case.id, 0, New(case, "Mette", "", "0", {}), f"r{number}")
    return store


def in_turn(*works: Callable[[], object]) -> list[float]:
    """The median time of each of these, one after the other in every round: a busy moment falls on all of them."""
    rounds = [[seconds(work, 1) for work in works] for _ in range(ROUNDS)]
    return [statistics.median(times) for times in zip(*rounds, strict=True)]


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        store = filled(folder)
        bodies = [head.marked(mark) for head, mark in store.heads()]
        results = [calculate(case) for case in bodies]

        def opened() -> None:
            found = portfolio(results)
            page = pages.portfolio(results, DA, found)
            Writer(DA, draw=lambda picture: Writer(DA).head(page)).page(page)

        query, counted, reading, page = in_turn(
            store.heads,
            lambda: [calculate(case) for case in bodies],
            lambda: [head.marked(mark) for head, mark in store.heads()],
            opened,
        )
    floor = query + counted
    print(f"{CASES} cases: one query {query:.2f} s, one calculation each {counted:.2f} s: {floor:.2f} s")
    print(f"their files read {reading - query:.2f} s, tables, charts and markup of the overview {page:.2f} s")
    print(f"the overview opens in {(reading + counted + page) / floor:.2f} times query and calculations (at most 3)")
    print(f"and, its cases worked out before, in {page / floor:.2f} times")
    found = portfolio(results)
    plain = same_cells(portfolio_workbook(found, DA))
    mine, theirs = in_turn(lambda: portfolio_workbook(found, DA), plain)
    print(f"its workbook {mine:.2f} s; XlsxWriter alone {theirs:.2f} s: {mine / theirs:.2f} times (at most 1.5)")


if __name__ == "__main__":
    main()
