"""Several cases together: sums worked out by hand, prices that are never mixed, the columns of the overview list."""

from __future__ import annotations

import csv
import io
import zipfile

import pytest

from budget.analysis.portfolio import portfolio, told_twice
from budget.case import Case, case_from_text, cases, read_case
from budget.export.portfolio_archive import archive
from budget.export.tables import titled_csv
from budget.formulas import calculate
from budget.shown.portfolio_tables import areas, overview, returns
from budget.text import Words
from tests.random_cases import random_case

DA, EN = Words("da"), Words("en")

HEAD = """
municipality: X Kommune
status: proposed
years: 3
discount_rate: 0.035
service_areas:
  A: {name: Børn, committee: Børneudvalget}
  B: {name: Administration, committee: Økonomiudvalget}
"""
FIRST = f"""{HEAD}
title: Den første
first_year: 2020
price_year: 2020
costs:
  - {{id: staff, label: Ansatte, kind: amounts, service_area: B, amounts: 1000000}}
  - {{id: start, label: Oplæring, kind: amounts, service_area: B, nature: one_off,
     amounts: {{2020: 400000, 2021: 100000, 2022: 0}}}}
  - {{id: house, label: Ombygning, kind: amounts, service_area: B, nature: one_off, control_area: capital,
     amounts: {{2020: 2000000, 2021: 0, 2022: 0}}}}
  - {{id: state, label: Statens andel, kind: amounts, service_area: B, payer: state, amounts: 9000000}}
savings:
  - {{id: s, label: Færre anbringelser, kind: amounts, service_area: A,
     amounts: {{2020: 500000, 2021: 2000000, 2022: 3000000}}}}
  - {{id: t, label: Overførsler, kind: amounts, service_area: A, control_area: transfers, amounts: 250000}}
incomes:
  - {{id: grant, label: Pulje, kind: amounts, service_area: B, nature: temporary,
     amounts: {{2020: 300000, 2021: 0, 2022: 0}}}}
"""
SECOND = f"""{HEAD}
title: Den anden
first_year: 2021
price_year: 2018
indices: {{total: {{2019: 0.02, 2020: 0.03}}, wages: {{2019: 0.01, 2020: 0.04}}}}
costs: [{{id: w, label: Løn, kind: amounts, service_area: B, price_index: wages, amounts: 1000000}}]
savings: [{{id: s, label: Besparelse, kind: amounts, service_area: A, amounts: 2000000}}]
"""  # fmt: skip


def both(second: str = SECOND) -> list[Case]:
    return [case_from_text(FIRST, "first"), case_from_text(second, "second")]


def together(*given: Case, year: int | None = None):  # type: ignore[no-untyped-def]
    return portfolio([calculate(case) for case in given], year)


# ------------------------------------------------------------------ sums
def test_the_sums_by_service_area_and_year_are_those_worked_out_by_hand() -> None:
    found = together(*both())
    assert found.price_year == 2020 and found.years == [2020, 2021, 2022, 2023]
    level, wages = 1.02 * 1.03, 1.01 * 1.04  # 2018 to 2020
    wanted = {
        ("X Kommune", "A"): [
            -500_000 - 250_000,
            -2_000_000 - 250_000 - 2_000_000 * level,
            -3_000_000 - 250_000 - 2_000_000 * level,
            -2_000_000 * level,
        ],
        ("X Kommune", "B"): [
            1_000_000 + 400_000 + 2_000_000 - 300_000,
            1_000_000 + 100_000 + 1_000_000 * wages,
            1_000_000 + 1_000_000 * wages,
            1_000_000 * wages,
        ],
    }
    got = found.areas()
    assert list(got) == list(wanted)
    for area, values in wanted.items():
        assert got[area] == pytest.approx(values, abs=0.005)
    assert found.totals() == pytest.approx([sum(years) for years in zip(*wanted.values(), strict=True)], abs=0.005)


def test_going_back_in_time_divides() -> None:
    first, second = both()
    found = together(second, year=2018)
    assert found.areas() == {
        ("X Kommune", "A"): [-2e6] * 3, ("X Kommune", "B"): [1e6] * 3,
    }  # fmt: skip
    apart = together(first, second, year=2018)
    assert [member.case.title for member in apart.apart] == ["Den første"], "it has no rates at all"


def test_a_case_without_the_rates_stands_apart_and_is_in_no_sum() -> None:
    bare = SECOND.replace("wages: {2019: 0.01, 2020: 0.04}", "wages: {2019: 0.01}")
    found = together(*both(bare))
    alone = together(both()[0])
    assert [member.case.title for member in found.apart] == ["Den anden"]
    assert found.areas() == alone.areas() and found.years == [2020, 2021, 2022]
    table = overview(found, DA)
    assert "Den anden (2018-priser, ikke i summen)" in [row.texts[2] for row in table.rows]
    assert any("Den anden mangler fremskrivningsprocenter til 2020-priser" in note for note in table.notes)
    assert table.rows[-1].values == overview(alone, DA).rows[-1].values


@pytest.mark.parametrize("seed", range(40))
def test_the_parts_of_any_case_add_up_to_its_net(seed: int) -> None:
    result = calculate(case_from_text(random_case(seed), f"random-{seed}"))
    alone = portfolio([result])
    (member,) = alone.members
    net = alone.totals() if member.rows else [0.0] * len(result.years)
    assert net == pytest.approx(list(result.row("net").values), abs=0.005)
    efficiency = sum(member.efficiency(name) for name in ("service", "capital", "transfers"))
    assert efficiency == pytest.approx(-(result.summary["permanent_net"] or 0.0), abs=0.005)
    passing = sum(member.investment(name) for name in ("service", "capital", "transfers"))
    permanent = sum(result.row("net.permanent").values) if "net.permanent" in result.book.rows else sum(net)
    assert passing == pytest.approx(sum(net) - permanent, abs=0.01)


# ------------------------------------------------------------------ the overview list
def test_the_overview_list_has_exactly_its_columns_in_mio_kr() -> None:
    table = overview(together(*both()), DA)
    assert list(table.head) == [
        "Udvalg", "Nr.", "Forslag", "Investeringer: Service", "Investeringer: Anlæg",
        "Effektivisering ved fuld indfasning: Service", "Effektivisering ved fuld indfasning: Overførsler mv.",
        "Tilbagebetalingstid, år",
    ]  # fmt: skip
    assert table.caption == "Tværgående investeringsforslag til godkendelse, mio. kr. 2020 p/l"
    shown = [list(row.texts) for row in table.rows]
    # 0,4 + 0,1 - 0,3 = 0,2; 3,0 - 1,0 = 2,0; 2,0 * 1,0506 - 1,0 * 1,0504 = 1,0508; 2,0 + 1,0508 = 3,0508
    assert shown == [
        ["Børneudvalget", "1", "Den første", "0,2", "2,0", "2,0", "0,3", "3"],
        ["Børneudvalget", "2", "Den anden", "", "", "1,1", "", ""],  # never a net cost: nothing to pay back
        ["I alt", "", "", "0,2", "2,0", "3,1", "0,3", ""],
    ]  # fmt: skip


def test_money_that_the_list_has_no_column_for_is_named() -> None:
    text = FIRST.replace("control_area: capital,", "control_area: transfers,")
    table = overview(together(case_from_text(text, "first")), DA)
    assert any("Den første har beløb på styringsområder" in note for note in table.notes)
    assert not any("styringsområder" in note for note in overview(together(*both()), DA).notes)


def test_herning_stands_in_the_list_as_its_document_says() -> None:
    table = overview(together(read_case("herning-2013")), DA)
    assert list(table.rows[0].texts) == [
        "Børne- og Familieudvalget",
        "1",
        "Sverigesprojektet",
        "",
        "",
        "2,5",
        "",
        "3",
    ]


def test_payback_and_return_stand_side_by_side_in_each_case_s_own_prices() -> None:
    table = returns(together(*both()), DA)
    assert [row.texts[2] for row in table.rows] == ["2020-priser", "2018-priser"]
    second = calculate(both()[1]).summary
    shown = [cell.value for cell in table.rows[1].cells[2:5]]
    assert shown == [second["payback_year"], second["payback_years"], second["net"]]


# ------------------------------------------------------------------ more than one of everything
def test_an_effort_that_is_told_twice_is_found() -> None:
    ids = cases()
    named = [(str(case.municipality), str(case.title)) for case in map(read_case, ids)]
    found = [ids[number] for number in told_twice(named)]
    assert found == ["assens-drivers-2016", "herning-drivers-2013", "herning-pool-2013", "herning-projection-2013"]


def test_several_municipalities_are_told_apart() -> None:
    other = FIRST.replace("X Kommune", "Y Kommune").replace("Børn,", "Unge,")
    found = together(case_from_text(FIRST, "first"), case_from_text(other, "other"))
    labels = [row.texts[0] for row in areas(found, DA).rows]
    assert labels == [
        "X Kommune: A Børn", "X Kommune: B Administration", "Y Kommune: A Unge", "Y Kommune: B Administration", "I alt",
    ]  # fmt: skip


def test_nothing_is_nothing() -> None:
    found = portfolio([])
    assert found.areas() == {} and found.totals() == [] and found.years == []


# ------------------------------------------------------------------ to take away
def test_the_csv_holds_the_figures_of_the_table_and_no_formula() -> None:
    hostile = case_from_text(FIRST.replace("title: Den første", 'title: "=1+1"'), "first")
    for table in (overview(together(hostile), DA), areas(together(hostile), EN), returns(together(hostile), DA)):
        text = titled_csv(table)
        assert text.startswith("\ufeff")
        rows = list(csv.reader(io.StringIO(text[1:]), delimiter=";"))
        assert rows[1] == list(table.head)
        assert not any(cell.startswith("=") for row in rows for cell in row)
        for row, given in zip(rows[2:], table.rows, strict=False):
            figures = [float(cell.replace(",", ".")) if cell else None for cell in row[table.names :]]
            assert [value is None for value in figures] == [
                cell.value is None for cell in given.cells[table.names - 1 :]
            ]


def test_the_archive_holds_every_table_and_every_case_whole_and_is_the_same_each_time() -> None:
    found = together(*both())
    data = archive(found, DA)
    assert data == archive(found, DA)
    with zipfile.ZipFile(io.BytesIO(data)) as file:
        assert file.testzip() is None
        assert file.namelist() == [
            "overview.csv", "areas.csv", "returns.csv", "001-first.yaml", "001-first.xlsx", "002-second.yaml",
            "002-second.xlsx",
        ]  # fmt: skip
        assert case_from_text(file.read("001-first.yaml"), "first") == both()[0]
        assert file.read("002-second.xlsx").startswith(b"PK")
