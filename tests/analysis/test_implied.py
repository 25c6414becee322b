"""What a case by amounts would take: places at the library's prices, and what each adviser carries, worked by hand."""

from __future__ import annotations

import pytest

from budget.analysis.implied import advisers, children_each, for_children, price_spans, saved, standing_prices
from budget.case import case_from_document, document, read_case
from budget.formulas import calculate

HERNING = calculate(read_case("herning-2013"))


def test_the_places_are_the_saving_divided_by_the_price_that_stands_for_the_step() -> None:
    found = saved(HERNING)
    assert found is not None and found.kr == (1_000_000, 2_000_000, 3_000_000, 4_500_000)
    by_step = {str(span.step.id): span for span in standing_prices(HERNING.case)}
    assert list(by_step) == ["institution", "foster"], "the most intrusive first"
    assert by_step["institution"].places(4_500_000) == pytest.approx((4_500_000 / 1_160_000,) * 2)
    assert by_step["foster"].places(4_500_000) == pytest.approx((4_500_000 / 470_000,) * 2)


def test_prices_are_ranges_by_step_and_price_year_as_the_library_has_them() -> None:
    found = {(str(span.step.id), span.price_year): (span.low, span.high) for span in price_spans(HERNING.case)}
    assert found == {
        ("institution", 2019): (698_820, 1_160_000),
        ("institution", 2023): (923_450, 1_065_437.56),
        ("foster", 2019): (470_000, 470_000),
        ("foster", 2023): (129_700, 472_406),
    }
    assert not any(span.converted for span in price_spans(HERNING.case))


def test_prices_are_converted_where_the_case_has_the_rates() -> None:
    rates = dict.fromkeys(range(2014, 2020), 0.02)
    case = case_from_document({**document(HERNING.case), "indices": {"total": rates}}, "herning-2013")
    spans = {(str(span.step.id), span.price_year): span for span in price_spans(case)}
    foster = spans["foster", 2019]
    assert foster.converted and foster.high == pytest.approx(470_000 / 1.02**6)
    assert not spans["foster", 2023].converted, "the rates of 2020 to 2023 are not there"


def test_an_adviser_carries_the_places_divided_by_as_many_as_the_cost_pays_for() -> None:
    found = advisers(HERNING)
    assert found is not None and (found.fewest, found.most) == (5, 5), "2.000.000 at 400.000, 2013 prices"
    each = found.each((4_500_000 / 1_160_000,) * 2)
    assert each == pytest.approx((0.776,) * 2, abs=0.001)
    assert for_children(each, 4) == pytest.approx((3.103,) * 2, abs=0.001)
    assert children_each([4, 5]) == [25, 20]


def test_a_range_of_pay_is_a_range_of_advisers() -> None:
    found = advisers(calculate(read_case("assens-2016")))
    assert found is not None
    assert found.fewest == pytest.approx(5_600_000 / 616_700) and found.most == pytest.approx(5_600_000 / 462_500)
    low, high = found.each((8.0, 8.0))
    assert low < high


def test_posts_that_the_case_states_are_not_worked_out() -> None:
    found = advisers(calculate(read_case("herning-drivers-2013")))
    assert found is not None and found.pay is None and found.fewest == found.most == 5, (
        "four advisers and a coordinator"
    )


def test_without_amounts_there_is_nothing_to_convert() -> None:
    assert saved(calculate(read_case("herning-drivers-2013"))) is None
    bare = read_case("herning-2013").model_copy(update={"savings": [], "costs": []})
    assert saved(calculate(bare)) is None and advisers(calculate(bare)) is None
