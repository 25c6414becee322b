"""Drafts without a browser: written and read again change for change, and what happens when they cannot be kept."""

from __future__ import annotations

import importlib
import inspect
import pkgutil
from pathlib import Path

import pytest

from budget.case import case_from_text, case_to_text, read_case
from budget.dashboard import changes
from budget.dashboard.changes import follow_up_edits, moving, range_edits, scenario_doings, structure
from budget.dashboard.changes.doings import do
from budget.dashboard.changes.record import EDITS, read_again, written
from budget.dashboard.changes.state import Change, Model, changed, opened
from budget.store import VARIABLE
from tests.dashboard.page import Page

YEARS = {"first_year": 2014, "years": 4, "price_year": 2014}
SAVING_2016 = "savings.placements.amounts.2016"


def test_every_kind_of_change_can_be_written() -> None:
    """Whatever module of the package makes one."""
    kinds = {
        f"{module.name}.{name}"
        for module in pkgutil.iter_modules(changes.__path__)
        for name, found in inspect.getmembers(importlib.import_module(f"{changes.__name__}.{module.name}"))
        if inspect.isclass(found) and found.__module__.endswith(f".{module.name}") and hasattr(found, "on")
    }
    kinds = {name.rpartition(".")[2] for name in kinds} - {"Edit", "InDocument"}
    assert len(kinds) > 12 and kinds <= set(EDITS)
    assert {"Add", "Remove", "Describe", "DescribeCase"} <= set(EDITS)


def changed_in_every_way() -> Model:
    model = opened(read_case("herning-drivers-2013"), "e1")
    actual = {"line": "fewer", "year": 2013, "month": 3, "amount": -5.0, "basis": "accounts"}
    values = {"label": "Ny besparelse", "amounts": {2013: 5.0, 2014: 6}, "service_area": "SO 99"}
    for change in (
        Change("levers.realisation", 0.5),
        Change("new", structural=structure.Add("savings", "new", values)),
        Change("fewer", structural=structure.Reshape("fewer", {"label": "Færre", "timing": "january"})),
        Change("savings.fewer.unit_price", structural=range_edits.Estimate("savings.fewer.unit_price", 1e5, 9e5)),
        Change("case", structural=structure.DescribeCase({"title": "Anden titel", "municipality": "Anden Kommune"})),
        Change("actual", structural=follow_up_edits.Record([actual])),
        Change("case", structural=moving.Move({**YEARS, "title": "Anden titel"}, "along", "mark", "da")),
        Change("own", structural=scenario_doings.AddScenario("own", "Eget skøn", {"levers.realisation": 0.3})),
    ):
        model = changed(model, change)
    model = do(model, 7, "take", {"path": "savings.fewer.unit_price", "offer": "unit-prices/foster-2019"}, "da")
    assert len(model.changes) >= 6 and model.seen == 7
    return model


def test_a_model_comes_back_change_for_change() -> None:
    model = changed_in_every_way()
    original = case_from_text(case_to_text(model.original), model.original.id)
    again, missing = read_again(original, written(model), 3)
    assert missing == 0 and again.case == model.case and case_to_text(again.case) == case_to_text(model.case)
    assert [c.path for c in again.changes] == [c.path for c in model.changes]
    assert (again.epoch, again.seen, again.base) == ("e1", 7, 3)
    assert do(again, 8, "reset_all", {}, "da").case == original


def test_a_change_that_can_no_longer_be_made_is_counted_and_the_rest_kept() -> None:
    model = changed_in_every_way()
    text = written(model).replace('"Reshape"', '"Forgotten"')
    again, missing = read_again(model.original, text, None)
    assert missing == 1 and again.case.levers.realisation.value == 0.5


def test_an_edit_is_kept_and_a_new_session_at_the_same_address_has_it() -> None:
    page = Page().enter(SAVING_2016, "3.500")
    assert "Kladde gemt kl." in page.text("draft")
    id = page.app.query_params["draft"]
    again = Page(draft=id)
    assert again.row("net") == page.row("net")
    assert "Kladden fra kl." in again.text("draft") and "er hentet igen." in again.text("draft")
    assert again.shown["epoch"] == page.shown["epoch"], "what the browser has asked for is still meant for it"


def test_two_steps_taken_back_at_once_are_kept_though_the_changes_are_the_same() -> None:
    page = Page().enter(SAVING_2016, "3.500").ask("reset", path=SAVING_2016)
    page.ask_together("undo", "undo")
    assert [len(steps) for steps in vars(page.app.session_state["hand"].model.history).values()] == [0, 2]
    again = Page(draft=page.app.query_params["draft"])
    assert [len(steps) for steps in vars(again.app.session_state["hand"].model.history).values()] == [0, 2]


def test_two_windows_on_one_draft_never_overwrite_each_other() -> None:
    first = Page().enter(SAVING_2016, "3.500")
    id = first.app.query_params["draft"]
    second = Page(draft=id).ask("points").enter(SAVING_2016, "3.600")  # commands are numbered on
    first.enter(SAVING_2016, "3.700")
    assert "Her arbejdes videre i en kopi" in first.text("draft")
    assert first.app.query_params["draft"] != id == second.app.query_params["draft"]
    assert Page(draft=id).row("placements")[3] == "-3.600"
    assert Page(draft=first.app.query_params["draft"]).row("placements")[3] == "-3.700"


def test_a_draft_that_is_not_there_opens_the_case_of_the_address() -> None:
    assert Page(draft="nothing", case="assens-2016").app.session_state["hand"].model.case.id == "assens-2016"


def test_a_store_that_cannot_be_used_is_said_and_the_page_goes_on(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "cases.db").write_text("no database, and long enough to be read as one " * 50)
    monkeypatch.setenv(VARIABLE, f"sqlite:///{tmp_path / 'cases.db'}")
    page = Page().enter(SAVING_2016, "3.500")
    assert page.row("net")[3] == "-1.500"
    assert "Kladden er ikke gemt: Databasen kan ikke læses" in page.text("draft")


def test_a_link_sets_the_levers_it_names_and_nothing_that_is_out_of_bounds() -> None:
    page = Page(case="herning-2013", realisation="0.5", delay_months="nan", cost_overrun="99")
    case = page.app.session_state["hand"].model.case
    assert case.levers.realisation.value == 0.5
    assert case.levers.delay_months.value == 0 and case.levers.cost_overrun.value == 0
    assert page.text("changes").count("1 ændring") == 1
