"""What the page Sagstal shows of each caseload line, and how it stands against the reference library."""

from collections.abc import Iterator, Sequence

from budget.analysis.caseloads import Benchmark, Standing, Vacancy, Workload, benchmarks, periods
from budget.dashboard.parts.chart_block import holder
from budget.dashboard.parts.markup import Html, tag
from budget.dashboard.parts.plain_table import Entry, figures, plain_table, share_text, years_text
from budget.shown.charts import Line
from budget.shown.charts.drivers import benchmark_of, span_text
from budget.text import Words
from budget.text.numbers import rounded

WITH_VACANCY = 2  # lines; of more only the caseload without vacancies is compared
STANDINGS: tuple[Standing, ...] = ("above", "within", "below")


# --- one line by year --------------------------------------------------------------------------------------


def workload_section(load: Workload, vacancy: Vacancy, words: Words) -> Html:
    """One caseload line: a sentence, its picture and its table."""
    said = summary(load, vacancy, words)
    share = share_text(vacancy.share, words)
    table = plain_table(
        words("caseload.table", line=load.line.label),
        ["", *map(str, load.years)],
        list(_rows(load, vacancy, share, words)),
        words,
        " ".join(_notes(load, vacancy, words)),
    )
    return tag(
        "section",
        tag("h2", load.line.label),
        tag("p", said, class_="lead"),
        tag("div", holder(f"caseload-{load.line.id}"), table, class_="beside"),
    )


def summary(load: Workload, vacancy: Vacancy, words: Words) -> str:
    """The line in sentences, for its last year."""
    children, today, extra = load.children[-1], load.today, load.extra[-1]
    before, after, vacant = load.without_extra[-1], load.caseload[-1], load.with_vacancy(vacancy.share)[-1]
    facts = {"children": words.plain(children, 1), "today": words.plain(today, 2), "year": load.years[-1]}
    parts = [
        words("caseload.said.today", **facts, caseload=_one(before, words))
        if before is not None
        else words("caseload.said.nobody", **facts)
    ]
    if after is not None:
        extra_text = words.plain(extra, 2)
        parts.append(words("caseload.said.after", extra=extra_text, caseload=_one(after, words)))
    if vacancy.share and vacant is not None:
        share = share_text(vacancy.share, words)
        parts.append(words("caseload.said.vacancy", share=share, caseload=_one(vacant, words)))
    return " ".join(parts)


def _one(value: float | None, words: Words) -> str:
    return figures([value], words)[0]


def up(value: float, decimals: int) -> float:
    """Rounded up, as what is needed at least must be."""
    return float(rounded(value, decimals, up=True))


def _rows(load: Workload, vacancy: Vacancy, share: str, words: Words) -> Iterator[Entry]:
    def row(key: str, values: Sequence[float | None], most: int, class_: str | None = None, **facts: str) -> Entry:
        return Entry(words(f"caseload.row.{key}", **facts), figures(values, words, most), class_)

    yield row("children", load.children, 1)
    yield row("today", [load.today] * len(load.years), 2)
    yield row("extra", load.extra, 2)
    yield row("posts", load.posts, 2, "subtotal")
    yield row("target", load.target, 1)
    yield row("without", load.without_extra, 1)
    yield row("with", load.caseload, 1, "net")
    if vacancy.share:
        yield row("vacancy", load.with_vacancy(vacancy.share), 1, None, share=share)
        needed = [None if value is None else up(value, 1) for value in load.posts_for_target(vacancy.share)]
        yield row("needed", needed, 1, "other", share=share)


def _notes(load: Workload, vacancy: Vacancy, words: Words) -> Iterator[str]:
    yield words("caseload.note.mark", value=_one(benchmark_of(load), words))
    first = next((y for y, extra in zip(load.years, load.extra, strict=True) if extra), load.years[0])
    start = load.line.start_month
    for year, begins in start.items() if isinstance(start, dict) else [(first, start)]:
        if begins > 1:
            yield words("caseload.note.start", month=words(f"month.{begins}"), year=year)
    if vacancy.share:
        yield words("caseload.note.vacancy", share=share_text(vacancy.share, words))


# --- against the library -----------------------------------------------------------------------------------


def points(loads: Sequence[Workload], vacancy: Vacancy, words: Words) -> list[Line]:
    """The caseloads of the case that are compared: of one line its first and last and that with vacancies; of several
    only their last, so that the columns can still be read.
    """
    found = []
    for load in loads:
        name = f"{load.line.label}, " if len(loads) > 1 else ""
        spans = [p for p in periods(load.years, load.caseload) if p.value is not None]
        for period in dict.fromkeys([spans[0], spans[-1]] if len(loads) == 1 else spans[-1:]) if spans else ():
            found.append(Line(period.value or 0.0, f"{name}{years_text(period.first, period.last)}"))
        vacant = load.with_vacancy(vacancy.share)[-1]
        if vacancy.share and vacant is not None and len(loads) <= WITH_VACANCY:
            label = words("caseload.point.vacancy", year=load.years[-1], share=share_text(vacancy.share, words))
            found.append(Line(vacant, f"{name}{label}"))
    return found


def benchmark_section(found: Sequence[Line], words: Words) -> Html:
    """The library's caseloads with the case's beside: a chart on one scale, and a table."""
    marks = benchmarks()
    empty = ["" for _ in found]
    rows = [Entry(words("caseload.case_row", label=p.label), [_one(p.value, words), *empty], "net") for p in found]
    rows += [_benchmark_row(mark, found, words) for mark in marks]
    head = ["", words("caseload.head.caseload")]
    note = words("caseload.note.benchmarks" if found else "caseload.note.no_points")
    return tag(
        "section",
        tag("h2", words("caseload.benchmarks" if found else "caseload.benchmarks.library")),
        tag("ul", *(tag("li", said) for said in standings(found, words)), class_="lead") if found else None,
        holder("benchmarks"),
        plain_table(
            words("caseload.benchmarks.table" if found else "caseload.benchmarks.library_table"),
            [*head, *(p.label for p in found)],
            rows,
            words,
            note,
            texts=range(1, 1 + len(found)),
        ),
        class_="benchmarks",
    )


def _benchmark_row(mark: Benchmark, found: Sequence[Line], words: Words) -> Entry:
    cells = [span_text(mark, words)]
    cells += [words(f"caseload.standing.{mark.standing(point.value)}") for point in found]
    return Entry(mark.entry.label.in_language(words.language), cells, help=source_of(mark, words))


def source_of(mark: Benchmark, words: Words) -> str:
    """Who says so and when, and how well it is known."""
    source = mark.entry.source
    text = ", ".join(part for part in (source.publisher or source.title, source.date) if part)
    return f"{text} · {words(f'known.{mark.entry.status}')}"


def standings(found: Sequence[Line], words: Words) -> Iterator[str]:
    """In how many of the library's ranges each caseload of the case lies."""
    marks = benchmarks()
    for point in found:
        where = [mark.standing(point.value) for mark in marks]
        count = {kind: where.count(kind) for kind in STANDINGS}
        value = _one(point.value, words)
        yield words("caseload.said.standing", label=point.label, value=value, count=len(marks), **count)
