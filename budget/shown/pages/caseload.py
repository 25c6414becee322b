"""The page Sagstal: each caseload line by year, how it stands against the reference library, follow-ups a week, and
what an extra caseworker would have to save.
"""

from collections.abc import Iterator, Sequence

from budget.analysis.caseloads import (
    Benchmark,
    Standing,
    Vacancy,
    Workload,
    benchmarks,
    default_vacancy,
    periods,
    workloads,
)
from budget.formulas import Result
from budget.shown.charts import Line
from budget.shown.charts.drivers import benchmark_of, ranges, span_text
from budget.shown.charts.drivers import caseload as chart
from budget.shown.labels import from_to
from budget.shown.model import (
    Cell,
    Column,
    Group,
    Heading,
    Items,
    Page,
    Picture,
    Row,
    Table,
    Text,
    Tools,
    asking,
    figure,
    figures,
    piece,
    year_columns,
)
from budget.shown.pages.caseload_needs import follow_ups, need
from budget.shown.pages.empty import no_caseload
from budget.shown.pages.head import case_page
from budget.shown.pages.implied import advisers_implied
from budget.shown.pages.why import Asked, explained
from budget.shown.phrases import share_text
from budget.text import Words
from budget.text.numbers import rounded
from budget.text.told import joined

WITH_VACANCY = 2  # lines; of more only the caseload without vacancies is compared
STANDINGS: tuple[Standing, ...] = ("above", "within", "below")


def caseload(
    result: Result, words: Words, vacancy: Vacancy | None = None, shown: Sequence[Workload] | None = None,
    asked: Asked = None,
) -> Page:  # fmt: skip
    """The page with a share of empty posts; `shown` are the lines on it, where they are not all."""
    loads = workloads(result) if shown is None else list(shown)
    vacancy = vacancy if vacancy is not None else default_vacancy()

    def why(load: Workload) -> Group | None:
        return explained(result, asked, _asks(load).values(), words)

    pieces = [
        piece("claim", Text(words("caseload.claim"), "lead"), element="div"),
        *([] if loads else [advisers_implied(result, words), no_caseload(result.case, words)]),
        Group(
            (Tools("vacancy"), Text(joined((about(vacancy, words), words("vacancy.help"))), "about lead")),
            "",
            "vacancy",
            "div",
        )
        if loads
        else None,
        *(part for load in loads for part in (_line(load, vacancy, words, asked), why(load))),
        _benchmarks(points(loads, vacancy, words), words),
        follow_ups(loads, vacancy, words),
        need(result, words),
    ]
    return case_page("caseload", result.case, pieces, words)


def about(vacancy: Vacancy, words: Words) -> str:
    """Which turnover of the library the share is."""
    share = share_text(vacancy.share, words)
    if vacancy.entry is None:
        return words("vacancy.own", share=share) if vacancy.share else words("vacancy.none")
    entry = vacancy.entry
    label = entry.label.in_language(words.language)
    label = f"{label}, {vacancy.year}" if vacancy.year else label
    publisher = entry.source.publisher or entry.source.title
    return words("vacancy.about", share=share, label=label, publisher=publisher)


# ------------------------------------------------------------------ one line by year
def _asks(load: Workload) -> dict[str, str]:
    """The rows of the result that stand in the table of the line, by their place in it."""
    return {"extra": f"{load.line.id}.fte", "with": f"{load.line.id}.caseload"}


def _line(load: Workload, vacancy: Vacancy, words: Words, asked: Asked) -> Group:
    """A sentence, the picture and the table."""
    said = summary(load, vacancy, words)
    caption, rows = words("caseload.table", line=load.line.label), tuple(_rows(load, vacancy, words))
    table = Table("caseload", caption, year_columns(load.years), rows, tuple(_notes(load, vacancy, words)))
    beside = Group((Picture(chart(load, vacancy, said, words)), table.opened(asked)), "beside", element="div")
    return piece(f"line:{load.line.id}", Heading(load.line.label), Text(said, "lead"), beside)


def summary(load: Workload, vacancy: Vacancy, words: Words) -> str:
    """The line in sentences, for its last year."""
    children, today, extra = load.children[-1], load.today, load.extra[-1]
    before, after, vacant = load.without_extra[-1], load.caseload[-1], load.with_vacancy(vacancy.share)[-1]
    facts = {"children": words.plain(children, 1), "today": words.plain(today, 2), "year": load.years[-1]}
    parts = [
        words("caseload.said.today", **facts, caseload=figure(before, words))
        if before is not None
        else words("caseload.said.nobody", **facts)
    ]
    if after is not None:
        parts.append(words("caseload.said.after", extra=words.plain(extra, 2), caseload=figure(after, words)))
    if vacancy.share and vacant is not None:
        share = share_text(vacancy.share, words)
        parts.append(words("caseload.said.vacancy", share=share, caseload=figure(vacant, words)))
    return joined(parts)


def _rows(load: Workload, vacancy: Vacancy, words: Words) -> Iterator[Row]:
    share = share_text(vacancy.share, words)

    def row(key: str, values: Sequence[float | None], most: int, kind: str = "", **facts: str) -> Row:
        own, cells = _asks(load).get(key), tuple(figures(values, words, most))
        cells = asking(cells) if own else cells
        return Row(own or f"{load.line.id}.{key}", kind, words(f"caseload.row.{key}", **facts), cells)

    yield row("children", load.children, 1)
    yield row("today", [load.today] * len(load.years), 2)
    yield row("extra", load.extra, 2)
    yield row("posts", load.posts, 2, "subtotal")
    yield row("target", load.target, 1)
    yield row("without", load.without_extra, 1)
    yield row("with", load.caseload, 1, "net")
    if vacancy.share:
        yield row("vacancy", load.with_vacancy(vacancy.share), 1, share=share)
        needed = [None if value is None else up(value, 1) for value in load.posts_for_target(vacancy.share)]
        yield row("needed", needed, 1, "other", share=share)


def up(value: float, decimals: int) -> float:
    """Rounded up, as what is needed at least must be."""
    return float(rounded(value, decimals, up=True))


def _notes(load: Workload, vacancy: Vacancy, words: Words) -> Iterator[str]:
    yield words("caseload.note.mark", value=figure(benchmark_of(load), words))
    first = next((y for y, extra in zip(load.years, load.extra, strict=True) if extra), load.years[0])
    start = load.line.start_month
    for year, begins in start.items() if isinstance(start, dict) else [(first, start)]:
        if begins > 1:
            yield words("caseload.note.start", month=words(f"month.{begins}"), year=year)
    if vacancy.share:
        yield words("caseload.note.vacancy", share=share_text(vacancy.share, words))


# ------------------------------------------------------------------ against the library
def points(loads: Sequence[Workload], vacancy: Vacancy, words: Words) -> list[Line]:
    """The caseloads of the case that are compared: of one line its first and last and that with vacancies; of several
    only their last, so that the columns can still be read.
    """
    found = []
    for load in loads:
        name = f"{load.line.label}, " if len(loads) > 1 else ""
        spans = [p for p in periods(load.years, load.caseload) if p.value is not None]
        for period in dict.fromkeys([spans[0], spans[-1]] if len(loads) == 1 else spans[-1:]) if spans else ():
            found.append(Line(period.value or 0.0, f"{name}{from_to(period.first, period.last)}"))
        vacant = load.with_vacancy(vacancy.share)[-1]
        if vacancy.share and vacant is not None and len(loads) <= WITH_VACANCY:
            label = words("caseload.point.vacancy", year=load.years[-1], share=share_text(vacancy.share, words))
            found.append(Line(vacant, joined((name, label), "")))
    return found


def _benchmarks(found: Sequence[Line], words: Words) -> Group:
    """The library's caseloads with the case's beside: on one scale, and as a table."""
    marks, names = benchmarks(), [point.label for point in found]
    rows = [
        Row(
            f"case.{n}",
            "net",
            words("caseload.case_row", label=p.label),
            (*figures([p.value], words), *[Cell()] * len(found)),
        )
        for n, p in enumerate(found)
    ]
    rows += [_benchmark(mark, found, words) for mark in marks]
    columns = (Column(""), Column(words("caseload.head.caseload")), *(Column(name, words=True) for name in names))
    caption = words("caseload.benchmarks.table" if found else "caseload.benchmarks.library_table")
    note = words("caseload.note.benchmarks" if found else "caseload.note.no_points")
    said = [_standing(point, marks, words) for point in found]
    return piece(
        "benchmarks",
        Heading(words("caseload.benchmarks" if found else "caseload.benchmarks.library")),
        Items(tuple(map(Text, said)), "lead") if said else None,
        Picture(ranges(found, joined(said) or caption, words), level=0),
        Table("benchmarks", caption, columns, tuple(rows), (note,)),
        look="benchmarks",
    )


def _benchmark(mark: Benchmark, found: Sequence[Line], words: Words) -> Row:
    standing = (Cell(words(f"caseload.standing.{mark.standing(point.value)}")) for point in found)
    label = mark.entry.label.in_language(words.language)
    return Row(mark.id, "", label, (Cell(span_text(mark, words)), *standing), source_of(mark, words))


def source_of(mark: Benchmark, words: Words) -> str:
    """Who says so and when, and how well it is known."""
    source = mark.entry.source
    text = ", ".join(part for part in (source.publisher or source.title, source.date) if part)
    return f"{text} · {words(f'known.{mark.entry.status}')}"


def _standing(point: Line, marks: Sequence[Benchmark], words: Words) -> str:
    """In how many of the library's ranges a caseload of the case lies."""
    where = [mark.standing(point.value) for mark in marks]
    count = {kind: where.count(kind) for kind in STANDINGS}
    value = figure(point.value, words)
    return words("caseload.said.standing", label=point.label, value=value, count=len(marks), **count)
