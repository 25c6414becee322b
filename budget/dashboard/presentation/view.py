"""A view of the presentation: its message, and what bears it out, large enough for the back row."""

from collections.abc import Iterator

from budget.dashboard.parts.chart_block import chart_block, holder
from budget.dashboard.parts.markup import Html, tag
from budget.dashboard.parts.view import Block
from budget.shown.key_figures import KeyFigure
from budget.shown.points import Point
from budget.shown.story import Story, Table, View
from budget.text import Words

STAGE = "stage"
MANY = 8  # columns, rows or points from which on the type is smaller
DRAWN = ("subtotal", "net", "accumulated", "other")  # kinds of row with a look of their own
MARKS = {"saving": "saving", "cost": "cost", "change": "income", "income": "income"}


def stage() -> Html:
    """What holds the views."""
    return tag("div", class_="stage", data_holds=STAGE)


def view_blocks(told: Story, number: int, shown: bool, words: Words) -> Iterator[Block]:
    """One view and its chart; those that are not shown are there for paper."""
    view = told.views[number - 1]
    yield Block(f"view:{view.id}", _view(told, view, number, shown, words), STAGE)
    if view.chart:
        into = f"chart:{view.chart.key}"
        yield chart_block(view.chart, words, told.title, into, heading="", class_="told", stage=True)


def _view(told: Story, view: View, number: int, shown: bool, words: Words) -> Html:
    place = words("presentation.number", number=number, of=len(told.views))
    return tag(
        "article",
        tag("p", view.name, class_="eyebrow"),
        tag("h1", view.message, aria_live="polite" if shown else None),
        *(tag("p", lead, class_="lead") for lead in view.leads),
        tag("p", told.caution, class_="caution") if told.caution and number == 1 else None,
        tag("div", *_body(view, words), class_=f"body {view.id}"),
        *(tag("p", note, class_="notes") for note in view.notes),
        _foot(told.about, view, place, words),
        hidden=not shown,
        class_="slide",
    )


def _body(view: View, words: Words) -> Iterator[Html]:
    if view.figures:
        yield tag("dl", *(_figure(figure) for figure in view.figures), class_="key-figures")
    if view.chart:
        yield holder(view.chart.key)
    for table in view.tables:
        yield _table(table, words)
    if view.points:
        yield tag("ul", *(_point(point, words) for point in view.points), class_="asked" + _size(len(view.points)))


def _size(count: int) -> str:
    return " many" if count > MANY else ""


def _figure(figure: KeyFigure) -> Html:
    return tag("div", tag("dt", figure.label), tag("dd", tag("b", figure.text), tag("span", figure.help)))


def _table(table: Table, words: Words) -> Html:
    corner, *heads = table.head
    empty = tag("span", words("table.row"), class_="hidden")
    rows = [
        tag(
            "tr",
            tag("th", _swatch(row.kind), row.label, scope="row"),
            *(tag("td", cell) for cell in row.cells),
            class_=row.kind if row.kind in DRAWN else None,
        )
        for row in table.rows
    ]
    size = _size(max(len(heads), len(rows)))
    shown = tag(
        "table",
        tag("caption", tag("span", table.caption)),
        tag("thead", tag("tr", tag("th", corner or empty, scope="col"), *(tag("th", h, scope="col") for h in heads))),
        tag("tbody", *rows),
        translate="no",
        class_=f"told{size}",
    )
    scroll = tag("div", shown, class_="scroll", role="region", tabindex="0", aria_label=table.caption)
    notes = tag("p", " ".join(table.notes), class_="notes") if table.notes else None
    return tag("section", scroll, notes)


def _swatch(kind: str) -> Html | None:
    mark = MARKS.get(kind)
    return tag("i", class_=f"swatch {mark}", aria_hidden="true") if mark else None


def _point(point: Point, words: Words) -> Html:
    return tag("li", tag("b", words(f"points.{point.severity}")), " ", point.text, class_=point.severity)


def _foot(about: str, view: View, place: str, words: Words) -> Html:
    sources = words("presentation.sources", sources="; ".join(view.sources)) if view.sources else None
    return tag(
        "footer",
        tag("span", about),
        tag("span", sources, class_="source") if sources else None,
        tag("span", place, class_="place"),
    )
