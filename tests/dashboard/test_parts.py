"""Markup, fields, chart and forms, each by itself."""

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from budget.case import CaseError, case_from_document, document, entries, read_case
from budget.dashboard.calculation.page import result_blocks
from budget.dashboard.changes import structure
from budget.dashboard.changes.fields import read, slip, text_of
from budget.dashboard.changes.state import opened
from budget.dashboard.parts.markup import Html, tag
from budget.dashboard.parts.view import LONGEST, Block, _command
from budget.formulas import Result, calculate
from budget.shown import pages
from budget.text import Words
from tests.dashboard.page import ROOT

HERNING = read_case("herning-2013")
DANISH = Words("da")
HOSTILE = '<img src=x onerror="alert(1)">&\'"'


def blocks(result: Result) -> dict[str, Block]:
    """What the page shows of a result beside the assumptions."""
    page = pages.calculation(result, DANISH)
    return {block.key: block for block in result_blocks(page, opened(result.case, "e"), DANISH)}


def test_text_is_escaped_in_content_and_attributes() -> None:
    made = tag("p", HOSTILE, title=HOSTILE)
    assert "<img" not in made and made.count('"') == 2
    assert tag("p", tag("b", "x")) == "<p><b>x</b></p>"


def test_a_hostile_case_shows_as_text() -> None:
    tree = document(HERNING)
    tree["costs"][0]["label"] = tree["title"] = HOSTILE
    case = case_from_document(tree, "x")
    assert not any("<img" in block.html for block in blocks(calculate(case)).values())
    assert opened(case, "e").open == "placements"


@pytest.mark.parametrize("language", ["da", "en"])
@given(value=st.floats(0, 1e12).map(lambda x: round(x, 2)))
def test_what_stands_in_a_field_reads_back_as_the_value(language: str, value: float) -> None:
    entry = next(e for e in entries(HERNING) if e.name == "amounts")
    shown = text_of(value, entry, Words(language))
    assert read(shown, entry, language) == pytest.approx(value, rel=1e-12, abs=1e-6)


@given(st.floats(0.01, 1e9), st.sampled_from([10, 100, 1000]))
def test_a_slip_is_seen_both_ways(value: float, times: int) -> None:
    entry = next(e for e in entries(HERNING) if e.name == "amounts")
    for new, other in ((value * times, value), (value, value * times)):
        asked = slip(new, other, entry)
        assert asked is not None and asked.times == times
        assert asked.instead == pytest.approx(other)


def test_a_text_too_long_for_a_field_does_not_become_a_number_by_being_cut() -> None:
    command = _command({"n": 1, "do": "enter", "text": "1" + " " * LONGEST + "2"}, 0)
    assert command is not None and command["text"].endswith("…")


@pytest.mark.parametrize("years", [1, 4, 40])
def test_a_case_of_any_length_is_shown(years: int) -> None:
    tree = document(HERNING)
    tree |= {"years": years, "actuals": [], "costs": tree["costs"]}
    tree["savings"][0]["amounts"] = 1_000_000
    result = calculate(case_from_document(tree, "x"))
    drawn = blocks(result)
    assert drawn["row:net"].html.count("<button>") == years
    assert "Akkumuleret netto" in drawn["figures"].html


def test_a_small_amount_is_not_called_zero_millions() -> None:
    tree = document(HERNING)
    tree["costs"][0]["amounts"], tree["savings"][0]["amounts"] = 12_000, 10_000
    figures = blocks(calculate(case_from_document(tree, "x")))["figures"].html
    assert "8.000\u00a0kr." in figures and "0,0\u00a0mio." not in figures


@pytest.mark.parametrize(
    "edit",
    [
        structure.Add("costs", "advisers", {"label": "N", "amounts": 1.0}),
        structure.Add("costs", "new", {"label": "", "amounts": 1.0}),
        structure.Describe("nobody", {"label": "N"}),
        structure.DescribeCase({"years": "mange"}),
        structure.DescribeCase({"years": 41}),
        structure.DescribeCase({"first_year": 2012}),  # no saving is given for 2012
        structure.DescribeCase({"title": ""}),
    ],
)
def test_no_form_can_make_a_case_that_could_not_be_opened(edit: structure.Edit) -> None:
    with pytest.raises(CaseError):
        case = edit.on(HERNING)
        assert case_from_document(document(case), "x")


def test_a_new_source_and_a_new_service_area_become_part_of_the_case() -> None:
    values = {"label": "Ny", "amounts": 1.0, "service_area": "SO 30", "source": "Notat af 3. maj"}
    case = structure.Add("costs", "ny", values).on(HERNING)
    line = case.costs[-1]
    assert case.sources[line.source or ""].title == "Notat af 3. maj"
    assert case.service_areas["SO 30"].name == "SO 30"


def test_new_ids_are_allowed_ids_and_unlike_those_taken() -> None:
    assert structure.new_id("Børn & unge, Åben dør", ()) == "boern-unge-aaben-doer"
    assert structure.new_id("4 sagsbehandlere", ()) == "x-4-sagsbehandlere"
    assert structure.new_id("Ny", {"ny", "ny-2"}) == "ny-3"
    assert structure.new_id("!!!", ()) == "x"


def test_the_page_names_no_address_outside_this_machine() -> None:
    for file in (ROOT / "budget" / "dashboard").iterdir():
        if file.suffix in (".py", ".js", ".css"):
            assert not re.search(r"https?://|//cdn|@import|url\(", file.read_text(encoding="utf-8")), file


def test_markup_of_the_page_is_made_by_tag_alone() -> None:
    for file in (ROOT / "budget" / "dashboard").rglob("*.py"):
        text = file.read_text(encoding="utf-8")
        assert "unsafe_allow" not in text and "components.html" not in text, file
        if file.name != "say.py":
            assert "st.html" not in text.replace("st.html(said(id, words))", ""), file  # by tag, where all else failed
        if file.name != "markup.py":
            assert not re.search(r"\bHtml\(", text), file


def test_every_text_of_the_page_is_in_both_languages() -> None:
    wanted = set()
    for file in Path(ROOT / "budget" / "dashboard").rglob("*.py"):
        wanted |= set(re.findall(r'words\(\s*"([a-z_]+\.[a-z_.0-9]+)"', file.read_text(encoding="utf-8")))
    assert len(wanted) > 80
    for language in ("da", "en"):
        assert [key for key in sorted(wanted) if not Words(language).has(key)] == []


def test_nothing_but_markup_makes_html() -> None:
    assert isinstance(tag("p"), Html) and not isinstance("<p>", Html)
