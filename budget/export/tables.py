"""The net-saving table as text, CSV and JSON."""

import csv
import io
import json
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from typing import Any

from budget.case import Case
from budget.formulas import Result, Row
from budget.shown.key_figures import payback_text
from budget.shown.labels import printed_label, row_label
from budget.shown.table_words import net_word, notes, row_total, title
from budget.text import Words
from budget.text.numbers import UNITS, rounded

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def table_text(result: Result, words: Words, unit: str = "1000") -> str:
    """The table in columns set apart by spaces, with its notes and key figures."""
    case = result.case
    header = ["", *(str(year) for year in result.years), words("word.total")]
    body = [_cells(row, words, unit) for row in result.printed]
    lines = [heading(case, words), title(result, words, unit), "", *aligned([header, *body])]
    lines += ["", *notes(result, words, unit), "", *key_figures(result, words)]
    return "\n".join(lines) + "\n"


def heading(case: Case, words: Words) -> str:
    """Sverigesprojektet, Herning Kommune (Vedtaget)."""
    return " ".join(f"{case.title}, {case.municipality} ({words(f'status.{case.status}')})".split())


def aligned(rows: Sequence[Sequence[str]], left: int = 1) -> list[str]:
    """Rows of text in columns set apart by spaces: the first ones to the left, the others to the right."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    lines = []
    for row in rows:
        cells = [
            cell.ljust(width) if column < left else cell.rjust(width)
            for column, (cell, width) in enumerate(zip(row, widths, strict=True))
        ]
        lines.append("  ".join(cells).rstrip())
    return lines


def _cells(row: Row, words: Words, unit: str) -> list[str]:
    total = row_total(row)
    figures = [words.amount(value, unit) for value in row.values]
    label = " ".join(printed_label(row, words).split())  # a line break in it would break the columns
    return [label, *figures, "" if total is None else words.amount(total, unit)]


def key_figures(result: Result, words: Words) -> list[str]:
    """The summary in words, one line each."""
    s, years = result.summary, result.years
    net, npv = s["net"] or 0.0, s["npv"] or 0.0
    share = s["break_even_realisation"]
    lines = [
        (words("key_figure.net", first=years[0], last=years[-1]), f"{words.mio(net)} ({net_word(net, words)})"),
        (words("key_figure.payback"), payback_text(result, words)),
        *_payback_on_the_budget(result, words),
        (
            words("key_figure.break_even"),
            words("word.none") if share is None else words("word.at_least", share=words.share(share, up=True)),
        ),
        (words("key_figure.permanent", year=years[-1]), words.mio(s["permanent_net"] or 0.0)),
        (words("key_figure.peak"), words.mio(s["peak_exposure"] or 0.0)),
        (
            words("key_figure.npv", rate=words.share(result.case.discount_rate.value)),
            f"{words.mio(npv)} ({net_word(npv, words)})",
        ),
    ]
    return [f"{label}: {text}" for label, text in lines]


def _payback_on_the_budget(result: Result, words: Words) -> Iterator[tuple[str, str]]:
    """When the budget alone pays back, where avoided rises make that another answer."""
    if result.summary["payback_year_budget"] != result.summary["payback_year"]:
        yield words("key_figure.payback_budget"), payback_text(result, words, "payback_year_budget")


def safe_text(text: str) -> str:
    """A text that no spreadsheet takes for a formula."""
    return f"'{text}" if text.startswith(FORMULA_STARTS) else text


def table_csv(result: Result, words: Words, unit: str = "1000") -> str:
    """The table for a Danish spreadsheet: ; between columns, decimal comma, byte order mark, CRLF."""
    rows: list[Sequence[str]] = [["key", "kind", "payer", "label", "service_area", "unit", *map(str, result.years)]]
    for row in result.printed:
        area, payer = (row.line.service_area or "", row.line.payer) if row.line else ("", "")
        texts = [row.key, row.kind, payer, row_label(row, words), area, words(f"unit.{unit}")]
        rows.append([*map(safe_text, texts), *(csv_number(value, unit) for value in row.values)])
    return csv_text(rows)


def csv_text(rows: Iterable[Sequence[str]]) -> str:
    """Rows of text as a Danish spreadsheet reads them: ; between columns, byte order mark, CRLF."""
    out = io.StringIO()
    out.write("\ufeff")
    csv.writer(out, delimiter=";", lineterminator="\r\n").writerows(rows)
    return out.getvalue()


def csv_number(value: float, unit: str) -> str:
    divisor, decimals = UNITS[unit]
    return csv_decimal(rounded(value / float(divisor), decimals))


def csv_decimal(value: Decimal) -> str:
    """A rounded figure with a decimal comma; zero never carries a sign."""
    return str(value + 0).replace(".", ",")


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
