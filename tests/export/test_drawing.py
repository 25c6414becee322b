"""The drawing for paper and files: well-formed, with every text inside and none over another, and as a PNG."""

from __future__ import annotations

import io
import xml.etree.ElementTree as ET
from collections.abc import Iterator

import pytest
from PIL import Image, ImageFont

from budget.case import case_from_document, document, read_case
from budget.export.drawing import png, svg
from budget.formulas import calculate
from budget.shown.charts import Chart
from budget.shown.charts.result import result_chart
from budget.text import Words
from tests.charts import charts_of, every_chart

SVG = "{http://www.w3.org/2000/svg}"
Box = tuple[str, float, float, float, float]


def widest(text: str, size: float) -> float:
    """As wide as the text is in DejaVu Sans, the widest type that may draw it; an estimate where it is missing."""
    try:
        return float(ImageFont.truetype("DejaVuSans.ttf", 100).getlength(text) * size / 100)
    except OSError:
        return 0.6 * size * len(text)


def texts(root: ET.Element) -> Iterator[Box]:
    """Every text with its left, top, right and bottom."""
    for element in root.iter(f"{SVG}text"):
        x, y, size = (float(element.get(name, "0")) for name in ("x", "y", "font-size"))
        wide = widest(element.text or "", size)
        left = x - {"start": 0.0, "middle": wide / 2, "end": wide}[element.get("text-anchor", "start")]
        yield element.text or "", left, y - size * 0.74, left + wide, y + size * 0.05


def test_every_drawing_is_well_formed_with_its_words_and_its_texts_inside_and_apart() -> None:
    for name, chart in every_chart():
        root = ET.fromstring(svg(chart, "da"))
        assert root.findtext(f"{SVG}title") == chart.title and root.findtext(f"{SVG}desc") == chart.said
        wide, high = float(root.get("width", "0")), float(root.get("height", "0"))
        boxes = list(texts(root))
        for text, left, top, right, bottom in boxes:
            assert left >= -0.5 and right <= wide + 0.5, (name, chart.key, text, left, right)
            assert top >= -0.5 and bottom <= high + 0.5, (name, chart.key, text, top, bottom)
        for n, (one, l1, t1, r1, b1) in enumerate(boxes):
            for other, l2, t2, r2, b2 in boxes[n + 1 :]:
                over = min(r1, r2) - max(l1, l2) > 0.5 and min(b1, b2) - max(t1, t2) > 0.5
                assert not over, (name, chart.key, one, other)


@pytest.mark.parametrize("years", ["da", "en"])
def test_the_last_values_stand_at_the_ends(years: str) -> None:
    drawn = svg(result_chart(calculate(read_case("herning-2013")), Words(years)), years)
    assert (">Besparelse -4.500<" if years == "da" else ">Saving -4,500<") in drawn
    assert f'xml:lang="{years}"' in drawn


def test_a_hostile_text_stays_a_text() -> None:
    tree = document(read_case("herning-drivers-2013"))
    tree["title"] = tree["costs"][0]["label"] = tree["scenarios"][0]["label"] = '<script>x</script>&"'
    for chart in charts_of(calculate(case_from_document(tree, "x")), Words()):
        assert all(element.tag != f"{SVG}script" for element in ET.fromstring(svg(chart, "da")).iter())


@pytest.fixture
def chart() -> Chart:
    return result_chart(calculate(read_case("herning-2013")), Words())


def test_a_picture_is_the_drawing_with_its_texts_on_the_paper_of_its_look(chart: Chart) -> None:
    with Image.open(io.BytesIO(png(chart, "da"))) as picture:
        assert picture.size == (1440, 680) and picture.convert("RGB").getpixel((2, 2)) == (255, 255, 255)
        names = picture.convert("L").crop((1180, 0, 1440, 680))
        assert names.getextrema()[0] < 120  # a machine without a type for texts would draw none
    with Image.open(io.BytesIO(png(chart, "da", "dark"))) as picture:
        assert picture.convert("RGB").getpixel((2, 2)) == (18, 24, 30)


def test_the_same_chart_gives_the_same_bytes(chart: Chart) -> None:
    assert svg(chart, "da") == svg(chart, "da") and png(chart, "da") == png(chart, "da")
