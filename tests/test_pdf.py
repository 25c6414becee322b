"""Every page as PDF: all of its figures, tagged, named, in its language, and nothing of the screen's controls."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import zlib
from pathlib import Path

import pytest

from budget.case import CaseError, problem_text
from budget.dashboard.parts import paper
from budget.dashboard.parts.assets import FOLDER
from budget.dashboard.parts.markup import Html, tag
from budget.dashboard.parts.view import Block
from budget.export import pdf as drawing
from budget.text import Words
from tests.dashboard.one_page import OnePage
from tests.dashboard.page import Page

CASE = "herning-drivers-2013"
STREAM = re.compile(rb"stream\r?\n(.*?)\r?\nendstream", re.DOTALL)


def shown(page: Page) -> list[list[Block]]:
    """What the views of a page show."""
    views = [json.loads(view.proto.json).get("blocks", ()) for view in page.app.get("bidi_component")]
    return [[Block(key, Html(html), into) for key, into, html in blocks] for blocks in views]


def pages() -> dict[str, Page]:
    return {
        "calculation": Page(case=CASE),
        "caseload": OnePage("caseload.page", "caseload", "caseload", case=CASE),
        "placements": OnePage("placements.page", "placements", "placements", case=CASE),
        "sources": OnePage("sources.page", "sources_page", "sources", case=CASE),
        "method": OnePage("method.page", "method_page", "method"),
    }


def inside(data: bytes) -> str:
    """The PDF's own objects, unpacked."""
    found = [data]
    for stream in STREAM.findall(data):
        try:
            found.append(zlib.decompress(stream))
        except zlib.error:
            continue
    return b"\n".join(found).decode("latin-1")


def text_of(data: bytes, folder: Path) -> str:
    file = folder / "page.pdf"
    file.write_bytes(data)
    command = [shutil.which("pdftotext") or "pdftotext", "-raw", str(file), "-"]
    return " ".join(subprocess.run(command, check=True, capture_output=True).stdout.decode().split())


@pytest.mark.pdf
@pytest.mark.parametrize("name", ["calculation", "caseload", "placements", "sources", "method"])
def test_a_page_is_a_tagged_pdf_in_its_language_with_headings_and_table_heads(name: str, tmp_path: Path) -> None:
    page = pages()[name]
    data = paper.as_pdf(shown(page), "Siden · casen", "da")
    objects = inside(data)
    assert "/Lang (da)" in objects or "/Lang(da)" in objects
    assert "/StructTreeRoot" in objects and "pdfuaid" in objects
    for wanted in ("/H1", "/H2", "/Table", "/TH", "/TD"):
        assert re.search(rf"/S ?{wanted}\b", objects), wanted
    pictures = len(re.findall(r"/S ?/Figure\b", objects))
    assert pictures == len(re.findall(r"/Alt ?[(<]", objects))
    text = text_of(data, tmp_path)
    for button in ("Nulstil", "Tilføj linje", "Bekræft standardværdi", "Se alle", "Klik på"):
        assert button not in text


@pytest.mark.pdf
@pytest.mark.parametrize("language", ["da", "en"])
def test_every_figure_of_the_table_stands_on_paper(language: str, tmp_path: Path) -> None:
    page = Page(case=CASE, lang=language)
    text = text_of(paper.as_pdf(shown(page), "t", language), tmp_path)
    for key in ("savings", "costs", "net", "accumulated"):
        for figure in page.row(key):
            assert figure.replace("None", "") in text
    for label, value in re.findall(r"<dt>(.*?)</dt><dd><b>(.*?)</b>", page.markup("figures")):
        assert all(word in text for word in (*label.split(), *value.split()))


@pytest.mark.pdf
def test_a_wide_table_is_printed_as_several_and_loses_no_column(tmp_path: Path) -> None:
    head = tag("tr", tag("th", "Række", scope="col"), *(tag("th", f"{2000 + n}", scope="col") for n in range(40)))
    body = tag("tr", tag("th", "Linjen", scope="row"), *(tag("td", f"{n}.{n:03}") for n in range(40)))
    table = tag("table", tag("caption", "Bred"), tag("thead", head), tag("tbody", body))
    data = paper.as_pdf([[Block("a", tag("div", tag("h1", "T"), table))]], "t", "da")
    text = text_of(data, tmp_path)
    assert all(f"{2000 + n}" in text and f"{n}.{n:03}" in text for n in range(40))
    assert text.count("Linjen") == -(-40 // drawing.MOST_COLUMNS)
    assert f"MOST_COLUMNS = {drawing.MOST_COLUMNS};" in (FOLDER / "paper.js").read_text(encoding="utf-8")


@pytest.mark.pdf
def test_what_a_user_wrote_cannot_fetch_or_break_anything() -> None:
    wicked = tag("h1", "</title><img src=http://127.0.0.1:9/x><svg onload=x>")
    data = paper.as_pdf([[Block("a", tag("div", wicked, tag("p", "file:///etc/passwd")))]], "</title><b>", "da")
    assert data.startswith(b"%PDF") and b"127.0.0.1:9" not in data


def test_blocks_are_put_into_one_another_as_in_the_browser() -> None:
    outer = Block("a", tag("div", tag("div", data_holds="b"), data_holds="a"))
    blocks = [outer, Block("c", tag("p", "1"), "a"), Block("d", tag("i", "2"), "b"), Block("e", tag("i", "3"), "b")]
    plain = re.sub(r' data-holds="."', "", paper.assembled(blocks))
    assert plain == "<div><p>1</p><div><i>2</i><i>3</i></div></div>"


def test_a_machine_without_the_library_gets_a_plain_message(monkeypatch: pytest.MonkeyPatch) -> None:
    drawing.can_draw.cache_clear()
    monkeypatch.setattr(drawing, "PANGO", ("no-such-library",))
    try:
        with pytest.raises(CaseError) as error:
            drawing.pdf("<p>1</p>", "", "t", "da")
        assert "Pango" in problem_text(error.value.problems[0], Words("da"))
        page = Page()
        assert any("Pango" in caption.value for caption in page.app.caption)
    finally:
        drawing.can_draw.cache_clear()
