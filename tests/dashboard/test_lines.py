"""Every kind of line can be added and built in the dashboard, with every key that it has."""

from __future__ import annotations

import pytest

from budget.case import Case, CaseError, case_from_document, document, entries, read_case
from budget.case.models import Figure, Line, Pool
from budget.case.paths import groups, slots
from budget.dashboard.changes import structure
from budget.dashboard.changes.state import opened, place
from budget.dashboard.changes.structure import CHOICES, STEP, YEARS, Reshape, meant, structure_of
from budget.dashboard.workshop.line_forms import KINDS
from budget.formulas import calculate
from tests.dashboard.page import Page

HERNING = read_case("herning-2013")
EACH = [(list_, kind) for list_, kinds in KINDS.items() for kind in kinds]
WORDS = {"id", "label", "kind", "service_area", "function", "source", "quote", "note"}  # a form has a field for each


def with_baseline() -> Case:
    """Herning's case with the placements that a projection is of."""
    step = {"stock": {"0-17": 8}, "entries": 2, "entry_ages": {"0-17": 1}, "exit_share": 0.2, "price": 1}
    return case_from_document(
        {**document(HERNING), "baseline": {"as_of": "2013-01-01", "steps": {"foster": step}}}, "x"
    )


def with_line(list_: str, kind: str) -> tuple[Case, Line]:
    model = KINDS[list_][kind]
    required = {slot.name: 1.0 for slot in slots(model) if slot.required}
    values = {"label": "Ny", "kind": kind, **required}
    case = structure.Add(list_, "ny", values).on(with_baseline() if kind == "projection" else HERNING)
    return case, next(line for line in case.lines() if line.id == "ny")


@pytest.mark.parametrize(("list_", "kind"), EACH)
def test_every_key_of_every_kind_has_a_field_or_a_choice(list_: str, kind: str) -> None:
    case, line = with_line(list_, kind)
    figures = {entry.path.split(".")[2] for entry in entries(case) if entry.line is line}
    fixed = {"nature"} if kind == "projection" else set()  # it says what cuts the budget itself
    assert {*type(line).model_fields} == figures | {*structure_of(line)} | WORDS | {*groups(type(line))} | fixed


def test_the_groups_of_a_price_have_a_field_for_each_of_their_figures() -> None:
    tree = document(HERNING)
    group = {"children": 3, "price": 900_000}
    line = {"id": "p", "label": "P", "kind": "placements", "stops": 1, "prices": [group, {**group, "siblings": 2}]}
    tree["savings"].append(line)
    case = case_from_document(tree, "x")
    for number in (1, 2):
        for name, value in group.items():
            assert place(case, f"savings.p.prices.{number}.{name}")[1].figure == Figure(value=value)
    assert "unit_price" not in {entry.name for entry in entries(case) if entry.line and entry.line.id == "p"}


def test_the_pool_is_described_and_taken_away() -> None:
    case = structure.DescribePool({"label": "Puljen", "repay_from": 2014, "max_years": ""}).on(HERNING)
    assert case.pool == Pool(label="Puljen", repay_from=2014)
    again = structure.DescribePool({"label": "Fonden", "repay_from": "", "max_years": 3}).on(case)
    assert again.pool == Pool(label="Fonden", max_years=3)
    assert structure.DescribePool({"label": "", "repay_from": "", "max_years": ""}).on(again).pool is None
    with pytest.raises(CaseError):
        structure.DescribePool({"label": "Puljen", "repay_from": 2030, "max_years": ""}).on(HERNING)


def test_months_by_year_are_kept_when_the_line_is_described() -> None:
    tree = document(HERNING)
    tree["costs"].append(
        {"id": "posts", "label": "P", "kind": "staff", "fte": 2, "annual_cost": 5, "start_month": {2014: 8}}
    )
    case = case_from_document(tree, "x")
    line = next(line for line in case.lines() if line.id == "posts")
    assert "start_month" not in structure_of(line)
    changed = Reshape("posts", {"label": "Rådgivere"}).on(case)
    assert next(line for line in changed.costs if line.id == "posts").start_month == {2014: 8}  # type: ignore[attr-defined]


@pytest.mark.parametrize(("list_", "kind"), EACH)
def test_every_choice_of_the_structure_can_be_made(list_: str, kind: str) -> None:
    case, line = with_line(list_, kind)
    for name, now in structure_of(line).items():
        options = {STEP: ("foster",), YEARS: ("2014",)}.get(name) or CHOICES[name]
        for option in options:
            if option != now:
                changed = Reshape("ny", {name: meant(name, option)}).on(case)
                again = next(line for line in changed.lines() if line.id == "ny")
                assert structure_of(again)[name] == option
                calculate(changed)


def test_a_line_that_no_longer_is_permanent_gets_a_value_for_every_year() -> None:
    case = Reshape("advisers", {"nature": "temporary"}).on(HERNING)
    amounts = case.costs[0].amounts  # type: ignore[union-attr]
    assert {year: figure.value for year, figure in amounts.items()} == dict.fromkeys(HERNING.horizon, 2_000_000)
    assert calculate(case).row("net").values == calculate(HERNING).row("net").values


def test_a_carried_figure_keeps_where_it_comes_from_when_it_is_spelt_out() -> None:
    tree = document(HERNING)
    tree["costs"][0]["amounts"] = {2013: {"value": 1_000_000, "note": "Halvt år"}, 2014: 2_000_000}
    case = Reshape("advisers", {"nature": "one_off"}).on(case_from_document(tree, "x"))
    amounts = case.costs[0].amounts  # type: ignore[union-attr]
    assert amounts[2013].note == "Halvt år" and amounts[2016] == Figure(value=2_000_000)  # type: ignore[index]


def test_an_index_that_a_price_of_another_year_needs_cannot_be_taken_away() -> None:
    with pytest.raises(CaseError):
        Reshape("mix", {"price_index": "none"}).on(read_case("herning-drivers-2013"))


@pytest.mark.parametrize(("list_", "kind"), EACH)
def test_every_kind_is_added_by_the_form_and_opens_with_its_fields(list_: str, kind: str) -> None:
    page = Page()
    first = with_baseline() if kind == "projection" else HERNING
    page.app.session_state["hand"].model = opened(first, "e")
    page.run().ask("form", form="add")
    page.app.radio[0].set_value(list_)
    page.run()
    if len(KINDS[list_]) > 1:
        page.app.selectbox(key=f"kind-{list_}").set_value(kind)
        page.run()
    page.app.text_input[0].set_value("Ny linje")
    for field in page.app.text_input[1:]:
        field.set_value("1")
    page.app.button[-1].click()
    page.run()
    model = page.app.session_state["hand"].model
    line = next(line for line in model.case.lines() if line.id == "ny-linje")
    assert line.kind == kind and model.open == "ny-linje"
    for entry in entries(model.case):
        if entry.line is line:
            year = f".{model.case.first_year}" if entry.series else ""
            assert place(model.case, f"{entry.path}{year}")
            assert f'data-path="{entry.path}{year}"' in page.markup("line:ny-linje")
    page.ask("reset", path="ny-linje")
    assert page.app.session_state["hand"].model.case == first


def test_each_figure_that_is_wrong_is_refused_beneath_its_field() -> None:
    page = Page().ask("form", form="add")
    page.app.selectbox(key="kind-costs").set_value("caseload")
    page.run()
    page.app.text_input[0].set_value("Rådgivere")
    for field, text in zip(page.app.text_input[1:], ("2.1", "", "4", "0,5"), strict=True):
        field.set_value(text)
    page.app.button[-1].click()
    page.run()
    said = [error.value for error in page.app.error]
    assert any("»2.1« er ikke et gyldigt tal" in text for text in said)
    assert any("Angiv en værdi. Et tomt felt er ikke 0." in text for text in said)
    assert any("ligger uden for det tilladte, 1 til 1.000" in text for text in said)
    assert page.app.text_input[1].value == "2.1"
    assert "Ingen ændringer" in page.text("changes")


def test_the_structure_of_a_line_is_changed_by_its_form() -> None:
    page = Page(case="herning-drivers-2013").ask("form", form="line:fewer")
    page.app.selectbox(key="edit-timing").set_value("january")
    page.app.selectbox(key="edit-cashable").set_value("false")
    page.app.button[-1].click()
    page.run()
    assert page.row("fewer")[:2] == ["0", "-589"]  # 642 × 0,917676: some would have left anyway
    assert page.row("net.budget")
    page.ask("open", group="fewer")
    assert "ophør: 1. januar" in page.text("line:fewer") and "undgået udgiftsstigning" in page.text("line:fewer")


def test_a_model_of_a_new_case_starts_without_lines() -> None:
    words = {"title": "Ny", "municipality": "K"}
    assert opened(structure.empty_case(2027, words), "e").open == ""


def test_a_line_added_and_removed_again_leaves_nothing_to_take_back() -> None:
    page = Page().ask("form", form="add")
    page.app.text_input[0].set_value("Ny")
    page.app.text_input[1].set_value("1")
    page.app.button[-1].click()
    page.run()
    page.ask("remove", line="ny")
    assert "Slettet" not in page.text("changes")


def test_a_line_that_was_edited_is_named_with_its_own_reset() -> None:
    page = Page().ask("form", form="line:advisers")
    page.app.selectbox(key="edit-payer").set_value("state")
    page.app.button[-1].click()
    page.run()
    assert "Redigeret: 4 sagsbehandlere" in page.text("changes")
    assert page.row("net")[0] == "-1.000"
    page.ask("reset", path="advisers")
    assert page.row("net")[0] == "1.000"
