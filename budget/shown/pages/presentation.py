"""The page Præsentation: every view of the story, as the stage shows one and paper all of them."""

from dataclasses import replace

from budget.formulas import Result
from budget.shown.changed import aloud
from budget.shown.key_figures import years_text
from budget.shown.model import Figures, Group, Heading, Items, Page, Part, Picture, Text
from budget.shown.pages.head import point_text
from budget.shown.pages.why import Asked, explained
from budget.shown.story import Story, View, story
from budget.shown.table_words import net_word
from budget.text import Words

MANY = 8  # columns, rows or points from which on the type is smaller


def presentation(
    result: Result, words: Words, told: Story | None = None, number: int = 1, asked: Asked = None,
    exact_counts: bool = False, effect: str = "",
) -> Page:  # fmt: skip
    """All views, each a piece of its own, of which the screen shows one; beside it, that the case is changed or a lever
    is set, and the `effect` of that. On paper the first tells what was changed. What was asked for is told no further
    than to the lines unless `exact_counts`.
    """
    told = story(result, words, exact_counts=exact_counts) if told is None else told
    views = [shown(told, n, words, n != number, asked) for n in range(1, len(told.views) + 1)]
    state = aloud(result.case, words)
    texts = (Text(state, status=True), *([Text(effect, "effect", status=True)] if effect else []))
    said = Group(texts, "set" if state else "set empty", "set", "div")
    why = explained(result, asked, [row.key for row in result.rows], Words(words.language, discreet=not exact_counts))
    return Page("presentation", told.title, pieces=(said, *views, *([why] if why else [])))


def lever_effect(before: Result, now: Result, words: Words) -> str:
    """From what the net comes to over the years, as the case was opened, to what it is with the levers."""
    sums = [sum(result.row("net").values) for result in (before, now)]
    was, is_ = (words("presentation.net", what=net_word(net, words), amount=words.mio(abs(net))) for net in sums)
    return words("presentation.effect", years=years_text(now), was=was, now=is_)


def shown(told: Story, number: int, words: Words, hidden: bool = False, asked: Asked = None) -> Group:
    """One view: its message, what limits it, what bears it out, and where that comes from."""
    view, last = told.views[number - 1], len(told.views)
    sources = words("presentation.sources", sources="; ".join(view.sources)) if view.sources else ""
    foot = (Text(told.about), Text(sources, "source") if sources else None)
    place = Text(words("presentation.number", number=number, of=last), "place")
    parts = (
        Text(view.name, "eyebrow"),
        Heading(view.message, 1, live=not hidden),
        *(Text(lead, "lead") for lead in view.leads),
        Text(told.caution, "caution") if told.caution and number == 1 else None,
        Group((Items(tuple(map(Text, told.changed))),), "changed", hidden=True)
        if told.changed and number == 1
        else None,
        Group(tuple(_body(view, words, asked)), f"body {view.id}", element="div"),
        *(Text(note, "notes") for note in view.notes),
        Group(tuple(part for part in (*foot, place) if part), element="footer"),
    )
    return Group(tuple(part for part in parts if part), "slide", f"view:{view.id}", "article", hidden)


def _body(view: View, words: Words, asked: Asked) -> list[Part]:
    found: list[Part] = [Figures(view.figures, "key-figures")] if view.figures else []
    if view.chart:
        found.append(Picture(view.chart, level=0, look="told"))
    found += [
        replace(table.opened(asked), look=f"told{_size(max(len(table.columns) - 1, len(table.rows)))}")
        for table in view.tables
    ]
    if view.points:
        points = tuple(point_text(point, words) for point in view.points)
        found.append(Items(points, f"asked{_size(len(points))}"))
    return found


def _size(count: int) -> str:
    return " many" if count > MANY else ""
