"""Cell styles of the workbook: they tell an input from structure and result; numbers by unit."""

from typing import Any, NamedTuple

from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from budget.text.colours import HEADER_FILL, INK, INPUT_FILL, INPUT_TEXT, MUTED, STRUCTURE_FILL

FORMATS = {
    "kr": "#,##0",
    "thousand": "#,##0",
    "mio": "#,##0.0",
    "share": "0.0##%",
    "fte": "#,##0.00",
    "months": "0.0##",
    "places": "#,##0.00",
    "placements": "#,##0.0##",
    "children": "#,##0.0##",
    "recipients": "#,##0.0##",
    "children per fte": "0.0",
    "index": "0.0000",
    "rate": "0.0000",
    "ratio": "0.0000",
    "weight": "0.0###",
    "number": "0",
    "year": "0",
    "years": "0",
    "month": "0",
    "0/1": "0",
}
BASE = {"font_name": "Calibri", "font_size": 10, "font_color": INK, "valign": "top"}
INPUT: dict[str, Any] = {"bg_color": INPUT_FILL, "locked": False, "border": 1, "border_color": "#D9CFB0"}
STYLES: dict[str, dict[str, Any]] = {
    "text": {"text_wrap": True},
    "plain": {},
    "small": {"font_color": MUTED, "text_wrap": True},
    "title": {"bold": True, "font_size": 14},
    "heading": {"bold": True, "font_size": 11},
    "header": {"bold": True, "bg_color": HEADER_FILL, "bottom": 1, "text_wrap": True},
    "header_link": {"bold": True, "bg_color": HEADER_FILL, "bottom": 1, "font_color": INPUT_TEXT, "underline": 1},
    "header_year": {"bold": True, "bg_color": HEADER_FILL, "bottom": 1, "num_format": "0", "align": "right"},
    "over_years": {"bg_color": HEADER_FILL, "align": "right"},
    "header_right": {"bold": True, "bg_color": HEADER_FILL, "bottom": 1, "align": "right"},
    "header_figure": {"bold": True, "bg_color": HEADER_FILL, "bottom": 1, "align": "right", "text_wrap": True},
    "input": {**INPUT, "font_color": INPUT_TEXT},
    "carried": {**INPUT, "font_color": MUTED, "italic": True},
    "structure": {"bg_color": STRUCTURE_FILL},
    "delivered": {"bg_color": STRUCTURE_FILL, "italic": True},
    "result": {},
    "total": {"bold": True, "top": 1},
    "total_text": {"bold": True, "top": 1, "text_wrap": True},
    "result_right": {"align": "right"},
    "word": {"indent": 1, "align": "left"},
    "small_line": {"font_color": MUTED},  # runs over the empty cells beside it
    "link": {"font_color": INPUT_TEXT, "underline": 1},
    "legend_input": {"bg_color": INPUT_FILL, "font_color": INPUT_TEXT},
    "legend_carried": {"bg_color": INPUT_FILL, "font_color": MUTED, "italic": True},
    "free": {"locked": False, "bottom": 1},
}


class Styles:
    """The formats of one workbook, each made once."""

    def __init__(self, book: Workbook) -> None:
        self.book = book
        self.made: dict[tuple[str, str], Any] = {}

    def __call__(self, style: str, unit: str = "") -> Any:
        key = (style, unit)
        if key not in self.made:
            number = {"num_format": FORMATS[unit]} if unit else {}
            self.made[key] = self.book.add_format({**BASE, **STYLES[style], **number})
        return self.made[key]


class Delivered(NamedTuple):
    """What a cell is delivered with: its value (None: empty), its formula, and whether it may be typed over."""

    value: str | float | None
    formula: str = ""
    free: bool = False


class FastSheet(Worksheet):  # type: ignore[misc]
    """Formulas here are plain and known: none of the searches for functions of newer versions is needed."""

    def _write_formula(self, row: int, col: int, formula: str, cell_format: Any = None, value: Any = 0) -> int:
        from xlsxwriter.worksheet import CellFormulaTuple

        if self._check_dimensions(row, col):
            raise ValueError(f"row {row}, column {col} does not fit a sheet")
        self.table[row][col] = CellFormulaTuple(formula, cell_format, value)
        return 0

    def delivered(self) -> list[list[Delivered]]:
        """The cells from A1 on as they are written."""
        texts = list(self.str_table.string_table)  # in the order of their numbers
        rows: list[list[Delivered]] = [[] for _ in range(max(self.table, default=-1) + 1)]
        for number, cells in self.table.items():
            rows[number] = [Delivered(None)] * (max(cells, default=-1) + 1)
            for col, cell in cells.items():
                value = getattr(cell, "number", getattr(cell, "value", None))
                value = texts[cell.string] if hasattr(cell, "string") else value
                free = not cell.format.locked if cell.format else False
                rows[number][col] = Delivered(
                    float(value) if isinstance(value, int | float) else value, getattr(cell, "formula", ""), free
                )
        return rows


def page_setup(
    sheet: Worksheet, header: str, footer: str, last_row: int, last_col: int, one: bool, wide: int, labels: int
) -> None:
    """A4 landscape, `wide` pages across (and one high, for a short table), case and version above, page numbers below.

    Many years take several pages, each with the column of `labels` to its left.
    """
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(wide, 1 if one else 0)
    if wide > 1:
        sheet.repeat_columns(labels, labels)
    sheet.print_area(0, 0, max(last_row, 0), max(last_col, 1))
    sheet.set_margins(left=0.5, right=0.5, top=0.8, bottom=0.7)
    sheet.set_header(f"&L{header.replace('&', '&&')}")
    sheet.set_footer(f"&R{footer}")
    sheet.protect("", {"format_columns": True, "format_rows": True})
