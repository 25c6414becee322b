"""What the page Sagstal shows of each caseload line, and how it stands against the reference library."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from budget.analysis.caseloads import Benchmark, Standing, Vacancy, Workload, benchmarks, periods
from budget.case import library
from budget.dashboard.parts.drawing import Series, drawings
from budget.dashboard.parts.markup import Html, tag
from budget.dashboard.parts.measures import number
from budget.dashboard.parts.plain_table import Entry, figures, plain_table, share_text, years_text
from budget.text import Words
from budget.text.numbers import rounded

PICTURE = 180  # width of the picture of a range, in its own measure
HIGH = 16  # and its height
WITH_VACANCY = 2  # lines; of more only the caseload without vacancies is compared
STANDINGS: tuple[Standing, ...] = ("above", "within", "below")


@dataclass(frozen=True)
class Point:
    """A caseload of the case to be held against the library: in which years, and with or without vacancies."""

    label: str
    value: float


# --- one line by year --------------------------------------------------------------------------------------


def workload_section(load: Workload, vacancy: Vacancy, words: Words) -> Html:
    """One caseload line: a sentence, its picture and its table."""
    said = summary(load, vacancy, words)
    share = share_text(vacancy.share, words)
    picture = tag(
        "div",
        tag("h3", words("caseload.chart")),
        *drawings(_series(load, vacancy, words), load.years, said, lambda value: figures([value], words)[0]),
        class_="chart",
    )
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
        tag("div", picture, table, class_="beside"),
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


def _series(load: Workload, vacancy: Vacancy, words: Words) -> list[Series]:
    found = [
        Series("quiet", words("caseload.short.without"), load.without_extra),
        Series("after", words("caseload.short.with"), load.caseload),
    ]
    if vacancy.share:
        label = words("caseload.short.vacancy", share=share_text(vacancy.share, words))
        found.append(Series("vacant", label, load.with_vacancy(vacancy.share)))
    mark = _mark(load)
    found.append(Series("mark", words("caseload.short.mark"), [mark] * len(load.years)))
    return found


def up(value: float, decimals: int) -> float:
    """Rounded up, as what is needed at least must be."""
    return float(rounded(value, decimals, up=True))


def _mark(load: Workload) -> float:
    """The benchmark of the line: the one its source names in the library, else the partnership's."""
    target = load.line.target_caseload
    figures = target.values() if isinstance(target, dict) else [target]
    return library.caseload_benchmark([*(figure.source for figure in figures), load.line.source])


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
    yield words("caseload.note.mark", value=_one(_mark(load), words))
    first = next((y for y, extra in zip(load.years, load.extra, strict=True) if extra), load.years[0])
    start = load.line.start_month
    for year, begins in start.items() if isinstance(start, dict) else [(first, start)]:
        if begins > 1:
            yield words("caseload.note.start", month=words(f"month.{begins}"), year=year)
    if vacancy.share:
        yield words("caseload.note.vacancy", share=share_text(vacancy.share, words))


# --- against the library -----------------------------------------------------------------------------------


def points(loads: Sequence[Workload], vacancy: Vacancy, words: Words) -> list[Point]:
    """The caseloads of the case that are compared: of one line its first and last and that with vacancies; of several
    only their last, so that the columns can still be read.
    """
    found = []
    for load in loads:
        name = f"{load.line.label}, " if len(loads) > 1 else ""
        spans = [p for p in periods(load.years, load.caseload) if p.value is not None]
        for period in dict.fromkeys([spans[0], spans[-1]] if len(loads) == 1 else spans[-1:]) if spans else ():
            found.append(Point(f"{name}{years_text(period.first, period.last)}", period.value or 0.0))
        vacant = load.with_vacancy(vacancy.share)[-1]
        if vacancy.share and vacant is not None and len(loads) <= WITH_VACANCY:
            label = words("caseload.point.vacancy", year=load.years[-1], share=share_text(vacancy.share, words))
            found.append(Point(f"{name}{label}", vacant))
    return found


def benchmark_section(found: Sequence[Point], words: Words) -> Html:
    """The library's caseloads with the case's beside: a table whose rows are drawn on one scale."""
    marks = benchmarks()
    high = max([mark.high for mark in marks] + [point.value for point in found])
    reach = 10.0 * (int(high / 10) + 1)
    rows = [Entry(words("caseload.case_row", label=p.label), _case_cells(p, found, reach, words), "net") for p in found]
    rows += [_benchmark_row(mark, found, reach, words) for mark in marks]
    head = ["", words("caseload.head.caseload"), _scale(reach, words)]
    note = words("caseload.note.benchmarks" if found else "caseload.note.no_points")
    return tag(
        "section",
        tag("h2", words("caseload.benchmarks" if found else "caseload.benchmarks.library")),
        tag("ul", *(tag("li", said) for said in _standings(marks, found, words)), class_="lead") if found else None,
        plain_table(
            words("caseload.benchmarks.table" if found else "caseload.benchmarks.library_table"),
            [*head, *(p.label for p in found)],
            rows,
            words,
            note,
            texts=range(2, 2 + len(found)),
        ),
        class_="benchmarks",
    )


def _case_cells(point: Point, found: Sequence[Point], reach: float, words: Words) -> list[str | Html]:
    value = _one(point.value, words)
    return [value, _picture(point.value, point.value, [point.value], reach, "case"), *("" for _ in found)]


def _benchmark_row(mark: Benchmark, found: Sequence[Point], reach: float, words: Words) -> Entry:
    span = span_text(mark, words)
    picture = _picture(mark.low, mark.high, [point.value for point in found], reach, "range", mark.is_below)
    cells: list[str | Html] = [span, picture]
    cells += [words(f"caseload.standing.{mark.standing(point.value)}") for point in found]
    return Entry(mark.entry.label.in_language(words.language), cells, help=source_of(mark, words))


def span_text(mark: Benchmark, words: Words) -> str:
    """15–20, 25, or under 25."""
    low, high = words.plain(mark.low), words.plain(mark.high)
    if mark.is_below:
        return words("caseload.below", value=high)
    return high if low == high else f"{low}–{high}"


def source_of(mark: Benchmark, words: Words) -> str:
    """Who says so and when, and how well it is known."""
    source = mark.entry.source
    text = ", ".join(part for part in (source.publisher or source.title, source.date) if part)
    return f"{text} · {words(f'known.{mark.entry.status}')}"


def _picture(low: float, high: float, at: Sequence[float], reach: float, class_: str, below: bool = False) -> Html:
    """A range on the common scale, with a stroke at each caseload of the case. The figures stand in the row."""

    def x(value: float) -> float:
        return value / reach * PICTURE

    start = 0.0 if below else low
    wide = max(x(high) - x(start), 0.0)
    shape = (
        tag("rect", x=number(x(start)), y=4, width=number(wide), height=HIGH - 8, class_=class_)
        if wide > 2
        else tag("circle", cx=number(x(high)), cy=HIGH / 2, r=4, class_=class_)
    )
    strokes = [tag("line", x1=number(x(v)), x2=number(x(v)), y1=0, y2=HIGH, class_="stroke") for v in at]
    ticks = [tag("line", x1=number(x(t)), x2=number(x(t)), y1=0, y2=HIGH, class_="grid") for t in _tens(reach)]
    return tag("svg", *ticks, shape, *strokes, viewBox=f"0 0 {PICTURE} {HIGH}", aria_hidden="true", class_="span")


def _scale(reach: float, words: Words) -> Html:
    """The heading of the pictures: where their scale begins and ends."""
    said = words("caseload.head.picture", reach=words.plain(reach))
    ends = (tag("span", words.plain(end), aria_hidden="true") for end in (0.0, reach))
    return tag("span", tag("span", said, class_="hidden"), *ends, class_="scale")


def _tens(reach: float) -> Iterator[float]:
    value = 0.0
    while value <= reach:
        yield value
        value += 10


def _standings(marks: Sequence[Benchmark], found: Sequence[Point], words: Words) -> Iterator[str]:
    """In how many of the library's ranges each caseload of the case lies."""
    for point in found:
        where = [mark.standing(point.value) for mark in marks]
        count = {kind: where.count(kind) for kind in STANDINGS}
        value = _one(point.value, words)
        yield words("caseload.said.standing", label=point.label, value=value, count=len(marks), **count)
