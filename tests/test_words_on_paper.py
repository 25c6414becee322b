"""No word of any page of any case is printed over the edge of the sheet or over another word."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from pptx import Presentation

from budget.case import cases, read_case
from budget.export.pdf import PAGES, page_pdf, pdf
from budget.export.slides import slides
from budget.formulas import Result, calculate
from budget.shown import pages
from budget.shown.model import Display, Page, Text, piece
from budget.text import Words
from tests.analysis.plain_case import large, worked_out
from tests.office import converted
from tests.words_on_paper import misprints

FOLDER = Path(__file__).parent / "cases"
SIDE = 14  # millimetres of margin to the left and to the right of a page
LANGUAGES = ("da", "en")
FILES = [*cases(), *(str(FOLDER / f"{name}.yaml") for name in ("drivers", "failing/words", "failing/long12"))]


def many() -> Result:
    """40 years and 37 lines."""
    return worked_out(large(37))


def of(name: str) -> Result:
    return many() if name == "many" else calculate(read_case(name))


@pytest.mark.pdf
@pytest.mark.parametrize(
    ("name", "language"), [*((name, "da") for name in [*FILES, "many"]), ("herning-2013", "en"), (FILES[-3], "en")]
)
def test_every_word_of_a_page_has_its_own_place(name: str, language: str) -> None:
    result, words = of(name), Words(language)
    for page in PAGES:
        if page != "method":
            assert list(misprints(page_pdf(result, page, words), SIDE)) == [], page
    in_kr = pages.calculation(result, words, display=Display("kr"))
    assert list(misprints(pdf(in_kr, "", words), SIDE)) == []


@pytest.mark.pdf
@pytest.mark.parametrize("language", LANGUAGES)
def test_so_has_every_word_of_the_pages_of_no_single_case(language: str) -> None:
    words = Words(language)
    for page in (pages.method(words), pages.portfolio([calculate(read_case(id)) for id in cases()], words)):
        assert list(misprints(pdf(page, "", words), SIDE)) == [], page.id


@pytest.mark.pdf
def test_a_word_over_the_edge_or_over_another_is_found() -> None:
    page = Page("x", "Side", pieces=(piece("x", Text("Første"), Text("Anden")),))
    assert list(misprints(pdf(page, "", Words()), SIDE)) == []
    assert any("over the edge" in fault for fault in misprints(pdf(page, "", Words()), 80))
    faults = list(misprints(_printed(page, "p + p { margin-top: -5mm }"), SIDE))
    assert faults and all("'Første' over 'Anden'" in fault for fault in faults)
    assert any(
        "over the edge" in fault
        for fault in misprints(
            _printed(page, "p { margin-left: 178mm; white-space: nowrap; overflow-wrap: normal }"), SIDE
        )
    )


def _printed(page: Page, style: str) -> bytes:
    """The page with a fault in its style."""
    from weasyprint import HTML

    from budget.export.pdf import STYLE, page_html

    head = f"<style>{STYLE.read_text(encoding='utf-8')}{style}</style>"
    return bytes(HTML(string=head + page_html(page, Words())).write_pdf())


# ------------------------------------------------------------------ slides
@pytest.mark.office
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_word_of_a_slide_has_its_own_place(language: str) -> None:
    """As another program draws them, in a wider font than the deck's; charts move their own words apart."""
    decks = {f"case{n}": slides(of(name), Words(language)) for n, name in enumerate([*FILES, "many"])}
    for deck in converted({name: _without_charts(data) for name, data in decks.items()}, "pptx").values():
        assert list(misprints(deck, 0)) == []


def _without_charts(data: bytes) -> bytes:
    deck = Presentation(io.BytesIO(data))
    for slide in deck.slides:
        for shape in slide.shapes:
            if shape.has_chart:
                shape._element.getparent().remove(shape._element)
    out = io.BytesIO()
    deck.save(out)
    return out.getvalue()
