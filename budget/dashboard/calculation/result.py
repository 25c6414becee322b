"""The result: four key figures and the table, every figure of it a button that tells how it was worked out."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from budget.analysis.labels import printed_label
from budget.dashboard.parts.help import figure_help
from budget.dashboard.parts.markup import Html, tag
from budget.dashboard.parts.view import Block
from budget.export.tables import net_word, rounding_shows, row_total, title
from budget.formulas import Result, Row
from budget.text import Words
from budget.text.numbers import UNITS

MARKS = {"saving": "saving", "cost": "cost", "income": "income"}  # rows with a colour of the chart
MILLION = 1_000_000
HELP = {  # the key figure of the summary behind each of the four
    "accumulated": "net",
    "payback": "payback_year",
    "break_even": "break_even_realisation",
    "permanent": "permanent_net",
}
RIGHT = "right"  # the column that holds them


@dataclass(frozen=True)
class Display:
    """How figures are shown; never how they are read or worked out."""

    unit: str = "1000"
    turned: bool = False  # savings as positive figures

    def amount(self, kr: float, words: Words) -> str:
        return words.amount(-kr if self.turned else kr, self.unit)


def money(kr: float, words: Words) -> str:
    """An amount in a key figure: millions from half a million on, whole kr below, where millions would say 0."""
    return words.mio(kr) if abs(kr) >= MILLION / 2 or kr == 0 else words.kr(kr)


# --- key figures -------------------------------------------------------------------------------------------


def key_figures(result: Result, first: Result, display: Display, words: Words) -> Html:
    """The four figures a committee asks for, with what they mean and what they were before the changes."""
    was = _figures(first, display, words)
    found = []
    for key, (label, value, help) in _figures(result, display, words).items():
        old = was[key][1]
        changed = tag("span", words("figure.was", value=old), class_="was") if old != value else None
        found.append(
            tag(
                "div",
                tag("dt", label),
                tag(
                    "dd",
                    tag("b", value),
                    changed,
                    tag("span", help, class_="help"),
                    figure_help(HELP[key], label, words),
                ),
            )
        )
    return tag("dl", *found, class_="figures")


def _figures(result: Result, display: Display, words: Words) -> Mapping[str, tuple[str, str, str]]:
    return {
        "accumulated": _accumulated(result, display, words),
        "payback": _payback(result, words),
        "break_even": _break_even(result, words),
        "permanent": _permanent(result, display, words),
    }


def _accumulated(result: Result, display: Display, words: Words) -> tuple[str, str, str]:
    net = result.summary["net"] or 0.0
    label = words("figure.accumulated", years=years_text(result))
    return label, _signed(net, display, words), words("figure.accumulated.help", word=net_word(net, words))


def _payback(result: Result, words: Words) -> tuple[str, str, str]:
    label, year, end = words("figure.payback"), result.summary["payback_year"], result.years[-1]
    peak, net = result.summary["peak_exposure"] or 0.0, result.summary["net"] or 0.0
    if year is None:
        missing = words("figure.payback.missing", amount=money(net, words), year=end)
        return label, words("figure.payback.never", year=end), missing
    if peak == 0:
        return label, str(year), words("figure.payback.no_cost")
    return label, str(year), words("figure.payback.help", amount=money(peak, words))


def _break_even(result: Result, words: Words) -> tuple[str, str, str]:
    label, share = words("figure.break_even"), result.summary["break_even_realisation"]
    if share is None:
        return label, words("word.none"), words("figure.break_even.none_help")
    at_least = words("word.at_least", share=words.share(share, up=True))
    return label, at_least, words("figure.break_even.help", year=result.years[-1])


def _permanent(result: Result, display: Display, words: Words) -> tuple[str, str, str]:
    net = result.summary["permanent_net"] or 0.0
    help = words("figure.permanent.help", word=net_word(net, words))
    return words("figure.permanent", year=result.years[-1]), _signed(net, display, words), help


def _signed(kr: float, display: Display, words: Words) -> str:
    return money(-kr if display.turned and kr else kr, words)


def years_text(result: Result) -> str:
    first, last = result.years[0], result.years[-1]
    return str(first) if first == last else f"{first}–{last}"


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
    return tag("section", scroll, tag("p", " ".join(_notes(result, display, words)), class_="notes"), id="result")


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
    return [*found, words("table.click")]


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
