"""What the presentation consists of, as data: page, slides and document show the same words and figures."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal, get_args

from budget.shown.charts import Chart
from budget.shown.key_figures import KeyFigure
from budget.shown.model import Table
from budget.shown.points import Point

ViewId = Literal[
    "decision", "table", "by_year", "accumulated", "projection", "needs", "certainty", "controller", "followed"
]  # fmt: skip
VIEW_IDS: tuple[ViewId, ...] = get_args(ViewId)


@dataclass(frozen=True)
class View:
    """One view: a message in words, what limits it, and what bears it out."""

    id: ViewId
    name: str
    message: str
    leads: tuple[str, ...] = ()  # sentences under the message: what is shown, the condition, the assumption
    figures: tuple[KeyFigure, ...] = ()
    years: tuple[int, ...] = ()
    chart: Chart | None = None  # amounts, or places where none is a small number: what is drawn can be read off it
    tables: tuple[Table, ...] = ()
    points: tuple[Point, ...] = ()  # the tripped ones, errors first
    notes: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()

    def texts(self) -> Iterator[str]:
        """Every text of the view in reading order."""
        yield from (self.name, self.message, *self.leads)
        for figure in self.figures:
            yield from (figure.label, figure.text, figure.help)
        yield from (series.label for series in (self.chart.series if self.chart else ()))
        for table in self.tables:
            yield from (table.caption, *table.head)
            for row in table.rows:
                yield from row.texts
            yield from table.notes
        yield from (point.text for point in self.points)
        yield from (*self.notes, *self.sources)


@dataclass(frozen=True)
class Story:
    """A case as it is told; views with nothing to show are left out."""

    title: str
    municipality: str
    about: str  # Sverigesprojektet · Herning Kommune · Vedtaget · 2013–2016 · 2013-priser (forudsat)
    caution: str  # that the case is changed, and why it is not finished; empty for one that is neither
    views: tuple[View, ...]
    changed: tuple[str, ...] = ()  # what is not as in the case that was opened, and the levers that are set
    aloud: tuple[str, ...] = ()  # that it is so in one sentence, with the levers and without

    def view(self, id: ViewId) -> View | None:
        return next((view for view in self.views if view.id == id), None)
