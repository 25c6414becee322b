"""Every chart of a case, for the tests that look at what is described and at what is drawn of it."""

from __future__ import annotations

from collections.abc import Iterator

from budget.analysis.caseloads import default_vacancy, workloads
from budget.analysis.follow_up import follow_up
from budget.analysis.placements import ladder, sooner
from budget.analysis.scenarios import outlooks
from budget.analysis.sensitivity import sensitivity, uncertain_figures
from budget.analysis.simulation import simulate
from budget.case import Case, case_from_document, document, read_case, with_figure
from budget.formulas import Result, calculate
from budget.shown.charts import Chart, Line, certainty, drivers
from budget.shown.charts.follow_up import followed
from budget.shown.charts.result import result_chart
from budget.shown.story import story
from budget.text import Words

CASES = ("herning-2013", "herning-drivers-2013", "assens-drivers-2016", "toender-2016")


def charts_of(result: Result, words: Words, unit: str = "1000", turned: bool = False) -> Iterator[Chart]:
    """What the pages and the presentation draw of a case, with one figure changed where it has one."""
    case = result.case
    first = calculate(with_figure(case, "levers.realisation", 0.5), result.prices)
    yield result_chart(result, words, unit, turned, first)
    yield certainty.scenarios(outlooks(case), words, unit, turned)
    if uncertain_figures(case):
        yield certainty.fan(simulate(case, draws=500), words, unit, turned)
        base, swings = sensitivity(case)
        yield certainty.tornado(base, swings, result.years[-1], words, unit, turned)
    vacancy = default_vacancy()
    loads = workloads(result)
    for load in loads:
        yield drivers.caseload(load, vacancy, "said", words)
    yield drivers.ranges([Line(27.5, "2013–2016"), Line(31.25, "2016 ved 12 % vakance")], "said", words)
    for found in sooner(result):
        yield drivers.placements(found, "said", words)
    yield drivers.ladder(ladder(result), result.years[-1], words)
    known = follow_up(result)
    for line in known.lines:
        if chart := followed(line, known.years, words):
            yield chart
    yield from (view.chart for view in story(result, words).views if view.chart)


def long_case(years: int) -> Case:
    """Herning's case over so many years."""
    tree = document(read_case("herning-2013"))
    tree |= {"years": years, "actuals": []}
    tree["savings"][0]["amounts"] = 1_000_000
    return case_from_document(tree, "x")


def every_chart() -> list[tuple[str, Chart]]:
    """The charts of several cases in both languages, in every unit, and over one and forty years."""
    found = []
    for name in CASES:
        for language, unit, turned in (("da", "1000", False), ("en", "kr", True), ("da", "mio", False)):
            result, words = calculate(read_case(name)), Words(language)
            found += [(f"{name} {language} {unit}", c) for c in charts_of(result, words, unit, turned)]
    for years in (1, 40):
        found += [(f"{years} years", chart) for chart in charts_of(calculate(long_case(years)), Words())]
    return found
