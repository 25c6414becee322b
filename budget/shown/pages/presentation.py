"""The page Præsentation: every view of the story, as the stage shows one and paper all of them."""

from dataclasses import replace

from budget.formulas import Result
from budget.shown.model import Figures, Group, Heading, Items, Page, Part, Picture, Text, piece
from budget.shown.pages.head import point_text
from budget.shown.story import Story, View, story
from budget.text import Words

MANY = 8  # columns, rows or points from which on the type is smaller


def presentation(result: Result, words: Words, unit: str = "1000", told: Story | None = None) -> Page:
    """All views, each a piece of its own."""
    told = story(result, words, unit) if told is None else told
    pieces = tuple(shown(told, number, words) for number in range(1, len(told.views) + 1))
    return Page("presentation", told.title, pieces=pieces)


def shown(told: Story, number: int, words: Words) -> Group:
    """One view: its message, what limits it, what bears it out, and where that comes from."""
    view, last = told.views[number - 1], len(told.views)
    sources = words("presentation.sources", sources="; ".join(view.sources)) if view.sources else ""
    foot = (Text(told.about), Text(sources, "source") if sources else None)
    place = Text(words("presentation.number", number=number, of=last), "place")
    return piece(
        f"view:{view.id}",
        Text(view.name, "eyebrow"),
        Heading(view.message, 1),
        *(Text(lead, "lead") for lead in view.leads),
        Text(told.caution, "caution") if told.caution and number == 1 else None,
        Group(tuple(_body(view, words)), f"body {view.id}", element="div"),
        *(Text(note, "notes") for note in view.notes),
        Group(tuple(part for part in (*foot, place) if part), element="footer"),
        look="slide",
        element="article",
    )


def _body(view: View, words: Words) -> list[Part]:
    found: list[Part] = [Figures(view.figures, "key-figures")] if view.figures else []
    if view.chart:
        found.append(Picture(view.chart, level=0, look="told"))
    found += [replace(table, look=f"told{_size(max(len(table.columns) - 1, len(table.rows)))}") for table in view.tables]
    if view.points:
        points = tuple(point_text(point, words) for point in view.points)
        found.append(Items(points, f"asked{_size(len(points))}"))
    return found


def _size(count: int) -> str:
    return " many" if count > MANY else ""
