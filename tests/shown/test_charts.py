"""Charts as data: every value is that of the result, and the words say what the values are."""

from __future__ import annotations

import pytest

from budget.analysis.caseloads import Vacancy, benchmarks, workloads
from budget.analysis.follow_up import follow_up
from budget.analysis.placements import ladder, sooner
from budget.analysis.scenarios import outlooks
from budget.analysis.sensitivity import sensitivity
from budget.analysis.simulation import simulate
from budget.case import read_case, with_figure
from budget.formulas import calculate
from budget.shown.charts import Line, Measure, certainty, drivers
from budget.shown.charts.follow_up import followed
from budget.shown.charts.result import result_chart
from budget.shown.charts.scale import apart, fitted, lines_of, short_names, ticks, width
from budget.shown.story import story
from budget.text import Words
from tests.charts import CASES, every_chart

HERNING, DRIVERS = "herning-2013", "herning-drivers-2013"
DANISH = Words()


@pytest.mark.parametrize("name", CASES)
@pytest.mark.parametrize("turned", [False, True])
def test_the_result_s_chart_holds_its_rows_with_the_sign_that_is_shown(name: str, turned: bool) -> None:
    result = calculate(read_case(name))
    chart = result_chart(result, DANISH, "1000", turned)
    sign = -1 if turned else 1
    for series in chart.series:
        assert list(series.values) == [sign * value + 0.0 for value in result.row(series.key).values]
        assert series.asks == series.key
    assert [place.key for place in chart.places] == [str(year) for year in result.years]
    assert chart.press == "why" and chart.ghost == ()


def test_its_words_say_the_course_and_when_it_is_paid_back() -> None:
    said = result_chart(calculate(read_case(HERNING)), DANISH).said
    assert "Besparelsen går fra 1,0 mio. kr. i 2013 til 4,5 mio. kr. i 2016." in said
    assert "Merudgiften forventes tilbagebetalt ved udgangen af 2015." in said


def test_the_ghost_is_the_case_before_the_changes_year_by_year() -> None:
    case = read_case(HERNING)
    first, result = calculate(case), calculate(with_figure(case, "savings.placements.amounts.2016", 3_500_000))
    chart = result_chart(result, DANISH, first=first)
    for series in chart.ghost:
        assert list(series.values) == list(first.row(series.key).values)
    assert len(chart.ghost) == len(chart.series)
    assert result_chart(first, DANISH, first=calculate(case)).ghost == ()


def test_the_ghost_of_a_case_that_was_shorter_has_gaps() -> None:
    case = read_case("toender-2016")
    longer = case.model_copy(update={"first_year": case.first_year - 1, "years": case.years})
    first = calculate(case)
    found = result_chart(first, DANISH, first=type(first)(longer, "fixed", longer.horizon, first.rows, first.book))
    assert all(series.values[-1] is None for series in found.ghost)


def test_the_story_s_charts_hold_the_rows_and_mark_the_payback_year() -> None:
    result = calculate(read_case(HERNING))
    views = {view.id: view.chart for view in story(result, DANISH).views}
    by_year, added, sure = views["by_year"], views["accumulated"], views["certainty"]
    assert by_year and added and sure
    for key in ("costs", "savings", "net"):
        assert list(by_year.one(key).values) == list(result.row(key).values)
    assert list(added.one("accumulated").values) == list(result.row("accumulated").values)
    assert [(mark.place, mark.text) for mark in added.marks] == [(2, "2015: tilbagebetalt")]
    assert list(sure.one("planned").values) == list(result.row("accumulated").values)
    assert "Netto (mio. kr.): 2013 1,0, 2014 0,0, 2015 -1,0 og 2016 -2,5." in by_year.said


@pytest.mark.parametrize("turned", [False, True])
def test_the_fan_holds_the_quantiles_and_what_was_low_is_high_with_the_sign_turned(turned: bool) -> None:
    found = simulate(read_case(DRIVERS), draws=500)
    chart = certainty.fan(found, DANISH, turned=turned)
    sign, low, high = (-1, "p90", "p10") if turned else (1, "p10", "p90")
    assert list(chart.one("low").values) == [sign * value for value in found.accumulated[low]]
    assert list(chart.one("high").values) == [sign * value for value in found.accumulated[high]]
    pairs = zip(chart.one("low").values, chart.one("high").values, strict=True)
    assert all(low is not None and high is not None and low <= high for low, high in pairs)


def test_scenarios_hold_accumulated_net_of_each_and_the_case_first() -> None:
    found = outlooks(read_case(HERNING))
    chart = certainty.scenarios(found, DANISH)
    assert len(chart.series) == len(found) == 2
    for series, outlook in zip(chart.series, found, strict=True):
        assert outlook.result and list(series.values) == list(outlook.result.row("accumulated").values)
    assert short_names(chart)["base"] == "Som casen står"
    assert chart.series[0].role == "planned" and chart.series[1].label.startswith("Forsigtigt")


def test_the_tornado_runs_from_the_result_now_to_each_end() -> None:
    base, swings = sensitivity(read_case(DRIVERS))
    chart = certainty.tornado(base, swings, 2016, DANISH)
    low, high = chart.series
    assert [place.key for place in chart.places] == [swing.path for swing in swings[: len(chart.places)]]
    assert list(low.values) == [swing.at_low for swing in swings[: len(chart.places)]]
    assert list(high.values) == [swing.at_high for swing in swings[: len(chart.places)]]
    assert set(low.starts or ()) == set(high.starts or ()) == {base} and chart.lines[0].value == base
    assert (chart.press, low.asks, high.asks) == ("bar", "low", "high")
    assert all(place.label in chart.said for place in chart.places)


def test_caseloads_stand_beside_the_benchmark_and_the_library_s_ranges() -> None:
    (load,) = workloads(calculate(read_case(DRIVERS)))
    chart = drivers.caseload(load, Vacancy(0.2), "said", DANISH)
    assert chart.one("with").values == load.caseload and chart.one("without").values == load.without_extra
    assert chart.one("vacancy").values == load.with_vacancy(0.2)
    assert "vacancy" not in [series.key for series in drivers.caseload(load, Vacancy(0.0), "said", DANISH).series]
    ranges = drivers.ranges([Line(27.5, "2016")], "said", DANISH)
    (series,) = ranges.series
    marks = benchmarks()
    assert list(series.values) == [mark.high for mark in marks]
    assert list(series.starts or ()) == [0.0 if mark.is_below else mark.low for mark in marks]
    assert "under 25" in (series.texts or ())


def test_places_and_the_ladder_are_those_of_the_analysis() -> None:
    result = calculate(read_case(DRIVERS))
    for found in sooner(result):
        chart = drivers.placements(found, "said", DANISH)
        assert chart.one("case").values == found.course.places
        if found.in_january is not None:
            assert chart.one("january").values == found.in_january.places
    steps = ladder(result)
    chart = drivers.ladder(steps, 2016, DANISH)
    known = [rung for rung in [*reversed(steps.steps), *steps.without_step] if rung.before is not None]
    assert [v for v in chart.one("before").values if v is not None] == [r.before for r in known if not r.is_empty]
    assert "efter 10 (-4,8)" in (chart.one("after").texts or ())


def test_a_followed_line_stands_upwards_and_an_evaluation_is_not_called_accounts() -> None:
    known = follow_up(calculate(read_case(HERNING)))
    charts = [chart for line in known.lines if (chart := followed(line, known.years, DANISH))]
    (chart,) = charts
    assert chart.one("revised").values == (1e6, 2e6, 3e6, 4.5e6)
    assert chart.one("actual").values == (None, None, 6.7e6, None)
    assert chart.name(chart.one("actual")) == "Evaluering 6,7"


def test_every_chart_has_a_title_its_unit_and_words_of_its_own() -> None:
    for name, chart in every_chart():
        assert chart.title and chart.said and chart.series and chart.places, name
        assert len({series.key for series in chart.series}) == len(chart.series), name
        for series in (*chart.series, *chart.ghost):
            assert len(series.values) == len(chart.places), (name, chart.key, series.key)


# --- what all drawings share -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("unit", "fine", "value", "text"),
    [
        ("1000", False, -4_500_000, "-4.500"),
        ("kr", False, 1234567.5, "1.234.568"),
        ("mio", False, 86_883, "0,1"),
        ("mio", True, 86_883, "0,09"),
        ("mio", True, 1_883, "0,002"),
        ("mio", True, 0.2, "0,0"),
        ("", False, 27.25, "27,3"),
        ("", False, 25, "25"),
    ],
)
def test_a_value_is_written_as_in_the_tables(unit: str, fine: bool, value: float, text: str) -> None:
    assert Measure("da", unit, fine=fine).text(value) == text


def test_steps_are_round_and_cover_the_values() -> None:
    assert ticks(0, 55) == [0, 20, 40, 60]
    assert ticks(0, 20) == [0, 5, 10, 15, 20]
    assert ticks(0, 0) == [0, 1]
    assert ticks(-4.5e6, 2e6) == [-6e6, -4e6, -2e6, 0, 2e6]
    assert ticks(0.1, 0.3)[0] <= 0.1 and ticks(0.1, 0.3)[-1] >= 0.3


def test_names_are_moved_apart_and_stay_inside() -> None:
    assert apart([10, 11, 12], 15, 0, 100) == [10, 25, 40]
    assert apart([98, 99, 100], 15, 0, 100) == [70, 85, 100]
    assert apart([50, 10], 15, 0, 100) == [50, 10]
    crowded = apart([0.0] * 20, 15, 0, 100)
    assert min(crowded) >= -0.001 and max(crowded) <= 100.001
    assert apart([], 15, 0, 100) == []


def test_a_text_is_cut_visibly_and_broken_between_words() -> None:
    assert fitted("Plejefamilie", 400, 12) == "Plejefamilie"
    cut = fitted("Anbringelse i plejefamilie", 64, 12)
    assert cut.endswith("…") and width(cut, 12) <= 64
    assert lines_of("Andel på det dyre trin i 2016", 110, 12) == ["Andel på det", "dyre trin i…"] or all(
        width(line, 12) <= 110 for line in lines_of("Andel på det dyre trin i 2016", 110, 12)
    )
    assert lines_of("Kort", 110, 12) == ["Kort"]
