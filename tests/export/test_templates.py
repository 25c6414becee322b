"""The municipality's own templates: decks and documents in templates of different make are sound, say what the case
says, and have no colour and no font of their own; hostile and broken templates are refused and leave nothing behind.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from docx import Document
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Cm
from pptx import Presentation
from pptx.enum.shapes import PP_PLACEHOLDER
from pptx.util import Inches

from budget.case import CaseError, read_case
from budget.case.themes import look
from budget.commands import main
from budget.export.document import document
from budget.export.slides import slides
from budget.export.slides.design import designed
from budget.export.template_preview import described, preview
from budget.export.templates import looked_at, remarks
from budget.formulas import Result, calculate
from budget.shown.model import Display
from budget.shown.net_table import net_table
from budget.shown.story import story
from budget.text import Words
from budget.text.characters import together
from tests import office
from tests.analysis.plain_case import changed, large, worked_out
from tests.packages import Package

A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
P = "{http://schemas.openxmlformats.org/presentationml/2006/main}"
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
DA = Words("da")
CASES: dict[str, Callable[[], Result]] = {
    "herning": lambda: calculate(read_case("herning-2013")),
    "drivers": lambda: calculate(read_case("herning-drivers-2013")),
    "40 years and 30 lines": lambda: worked_out(large(30)),
    "long names": lambda: worked_out(changed(title="Et langt navn " * 12, municipality="En lang kommune " * 8)),
}


def saved(file: Any) -> bytes:
    out = io.BytesIO()
    file.save(out)
    return out.getvalue()


# ------------------------------------------------------------------ templates of slides
def plain() -> bytes:
    """4:3 with eleven layouts, as python-pptx has it, with a slide of its own that must not come along."""
    deck = Presentation()
    deck.slides.add_slide(deck.slide_layouts[0]).shapes.title.text = "Sådan bruges skabelonen"
    return saved(deck)


def wide() -> bytes:
    """16:9 in a design of another accent, whose placeholders are numbered in their own way."""
    deck = Presentation()
    designed(deck, "#7A1F5C", DA)
    return saved(deck)


def one_layout() -> bytes:
    """16:9 with a single layout that has no more than a title."""
    deck = Presentation()
    deck.slide_width, deck.slide_height = Inches(13.333), Inches(7.5)
    for layout in [one for one in deck.slide_layouts if one.name != "Title Only"]:
        deck.slide_layouts.remove(layout)
    return saved(deck)


def numbered_alike() -> bytes:
    """As LibreOffice saves it: every placeholder of a layout with the same number, and the title of the front's place
    on each of them, in the middle of the content."""
    deck = Presentation(io.BytesIO(plain()))
    for layout in deck.slide_layouts:
        for spot in layout.placeholders:
            spot._element.nvSpPr.nvPr.find(f"{P}ph").attrib.pop("idx", None)
            if spot.placeholder_format.type in (PP_PLACEHOLDER.TITLE, PP_PLACEHOLDER.CENTER_TITLE):
                spot.left, spot.top, spot.width, spot.height = map(Inches, (0.75, 2.33, 8.5, 1.6))
    return saved(deck)


def dark() -> bytes:
    """Light text on a dark ground, and accents that cannot be told apart."""
    with zipfile.ZipFile(io.BytesIO(plain())) as source:
        parts = {name: source.read(name) for name in source.namelist()}
    master = "ppt/slideMasters/slideMaster1.xml"
    parts[master] = parts[master].replace(b'bg1="lt1" tx1="dk1"', b'bg1="dk1" tx1="lt1"')
    theme = "ppt/theme/theme1.xml"
    accents = rb"(<a:accent\d>).*?(</a:accent\d>)"
    parts[theme] = re.sub(accents, rb'\1<a:srgbClr val="101010"/>\2', parts[theme], flags=re.DOTALL)
    return zipped(parts)


def potx() -> bytes:
    with zipfile.ZipFile(io.BytesIO(wide())) as source:
        parts = {name: source.read(name) for name in source.namelist()}
    types = parts["[Content_Types].xml"]
    parts["[Content_Types].xml"] = types.replace(b"presentation.main+xml", b"template.main+xml")
    return zipped(parts)


def zipped(parts: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for name, content in parts.items():
            target.writestr(name, content)
    return out.getvalue()


def with_part(data: bytes, name: str, content: bytes) -> bytes:
    with zipfile.ZipFile(io.BytesIO(data)) as source:
        return zipped({one: source.read(one) for one in source.namelist()} | {name: content})


DECKS: dict[str, Callable[[], bytes]] = {
    "4:3, eleven layouts": plain, "16:9, own numbers": wide, "one layout": one_layout, "dark": dark, "potx": potx,
    "numbered alike": numbered_alike,
}  # fmt: skip


@pytest.fixture(scope="module", params=sorted(DECKS))
def template(request: pytest.FixtureRequest) -> bytes:
    return DECKS[request.param]()


@pytest.mark.parametrize("name", sorted(CASES))
def test_a_deck_in_a_template_is_sound_and_in_its_colours_and_fonts_alone(template: bytes, name: str) -> None:
    result = CASES[name]()
    data = slides(result, DA, template=template)
    package, deck = Package(data), Presentation(io.BytesIO(data))
    assert package.faults() == []
    for part in (*package.like("ppt/slides/slide"), *package.like("ppt/charts/chart")):
        if part.endswith(".xml"):
            assert package.xml(part).find(f".//{A}srgbClr") is None, part
            assert {font.get("typeface")[0] for font in package.xml(part).iter(f"{A}latin")} <= {"+"}, part
    for slide in deck.slides:
        for shape in slide.shapes:
            assert shape.left >= 0 and shape.top >= 0, shape.name
            assert shape.left + shape.width <= deck.slide_width + 2, shape.name
            assert shape.top + shape.height <= deck.slide_height + 2, shape.name
        title = slide.shapes.title
        if title is not None and slide is not deck.slides[0]:  # nothing stands over the message
            others = [one for one in slide.shapes if one.shape_id != title.shape_id]
            assert all(title.top + title.height <= one.top + Inches(0.15) for one in others), slide.slide_id
        empty = [one.name for one in slide.placeholders if one.has_text_frame and not one.text_frame.text]
        assert not empty
    assert "Sådan bruges skabelonen" not in " ".join(texts(slide) for slide in deck.slides)
    assert slides(result, DA, template=template) == data


@pytest.mark.parametrize("name", ["herning", "drivers"])
def test_it_says_what_the_case_says(template: bytes, name: str) -> None:
    result = CASES[name]()
    deck = Presentation(io.BytesIO(slides(result, DA, template=template)))
    told = story(result, DA)
    for slide, view in zip(list(deck.slides)[1:], told.views, strict=True):
        said = texts(slide)
        assert together(view.message) in said
        assert all(together(figure.text) in said for figure in view.figures)
        assert together(view.message) in slide.notes_slide.notes_text_frame.text
    tables = [shape.table for slide in deck.slides for shape in slide.shapes if shape.has_table]
    shown = {cell.text for table in tables for row in table.rows for cell in row.cells}
    net = next(row for row in net_table(result, DA, Display()).rows if row.key == "net")
    assert {together(cell.text) for cell in net.cells if cell.text} <= {together(text) for text in shown}
    charts = [shape for slide in deck.slides for shape in slide.shapes if shape.has_chart]
    assert len(charts) == 3 and all(c._element.nvGraphicFramePr.cNvPr.get("descr") for c in charts)


def texts(slide: Any) -> str:
    return " ".join(shape.text_frame.text for shape in slide.shapes if shape.has_text_frame)


def test_layouts_are_found_by_kind_and_size_and_another_can_be_chosen() -> None:
    looked = looked_at(plain(), "slides")
    names = {use: drawn.name for use, drawn in looked.layouts.items()}
    assert names == {"front": "Title Slide", "view": "Title and Content", "two": "Two Content"}
    assert looked.remarks == () and "Blank" in looked.known
    other = looked_at(plain(), "slides", (("view", "Blank"),))
    assert other.layouts["view"].name == "Blank" and other.remarks
    assert looked_at(plain(), "slides", (("view", "findes ikke"),)).layouts["view"].name == "Title and Content"


def test_the_picture_of_a_layout_has_its_placeholders_where_they_stand() -> None:
    """Against python-pptx's own measures of the layout."""
    deck = Presentation(io.BytesIO(plain()))
    layout = next(one for one in deck.slide_layouts if one.name == "Two Content")
    drawn = looked_at(plain(), "slides").layouts["two"]
    assert drawn.ratio == pytest.approx(0.75)
    assert [(spot.kind, spot.used) for spot in drawn.spots] == [
        ("title", True), ("content", True), ("content", True), ("other", False), ("footer", True), ("number", True),
    ]  # fmt: skip
    for spot, ours in zip(layout.placeholders, drawn.spots, strict=True):
        assert ours.left * deck.slide_width == pytest.approx(spot.left)
        assert ours.high * deck.slide_height == pytest.approx(spot.height)
    picture = ElementTree.fromstring(preview(drawn, DA))
    boxes = [box for box in picture.iter("rect") if box.get("stroke-dasharray")]
    assert len(boxes) == 1 and len(list(picture.iter("rect"))) == 7
    assert [text.text for text in picture.iter("text") if text.text] == [
        "Titel", "Indhold", "Indhold", "Sidefod", "Nr."
    ]  # fmt: skip
    assert "»Two Content«" in described(drawn, DA) and "indhold" in described(drawn, DA).lower()


def test_the_picture_of_a_layout_without_room_shows_where_the_content_stands() -> None:
    drawn = looked_at(one_layout(), "slides").layouts["view"]
    free = next(spot for spot in drawn.spots if spot.kind == "free")
    assert free.used and 0 < free.left < 0.1 and 0.8 < free.wide <= 0.95 and free.top + free.high <= 1


def test_what_a_template_lacks_is_said_with_what_was_done_instead() -> None:
    codes = {code for code, _ in looked_at(one_layout(), "slides").remarks}
    assert codes >= {"template.no_front", "template.no_view", "template.no_two", "template.narrow"}
    assert "template.colours" in {code for code, _ in looked_at(dark(), "slides").remarks}
    for language in ("da", "en"):
        said = list(remarks(one_layout(), "slides", Words(language)))
        assert any("Title Only" in text for text in said) and not any("{" in text for text in said)


@pytest.mark.office
@pytest.mark.parametrize("ending", ["pptx"])
def test_a_template_that_libreoffice_saved_holds_a_deck_too(ending: str) -> None:
    ours = office.converted({"t.pptx": plain()}, ending, "pptx")["t.pptx"]
    data = slides(CASES["drivers"](), DA, template=ours)
    assert Package(data).faults() == [] and len(Presentation(io.BytesIO(data)).slides) > 4


# ------------------------------------------------------------------ templates of documents
def marked() -> bytes:
    """A bookmark between an opening and a close, a header, and narrow margins."""
    paper = Document()
    paper.sections[0].header.paragraphs[0].text = "Eksempel Kommune"
    paper.sections[0].left_margin = Cm(5)
    paper.add_paragraph("Sagsnr. 123")
    place = paper.add_paragraph("Her skrives")
    for kind in ("bookmarkStart", "bookmarkEnd"):
        mark = OxmlElement(f"w:{kind}")
        mark.set(qn("w:id"), "1")
        if kind == "bookmarkStart":
            mark.set(qn("w:name"), "Indhold")
        place._p.append(mark)
    paper.add_paragraph("Med venlig hilsen")
    return saved(paper)


def controlled() -> bytes:
    """A content control in place of the text."""
    paper = Document()
    paper.add_paragraph("Sagsnr. 123")
    paper.element.body.insert(1, parse_xml(
        f'<w:sdt {nsdecls("w")}><w:sdtPr><w:alias w:val="Sagsfremstilling"/></w:sdtPr><w:sdtContent><w:p><w:r><w:t>'
        "Klik her</w:t></w:r></w:p></w:sdtContent></w:sdt>"
    ))  # fmt: skip
    paper.add_paragraph("Med venlig hilsen")
    return saved(paper)


def bare() -> bytes:
    """No style but the body text's, and a text that is no place for ours."""
    paper = Document()
    paper.add_paragraph("Sagsnr. 123")
    for style in list(paper.styles):
        if style.name not in ("Normal", "Default Paragraph Font", "Normal Table", "No List"):
            style.element.getparent().remove(style.element)
    return saved(paper)


def dotx() -> bytes:
    with zipfile.ZipFile(io.BytesIO(marked())) as source:
        parts = {name: source.read(name) for name in source.namelist()}
    types = parts["[Content_Types].xml"]
    parts["[Content_Types].xml"] = types.replace(b"document.main+xml", b"template.main+xml")
    return zipped(parts)


PAPERS: dict[str, Callable[[], bytes]] = {
    "bookmark": marked, "content control": controlled, "bare": bare, "dotx": dotx, "empty": lambda: saved(Document()),
}  # fmt: skip


@pytest.mark.parametrize("language", ["da", "en"])
@pytest.mark.parametrize("name", sorted(PAPERS))
def test_a_document_in_a_template_is_sound_and_says_what_ours_says(name: str, language: str) -> None:
    result, words = CASES["drivers"](), Words(language)
    data = document(result, words, template=PAPERS[name]())
    assert Package(data).faults() == []
    mine, ours = Document(io.BytesIO(data)), Document(io.BytesIO(document(result, words)))
    texts = [paragraph.text for paragraph in mine.paragraphs]
    start = texts.index(ours.paragraphs[0].text)
    assert texts[start : start + len(ours.paragraphs)] == [paragraph.text for paragraph in ours.paragraphs]
    for table, other in zip(mine.tables, ours.tables, strict=True):
        assert [[c.text for c in row.cells] for row in table.rows] == [[c.text for c in r.cells] for r in other.rows]
    body = mine.element.body
    assert body.find(f".//{W}color") is None and body.find(f".//{W}rFonts") is None
    assert not [shade for shade in body.iter(f"{W}shd") if shade.get(f"{W}fill") not in (None, "auto")]
    assert document(result, words, template=PAPERS[name]()) == data


@pytest.mark.parametrize("name", ["bookmark", "content control", "dotx"])
def test_the_text_takes_the_place_that_the_template_keeps_for_it(name: str) -> None:
    paper = Document(io.BytesIO(document(CASES["herning"](), DA, template=PAPERS[name]())))
    texts = [paragraph.text for paragraph in paper.paragraphs]
    assert texts[0] == "Sagsnr. 123" and texts[-1] == "Med venlig hilsen" and texts[1] == "Sverigesprojektet"
    assert not any("Her skrives" in text or "Klik her" in text for text in texts)
    if name == "bookmark":
        assert paper.sections[0].header.paragraphs[0].text == "Eksempel Kommune"
        wide = paper.sections[0].page_width - paper.sections[0].left_margin - paper.sections[0].right_margin
        assert all(sum(column.width for column in table.columns) <= wide + 1000 for table in paper.tables)


def test_what_a_document_lacks_is_said() -> None:
    said = list(remarks(bare(), "document", DA))
    assert any("»Caption«" in text for text in said) and any("bogmærke" in text for text in said)
    assert not list(remarks(marked(), "document", DA))


@pytest.mark.office
def test_a_document_that_libreoffice_saved_is_a_template_too() -> None:
    theirs = office.converted({"t.docx": marked()}, "docx", "docx")["t.docx"]
    data = document(CASES["herning"](), DA, template=theirs)
    texts = [paragraph.text for paragraph in Document(io.BytesIO(data)).paragraphs]
    assert Package(data).faults() == [] and "Sverigesprojektet" in texts and texts[-1] == "Med venlig hilsen"


# ------------------------------------------------------------------ what is refused
RELATIONS = "ppt/slideMasters/_rels/slideMaster1.xml.rels"
HOSTILE: dict[str, tuple[Callable[[], bytes], str]] = {
    "no archive": (lambda: b"<html>", "upload.not_a_template"),
    "an old format": (lambda: b"\xd0\xcf\x11\xe0" + bytes(600), "upload.encrypted"),
    "cut off": (lambda: plain()[:20_000], "upload.broken_template"),
    "a document": (lambda: saved(Document()), "upload.not_a_template"),
    "macros": (lambda: with_part(plain(), "ppt/vbaProject.bin", b"x"), "upload.active_content"),
    "a bomb": (lambda: with_part(plain(), "ppt/media/a.xml", b" " * 19_000_000), "upload.ratio"),
    "a declared type": (lambda: with_part(plain(), "ppt/x.xml", b"<!DOCTYPE a [<!ENTITY b 'c'>]><a/>"),
                        "upload.document_type"),
    "a picture elsewhere": (lambda: with_part(plain(), RELATIONS, b'<Relationships><Relationship Id="r" Type="x/image" '
                            b'Target="http://c.example/a.png" TargetMode="External"/></Relationships>'),
                            "upload.active_content"),
    "no master": (lambda: with_part(plain(), "ppt/presentation.xml", b"<p/>"), "upload.broken_template"),
    "out of its folder": (lambda: with_part(plain(), "../x.xml", b"<a/>"), "upload.part_name"),
}  # fmt: skip


@pytest.mark.parametrize("name", sorted(HOSTILE))
def test_a_hostile_or_broken_template_is_refused_and_nothing_is_written(
    name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    make, code = HOSTILE[name]
    with pytest.raises(CaseError, match=code):
        slides(CASES["herning"](), DA, template=make())
    file, out = tmp_path / "t.pptx", tmp_path / "out.pptx"
    file.write_bytes(make())
    assert main(["slides", "herning-2013", "--template", str(file), "-o", str(out)]) == 2 and not out.exists()
    said = capsys.readouterr().err
    assert str(file) in said and "Traceback" not in said


# ------------------------------------------------------------------ on the command line and in a theme
def test_a_theme_keeps_the_templates_of_its_municipality(tmp_path: Path) -> None:
    (tmp_path / "own.pptx").write_bytes(plain())
    (tmp_path / "own.dotx").write_bytes(dotx())
    theme = tmp_path / "own.yaml"
    theme.write_text('slides: own.pptx\nlayouts: {view: "Title Only"}\ndocument: own.dotx\n', encoding="utf-8")
    result = CASES["herning"]()
    deck = Presentation(io.BytesIO(slides(result, DA, str(theme))))
    assert {slide.slide_layout.name for slide in deck.slides} == {"Title Slide", "Title Only", "Two Content"}
    assert document(result, DA, str(theme)) == document(result, DA, template=dotx())
    assert look(str(theme)).slides == (tmp_path / "own.pptx").read_bytes()
    for text in ("slides: ../own.pptx", "slides: own.dotx", "document: none.docx", "layouts: {other: x}"):
        theme.with_name("bad.yaml").write_text(text, encoding="utf-8")
        with pytest.raises(CaseError):
            look(str(tmp_path / "bad.yaml"))


def test_the_command_says_which_layouts_it_uses(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "t.potx").write_bytes(potx())
    out = tmp_path / "out.pptx"
    assert main(["slides", "herning-2013", "--template", str(tmp_path / "t.potx"), "-o", str(out)]) == 0
    assert "Forsiden: layoutet »" in capsys.readouterr().out and Package(out.read_bytes()).faults() == []
