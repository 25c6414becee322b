"""The page Kilder og kontrol: control points, every figure beside the library, missing rates, and the sources."""

from collections.abc import Iterator, Sequence
from itertools import groupby

from budget.analysis.comparison import Compared, Match, compared, needed_rates
from budget.analysis.facts import year_spans
from budget.case import Case
from budget.case.paths import LISTS
from budget.case.prices import missing_rates, rate
from budget.formulas import Result
from budget.shown.changed import was_text
from budget.shown.labels import key_text, prices_text, source_text, span_text, value_text
from budget.shown.library_words import label_of, origin_text, status_text
from budget.shown.lists import library_list
from budget.shown.model import (
    BESIDE,
    Cell,
    Column,
    Folded,
    Group,
    Heading,
    Items,
    Page,
    Part,
    Row,
    Table,
    Text,
    Tools,
    piece,
)
from budget.shown.pages.head import case_page, point_text
from budget.shown.phrases import said
from budget.shown.points import SEVERITIES, Point, check, count_text
from budget.text import Words

MOST_SHOWN = 200  # figures; of a larger case one line is shown at a time
HEADS = ("figure", "value", "library", "source")
SHARED = "shared"  # the group of figures that belong to no line


def sources(
    result: Result, words: Words, found: Sequence[Compared] | None = None, opened: str = "", *,
    whole_library: bool = False,
) -> Page:  # fmt: skip
    """The page; of a large case the figures of one line at a time, the `opened` one; the library where it is asked."""
    case = result.case
    found = list(compared(case)) if found is None else found
    pieces = [
        piece("summary", Text(_summary(found, words), "lead"), Tools("changes"), element="div"),
        _points(check(result, words), words),
        piece("figures", Heading(words("sources.figures")), Text(words("sources.how"))),
        *_figures(case, found, opened, words),
        _rates(case, words),
        _sources(case, found, words),
        *([piece("library", library_list(words), look=BESIDE)] if whole_library else []),
    ]
    return case_page("sources", case, pieces, words)


def _summary(found: Sequence[Compared], words: Words) -> str:
    """How many figures have a source, and how many defaults no one has confirmed."""
    stated = [item for item in found if item.stated]
    facts = {
        "all": len(stated),
        "sourced": sum(bool(item.source) for item in stated),
        "bare": sum(not item.source for item in stated),
        "unconfirmed": sum(item.figure.unconfirmed for item in stated),
    }
    return words("sources.summary", **facts)


def _points(found: Sequence[Point], words: Words) -> Group:
    """What the controller asks; what there is nothing to ask about is folded."""
    tripped = sorted((p for p in found if p.tripped), key=lambda point: SEVERITIES.index(point.severity))
    rest = Items(tuple(point_text(point, words) for point in found if not point.tripped))
    asked = Items(tuple(point_text(point, words) for point in tripped)) if tripped else None
    clear = Folded(words("sources.clear", count=len(rest.items)), (rest,))
    count = Text(count_text(found, words), "count")
    return piece("points", Heading(words("points.title")), count, asked, clear, look="points")


# ------------------------------------------------------------------ figures
def _figures(case: Case, found: Sequence[Compared], opened: str, words: Words) -> Iterator[Group]:
    """A table for each line and one for what belongs to none; of a large case the one that is open."""
    labels = {line.id: line.label for name in LISTS for line in getattr(case, name)} | {SHARED: words("group.shared")}
    groups: dict[str, list[Compared]] = {name: [] for name in labels}
    for item in found:
        groups[item.entry.line.id if item.entry.line is not None else SHARED].append(item)
    large = len(found) > MOST_SHOWN
    shown = opened if opened in groups else next(iter(groups))
    for name, items in groups.items():
        if items and large:
            counts = in_line(items, words)
            label = Text(counts, strong=labels[name])
            yield piece(
                f"open:{name}",
                Tools(f"{'opened' if name == shown else 'closed'}:{name}", labels[name], (label,)),
                element="div",
            )
        if items and (not large or name == shown):
            yield piece(f"group:{name}", _table(case, labels[name], items, words), element="div")


def in_line(items: Sequence[Compared], words: Words) -> str:
    """How many figures a line has, and how many of them are without a source."""
    return words("sources.in_line", count=len(items), bare=sum(i.stated and not i.source for i in items))


def _table(case: Case, caption: str, found: Sequence[Compared], words: Words) -> Table:
    """Figure, value, what the library says, and where the figure comes from."""
    columns = tuple(Column(words(f"sources.{name}"), words=True) for name in HEADS)
    rows = tuple(_row(case, part, words) for part in _alike(found))
    return Table("sources", caption, columns, rows, look="compare")


def _alike(found: Sequence[Compared]) -> Iterator[list[Compared]]:
    """The figures one by one; the years of a series together where all of them come from the same place."""
    for _, group in groupby(found, key=lambda item: item.entry.path):
        figures = list(group)
        same = {(f.source, f.figure.quote, f.figure.note, f.figure.unconfirmed, f.figure.was, f.place) for f in figures}
        if len(same) == 1:
            yield figures
        else:
            yield from ([figure] for figure in figures)


def _row(case: Case, found: Sequence[Compared], words: Words) -> Row:
    one = found[0]
    path, label = one.path if len(found) == 1 else one.entry.path, key_text(one.entry, words)
    kind = "unstated" if not one.stated else "" if one.source else "bare"
    resets = [Tools(f"reset:{path}", label) for path in dict.fromkeys([*(f.path for f in found), one.entry.path])]
    cells: tuple[tuple[Part, ...], ...] = (
        (*_values(case, found, words), *resets),
        tuple(_library(case, found, words)),
        tuple(_source(case, one, path, label, words)),
    )
    return Row(path, kind, label, tuple(Cell(parts=parts) for parts in cells))


def _values(case: Case, found: Sequence[Compared], words: Words) -> Iterator[Text]:
    for one in found:
        unit, figure = one.entry.key.unit, one.figure
        year = f"{one.year}: " if one.year is not None else ""
        yield Text("", strong=f"{year}{value_text(figure.value, unit, words)}")
        if figure.low is not None and figure.high is not None and figure.low < figure.high:
            yield Text(words("sources.range", range=span_text(figure.low, figure.high, unit, words)), "about")
        if figure.unadjusted:
            yield Text(prices_text(figure, words), "about")
        if unit == "kr" and abs(one.value - figure.value) > 0.005:
            own = figure.price_year or (case.reimbursement.price_year if case.reimbursement else None)
            facts = {"own": own, "value": value_text(one.value, unit, words), "year": case.price_year}
            yield Text(words("sources.converted", **facts), "about")


def _library(case: Case, found: Sequence[Compared], words: Words) -> Iterator[Part]:
    """Where the figure lies against the library, and every entry beneath."""
    one, unit = found[0], found[0].entry.key.unit
    if not one.matches:
        span = one.expected.span if one.expected else None
        text = words("sources.expected", range=span_text(*span, unit, words)) if span else words("sources.nothing")
        yield Text(text, "about")
        return
    if one.span is None:
        yield Text(words("sources.not_comparable"), "about")
    else:
        same = one.place == "inside" and one.span[0] == one.span[1]
        place = words("sources.same" if same else f"sources.{one.place}", range=span_text(*one.span, unit, words))
        yield Text(place, str(one.place))
    count = len(one.matches)
    title = words("sources.entry") if count == 1 else words("sources.entries", count=count)
    yield Folded(title, (Items(tuple(_match(case, one, match, len(found) == 1, words) for match in one.matches)),))


def _match(case: Case, one: Compared, match: Match, takeable: bool, words: Words) -> Group:
    label, entry = label_of(match.entry, match.year, words), match.entry
    value = span_text(match.low, match.high, one.entry.key.unit, words)
    taken = takeable and match.offer and not match.missing
    return Group(
        (
            Text(
                _prices(case, one, match, words),
                "value",
                value,
                tools=Tools(f"take:{one.path}:{match.offer}", label) if taken else None,
            ),
            Text(f"{label} ({status_text(entry, words)})"),
            Text(origin_text(entry, words), "about"),
        )
    )


def _prices(case: Case, one: Compared, match: Match, words: Words) -> str:
    """In which prices an amount stands, and why it could not be brought to the case's."""
    if one.entry.key.unit != "kr":
        return ""
    if not match.level:
        return f"({words('sources.no_level')})"
    own = match.entry.price_year
    if not match.missing:
        converted = "sources.in_case_prices" if own not in (None, case.price_year) else "explain.price_year"
        return f"({words(converted, year=case.price_year, own=own)})"
    index = one.entry.line.price_index if one.entry.line else "total"
    if index == "none" or own is None:
        return f"({words('explain.price_year', year=own)})"
    years = said(year_spans(missing_rates(case, index, own, case.price_year)), words)
    return f"({words('sources.missing_rates', own=own, index=words(f'index.{index}'), years=years)})"


def _source(case: Case, one: Compared, path: str, label: str, words: Words) -> Iterator[Part]:
    """Source, quote and note; whether anyone has confirmed it; and a field for the source that lacks."""
    figure = one.figure
    if not one.stated:
        yield Text(words("explain.default"), "about")
        return
    text = source_text(case.sources, one.source)
    was = was_text(figure, one.entry.key.unit, case.sources, words)
    yield Text(text) if text else Text(was or words("explain.assumption"), "warning")
    if figure.unconfirmed:
        yield Text(words("entry.unconfirmed"), "unconfirmed", tools=Tools(f"confirm:{path}", label))
    more = [Text(figure.quote, "quote") if figure.quote else None, Text(figure.note) if figure.note else None]
    if any(more):
        yield Folded(words("library.more"), tuple(part for part in more if part))
    if not text:
        yield Tools(f"source:{path}", label)


# ------------------------------------------------------------------ rates and sources
def _rates(case: Case, words: Words) -> Group:
    """The rates that the case lacks, and those that are given; their fields, and the reimbursement."""
    parts: list[Part] = []
    for index, years in needed_rates(case).items():
        missing = [year for year in years if rate(case, index, year) is None]
        told = words("sources.rates_given", index=words(f"index.{index}"))
        if missing:
            spans = said(year_spans(missing), words)
            told = words("sources.rates_missing", index=words(f"index.{index}"), years=spans)
        parts += [Text(told, "warning" if missing else "about"), Tools(f"rates:{index}")]
    parts = parts or [Text(words("sources.rates_none"), "about")]
    why = Text(words("sources.rates_why"), "about")
    return piece("rates", Heading(words("sources.rates")), why, *parts, Tools("rules"))


def _sources(case: Case, found: Sequence[Compared], words: Words) -> Group:
    """The sources of the case, and how many figures rest on each."""
    items = []
    for key, source in case.sources.items():
        used = sum(item.stated and item.source == key for item in found)
        rest = " · ".join(text for text in (source.note, source.address) if text)
        parts = [Text("", strong=source_text(case.sources, key)), *([Text(rest, "about")] if rest else [])]
        parts.append(Text(words("sources.used", count=used) if used else words("sources.unused"), "about"))
        items.append(Group(tuple(parts)))
    body = Items(tuple(items), "sources-list") if items else Text(words("sources.no_sources"))
    return piece("list", Heading(words("sources.list")), body)
