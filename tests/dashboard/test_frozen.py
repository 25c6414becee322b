"""A projection is frozen with the version that is adopted, and stands beside the one of today."""

from __future__ import annotations

from pathlib import Path

import pytest

from budget.analysis.frozen import frozen, signed, thawed
from budget.case import case_from_text, read_case, with_figure
from budget.dashboard.cases import keeper
from budget.dashboard.cases.saving import content
from budget.formulas import calculate
from budget.shown.projection_table import beside
from budget.store import Store, open_store
from budget.text import Words
from tests.dashboard.one_page import OnePage
from tests.formulas.test_projection import CLOSER, HEAD, TWO

SHIPPED, DANISH = "herning-projection-2013", Words("da")


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Store:
    opened = open_store(f"sqlite:///{tmp_path / 'cases.db'}")
    monkeypatch.setattr(keeper, "store", lambda: opened)
    return opened


def test_what_is_frozen_is_read_back_to_the_same_figures() -> None:
    result = calculate(read_case(SHIPPED))
    kept, now = thawed(frozen(result)), signed(result)
    assert kept == now and kept is not None
    assert kept.at("without", 2016) == result.row("baseline.places").values[-1]
    assert set(kept.band) == {"without", "with", "saved"}
    assert frozen(calculate(read_case("herning-2013"))) == {} and thawed({"rows": []}) is None


def test_only_an_adopted_version_counts_and_the_latest_of_them(store: Store) -> None:
    case = read_case(SHIPPED)
    for number in range(3):
        store.save(SHIPPED, number, content(case, "Ann", ""), f"save-{number}")
    assert store.adopted(SHIPPED) is None
    store.mark(SHIPPED, 1, "adopted", "Bo", "mark-1")
    store.mark(SHIPPED, 2, "adopted", "Ida", "mark-2")
    store.mark(SHIPPED, 3, "proposed", "Ann", "mark-3")
    found = store.adopted(SHIPPED)
    assert found is not None and (found.version.number, found.author) == (2, "Ida")


@pytest.mark.parametrize("page", ["projection", "follow_up"])
def test_both_pages_show_what_was_adopted_beside_what_is_now(store: Store, page: str) -> None:
    case = read_case(SHIPPED)
    store.save(SHIPPED, 0, content(case, "Ann", ""), "save")
    store.mark(SHIPPED, 1, "adopted", "Bo Byrådssekretær", "mark")
    fewer = with_figure(case, "baseline.institution.entries", 3)
    store.save(SHIPPED, 1, content(fewer, "Ann", ""), "again")
    shown = OnePage(f"{page}.page", f"{page}_page", page, case=SHIPPED, version="2")
    told = " ".join(shown.text("frozen").split())
    assert "Bo Byrådssekretær" in told and "Version 1" in told
    was, now = (calculate(one).row("baseline.places").values[-1] for one in (case, fewer))
    assert f"{was:.2f}".replace(".", ",") in told and f"{now:.2f}".replace(".", ",") in told
    assert "ikke en virkning af indsatsen" in told


def test_a_rise_and_other_prices_are_told_as_what_they_are() -> None:
    case = case_from_text(HEAD + CLOSER + TWO)
    kept = signed(calculate(case))
    assert kept is not None
    more = calculate(with_figure(case, "baseline.demand.2027", 1.3))
    group = beside(kept, "", more, DANISH)
    assert group is not None and "ikke en fejl ved indsatsen" in str(group.parts)
    moved = calculate(case.model_copy(update={"price_year": 2026}))
    other = beside(kept, "", moved, DANISH)
    assert other is not None and "kr.adopted" not in str(other.parts) and "saved.adopted" in str(other.parts)
