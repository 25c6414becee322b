"""Tables that are sorted, filtered and searched: figures by their value, in the words of the table, of which a real
one stands beside. pandas is read when the first of them is drawn.
"""

from __future__ import annotations

import json
import math
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from budget.case import read_case
from budget.case.library import library
from budget.dashboard.cases import saving
from budget.dashboard.changes.state import opened
from budget.dashboard.parts import sortable
from budget.shown.lists import library_list
from budget.shown.model import Cell, Column, Row, Table
from budget.store import VARIABLE, open_store
from budget.text import Words
from tests.dashboard.one_page import OnePage, sources
from tests.markdown import seen

ROOT = Path(__file__).parents[2]


def written(grid: Any, column: str) -> list[str]:
    """A column as the grid shows it: what the Styler wrote, where it wrote anything."""
    at = list(grid.value.columns).index(column)
    shown = grid.proto.arrow_data.styler.display_values
    return [str(value) for value in _arrow(shown).iloc[:, at]]


def blocks(page: OnePage) -> str:
    """The markup of every view of the page."""
    views = [json.loads(view.proto.json)[0] for view in page.app.get("bidi_component")]
    return "".join(block[2] for view in views for block in view["blocks"])


def _arrow(data: bytes) -> Any:
    import pyarrow

    return pyarrow.ipc.open_stream(data).read_pandas()


def table(*values: float | None) -> Table:
    words = Words()
    rows = tuple(
        Row(f"r{n}", "", f"Række {n}", (Cell() if v is None else Cell(words.amount(v, "kr"), v, "kr"),))
        for n, v in enumerate(values)
    )
    return Table("t", "Titel", (Column(""), Column("Beløb")), rows)


def test_a_figure_is_sorted_by_its_value_and_what_is_not_known_is_none_and_never_0() -> None:
    styled = sortable._styled(found := table(1_000_000.0, None, 20_000.0), found.rows)
    assert styled.data["Beløb"].dtype == "float64"
    assert styled.data["Beløb"].tolist()[::2] == [1_000_000.0, 20_000.0]
    assert math.isnan(styled.data["Beløb"][1])
    html = styled.to_html()
    assert "1.000.000" in html and "20.000" in html and "nan" not in html.lower()


def test_where_figures_lie_on_both_sides_of_0_what_is_not_known_stands_below_them_all() -> None:
    """The grid sorts an empty cell as 0, between -5 and 5."""
    styled = sortable._styled(found := table(-5.0, None, 5.0), found.rows)
    assert styled.data["Beløb"].sort_values().index.tolist() == [1, 0, 2]
    assert "inf" not in styled.to_html()


def test_a_table_without_rows_and_one_without_any_figure_are_drawn() -> None:
    for found, cells in ((table(), []), (table(None), [""])):
        assert sortable._styled(found, found.rows).data["Beløb"].tolist() == cells


@pytest.mark.parametrize(("language", "amount"), [("da", "2,5"), ("en", "2.5")])
def test_the_overview_is_a_grid_in_the_language_of_the_page_with_its_sum_beneath(language: str, amount: str) -> None:
    page = OnePage("portfolio.page", "portfolio_page", "portfolio", case="herning-2013", lang=language)
    grid = page.app.dataframe[0]
    values = list(grid.value.iloc[:, 5])
    assert values[0] == 2_500_000.0 and written(grid, grid.value.columns[5])[0] == amount
    words = Words(language)
    total = f"{words('word.total')}: {grid.value.columns[5]} {words.amount(sum(values), 'mio')}"
    assert any(seen(text.value) == total for text in page.app.markdown)
    assert len(page.app.dataframe) == 2 and blocks(page).count('class="of-grid"') == 2


def test_every_figure_of_a_case_is_found_with_its_source() -> None:
    page = sources("herning-2013")
    grid = page.app.dataframe[0].value
    assert len(page.app.dataframe) == 1 and len(grid) == 6
    sourced = grid[grid["Kilde"].str.contains("projektbeskrivelse")]
    assert 2_000_000 in set(sourced["Værdi"]) and set(sourced["Enhed"]) == {"kr."}
    assert set(grid["Kilde"]) - set(sourced["Kilde"]) == {"forudsætning (uden kilde)"}


def test_the_whole_library_is_shown_when_it_is_asked_for() -> None:
    page = sources("herning-2013")
    assert page.markup("library") == ""
    page.app.toggle(key="library").set_value(True)
    page.run()
    grid = page.app.dataframe[1].value
    assert grid["Fra"].dtype == "float64" and 470_000 in set(grid["Fra"])
    assert 'class="of-grid"' in blocks(page)


@pytest.mark.parametrize("language", ["da", "en"])
def test_the_list_of_the_library_holds_every_figure_of_it(language: str) -> None:
    listed = {row.key for row in library_list(Words(language)).rows}
    for name, topic in library().items():
        for entry in topic.entries:
            states = entry.values or entry.bands or entry.span or entry.first_year
            assert (f"{name}/{entry.id}" in listed) == bool(states), entry.id


def test_a_pressed_case_is_opened_and_put_away_from_the_grid(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(VARIABLE, where := f"sqlite:///{tmp_path / 'cases.db'}")
    store = open_store(where)
    for id in ("herning-2013", "assens-2016"):
        saving.save(store, opened(case := read_case(id), id), case, 0, "Mette", "")
    page = OnePage("cases.page", "cases_page", "cases")
    grid = page.app.dataframe[0]
    titles = list(grid.value["Case"])
    assert len(titles) == 2 and "Gør" not in grid.value.columns
    key = next(key for key in map(str, page.app.session_state._state.filtered_state) if key.startswith("grid-all-"))
    page.app.session_state[key] = {"selection": {"rows": [1], "columns": [], "cells": []}}
    page.run()
    names = [blocks(page).count(f'aria-label="{word}, {title}"') for title in titles for word in ("Åbn", "Arkivér")]
    assert names == [1, 1, 2, 2]


def test_the_dashboard_starts_without_pandas() -> None:
    code = (
        "import sys, importlib, pathlib\n"
        "for page in pathlib.Path('budget/dashboard').glob('*/page.py'):\n"
        "    importlib.import_module(f'budget.dashboard.{page.parent.name}.page')\n"
        "sys.exit('pandas' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT, timeout=120, check=False).returncode == 0
