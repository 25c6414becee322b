"""What is shown as text and as CSV for a Danish spreadsheet; the net-saving table also as JSON."""

import csv
import io
import json
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from typing import Any

from budget.case import Case
from budget.formulas import Result, Row
from budget.shown.changed import changed_data, states, status_text
from budget.shown.key_figures import payback_text, permanent_label
from budget.shown.labels import row_label
from budget.shown.model import Cell, Display, Table
from budget.shown.net_table import net_table
from budget.shown.table_words import net_word, notes
from budget.text import Words
from budget.text.numbers import UNITS, rounded

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
DECIMALS = {"year": 0, "place": 0}  # of what is no amount; 4 of any other figure


# ------------------------------------------------------------------ text
def table_text(result: Result, words: Words, unit: str = "1000") -> str:
    """The table in columns set apart by spaces, with its notes and key figures."""
    table = net_table(result, words, Display(unit))
    lines = [heading(result.case, words), table.caption, "", *aligned(table), "", *table.notes]
    return "\n".join([*lines, "", *key_figures(result, words)]) + "\n"


def form_text(form: Table, words: Words, heading: str) -> str:
    """The form in columns set apart by spaces, with its notes."""
    return "\n".join([*form.titles, heading, form.caption, "", *aligned(form), "", *form.notes]) + "\n"


def heading(case: Case, words: Words) -> str:
    """Sverigesprojektet, Herning Kommune (Vedtaget); under it that the case is changed, and how."""
    lines = [f"{case.title}, {case.municipality} ({status_text(case, words)})", *states(case, words)]
    return "\n".join(" ".join(line.split()) for line in lines)


def aligned(table: Table) -> list[str]:
    """Head and rows in columns set apart by spaces: words to the left, figures to the right."""
    rows = [[" ".join(text.split()) for text in line] for line in table.lines()]  # a line break would break the columns
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    lines = []
    for row in rows:
        cells = [
            cell.ljust(width) if column < table.names else cell.rjust(width)
            for column, (cell, width) in enumerate(zip(row, widths, strict=True))
        ]
        lines.append("  ".join(cells).rstrip())
    return lines


def key_figures(result: Result, words: Words) -> list[str]:
    """The summary in words, one line each."""
    s, years = result.summary, result.years
    net, npv = s["net"] or 0.0, s["npv"] or 0.0
    share = s["break_even_realisation"]
    lines = [
        (words("key_figure.net", first=years[0], last=years[-1]), f"{words.money(net)} ({net_word(net, words)})"),
        (words("key_figure.payback"), payback_text(result, words)),
        *_payback_on_the_budget(result, words),
        (
            words("key_figure.break_even"),
            words("word.none") if share is None else words("word.at_least", share=words.share(share, up=True)),
        ),
        (permanent_label(result, words), words.money(s["permanent_net"] or 0.0)),
        (words("key_figure.peak"), words.money(s["peak_exposure"] or 0.0)),
        (
            words("key_figure.npv", rate=words.share(result.case.discount_rate.value)),
            f"{words.money(npv)} ({net_word(npv, words)})",
        ),
    ]
    return [f"{label}: {text}" for label, text in lines]


def _payback_on_the_budget(result: Result, words: Words) -> Iterator[tuple[str, str]]:
    """When the budget alone pays back, where avoided rises make that another answer."""
    if result.summary["payback_year_budget"] != result.summary["payback_year"]:
        yield words("key_figure.payback_budget"), payback_text(result, words, "payback_year_budget")


# ------------------------------------------------------------------ CSV
def table_csv(result: Result, words: Words, unit: str = "1000") -> str:
    """The net-saving table in columns that a program reads: key, kind, payer, label, service area, unit, years."""
    rows: list[Sequence[str | Decimal]] = [
        ["key", "kind", "payer", "label", "service_area", "unit", *map(str, result.years)]
    ]
    for row, shown in zip(result.printed, net_table(result, words, Display(unit)).rows, strict=True):
        area, payer = (row.line.service_area or "", row.line.payer) if row.line else ("", "")
        texts = [row.key, row.kind, payer, row_label(row, words), area, words(f"unit.{unit}")]
        rows.append([*texts, *map(_csv_cell, shown.cells[: len(result.years)])])
    return csv_text([*_remarks(states(result.case, words)), *rows])


def form_csv(form: Table, above: Sequence[str] = ()) -> str:
    """The figures as they stand in the form, its caption and unit in the first cell; `above` is said of the case."""
    first, *rest = form.head
    return csv_text([*_remarks(above), [f"{form.caption}: {first}", *rest], *_csv_rows(form)])


def _remarks(said: Sequence[str]) -> list[list[str]]:
    """Lines above the head, such as that the case is not as it was opened, and what was changed."""
    return [[f"# {' '.join(line.split())}"] for line in said]


def titled_csv(table: Table) -> str:
    """Any table, with its caption above and its notes below."""
    return csv_text([[table.caption], table.head, *_csv_rows(table), *([note] for note in table.notes)])


def _csv_rows(table: Table) -> Iterable[Sequence[str | Decimal]]:
    return ([row.label, *map(_csv_cell, row.cells)] for row in table.rows)


def _csv_cell(cell: Cell) -> str | Decimal:
    """A figure in the unit of its text, or the text; where there is no figure nothing stands."""
    if cell.value is None:
        return cell.text
    divisor, decimals = UNITS.get(cell.unit, (Decimal(1), DECIMALS.get(cell.unit, 4)))
    return rounded(cell.value / float(divisor), decimals)


def csv_text(rows: Iterable[Sequence[str | Decimal]]) -> str:
    """Rows as a Danish spreadsheet reads them: ; between columns, decimal comma, byte order mark, CRLF. A figure that
    is 0 never carries a sign, and no text is taken for a formula.
    """
    out = io.StringIO()
    out.write("\ufeff")
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerows([_csv_text(cell) for cell in row] for row in rows)
    return out.getvalue()


def _csv_text(cell: str | Decimal) -> str:
    return str(cell + 0).replace(".", ",") if isinstance(cell, Decimal) else safe_text(cell)


def safe_text(text: str) -> str:
    """A text that no spreadsheet takes for a formula."""
    return f"'{text}" if text.startswith(FORMULA_STARTS) else text


# ------------------------------------------------------------------ JSON
def table_json(result: Result, words: Words) -> str:
    """The table, its drivers and its summary, always in kr (contract section 6)."""
    case = result.case
    data = {
        "case": case.id,
        "title": case.title,
        "municipality": case.municipality,
        "unit": "kr",
        "prices": result.prices,
        "price_year": case.price_year,
        "years": result.years,
        "rows": [_row(row, words) for row in result.rows],
        "areas": {area: _plain(values) for area, values in result.areas.items()},
        "drivers": [
            {"key": r.key, "label": row_label(r, words), "unit": r.unit, "values": _plain(r.values)}
            for r in result.drivers
        ],
        "summary": result.summary,
        "notes": [*notes(result, words), *map(str, case.notes)],
    }
    if changed := changed_data(case, words):
        data["changes"] = changed
    return json.dumps(data, ensure_ascii=False, indent=1)


def _row(row: Row, words: Words) -> dict[str, Any]:
    area = (row.line.service_area or "") if row.line else ""
    return {
        "key": row.key,
        "kind": row.kind,
        "label": row_label(row, words),
        "service_area": area,
        "values": _plain(row.values),
    }


def _plain(values: Sequence[float | None]) -> list[float | None]:
    return [None if value is None else value + 0.0 for value in values]
