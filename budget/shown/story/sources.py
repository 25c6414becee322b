"""Where the figures of a view come from."""

from collections.abc import Iterable

from budget.case import Case, Line, entries
from budget.case.figures import source_key
from budget.formulas import Result
from budget.shown.labels import source_text
from budget.text import Words


def sources_of(result: Result, lines: Iterable[Line], words: Words) -> tuple[str, ...]:
    """The sources of these lines and of their figures, in order, and how many of their figures have none."""
    case, ids = result.case, {line.id for line in lines}
    keys: dict[str, None] = {}
    bare = 0
    for entry in entries(case):
        line = entry.line
        if line is None or line.id not in ids or not entry.stated:
            continue
        for figure in entry.figures().values():
            key = source_key(figure, line.source)
            if key is None:
                bare += 1
            else:
                keys[key] = None
    found = [source_text(case.sources, key) for key in keys]
    if bare:
        found.append(words("story.without_source", count=bare))
    return tuple(found)


def all_sources(case: Case) -> tuple[str, ...]:
    """Every source of the case."""
    return tuple(source_text(case.sources, key) for key in case.sources)
