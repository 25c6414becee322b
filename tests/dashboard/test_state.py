"""What a user does to a case, without a page."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from budget.case import Case, case_from_document, document, read_case
from budget.dashboard.changes import structure
from budget.dashboard.changes.state import Change, Model, Slip, changed, enter, opened, reset, reset_all
from budget.formulas import calculate

HERNING = read_case("herning-2013")
SAVING = "savings.placements.amounts"
COST = "costs.advisers.amounts"
PATHS = [
    *(f"{SAVING}.{year}" for year in HERNING.horizon),
    *(f"{COST}.{year}" for year in HERNING.horizon),
    "savings.placements.realisation",
    "savings.placements.lag_months",
    "savings.placements.stated_places",
    "levers.cost_overrun",
    "discount_rate",
    "indices.wages.2014",
]


def herning(*entries: tuple[str, str]) -> Model:
    model = opened(HERNING, "epoch")
    for path, text in entries:
        model = enter(model, path, text, "da")
    return model


def values(case: Case, list_: str, id: str) -> list[float]:
    return list(calculate(case).row(id).values)


def test_an_amount_is_typed_in_1000_kr_and_a_share_in_per_cent() -> None:
    model = herning((f"{SAVING}.2016", "3.500"), ("savings.placements.realisation", "76,2 %"))
    assert [change.value for change in model.changes] == [3_500_000, 0.762]


def test_later_carried_years_follow_a_year_that_is_given_a_value() -> None:
    model = herning((f"{COST}.2014", "1.500"))
    assert values(model.case, "costs", "advisers") == [2_000_000, 1_500_000, 1_500_000, 1_500_000]


def test_emptying_a_years_own_value_makes_it_carried_again() -> None:
    model = herning((f"{COST}.2015", "1.500"), (f"{COST}.2015", ""))
    assert model.case == HERNING and not model.changes


def test_emptying_a_value_of_the_file_makes_the_year_carried() -> None:
    model = herning((f"{SAVING}.2016", ""))
    assert values(model.case, "savings", "placements")[-2:] == [-3_000_000, -3_000_000]
    assert reset(model, f"{SAVING}.2016").case == HERNING


@pytest.mark.parametrize("path", [f"{SAVING}.2013", "savings.placements.realisation", "discount_rate"])
def test_an_empty_field_is_not_zero_and_not_a_default(path: str) -> None:
    model = herning((path, "  "))
    assert model.refused[path].code == "empty"
    assert model.case == HERNING


def test_a_figure_that_may_be_left_out_is_left_out_when_emptied() -> None:
    stated = case_from_document(
        {**document(HERNING), "savings": [{**document(HERNING)["savings"][0], "stated_places": 20}]}, "x"
    )
    model = enter(opened(stated, "e"), "savings.placements.stated_places", "", "da")
    assert model.case.savings[0].stated_places is None  # type: ignore[union-attr]
    assert reset(model, "savings.placements.stated_places").case == stated


@pytest.mark.parametrize("text", ["2.1", "1.23", "1,234.5", "12.34.567", "(1.000)", "abc", "1e6", "1.2345", "--5"])
def test_what_is_not_one_danish_number_is_refused_and_the_old_value_kept(text: str) -> None:
    model = herning((f"{SAVING}.2016", text))
    assert model.refused[f"{SAVING}.2016"].text == text
    assert model.case == HERNING


@pytest.mark.parametrize("text", ["-1", "1.000.000.001"])
def test_what_lies_outside_the_bounds_is_refused(text: str) -> None:
    model = herning((f"{SAVING}.2016", text))
    assert model.refused[f"{SAVING}.2016"].code == "bounds"
    assert model.case == HERNING


def test_a_refusal_goes_when_the_field_is_filled_rightly_or_reset() -> None:
    path = f"{SAVING}.2016"
    assert not herning((path, "2.1"), (path, "2,5")).refused
    assert not reset(herning((path, "2.1")), path).refused


@pytest.mark.parametrize(
    ("text", "slip"),
    [
        ("45.000", Slip(10, 4_500_000, 4_500_000)),
        ("450", Slip(10, 4_500_000, 4_500_000)),
        ("4.500.000", Slip(1000, 4_500_000, 4_500_000)),
        ("4,5", Slip(1000, 4_500_000, 4_500_000)),
        ("450.000", Slip(100, 4_500_000, 4_500_000)),
        ("2600000", Slip(578, 4_500_000, 2_600_000)),
        ("100.000", Slip(22, 4_500_000, 10_000_000)),
        ("9.000", None),
        ("3.500", None),
    ],
)
def test_a_value_10_100_or_1000_times_the_one_before_is_pointed_out_and_taken(text: str, slip: Slip | None) -> None:
    path = f"{SAVING}.2016"
    model = herning((path, text))
    assert model.slips.get(path) == slip
    assert model.changed == {path}


def test_a_value_set_back_by_hand_is_no_change() -> None:
    model = herning((f"{SAVING}.2016", "3.500"), (f"{SAVING}.2016", "4.500"))
    assert model.case == HERNING and not model.changes


def test_a_change_of_a_line_that_is_taken_back_goes_with_it() -> None:
    model = changed(herning(), Change("new", structural=structure.Add("costs", "new", {"label": "N", "amounts": 1.0})))
    model = enter(model, "costs.new.amounts.2014", "5", "da")
    assert len(model.changes) == 2
    assert reset(model, "new").case == HERNING


def test_removing_a_line_takes_what_names_it_along() -> None:
    model = changed(herning(), Change("placements", structural=structure.Remove("placements")))
    assert not model.case.savings and not model.case.actuals
    assert reset(model, "placements").case == HERNING


ENTRIES = st.lists(
    st.tuples(
        st.sampled_from(PATHS), st.sampled_from(["", "0", "1", "2,5", "50", "3.500", "12 %", "2.1", "99999999999"])
    ),
    max_size=12,
)


@given(ENTRIES)
def test_whatever_is_typed_the_case_is_sound_and_can_be_worked_out(entries: list[tuple[str, str]]) -> None:
    model = herning(*entries)
    assert case_from_document(document(model.case), model.case.id) == model.case
    calculate(model.case)


@given(ENTRIES)
def test_resetting_all_leads_back_to_the_case_as_it_was_opened(entries: list[tuple[str, str]]) -> None:
    assert reset_all(herning(*entries)).case == HERNING


@given(ENTRIES, st.randoms(use_true_random=False))
def test_resetting_one_by_one_in_any_order_leads_back_too(entries: list[tuple[str, str]], order: object) -> None:
    model = herning(*entries)
    paths = sorted(model.changed)
    order.shuffle(paths)  # type: ignore[attr-defined]
    for path in paths:
        model = reset(model, path)
    assert model.case == HERNING and not model.changes
