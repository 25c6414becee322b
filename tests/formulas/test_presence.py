"""The presence of a placement: how much of a year it is missing, against a calendar and against exact integrals."""

from __future__ import annotations

import math
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from budget.case import case_from_text
from budget.formulas import calculate
from tests.oracle import presence as exact_presence

YEARS = 6
DAYS = 365  # of a year of the calendar, each a twelfth of a month's share long
TIMINGS = ["evenly", "january", *map(str, range(1, 13))]
LAGS = ["0", "1", "2.5", "5.25", "11.9", "12", "13.7", "24", "40.1"]
DURATIONS = [None, "0.1", "0.5", "3", "6", "11.5", "12", "12.25", "20", "24", "31.4", "300"]


def presence(timing: str, lag: str, duration: str | None, years: int = YEARS, delay: str = "0") -> list[float]:
    """What the engine gives for one line, by years after the stop."""
    lasting = f", duration_months: {duration}" if duration is not None else ""
    case = case_from_text(
        f"""title: Prøve
municipality: X
status: idea
first_year: 2020
years: {years}
price_year: 2020
discount_rate: 0
levers: {{delay_months: {delay}}}
savings:
  - {{id: p, label: P, kind: placements, stops: 1, unit_price: 1, timing: {timing}, lag_months: {lag}{lasting}}}
"""
    )
    return list(calculate(case).row("p.presence").values)


def by_calendar(timing: str, lag: str, duration: str | None) -> list[float]:
    """Child by child and day by day: a day counts when its middle lies in the time the placement is missing."""
    day = 12 / DAYS
    starts = [(child + 0.5) * day for child in range(DAYS)]
    if timing != "evenly":
        starts = [0.0 if timing == "january" else float(int(timing) - 1)]
    missing = [0] * (YEARS * DAYS)
    for start in starts:
        begins = start + float(lag)
        ends = begins + (float(duration) if duration is not None else math.inf)
        first = max(0, math.ceil(begins / day - 0.5))
        for number in range(first, YEARS * DAYS):
            if (number + 0.5) * day >= ends:
                break
            missing[number] += 1
    by_year = [sum(missing[k * DAYS : (k + 1) * DAYS]) for k in range(YEARS)]
    return [days / len(starts) / DAYS for days in by_year]


# A window counted in whole days is wrong by at most half a day at either end. Putting the stops of a day in its
# middle is wrong by at most half a day's length, a quarter on average, as the window grows by a day with each day.
TOLERANCE = 1.25 / DAYS + 1e-9


@pytest.mark.parametrize("timing", TIMINGS)
def test_presence_is_what_a_calendar_counts(timing: str) -> None:
    for lag, duration in [*zip(LAGS, DURATIONS[1:10], strict=True), ("0", None), ("7.3", None), ("2", "300")]:
        counted = by_calendar(timing, lag, duration)
        for k, (got, wanted) in enumerate(zip(presence(timing, lag, duration), counted, strict=True)):
            assert abs(got - wanted) <= TOLERANCE, (lag, duration, k, got, wanted)


@pytest.mark.parametrize("timing", TIMINGS)
@pytest.mark.parametrize("duration", DURATIONS)
def test_presence_is_exact(timing: str, duration: str | None) -> None:
    lasts = None if duration is None else Fraction(duration)
    for lag in LAGS:
        wanted = [exact_presence(timing, Fraction(lag), lasts, k) for k in range(YEARS)]
        for got, exact in zip(presence(timing, lag, duration), wanted, strict=True):
            assert abs(got - float(exact)) <= 1e-12, (lag, wanted)


def test_the_second_integral_agrees_with_figures_worked_out_by_hand() -> None:
    half = [Fraction(3, 8), Fraction(1, 8), Fraction(0)]  # 4,5 and 1,5 of 12 months for six lasting months
    assert [exact_presence("evenly", Fraction(0), Fraction(6), k) for k in range(3)] == half
    assert [exact_presence("evenly", Fraction(0), None, k) for k in range(3)] == [Fraction(1, 2), 1, 1]
    assert [exact_presence("7", Fraction(3), Fraction(6), k) for k in range(3)] == [Fraction(1, 4), Fraction(1, 4), 0]
    assert exact_presence("january", Fraction(0), None, 0) == 1


months = st.decimals(0, 60, places=2).map(str)
lengths = st.none() | st.decimals("0.01", 120, places=2).map(str)


@given(st.sampled_from(TIMINGS), months, lengths)
def test_presence_is_exact_for_any_lag_and_duration(timing: str, lag: str, duration: str | None) -> None:
    lasts = None if duration is None else Fraction(duration)
    for k, got in enumerate(presence(timing, lag, duration, years=9)):
        assert abs(got - float(exact_presence(timing, Fraction(lag), lasts, k))) <= 1e-12


@given(st.sampled_from(TIMINGS), months, st.decimals("0.01", 120, places=2).map(str))
def test_a_placement_is_missing_for_its_whole_duration_wherever_it_starts(timing: str, lag: str, duration: str) -> None:
    found = presence(timing, lag, duration, years=18)  # 60 + 120 months and the stop year
    assert abs(12 * sum(found) - float(duration)) <= 1e-9
    assert all(-1e-12 <= share <= 1 + 1e-12 for share in found)


@given(st.sampled_from(TIMINGS), st.decimals(0, 30, places=2), st.decimals(0, 30, places=2), lengths)
def test_a_delay_and_a_lag_are_one_lag(timing: str, lag: object, delay: object, duration: str | None) -> None:
    both = presence(timing, str(lag + delay), duration)  # type: ignore[operator]
    apart = presence(timing, str(lag), duration, delay=str(delay))
    assert both == pytest.approx(apart, abs=1e-12)


@given(st.sampled_from(TIMINGS), months, lengths)
def test_twelve_months_more_lag_come_one_year_later(timing: str, lag: str, duration: str | None) -> None:
    now = presence(timing, lag, duration)
    later = presence(timing, str(Fraction(lag) + 12) if "." not in lag else f"{float(lag) + 12:.2f}", duration)
    assert later == pytest.approx([0, *now[:-1]], abs=1e-12)


def test_lasting_stops_never_come_back() -> None:
    assert presence("evenly", "0", None) == [0.5, 1, 1, 1, 1, 1]
    assert presence("january", "0", None) == [1] * YEARS
    assert presence("12", "0", None) == pytest.approx([1 / 12, 1, 1, 1, 1, 1], abs=1e-15)
    assert presence("january", "120", None) == [0] * YEARS
