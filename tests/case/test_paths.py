"""Paths name figures: what a setting does to the case, and what may not be set."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from budget.case import (
    Case,
    CaseError,
    Figure,
    case_from_text,
    case_to_text,
    entries,
    find,
    read_case,
    with_figure,
    with_figures,
    with_scenario,
    without_year,
)
from budget.case.figures import Was
from budget.case.paths import with_given, without_figure
from budget.formulas import calculate
from tests.case.sound import PLACEMENTS, SOUND, STAFF, said, taken, with_cost, with_more, with_saving
from tests.documents import cases

DRIVERS = read_case(Path(__file__).parents[1] / "cases" / "drivers.yaml")
STAGED = taken(with_saving("id: p, label: P, kind: amounts, amounts: {2010: 7, 2014: 100, 2016: 300}"))


def code_of(call: Callable[[], Any]) -> str:
    with pytest.raises(CaseError) as caught:
        call()
    assert all(said(caught.value, language) for language in ("da", "en"))
    return caught.value.problems[0].code


def series(case: Case, path: str) -> list[float | None]:
    """The value in force in every year."""
    entry, _ = find(case, path)
    found = [entry.in_force(year) for year in case.horizon]
    return [None if figure is None else figure[1].value for figure in found]


# ------------------------------------------------------------------ levels, quantities of single years, figures
def test_a_year_of_a_level_is_carried_up_to_the_next_given_one() -> None:
    assert series(with_figure(STAGED, "savings.p.amounts.2013", 50), "savings.p.amounts") == [50, 100, 100, 300]
    assert series(with_figure(STAGED, "savings.p.amounts.2015", 50), "savings.p.amounts") == [7, 100, 50, 300]
    assert series(with_figure(STAGED, "savings.p.amounts.2016", 0), "savings.p.amounts") == [7, 100, 100, 0]


def test_a_year_of_a_level_alike_every_year_is_carried_to_the_end() -> None:
    case = with_figure(taken(SOUND), "costs.c.amounts.2015", 5)
    assert series(case, "costs.c.amounts") == [2e6, 2e6, 5, 5]


def test_the_bare_series_replaces_every_year() -> None:
    assert series(with_figure(STAGED, "savings.p.amounts", 9), "savings.p.amounts") == [9] * 4


def test_a_year_of_a_quantity_of_single_years_is_never_carried() -> None:
    case = taken(with_saving(PLACEMENTS))
    assert series(with_figure(case, "savings.p.stops.2014", 5), "savings.p.stops") == [1, 5, 1, 1]
    assert series(with_figure(case, "savings.p.stops", 5), "savings.p.stops") == [5] * 4


@pytest.mark.parametrize("nature", ["temporary", "one_off"])
def test_a_line_that_is_not_permanent_keeps_naming_every_year(nature: str) -> None:
    line = f"{STAFF.replace('fte: 1', 'fte: {2013: 1, 2014: 2, 2015: 3, 2016: 4}')}, nature: {nature}"
    case = taken(with_cost(line))
    assert series(with_figure(case, "costs.c.fte.2014", 9), "costs.c.fte") == [1, 9, 3, 4]
    bare = with_figure(case, "costs.c.fte", 9)
    assert series(bare, "costs.c.fte") == [9] * 4
    assert case_from_text(case_to_text(bare)) == bare


def test_settings_are_applied_in_the_order_given() -> None:
    case = taken(SOUND)
    first = with_figures(case, {"costs.c.amounts.2014": 5, "costs.c.amounts": 3})
    second = with_figures(case, {"costs.c.amounts": 3, "costs.c.amounts.2014": 5})
    assert series(first, "costs.c.amounts") == [3, 3, 3, 3]
    assert series(second, "costs.c.amounts") == [3, 5, 5, 5]


@pytest.mark.parametrize(
    "path",
    [
        "levers.realisation", "levers.delay_months", "levers.cost_overrun", "savings.p.realisation",
        "savings.p.lag_months", "savings.p.deadweight", "savings.p.relapse", "savings.p.duration_months",
        "savings.p.replacement_price", "savings.p.fixed_share", "savings.p.stock", "costs.c.overhead",
    ],
)  # fmt: skip
def test_a_figure_with_a_default_is_set_though_the_file_leaves_it_out(path: str) -> None:
    case = taken(with_saving(PLACEMENTS).replace("{id: c, label: C, kind: amounts, amounts: 2000000}", f"{{{STAFF}}}"))
    changed = with_figure(case, path, 0.5)
    entry, _ = find(changed, path)
    assert isinstance(entry.given, Figure) and entry.given.value == 0.5
    assert case_from_text(case_to_text(changed)) == changed


def test_a_set_figure_is_certain_and_no_longer_the_sources() -> None:
    case = taken(with_saving("id: p, label: P, kind: amounts, amounts: {value: 5, low: 1, high: 9, note: N}"))
    entry, _ = find(with_figure(case, "savings.p.amounts", 6), "savings.p.amounts")
    assert entry.given == Figure(value=6.0, was=Was(value=5.0))
    assert isinstance(entry.given, Figure) and not entry.given.uncertain


def test_a_set_figure_keeps_its_price_year() -> None:
    rates = "indices: {total: {2011: 0.1, 2012: 0.1, 2013: 0.1}}"
    amounts = "{2012: {value: 5, price_year: 2010}, 2015: {value: 6, price_year: 2010}}"
    case = taken(f"{with_saving(f'id: p, label: P, kind: amounts, amounts: {amounts}')}{rates}\n")
    for path in ("savings.p.amounts", "savings.p.amounts.2013", "savings.p.amounts.2015"):
        changed = with_figure(case, path, 1000)
        entry, _ = find(changed, path)
        assert {figure.price_year for figure in entry.figures().values()} == {2010}
        assert case_from_text(case_to_text(changed)) == changed
    changed = with_figure(case, "savings.p.amounts", 1000)
    assert calculate(changed).row("p").values[0] == pytest.approx(-1000 * 1.1**3)


def test_a_rate_is_set_for_its_year_alone() -> None:
    case = with_figure(DRIVERS, "indices.total.2027", 0.5)
    assert case.indices.total[2027].value == 0.5
    assert case.indices.total[2028] == DRIVERS.indices.total[2028]
    assert with_figure(DRIVERS, "indices.prices.2033", 0.1).indices.prices == {2033: Figure(value=0.1)}


def test_a_band_of_reimbursement_is_set_by_its_number() -> None:
    case = with_figure(DRIVERS, "reimbursement.bands.2.share", 0.6)
    assert case.reimbursement is not None and DRIVERS.reimbursement is not None
    assert [band.share.value for band in case.reimbursement.bands] == [0.25, 0.6, 0.75]
    assert case.reimbursement.bands[0] == DRIVERS.reimbursement.bands[0]


def test_setting_leaves_the_case_it_was_given_as_it_was() -> None:
    before = case_to_text(DRIVERS)
    for entry in entries(DRIVERS):
        if isinstance(entry.given, Figure):
            with_figure(DRIVERS, entry.path, entry.given.value)
    with_scenario(DRIVERS, "cautious")
    assert case_to_text(DRIVERS) == before


def test_a_year_may_be_carried_again() -> None:
    case = without_year(STAGED, "savings.p.amounts.2016")
    assert series(case, "savings.p.amounts") == [7, 100, 100, 100]
    assert code_of(lambda: without_year(case, "savings.p.amounts.2016")) == "cannot_carry"
    alone = with_figure(taken(SOUND), "costs.c.amounts.2014", 5)
    assert series(without_year(alone, "costs.c.amounts.2014"), "costs.c.amounts") == [2e6] * 4
    assert code_of(lambda: without_year(alone, "costs.c.amounts.2013")) == "cannot_carry"
    assert code_of(lambda: without_year(DRIVERS, "savings.institutions.stops.2027")) == "cannot_carry"


# ------------------------------------------------------------------ what may not be set
@pytest.mark.parametrize(
    ("path", "value", "code"),
    [
        ("levers.realism", 1, "unknown_path"),
        ("costs.nobody.amounts", 1, "unknown_path"),
        ("costs.institutions.stops", 1, "unknown_path"),
        ("savings.institutions", 1, "unknown_path"),
        ("savings.institutions.amounts", 1, "unknown_path"),
        ("savings.institutions.unit_price.2027", 1, "unknown_path"),
        ("savings.institutions.stops.2027.value", 1, "unknown_path"),
        ("reimbursement.bands.4.share", 0.5, "unknown_path"),
        ("reimbursement.bands.0.share", 0.5, "unknown_path"),
        ("", 1, "unknown_path"),
        (".", 1, "unknown_path"),
        ("x" * 5000, 1, "unknown_path"),
        ("savings.institutions.stops.27", 1, "unknown_path"),
        ("savings.institutions.stops.²", 1, "unknown_path"),
        ("savings.institutions.stops.２０２７", 1, "unknown_path"),
        ("savings.institutions.stops." + "9" * 5000, 1, "unknown_path"),
        ("savings.institutions.stops.02027", 1, "unknown_path"),
        ("savings.institutions.stops.2025", 1, "year_outside"),
        ("savings.institutions.stops.2032", 1, "year_outside"),
        ("costs.family-work.recipients.2025", 1, "year_outside"),
        ("indices.wages", 0.1, "needs_year"),
        ("indices.none.2027", 0.1, "unknown_path"),
        ("title", 1, "structure"),
        ("first_year", 2020, "structure"),
        ("years", 5, "structure"),
        ("price_year", 2020, "structure"),
        ("municipality", 1, "structure"),
        ("sources.own.title", 1, "structure"),
        ("scenarios.cautious.set", 1, "structure"),
        ("reimbursement.price_year", 2020, "structure"),
        ("savings.institutions.timing", 1, "structure"),
        ("savings.institutions.capacity_from", 2028, "structure"),
        ("savings.institutions.price_basis", 1, "structure"),
        ("savings.institutions.cashable", 1, "structure"),
        ("savings.institutions.id", 1, "structure"),
        ("costs.advisers.start_month", 5, "structure"),
        ("costs.advisers.whole_posts", 1, "structure"),
        ("levers.realisation", 3.01, "bounds"),
        ("levers.realisation", -0.01, "bounds"),
        ("levers.realisation", float("nan"), "bounds"),
        ("levers.realisation", float("inf"), "bounds"),
        ("levers.realisation", 1e300, "bounds"),
        ("savings.institutions.duration_months", 0, "bounds_above"),
        ("savings.institutions.duration_months", 301, "bounds_above"),
        ("costs.advisers.target_caseload.2027", 0.5, "bounds"),
        ("discount_rate", 0.21, "bounds"),
        ("reimbursement.bands.1.above", 1_700_000, "bands_order"),
        ("reimbursement.bands.2.above", 860_000, "bands_order"),
    ],
)
def test_what_is_no_figure_or_not_allowed_is_refused(path: str, value: float, code: str) -> None:
    assert code_of(lambda: with_figure(DRIVERS, path, value)) == code


def test_the_nearest_path_is_suggested() -> None:
    with pytest.raises(CaseError) as caught:
        with_figure(DRIVERS, "savings.institution.unit_price", 1)
    assert "savings.institutions.unit_price" in said(caught.value)[0]


def test_a_scenario_that_the_case_does_not_have_is_refused_by_name() -> None:
    with pytest.raises(CaseError) as caught:
        with_scenario(DRIVERS, "none")
    assert "none" in said(caught.value)[0] and "cautious" in said(caught.value)[0]


# ------------------------------------------------------------------ every figure once
def test_every_figure_of_a_case_is_listed_once_with_unit_and_bounds() -> None:
    paths = [entry.path for entry in entries(DRIVERS)]
    assert len(paths) == len(set(paths))
    for path in ("levers.cost_overrun", "discount_rate", "indices.wages", "reimbursement.bands.3.above",
                 "savings.mix.share_target", "costs.advisers.overhead", "incomes.grant.amounts"):  # fmt: skip
        assert path in paths
    for entry in entries(DRIVERS):
        assert entry.key.unit and entry.key.low < entry.key.high
        assert find(DRIVERS, entry.path)[0].path == entry.path


@given(cases, st.data())
def test_what_is_set_is_what_is_read_and_nothing_else_changes(case: Case, data: st.DataObject) -> None:
    all_entries = [entry for entry in entries(case) if not entry.path.startswith(("indices.", "reimbursement."))]
    entry = data.draw(st.sampled_from(all_entries))
    some = entry.key.above_low or entry.path.endswith(".children")  # groups have some child
    value = data.draw(st.floats(entry.key.low, entry.key.high, exclude_min=some))
    by_year = entry.series and entry.given is not None
    year = data.draw(st.sampled_from([None, *case.horizon])) if by_year else None
    changed = with_figure(case, f"{entry.path}.{year}" if year else entry.path, value)
    for other in entries(changed):
        if other.path == entry.path:
            found = other.in_force(year or case.first_year)
            assert found is not None and found[1].value == value and not found[1].uncertain
        else:
            assert other.given == find(case, other.path)[0].given
    for y in case.horizon if year is not None else []:
        if year is not None and (y < year or (entry.single_years and y != year)):
            before, after = entry.in_force(y), find(changed, entry.path)[0].in_force(y)
            assert before is not None and after is not None and before[1] == after[1]


def test_one_year_of_a_series_that_is_not_given_is_refused_unless_it_carries_to_the_others() -> None:
    case = taken(SOUND)
    with pytest.raises(CaseError) as caught:
        with_figure(case, "savings.p.would_have_cost.2015", 5)
    assert "2013" in said(caught.value)[0]
    changed = with_figure(case, "savings.p.would_have_cost.2013", 5)
    entry, _ = find(changed, "savings.p.would_have_cost")
    assert [figure.value for figure in entry.by_year(case.horizon) if figure] == [5.0] * 4


def test_figures_of_groups_and_of_the_pool_are_set_one_by_one() -> None:
    groups = "[{children: 1, price: 5, siblings: 2}, {children: 3, price: 9}]"
    line = f"id: p, label: P, kind: placements, stops: 1, prices: {groups}"
    case = taken(with_saving(line) + "pool: {label: Puljen}\n")
    changed = with_figure(case, "savings.p.prices.2.price", 7)
    assert [group.price.value for group in changed.savings[0].prices] == [5, 7]  # type: ignore[attr-defined]
    assert with_figure(case, "pool.cap", 400).pool.cap.value == 400  # type: ignore[union-attr]
    for path, code in (("savings.p.prices.1.siblings", "structure"), ("savings.p.prices", "structure"),
                       ("pool.repay_from", "structure"), ("savings.p.unit_price", "structure"),
                       ("savings.p.prices.3.price", "structure"), ("pool.capital", "unknown_path")):  # fmt: skip
        with pytest.raises(CaseError) as caught:
            with_figure(case, path, 1)
        assert caught.value.problems[0].code == code, path
    emptied = with_figure(case, "savings.p.prices.1.children", 0)
    with pytest.raises(CaseError) as caught:
        with_figure(emptied, "savings.p.prices.2.children", 0)
    assert caught.value.problems[0].code == "no_children"


def test_the_scenario_of_a_case_with_more_lines_finds_its_lines() -> None:
    case = taken(with_more("scenarios: [{id: s, label: S, set: {savings.p.amounts.2015: 5, costs.c.amounts: 7}}]"))
    changed = with_scenario(case, "s")
    assert series(changed, "savings.p.amounts") == [1e6, 1e6, 5, 5]
    assert series(changed, "costs.c.amounts") == [7] * 4


# ------------------------------------------------------------------ leaving out and giving whole figures
def test_a_figure_that_may_be_left_out_is_left_out_and_nothing_else() -> None:
    case = taken(with_saving(f"{PLACEMENTS}, duration_months: 20, relapse: 0.1"))
    without = without_figure(case, "savings.p.duration_months")
    assert without == taken(with_saving(f"{PLACEMENTS}, relapse: 0.1"))
    assert case_to_text(without) == case_to_text(taken(with_saving(f"{PLACEMENTS}, relapse: 0.1")))
    for path in ("savings.p.unit_price", "savings.p.stops", "levers.realisation"):
        assert code_of(lambda path=path: without_figure(case, path)) == "missing"  # type: ignore[misc]


def test_a_figure_is_given_with_its_range_and_origin() -> None:
    figure = Figure(value=5.0, low=1.0, high=9.0, note="N")
    case = with_given(STAGED, "savings.p.amounts.2015", figure)
    entry, _ = find(case, "savings.p.amounts")
    assert entry.in_force(2015) == (2015, figure)
    assert series(case, "savings.p.amounts") == [7, 100, 5, 300]
    assert with_given(DRIVERS, "indices.total.2027", figure.model_copy(update={"high": 0.9, "value": 0.5, "low": 0.1}))
    assert code_of(lambda: with_given(DRIVERS, "indices.total", Figure(value=0.1))) == "needs_year"
    for wrong in (Figure(value=2.0), Figure(value=0.5, low=0.1, high=1.1), Figure(value=0.5, low=-0.1, high=0.9)):
        assert code_of(lambda wrong=wrong: with_given(DRIVERS, "savings.mix.share_now", wrong)) == "bounds"  # type: ignore[misc]
