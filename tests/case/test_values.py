"""Single values of a case file at the limits of what is taken."""

from __future__ import annotations

import pytest

from budget.case import CaseError, case_from_text
from tests.test_golden import with_defaults

LINE = "costs: [{id: c, label: C, kind: amounts, amounts: 1}]"


@pytest.mark.parametrize("year", [1970, 2200])
def test_the_first_and_the_last_price_year_are_taken(year: int) -> None:
    assert case_from_text(with_defaults(f"price_year: {year}\n{LINE}")).price_year == year


@pytest.mark.parametrize("year", [1969, 2201])
def test_a_price_year_beyond_them_is_refused_at_its_field(year: int) -> None:
    with pytest.raises(CaseError) as caught:
        case_from_text(with_defaults(f"price_year: {year}\n{LINE}"))
    assert [problem.path for problem in caught.value.problems] == ["price_year"]
