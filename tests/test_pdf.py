"""Every page as PDF: all of its figures, tagged, named, in its language, and nothing of the screen's controls."""

from __future__ import annotations

import re
import shutil
import subprocess
import zlib
from pathlib import Path

import pytest

from budget.case import CaseError, problem_text, read_case, with_figure
from budget.commands import main
from budget.dashboard.parts.assets import FOLDER
from budget.export import pdf as paper
from budget.formulas import Result, calculate
from budget.shown import pages
from budget.shown.changed import state
from budget.shown.model import Cell, Heading, Page, Picture, Row, Table, Text, piece, year_columns
from budget.text import Words
from budget.text.characters import together
from tests.dashboard.page import Page as Opened

CASE = "herning-drivers-2013"
STREAM = re.compile(rb"stream\r?\n(.*?)\r?\nendstream", re.DOTALL)


def result(case: str = CASE) -> Result:
    return calculate(read_case(case))


def shown(page: str, words: Words, of: Result) -> Page:
    return pages.method(words) if page == "method" else getattr(pages, page)(of, words)  # type: ignore[no-any-return]


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
@pytest.mark.parametrize("name", paper.PAGES)
def test_a_page_is_a_tagged_pdf_in_its_language_with_headings_and_table_heads(name: str, tmp_path: Path) -> None:
    of, words = result("herning-projection-2013" if name == "projection" else CASE), Words()
    page, data = shown(name, words, of), paper.page_pdf(of, name, words)
    objects = inside(data)
    assert "/Lang (da)" in objects or "/Lang(da)" in objects
    assert "/StructTreeRoot" in objects and "pdfuaid" in objects
    for wanted in ("/H1", "/H2" if name != "presentation" else "/H1", "/Table", "/TH", "/TD"):
        assert re.search(rf"/S ?{wanted}\b", objects), wanted
    drawn = sum(isinstance(part, Picture) for part in page.parts())
    assert drawn == len(re.findall(r"/S ?/Figure\b", objects)) == len(re.findall(r"/Alt ?[(<]", objects))
    text = text_of(data, tmp_path)
    for button in ("Nulstil", "Tilføj linje", "Bekræft standardværdi", "Se alle", "Klik på", "Gem som"):
        assert button not in text


@pytest.mark.pdf
@pytest.mark.parametrize("language", ["da", "en"])
def test_every_figure_of_the_table_stands_on_paper(language: str, tmp_path: Path) -> None:
    of, words = result(), Words(language)
    page = pages.calculation(of, words)
    text = text_of(paper.page_pdf(of, "calculation", words), tmp_path)
    for row in page.tables()[0].rows:
        assert all(cell in text for cell in row.texts[1:])
    for figure in next(part for part in page.parts() if hasattr(part, "figures")).figures:
        assert all(word in text for word in (*figure.label.split(), *figure.text.split()))


def of_one(table: Table) -> Page:
    return Page("calculation", "T", pieces=(piece("a", table),))


@pytest.mark.pdf
def test_a_wide_table_is_printed_as_several_and_loses_no_column(tmp_path: Path) -> None:
    years = range(2000, 2040)
    row = Row("a", "", "Linjen", tuple(Cell(f"{n}.{n:03}") for n in range(40)))
    table = Table("t", "Bred", year_columns(years), (row,), ("Noten",))
    text = text_of(paper.pdf(of_one(table), "t", Words()), tmp_path)
    assert all(str(year) in text and f"{n}.{n:03}" in text for n, year in enumerate(years))
    assert text.count("Linjen") == -(-40 // paper.MOST_COLUMNS) and text.count("Noten") == 1
    assert f"MOST_COLUMNS = {paper.MOST_COLUMNS};" in (FOLDER / "paper.js").read_text(encoding="utf-8")


@pytest.mark.pdf
def test_what_a_user_wrote_cannot_fetch_or_break_anything() -> None:
    wicked = "</title><img src=http://127.0.0.1:9/x><svg onload=x>"
    page = Page("calculation", wicked, pieces=(piece("a", Heading(wicked), Text("file:///etc/passwd", "lead")),))
    data = paper.pdf(page, "</title><b>", Words())
    assert data.startswith(b"%PDF") and b"127.0.0.1:9" not in data


@pytest.mark.pdf
def test_what_the_dashboard_shows_is_what_is_printed() -> None:
    """A changed and explained figure stands on paper as it stands on the screen, and the state of the case with it."""
    changed = with_figure(read_case("herning-2013"), "savings.placements.realisation", 0.5)
    first, of, words = result("herning-2013"), calculate(changed), Words()
    page = pages.calculation(of, words, first=first, asked=("net", 2016))
    markup = paper.page_html(page, words)
    assert "var -2.500" in markup and "Sådan er tallet beregnet" in markup and together(state(changed, words)) in markup
    assert "<button" not in markup and "<input" not in markup


def test_an_unknown_page_is_told_which_there_are() -> None:
    with pytest.raises(CaseError) as error:
        paper.page_pdf(result(), "forside", Words())
    assert "calculation" in problem_text(error.value.problems[0], Words("da"))


def test_a_machine_without_the_library_gets_a_plain_message(monkeypatch: pytest.MonkeyPatch) -> None:
    paper.can_draw.cache_clear()
    monkeypatch.setattr(paper, "PANGO", ("no-such-library",))
    try:
        with pytest.raises(CaseError) as error:
            paper.page_pdf(result(), "calculation", Words())
        assert "Pango" in problem_text(error.value.problems[0], Words("da"))
        page = Opened().exporting()
        assert any("Pango" in caption.value for caption in page.app.caption)
    finally:
        paper.can_draw.cache_clear()


@pytest.mark.pdf
def test_the_command_writes_a_page_and_refuses_an_unknown_one(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["pdf", "herning-2013", "-o", str(tmp_path / "x.pdf"), "--page", "sources"]) == 0
    assert (tmp_path / "x.pdf").read_bytes().startswith(b"%PDF")
    assert main(["pdf", "herning-2013", "-o", str(tmp_path / "y.pdf"), "--page", "forside"]) == 2
    assert "placements" in capsys.readouterr().err and not (tmp_path / "y.pdf").exists()
