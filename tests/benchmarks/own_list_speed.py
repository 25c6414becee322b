"""A list of 20,000 courses read, estimated and backtested without the band, beside what pandas needs of it.

pandas reads the file and groups it by step and year, both sides in this one run, in time of the processor and, as
the command line has it, without collecting garbage. Run `python -m tests.benchmarks.own_list_speed`, and keep what it
prints in own_list_speed.txt.
"""

from __future__ import annotations

import datetime as dt
import gc
import io
import statistics
import sys
import time
from collections.abc import Callable

import numpy as np
import pandas as pd

from budget.analysis.own_list import OwnList, own_list
from budget.export import course_list

EXTRACTED = dt.date(2027, 1, 1)
COURSES, RUNS, MOST = 20_000, 15, 5
HEAD = "forløb;trin;start;slut;alder_ved_start;pris_pr_år"
STEPS = ("institution", "foster", "network")


def csv() -> bytes:
    """Courses of twelve years, a tenth of them with a move."""
    dice, rows = np.random.default_rng(1), [HEAD]
    for number in range(COURSES):
        age, begins = int(dice.integers(0, 18)), float(dice.uniform(-12, 0))
        goes = begins + min(18 - age - dice.random(), dice.exponential(3))
        step, price = int(dice.integers(0, 3)), int(dice.integers(300, 2000)) * 1000
        if step < 2 and dice.random() < 0.1:
            moves = begins + (goes - begins) * float(dice.random())
            rows.append(_row(number, STEPS[step], begins, moves, age, price))
            step, begins, age = step + 1, moves, min(17, int(age + moves - begins))
        rows.append(_row(number, STEPS[step], begins, goes, age, price))
    return "\n".join(rows).encode()


def _row(number: int, step: str, start: float, end: float, age: int, price: int) -> str:
    return f"P{number:05};{step};{_day(start)};{_day(end) if end <= 0 else ''};{age};{price}"


def _day(years: float) -> str:
    return (EXTRACTED + dt.timedelta(days=int(np.floor(min(years, 0) * 365.25)))).strftime("%d-%m-%Y")


def ours(data: bytes) -> OwnList:
    listed = course_list.read_list(data)
    taken = course_list.take(listed, course_list.suggested(listed.headings), EXTRACTED)
    return own_list(taken.courses, taken.extracted, EXTRACTED)


def pandas_alone(data: bytes) -> pd.Series:
    frame = pd.read_csv(io.BytesIO(data), sep=";", parse_dates=["start", "slut"], date_format="%d-%m-%Y")
    return frame.groupby(["trin", frame["start"].dt.year]).size()


def main() -> int:
    data = csv()
    works: dict[str, Callable[[bytes], object]] = {"ours": ours, "pandas": pandas_alone}
    times: dict[str, list[float]] = {name: [] for name in works}
    gc.disable()
    for _ in range(RUNS):
        for name, work in works.items():
            start = time.process_time()
            work(data)
            times[name].append(time.process_time() - start)
    mine, theirs = (statistics.median(times[name]) for name in works)
    given = ours(data)
    print(
        f"{COURSES:,} courses, {len(data.splitlines()) - 1:,} rows, {len(given.tries)} year ends; {RUNS} runs, medians"
    )
    print(f"read, estimated, backtested {mine * 1000:.0f} ms; pandas reads and groups in {theirs * 1000:.0f} ms: "
          f"{mine / theirs:.2f} times (at most {MOST})")  # fmt: skip
    return 0 if mine <= MOST * theirs else 1


if __name__ == "__main__":
    sys.exit(main())
