"""Natural exit: what a missing placement weighs as time passes, against a calendar and against exact integrals."""

from __future__ import annotations

import math
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from budget.analysis.arrays import Arrays
from budget.case import case_from_text, read_case, with_figure
from budget.formulas import calculate
from tests.formulas.test_presence import DAYS, LAGS, TIMINGS, TOLERANCE, YEARS, lengths, months
from tests.oracle import left_presence

EXITS = ["0.000000000001", "0.000001", "0.001", "0.016", "0.0165", "0.16", "0.5", "0.95"]
WORKED = {  # contract section 9
    ("january", "0", None): (0.917676, 0.770848, 0.647513, 0.543911),
    ("evenly", "0", None): (0.472165, 0.842130, 0.707389, 0.594207),
    ("evenly", "3", "20"): (0.269381, 0.845356, 0.331619, 0.0),
}


def text(timing: str, lag: str, duration: str | None, exit: str, years: int = YEARS) -> str:
    lasting = f", duration_months: {duration}" if duration is not None else ""
    return f"""title: Prøve
municipality: X
status: idea
first_year: 2020
years: {years}
price_year: 2020
discount_rate: 0
savings:
  - {{id: p, label: P, kind: placements, stops: 1, unit_price: 1, timing: {timing}, lag_months: {lag},
     natural_exit: {exit}{lasting}}}
"""


def presence(timing: str, lag: str, duration: str | None, exit: str, years: int = YEARS) -> list[float]:
    return list(calculate(case_from_text(text(timing, lag, duration, exit, years))).row("p.presence").values)


def by_calendar(timing: str, lag: str, duration: str | None, exit: float) -> list[float]:
    """Child by child and day by day: a day counts by the share of children who would still have been placed."""
    day = 12 / DAYS
    starts = [(child + 0.5) * day for child in range(DAYS)]
    if timing != "evenly":
        starts = [0.0 if timing == "january" else float(int(timing) - 1)]
    counted = [0.0] * YEARS
    for start in starts:
        begins = start + float(lag)
        ends = begins + (float(duration) if duration is not None else math.inf)
        for number in range(max(0, math.ceil(begins / day - 0.5)), YEARS * DAYS):
            middle = (number + 0.5) * day
            if middle >= ends:
                break
            counted[number // DAYS] += (1 - exit) ** ((middle - begins) / 12)
    return [days / len(starts) / DAYS for days in counted]


@pytest.mark.parametrize("timing", TIMINGS)
@pytest.mark.parametrize("exit", [0.05, 0.16, 0.9])
def test_a_calendar_counts_the_same(timing: str, exit: float) -> None:
    for lag, duration in (("0", None), ("7.3", None), ("2.5", "20"), ("13.7", "11.5"), ("5.25", "31.4")):
        counted = by_calendar(timing, lag, duration, exit)
        got = presence(timing, lag, duration, f"{exit:.2f}")
        assert got == pytest.approx(counted, abs=TOLERANCE), (lag, duration)


@pytest.mark.parametrize("timing", TIMINGS)
@pytest.mark.parametrize("exit", EXITS)
def test_it_is_exact_whatever_the_share(timing: str, exit: str) -> None:
    """Next to nothing among them: there the closed form would lose its digits, and a series stands in its place."""
    for lag, duration in zip(LAGS, [None, "0.1", "3", "12", "12.25", "20", "31.4", "300", None], strict=True):
        lasts = None if duration is None else Fraction(duration)
        for k, got in enumerate(presence(timing, lag, duration, exit)):
            exact = left_presence(timing, Fraction(lag), lasts, Fraction(exit), k)
            assert abs(got - float(exact)) <= 1e-10, (lag, duration, k)


@pytest.mark.parametrize("exit", [*EXITS, "0.0004", "0.0005", "0.002"])
def test_it_stays_exact_over_forty_years(exit: str) -> None:
    for timing in ("evenly", "january"):
        for k, got in enumerate(presence(timing, "1", None, exit, years=40)):
            assert abs(got - float(left_presence(timing, Fraction(1), None, Fraction(exit), k))) <= 1e-9, (timing, k)


@given(st.sampled_from(TIMINGS), months, lengths, st.decimals(0, "0.95", places=6))
def test_it_is_exact_for_any_lag_duration_and_share(timing: str, lag: str, duration: str | None, exit: object) -> None:
    lasts = None if duration is None else Fraction(duration)
    share = f"{exit:.7f}"
    for k, got in enumerate(presence(timing, lag, duration, share, years=9)):
        assert abs(got - float(left_presence(timing, Fraction(lag), lasts, Fraction(share), k))) <= 1e-9


@pytest.mark.parametrize(("how", "wanted"), WORKED.items())
def test_the_worked_figures(how: tuple[str, str, str | None], wanted: tuple[float, ...]) -> None:
    assert [round(value, 6) for value in presence(*how, "0.16")][:4] == list(wanted)


def test_assens_saves_less_every_year_after() -> None:
    """20 stops at 465.000 kr.: −9,3 mio. kr. every year after 2016 becomes −7,8, −6,6 and −5,5."""
    case = read_case("tests/cases/first_version/assens-drivers-2016.yaml")
    saving = calculate(with_figure(case, "savings.placements.natural_exit", 0.16)).row("placements").values
    assert [round(value / 1e6, 1) for value in saving] == [-4.4, -7.8, -6.6, -5.5]


def test_half_of_those_who_leave_by_halves_are_still_counted_after_a_year() -> None:
    """By hand: at 50 % a year a stop on 1 January weighs 2^-t, whose mean over the first year is 1/2 / ln 2."""
    first, second = presence("january", "0", None, "0.5")[:2]
    assert first == pytest.approx(0.5 / math.log(2), abs=1e-12)
    assert second == pytest.approx(0.25 / math.log(2), abs=1e-12)


@given(st.sampled_from(TIMINGS), months, lengths, st.floats(0, 0.95), st.floats(0, 0.95))
def test_the_more_would_leave_anyway_the_less_is_saved(
    timing: str, lag: str, duration: str | None, one: float, other: float
) -> None:
    low, high = sorted((one, other))
    more, less = (sum(presence(timing, lag, duration, f"{share:.12f}")) for share in (low, high))
    assert less <= more + 1e-9


@pytest.mark.parametrize("timing", ["evenly", "4"])
def test_draws_come_to_what_the_engine_gives_one_by_one(timing: str) -> None:
    case = case_from_text(text(timing, "2.5", "20", "0.16"))
    result = calculate(case)
    np = pytest.importorskip("numpy")
    drawn = np.array([0.0, 1e-9, 0.001, 0.016, 0.02, 0.16, 0.95])
    found = Arrays({"savings.p.natural_exit": [drawn]}).values(result.row("p.presence"))
    for number, share in enumerate(drawn):
        alone = calculate(with_figure(case, "savings.p.natural_exit", float(share))).row("p.presence").values
        assert [float(np.broadcast_to(v, len(drawn))[number]) for v in found] == pytest.approx(alone, abs=1e-12)
