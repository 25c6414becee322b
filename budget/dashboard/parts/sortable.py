"""A table that one sorts, filters and searches: Streamlit's grid, made of the table that also stands as a real one.

A grid is a picture: paper, a screen reader and the keyboard get the real table beside it (`beside`). pandas is read
when the first grid is drawn, and no sooner.
"""

import math
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

import streamlit as st

from budget.dashboard.parts.say import literal
from budget.shown.model import Cell, Row, Table
from budget.text.characters import visible

if TYPE_CHECKING:  # not to run: it takes half a second
    from pandas.io.formats.style import Styler

KEY = "grid-"  # what the class of everything around a grid begins with


def sortable(table: Table, *, sums: int = 0, choose: bool = False) -> None:
    """The rows of the table as a grid; the last `sums` of them, which must not be sorted among the others, and the
    notes stand beneath it. With `choose` one row can be pressed, see `chosen`.
    """
    rows, last = table.rows[: len(table.rows) - sums], table.rows[len(table.rows) - sums :]
    with st.container(key=f"{KEY}{table.key}", gap="xsmall"):
        st.markdown(f"**{literal(table.caption)}**")
        st.dataframe(
            _styled(table, rows),
            hide_index=True,
            placeholder="",
            alt=visible(table.caption),
            key=_key(table),
            on_select="rerun" if choose else "ignore",
            selection_mode="single-row",
        )
        for text in (*(_sum(row, table) for row in last), " ".join(table.notes)):
            if text:
                st.write(literal(text))


def chosen(table: Table) -> str:
    """The key of the row that was pressed in the grid of this table; empty where none is."""
    state = st.session_state.get(_key(table))
    rows = state["selection"]["rows"] if state else []
    return table.rows[rows[0]].key if rows and rows[0] < len(table.rows) else ""


def _key(table: Table) -> str:
    """Rows are chosen by their number: other rows are another grid."""
    return f"{KEY}{table.key}-{hash(tuple(row.key for row in table.rows))}"


def _styled(table: Table, rows: Sequence[Row]) -> "Styler":
    """Figures by their value, shown as they are written in the table, whatever the language of the browser."""
    from pandas import DataFrame

    data: dict[str, list[str] | list[float]] = {}
    shown = {}
    for number, column in enumerate(table.columns):
        cells = [row.cells[number - 1] if number else Cell(row.label) for row in rows]
        if any(cell.value is not None for cell in cells):
            data[column.head] = _values(cells)
            shown[column.head] = _writing(cells)
        elif not any(cell.parts for cell in cells):  # what one does with a row has no place in a picture
            data[column.head] = [visible(cell.text) for cell in cells]
    return DataFrame(data).style.format(shown, na_rep="")


def _values(cells: Sequence[Cell]) -> list[float]:
    """The figures; one that is not there is NaN and empty. The grid sorts what is empty as 0: where figures lie on
    both sides of that, it is given a place below all of them.
    """
    below = any(cell.value is not None and cell.value <= 0 for cell in cells)
    unknown = -math.inf if below else math.nan
    return [unknown if cell.value is None else float(cell.value) for cell in cells]


def _writing(cells: Sequence[Cell]) -> Callable[[float], str]:
    """How a value of the column is written; what is not there is empty."""
    written = {float(cell.value): cell.text for cell in cells if cell.value is not None}
    return lambda value: written.get(value, "")


def _sum(row: Row, table: Table) -> str:
    """A row of sums in words: I alt: Serviceudgifter 2,5 · Anlæg 1,0."""
    cells = zip(table.columns[1:], row.cells, strict=True)
    return f"{row.label}: " + " · ".join(f"{column.head} {cell.text}" for column, cell in cells if cell.text)
