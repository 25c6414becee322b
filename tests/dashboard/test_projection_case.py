"""A case with a projection opens on every page, its figures are typed like any other, and a figure is explained."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.dashboard.one_page import OnePage
from tests.dashboard.page import Page
from tests.formulas.test_projection import CLOSER, HEAD, TWO

PAGES = {name: name for name in ("uncertainty", "placements", "caseload", "presentation")}
PAGES |= {name: f"{name}_page" for name in ("sources", "follow_up", "method", "projection")}


@pytest.fixture(autouse=True)
def cases(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    ranged = TWO.replace("exit_share: 0.25", "exit_share: {value: 0.25, low: 0.2, high: 0.3}")
    text = HEAD + CLOSER + ranged.replace("as_of: 2027-01-01", "as_of: 2026-01-01")
    (tmp_path / "closer.yaml").write_text(text, encoding="utf-8")
    monkeypatch.setenv("NETTOBESPARELSE_CASES", str(tmp_path))


def test_it_opens_and_its_figures_are_typed_like_any_other() -> None:
    page = Page(case="closer")
    assert "Anbringelse på institution" in page.text("baseline")
    before = page.row("closer")
    page.enter("baseline.institution.entries.2026", "20")
    page.enter("savings.closer.effects.institution.entries", "-30")
    assert page.row("closer") != before


def test_a_lever_moves_both_courses_and_is_taken_back() -> None:
    page = OnePage("projection.page", "projection_page", "projection", case="closer")
    before = page.everything
    page.ask("slide", path="baseline.demand.2027", text="1.2")
    assert "baseline.demand" not in before and page.everything != before
    moved = page.everything
    page.ask("slide", path="savings.closer.effects.institution.entries", text="-40")
    assert page.everything != moved
    page.ask("reset_all")
    assert page.app.session_state["projection"] is not None


def test_a_figure_that_is_pressed_is_explained() -> None:
    page = OnePage("projection.page", "projection_page", "projection", case="closer")
    page.ask("why", row="baseline.places", year="2027")
    assert "1. januar 2026 er" in page.everything


@pytest.mark.parametrize("name", PAGES)
def test_every_page_shows_it(name: str) -> None:
    OnePage(f"{name}.page", PAGES[name], name, case="closer")
