"""A projection begun from typed figures, with the balance while one types, and a line that becomes one."""

from __future__ import annotations

from pathlib import Path

import pytest

from budget.case import Case, case_from_text
from budget.dashboard.changes.projection_edits import AddStep, Begin, RemoveStep
from budget.formulas import calculate
from tests.dashboard.one_page import OnePage
from tests.formulas.test_projection import CLOSER, HEAD, TWO

EMPTY = HEAD + (
    "service_areas: {SO 3: {name: Børn}}\n"
    "costs:\n  - {id: staff, label: Rådgivere, kind: staff, fte: 2, annual_cost: 600000}\n"
)
MIX = EMPTY + (
    "savings:\n  - {id: mix, label: Flere i plejefamilie, kind: mix, step: institution, places: 40, share_now: 0.4,\n"
    "     share_target: 0.3, price_from: 1160000, price_to: 470000, service_area: SO 3}\n"
)
STEP = {"stock": {"0-17": 30}, "entries": 6, "entry_ages": {"0-17": 1}, "exit_share": 0.1, "price": 300_000}


@pytest.fixture
def page(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, request: pytest.FixtureRequest) -> OnePage:
    (tmp_path / "own.yaml").write_text(getattr(request, "param", EMPTY), encoding="utf-8")
    monkeypatch.setenv("NETTOBESPARELSE_CASES", str(tmp_path))
    return OnePage("projection.page", "projection_page", "projection", case="own")


def typed(page: OnePage, **fields: str) -> OnePage:
    for name, text in fields.items():
        page.app.text_input(key=f"projection-{name.replace('_', '-')}").set_value(text)
    page.run()
    return page


def one_step(page: OnePage, step: str) -> OnePage:
    stock = {f"{step}_stock_{ages}": text for ages, text in (("0-11", "12"), ("12-14", "12"), ("15-17", "16"))}
    new = {f"{step}_entries_{ages}": text for ages, text in (("0-11", "4,62"), ("12-14", "4,2"), ("15-17", "5,18"))}
    return typed(page, **stock, **new, **{f"{step}_exit": "30", f"{step}_price": "1.160.000"})


def case_of(page: OnePage) -> Case:
    case: Case = page.app.session_state["hand"].model.case
    return case


def test_typed_figures_show_their_balance_and_become_the_contract_s_worked_case(page: OnePage) -> None:
    page.app.checkbox(key="step-foster").uncheck()
    page.run()
    assert page.app.button(key="begin").disabled
    one_step(page, "institution")
    told = " ".join(info.value for info in page.app.info)
    assert "40 børn" in told and "14 nye" in told and "37,5 helårspladser" in told
    page.app.button(key="begin").click()
    page.run()
    places = calculate(case_of(page)).row("baseline.institution.places").values
    assert places == pytest.approx([37.5296, 33.6845, 31.0799, 29.5235], abs=5e-5)


def test_the_ages_are_those_that_the_municipality_counts_in(page: OnePage) -> None:
    page.app.checkbox(key="step-foster").uncheck()
    page.run()
    for wrong, said in (("0-11; 12", "En alder skrives som 7 eller 0-11"), ("0-12, 12-17", "alderen 12 står to gange")):
        typed(page, begin_ages=wrong)
        (error,) = page.app.error
        assert said in error.value and not [button for button in page.app.button if button.key == "begin"]
    typed(page, begin_ages="0–6, 7-14, 15-16, 17")
    groups = {"0-6": ("5", "2"), "7-14": ("9", "3"), "15-16": ("11", "4"), "17": ("7", "1")}
    stock = {f"institution_stock_{ages}": placed for ages, (placed, _) in groups.items()}
    new = {f"institution_entries_{ages}": entered for ages, (_, entered) in groups.items()}
    typed(page, **stock, **new, institution_exit="30", institution_price="1.160.000")
    page.app.button(key="begin").click()
    page.run()
    baseline = case_of(page).baseline
    assert baseline is not None
    step = baseline.steps["institution"]
    assert {ages: figure.value for ages, figure in step.stock.items()} == {a: float(n) for a, (n, _) in groups.items()}
    assert {ages: weight.value for ages, weight in step.entry_ages.items()} == {
        a: float(n) for a, (_, n) in groups.items()
    }


def test_what_is_no_number_is_refused_beside_its_field(page: OnePage) -> None:
    page.app.checkbox(key="step-foster").uncheck()
    page.run()
    typed(page, institution_exit="tredive", **{"institution_stock_0-11": "-3"})
    assert len(page.app.error) == 2 and page.app.button(key="begin").disabled
    assert case_of(page).baseline is None


def test_the_library_s_price_comes_with_its_source_and_what_it_needs(page: OnePage) -> None:
    page.app.checkbox(key="step-foster").uncheck()
    page.run()
    one_step(page, "institution")
    page.app.button(key="projection-institution-price-take").click()
    page.run()
    assert "2019" in " ".join(caption.value for caption in page.app.markdown)
    said = " ".join(error.value for error in page.app.error)
    assert "indices.total.2020" in said, "a price of 2019 needs the rates to the case's price year"


@pytest.mark.parametrize("page", [MIX], indirect=True)
def test_a_line_by_mix_becomes_a_projection_with_its_prices(page: OnePage) -> None:
    assert page.app.radio(key="projection-line").value == "mix"
    for step in ("institution", "foster"):
        one_step(page, step)
        page.app.button(key=f"projection-{step}-price-line").click()
        page.run()
    page.app.button(key="begin").click()
    page.run()
    case = case_of(page)
    (line,) = case.savings
    assert (line.kind, line.id, line.label, line.service_area) == ("projection", "mix", "Flere i plejefamilie", "SO 3")
    assert case.baseline is not None
    assert [step.price.value for step in case.baseline.steps.values()] == [1_160_000, 470_000]
    page.ask("undo")
    assert case_of(page).savings[0].kind == "mix" and case_of(page).baseline is None


def test_a_step_is_put_where_it_stands_on_the_ladder_and_taken_out_with_what_names_it() -> None:
    case = case_from_text(HEAD + CLOSER + TWO)
    more = AddStep("network", STEP).on(case)
    assert more.baseline is not None and list(more.baseline.steps) == ["institution", "foster", "network"]
    less = RemoveStep("foster").on(more)
    assert less.baseline is not None and list(less.baseline.steps) == ["institution", "network"]
    assert not less.baseline.steps["institution"].moves
    assert not less.savings[0].effects["institution"].moves  # type: ignore[union-attr]


def test_a_projection_may_begin_without_a_measure() -> None:
    case = Begin("2026-01-01", {"institution": STEP}).on(case_from_text(EMPTY))
    assert case.baseline is not None and case.early == 1 and not case.savings
