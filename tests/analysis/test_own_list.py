"""What is counted and estimated of a municipality's own list, worked by hand on lists of a few rows."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Mapping

import numpy as np
import pytest

from budget.analysis import backtest, estimates, own_list
from budget.analysis.courses import Counted, Courses, pooled, years_before
from budget.analysis.fates import Band
from budget.case import CaseError
from budget.export import course_list
from budget.formulas import calculate

EXTRACTED = dt.date(2027, 1, 1)
HEAD = "forløb;trin;start;slut;alder_ved_start;pris_pr_år"


def taken(*rows: str, extracted: dt.date | None = EXTRACTED) -> course_list.Taken:
    listed = course_list.read_list("\n".join([HEAD, *rows]).encode())
    return course_list.take(listed, course_list.suggested(listed.headings), extracted)


def courses(*rows: str) -> Courses:
    return taken(*rows).courses


def counted(*rows: str, since: dt.date | None = None, on: dt.date = EXTRACTED) -> Mapping[str, Counted]:
    complete = -math.inf if since is None else float(since.toordinal())
    return {one.step: one for one in courses(*rows).counted(EXTRACTED, complete, on)}


def one(*rows: str, since: dt.date | None = None) -> Counted:
    return counted(*rows, since=since)["home"]


# ------------------------------------------------------------------ those who leave, and the years in which they could
def test_years_are_counted_from_six_years_before_the_extract() -> None:
    # Placed since 2018: of that 1 January 2021 to 1 January 2027 counts, 2.191 days.
    assert one("a;home;01-01-2018;;5;1").exposure == pytest.approx(2191 / 365.25)


def test_or_from_the_day_since_which_the_list_is_complete() -> None:
    # 1 July 2025 to 1 January 2027 is 549 days; who left before is not seen.
    rows = ("a;home;01-01-2018;;5;1", "b;home;01-01-2022;01-06-2025;5;1")
    found = one(*rows, since=dt.date(2025, 7, 1))
    assert (found.exposure, found.exits) == (pytest.approx(549 / 365.25), 0)


def test_and_only_until_a_year_before_the_18th_birthday() -> None:
    # 16 at 1 July 2026, so 16½ on average: a year before 18 is half a year later, 182,625 days, before the extract.
    assert one("a;home;01-07-2026;;16;1").exposure == pytest.approx(0.5)
    # 17 on the day: no time counts, and that it left is no exit.
    found = one("a;home;01-01-2026;01-06-2026;17;1")
    assert (found.exposure, found.exits, found.courses) == (0, 0, 0)
    # 15 at the start, so 17 a year and a half later: left two years later, after the window.
    found = one("a;home;01-01-2024;01-01-2026;15;1")
    assert (found.exposure, found.exits) == (pytest.approx(1.5), 0)


def test_ages_with_decimals_are_exact() -> None:
    # 16,25 at 1 July 2026: three quarters of a year until a year before 18, 273,9 days; the list ends after 184.
    assert one("a;home;01-07-2026;;16,25;1").exposure == pytest.approx(184 / 365.25)
    assert one("a;home;01-01-2026;;16.25;1").exposure == pytest.approx(0.75)
    # One such row among whole years does not make the others exact: 16 is still 16½.
    rows = ("a;home;01-07-2026;;16;1", "b;home;01-07-2026;;3,5;1", "c;home;01-07-2026;;3;1")
    assert one(*rows).exposure == pytest.approx(0.5 + 2 * 184 / 365.25)


def test_a_gap_under_31_days_is_one_course() -> None:
    # 30 days between: the child is taken to be placed throughout. 31 days: it left, and entered again.
    whole = one("a;home;01-01-2025;01-01-2026;5;1", "a;home;31-01-2026;;6;1")
    assert (whole.exits, whole.entered, whole.courses, whole.exposure) == (0, 1, 1, pytest.approx(730 / 365.25))
    parted = one("a;home;01-01-2025;01-01-2026;5;1", "a;home;01-02-2026;;6;1")
    assert (parted.exits, parted.entered, parted.exposure) == (1, 2, pytest.approx((365 + 334) / 365.25))


def test_the_birthday_is_that_of_the_first_row() -> None:
    # 15 at 1 January 2025: a year before 18 is a year and a half later, whatever age the second row has.
    rows = ("a;home;01-01-2025;01-01-2026;15;1", "a;home;02-01-2026;;3;1")
    assert one(*rows).exposure == pytest.approx(1.5)


def test_a_new_step_is_a_move_and_back_is_an_exit_and_an_entry() -> None:
    # The dear step is the earlier one. a moves on and is no exit and no entry; b moves back and is both.
    found = counted(
        "a;dear;02-01-2024;01-01-2025;5;900",
        "a;cheap;01-01-2025;;6;100",
        "b;cheap;02-01-2024;01-01-2025;5;100",
        "b;dear;01-01-2025;;6;900",
    )
    assert list(found) == ["dear", "cheap"]
    dear, cheap = found["dear"], found["cheap"]
    assert (dear.moves, dear.exits, dear.entered, dear.back) == ({"cheap": 1}, 0, 2, 0)
    assert (cheap.moves, cheap.exits, cheap.entered, cheap.back) == ({}, 1, 1, 1)
    assert dear.exposure == cheap.exposure == pytest.approx((365 + 730) / 365.25)


def test_without_a_step_who_moves_there_leaves_and_who_comes_from_there_enters() -> None:
    rows = ("a;dear;01-01-2024;01-01-2025;5;900", "a;cheap;01-01-2025;;6;100", "b;dear;01-01-2024;;5;900")
    found = courses(*rows)
    (dear,) = found.without(["cheap"]).counted(EXTRACTED)
    (cheap,) = found.without(["dear"]).counted(EXTRACTED)
    assert (dear.moves, dear.exits) == ({}, 1)
    assert (cheap.entered, cheap.exits) == (1, 0)


# ------------------------------------------------------------------ who enters, and who is placed
def test_entries_are_those_of_the_last_three_years() -> None:
    rows = ["a;home;01-01-2024;;5;1", "b;home;02-01-2024;;5;1", "c;home;31-12-2025;;5;1", "d;home;02-01-2026;;5;1"]
    found = one(*rows)  # the first on the day on which the three years begin: before them
    assert (found.entered, found.last_year, found.entry_years) == (3, 1, 3)
    found = one(*rows, since=dt.date(2025, 1, 1))
    assert (found.entered, found.entry_years) == (2, pytest.approx(730 / 365.25))


def test_who_is_placed_on_the_day_counts_by_age() -> None:
    rows = [f"p{n};home;01-01-2020;;3;200" for n in range(5)]  # 3½ then, 10 now
    rows += ["left;home;01-01-2020;01-01-2027;3;900", "came;home;01-01-2027;;16;800"]
    found = one(*rows)
    assert found.stock == {"0-17": 6} or found.placed == 6
    assert found.stock == pooled([0] * 10 + [5] + [0] * 5 + [1, 0])
    assert (found.price, found.priced) == (pytest.approx((5 * 200 + 800) / 6), 6)


def test_a_child_that_by_a_blurred_birthday_is_18_is_17_while_it_is_placed() -> None:
    # 17 at 1 April 2026, so 18 on 1 October 2026 on average: may be 17 until half a year later.
    assert one("a;home;01-04-2026;;17;1").placed == 1
    # 17 at 1 October 2025: 18 at the latest on 1 October 2026; in aftercare it is not counted.
    assert one("a;home;01-10-2025;;17;1").placed == 0
    # With exact ages the birthday is the day.
    assert one("a;home;01-04-2026;;17,5;1").placed == 0


def test_the_places_of_a_year_are_days_there() -> None:
    found = courses("a;home;01-01-2025;;5;1", "b;home;01-07-2025;01-07-2026;5;1", "c;home;01-01-2020;;17;1")
    (places,) = found.places([2024, 2025, 2026], EXTRACTED.toordinal())
    assert places == pytest.approx([0, 1 + 184 / 365, 1 + 181 / 365])


@pytest.mark.parametrize(
    "ages, cells",
    [
        ({17: 6, 16: 5}, {"16": 5, "17": 6}),
        ({17: 3, 16: 1, 15: 1, 14: 7}, {"14": 7, "15-17": 5}),
        ({17: 5, 2: 4}, {"0-17": 9}),  # what is left at the bottom joins the cells above it until there are five
        ({16: 6, 9: 5, 3: 2}, {"0-9": 7, "16": 6}),
        ({17: 2, 3: 2}, {"0-17": 4}),
        ({}, {"0-17": 0}),
        ({17: 4, 0: 1}, {"0-17": 5}),
    ],
)
def test_cells_have_at_least_five_children(ages: dict[int, int], cells: dict[str, int]) -> None:
    assert pooled([ages.get(age, 0) for age in range(18)]) == cells


def test_no_child_is_lost_in_cells() -> None:
    dice = np.random.default_rng(1)
    for _ in range(300):
        ages = dice.poisson(dice.choice([0.1, 0.7, 3]), 18)
        cells = pooled(ages)
        assert sum(cells.values()) == ages.sum()
        assert len(cells) == 1 or all(n >= 5 for n in cells.values())


# ------------------------------------------------------------------ the estimates
def found_of(**given: object) -> Counted:
    plain = {"stock": {"0-17": 40}, "entry_ages": {"0-17": 30}, "entered": 30, "entry_years": 3.0, "last_year": 10}
    plain |= {"exits": 12, "moves": {}, "back": 0, "exposure": 60.0, "courses": 50, "price": 1e6, "priced": 40}
    return Counted(**({"step": "home"} | plain | given))  # type: ignore[arg-type]


def test_values_are_posterior_means() -> None:
    found = found_of(exits=11, moves={"foster": 5}, exposure=50.0)
    assert estimates.entries(found).value == pytest.approx(30.5 / 3)
    shares = estimates.leaving(found)
    out = 1 - math.exp(-(11.5 + 5.5) / 50)  # hazards 0,23 and 0,11 a year
    assert shares[""].value == pytest.approx(out * 11.5 / 17)
    assert shares["foster"].value == pytest.approx(out * 5.5 / 17)
    assert all(share.low < share.value < share.high for share in shares.values())


@pytest.mark.parametrize(
    "freedom, share, value",  # quantiles of chi-square, as tables print them: twice those of Gamma(freedom / 2)
    [(1, 0.99, 6.635), (3, 0.01, 0.115), (5, 0.99, 15.086), (11, 0.01, 3.053), (21, 0.99, 38.932), (29, 0.01, 14.256)],
)
def test_the_range_is_that_of_a_gamma_distribution(freedom: int, share: float, value: float) -> None:
    assert 2 * estimates.gamma_at((freedom - 1) // 2, share) == pytest.approx(value, abs=6e-4)


def test_large_numbers_have_the_same_range_by_either_way() -> None:
    for share in (estimates.LOW, estimates.HIGH):
        there = estimates.gamma_at(estimates.LARGE, share)
        assert estimates.gamma_below(estimates.LARGE, there) == pytest.approx(share, abs=2e-5)


def test_last_year_is_held_against_the_two_before() -> None:
    # 9 of 12 in the last of three years, a third expected: as unlikely or more so are 9 to 12 and 0.
    test = estimates.last_year(found_of(entered=12, last_year=9))
    chances = [math.comb(12, k) * 2 ** (12 - k) / 3**12 for k in range(13)]
    assert test is not None and test.chance == pytest.approx(math.fsum(c for c in chances if c <= chances[9]))
    assert test.before == 1.5 and test.unlikely
    test = estimates.last_year(found_of(entered=12, last_year=4))
    assert test is not None and test.chance == pytest.approx(1) and not test.unlikely
    assert estimates.last_year(found_of(entry_years=1.5)) is None


def rows_of(step: str, courses: int, exits: int) -> list[str]:
    rows = [f"{step}{n};{step};01-01-2023;01-01-2025;5;100" for n in range(exits)]
    return rows + [f"{step}x{n};{step};01-01-2023;;5;100" for n in range(courses - exits)]


def test_too_few_courses_or_exits_are_refused_and_few_are_said() -> None:
    given = own_list.own_list(courses(*rows_of("a", 25, 10), *rows_of("b", 9, 5), *rows_of("c", 30, 2)), EXTRACTED,
                              EXTRACTED)  # fmt: skip
    assert [one.step for one in given.found] == ["a"] and {one.step for one in given.refused} == {"b", "c"}
    assert not estimates.is_few(given.found[0])
    (few,) = own_list.own_list(courses(*rows_of("a", 19, 10)), EXTRACTED, EXTRACTED).found
    assert estimates.is_few(few)
    with pytest.raises(CaseError, match="courses_too_few"):
        own_list.own_list(courses(*rows_of("b", 9, 5)), EXTRACTED, EXTRACTED)


@pytest.mark.parametrize("as_of", [dt.date(2027, 2, 1), dt.date(2028, 1, 1), dt.date(2026, 12, 31)])
def test_the_day_is_a_first_of_january_not_after_the_extract(as_of: dt.date) -> None:
    with pytest.raises(CaseError, match="courses_as_of"):
        own_list.own_list(courses(*rows_of("a", 25, 10)), EXTRACTED, as_of)


def test_that_nobody_leaves_at_first_is_seen() -> None:
    given = own_list.own_list(courses(*rows_of("a", 25, 10)), EXTRACTED, EXTRACTED)
    assert given.is_late and given.first_end == dt.date(2025, 1, 1)
    assert not own_list.own_list(courses(*rows_of("a", 25, 10)), EXTRACTED, EXTRACTED, dt.date(2024, 9, 1)).is_late


def test_a_29_february_has_a_year_before_it() -> None:
    assert years_before(dt.date(2028, 2, 29), 3) == dt.date(2025, 2, 28)


# ------------------------------------------------------------------ band and backtest
def test_the_band_lies_around_what_the_formulas_give() -> None:
    # Of a large list little is left open and chance is small: the mean of the draws is the projection by formulas.
    ages = {"0-11": 600, "12-14": 600, "15-17": 800}
    dear = found_of(step="dear", stock=ages, entry_ages=ages, entered=2000, exits=1200, moves={"home": 400},
                    exposure=6000.0)  # fmt: skip
    home = found_of(stock=ages, entry_ages=ages, entered=1000, exits=600, exposure=6000.0)
    drawn = own_list.places_drawn([dear, home], 4, 100, np.random.default_rng(1))
    told = backtest.projected([dear, home], 2027, 4)
    assert drawn["dear"].mean(axis=1) == pytest.approx(told["dear"], rel=0.01)
    assert drawn["home"].mean(axis=1) == pytest.approx(told["home"], rel=0.01)
    told, bands = backtest.projected([home], 2027, 2), own_list.bands([home], 2)
    assert bands == own_list.bands([home], 2), "seeded"
    assert bands["home"].low[0] < told["home"][0] < bands["home"].high[0]
    assert backtest.holds(bands["home"], 1, bands["home"].mid[1]) and not backtest.holds(bands["home"], 1, 0)


def test_the_band_of_one_child_has_chance_within_the_year() -> None:
    # Ten children, almost no exits known or to come: what is left is who turns 18 in the year, at any day of it.
    found = found_of(stock={"17": 10}, entry_ages={"0-17": 0}, entered=0, entry_years=1e9, exits=0, exposure=1e9)
    drawn = own_list.places_drawn([found], 2, 4000, np.random.default_rng(1))["home"]
    assert drawn[0].mean() == pytest.approx(5, rel=0.01)
    assert drawn[0].std() == pytest.approx(math.sqrt(10 / 12), rel=0.05)
    assert drawn[1].max() == 0


def test_a_backtest_knows_only_what_was_known_then() -> None:
    rows = [f"{year}-{n};home;01-06-{year - 2};01-03-{year};5;100" for year in range(2014, 2027) for n in range(6)]
    rows += [f"still{n};home;01-01-2010;;1;100" for n in range(10)]
    found = courses(*rows)
    tries = backtest.tries(found, EXTRACTED, -math.inf)
    assert [one.year for one in tries] == [2022, 2023, 2024, 2025, 2026]
    assert [len(one.projected["home"]) for one in tries] == [3, 3, 3, 2, 1]
    short = courses(*(row for row in rows if int(row.split(";")[2][-4:]) < 2024))
    assert backtest.tries(short, EXTRACTED, -math.inf)[0].found == tries[0].found
    assert tries[0].came["home"] == pytest.approx(found.places([2022, 2023, 2024], EXTRACTED.toordinal())[0])
    assert backtest.tries(found, EXTRACTED, float(dt.date(2023, 6, 1).toordinal())) == [], "three year ends or none"


def test_scores_are_worked_by_hand() -> None:
    def made(year: int, projected: list[float], came: list[float], trend: list[float]) -> backtest.Try:
        found = [found_of(stock={"0-17": 10})]
        return backtest.Try(year, found, {"home": projected}, {"home": came}, {"home": trend})

    tries = [made(2025, [11, 12], [13, 8], [10, 8]), made(2026, [9], [9], [12])]
    drawn = [{"home": Band((12, 9), (13, 10), (14, 11))}, {"home": Band((9,), (9,), (9,))}]
    first, second = backtest.scores(tries, drawn)["home"]
    assert (first.ahead, first.tried, first.held, second.tried, second.held) == (1, 2, 2, 1, 0)
    assert first.rmse == pytest.approx(math.sqrt((4 + 0) / 2))
    assert first.rmse_unchanged == pytest.approx(math.sqrt((9 + 1) / 2))
    assert first.rmse_trend == pytest.approx(math.sqrt((9 + 9) / 2))
    assert (second.rmse, second.rmse_unchanged, second.rmse_trend) == (4, 2, 0)
    assert not backtest.beats_unchanged([first, second])  # 4 + 16 against 10 + 4
    assert backtest.beats_unchanged([first])


def test_the_trend_is_the_straight_line_through_the_years_before() -> None:
    assert backtest.straight_on([10, 12, 14], 2) == pytest.approx([16, 18])
    assert backtest.straight_on([4, 1], 3) == pytest.approx([0, 0, 0]), "never below nobody"


def test_entries_can_be_such_that_the_number_stands_still() -> None:
    dear = found_of(step="dear", stock={"0-17": 20}, exits=20, moves={"home": 8})
    home = found_of()
    entries = backtest.unchanged_entries([dear, home], 2027, 3)
    kept = {"dear": dear, "home": home}
    # By the balance of children: with the places constant, who comes makes up for who leaves, moves and turns 18.
    assert set(entries) == set(kept) and all(min(by_year.values()) > 0 for by_year in entries.values())
    tree = {name: {**step, "entries": entries[name]} for name, step in estimates.steps_of([dear, home]).items()}
    result = calculate(backtest._case(tree, 2027, 3))
    for name, one in kept.items():
        assert result.row(f"baseline.{name}.places").values == pytest.approx([one.placed] * 3)
