"""The forms: Herning as printed in the words of its field, figures that add up, and nothing unknown shown as 0."""

from __future__ import annotations

import csv
import io
import math
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from budget.case import ASSUMPTIONS, case_from_text, read_case
from budget.export.tables import form_csv, form_text
from budget.formulas import calculate
from budget.shown.forms import appropriations, proposal
from budget.shown.forms.appropriations import Money, settled
from budget.shown.model import Row, Table
from budget.text import Words
from budget.text.numbers import UNITS
from tests.analysis.plain_case import OWN, changed, worked_out
from tests.random_cases import random_case

DA = Words()
HERNING_PROPOSAL = """\
1.000 kr. 2013 p/l (forudsat) | Styringsområde | 2013 | 2014 | 2015 | 2016
Varige ændringer |  |  |  |  |
Forventet besparelse på anbringelser (SO 16) | Service | -1.000 | -2.000 | -3.000 | -4.500
4 sagsbehandlere + 1 teamkoord. i BOF (SO 20) | Service | 2.000 | 2.000 | 2.000 | 2.000
Samlet varig ændring |  | 1.000 | 0 | -1.000 | -2.500
Implementeringsomkostninger |  |  |  |  |
Ingen oplyst (en ekstra psykolog i PPR, uddannelse og evaluering er ikke prissat) |  |  |  |  |
Samlede implementeringsomkostninger |  | 0 | 0 | 0 | 0
Samlet økonomisk påvirkning |  | 1.000 | 0 | -1.000 | -2.500
Tilbagebetalingstid |  | 3 år |  |  |"""
HERNING_APPROPRIATIONS = """\
Bevilling | Udvalg | 2013 | 2014 | 2015 | 2016
SO 16 Børn og familie, funktion 5.20 (drift, udgifter) | Børne- og Familieudvalget | -1.000 | -2.000 | -3.000 | -4.500
SO 20 Administration (drift, udgifter) | Økonomi- og Erhvervsudvalget | 2.000 | 2.000 | 2.000 | 2.000
Finansiering: [kassen / egen ramme / pulje] |  | -1.000 | 0 | 1.000 | 2.500
I alt |  | 0 | 0 | 0 | 0"""


def lines(form: Table) -> str:
    return "\n".join(" | ".join(line).rstrip() for line in form.lines())


def thousands(row: Row) -> tuple[float, ...]:
    """The figures of a row, which are kr, in 1.000 kr."""
    return tuple(kr / 1000 for kr in row.values)


def test_herning_in_the_form_of_the_investment_proposal() -> None:
    form = proposal(calculate(read_case("herning-2013")), DA)
    assert form.titles == ("INVESTERINGSFORSLAG", "Forslagets titel: Sverigesprojektet")
    assert form.caption == "1.1 Forslagets samlede økonomiske konsekvenser"
    assert lines(form) == HERNING_PROPOSAL


def test_herning_s_appropriations() -> None:
    form = appropriations(calculate(read_case("herning-2013")), DA)
    assert lines(form) == HERNING_APPROPRIATIONS
    assert "Finansiering: - er træk på, + er tilførsel til finansieringskilden." in form.notes


def test_project_posts_are_implementation_and_leave_the_payback_time_as_it_is() -> None:
    text = (ASSUMPTIONS / "herning-2013.yaml").read_text(encoding="utf-8")
    single_years = ", ".join(f"{year}: 2000000" for year in range(2013, 2017))
    case = case_from_text(text.replace("amounts: 2000000", f"nature: temporary\n    amounts: {{{single_years}}}"))
    rows = {row.texts[0]: row for row in proposal(calculate(case), DA).rows}
    assert thousands(rows["Samlet varig ændring"]) == (-1000, -2000, -3000, -4500)
    assert thousands(rows["Samlede implementeringsomkostninger"]) == (2000, 2000, 2000, 2000)
    assert rows["Tilbagebetalingstid"].texts[2] == "3 år"


def test_what_is_not_stated_says_so_and_is_no_figure() -> None:
    found = [row for row in proposal(worked_out(changed()), DA).rows if row.texts[0] == "Ingen oplyst"]
    assert len(found) == 1 and not found[0].values


def test_without_an_investment_it_is_a_proposal_of_efficiency() -> None:
    document = changed(financing=None) | {"costs": []}
    form = proposal(worked_out(document), DA)
    assert form.titles[0] == "EFFEKTIVISERINGSFORSLAG"
    names = [row.texts[0] for row in form.rows]
    assert names == ["Varige ændringer", "Besparelse (SO 1)", "Samlet varig ændring", "Samlet økonomisk påvirkning"]


def test_a_control_area_is_named_as_in_the_form() -> None:
    form = proposal(worked_out(changed(saving={"control_area": "transfers"})), DA)
    assert [row.texts[1] for row in form.rows if row.kind == "line"] == ["Efterspørgselsstyrede overførsler", "Service"]


def test_lines_without_a_service_area_are_not_put_together() -> None:
    form = appropriations(calculate(read_case("assens-2016")), DA)
    assert [row.texts[:2] for row in form.rows][:2] == [
        ("[serviceområde]: Forventet økonomisk rationale på anbringelsesområdet (drift, udgifter)", "[udvalg]"),
        ("[serviceområde]: Investering i udsatte børn og unge (drift, udgifter)", "[udvalg]"),
    ]


def test_stated_financing_stands_by_name_and_only_what_it_leaves_open_in_brackets() -> None:
    form = appropriations(worked_out(changed()), DA)
    money = {row.texts[0]: thousands(row) for row in form.rows if row.kind == "financing"}
    assert money == {
        "Finansiering: Kassen": (-1000, 1000, 0),
        "Finansiering: [kassen / egen ramme / pulje]": (0, 0, 1000),
    }
    covered = changed(financing=[{"label": "Kassen", "from": "cash", "amounts": {2026: -1e6, 2027: 1e6, 2028: 1e6}}])
    assert [r.texts[0] for r in appropriations(worked_out(covered), DA).rows if r.kind == "financing"] == [
        "Finansiering: Kassen"
    ]


def test_an_avoided_rise_cuts_no_budget() -> None:
    form = appropriations(worked_out(changed(saving={"cashable": False})), DA)
    assert thousands(form.rows[0]) == (1000, 1000, 1000)  # the staff alone
    assert "Undgåede udgiftsstigninger nedsætter intet budget og er ikke med." in form.notes


THIRDS: dict[str, Any] = changed(financing=None) | {
    "costs": [
        {"id": f"c{n}", "label": f"Post {n}", "kind": "amounts", "service_area": "SO 1", "function": f"5.{n}",
         "amounts": {2026: 1_333_400, 2027: 1_000_000, 2028: 1_000_000}, **OWN}
        for n in range(3)
    ],
    "savings": [],
}  # fmt: skip


def test_figures_that_would_not_add_up_are_moved_and_the_difference_is_shown() -> None:
    """3 × 1.333,4 is 4.000,2: 4.000, while 3 × 1.333 is 3.999; one of them, the first, becomes 1.334."""
    form = appropriations(worked_out(THIRDS), DA)
    assert [thousands(row)[0] for row in form.rows] == [1334, 1333, 1333, -4000, 0]
    assert "Beløbene er afrundet, så de stemmer (største rest). Udlignet i 1.000 kr.: 2026: +1." in form.notes


@given(
    amounts=st.lists(st.floats(-1e9, 1e9, allow_nan=False).map(lambda x: round(x, 2)), min_size=1, max_size=12),
    unit=st.sampled_from(sorted(UNITS)),
)
def test_rounded_figures_add_up_and_none_is_moved_by_a_whole_unit(amounts: list[float], unit: str) -> None:
    divisor, decimals = UNITS[unit]
    step = Decimal(1).scaleb(-decimals)
    rows, moved = settled([Money("", (kr,), True) for kr in amounts], 1, unit)
    exact = [Decimal(repr(kr)) / divisor for kr in amounts]
    found = [row[0] for row in rows]
    assert abs(sum(found) - sum(exact)) <= step / 2 + Decimal("1e-6")
    assert all(abs(a - b) < step + Decimal("1e-6") for a, b in zip(found, exact, strict=True))
    assert all(a % step == 0 for a in found)
    assert bool(moved[0]) == (sum(found) != sum(_alone(e, step) for e in exact))


def _alone(value: Decimal, step: Decimal) -> Decimal:
    whole = math.floor(abs(value) / step + Decimal("0.5"))
    return whole * step * (1 if value >= 0 else -1)


def test_the_largest_remainder_is_moved_first() -> None:
    """By hand: 0,4 + 0,3 + 0,8 = 1,5 → 2; alone 0 + 0 + 1 = 1; the largest remainder among 0,4 and 0,3 is 0,4."""
    rows, moved = settled([Money("", (kr,), True) for kr in (400.0, 300.0, 800.0)], 1, "1000")
    assert [row[0] for row in rows] == [1, 0, 1] and moved == (1,)
    rows, moved = settled([Money("", (kr,), True) for kr in (-400.0, -300.0, -800.0)], 1, "1000")
    assert [row[0] for row in rows] == [-1, 0, -1] and moved == (-1,)


@pytest.mark.parametrize("unit", sorted(UNITS))
@pytest.mark.parametrize("seed", range(40))
def test_the_appropriations_of_any_case_add_up_to_nothing(seed: int, unit: str) -> None:
    result = calculate(case_from_text(random_case(seed)))
    form = appropriations(result, DA, unit)
    *parts, total = form.rows
    assert all(value == 0 for value in total.values)
    net = result.book.rows.get("net.budget", result.row("net")).values
    divisor, decimals = UNITS[unit]
    for i, kr in enumerate(net):
        booked = sum(row.values[i] for row in parts if row.kind == "line")
        assert abs(booked - kr) / float(divisor) <= 0.5 * 10**-decimals + 1e-6


@pytest.mark.parametrize("seed", range(20))
def test_the_parts_of_a_proposal_are_its_whole(seed: int) -> None:
    result = calculate(case_from_text(random_case(seed)))
    form = proposal(result, DA, "kr")
    total = next(row for row in form.rows if row.kind == "total")
    assert all(abs(float(a) - b) <= 0.5 + 1e-6 for a, b in zip(total.values, result.row("net").values, strict=True))


def test_as_text_and_csv() -> None:
    form = appropriations(calculate(read_case("herning-2013")), DA)
    text = form_text(form, DA, "Sverigesprojektet")
    assert (
        "SO 20 Administration (drift, udgifter)                  Økonomi- og Erhvervsudvalget   2.000   2.000" in text
    )
    data = form_csv(form)
    assert data.startswith("\ufeff") and data.endswith("\r\n")
    rows = list(csv.reader(io.StringIO(data.removeprefix("\ufeff")), delimiter=";"))
    assert rows[0][0].startswith("Bevillingsmæssige ændringer, 1.000 kr., 2013-priser (forudsat)")
    assert rows[1] == [
        "SO 16 Børn og familie, funktion 5.20 (drift, udgifter)",
        "Børne- og Familieudvalget",
        "-1000",
        "-2000",
        "-3000",
        "-4500",
    ]
    assert {len(row) for row in rows} == {6}
    areas = {"SO 1": {"name": "x", "committee": "=1+1"}, "SO 2": {"name": "y"}}
    assert ";'=1+1;" in form_csv(appropriations(worked_out(changed(service_areas=areas)), DA))
