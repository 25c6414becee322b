"""Low and high estimates typed beside a figure, and scenarios as changes: what is taken, and what is refused."""

from __future__ import annotations

import pytest

from budget.analysis.sensitivity import uncertain_figures
from budget.case import Figure, case_from_text, case_to_text, find, read_case
from budget.dashboard.changes.doings import do
from budget.dashboard.changes.state import Model, opened
from budget.dashboard.workshop.assumptions import assumption_blocks
from budget.text import Words
from tests.dashboard.driver_pages import plain

PRICE = "savings.foster.unit_price"
WORDS = Words("da")


def model(case: str = "tests/cases/drivers.yaml") -> Model:
    return opened(read_case(case), "epoch")


def ask(model: Model, name: str, **values: str) -> Model:
    return do(model, model.seen + 1, name, values, "da")


def figure(model: Model, path: str) -> Figure:
    entry, year = find(model.case, path)
    found = entry.in_force(year or model.case.first_year)
    assert found is not None
    return found[1]


def shown(model: Model) -> str:
    return " ".join(plain(block.html) for block in assumption_blocks(model, WORDS))


def test_low_and_high_are_typed_one_at_a_time_in_the_unit_of_the_field() -> None:
    one = ask(model(), "estimate", path=PRICE, end="low", text="400.000")
    assert (figure(one, PRICE).low, figure(one, PRICE).high) == (400_000, 470_000), (
        "the other end is the expected value"
    )
    both = ask(one, "estimate", path=PRICE, end="high", text="600.000")
    assert (figure(both, PRICE).low, figure(both, PRICE).high) == (400_000, 600_000)
    assert len(both.changes) == 1
    assert figure(both, PRICE).value == 470_000


def test_yearly_amounts_and_shares_are_read_as_their_fields_are() -> None:
    path = "savings.placements.amounts.2016"
    done = ask(model("herning-2013"), "estimate", path=path, end="low", text="2.250")
    assert figure(done, path).low == 2_250_000
    done = ask(done, "estimate", path="levers.realisation", end="low", text="50 %")
    assert figure(done, "levers.realisation").low == 0.5
    assert {found.path for found in uncertain_figures(done.case)} == {path, "levers.realisation"}


@pytest.mark.parametrize(
    ("end", "text", "said"),
    [
        ("high", "860.000", "Det lave skøn (900.000) er højere end det høje (860.000)."),
        ("low", "1.200.000", "Det lave skøn (1.200.000) er højere end det forventede (1.160.000)."),
        ("high", "1.100.000", "Det høje skøn (1.100.000) er lavere end det forventede (1.160.000)."),
        ("low", "-1", "-1"),
        ("low", "9e5", "er ikke et gyldigt tal"),
        ("high", "1.5", "er ikke et gyldigt tal"),
    ],
)
def test_an_estimate_out_of_order_is_refused_and_the_old_one_kept(end: str, text: str, said: str) -> None:
    path = "savings.institutions.unit_price"
    begun = ask(model(), "range", path=path)  # the first line is open
    done = ask(begun, "estimate", path=path, end=end, text=text)
    assert done.case == begun.case
    assert said in shown(done)
    kept = "900.000" if end == "low" else "1.400.000"
    assert f"Den tidligere værdi, {kept}, er bevaret." in shown(done)


def test_an_emptied_end_is_the_expected_value_and_two_make_it_certain() -> None:
    path = "savings.other.realisation"
    done = ask(model(), "estimate", path=path, end="low", text="")
    assert (figure(done, path).low, figure(done, path).high) == (0.8, 1)
    done = ask(done, "estimate", path=path, end="high", text="")
    assert not figure(done, path).uncertain and figure(done, path).low is None


def test_removed_estimates_are_one_change_and_a_figure_as_it_was_is_none() -> None:
    path = "savings.other.realisation"
    gone = ask(model(), "no_range", path=path)
    assert not figure(gone, path).uncertain
    assert len(gone.changes) == 1
    back = ask(ask(gone, "estimate", path=path, end="low", text="30"), "estimate", path=path, end="high", text="100")
    assert back.changes == () and back.case == model().case


def test_estimates_are_reset_with_their_figure_and_kept_in_the_file() -> None:
    done = ask(model(), "estimate", path=PRICE, end="high", text="600.000")
    again = case_from_text(case_to_text(done.case))
    assert find(again, PRICE)[0].given == figure(done, PRICE)
    assert ask(done, "reset", path=PRICE).case == model().case


def test_a_figure_for_every_year_has_one_range_and_a_carried_year_none_of_its_own() -> None:
    case = model()
    one = ask(case, "estimate", path="savings.mix.places.2026", end="low", text="80")
    assert [found.years for found in uncertain_figures(one.case) if found.series == "savings.mix.places"] == [
        (0, 1, 2, 3, 4, 5)
    ]
    assert ask(case, "estimate", path="costs.advisers.children.2027", end="low", text="200").case == case.case


def test_the_estimates_open_beneath_their_figure_with_a_source_of_their_own() -> None:
    done = ask(ask(model(), "open", group="foster"), "range", path=PRICE)
    assert "Lavt og højt skøn: Enhedspris (kr. pr. helår), kr." in shown(done)
    done = ask(done, "attribute", path=PRICE, text="Tilbudsportalen")
    assert case_from_text(case_to_text(done.case)).sources[figure(done, PRICE).source or ""].title == "Tilbudsportalen"
    assert ask(done, "range", path=PRICE).range == "", "pressed again it closes"


def test_a_new_value_takes_the_estimates_with_it_and_says_so() -> None:
    """They were estimates around the value that the case had."""
    path = "savings.institutions.unit_price"
    done = ask(model(), "enter", path=path, text="1.200.000")
    assert not figure(done, path).uncertain
    assert "uden skøn: de gjaldt den tidligere værdi" in shown(done)
    assert "uden skøn" not in shown(model())
