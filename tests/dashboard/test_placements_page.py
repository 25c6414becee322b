"""The page Anbringelser: stops, places and kr, 1 January beside them, the children behind it, and the ladder."""

from __future__ import annotations

import re

import pytest

from budget.case import case_from_document, document, read_case
from budget.dashboard.changes.state import enter, opened
from budget.shown.pages.placements import millions
from budget.text import Words
from tests.analysis.plain_case import as_case, placements
from tests.dashboard.driver_pages import DriverPage

ASSENS = "tests/cases/first_version/assens-drivers-2016.yaml"
HERNING = "tests/cases/first_version/herning-drivers-2013.yaml"
DRIVERS = "tests/cases/drivers.yaml"
HOSTILE = '<img src=x onerror="alert(1)">&'
RULE = "En indsats på et lavere trappetrin betyder ikke nødvendigvis en mindre omkostningsfuld indsats"


def page(case: str = ASSENS, **address: str) -> DriverPage:
    return DriverPage("placements", read_case(case), **address)


def test_20_stops_over_the_year_stand_beside_20_on_1_january() -> None:
    shown = page()
    line = "line:placements"
    assert shown.row(line, "Ophør i året (plan)") == ["20", "0", "0", "0"]
    assert shown.row(line, "Helårspladser") == ["10", "20", "20", "20"]
    assert shown.row(line, "Helårspladser ved ophør 1. januar") == ["20", "20", "20", "20"]
    assert shown.row(line, "Forskel i helårspladser") == ["10", "0", "0", "0"]
    assert shown.row(line, "Besparelse, 1.000 kr.") == ["-4.650", "-9.300", "-9.300", "-9.300"]
    assert shown.row(line, "Besparelse ved ophør 1. januar, 1.000 kr.") == ["-9.300"] * 4
    assert shown.row(line, "Forskel, 1.000 kr.") == ["-4.650", "0", "0", "0"]
    said = "Med virkning fra 1. januar havde det været 20 helårspladser i 2016 i stedet for 10: 4,65 mio. kr. mere"
    assert said in shown.text(line)


def test_the_children_behind_the_saving_stand_first() -> None:
    text = page(HERNING).text("figures")
    assert "Helårspladser bag besparelsen i 2016 7,3 2,5 ophørt eller undgået, 4,8 flyttet" in text
    assert "Ophør 2013–2016 3" in text
    assert "mere i 2014 320.924 kr." in text  # half a place more at 720,700 kr of 2019 in 2013 prices


def test_a_mix_line_says_what_becomes_of_the_average_price() -> None:
    shown = page(HERNING)
    assert shown.row("line:mix", "Helårspladser, der flyttes") == ["1,6", "2,8", "3,4", "4,8"]
    # (14.8 * 1,033,085 + 25.2 * 418,578) / 40, and 10 and 30 of 40
    assert "fra 645.945 kr. til 572.205 kr. pr. helårsplads i 2016" in shown.text("line:mix")
    assert "der indgår intet tidspunkt for ophør" in shown.text("line:mix")


def test_what_is_deducted_from_the_plan_is_said() -> None:
    text = page(DRIVERS).text("line:institutions")
    for part in ("Realiseringsgrad: 90 %", "Ville være ophørt alligevel: 16 %", "20 mdr.", "i stedet: 150.000 kr."):
        assert part in text
    assert "År, hvor kapaciteten nedsættes: 2029" in text
    assert "Ophør i juli" in page(DRIVERS).text("line:foster")
    assert "Ophørene har allerede virkning fra 1. januar." in page(DRIVERS).text("line:secure")


def test_replacement_and_reimbursement_have_rows_where_they_are_something() -> None:
    shown = page(DRIVERS)
    # 2031: 0.945 places * (1,160,000; 150,000; 75,000)
    assert shown.row("line:institutions", "Indsats i stedet, 1.000 kr.")[-1] == "142"
    assert shown.row("line:institutions", "Mistet refusion, 1.000 kr.")[-1] == "71"
    assert shown.row("line:institutions", "I alt, 1.000 kr.")[-1] == "-884"
    assert "Mistet refusion" not in shown.text("line:foster"), "470.000 kr. lies below the first band"


def test_several_lines_are_added_up_once() -> None:
    shown = page(DRIVERS)
    assert shown.row("overview", "I alt")[:2] == ["24", "18,95"]  # 11 + 12 + 1 stops; 0.945 + 5 + 1 + 12 places
    tree = document(read_case(DRIVERS))
    next(line for line in tree["savings"] if line["id"] == "secure")["payer"] = "state"
    shown = DriverPage("placements", case_from_document(tree, "x"))
    assert shown.row("overview", "I alt")[:2] == ["23", "17,95"]
    assert "Linjer, som andre end kommunen betaler" in shown.text("overview")
    assert "betales af staten" in shown.text("line:secure")


def test_only_others_savings_leave_nothing_to_add_up() -> None:
    shown = DriverPage("placements", as_case(placements(payer="state")))
    assert "Helårspladser bag besparelsen i 2028 0" in shown.text("figures")


def test_the_ladder_shows_what_the_case_holds_and_the_sentence_of_its_source() -> None:
    shown = page(HERNING)
    assert RULE in shown.text("ladder")
    assert shown.row("ladder", "Anbringelse på institution") == ["14,8", "-4,8", "10", "1.033.085 kr."]
    assert shown.row("ladder", "Anbringelse i plejefamilie") == ["–"] * 4
    assert shown.row("ladder", "Færre anbragte i distrikterne") == ["–", "-2,5", "–", "641.849 kr."]
    cheaper = "Billigere trin i »Flere i plejefamilie, færre på institution«"
    assert shown.row("ladder", cheaper) == ["25,2", "+4,8", "30", "418.578 kr."]


def test_unit_prices_and_sign_follow_the_switches() -> None:
    shown = page()
    shown.app.get("button_group")[0].set_value("kr")
    shown.run()
    assert shown.row("line:placements", "Besparelse, kr.")[0] == "-4.650.000"
    shown.app.toggle(key="turned").set_value(True)
    shown.run()
    assert shown.row("line:placements", "Besparelse, kr.")[0] == "4.650.000"
    assert "En positiv forskel er en større besparelse." in shown.text("line:placements")


def test_current_prices_without_rates_say_so_and_with_them_are_used() -> None:
    shown = page()
    shown.app.get("button_group")[1].set_value("current")
    shown.run()
    assert "Tabellen kan kun vises i faste priser" in shown.text("missing:0")
    shown = page(DRIVERS)
    shown.app.get("button_group")[1].set_value("current")
    shown.run()
    # 2027: 3 places * 470,000 * 1.025
    assert shown.row("line:foster", "Besparelse, 1.000 kr.")[1] == "-1.445"
    assert "løbende priser" in shown.text("line:foster")


@pytest.mark.parametrize("case", ["herning-2013", "toender-2016", "esbjerg-2016"])
def test_a_case_without_such_lines_says_what_is_missing_and_how_to_get_it(case: str) -> None:
    shown = page(case)
    assert "Casen har ingen linje med anbringelser" in shown.text("empty")
    assert "Tilføj linje" in shown.text("empty")
    assert shown.app.button(key="example")


def test_an_amount_whose_source_says_how_many_places_it_is_shows_the_price_it_implies() -> None:
    text = page("assens-2016").text("empty")
    assert "9,3 mio. kr. om til 20–25 helårsanbringelser; det er 372.000–465.000 kr. pr. helårsplads" in text


def test_an_edit_of_the_case_in_hand_is_shown_and_the_levers_are_said_to_be_in_it() -> None:
    model = enter(opened(read_case(ASSENS), "e"), "savings.placements.stops.2016", "30", "da")
    model = enter(model, "levers.realisation", "50", "da")
    shown = DriverPage("placements", model)
    assert shown.row("line:placements", "Helårspladser") == ["7,5", "15,0", "15,0", "15,0"]  # 30 * 0.5, half in 2016
    assert "Realiseringsgrad og forsinkelse under »Hvad nu hvis?« er regnet med." in shown.text("line:placements")
    assert "2 ændringer" in shown.text("title")


def test_stops_that_are_none_are_none() -> None:
    shown = DriverPage("placements", as_case(placements(stops={2026: 0, 2027: 0, 2028: 0})))
    assert "Der er ingen ophør i perioden." in shown.text("line:saving")


def test_many_lines_are_shown_one_at_a_time() -> None:
    tree = document(read_case(DRIVERS))
    line = next(line for line in tree["savings"] if line["id"] == "foster")
    tree["savings"] += [{**line, "id": f"more-{n}", "label": f"Flere {n}"} for n in range(12)]
    shown = DriverPage("placements", case_from_document(tree, "x"))
    assert len([key for key in shown.blocks if key.startswith("line:")]) == 1
    assert "I alt" in shown.text("overview")
    # 4 lines, 12 more, what comes instead and the cheaper step
    assert "Og 10 til, se tabellen." in shown.text("chart:ladder")


def test_english_is_english_to_the_last_word() -> None:
    shown = page(lang="en")
    assert shown.row("line:placements", "Full-year places") == ["10", "20", "20", "20"]
    own = re.sub(r"Model Assens[^·]*|Ophørte anbringelser", "", shown.everything)
    assert not re.search(r"\b(helårspladser|ophør|ikke|og|besparelse)\b", own, re.IGNORECASE), own


def test_a_hostile_case_shows_as_text() -> None:
    tree = document(read_case(DRIVERS))
    for line in tree["savings"]:
        line["label"] = HOSTILE
    shown = DriverPage("placements", case_from_document(tree, "x"))
    assert not any("<img" in markup for markup in shown.blocks.values())


def test_every_picture_has_a_name_and_every_table_its_headers() -> None:
    for markup in page(DRIVERS).blocks.values():
        assert all('aria-label="' in picture for picture in re.findall(r'<div role="img"[^>]*>', markup))
        for table in re.findall(r"<table.*?</table>", markup):
            assert "<caption>" in table
            assert all('scope="' in head for head in re.findall(r"<th\b[^>]*>", table))


@pytest.mark.parametrize(
    ("kr", "text"),
    [(4_650_000, "4,65 mio. kr."), (9_300_000, "9,3 mio. kr."), (3_000_000, "3,0 mio. kr."), (320_924, "320.924 kr.")],
)
def test_an_amount_in_a_sentence_keeps_the_decimal_that_says_something(kr: float, text: str) -> None:
    assert millions(kr, Words("da")) == text
