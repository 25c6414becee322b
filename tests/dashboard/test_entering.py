"""What a hand types or pastes: units written out, cells of a spreadsheet, and values far from their neighbours."""

import pytest

from budget.case import Case, case_from_text, read_case
from budget.dashboard.changes.doings import do
from budget.dashboard.changes.state import Model, opened
from budget.dashboard.dialogue import state as dialogue
from budget.dashboard.dialogue.state import begun

HERNING = read_case("herning-2013")
AMOUNTS = "savings.placements.amounts"


def did(now: Model, name: str, path: str, text: str = "", language: str = "da") -> Model:
    return do(now, now.seen + 1, name, {"path": path, "text": text}, language)


def amounts(now: Model) -> list[float]:
    return [figure.value for figure in now.case.savings[0].amounts.values()]  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("text", "language", "kr"),
    [
        ("kr. 2.000", "da", 2_000),
        ("2.000 kr.", "da", 2_000),
        ("2.000,-", "da", 2_000),
        ("kr. 2.000,-", "da", 2_000),
        ("2,5 mio.", "da", 2_500_000),
        ("2,5 mio. kr.", "da", 2_500_000),
        ("1.000 t.kr.", "da", 1_000_000),
        ("1.000 tkr", "da", 1_000_000),
        ("1,5 million kr.", "da", 1_500_000),
        ("2,500.- ", "en", 2_500),
        ("DKK 2,500", "en", 2_500),
        ("2.5 mio.", "en", 2_500_000),
        ("2.000", "da", 2_000_000),
    ],
)
def test_a_unit_that_is_written_out_is_the_unit(text: str, language: str, kr: float) -> None:
    assert amounts(did(opened(HERNING, "e"), "enter", f"{AMOUNTS}.2014", text, language))[1] == kr


@pytest.mark.parametrize(
    "text", ["kr.", "mio.", "2.5 mio.", "1,234 mio.", "kr. 2.000 mio.", "2 mia.", "2.000 kg", ",-"]
)
def test_what_is_unclear_with_a_unit_is_refused(text: str) -> None:
    now = did(opened(HERNING, "e"), "enter", f"{AMOUNTS}.2014", text)
    assert now.refused[f"{AMOUNTS}.2014"].text == text and now.case == HERNING


def test_a_share_or_a_number_of_months_has_no_unit_of_money() -> None:
    for path in ("levers.realisation", "savings.placements.lag_months"):
        assert path in did(opened(HERNING, "e"), "enter", path, "2 kr.").refused


@pytest.mark.parametrize(
    "text", ["1.100\t2.100\t3.100\t4.100", "1.100\n2.100\n3.100\n4.100", "1.100\r\n2.100\r\n3.100\r\n4.100\r\n"]
)
def test_cells_fill_the_years_across_or_down_and_are_undone_together(text: str) -> None:
    now = did(opened(HERNING, "e"), "paste", f"{AMOUNTS}.2013", text)
    assert amounts(now) == [1_100_000, 2_100_000, 3_100_000, 4_100_000]
    assert did(now, "undo", "").case == HERNING


def test_cells_begin_where_they_are_pasted() -> None:
    assert amounts(did(opened(HERNING, "e"), "paste", f"{AMOUNTS}.2015", "1\t2"))[2:] == [1_000, 2_000]


@pytest.mark.parametrize(
    ("at", "text", "code"),
    [
        ("2013", "1\tabc\t3", "pasted"),
        ("2013", "1\t\t3", "pasted"),
        ("2013", "1\t-5\t3", "pasted"),
        ("2015", "1\t2\t3", "pasted_many"),
        ("2013", "1\t2\n3\t4", "pasted_block"),
    ],
)
def test_one_cell_that_is_wrong_refuses_them_all(at: str, text: str, code: str) -> None:
    path = f"{AMOUNTS}.{at}"
    now = did(opened(HERNING, "e"), "paste", path, text)
    assert now.case == HERNING and now.refused[path].code == code
    if code == "pasted":
        assert now.refused[path].params["number"] == 2


def test_a_figure_without_years_takes_one_cell() -> None:
    now = did(opened(HERNING, "e"), "paste", "discount_rate", "3\t4")
    assert now.case == HERNING and now.refused["discount_rate"].code == "pasted_many"


EVEN = """title: T
municipality: M
status: idea
first_year: 2027
price_year: 2027
discount_rate: 0.035
savings:
  - {id: s, label: S, kind: amounts, amounts: {2027: 0, 2028: 100000, 2029: 100000, 2030: 120000}}
"""


def even() -> Case:
    return case_from_text(EVEN, "even")


def test_a_value_far_from_those_of_the_other_years_is_asked_about_with_both_readings() -> None:
    path = "savings.s.amounts.2027"
    now = did(opened(even(), "e"), "enter", path, "110.000")
    asked = now.slips[path]
    assert asked.neighbours and asked.other == 100_000 and asked.instead == 110_000
    assert not did(now, "keep", path).slips and did(now, "keep", path).case == now.case
    other = did(now, "reading", path, "110")
    assert not other.slips and other.case.savings[0].amounts[2027].value == 110_000  # type: ignore[union-attr]


@pytest.mark.parametrize("text", ["110", "1.500", "12"])
def test_a_value_within_twenty_times_its_neighbours_is_taken_without_a_word(text: str) -> None:
    path = "savings.s.amounts.2027"
    assert not did(opened(even(), "e"), "enter", path, text).slips


def test_the_guide_takes_cells_and_asks_too() -> None:
    now = begun(2027)
    at = "cost-1.amounts.2027"
    for name, path, text in (("answer", "cost-1.kind", "amounts"), ("paste", at, "100\t110\t120\t130")):
        now = dialogue.do(now, now.seen + 1, name, {"path": path, "text": text}, "da")
    assert [given.value for given in now.answers.figures.values()] == [100_000, 110_000, 120_000, 130_000]
    now = dialogue.do(now, now.seen + 1, "enter", {"path": at, "text": "100000"}, "da")
    assert now.slips[at].instead == 100_000
    now = dialogue.do(now, now.seen + 1, "paste", {"path": at, "text": "1\tx"}, "da")
    assert now.refused[at].code == "pasted" and now.answers.figures[at].value == 100_000_000
