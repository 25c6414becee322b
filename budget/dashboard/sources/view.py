"""Every figure of a case beside the reference library, with its source: one table for each line."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from budget.analysis.comparison import Compared, Match
from budget.analysis.facts import year_spans
from budget.case import Case
from budget.case.prices import missing_rates
from budget.dashboard.changes.state import Model
from budget.dashboard.parts.markup import Html, join, tag
from budget.dashboard.workshop.entry_field import confirm_button, reset_button
from budget.dashboard.workshop.rate_fields import source_field
from budget.dashboard.workshop.shelf import label_of, origin_text, span_text, status_text, take_button
from budget.shown.labels import key_text, source_text, value_text
from budget.shown.phrases import said
from budget.text import Words

HEADS = ("figure", "value", "library", "source")
SHARED = "shared"  # the group of figures that belong to no line


def group_of(found: Compared) -> str:
    """The line of a figure, or the group of those that belong to none."""
    return found.entry.line.id if found.entry.line is not None else SHARED


def figure_table(model: Model, caption: str, found: Sequence[Compared], words: Words) -> Html:
    """Figure, value, what the library says, and where the figure comes from."""
    heads = [tag("th", words(f"sources.{name}"), scope="col", role="columnheader") for name in HEADS]
    table = tag(
        "table",
        tag("caption", tag("span", caption)),
        tag("thead", tag("tr", *heads, role="row"), role="rowgroup"),
        tag("tbody", *(_row(model, part, words) for part in _alike(found)), role="rowgroup"),
        class_="compare",
        role="table",  # said outright: on a narrow screen the cells stand beneath one another
    )
    return tag("div", table, class_="scroll", role="region", tabindex="0", aria_label=caption)


def _alike(found: Sequence[Compared]) -> Iterator[list[Compared]]:
    """The figures one by one; the years of a series together where all of them come from the same place."""
    for _, group in groupby(found, key=lambda item: item.entry.path):
        figures = list(group)
        same = {(f.source, f.figure.quote, f.figure.note, f.figure.unconfirmed, f.place) for f in figures}
        if len(same) == 1:
            yield figures
        else:
            yield from ([figure] for figure in figures)


def _row(model: Model, found: Sequence[Compared], words: Words) -> Html:
    one, case = found[0], model.case
    path = one.path if len(found) == 1 else one.entry.path
    marks = ["unstated" if not one.stated else "", "bare" if one.stated and not one.source else ""]
    return tag(
        "tr",
        tag("th", key_text(one.entry, words), scope="row", role="rowheader"),
        _cell("value", [*_values(case, found, words), *_resets(model, found, words)], words),
        _cell("library", _library(case, found, words), words),
        _cell("source", _source(case, one, path, words), words),
        role="row",
        class_=" ".join(mark for mark in marks if mark) or None,
    )


def _cell(name: str, parts: Iterable[Html], words: Words) -> Html:
    return tag("td", *parts, role="cell", data_label=words(f"sources.{name}"))


def _resets(model: Model, found: Sequence[Compared], words: Words) -> Iterator[Html]:
    """The reset of each figure that was changed."""
    one = found[0]
    paths = dict.fromkeys([*(item.path for item in found), one.entry.path, f"{one.entry.path}.{model.case.first_year}"])
    for path in paths:
        if path in model.changed:
            button = reset_button(path, key_text(one.entry, words), words)
            yield tag("p", words("line.changed"), " ", button, class_="about")


# ------------------------------------------------------------------------------------------------------- value
def _values(case: Case, found: Sequence[Compared], words: Words) -> Iterator[Html]:
    for one in found:
        unit = one.entry.key.unit
        year = f"{one.year}: " if one.year is not None else ""
        yield tag("p", year, tag("b", value_text(one.figure.value, unit, words)))
        figure = one.figure
        if figure.low is not None and figure.high is not None and figure.low < figure.high:
            yield tag(
                "p", words("sources.range", range=span_text(figure.low, figure.high, unit, words)), class_="about"
            )
        if unit == "kr" and abs(one.value - figure.value) > 0.005:
            own = figure.price_year or (case.reimbursement.price_year if case.reimbursement else None)
            said = words("sources.converted", own=own, value=value_text(one.value, unit, words), year=case.price_year)
            yield tag("p", said, class_="about")


# ----------------------------------------------------------------------------------------------------- library
def _library(case: Case, found: Sequence[Compared], words: Words) -> Iterator[Html]:
    """Where the figure lies against the library, and every entry beneath."""
    one = found[0]
    unit = one.entry.key.unit
    if not one.matches:
        span = one.expected.span if one.expected else None
        expected = words("sources.expected", range=span_text(*span, unit, words)) if span else words("sources.nothing")
        yield tag("p", expected, class_="about")
        return
    if one.span is None:
        yield tag("p", words("sources.not_comparable"), class_="about")
    else:
        same = one.place == "inside" and one.span[0] == one.span[1]
        said = words("sources.same" if same else f"sources.{one.place}", range=span_text(*one.span, unit, words))
        yield tag("p", said, class_=str(one.place))
    count = len(one.matches)
    said = words("sources.entry") if count == 1 else words("sources.entries", count=count)
    entries = tag("ul", *(_match(case, one, match, len(found) == 1, words) for match in one.matches))
    yield tag("details", tag("summary", said), entries)


def _match(case: Case, one: Compared, match: Match, takeable: bool, words: Words) -> Html:
    unit = one.entry.key.unit
    label = label_of(match.entry, match.year, words)
    value = span_text(match.low, match.high, unit, words)
    entry = match.entry
    button = None
    if takeable and match.offer and not match.missing:
        button = take_button("take", match.offer, label, words, data_path=one.path)
    return tag(
        "li",
        tag("p", tag("b", value), f" {_prices(case, one, match, words)}", button),
        tag("p", f"{label} ({status_text(entry, words)})"),
        tag("p", origin_text(entry, words), class_="about"),
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


# ------------------------------------------------------------------------------------------------------ source
def _source(case: Case, one: Compared, path: str, words: Words) -> Iterator[Html]:
    """Source, quote and note; whether anyone has confirmed it; and a field for the source that lacks."""
    figure, label = one.figure, key_text(one.entry, words)
    if not one.stated:
        yield tag("p", words("explain.default"), class_="about")
        return
    text = source_text(case.sources, one.source)
    yield tag("p", text) if text else tag("p", words("explain.assumption"), class_="warning")
    if figure.unconfirmed:
        button = confirm_button(path, label, words)
        yield tag("p", tag("span", words("entry.unconfirmed"), class_="tag"), " ", button)
    more = [tag("blockquote", figure.quote) if figure.quote else None, tag("p", figure.note) if figure.note else None]
    if any(more):
        yield tag("details", tag("summary", words("library.more")), join(*more))
    if not text:
        field = source_field(case, path, "", words("sources.give", what=label), words)
        yield tag("details", tag("summary", words("sources.give_short")), field)
