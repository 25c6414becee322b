"""What pages begin with, and what several of them hold: whose case it is, and the controller's questions."""

from collections.abc import Iterable, Sequence
from typing import Literal

from budget.case import Case
from budget.formulas import Result
from budget.shown.changed import changed_texts, state, status_text
from budget.shown.labels import from_to
from budget.shown.model import Group, Heading, Items, Page, Text, Tools, piece
from budget.shown.points import SEVERITIES, Point, count_text
from budget.shown.story.sentences import condition, outcomes
from budget.shown.table_words import fixed_prices
from budget.shown.versions import differences
from budget.text import Words
from budget.text.told import joined

PageId = Literal[
    "calculation", "caseload", "placements", "projection", "uncertainty", "follow_up", "cases", "portfolio",
    "presentation", "sources", "method",
]  # fmt: skip


def case_page(id: PageId, case: Case, pieces: Iterable[Group | None], words: Words) -> Page:
    """A page of one case: under its heading what the case is, where it stands, and what has been changed."""
    about = [case.municipality, from_to(case.horizon[0], case.horizon[-1]), fixed_prices(case, words)]
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
    """The control points that have something to ask, counted and grouped by severity, the gravest first; with `every`
    the others too."""
    tripped = [(severity, [p for p in points if p.tripped and p.severity == severity]) for severity in SEVERITIES]
    groups: list[tuple[str, list[Point]]] = [(severity, found) for severity, found in tripped if found]
    counts = Items(tuple(Text(_counted(severity, len(found), words), severity) for severity, found in groups), "counts")
    fine = [point for point in points if not point.tripped]
    if every and fine:
        groups.append(("fine", fine))
    listed = (part for severity, found in groups for part in _grouped(severity, found, words))
    count = Text(count_text(points, words), "count", tools=Tools("points"))  # the button that shows the others
    return piece(
        "points", Heading(words("points.title")), counts if counts.items else None, *listed, count, look="points"
    )


def _counted(severity: str, count: int, words: Words) -> str:
    return words(f"points.counted.{severity}.{'one' if count == 1 else 'many'}", count=count)


def _grouped(severity: str, found: Sequence[Point], words: Words) -> tuple[Heading, Items]:
    """Each by its name, with its question behind it."""
    named = (Text(point.text, severity, words(f"points.of.{point.id}")) for point in found)
    return Heading(words(f"points.group.{severity}"), 3), Items(tuple(named), "named")


def verdict(result: Result, points: Sequence[Point], words: Words) -> Group:
    """Whether it pays in one sentence, on what condition, and how many errors are open."""
    first, *more = outcomes(result, words)
    errors = sum(point.tripped and point.severity == "error" for point in points)
    key = "one" if errors == 1 else "many"
    open_ = Text(words(f"verdict.errors.{key}", count=errors), "error") if errors else None
    said = joined(filter(None, (*more, condition(result, words))))
    return piece("verdict", Text(first, "verdict"), Text(said, "condition") if said else None, open_)


def point_text(point: Point, words: Words) -> Text:
    severity = point.severity if point.tripped else "fine"
    return Text(point.text, severity, words(f"points.{severity}"))
