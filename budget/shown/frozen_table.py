"""The projection that was adopted beside the one of today: a falling trend is then not claimed as effect."""

from collections.abc import Iterator

from budget.analysis.frozen import COURSES, Frozen, signed
from budget.formulas import Result
from budget.shown.model import Display, Group, Heading, Row, Table, Text, figures, piece, year_columns
from budget.shown.net_table import PLAIN
from budget.shown.projection_table import MOST, places_text
from budget.text import Words

KR = ("kr", "cut", "avoided")  # which can be compared in the prices of one year alone
SAME = 0.005  # places and kr: what differs by less is the same


def beside(kept: Frozen, said: str, result: Result, words: Words, display: Display = PLAIN) -> Group | None:
    """Both side by side, with what `said` tells of the adoption; None for a case that projects nothing now."""
    now = signed(result, with_band=False)
    if now is None:
        return None
    rows = tuple(_rows(kept, now, words, display))
    caption = words("frozen.table", unit=words(f"unit.{display.unit}"))
    notes = (words("frozen.note", adopted=kept.as_of, now=now.as_of), words("projected.limits"))
    table = Table("frozen", caption, year_columns(now.years), rows, notes)
    told = (Text(text) for text in _moved(kept, now, words))
    return piece("frozen", Heading(words("frozen.title")), Text(said, "lead"), *told, table)


def _rows(kept: Frozen, now: Frozen, words: Words, display: Display) -> Iterator[Row]:
    for name in (*COURSES, *(KR if kept.price_year == now.price_year else ())):
        if name not in now.values and name not in kept.values:
            continue
        for which, of in (("adopted", kept), ("now", now)):
            values = [of.at(name, year) for year in now.years]
            amounts = [display.cell(value, words) for value in values]
            cells = figures(values, words, MOST, "places") if name in COURSES else amounts
            label = words(f"frozen.row.{which}", row=words(f"projected.row.{name}"))
            yield Row(f"{name}.{which}", "" if which == "adopted" else "other", label, tuple(cells))


def _moved(kept: Frozen, now: Frozen, words: Words) -> Iterator[str]:
    """What the baseline alone has moved in the last year that both know: no effect of the measure."""
    year = next((year for year in reversed(now.years) if year in kept.years), None)
    if year is None:
        return
    was, there = kept.at("without", year) or 0.0, now.at("without", year) or 0.0
    if abs(there - was) < SAME:
        yield words("frozen.same", year=year)
        return
    key = "lower" if there < was else "higher"
    yield words(f"frozen.{key}", year=year, places=places_text(abs(there - was), words))
