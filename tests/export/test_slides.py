"""Slides: parts that need no repair, the words of the story, charts and tables that can be edited and heard."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from pptx import Presentation

from budget.case import CaseError, case_from_document, read_case
from budget.case.writing import document
from budget.export.slides import slides
from budget.formulas import Result, calculate
from budget.shown.story import story
from budget.text import Words
from budget.text.characters import together
from tests.analysis.plain_case import OWN, changed, large, placements, worked_out
from tests.packages import Package

A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
P = "{http://schemas.openxmlformats.org/presentationml/2006/main}"
C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
DECORATIVE = "{http://schemas.microsoft.com/office/drawing/2017/decorative}"
SMALL = {11, 12, 14}  # placeholders of what stands under the message, and may be smaller
FAILING = Path(__file__).parents[1] / "cases" / "failing"


def hostile() -> dict[str, Any]:
    return changed(
        title="<b>& \"'\x0b ☃", municipality="=1+1", service_areas={"SO 1": {"name": "&"}, "SO 2": {"name": "<"}}
    )


CASES: dict[str, Any] = {
    "herning": lambda: calculate(read_case("herning-2013")),
    "assens": lambda: calculate(read_case("assens-2016")),
    "drivers": lambda: calculate(read_case("herning-drivers-2013")),
    "40 years and 30 lines": lambda: worked_out(large(30)),
    "no lines": lambda: worked_out(changed(financing=None) | {"costs": [], "savings": []}),
    "lines of every kind": lambda: calculate(read_case(str(FAILING.parent / "drivers.yaml"))),
    "40 years and 37 lines": lambda: worked_out(large(37)),
    "many words": lambda: calculate(read_case(str(FAILING / "long12.yaml"))),
    "long names": lambda: worked_out(changed(title="Et langt navn " * 12, municipality="En lang kommune " * 8)),
    "markup": lambda: worked_out(hostile()),
}


@pytest.fixture(scope="module", params=sorted(CASES))
def case(request: pytest.FixtureRequest) -> tuple[Result, bytes]:
    result = CASES[request.param]()
    return result, slides(result, Words())


def deck(data: bytes) -> Any:
    return Presentation(io.BytesIO(data))


def test_no_program_would_offer_to_repair_it(case: tuple[Result, bytes]) -> None:
    assert Package(case[1]).faults() == []


def test_there_are_four_to_eight_slides_and_each_has_its_message_as_title(case: tuple[Result, bytes]) -> None:
    result, data = case
    told = story(result, Words())
    titles = [slide.shapes.title.text_frame.text for slide in deck(data).slides]
    assert 4 <= len(titles) <= 8
    assert [" ".join(t.split()) for t in titles[1:]] == [" ".join(view.message.split()) for view in told.views]
    assert all(titles)


def test_everything_that_is_seen_can_be_heard(case: tuple[Result, bytes]) -> None:
    """Charts, tables and pictures have alternative text, tables a header row; what says nothing is marked so."""
    for slide in deck(case[1]).slides:
        for shape in slide.shapes:
            properties = shape._element.xpath(".//p:cNvPr")[0]
            if shape.has_chart or shape.has_table or shape.shape_type == 13:
                assert properties.get("descr"), shape.name
            elif not shape.has_text_frame or not shape.text_frame.text:
                assert properties.find(f".//{DECORATIVE}decorative") is not None, shape.name
            if shape.has_table:
                assert shape.table.first_row and shape.table.cell(0, 1).text


@pytest.mark.parametrize(("language", "tag"), [("da", "da-DK"), ("en", "en-GB")])
def test_every_run_says_its_language_and_the_file_what_it_is(language: str, tag: str) -> None:
    data = slides(calculate(read_case("herning-2013")), Words(language))
    package = Package(data)
    for name in (*package.like("ppt/slides/slide"), *package.like("ppt/notesSlides/notesSlide")):
        for run in package.xml(name).iter(f"{A}r"):
            assert run.find(f"{A}rPr") is not None and run.find(f"{A}rPr").get("lang") == tag, name
    for name in package.like("ppt/charts/chart"):
        assert f'<c:lang val="{tag}"' in package.read(name).decode()
    properties = deck(data).core_properties
    assert (properties.title, properties.language, properties.author) == ("Sverigesprojektet", tag, "Herning Kommune")


def test_it_can_be_read_from_the_back_row_and_nothing_lies_outside(case: tuple[Result, bytes]) -> None:
    show = deck(case[1])
    for slide in show.slides:
        for shape in slide.shapes:
            assert shape.left >= 0 and shape.top >= 0, shape.name
            assert shape.left + shape.width <= show.slide_width + 1, shape.name
            assert shape.top + shape.height <= show.slide_height + 1, shape.name
            small = shape.is_placeholder and shape.placeholder_format.idx in SMALL
            least = 14 if small or shape.has_table else 18
            for size in shape._element.iter(f"{A}rPr"):
                assert int(size.get("sz", 1800)) >= least * 100, shape.name


def test_charts_are_native_and_hold_the_figures_in_million_kr() -> None:
    package = Package(slides(calculate(read_case("herning-2013")), Words()))
    books = [load_workbook(io.BytesIO(package.read(name))) for name in package.like("ppt/embeddings/", ".xlsx")]
    assert len(books) == len(package.like("ppt/charts/chart")) == 3
    rows = list(books[0].active.iter_rows(values_only=True))
    assert rows[0][1:] == ("Merudgift", "Besparelse", "Netto")
    assert [row[1:] for row in rows[1:]] == [(2, -1, 1), (2, -2, 0), (2, -3, -1), (2, -4.5, -2.5)]
    assert "<c:barChart>" in package.read(package.like("ppt/charts/chart")[0]).decode()
    assert "<c:lineChart>" in package.read(package.like("ppt/charts/chart")[0]).decode()


def test_the_notes_hold_the_sources() -> None:
    result = calculate(read_case("herning-2013"))
    show = deck(slides(result, Words()))
    for slide, view in zip(list(show.slides)[1:], story(result, Words()).views, strict=True):
        text = slide.notes_slide.notes_text_frame.text
        assert together(view.message) in text and all(together(source) in text for source in view.sources)


def _charted(result: Result) -> Any:
    """The chart of how sure the case is."""
    name = next(view.name for view in story(result, Words()).views if view.id == "certainty")
    shapes = (shape for slide in deck(slides(result, Words())).slides for shape in slide.shapes)
    return next(shape.chart for shape in shapes if shape.has_chart and shape.name == name)


def test_a_legend_names_a_scenario_by_its_first_words_where_they_tell_it_apart() -> None:
    tree = document(read_case("herning-2013"))
    assert [s.name for s in _charted(calculate(read_case("herning-2013"))).plots[0].series][1] == "Forsigtigt"
    tree["scenarios"].append({**tree["scenarios"][0], "id": "other", "label": "Forsigtigt: kun uddannelse"})
    names = [series.name for series in _charted(calculate(case_from_document(tree, "x"))).plots[0].series]
    assert names[2] == "Forsigtigt: kun uddannelse" and names[1].startswith("Forsigtigt: halv")
    assert len(set(names)) == len(names) and all(len(name) <= 34 for name in names)


def test_the_figures_where_the_spread_ends_do_not_cover_what_is_planned() -> None:
    planned, low, middle, high = _charted(calculate(read_case("herning-drivers-2013"))).plots[0].series
    ends = [series._element.find(f"{C}dLbls") for series in (planned, low, middle, high)]
    assert ends[2] is None
    assert [end.findall(f".//{C}dLblPos")[-1].get("val") for end in (ends[0], ends[1], ends[3])] == ["t", "b", "t"]


def test_an_unfinished_case_says_so_on_every_slide() -> None:
    show = deck(slides(calculate(read_case("herning-drivers-2013")), Words()))
    assert all("Casen er ikke færdig" in _texts(slide) for slide in show.slides)
    finished = deck(slides(calculate(read_case("assens-2016")), Words()))
    assert not any("ikke færdig" in _texts(slide) for slide in finished.slides)


def test_what_a_large_table_leaves_out_is_said() -> None:
    show = deck(slides(worked_out(large(30)), Words()))
    text = _texts(show.slides[2])
    assert "af 40 år" in text and "lagt sammen" in text


def test_small_numbers_are_hidden_unless_asked_for() -> None:
    few = worked_out(placements(stops={2026: 0, 2027: 4, 2028: 0}, deadweight={"value": 0, **OWN}, relapse=0))

    def said(data: bytes) -> str:
        show = deck(data)
        return " ".join(_texts(slide) + slide.notes_slide.notes_text_frame.text for slide in show.slides)

    assert "<5 færre helårspladser" in said(slides(few, Words())) and "fra 1 til 4 vises som <5" in said(
        slides(few, Words())
    )
    assert "4 færre helårspladser" in said(slides(few, Words(), exact_counts=True))


def test_the_same_case_gives_the_same_bytes() -> None:
    result = calculate(read_case("herning-2013"))
    assert slides(result, Words()) == slides(result, Words())


def test_another_design_takes_hold(case: tuple[Result, bytes]) -> None:
    """All that says something stands in a placeholder of its layout, in colours and fonts of the theme alone."""
    package, show = Package(case[1]), deck(case[1])
    for slide in show.slides:
        known = {one.placeholder_format.idx: one for one in slide.slide_layout.placeholders}
        own = [one.placeholder_format.idx for one in slide.placeholders]
        assert set(own) <= set(known) and len(own) == len(set(own))
        loose = [shape.name for shape in slide.shapes if not shape.is_placeholder and shape.has_text_frame]
        assert set(loose) <= {"card"}, loose
    parts = [
        name
        for kind in ("slides/slide", "slideLayouts/", "slideMasters/", "charts/chart")
        for name in package.like(f"ppt/{kind}")
    ]
    for name in parts:
        if name.endswith(".xml"):
            assert package.xml(name).find(f".//{A}srgbClr") is None, name
            assert {font.get("typeface")[0] for font in package.xml(name).iter(f"{A}latin")} <= {"+"}, name


def test_the_number_of_a_slide_follows_it() -> None:
    show = deck(slides(calculate(read_case("herning-2013")), Words()))
    for number, slide in enumerate(list(show.slides)[1:], start=2):
        (field,) = slide._element.iter(f"{A}fld")
        assert (field.get("type"), field.find(f"{A}t").text) == ("slidenum", str(number))


def test_the_file_tells_nothing_of_another_file() -> None:
    package = Package(slides(calculate(read_case("herning-2013")), Words()))
    assert not [name for name in package.names if "printer" in name or "thumbnail" in name or name.endswith("app.xml")]
    assert "python" not in package.read("docProps/core.xml").decode()
    for name in (*package.like("ppt/slideMasters/slideMaster"), *package.like("ppt/slideLayouts/slideLayout")):
        assert "Click to edit" not in package.read(name).decode()


@pytest.mark.parametrize("name", ["words", "current", "long12"])
def test_the_lines_of_a_case_of_common_size_stand_in_the_table(name: str) -> None:
    result = calculate(read_case(str(FAILING / f"{name}.yaml")))
    (table,) = [s.table for s in deck(slides(result, Words())).slides[2].shapes if s.has_table]
    shown = [row.cells[0].text for row in table.rows]
    for line in result.case.lines():
        assert any(text.rstrip("…")[:40] == line.label[:40] or text.startswith(line.label) for text in shown), (
            line.label
        )


def test_the_accent_and_the_logo_come_from_the_theme(tmp_path: Any) -> None:
    from PIL import Image

    Image.new("RGB", (40, 20), "red").save(tmp_path / "logo.png")
    theme = tmp_path / "own.yaml"
    theme.write_text('accent: "#7A1F5C"\nlogo: logo.png\nlogo_text: Byvåben\n', encoding="utf-8")
    show = deck(slides(calculate(read_case("herning-2013")), Words(), str(theme)))
    pictures = [shape for shape in show.slides[0].shapes if shape.shape_type == 13]
    assert [p._element.nvPicPr.cNvPr.get("descr") for p in pictures] == ["Byvåben"]
    package = Package(slides(calculate(read_case("herning-2013")), Words(), str(theme)))
    (scheme,) = [package.xml(name) for name in package.like("ppt/theme/theme1")]
    assert scheme.find(f".//{A}accent1/{A}srgbClr").get("val") == "7A1F5C"
    titles = package.xml("ppt/slideMasters/slideMaster1.xml").find(f".//{P}titleStyle//{A}schemeClr")
    assert titles.get("val") == "accent1"
    with pytest.raises(CaseError):
        slides(calculate(read_case("herning-2013")), Words(), "no-such-theme")


def _texts(slide: Any) -> str:
    return " ".join(shape.text_frame.text for shape in slide.shapes if shape.has_text_frame)
