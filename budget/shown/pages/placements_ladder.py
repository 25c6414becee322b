"""The ladder on the page Anbringelser: full-year places per step before and after, with the prices of the case."""

from budget.analysis.placements import Ladder, Rung
from budget.shown.charts.drivers import MOST_DRAWN, change, count, ladder, ladder_said, rung_name
from budget.shown.model import NONE, Cell, Column, Group, Heading, Picture, Row, Table, Text, piece
from budget.text import Words


def ladder_piece(found: Ladder, year: int, words: Words) -> Group:
    """The rule, the picture, what it says in words, and the table."""
    said, more = ladder_said(found, year, words), len(found.without_step) - MOST_DRAWN
    if more > 0:
        said = f"{said} ({words('ladder.more', count=more)})"
    picture = Picture(ladder(found, year, words), said, level=0, look="ladder")
    return piece(
        "ladder",
        Heading(words("ladder.title")),
        Text(words("check.quoted", text=words("ladder.rule")), "lead", formula=words("ladder.rule_source")),
        Group((picture, _table(found, year, words)), "beside", element="div"),
    )


def _table(found: Ladder, year: int, words: Words) -> Table:
    """From the most intrusive step down, then what has no step."""
    heads = ["", *(words(f"ladder.head.{key}", year=year) for key in ("before", "change", "after", "price"))]
    rows = [_row(n, rung, words) for n, rung in enumerate((*reversed(found.steps), *found.without_step))]
    notes = (words("ladder.note", year=year),)
    return Table("ladder", words("ladder.table"), tuple(map(Column, heads)), tuple(rows), notes)


def _row(number: int, rung: Rung, words: Words) -> Row:
    if rung.is_empty:
        return Row(str(number), "other", rung_name(rung, words), (Cell(NONE),) * 4)
    before, after = (
        Cell(NONE) if value is None else Cell(count(value, words), value, "places")
        for value in (rung.before, rung.after)
    )
    prices = words.listed(dict.fromkeys(words.kr(price.kr) for price in rung.prices)) or NONE
    moved = Cell(change(rung, words), rung.change, "places")
    return Row(str(number), "", rung_name(rung, words), (before, moved, after, Cell(prices)))
