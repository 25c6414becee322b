"""The result: four key figures and the table, every figure of it a button that tells how it was worked out."""

from collections.abc import Mapping
from functools import lru_cache

from budget.dashboard.parts.display import RIGHT, Display
from budget.dashboard.parts.help import figure_help
from budget.dashboard.parts.markup import Html, tag
from budget.dashboard.parts.view import Block
from budget.formulas import Result, Row
from budget.shown.key_figures import key_figures as figures
from budget.shown.labels import printed_label
from budget.shown.table_words import rounding_shows, row_total, title
from budget.text import Words
from budget.text.numbers import UNITS

MARKS = {"saving": "saving", "cost": "cost", "change": "income", "income": "income"}  # rows with a colour of the chart
HELP = {  # the key figure of the summary behind each of the four
    "accumulated": "net",
    "payback": "payback_year",
    "break_even": "break_even_realisation",
    "permanent": "permanent_net",
}


# --- key figures -------------------------------------------------------------------------------------------


def key_figures(result: Result, first: Result, display: Display, words: Words) -> Html:
    """The four figures a committee asks for, with what they mean and what they were before the changes."""
    was = {figure.key: figure.text for figure in figures(first, words, display.turned)}
    found = []
    for figure in figures(result, words, display.turned):
        old = was[figure.key]
        changed = tag("span", words("figure.was", value=old), class_="was") if old != figure.text else None
        help = tag("span", figure.help, class_="help"), figure_help(HELP[figure.key], figure.label, words)
        found.append(tag("div", tag("dt", figure.label), tag("dd", tag("b", figure.text), changed, *help)))
    return tag("dl", *found, class_="figures")


# --- table -------------------------------------------------------------------------------------------------


def table_blocks(
    result: Result, first: Result, asked: tuple[str, int] | None, display: Display, words: Words
) -> list[Block]:
    """The table as a block for its frame and one for each row, so that an edit redraws only the rows it moves."""
    old = {row.key: dict(zip(first.years, row.values, strict=True)) for row in first.rows}
    blocks = [Block("table", _frame(result, display, words), RIGHT)]
    for row in result.printed:
        year = asked[1] if asked and asked[0] == row.key else None
        blocks.append(Block(f"row:{row.key}", _row(result, row, old.get(row.key), year, display, words), "rows"))
    return blocks


def _frame(result: Result, display: Display, words: Words) -> Html:
    years = [tag("th", str(year), scope="col") for year in result.years]
    head = tag(
        "tr",
        tag("th", tag("span", words("table.row"), class_="hidden"), scope="col"),
        *years,
        tag("th", words("word.total"), scope="col"),
    )
    table = tag(
        "table",
        tag("caption", tag("span", title(result, words, display.unit))),
        tag("thead", head),
        tag("tbody", data_holds="rows", data_cells="why", data_columns=" ".join(map(str, result.years))),
        translate="no",
    )
    scroll = tag("div", table, class_="scroll", role="region", tabindex="0", aria_label=words("page.result"))
    how = tag("span", " ", words("table.click"), class_="no-paper")
    notes = tag("p", " ".join(_notes(result, display, words)), how, class_="notes")
    return tag("section", scroll, notes, id="result")


def _notes(result: Result, display: Display, words: Words) -> list[str]:
    found = [words("note.sign_turned" if display.turned else "note.sign")]
    if result.prices == "current":
        found.append(words("note.current"))
    if result.case.price_level_assumed:
        found.append(words("note.price_level", year=result.case.price_year))
    if _is_rounded(result, display) and rounding_shows(result, display.unit):
        found.append(words("note.rounding"))
    if any(row.kind == "other" for row in result.rows):
        found.append(words("note.payers"))
    return found


def _is_rounded(result: Result, display: Display) -> bool:
    """Whether anything is rounded at all: in most plans nothing is, and the sums need not be tried."""
    divisor, decimals = UNITS[display.unit]
    step = float(divisor) / 10**decimals
    return any(value % step for row in result.rows for value in row.values)


def _row(
    result: Result, row: Row, old: Mapping[int, float] | None, asked: int | None, display: Display, words: Words
) -> Html:
    were = tuple(old.get(year) if old else None for year in result.years)
    label, total = printed_label(row, words), row_total(row)
    return _drawn(
        row.key, row.kind, label, tuple(result.years), tuple(row.values), were, total, asked, display, words.language
    )


@lru_cache(maxsize=2048)
def _drawn(
    key: str,
    kind: str,
    label: str,
    years: tuple[int, ...],
    values: tuple[float, ...],
    were: tuple[float | None, ...],
    total: float | None,
    asked: int | None,
    display: Display,
    language: str,
) -> Html:
    """One row; an edit of a large case leaves most rows as they were, and they are not made again."""
    words, mark = Words(language), MARKS.get(kind)
    swatch = tag("i", class_=f"swatch {mark}", aria_hidden="true") if mark else None
    cells = [
        _cell(value, old, year == asked, display, words) for year, value, old in zip(years, values, were, strict=True)
    ]
    cells.append(tag("td", None if total is None else display.amount(total, words), class_="total"))
    return tag("tr", tag("th", swatch, label, scope="row"), *cells, class_=kind, data_row=key)


def _cell(value: float, old: float | None, asked: bool, display: Display, words: Words) -> Html:
    """A figure; what pressing it asks for follows from its row and column, which keeps a large table light."""
    text = display.amount(value, words)
    was = None if old is None else display.amount(old, words)
    button = tag("button", text, aria_expanded="true" if asked else None)
    if was is None or was == text:
        return tag("td", button)
    return tag("td", button, tag("small", words("table.was", value=was)), class_="changed")
