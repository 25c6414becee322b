"""The words beside the deviation of a measure, and how its months are carried on."""

from __future__ import annotations

import pytest

from budget.analysis.follow_up import Outturn, target_word


@pytest.mark.parametrize("unit", ["places", "number"])
def test_half_a_hundredth_is_a_deviation_of_a_count_and_less_is_none(unit: str) -> None:
    assert [target_word(value, unit) for value in (0.005, 0.0049, 0.0, -0.0049, -0.005)] == [
        "above_target", "on_target", "on_target", "on_target", "below_target",
    ]  # fmt: skip


def test_of_a_share_half_a_thousandth_is_a_deviation() -> None:
    assert [target_word(value, "share") for value in (0.0005, 0.00049, -0.00049, -0.0005)] == [
        "above_target", "on_target", "on_target", "below_target",
    ]  # fmt: skip


def test_money_beyond_its_target_is_spent() -> None:
    words = [target_word(value, "kr") for value in (0.005, 0.0049, -0.0049, -0.005)]
    assert words == ["overspend", "as_budgeted", "as_budgeted", "underspend"]


def test_places_go_on_at_their_mean_or_at_the_last_month() -> None:
    """Three months of 8, 10 and 12 places: nine more at 10, or nine more at 12."""
    months = Outturn(actual=10.0, months=(1, 2, 3), last_month=12.0, averaged=True)
    assert months.straight == 10
    assert months.repeated == pytest.approx((8 + 10 + 12 + 9 * 12) / 12)
