"""Charts as pictures for a document of one's own: each chart of the pages, in the municipality's colour."""

from __future__ import annotations

import io
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from docx import Document
from PIL import Image

from budget.case import CaseError, read_case
from budget.case.themes import look
from budget.commands import main
from budget.export.document import document
from budget.export.pictures import picture
from budget.formulas import calculate
from budget.shown.pages import charts
from budget.text import Words

SVG = "{http://www.w3.org/2000/svg}"
DA = Words("da")


@pytest.mark.parametrize("language", ["da", "en"])
@pytest.mark.parametrize("name", ["herning-drivers-2013", "assens-drivers-2016", "herning-2013"])
def test_every_chart_of_the_pages_is_a_picture_with_its_title_over_it(name: str, language: str) -> None:
    result, words = calculate(read_case(name)), Words(language)
    for key, chart in charts(result, words).items():
        root = ET.fromstring(picture(result, key, ".svg", words, "herning"))
        texts = [(element.text or "", element.get("fill")) for element in root.iter(f"{SVG}text")]
        titled = " ".join(text for text, fill in texts if fill == look("herning").accent)
        assert titled == chart.title
        left, top, wide, high = map(float, root.get("viewBox", "").split())
        ys = [float(element.get("y", "0")) for element in root.iter(f"{SVG}text")]
        assert all(top <= y <= top + high for y in ys) and left == 0 and wide == 720


def test_a_png_has_twice_the_points_of_the_drawing() -> None:
    result = calculate(read_case("herning-2013"))
    drawn = ET.fromstring(picture(result, "result", ".svg", DA, "default"))
    with Image.open(io.BytesIO(picture(result, "result", ".PNG", DA, "default"))) as image:
        assert image.width == 1440 and abs(image.height - 2 * float(drawn.get("height", "0"))) <= 1


@pytest.mark.parametrize(
    ("chart", "ending", "code"), [("x", ".png", "unknown_chart"), ("result", ".jpg", "picture_ending")]
)
def test_what_cannot_be_a_picture_is_refused(chart: str, ending: str, code: str) -> None:
    with pytest.raises(CaseError, match=code):
        picture(calculate(read_case("herning-2013")), chart, ending, DA, "default")


def test_the_command_writes_the_picture_of_the_case_as_it_is_set(tmp_path: Path) -> None:
    file = tmp_path / "r.svg"
    assert main(["picture", "herning-2013", "result", "-o", str(file), "--set", "levers.realisation=0.5"]) == 0
    assert "-2.250" in file.read_text(encoding="utf-8")
    before = file.read_bytes()
    assert main(["picture", "herning-2013", "nothing", "-o", str(file)]) == 2 and file.read_bytes() == before


@pytest.mark.parametrize("name", ["herning-2013", "herning-drivers-2013"])
def test_the_agenda_item_shows_cost_against_saving_with_its_words(name: str) -> None:
    paper = Document(io.BytesIO(document(calculate(read_case(name)), DA)))
    captions = [p.text for p in paper.paragraphs if p.style is not None and p.style.name == "Caption"]
    assert sum(text.startswith("Figur 1. ") for text in captions) == 1
    (shape,) = paper.inline_shapes
    assert "Merudgift" in shape._inline.docPr.get("descr")
