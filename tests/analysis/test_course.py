"""The course of a line through the year, against the year's own figures and a plain calendar."""

from __future__ import annotations

import random

import pytest

from budget.analysis.course import EVEN, MONTHS, courses, missing_by_month
from budget.case import Case, case_from_text
from budget.case.models import Placements
from budget.formulas import calculate
from tests.random_cases import random_case

YEARS = 3


def _placements(dice: random.Random) -> Case:
    """One line of placements with whatever timing, lag, duration and natural exit."""
    timing = dice.choice(["evenly", "evenly", "january", *range(1, 13)])
    keys = [f"timing: {timing}", f"lag_months: {dice.choice([0, 3, round(dice.uniform(0, 30), 2)])}"]
    if dice.random() < 0.7:
        keys.append(f"duration_months: {round(dice.uniform(0.5, 40), 1)}")
    if dice.random() < 0.7:
        keys.append(f"natural_exit: {round(dice.uniform(0, 0.95), 3)}")
    return case_from_text(f"""title: T
municipality: M
status: idea
first_year: 2026
years: {YEARS}
price_year: 2026
discount_rate: 0.035
levers: {{delay_months: {dice.choice([0, 2.5])}}}
savings:
  - {{id: p, label: P, kind: placements, unit_price: 1000, stops: {{2026: 1, 2027: 0, 2028: 0}}, {", ".join(keys)}}}
""")


@pytest.mark.parametrize("seed", range(60))
def test_the_months_of_a_stop_are_its_year_and_what_a_calendar_counts(seed: int) -> None:
    case = _placements(random.Random(seed))
    result, line = calculate(case), case.savings[0]
    assert isinstance(line, Placements)
    months = missing_by_month(result, line)
    presence = result.row("p.presence").values
    for year in range(YEARS):
        assert sum(months[MONTHS * year : MONTHS * (year + 1)]) == pytest.approx(MONTHS * presence[year], abs=1e-9)
    assert months == pytest.approx(_counted_by_day(line, case.levers.delay_months.value), abs=0.02)


def _counted_by_day(line: Placements, delay: float) -> list[float]:
    """Month by month and in thirtieths of one, for 60 stops spread over the year or for the one of its month."""
    stops = (
        [(i + 0.5) / 5 for i in range(60)]
        if line.timing == "evenly"
        else [0.0 if line.timing == "january" else line.timing - 1.0]
    )
    lasts = line.duration_months.value if line.duration_months else float("inf")
    found = []
    for month in range(MONTHS * YEARS):
        total = 0.0
        for day in range(30):
            at = month + (day + 0.5) / 30
            for stop in stops:
                since = at - stop - line.lag_months.value - delay
                if 0 <= since < lasts:
                    total += (1 - line.natural_exit.value) ** (since / 12)
        found.append(total / 30 / len(stops))
    return found


@pytest.mark.parametrize("seed", range(80))
def test_every_course_of_any_line_is_a_whole_year(seed: int) -> None:
    case = case_from_text(random_case(seed))
    result = calculate(case)
    for line in case.lines():
        for course in courses(result, line):
            assert len(course) == MONTHS
            assert sum(course) == pytest.approx(1)
            assert min(course) >= -1e-12
            assert course == EVEN or line.kind in ("staff", "caseload", "volume", "placements")
