"""What pages begin with, and what several of them hold: whose case it is, and the controller's questions."""

from collections.abc import Iterable, Sequence
from typing import Literal

from budget.case import Case
from budget.shown.changed import changed_texts, state, status_text
from budget.shown.model import Group, Heading, Items, Page, Text, Tools, piece
from budget.shown.points import SEVERITIES, Point, count_text
from budget.shown.table_words import fixed_prices
from budget.shown.versions import differences
from budget.text import Words

PageId = Literal[
    "calculation", "caseload", "placements", "projection", "uncertainty", "follow_up", "cases", "portfolio",
    "presentation", "sources", "method",
]  # fmt: skip


def span(first: int, last: int) -> str:
    """2016, or 2017–2019."""
    return str(first) if first == last else f"{first}–{last}"


def case_page(id: PageId, case: Case, pieces: Iterable[Group | None], words: Words) -> Page:
    """A page of one case: under its heading what the case is, where it stands, and what has been changed."""
    about = [case.municipality, span(case.horizon[0], case.horizon[-1]), fixed_prices(case, words)]
    title = case.title
    if id != "calculation":
        title, about = words(f"page.{id}"), [case.title, *about]
    found = tuple(filter(None, pieces))
    return Page(id, title, " · ".join(about), marks(case, words), changed_texts(case, words), found)


def marks(case: Case, words: Words) -> tuple[str, str]:
    """The status of the case and its state; what changes no figure, such as a source, is only counted."""
    if said := state(case, words):
        return status_text(case, words), said
    count = 0 if case.opened is None else len(differences(case.opened, case))
    return status_text(case, words), words(f"page.changes.{'some' if count else 'none'}", count=count)


def asked(points: Sequence[Point], every: bool, words: Words) -> Group:
    """The control points that have something to ask, the gravest first; with `every` the others too."""
    tripped = [point for point in points if point.tripped]
    shown = sorted(points if every else tripped, key=lambda p: (not p.tripped, SEVERITIES.index(p.severity)))
    listed = Items(tuple(point_text(point, words) for point in shown)) if shown else None
    count = Text(count_text(points, words), "count", tools=Tools("points"))  # the button that shows the others
    return piece("points", Heading(words("points.title")), listed, count, look="points")


def point_text(point: Point, words: Words) -> Text:
    severity = point.severity if point.tripped else "fine"
    return Text(point.text, severity, words(f"points.{severity}"))
