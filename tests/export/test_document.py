"""The agenda item: the model text of its field, headings of the theme, tables and a file that needs no repair."""

from __future__ import annotations

import io
import itertools
import re
from typing import Any

import pytest
from docx import Document
from docx.shared import Cm

from budget.case import case_from_document, read_case, with_figure
from budget.case.themes import SECTIONS, look, themes
from budget.case.writing import document as case_tree
from budget.export.document import document
from budget.formulas import Result, calculate
from budget.shown.agenda import agenda
from budget.shown.model import Picture, Table, Text
from budget.text import Words
from budget.text.characters import together
from tests.analysis.plain_case import OWN, changed, placements, worked_out
from tests.export.test_slides import CASES
from tests.packages import Package

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
# The model text as municipal economists write it; its figures are those of the project description of 2012.
MODEL = (
    "Merudgiften udgør 2,0 mio. kr. årligt fra 2013 (SO 20). Der forventes mindreudgifter til anbringelser (SO 16) på "
    "1,0 mio. kr. i 2013 stigende til 4,5 mio. kr. fra 2016, jf. tabel 1. Forslaget giver en nettomerudgift på "
    "1,0 mio. kr. i 2013, er udgiftsneutralt i 2014 og giver en nettobesparelse på 1,0 mio. kr. i 2015 og "
    "2,5 mio. kr. i 2016. Akkumuleret forventes merudgiften tilbagebetalt ved udgangen af 2015, og for 2013–2016 under "
    "ét forventes en nettobesparelse på 2,5 mio. kr. Forslaget går i nul ved udgangen af 2016, hvis mindst 76,2 pct. "
    "af besparelsen opnås. En ekstra psykolog i PPR, uddannelse og evaluering er ikke medregnet. Nettomerudgiften i "
    "2013 finansieres af [kilde]."
)
RECOMMENDATION = [
    "[Direktionen] indstiller,",
    "at budgettet til SO 20 (drift, udgifter) forhøjes med 2.000.000 kr. årligt i 2013–2016,",
    "at budgettet til SO 16, funktion 5.20 (drift, udgifter) nedsættes med 1.000.000 kr. i 2013, 2.000.000 kr. i 2014, "
    "3.000.000 kr. i 2015 og 4.500.000 kr. i 2016, og",
    "at nettomerudgiften på 1.000.000 kr. i 2013 finansieres af [kilde].",
]


@pytest.fixture(scope="module", params=sorted(CASES))
def case(request: pytest.FixtureRequest) -> tuple[Result, bytes]:
    result = CASES[request.param]()
    return result, document(result, Words())


def said(part: Text | Table | Picture) -> str:
    """A part in words: of a table its caption and its notes."""
    if isinstance(part, Picture):
        return part.chart.title
    return " ".join([part.caption, *part.notes]) if isinstance(part, Table) else part.text


def herning() -> Result:
    return calculate(read_case("herning-2013"))


def economy(result: Result, words: Words) -> str:
    return agenda(result, words).sections["economy"][0].text


def read(data: bytes) -> Any:
    return Document(io.BytesIO(data))


def headings(paper: Any, level: int = 1) -> list[str]:
    return [p.text for p in paper.paragraphs if p.style.name == f"Heading {level}"]


# ------------------------------------------------------------------ the text
def test_herning_s_economy_is_the_model_text() -> None:
    assert economy(herning(), Words()) == MODEL


def test_herning_s_recommendation_is_the_model_text() -> None:
    parts = agenda(herning(), Words()).sections["recommendation"]
    assert [part.text for part in parts] == RECOMMENDATION


def test_who_proposes_and_decides_comes_from_the_theme_and_is_else_left_to_be_written() -> None:
    own = agenda(herning(), Words(), "Direktionen", "Byrådet").sections
    assert own["recommendation"][0].text == "Direktionen indstiller,"
    assert own["summary"][-1].text == "Sagen afgøres af Byrådet."


def test_what_is_not_paid_back_is_said_to_be_outstanding() -> None:
    result = calculate(with_figure(read_case("herning-2013"), "levers.realisation", 0.5))
    text = economy(result, Words())
    assert "Akkumuleret er merudgiften ikke tilbagebetalt ved udgangen af 2016; der udestår 2,8 mio. kr." in text
    assert "hvis mindst 76,2 pct. af besparelsen opnås" in text


def test_stated_financing_is_named_and_an_amount_that_ends_is_not_said_to_go_on() -> None:
    passing = {2026: 1_000_000, 2027: 500_000, 2028: 0}
    cost = {"kind": "amounts", "fte": None, "annual_cost": None, "nature": "temporary", "amounts": passing}
    text = economy(worked_out(changed(cost=cost)), Words())
    assert "Merudgiften udgør 1,0 mio. kr. i 2026 faldende til 0,5 mio. kr. i 2027 (SO 1)." in text
    assert "1.000.000 kr. i 2026 finansieres af kassen." in text


def test_english_is_complete() -> None:
    text = economy(herning(), Words("en"))
    assert text.startswith("The additional cost is 2.0 million kr a year from 2013 (SO 20).")
    assert "if at least 76.2% of the saving is achieved" in text and "financed by [source]" in text


def test_shares_are_pct_in_prose_and_keep_their_sign_in_names_units_and_english() -> None:
    sections = agenda(herning(), Words()).sections
    prose = [part.text for part in (*sections["summary"], *sections["assumptions"])]
    assert any("at mindst 76,2 pct. af den planlagte besparelse opnås." in text for text in prose)
    assert any(text.startswith("Ved 76,2 pct. af besparelsen:") for text in prose)
    assert any("i plejefamilie (%)" in part.text for part in sections["follow_up"])  # a unit, not a share
    for parts in sections.values():
        assert not any(re.search(r"\d\s?%", part.text) for part in parts if isinstance(part, Text))
    assert any("76.2%" in part.text for part in agenda(herning(), Words("en")).sections["summary"])


def test_a_sentence_that_ends_with_a_share_has_one_full_stop_and_quoted_sources_are_as_they_are() -> None:
    tree = case_tree(read_case("herning-2013"))
    tree["omitted"] = [{"label": "Lønstigning på 3 %"}]
    for source in tree["sources"].values():
        source["title"] = "Mindst 20 % færre"
    sections = agenda(calculate(case_from_document(tree, "x")), Words()).sections
    assert "Lønstigning på 3 % er ikke medregnet." in sections["economy"][0].text  # the case's own words
    assert any("Mindst 20 % færre" in part.text for part in sections["attachments"])


@pytest.mark.parametrize("language", ["da", "en"])
def test_no_text_has_a_gap_or_a_sign_of_its_making(case: tuple[Result, bytes], language: str) -> None:
    for parts in agenda(case[0], Words(language)).sections.values():
        for part in parts:
            text = said(part)
            assert text.strip() and "  " not in text and " ." not in text and ".." not in text
            assert "None" not in text.replace("None stated", "") and "{" not in text


# ------------------------------------------------------------------ the file
def test_no_program_would_offer_to_repair_it(case: tuple[Result, bytes]) -> None:
    assert Package(case[1]).faults() == []


def test_the_default_headings_stand_in_their_order(case: tuple[Result, bytes]) -> None:
    wanted = [
        "Resume",
        "Indstilling",
        "Sagsfremstilling",
        "Økonomi",
        "Forudsætninger og usikkerhed",
        "Opfølgning",
        "Bilag",
    ]
    assert headings(read(case[1])) == wanted


@pytest.mark.parametrize("name", themes())
def test_every_theme_has_its_headings_in_its_order_and_loses_no_section(name: str) -> None:
    paper = read(document(herning(), Words(), name))
    words, dress = Words(), look(name)
    assert headings(paper) == [h.in_language("da") or words(f"agenda.section.{h.holds[0]}") for h in dress.headings]
    english = [h.in_language("en") or Words("en")(f"agenda.section.{h.holds[0]}") for h in dress.headings]
    assert headings(read(document(herning(), Words("en"), name))) == english
    assert not any(re.search("[æøåÆØÅ]", heading) for heading in english)
    text = "\n".join(p.text for p in paper.paragraphs)
    held = [section for heading in dress.headings for section in heading.holds]
    for section, parts in agenda(herning(), words, dress.theme.proposer, dress.theme.decider).sections.items():
        if section in held:
            assert all(together(part.text) in text for part in parts if isinstance(part, Text)), section
    assert ("[Udfyldes]" in text) == any(not heading.holds for heading in dress.headings)
    assert len(held) <= len(SECTIONS)


def test_tables_repeat_their_header_and_say_what_they_are(case: tuple[Result, bytes]) -> None:
    tables = read(case[1]).tables
    assert len(tables) >= 2
    for table in tables:
        first = table.rows[0]._tr.trPr
        assert first.find(f"{W}tblHeader") is not None
        assert all(row._tr.trPr.find(f"{W}cantSplit") is not None for row in table.rows)
        assert table._tbl.tblPr.find(f"{W}tblDescription").get(f"{W}val").startswith("Tabel ")


def test_every_year_stands_in_a_table_of_the_document(case: tuple[Result, bytes]) -> None:
    found: dict[str, list[str]] = {}
    for table in read(case[1]).tables:
        number = table._tbl.tblPr.find(f"{W}tblDescription").get(f"{W}val").split(".")[0]
        head = [cell.text for cell in table.rows[0].cells]
        found.setdefault(number, []).extend(text for text in head if text.isdecimal())
    every = [str(year) for year in case[0].years]
    assert found["Tabel 2"] == every
    assert found.get("Tabel 3", found["Tabel 1"]) == every


def test_table_1_is_the_net_saving_table() -> None:
    table = read(document(herning(), Words())).tables[0]
    cells = [[cell.text for cell in row.cells] for row in table.rows]
    assert cells[0] == ["", "2013", "2014", "2015", "2016", "I alt"]
    assert ["Nettobesparelse", "1.000", "0", "-1.000", "-2.500", "-2.500"] in cells


@pytest.mark.parametrize(("language", "tag"), [("da", "da-DK"), ("en", "en-GB")])
def test_the_file_says_its_language_and_title(language: str, tag: str) -> None:
    data = document(herning(), Words(language))
    properties = read(data).core_properties
    assert (properties.title, properties.language, properties.author) == ("Sverigesprojektet", tag, "Herning Kommune")
    styles = Package(data).read("word/styles.xml").decode()
    assert set(re.findall(r'<w:lang [^>]*w:val="([^"]+)"', styles)) == {tag}


def test_the_same_case_gives_the_same_bytes_and_the_logo_can_be_heard(tmp_path: Any) -> None:
    from PIL import Image

    assert document(herning(), Words()) == document(herning(), Words())
    Image.new("RGB", (40, 20), "red").save(tmp_path / "logo.png")
    (tmp_path / "own.yaml").write_text("logo: logo.png\nlogo_text: Byvåben\n", encoding="utf-8")
    data = document(herning(), Words(), str(tmp_path / "own.yaml"))
    assert 'descr="Byvåben"' in Package(data).read("word/header1.xml").decode()


def test_small_numbers_are_hidden_unless_asked_for() -> None:
    few = worked_out(placements(stops={2026: 0, 2027: 4, 2028: 0}, deadweight={"value": 0, **OWN}, relapse=0))

    def said(exact: bool) -> str:
        return "\n".join(p.text for p in read(document(few, Words(), exact_counts=exact)).paragraphs)

    assert "<5 færre helårspladser" in said(False) and "fra 1 til 4 vises som <5" in said(False)
    assert "4 færre helårspladser" in said(True)


def test_what_leads_to_points_stays_with_the_first_of_them_and_no_point_with_the_next() -> None:
    paper = Document(io.BytesIO(document(herning(), Words())))
    found = [(p.style.name, bool(p.paragraph_format.keep_with_next)) for p in paper.paragraphs if p.text]  # type: ignore[union-attr]
    pairs = list(itertools.pairwise(found))
    leading = [kept for (name, kept), (after, _) in pairs if after == "List Bullet" and name == "Normal"]
    assert leading and all(leading)
    assert not any(kept for name, kept in found if name == "List Bullet")


def test_the_committees_longest_word_is_not_broken() -> None:
    tree = case_tree(read_case("herning-2013"))
    word = "Uddannelsesudvalget"
    for area in tree["service_areas"].values():
        area["committee"] = word
    file = document(calculate(case_from_document(tree, "long")), Words())
    table = Document(io.BytesIO(file)).tables[1]
    first, second = (column.width for column in list(table.columns)[:2])
    assert word in [cell.text for cell in table.columns[1].cells]
    assert Cm(4.4) < second <= first
