"""What is recommended: the rows of the amendment table one by one, exact, and financing as far as it goes."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from budget.case import read_case
from budget.formulas import calculate
from budget.shown.agenda import agenda
from budget.shown.forms import appropriations
from budget.shown.recommendation import recommended
from budget.text import Words
from tests.analysis.plain_case import OWN, changed, worked_out

CASES = Path(__file__).parents[1] / "cases"
DA = Words()


def of(name: str, language: str = "da") -> list[str]:
    return recommended(calculate(read_case(CASES / name)), Words(language))


def points(document: dict[str, Any]) -> list[str]:
    return recommended(worked_out(document), DA)


def test_expenditure_income_refund_capital_and_transfers_are_never_netted() -> None:
    assert of("grants.yaml") == [
        "at budgettet til SO 1 (drift, udgifter) forhøjes med 200.000 kr. i 2026",
        "at budgettet til SO 3 (drift, udgifter) forhøjes med 333.000 kr. årligt i 2026–2029",
        "at budgettet til SO 2, funktion 6.45 (drift, udgifter) forhøjes med 2.000.000 kr. årligt i 2026–2029",
        "at den budgetterede refusion på SO 2, funktion 6.45 (drift) forhøjes med 500.000 kr. årligt i 2026–2029",
        "at budgettet til SO 1 (drift, udgifter) nedsættes med 100.000 kr. årligt i 2028–2029",
        "at budgettet til SO 1 (overførsler, udgifter) nedsættes med 1.100.000 kr. årligt i 2026–2029",
        "at der gives en anlægsbevilling på 3.000.000 kr. i 2026 til »Familiehus« (SO 1), og rådighedsbeløb frigives",
        "at der gives en indtægtsbevilling på 400.000 kr. årligt i 2026–2029 til SO 2, funktion 6.45 (drift)",
        "at nettomerudgiften på 3.533.000 kr. i 2026, 333.000 kr. i 2027 og 233.000 kr. årligt i 2028–2029 "
        "finansieres af [kilde]",
    ]


def test_the_rows_stand_by_committee() -> None:
    form = appropriations(calculate(read_case(CASES / "grants.yaml")), DA)
    assert [row.texts[:2] for row in form.rows if row.kind == "line"] == [
        ("SO 1 Børn og familie (drift, udgifter)", "Børneudvalget"),
        ("SO 1 Børn og familie (anlæg, udgifter)", "Børneudvalget"),
        ("SO 1 Børn og familie (overførsler, udgifter)", "Børneudvalget"),
        ("SO 3 Skoler (drift, udgifter)", "Børneudvalget"),
        ("SO 2 Administration, funktion 6.45 (drift, udgifter)", "Økonomiudvalget"),
        ("SO 2 Administration, funktion 6.45 (drift, indtægter)", "Økonomiudvalget"),
        ("SO 2 Administration, funktion 6.45 (drift, refusion)", "Økonomiudvalget"),
    ]


def test_financing_is_claimed_as_far_as_its_amounts_go_and_the_rest_is_named() -> None:
    assert of("failing/words.yaml")[-2:] == [
        "at 2.000.000 kr. i 2026 og 500.000 kr. i 2027 finansieres af kassen",
        "at det tages til efterretning, at 200.000 kr. i 2026 ikke er finansieret",
    ]


def test_what_is_drawn_on_a_pool_is_repaid() -> None:
    assert of("failing/t05-pulje.yaml")[-1] == (
        "at 2.000.000 kr. i 2026 og 1.000.000 kr. i 2027 trækkes på Investeringspuljen og tilbagebetales med "
        "1.500.000 kr. årligt i 2028–2029"
    )


def test_an_amount_is_that_of_the_table_and_not_a_tenth_of_a_million() -> None:
    assert of("failing/recommendation-rounded.yaml")[0] == (
        "at der gives en anlægsbevilling på 2.591.000 kr. i 2025 til »Fysiske rammer på ældreområdet« (USO), "
        "og rådighedsbeløb frigives"
    )


@pytest.mark.parametrize(("language", "said"), [("da", "ingen bevillingsmæssige"), ("en", "changes no appropriation")])
def test_nothing_to_recommend_is_said(language: str, said: str) -> None:
    result = calculate(read_case(CASES / "failing" / "odd-zero.yaml"))
    parts = agenda(result, Words(language)).sections["recommendation"]
    assert len(parts) == 1 and said in str(parts[0])


def test_amounts_that_change_every_year_stand_in_the_table() -> None:
    amounts = {2026 + n: 5_000_000 + n * 1_000 for n in range(12)}
    cost = {"kind": "amounts", "fte": None, "annual_cost": None, "amounts": amounts}
    said = points(changed(cost=cost, financing=None, years=12))
    assert said[0] == "at budgettet til SO 1 (drift, udgifter) forhøjes med beløbene i tabel 2"


def test_many_changes_are_those_of_the_table_but_what_is_granted_is_said() -> None:
    costs = [
        {"id": f"c{n}", "label": f"Post {n}", "kind": "amounts", "service_area": "SO 1", "function": f"5.{n}",
         "amounts": 1_000_000, **OWN}
        for n in range(12)
    ]  # fmt: skip
    house = {**costs[0], "id": "house", "label": "Hus", "control_area": "capital"}
    said = points(changed(financing=None) | {"costs": [*costs, house]})
    assert said[0] == "at budgettet ændres som i tabel 2"
    assert "anlægsbevilling" in said[1]


def test_one_year_is_that_year() -> None:
    assert (
        of("failing/odd-oneyear.yaml")[0]
        == "at budgettet til SO 20 (drift, udgifter) forhøjes med 1.000.000 kr. i 2026"
    )
