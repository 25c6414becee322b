"""The charts of posts and placements: caseload by year, the library's ranges, places by year, and the ladder."""

from collections.abc import Sequence

from budget.analysis.caseloads import Benchmark, Vacancy, Workload, benchmarks
from budget.analysis.placements import Ladder, Rung, Sooner
from budget.case import library
from budget.case.models import Mix
from budget.shown.charts.model import Chart, Line, Measure, Place, Series, years
from budget.shown.labels import from_to
from budget.shown.phrases import share_text
from budget.text import Words
from budget.text.told import joined

PLACES = 2  # decimals of full-year places
MOST_DRAWN = 8  # lines without a step; more stand in the table only


# --- caseworkers -------------------------------------------------------------------------------------------


def caseload(load: Workload, vacancy: Vacancy, said: str, words: Words) -> Chart:
    """Children per caseworker by year, with and without the extra posts, beside the benchmark of the line."""
    row = f"{load.line.id}.caseload"
    series = [
        Series("without", words("caseload.short.without"), "before", load.without_extra),
        Series("with", words("caseload.short.with"), "after", load.caseload, asks=row),
    ]
    if vacancy.share:
        label = words("caseload.short.vacancy", share=share_text(vacancy.share, words))
        series.append(Series("vacancy", label, "vacant", load.with_vacancy(vacancy.share)))
    mark = benchmark_of(load)
    series.append(Series("mark", words("caseload.short.mark"), "benchmark", tuple(mark for _ in load.years)))
    measure = Measure(words.language, name=words("unit.children per fte"))
    key, title = f"caseload-{load.line.id}", words("caseload.chart")
    return Chart(key, title, measure, years(load.years), tuple(series), said, press="why")


def benchmark_of(load: Workload) -> float:
    """The benchmark of the line: the one its source names in the library, else the partnership's."""
    target = load.line.target_caseload
    figures = target.values() if isinstance(target, dict) else [target]
    return library.caseload_benchmark([*(figure.source for figure in figures), load.line.source])


def ranges(found: Sequence[Line], said: str, words: Words) -> Chart:
    """The library's caseloads as ranges on one scale, with a line at each caseload of the case."""
    marks = benchmarks()
    places = tuple(Place(mark.id, mark.entry.label.in_language(words.language)) for mark in marks)
    series = Series(
        "range",
        words("caseload.benchmarks.library"),
        "range",
        tuple(mark.high for mark in marks),
        True,
        tuple(0.0 if mark.is_below else mark.low for mark in marks),
        texts=tuple(span_text(mark, words) for mark in marks),
    )
    title = words("caseload.benchmarks" if found else "caseload.benchmarks.library")
    measure = Measure(words.language, name=words("unit.children per fte"))
    lines = tuple(sorted(found, key=lambda line: -line.value))  # the name of the lowest highest: no line crosses a name
    return Chart("benchmarks", title, measure, places, (series,), said, across=False, lines=lines)


def span_text(mark: Benchmark, words: Words) -> str:
    """15–20, 25, or under 25."""
    low, high = words.plain(mark.low), words.plain(mark.high)
    if mark.is_below:
        return words("caseload.below", value=high)
    return from_to(low, high)


# --- children ----------------------------------------------------------------------------------------------


def placements(found: Sooner, said: str, words: Words) -> Chart:
    """Full-year places of one line by year, and the same stops on 1 January beside them."""
    course = found.course
    label = words("placing.short.moved" if isinstance(course.line, Mix) else "placing.short.case")
    series = [Series("case", label, "saving", course.places, True, asks=f"{course.line.id}.places")]
    if found.in_january is not None:
        series.append(Series("january", words("placing.short.january"), "january", found.in_january.places, True))
    measure = Measure(words.language, name=words("unit.places"), most=PLACES)
    key, title = f"placements-{course.line.id}", words("placing.chart")
    return Chart(key, title, measure, years(course.years), tuple(series), said, press="why")


def ladder(found: Ladder, year: int, words: Words) -> Chart:
    """Full-year places on each step before and after, from the most intrusive step down; then what has no step."""
    shown = [*reversed(found.steps), *found.without_step[:MOST_DRAWN]]
    places = tuple(Place(str(number), rung_name(rung, words)) for number, rung in enumerate(shown))
    known = [rung.before is not None and rung.after is not None for rung in shown]
    whole = [(rung, it) for rung, it in zip(shown, known, strict=True)]

    def row(key: str, role: str, values: list[float | None], texts: list[str]) -> Series:
        label = words(f"ladder.head.{key}", year=year)
        return Series(key, label, role, tuple(values), True, texts=tuple(texts))  # type: ignore[arg-type]

    bars = [
        row(
            "before", "before",
            [rung.before if it and not rung.is_empty else None for rung, it in whole],
            [words("ladder.bar.before", places=count(rung.before or 0.0, words)) for rung in shown],
        ),
        row(
            "after", "after",
            [rung.after if it and not rung.is_empty else None for rung, it in whole],
            [
                words("ladder.bar.after", places=count(rung.after or 0.0, words), change=change(rung, words))
                for rung in shown
            ],
        ),
        row(
            "change", "change",
            [None if it or rung.is_empty else abs(rung.change) for rung, it in whole],
            [words("ladder.bar.change", change=change(rung, words)) for rung in shown],
        ),
    ]  # fmt: skip
    measure = Measure(words.language, name=words("unit.places"), most=PLACES)
    series = tuple(one for one in bars if one.last is not None) or tuple(bars[:1])
    return Chart(
        "ladder", words("ladder.title"), measure, places, series, ladder_said(found, year, words), across=False
    )


def rung_name(rung: Rung, words: Words) -> str:
    """The step, or what the case gives no step for."""
    if rung.step is not None:
        return rung.step.label.in_language(words.language)
    line = rung.line.label if rung.line else ""
    return words(f"ladder.role.{rung.role}", line=line)


def ladder_said(found: Ladder, year: int, words: Words) -> str:
    """What the ladder shows, step by step from the most intrusive."""
    said = []
    for rung in [*reversed(found.steps), *found.without_step[:MOST_DRAWN]]:
        if rung.is_empty:
            continue
        facts = {"name": rung_name(rung, words), "change": change(rung, words)}
        if rung.before is None or rung.after is None:
            said.append(words("ladder.said.change", **facts))
        else:
            before, after = count(rung.before, words), count(rung.after, words)
            said.append(words("ladder.said.step", before=before, after=after, **facts))
    if not said:
        return words("ladder.said.nothing")
    more = len(found.without_step) - MOST_DRAWN
    said += [f"{words('ladder.more', count=more).capitalize()}."] if more > 0 else []
    return joined([*said, words("ladder.said.year", year=year)])


def count(value: float, words: Words) -> str:
    """Full-year places as they are written."""
    return words.plain(value + 0.0, PLACES)


def change(rung: Rung, words: Words) -> str:
    """What is added to a step or taken from it, with its sign."""
    text = count(rung.change, words)
    return f"+{text}" if round(rung.change, PLACES) > 0 else text
