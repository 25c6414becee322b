"""The reference library on the calculation page and on the page Kilder og kontrol."""

from __future__ import annotations

import pytest

from budget.case import cases, read_case
from budget.dashboard.changes.doings import do
from budget.dashboard.changes.state import opened
from tests.dashboard.one_page import sources
from tests.dashboard.page import Page

PRICE = "savings.fewer.unit_price"


def drivers(line: str = "fewer") -> Page:
    page = Page(case="herning-drivers-2013")
    return page if page.app.session_state["hand"].model.open == line else page.ask("open", group=line)


def test_the_library_opens_at_a_figure_with_value_year_source_and_how_sure_it_is() -> None:
    page = drivers().ask("shelf", path=PRICE)
    text = page.text("line:fewer")
    assert "Referencebiblioteket: Enhedspris" in text
    assert (
        "Familiepleje, landsgennemsnit 2019 bekræftet i kilden 470.000 kr. (i 2019-priser) = 418.578 kr. i 2013" in text
    )
    assert "Kilde: Kommuner sparer penge ved at bruge flere plejefamilier" in text
    assert "129.700–242.400 kr. (i 2023-priser)" in text
    assert "Kan hentes, når fremskrivningen for pris og løn i 2020–2023 er angivet." in text
    assert page.shown["focus"]["id"] == "shelf"
    assert page.ask("shelf").text("line:fewer").count("Referencebiblioteket") == 0


def test_what_no_source_was_read_for_says_so() -> None:
    page = drivers("coordinator").ask("shelf", path="costs.coordinator.annual_cost")
    assert "2024-25 (skøn) baggrundsviden, ikke bekræftet" in page.text("line:coordinator")


def test_a_price_is_taken_with_its_source_in_one_click_and_taken_back_as_any_change() -> None:
    page = drivers().ask("shelf", path=PRICE)
    page.ask("take", path=PRICE, offer="unit-prices/foster-2019")
    case = page.app.session_state["hand"].model.case
    assert case.savings[1].unit_price.value == 470_000 and "foster-2019" in case.sources
    assert "1 ændring" in page.text("changes") and "var 720.700" in page.text("line:fewer")
    assert page.row("fewer")[1] == "-198"  # 209 × 0,944330: some would have left anyway
    page.ask("why", row="fewer", year="2014")
    assert "Kommuner sparer penge ved at bruge flere plejefamilier" in page.text("why")
    page.ask("reset", path=PRICE)
    assert page.app.session_state["hand"].model.case == read_case("herning-drivers-2013")


def test_a_series_is_taken_from_the_year_that_was_chosen() -> None:
    path = "costs.advisers.target_caseload"
    page = drivers("advisers").ask("shelf", path=f"{path}.2013")
    assert "Fra og med: 2013 2014 2015 2016" in page.text("line:advisers")
    page.ask("shelf", path=f"{path}.2015").ask("take", path=f"{path}.2015", offer="caseload/assens-2017")
    target = page.app.session_state["hand"].model.case.costs[0].target_caseload
    assert {year: figure.value for year, figure in target.items()} == {2013: 27.5, 2015: 25}


def test_rates_are_typed_or_taken_on_the_way_to_a_price_and_then_it_can_be_taken() -> None:
    path = "costs.coordinator.annual_cost"
    page = drivers("coordinator").ask("shelf", path=path)
    assert "fremskrivningen for løn i 2014–2022" in page.text("line:coordinator")
    page.ask("take_rate", path="indices.wages.2016", offer="price-index/gladsaxe-wages-2016/2016")
    for year in (*range(2014, 2016), *range(2017, 2023)):
        page.enter(f"indices.wages.{year}", "2")
    assert "Kilde til satserne for 2014, 2015, 2017" in page.text("line:coordinator")
    page.ask("attribute", path="indices.wages", text="KL, juni 2013")
    assert "Kilde: KL, juni 2013" in page.text("line:coordinator"), "behind the dots of the rates"
    page.ask("take", path=path, offer="unit-prices/adviser-state-2022")
    case = page.app.session_state["hand"].model.case
    assert case.costs[1].annual_cost.price_year == 2022
    assert case.sources[case.indices.wages[2014].source].title == "KL, juni 2013"
    assert case.indices.wages[2016].source == "gladsaxe-wages-2016"


def test_a_default_is_confirmed_where_it_stands() -> None:
    page = drivers("mix")
    assert "standardværdi, ikke bekræftet" in page.text("line:mix")
    page.ask("confirm", path="savings.mix.places").ask("confirm", path="savings.mix.share_target")
    assert "ikke bekræftet" not in page.text("line:mix")
    page.ask("reset", path="savings.mix.places")
    assert "ikke bekræftet" in page.text("line:mix")


def test_a_price_of_another_year_says_so_at_its_field() -> None:
    assert "i 2019-priser" in drivers().text("line:fewer")


def test_the_reimbursement_is_taken_as_a_whole_and_left_out_again() -> None:
    page = drivers().ask("open", group="rates").ask("shelf", path="reimbursement")
    text = page.text("shared")
    assert "25 % over 600.000 kr., 50 % over 1.200.000 kr. (i 2009-priser)" in text
    for year in range(2010, 2014):
        page.enter(f"indices.total.{year}", "2")
    page.ask("take_rule", offer="phase-in-2009")
    assert page.app.session_state["hand"].model.case.reimbursement.price_year == 2009
    assert page.row("mix.reimbursement")
    page.ask("drop_rule")
    assert page.app.session_state["hand"].model.case.reimbursement is None


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("take", {"path": "savings.nobody.unit_price", "offer": "unit-prices/foster-2019"}),
        ("take", {"path": PRICE, "offer": "nothing"}),
        ("take", {"path": "costs.coordinator.annual_cost", "offer": "unit-prices/adviser-state-2022"}),
        ("confirm", {"path": PRICE}),
        ("attribute", {"path": "nothing", "text": "x"}),
        ("attribute", {"path": "indices.prices", "text": "x"}),
        ("take_rule", {"offer": "nothing"}),
        ("take_rule", {"offer": "act-2024"}),
    ],
)
def test_what_cannot_be_done_changes_nothing(name: str, values: dict[str, str]) -> None:
    model = opened(read_case("herning-drivers-2013"), "e")
    assert do(model, 1, name, values, "da").case == model.case


# ---------------------------------------------------------------------------------------- Kilder og kontrol
def test_every_figure_stands_beside_the_library_with_its_source() -> None:
    page = sources()
    text = page.text("group:fewer")
    assert "Enhedspris (kr. pr. helår) 720.700 kr." in text
    assert "i 2019-priser; 641.849 kr. i 2013-priser" in text
    assert "inden for referencebiblioteket: 418.578–1.033.085 kr." in text
    assert "470.000" not in text.split("Enhedspris")[0]
    assert "forudsætning (uden kilde)" in page.text("group:fewer")
    assert "kan ikke omregnes: fremskrivning for pris og løn i 2020–2023 mangler" in text
    assert "prisniveau ikke oplyst, ikke sammenlignet" in text


def test_the_summary_counts_sources_assumptions_and_defaults() -> None:
    page = sources()
    assert "uden (forudsætninger). Ikke bekræftede standardværdier: 14." in page.text("summary")
    before = page.text("summary")
    page.ask("confirm", path="savings.mix.places")
    assert page.text("summary") != before and "1 ændring" in page.text("title")
    page.ask("reset_all")
    assert page.text("summary") == before


def test_control_points_with_nothing_to_ask_are_folded() -> None:
    markup = sources().markup("points")
    asked, _, folded = markup.partition("<details>")
    assert "Anbringelsen ophører" in asked and "Ingen bemærkninger" not in asked
    assert folded.count("Ingen bemærkninger") >= 10


def test_missing_rates_are_entered_with_their_source() -> None:
    page = sources("herning-2013")
    assert "Der mangler fremskrivningsprocenter for løn i 2014–2016." in page.text("rates")
    for year in (2014, 2015, 2016):
        page.enter(f"indices.wages.{year}", "2,5 %")
    assert "Fremskrivningsprocenterne for løn er angivet." in page.text("rates")
    page.enter("indices.wages.2016", "2.1")
    assert "»2.1« er ikke et gyldigt tal" in page.text("rates")
    page.ask("attribute", path="indices.wages", text="KL, budgetvejledning 2013")
    assert "KL, budgetvejledning 2013 Bruges af 3 tal." in page.text("list")


def test_a_source_is_given_where_it_lacks() -> None:
    page = sources("herning-2013").ask("attribute", path="discount_rate", text="Finansministeriet 2021")
    assert "Finansministeriet 2021" in page.text("group:shared")
    assert "og 0 uden (forudsætninger)" in page.text("summary")


def test_a_figure_is_taken_from_the_comparison_too() -> None:
    page = sources().ask("take", path=PRICE, offer="unit-prices/institution-2019")
    assert page.app.session_state["hand"].model.case.savings[1].unit_price.value == 1_160_000


@pytest.mark.parametrize("case", cases())
@pytest.mark.parametrize("language", ["da", "en"])
def test_the_page_shows_every_case_in_both_languages(case: str, language: str) -> None:
    page = sources(case, lang=language)
    assert page.text("points") and page.text("list") and page.text("rates")


def test_what_no_field_shows_is_listed_among_the_changes_and_taken_back_alone() -> None:
    page = drivers().ask("confirm", path="savings.fewer.stops").ask("attribute", path="indices.total", text="KL")
    assert "Bekræftet: Færre anbragte i distrikterne, Ophørte eller undgåede" in page.text("changes")
    assert "Kilde angivet: Fremskrivning, pris og løn" in page.text("changes")
    page.ask("reset", path="savings.fewer.stops").ask("reset", path="indices.total")
    assert page.app.session_state["hand"].model.case == read_case("herning-drivers-2013")


def test_a_change_made_in_the_comparison_is_taken_back_there() -> None:
    page = sources().ask("confirm", path="savings.mix.places")
    assert "ændret Nulstil" in page.text("group:mix")
    page.ask("reset", path="savings.mix.places")
    assert "Ingen ændringer" in page.text("title")
