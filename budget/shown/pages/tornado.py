"""Each figure alone at its ends on the page Følsomhed og usikkerhed, and the whole table at the end that is chosen."""

from collections.abc import Iterator, Sequence

from budget.analysis.sensitivity import Swing
from budget.case import Case, find
from budget.formulas import Result
from budget.formulas.row import Row as Amounts
from budget.shown.charts.certainty import MOST_BARS
from budget.shown.charts.certainty import tornado as chart
from budget.shown.labels import printed_label, uncertain_label, value_text
from budget.shown.model import (
    NONE,
    Ask,
    Cell,
    Column,
    Display,
    Group,
    Heading,
    Part,
    Picture,
    Row,
    Table,
    Text,
    Tools,
    piece,
    year_columns,
)
from budget.shown.phrases import share_text
from budget.shown.table_words import net_word, row_total
from budget.text import Words

Bar = tuple[str, str] | None  # the figure and the end that the table is shown at


def tornado(
    case: Case, base: float, swings: Sequence[Swing], bar: Bar, certain: bool, year: int, display: Display, words: Words
) -> Group:
    """The bars, and the same as a table: both ends can be asked for."""
    shown: list[Part] = [Text(words("uncertainty.tornado.none" if certain else "uncertainty.no_ranges"), "lead")]
    if swings:
        drawn = chart(base, swings, year, words, display.unit, display.turned)
        shown = [Picture(drawn, level=0, look="tornado"), _table(case, swings, bar, year, display, words)]
    return piece(
        "tornado",
        Heading(words("uncertainty.tornado"), id="tornado"),
        Text(words("uncertainty.tornado.about", year=year, amount=words.kr(base)), "lead"),
        Tools("certain"),
        *shown,
        look="tornado",
    )


def _table(case: Case, swings: Sequence[Swing], bar: Bar, year: int, display: Display, words: Words) -> Table:
    heads = ["", *(words(f"uncertainty.head.{name}") for name in ("at_low", "at_high", "swing"))]
    rows = tuple(_row(case, swing, bar, display, words) for swing in swings[:MOST_BARS])
    notes = [words("uncertainty.tornado.note")]
    if len(swings) > MOST_BARS:
        notes.insert(0, words("uncertainty.tornado.first", most=MOST_BARS, all=len(swings)))
    caption = words("uncertainty.tornado.table", year=year, unit=words(f"unit.{display.unit}"))
    return Table("tornado", caption, tuple(map(Column, heads)), rows, tuple(notes))


def _row(case: Case, swing: Swing, bar: Bar, display: Display, words: Words) -> Row:
    entry, given_year = find(case, swing.path)
    low, value, high = _three(swing, entry.key.unit, words)
    found = entry.in_force(given_year or case.first_year)
    key = "uncertainty.ends" if found and found[1].uncertain else "uncertainty.ends_certain"
    ends = (_end(swing, end, kr, bar, display, words) for end, kr in (("low", swing.at_low), ("high", swing.at_high)))
    size = Cell(display.amount(swing.size, words), swing.size, display.unit) if swing.size else Cell(NONE)
    help = words(key, low=low, value=value, high=high)
    return Row(swing.path, "", uncertain_label(swing.found, words), (*ends, size), help)


def _three(swing: Swing, unit: str, words: Words) -> tuple[str, str, str]:
    """Low, expected and high, with the unit once where it stands behind the figure."""
    if unit == "share":
        low, value = (words.plain(round(v * 100, 4)) for v in (swing.low, swing.value))
        return low, value, share_text(swing.high, words)
    low, value = (words.amount(v, "kr") if unit == "kr" else words.plain(v) for v in (swing.low, swing.value))
    return low, value, value_text(swing.high, unit, words)


def _end(swing: Swing, end: str, kr: float, bar: Bar, display: Display, words: Words) -> Cell:
    label = words(
        f"uncertainty.show.{end}", label=uncertain_label(swing.found, words), amount=display.amount(kr, words)
    )
    ask = Ask("bar", (("path", swing.path), ("end", end)), label, bar == (swing.path, end))
    return display.cell(kr, words, ask)


def at_end(result: Result, other: Result, swing: Swing, end: str, display: Display, words: Words) -> Group:
    """The whole table with one figure at one end; a figure that it moves shows what it was."""
    unit = find(result.case, swing.path)[0].key.unit
    value = value_text(swing.low if end == "low" else swing.high, unit, words)
    facts = {"label": uncertain_label(swing.found, words), "value": value}
    rows = tuple(
        Row(row.key, row.kind, printed_label(row, words), tuple(_cells(row, result, display, words)))
        for row in other.printed
    )
    net = other.summary["net"] or 0.0
    notes = (words("uncertainty.at_end.note", word=net_word(net, words)),)
    caption = words("uncertainty.at_end", unit=words(f"unit.{display.unit}"), **facts)
    heading = Heading(words(f"uncertainty.at_end.{end}", **facts), 3, "at-end")
    table = Table("at-end", caption, year_columns(result.years, words("word.total")), rows, notes)
    return piece("at-end", heading, table, Tools("at-end"), look="at-end")


def _cells(row: Amounts, base: Result, display: Display, words: Words) -> Iterator[Cell]:
    before = base.book.rows.get(row.key)
    total, old_total = row_total(row), None if before is None else row_total(before)
    olds = [None] * len(row.values) if before is None else list(before.values)
    for value, old in [*zip(row.values, olds, strict=True), *([] if total is None else [(total, old_total)])]:
        yield display.cell(value, words, before=old)
    if total is None:
        yield Cell()
