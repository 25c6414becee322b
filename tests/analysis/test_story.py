"""The presentation's words: which sentence is chosen, that none says more than the case, and what is left out."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from budget.analysis.checks import IDS
from budget.case import case_from_text, read_case, with_figure
from budget.formulas import calculate
from budget.formulas.table import BLOCKS
from budget.shown.small_numbers import count_text, is_small
from budget.shown.story import VIEW_IDS, Story, View, rows, story
from budget.shown.story.fitting import chosen_years, fitted
from budget.text import Words
from budget.text.numbers import parse_number
from tests.analysis.plain_case import OWN, caseload, changed, large, mix, placements, worked_out
from tests.random_cases import random_case

MIO = 1_000_000


def told(document: dict[str, Any], language: str = "da", **how: Any) -> Story:
    return story(worked_out(document), Words(language), **how)


def views(document: dict[str, Any], language: str = "da") -> dict[str, View]:
    return {view.id: view for view in told(document, language).views}


def by_year(amounts: tuple[float, ...]) -> dict[int, float]:
    return {2026 + n: kr * MIO for n, kr in enumerate(amounts)}


def amounts(cost: tuple[float, ...], saving: tuple[float, ...], **case: Any) -> dict[str, Any]:
    """A case of one cost and one saving by year, million kr; an empty one leaves the line out."""
    document = changed(
        cost={"kind": "amounts", "fte": None, "annual_cost": None, "amounts": by_year(cost or (0,))},
        saving={"amounts": by_year(saving or (0,))},
        years=len(cost or saving), financing=None, **case,
    )  # fmt: skip
    return document | ({} if cost else {"costs": []}) | ({} if saving else {"savings": []})


# cost, saving, what else; the message of the decision in Danish and English
OUTCOMES: dict[str, tuple[dict[str, Any], str, str]] = {
    "paid back": (
        amounts((2, 2, 2), (1, 3.5, 4)),
        "Merudgiften forventes tilbagebetalt ved udgangen af 2027. "
        "For 2026–2028 under ét ventes en nettobesparelse på 2,5 mio. kr.",
        "The cost is expected to be paid back by the end of 2027. "
        "For 2026–2028 as a whole, a net saving of 2.5 million kr is expected.",
    ),
    "paid back with exactly 0 on the way": (
        amounts((2, 2, 2), (1, 3, 4)),
        "Merudgiften forventes tilbagebetalt ved udgangen af 2027, uden margin. "
        "For 2026–2028 under ét ventes en nettobesparelse på 2,0 mio. kr.",
        "The cost is expected to be paid back by the end of 2027, with no margin. "
        "For 2026–2028 as a whole, a net saving of 2.0 million kr is expected.",
    ),
    "paid back with exactly 0 in the end": (
        amounts((2, 2, 2), (1, 2, 3)),
        "Merudgiften forventes tilbagebetalt ved udgangen af 2028, uden margin.",
        "The cost is expected to be paid back by the end of 2028, with no margin.",
    ),
    "not paid back": (
        amounts((2, 2, 2), (0, 1, 2.5)),
        "Merudgiften er ikke tilbagebetalt ved udgangen af 2028. Der udestår 2,5 mio. kr.",
        "The cost is not paid back by the end of 2028. 2.5 million kr is outstanding.",
    ),
    "a net cost again in the end": (
        amounts((2, 2, 2), (3, 3, 0.5)),
        "Der ventes ingen akkumuleret merudgift ved udgangen af noget år. "
        "For 2026–2028 under ét ventes en nettobesparelse på 0,5 mio. kr.",
        "No accumulated net cost is expected at the end of any year. "
        "For 2026–2028 as a whole, a net saving of 0.5 million kr is expected.",
    ),
    "all lost again in the end": (
        amounts((2, 2, 2), (3, 3, 0)),
        "Der ventes ingen akkumuleret merudgift ved udgangen af noget år. "
        "For 2026–2028 under ét ventes casen at gå i nul.",
        "No accumulated net cost is expected at the end of any year. "
        "For 2026–2028 as a whole, the case is expected to break even.",
    ),
    "net cost every year": (
        amounts((2, 2, 2), (1, 1, 1)),
        "Casen giver nettomerudgift i alle år. Merudgiften er ikke tilbagebetalt ved udgangen af 2028. "
        "Der udestår 3,0 mio. kr.",
        "The case gives a net cost in every year. The cost is not paid back by the end of 2028. "
        "3.0 million kr is outstanding.",
    ),
    "never a net saving": (
        amounts((2, 2, 2), (1, 2, 2)),
        "Casen giver ikke nettobesparelse i noget år. "
        "Merudgiften er ikke tilbagebetalt ved udgangen af 2028. Der udestår 1,0 mio. kr.",
        "The case gives no net saving in any year. "
        "The cost is not paid back by the end of 2028. 1.0 million kr is outstanding.",
    ),
    "in balance": (amounts((2, 2), (2, 2)), "Casen går i nul i alle år.", "The case breaks even in every year."),
    "no cost": (
        amounts((), (1, 2, 2)),
        "Casen oplyser ingen merudgift. For 2026–2028 under ét ventes en nettobesparelse på 5,0 mio. kr.",
        "The case states no additional cost. For 2026–2028 as a whole, a net saving of 5.0 million kr is expected.",
    ),
    "no saving": (
        amounts((1, 1), ()),
        "Casen giver nettomerudgift i alle år. For 2026–2027 under ét ventes en nettomerudgift på 2,0 mio. kr.",
        "The case gives a net cost in every year. For 2026–2027 as a whole, a net cost of 2.0 million kr is expected.",
    ),
    "one year": (
        amounts((1,), (3,)),
        "Der ventes ingen akkumuleret merudgift ved udgangen af noget år. "
        "I 2026 ventes en nettobesparelse på 2,0 mio. kr.",
        "No accumulated net cost is expected at the end of any year. "
        "In 2026, a net saving of 2.0 million kr is expected.",
    ),
    "less than half a million": (
        amounts((1,), (1.25,)),
        "Der ventes ingen akkumuleret merudgift ved udgangen af noget år. "
        "I 2026 ventes en nettobesparelse på 250.000 kr.",
        "No accumulated net cost is expected at the end of any year. In 2026, a net saving of 250,000 kr is expected.",
    ),
    "completed": (
        amounts((2, 2, 2), (1, 3.5, 4), status="completed"),
        "Merudgiften var budgetteret tilbagebetalt ved udgangen af 2027. "
        "For 2026–2028 under ét var der budgetteret en nettobesparelse på 2,5 mio. kr.",
        "The cost was budgeted to be paid back by the end of 2027. "
        "For 2026–2028 as a whole, a net saving of 2.5 million kr was budgeted.",
    ),
    "completed, not paid back": (
        amounts((2, 2, 2), (0, 1, 2.5), status="completed"),
        "Merudgiften var ikke budgetteret tilbagebetalt ved udgangen af 2028. Der udestår 2,5 mio. kr.",
        "The cost was not budgeted to be paid back by the end of 2028. 2.5 million kr is outstanding.",
    ),
}


@pytest.mark.parametrize("name", OUTCOMES)
def test_the_message_of_the_decision_is_the_sentence_of_the_result(name: str) -> None:
    document, danish, english = OUTCOMES[name]
    assert views(document)["decision"].message == danish
    assert views(document, "en")["decision"].message == english


RUNNING = {
    "paid back": (
        amounts((2, 2, 2), (1, 3.5, 4)),
        "højst at blive 1,0 mio. kr. og at være tilbagebetalt ved udgangen af 2027.",
    ),
    "exactly": (amounts((2, 2, 2), (1, 3, 4)), "og at være tilbagebetalt ved udgangen af 2027, uden margin."),
    "not paid back": (
        amounts((2, 2, 2), (0, 0, 3)),
        "Ved udgangen af 2028 udestår 3,0 mio. kr., og den akkumulerede merudgift ventes højst at blive 4,0 mio. kr.",
    ),
    "never a cost": (amounts((1, 1), (2, 2)), "Der ventes ingen akkumuleret merudgift ved udgangen af noget år."),
    "completed": (
        amounts((2, 2, 2), (1, 3.5, 4), status="completed"),
        "Den akkumulerede merudgift var budgetteret til højst at blive 1,0 mio. kr. "
        "og at være tilbagebetalt ved udgangen af 2027.",
    ),
}


@pytest.mark.parametrize("name", RUNNING)
def test_the_accumulated_view_says_how_large_it_becomes_and_when_it_is_gone(name: str) -> None:
    document, end = RUNNING[name]
    assert views(document)["accumulated"].message.endswith(end)


COVERING = {
    "from a year on": (amounts((2, 2, 2), (1, 2, 4)), "Fra 2027 ventes besparelsen hvert år at dække merudgiften."),
    "always": (amounts((1, 1), (2, 1)), "Besparelsen ventes at dække merudgiften i alle år."),
    "not in the last year": (
        amounts((2, 2, 2), (3, 3, 1)),
        "I 2028 ventes besparelsen ikke at dække merudgiften: der er en nettomerudgift på 1,0 mio. kr. det år.",
    ),
    "without a saving": (
        amounts((1, 2), ()),
        "Casen har ingen besparelse. Merudgiften er 3,0 mio. kr. for 2026–2027 under ét.",
    ),
    "with an income": (
        amounts(
            (2, 2), (1, 1), incomes=[{"id": "grant", "label": "Pulje", "kind": "amounts", "amounts": 1_000_000, **OWN}]
        ),
        "Besparelsen og indtægterne ventes at dække merudgiften i alle år.",
    ),
    "completed": (
        amounts((2, 2, 2), (1, 2, 4), status="completed"),
        "Fra 2027 var besparelsen budgetteret til hvert år at dække merudgiften.",
    ),
}


@pytest.mark.parametrize("name", COVERING)
def test_the_yearly_view_says_from_when_the_saving_covers_the_cost(name: str) -> None:
    document, message = COVERING[name]
    assert views(document)["by_year"].message == message


NETS = {
    "every year by itself": (
        amounts((2, 2, 2), (1, 2, 3)),
        "Der ventes en nettomerudgift på 1,0 mio. kr. i 2026, balance i 2027 "
        "og en nettobesparelse på 1,0 mio. kr. i 2028.",
    ),
    "alike every year": (
        amounts((3, 3, 3), (1, 1, 1)),
        "Der ventes en nettomerudgift på 2,0 mio. kr. om året i 2026–2028.",
    ),
    "equal years": (
        amounts((3, 3, 3, 3), (1, 1, 2, 2)),
        "Der ventes en nettomerudgift på 2,0 mio. kr. om året i 2026–2027 og 1,0 mio. kr. om året i 2028–2029.",
    ),
    "more than three": (
        amounts((3, 3, 3, 3), (1, 1.5, 2, 1.5)),
        "Der ventes en nettomerudgift på i alt 6,0 mio. kr. i 2026–2029.",
    ),
    "to and fro": (
        amounts((2, 0, 2, 0), (0, 1, 0, 1)),
        "Der ventes nettomerudgift i 2 af 4 år, balance i 0 og nettobesparelse i 2.",
    ),
    "completed": (
        amounts((2,), (1,), status="completed"),
        "Der var budgetteret en nettomerudgift på 1,0 mio. kr. i 2026.",
    ),
}


@pytest.mark.parametrize("name", NETS)
def test_the_table_is_summed_up_by_year_or_as_a_sum_that_says_so(name: str) -> None:
    document, message = NETS[name]
    assert views(document)["table"].message == message


# ------------------------------------------------------------------ what it rests on
def test_at_least_is_rounded_up() -> None:
    """8.000/10.500 = 76,19 %: 76,1 % would not do."""
    decision = story(calculate(read_case("herning-2013")), Words()).views[0]
    assert decision.leads == (
        "Forudsætter, at mindst 76,2 % af den planlagte besparelse opnås.",
        "Besparelsen er en forudsætning, ikke et resultat.",
    )


@pytest.mark.parametrize(
    ("document", "condition"),
    [
        (amounts((2, 2), (1, 4)), "Forudsætter, at mindst 80,0 % af den planlagte besparelse opnås."),
        (
            amounts((2, 2), (1, 1)),
            "Casen går først i nul ved udgangen af 2027, hvis mindst 200,0 % af den planlagte besparelse opnås.",
        ),
        (
            amounts((1,), (1,), incomes=[{"id": "p", "label": "P", "kind": "amounts", "amounts": 2_000_000, **OWN}]),
            "Merudgiften er dækket, også uden besparelsen.",
        ),
        (
            amounts((), (1, 2)),
            "Hvor stor en del af besparelsen der skal opnås, kan ikke siges: casen oplyser ingen merudgift.",
        ),
    ],
    ids=["met", "unmet", "covered by an income", "no cost stated"],
)
def test_the_condition_says_what_would_have_to_be_true(document: dict[str, Any], condition: str) -> None:
    assert views(document)["decision"].leads[0] == condition


def test_only_closed_accounts_of_a_whole_year_say_what_became_of_it() -> None:
    def lead(**actual: Any) -> str:
        entry = {"line": "saving", "year": 2027, "amount": -2_500_000, "basis": "accounts"} | actual
        return views(changed(actuals=[{key: value for key, value in entry.items() if value is not None}]))[
            "decision"
        ].leads[0]

    assert lead() == "I 2027 blev der brugt 0,5 mio. kr. mindre på »Besparelse« end budgetteret."
    assert lead(amount=-1_000_000).endswith("brugt 1,0 mio. kr. mere på »Besparelse« end budgetteret.")
    assert lead(amount=-2_000_000) == "I 2027 blev der brugt det budgetterede på »Besparelse«."
    for silent in ({"basis": "evaluation"}, {"basis": "forecast"}, {"month": 3}):
        assert lead(**silent).startswith("Forudsætter")
    placed = changed(saving={"label": "Færre anbringelser"}, actuals=[
        {"line": "saving", "year": 2027, "amount": -2_500_000, "basis": "accounts"}
    ])  # fmt: skip
    assert "mindre på anbringelser end budgetteret" in views(placed)["decision"].leads[0]


def test_a_saving_is_not_said_to_cover_a_cost_that_nobody_has_stated() -> None:
    assert views(amounts((), (1, 2)))["by_year"].message == ("Casen oplyser ingen merudgift, der skal dækkes.")


def test_without_a_saving_nothing_is_assumed_of_it() -> None:
    found = views(amounts((1, 1), ()))
    assert found["decision"].leads == ()
    assert "certainty" not in found


def test_a_price_level_that_the_source_does_not_state_is_called_assumed() -> None:
    told_of = story(calculate(read_case("herning-2013")), Words())
    assert "2013-priser (forudsat)" in told_of.about
    by_year, accumulated = told_of.view("by_year"), told_of.view("accumulated")
    assert by_year is not None and "pr. år, 2013-priser (forudsat)" in by_year.leads[0]
    assert (
        accumulated is not None
        and "Akkumuleret netto ved udgangen af hvert år, 2013-priser (forudsat)" in accumulated.leads[0]
    )


UNFINISHED = {
    "an idea": (amounts((2, 2), (1, 4), status="idea"), "Casen er ikke færdig: den er en idé."),
    "a default": (
        changed(cost={"overhead": {"value": 0.1, "unconfirmed": True}}),
        "Casen er ikke færdig: 1 standardværdi er ikke bekræftet og 1 kontrolpunkt har fejl (»Finansiering mangler«).",
    ),
    "an error": (amounts((2, 2), (1, 4)), "Casen er ikke færdig: 1 kontrolpunkt har fejl (»Finansiering mangler«)."),
    "nothing": (amounts((1, 1), (2, 2)), ""),
}


@pytest.mark.parametrize("name", UNFINISHED)
def test_an_unfinished_case_says_so(name: str) -> None:
    document, caution = UNFINISHED[name]
    assert told(document).caution == caution


# ------------------------------------------------------------------ what it takes, how sure, what is asked
def test_what_it_takes_names_posts_caseload_and_places() -> None:
    assert views(caseload())["needs"].message == (
        "Casen kræver 2 ekstra årsværk i 2028. "
        "Sagstallet ventes i 2028 at være 25 sager pr. rådgiver mod 31,3 uden de ekstra rådgivere."
    )
    assert views(placements(replacement_price=0))["needs"].message.endswith(
        "Besparelsen forudsætter 20,2 færre helårspladser i 2028."
    )
    assert views(mix())["needs"].message.endswith("Besparelsen forudsætter, at 20 helårspladser er flyttet i 2028.")


def test_views_with_nothing_to_show_are_left_out() -> None:
    ids = [view.id for view in told(amounts((2, 2), (1, 4))).views]
    assert ids == [id for id in VIEW_IDS if id not in ("needs", "projection", "followed")]
    assert [view.id for view in told(amounts((0,), (0,))).views] == ["decision", "table", "controller"]


def test_the_case_s_own_ranges_become_a_chance_that_is_not_rounded_to_certainty() -> None:
    ranged = amounts((2, 2), (2, 2.4))
    ranged["savings"][0]["realisation"] = {"value": 1, "low": 0.5, "high": 1.2, **OWN}
    view = views(ranged)["certainty"]
    assert view.message.startswith("I ") and "af 10.000 gennemregninger med casens egne skøn" in view.message
    assert [series.role for series in (view.chart.series if view.chart else ())] == ["planned", "low", "middle", "high"]
    sure = amounts((1, 1), (2, 2))
    sure["savings"][0]["realisation"] = {"value": 1, "low": 0.9, "high": 1.1, **OWN}
    assert views(sure)["certainty"].message.startswith("I alle 10.000 gennemregninger")
    lost = amounts((2, 2), (1, 1))
    lost["savings"][0]["realisation"] = {"value": 1, "low": 0.9, "high": 1.1, **OWN}
    assert views(lost)["certainty"].message.startswith("I ingen af 10.000 gennemregninger")


def test_at_the_break_even_the_case_ends_in_balance() -> None:
    view = story(calculate(read_case("herning-2013")), Words()).view("certainty")
    assert view is not None and view.chart is not None
    assert view.chart.series[-1].label == "Ved 76,2 % af besparelsen"
    assert abs(view.chart.series[-1].values[-1]) < 0.005
    assert view.tables[0].rows[-1].texts[1:] == ("0 kr.", "2016")


def test_the_controller_asks_the_gravest_first_and_names_every_source() -> None:
    case = read_case("herning-2013")
    view = story(calculate(case), Words()).view("controller")
    assert view is not None and view.message == f"6 af {len(IDS)} kontrolpunkter har bemærkninger."
    assert [p.severity for p in view.points] == sorted(
        (p.severity for p in view.points), key=("error", "warning", "note").index
    )
    assert len(view.sources) == len(case.sources)


def test_figures_without_a_source_are_counted_as_assumptions() -> None:
    view = story(calculate(read_case("assens-2016")), Words()).view("table")
    assert view is not None and view.sources[-1] == "3 tal er forudsætninger uden kilde"


# ------------------------------------------------------------------ small numbers
def test_one_to_four_children_are_not_shown_and_none_or_five_are() -> None:
    hidden, shown = Words(discreet=True), Words()
    assert [count_text(n, hidden) for n in (0, 0.4, 1, 4, 4.9, 5, 12.25, -3)] == [
        "0",
        "<5",
        "<5",
        "<5",
        "<5",
        "5",
        "12,3",
        "<5",
    ]
    assert count_text(4, shown) == "4" and is_small(4) and not is_small(5) and not is_small(0)


def test_small_numbers_are_hidden_in_every_text_unless_the_user_decides_otherwise() -> None:
    few = placements(stops={2026: 0, 2027: 4, 2028: 0}, deadweight={"value": 0, **OWN}, relapse=0)
    public, exact = told(few), told(few, exact_counts=True)
    needs, open_needs = public.view("needs"), exact.view("needs")
    assert needs is not None and open_needs is not None
    assert "<5 færre helårspladser" in needs.message and "4 færre helårspladser" in open_needs.message
    assert needs.notes == ("Antal børn eller helårspladser fra 1 til 4 vises som <5.",) and not open_needs.notes
    stops = next(row for table in needs.tables for row in table.rows if row.key == "saving.stops")
    assert stops.texts[1:] == ("0", "<5", "0")
    asked = " ".join(point.text for view in public.views for point in view.points)
    assert "svarer til <5 børn" in asked and "svarer til 4 børn" in " ".join(
        p.text for v in exact.views for p in v.points
    )


@pytest.mark.parametrize("language", ["da", "en"])
@pytest.mark.parametrize("seed", range(40))
def test_any_case_can_be_told(seed: int, language: str) -> None:
    """At most eight views in their order, every message in words, and never a minus that cannot be copied."""
    found = story(calculate(case_from_text(random_case(seed))), Words(language))
    ids = [view.id for view in found.views]
    assert ids == [id for id in VIEW_IDS if id in ids] and len(ids) >= 3
    for view in found.views:
        assert view.message.strip() and "None" not in view.message and "{" not in view.message.replace("{net}", "")
        assert "\u2212" not in " ".join(view.texts()) and "-0 " not in view.message
        for table in view.tables:
            assert all(len(row.cells) == len(table.head) - 1 for row in table.rows)


def test_levers_change_the_message() -> None:
    """Half the saving half a year late is not paid back; 3.9 million are outstanding."""
    case = with_figure(with_figure(read_case("herning-2013"), "levers.realisation", 0.5), "levers.delay_months", 6)
    assert story(calculate(case), Words()).views[0].message == (
        "Casen giver nettomerudgift i alle år. "
        "Merudgiften er ikke tilbagebetalt ved udgangen af 2016. Der udestår 3,9 mio. kr."
    )


# ------------------------------------------------------------------ made to fit
def test_the_years_of_the_budget_the_payback_and_the_last_are_chosen_first() -> None:
    years = tuple(range(2013, 2053))
    assert chosen_years(years, 6, marked=2030) == (2013, 2014, 2015, 2016, 2030, 2052)
    assert chosen_years(years, 7) == (2013, 2014, 2015, 2016, 2025, 2034, 2052)
    assert chosen_years(years[:4], 6) == years[:4]


@pytest.mark.parametrize(("most_years", "most_rows"), [(4, 8), (7, 10), (40, 34)])
def test_a_large_table_fits_and_still_adds_up(most_years: int, most_rows: int) -> None:
    table = rows.money_table(worked_out(large(30)), Words(), "kr")
    small = fitted(table, most_years, most_rows, Words(), "kr")
    assert len(small.rows) <= most_rows and len(small.years) <= most_years
    assert all(len(row.cells) == len(small.head) - 1 for row in small.rows)

    def total(*names: str) -> float:
        """Of rows of these kinds or, where all of them are put together, of the row that is their sum."""
        rows = [row for row in small.rows if row.kind == names[0]] or [row for row in small.rows if row.key in names]
        return sum(parse_number(row.cells[-1].text, "da") for row in rows)

    assert total("saving", "savings") + total("cost", "costs") == total("net")
    said = " ".join(small.notes)
    assert (len(small.years) < 40) == ("af 40 år" in said)
    assert (len(small.rows) < len(table.rows)) == ("lagt sammen" in said)


@pytest.mark.parametrize("most_rows", range(4, 20))
def test_a_line_is_never_put_together_with_nothing_else(most_rows: int) -> None:
    """One line alone stands there itself, and of a list that is put together whole its sum stands once."""
    for case in ("words", "long12", "current", "nc"):
        path = Path(__file__).parents[1] / "cases" / "failing" / f"{case}.yaml"
        table = rows.money_table(calculate(read_case(str(path))), Words(), "kr")
        small = fitted(table, 6, most_rows, Words(), "kr")
        assert not re.search(r"\b[01] (mindste )?linje", " ".join([*small.notes, *(row.label for row in small.rows)]))
        for key, kinds in BLOCKS:
            lines = [row for row in small.rows if row.kind in kinds]
            assert lines or key in {row.key for row in small.rows} or key not in {row.key for row in table.rows}
            assert len(lines) != 1 or not lines[0].key.startswith("rest.") or key not in {r.key for r in small.rows}


def test_a_small_table_is_left_as_it_is() -> None:
    table = rows.money_table(calculate(read_case("herning-2013")), Words(), "1000")
    assert fitted(table, 7, 10, Words()) is table
