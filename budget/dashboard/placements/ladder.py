"""The ladder before and after: full-year places per step, with the prices that the case holds."""

from collections.abc import Sequence

from budget.analysis.placements import Ladder, Rung
from budget.dashboard.parts.chart_block import holder
from budget.dashboard.parts.markup import Html, tag
from budget.dashboard.parts.plain_table import NONE, Entry, plain_table
from budget.shown.charts.drivers import change, count, rung_name
from budget.text import Words


def ladder_section(found: Ladder, year: int, words: Words) -> Html:
    """The rule of its source, the picture, and the table."""
    rule, source = tag("q", words("ladder.rule")), tag("span", words("ladder.rule_source"), class_="source")
    return tag(
        "section",
        tag("h2", words("ladder.title")),
        tag("p", rule, " ", source, class_="lead"),
        tag("div", holder("ladder"), _table(found, year, words), class_="beside"),
    )


def _prices(rung: Rung, words: Words) -> list[str]:
    return list(dict.fromkeys(words.kr(price.kr) for price in rung.prices))


def _table(found: Ladder, year: int, words: Words) -> Html:
    head = ["", *(words(f"ladder.head.{key}", year=year) for key in ("before", "change", "after", "price"))]
    rows = [_row(rung, words) for rung in [*reversed(found.steps), *found.without_step]]
    return plain_table(words("ladder.table"), head, rows, words, words("ladder.note", year=year))


def _row(rung: Rung, words: Words) -> Entry:
    if rung.is_empty:
        return Entry(rung_name(rung, words), [NONE] * 4, "other")
    known: Sequence[float | None] = (rung.before, rung.after)
    before, after = (NONE if value is None else count(value, words) for value in known)
    prices = words.listed(_prices(rung, words)) or NONE
    return Entry(rung_name(rung, words), [before, change(rung, words), after, prices])
