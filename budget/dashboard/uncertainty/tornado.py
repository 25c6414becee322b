"""Følsomhed pr. forudsætning: each figure alone at its ends as a bar, and the table at the end that is chosen."""

from collections.abc import Iterator, Sequence

from budget.analysis.sensitivity import Swing
from budget.case import Case, find
from budget.dashboard.parts.chart_block import holder
from budget.dashboard.parts.display import Display
from budget.dashboard.parts.markup import Html, tag
from budget.dashboard.parts.plain_table import NONE, Entry, plain_table, share_text
from budget.dashboard.uncertainty.asked import ENDS, Asked
from budget.formulas import Result, Row
from budget.shown.charts.certainty import MOST_BARS
from budget.shown.labels import printed_label, uncertain_label, value_text
from budget.shown.table_words import net_word, row_total
from budget.text import Words

PERCENT = 10


def tornado(
    case: Case, base: float, swings: Sequence[Swing], asked: Asked, year: int, display: Display, words: Words
) -> Html:
    """The bars in a table: both ends are buttons that show the whole table there."""
    choice = tag(
        "button",
        words("uncertainty.certain", percent=PERCENT),
        type="button",
        data_do="certain",
        aria_pressed="true" if asked.certain else "false",
    )
    return tag(
        "section",
        tag("h2", words("uncertainty.tornado"), id="tornado", tabindex="-1"),
        tag("p", words("uncertainty.tornado.about", year=year, amount=words.kr(base)), class_="lead"),
        tag("p", choice, class_="choices"),
        holder("tornado") if swings else None,
        _table(case, swings, asked, year, display, words) if swings else _none(asked, words),
        class_="tornado",
    )


def _none(asked: Asked, words: Words) -> Html:
    return tag("p", words("uncertainty.tornado.none" if asked.certain else "uncertainty.no_ranges"), class_="lead")


def _table(case: Case, swings: Sequence[Swing], asked: Asked, year: int, display: Display, words: Words) -> Html:
    shown = swings[:MOST_BARS]
    unit = words(f"unit.{display.unit}")
    head = ["", *(words(f"uncertainty.head.{name}") for name in ("at_low", "at_high", "swing"))]
    entries = [_row(case, swing, asked, display, words) for swing in shown]
    note = words("uncertainty.tornado.note")
    if len(swings) > MOST_BARS:
        note = f"{words('uncertainty.tornado.first', most=MOST_BARS, all=len(swings))} {note}"
    return plain_table(words("uncertainty.tornado.table", year=year, unit=unit), head, entries, words, note)


def _row(
    case: Case,
    swing: Swing,
    asked: Asked,
    display: Display,
    words: Words,
) -> Entry:
    entry, given_year = find(case, swing.path)
    low, value, high = _three(swing, entry.key.unit, words)
    found = entry.in_force(given_year or case.first_year)
    key = "uncertainty.ends" if found and found[1].uncertain else "uncertainty.ends_certain"
    ends = [
        _end(swing, end, at, asked, display, words) for end, at in zip(ENDS, (swing.at_low, swing.at_high), strict=True)
    ]
    return Entry(
        uncertain_label(swing.found, words),
        [*ends, display.amount(swing.size, words) if swing.size else NONE],
        None,
        words(key, low=low, value=value, high=high),
    )


def _three(swing: Swing, unit: str, words: Words) -> tuple[str, str, str]:
    """Low, expected and high, with the unit once where it stands behind the figure."""
    if unit == "share":
        low, value = (words.plain(round(v * 100, 4)) for v in (swing.low, swing.value))
        return low, value, share_text(swing.high, words)
    low, value = (words.amount(v, "kr") if unit == "kr" else words.plain(v) for v in (swing.low, swing.value))
    return low, value, value_text(swing.high, unit, words)


def _end(swing: Swing, end: str, outcome: float, asked: Asked, display: Display, words: Words) -> Html:
    text = display.amount(outcome, words)
    return tag(
        "button",
        text,
        type="button",
        data_do="bar",
        data_path=swing.path,
        data_end=end,
        aria_expanded="true" if asked.bar == (swing.path, end) else "false",
        aria_label=words(f"uncertainty.show.{end}", label=uncertain_label(swing.found, words), amount=text),
    )


def at_end(result: Result, other: Result, swing: Swing, end: str, display: Display, words: Words) -> Html:
    """The whole table with one figure at one end; a figure that it moves shows what it was."""
    unit = find(result.case, swing.path)[0].key.unit
    value = value_text(swing.low if end == "low" else swing.high, unit, words)
    head = ["", *(str(year) for year in result.years), words("word.total")]
    rows = [Entry(printed_label(row, words), [*_cells(row, result, display, words)], row.kind) for row in other.printed]
    net = other.summary["net"] or 0.0
    caption = words(
        "uncertainty.at_end", label=uncertain_label(swing.found, words), value=value, unit=words(f"unit.{display.unit}")
    )
    return tag(
        "section",
        tag(
            "h3",
            words(f"uncertainty.at_end.{end}", label=uncertain_label(swing.found, words), value=value),
            id="at-end",
            tabindex="-1",
        ),
        plain_table(caption, head, rows, words, words("uncertainty.at_end.note", word=net_word(net, words))),
        tag("p", tag("button", words("why.close"), type="button", data_do="bar"), class_="buttons"),
        class_="at-end",
        aria_labelledby="at-end",
    )


def _cells(row: Row, base: Result, display: Display, words: Words) -> Iterator[str | Html]:
    before = base.book.rows.get(row.key)
    total, old_total = row_total(row), None if before is None else row_total(before)
    olds = [None] * len(row.values) if before is None else list(before.values)
    pairs = [*zip(row.values, olds, strict=True)]
    if total is not None:
        pairs.append((total, old_total))
    for value, old in pairs:
        text = display.amount(value, words)
        was = None if old is None else display.amount(old, words)
        yield text if was in (None, text) else tag("span", text, tag("small", words("table.was", value=was)))
    if total is None:
        yield ""
