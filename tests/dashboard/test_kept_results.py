"""A version is shown with the results it was saved with; where others come now, both stand there, and why."""

from __future__ import annotations

import html
import json
import re
import shutil
from pathlib import Path

import pytest

from budget.analysis.kept import moved_figures, moved_rows, reasons
from budget.dashboard.cases import keeper
from budget.formulas import calculate
from budget.store import Store, open_store
from tests.dashboard.one_page import OnePage
from tests.dashboard.page import Page

STORE = Path(__file__).parents[1] / "store" / "first_version" / "cases.db"  # written by version 0.1.0 of the program
MIX, ASSENS, HERNING = "flere-i-plejefamilie", "assens-2016", "herning-2013"


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Store:
    shutil.copy(STORE, tmp_path / "cases.db")
    opened = open_store(f"sqlite:///{tmp_path / 'cases.db'}")
    monkeypatch.setattr(keeper, "store", lambda: opened)
    return opened


def found(store: Store, id: str) -> tuple[set[str], set[str], list[str]]:
    version = store.version(id, 1)
    result, kept = calculate(version.case), version.outcome()
    rows, figures = moved_rows(kept, result), moved_figures(kept, result)
    return {row.key for row in rows}, {one.key for one in figures}, list(reasons(version.engine, rows, figures, result))


def test_what_the_first_version_saved_is_held_against_today(store: Store) -> None:
    assert found(store, HERNING)[:2] == (set(), set())
    assert found(store, ASSENS) == (set(), {"payback_year", "payback_years"}, ["payback"])
    rows, figures, why = found(store, MIX)
    # By hand: 20 places, 0.1 and then 0.2 moved: 2 and 4 places at (1.000.000 - 400.000) x 0.7 = 420.000 before,
    # 1.000.000 x 0.7 - 400.000 = 300.000 now.
    assert rows == {"moved", "savings", "net", "accumulated"} and {"net", "total_saving", "npv"} <= figures
    assert why == ["mix"]
    version = store.version(MIX, 1)
    moved = next(row for row in moved_rows(version.outcome(), calculate(version.case)) if row.key == "moved")
    assert moved.was == pytest.approx((-840000, -1680000, -1680000, -1680000))
    assert moved.now == pytest.approx((-600000, -1200000, -1200000, -1200000))


def test_an_unknown_change_is_not_given_a_reason_it_does_not_have(store: Store) -> None:
    version = store.version(HERNING, 1)
    kept, result = version.outcome(), calculate(version.case)
    kept["summary"]["net"] += 1
    figures = moved_figures(kept, result)
    assert [one.key for one in figures] == ["net"]
    assert list(reasons(version.engine, [], figures, result)) == ["unknown"]
    assert list(reasons("0.2.0", [], figures, result)) == ["unknown"]


def everything(id: str) -> str:
    """What every part of the page Cases says of the version that a link names."""
    views = OnePage("cases.page", "cases_page", "cases", case=id, version="1").app.get("bidi_component")
    blocks = [block for view in views for block in json.loads(view.proto.json)[0].get("blocks", ())]
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", block[2])) for block in blocks).replace("\xa0", " ")


def test_the_page_cases_shows_both(store: Store) -> None:
    shown = everything(MIX)
    assert "Resultaterne, som version 1 blev gemt med" in shown and "version 0.1.0 af programmet" in shown
    assert "Flyttet, som gemt -840 -1.680" in " ".join(shown.split())
    assert "Flyttet, regnet nu -600 -1.200" in " ".join(shown.split())
    assert "den billigere betales fuldt ud" in shown
    assert "programmet giver de samme i dag" in everything(HERNING)


def test_the_calculation_says_that_its_figures_are_not_those_that_were_saved(store: Store) -> None:
    assert "andre end dem, der vises her" in Page(case=MIX, version="1").everything
    assert "andre end dem, der vises her" not in Page(case=HERNING, version="1").everything
