"""What every shape of case says, wherever it is said, in both languages: true, whole and in one unit.

Every rendering of every shipped case, of every case that once failed and of a few odd shapes is read as text. What must
never stand there is in `NEVER`; what must hold between a sentence and the table, or between a sentence and the shape of
its case, has a test of its own.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from html import unescape
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from openpyxl import load_workbook
from pptx import Presentation

from budget.case import Case, CaseError, cases, read_case
from budget.export.document import document
from budget.export.pdf import PAGES, page_html, page_pdf
from budget.export.slides import slides
from budget.export.tables import form_csv, form_text, heading, table_csv, table_text
from budget.export.workbook import workbook
from budget.formulas import Result, calculate
from budget.shown import explain, pages
from budget.shown.agenda import agenda
from budget.shown.forms import appropriations, proposal
from budget.shown.model import Page, Table, Text
from budget.shown.recommendation import recommended
from budget.shown.story import story
from budget.text import EXACT_BELOW, LANGUAGES, Words
from tests.analysis.plain_case import OWN, as_case, changed, large

FOLDER = Path(__file__).parent / "cases"
ALONE: dict[str, Any] = {"financing": None}


def line(id: str, kr: Any, **keys: Any) -> dict[str, Any]:
    return {"id": id, "label": id.capitalize(), "kind": "amounts", "amounts": kr, "service_area": "SO 1", **OWN} | keys


def shape(**lists: Any) -> Case:
    return as_case(changed(**ALONE) | {"costs": [], "savings": []} | lists)


SHAPES: dict[str, Case] = {
    "a saving of another payer": shape(costs=[line("c", 1_000_000)], savings=[line("s", 2_000_000, payer="state")]),
    "changes alone": shape(changes=[line("c", {2026: 41_546, 2027: 1_100_000, 2028: -2_000_000})]),
    "a small cost and a large saving": shape(
        costs=[line("c", 41_546)], savings=[line("s", {2026: 0, 2027: 1_100_000})]
    ),
    "a cost in the last year": shape(costs=[line("c", {2026: 0, 2028: 900_000})], savings=[line("s", 100_000)]),
    "a saving in the middle": shape(
        costs=[line("c", 500_000)], savings=[line("s", {2026: 100_000, 2027: 3_000_000, 2028: 200_000})]
    ),
    "income that pays in part": shape(costs=[line("c", 1_000_000)], incomes=[line("i", {2026: 600_000, 2027: 0})]),
    "one uncertain figure": shape(
        costs=[line("c", 1_000_000)],
        savings=[line("s", {"value": 2_000_000, "low": 1_900_000, "high": 2_500_000, **OWN})],
    ),
    "nothing at all": shape(),
    "forty years": as_case(large(12)),
}


@cache
def every_case() -> dict[str, Case]:
    files = {str(file.relative_to(FOLDER)): file for file in sorted(FOLDER.glob("**/*.yaml"))}
    found = {name: read_case(name) for name in cases()} | SHAPES
    for name, file in files.items():
        if "first_version" not in name:
            try:
                found[name] = read_case(file)
            except CaseError:
                continue  # what is refused says nothing
    return found


NAMES = sorted(every_case())


@dataclass(frozen=True)
class Said:
    """One rendering: its paragraphs, cells and labels as they are read."""

    name: str
    texts: tuple[str, ...]


# ------------------------------------------------------------------ the ways out
BLOCKS = r"p|h\d|td|th|li|div|small|strong|figcaption|caption|dt|dd|section|header|footer|text"


def _runs(markup: str) -> Iterator[str]:
    for block in re.split(rf"</(?:{BLOCKS})>", markup):
        text = " ".join(unescape(re.sub(r"<[^>]+>", "", block)).split(" "))
        if text.strip():
            yield text.strip()


def _document(result: Result, words: Words) -> Iterator[str]:
    paper = Document(io.BytesIO(document(result, words)))
    yield from (p.text for p in paper.paragraphs if p.text)
    yield from (cell.text for table in paper.tables for row in table.rows for cell in row.cells)


def _slides(result: Result, words: Words) -> Iterator[str]:
    for slide in Presentation(io.BytesIO(slides(result, words))).slides:
        for shown in slide.shapes:
            if shown.has_text_frame:
                yield from (p.text for p in shown.text_frame.paragraphs)
            if shown.has_table:
                yield from (cell.text for row in shown.table.rows for cell in row.cells)
            yield shown._element._nvXxPr.cNvPr.get("descr") or ""
        yield from slide.notes_slide.notes_text_frame.text.split("\n")


def _workbook(result: Result, words: Words) -> Iterator[str]:
    book = load_workbook(io.BytesIO(workbook(result.case, result.prices, words.language)), data_only=True)
    for sheet in book.worksheets[:-1]:  # the last one holds the case's own text
        yield from (str(cell) for row in sheet.iter_rows(values_only=True) for cell in row if isinstance(cell, str))


def _shown_pages(result: Result, words: Words) -> dict[str, Page]:
    found = {name: getattr(pages, name)(result, words) for name in PAGES if name != "method"}
    return {**found, "portfolio": pages.portfolio([result], words)}


def _renderings(result: Result, words: Words) -> Iterator[Said]:
    head = heading(result.case, words)
    yield Said("text", tuple(table_text(result, words).split("\n")))
    yield Said("CSV", tuple(re.split(r"[;\r\n]+", table_csv(result, words))))
    for form in (proposal(result, words), appropriations(result, words)):
        yield Said(form.key, (*form_text(form, words, head).split("\n"), *re.split(r"[;\r\n]+", form_csv(form))))
    yield Said("explanation", tuple(str(explain(result, "net", result.years[-1], words)).split("\n")))
    yield Said("document", tuple(_document(result, words)))
    yield Said("slides", tuple(_slides(result, words)))
    yield Said("workbook", tuple(_workbook(result, words)))
    for name, page in _shown_pages(result, words).items():
        yield Said(f"page {name}", tuple(_runs(page_html(page, words).split("<body", 1)[-1])))


@cache
def renderings(name: str, language: str) -> tuple[Said, ...]:
    return tuple(_renderings(calculate(every_case()[name]), Words(language)))


# ------------------------------------------------------------------ what never stands there
YEAR = r"(?:19|20)\d\d(?:–(?:19|20)\d\d)?"
NEVER: dict[str, tuple[str, ...]] = {
    "da": (
        r"(?<![\d.])-?0,0 mio\. kr\.",
        r"\.\.(?!\.)",
        r"(?<![\d.,])1 (?:linjer|rækker|børn|kontrolpunkter|spørgsmål|standardværdier|tal er forudsætninger|pladser)\b",
        r"(?<![\d.,])1 (?:færre |flyttede |ekstra )?(?:helårspladser|anbringelser|rådgivere|sager|måneder|ændringer)\b",
        rf"kr\. i {YEAR} og [\d.,]+ (?:mio\. )?kr\. (?:årligt )?i {YEAR} og [\d.,]+ ",
        r"\bog og\b|\bog,",
        r"\bNone\b|\bnan\b|\binf\b|[{}]",
        r"(?<=[^\s\d]) (?=[.,;:])(?! )",
        r":\s*\.|: og\b",
        r" på i (?!alt)| (?:på|med) (?:og\b(?! over)|,)",
    ),
    "en": (
        r"(?<![\d,])-?0\.0 million kr",
        r"\.\.(?!\.)",
        r"(?<![\d.,])1 (?:lines|rows|children|control points|questions|defaults|figures|places|stops|placements)\b",
        r"(?<![\d.,])1 (?:fewer |extra )?(?:full-year places|full-time equivalents|caseworkers|months|changes|years)\b",
        rf"kr in {YEAR} and [\d.,]+ (?:million )?kr (?:a year )?in {YEAR} and [\d.,]+ ",
        r"\band and\b|\band,",
        r"\bNone\b(?! (?:of|stated))|\bnan\b|\binf\b|[{}]",
        r":\s*\.|: and\b",
        r" (?:of|by) (?:and\b|,)",
        r"\bIncomes\b|(?<![\w.])incomes (?=\w)|(?<=\w )incomes\b",
    ),
}
MIO = {"da": r"\d mio\. kr\.", "en": r"\d million kr"}
WHOLE = {"da": r"(?<![\d.,])-?\d[\d.]* kr\.", "en": r"(?<![\d.,])-?\d[\d,]* kr\b"}
UNIT = {"da": "1.000 kr.", "en": "1,000 kr"}
APART = re.compile(r"pr\. (?:helårs)?plads|per (?:full-year )?place")  # a price beside what it comes to


def plain(text: str) -> str:
    return text.replace("\xa0", " ")


def quoted(case: Case) -> str:
    """What people wrote: it is theirs."""
    return plain(" ".join(map(str, _strings(case.model_dump()))))


def _strings(part: Any) -> Iterator[str]:
    if isinstance(part, str):
        yield part
    elif isinstance(part, dict):
        for value in part.values():
            yield from _strings(value)
    elif isinstance(part, list | tuple):
        for value in part:
            yield from _strings(value)


def faults(said: Said, language: str, own: str) -> list[str]:
    found = []
    for text in map(plain, said.texts):
        for pattern in NEVER[language]:
            for match in re.finditer(pattern, text):
                if match[0] not in own:
                    found.append(f"{said.name}: {pattern}: {text[max(0, match.start() - 60) : match.end() + 40]}")
        for sentence in re.split(r"(?<=[.?!]) (?=[A-ZÆØÅ])", text.replace(UNIT[language], "")):
            if (
                re.search(MIO[language], sentence)
                and re.search(WHOLE[language], sentence)
                and not APART.search(sentence)
                and sentence not in own
            ):
                found.append(f"{said.name}: two units: {sentence}")
    return found


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", NAMES)
def test_no_rendering_says_what_must_never_stand_there(name: str, language: str) -> None:
    own = quoted(every_case()[name])
    assert [fault for said in renderings(name, language) for fault in faults(said, language, own)] == []


@pytest.mark.parametrize(
    "text",
    [
        "Der udestår 0,0 mio. kr. i 2026.",
        "Nettomerudgift på 5 kr..",
        "Øvrige merudgifter (1 linjer)",
        "2,6 mio. kr. i 2026 og 2,2 mio. kr. i 2027 og 2,2 mio. kr. i 2028",
        "Casen går fra 41.546 kr. i 2026 til 1,1 mio. kr. i 2029.",
        "Kilder: .",
    ],
)
def test_the_walk_finds_what_must_never_stand_there(text: str) -> None:
    assert faults(Said("planted", (text,)), "da", "")


# ------------------------------------------------------------------ a heading with nothing under it
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", NAMES)
def test_a_colon_in_the_document_is_followed_by_its_list(name: str, language: str) -> None:
    paper = Document(io.BytesIO(document(calculate(every_case()[name]), Words(language))))
    for before, after in pairwise([*paper.paragraphs, None]):
        if before is not None and before.text.rstrip().endswith((":", "indstiller,", "recommends")):
            assert after is not None and after.style.name == "List Bullet", before.text


# ------------------------------------------------------------------ sentences and the table
def known_amounts(result: Result, words: Words) -> set[str]:
    """Every amount that the table bears out: of a row in a year, over years that follow each other, and a summary's."""
    found = {abs(value) for value in result.summary.values() if value is not None}
    for row in result.rows:
        for start in range(len(row.values)):
            total = 0.0
            for value in row.values[start:]:
                total += value
                found.add(abs(total))
    found |= set(_followed(result))
    thousand = words.number(1000)[1:]  # what stands in the table, with three zeros after it
    written = {f"{words.amount(kr)}{thousand} {words.kr(0).split(' ')[1]}" for kr in found if kr >= EXACT_BELOW}
    return written | {text for kr in found for text in (words.mio(kr), words.kr(kr))}


def _followed(result: Result) -> Iterator[float]:
    """What is booked, and how far it is from the budget, of each line and year."""
    for fact in result.case.actuals:
        yield abs(fact.amount)
        if fact.line and fact.line in {row.key for row in result.rows}:
            yield abs(fact.amount - result.row(fact.line).values[fact.year - result.years[0]])


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", NAMES)
def test_amounts_in_sentences_are_those_of_the_table(name: str, language: str) -> None:
    result, words = calculate(every_case()[name]), Words(language)
    known = known_amounts(result, words)
    item = agenda(result, words)
    parts = [*item.sections["summary"], *item.sections["economy"]]
    said = [part.text for part in parts if isinstance(part, Text)]
    views = story(result, words).views
    said += [view.message for view in views if view.id not in ("needs", "controller", "certainty")]
    granted = _granted(result, words)
    pattern = rf"-?\d[\d.,]* (?:{re.escape(words('unit.mio'))}|{re.escape(words.kr(1).split(' ')[1])})"
    for text in said:
        for amount in re.findall(pattern, plain(text)):
            assert amount.lstrip("-") in known | granted, (amount, text)
    for text in recommended(result, words):
        for amount in re.findall(pattern, plain(text)):
            assert amount in granted, (amount, text)


def _granted(result: Result, words: Words) -> set[str]:
    form = appropriations(result, words)
    return {words.kr(abs(cell.value)) for row in form.rows for cell in row.cells if cell.value is not None}


@pytest.mark.parametrize("name", NAMES)
def test_every_year_with_money_is_recommended_or_stands_in_the_table_named(name: str) -> None:
    result = calculate(every_case()[name])
    said = plain(" ".join(recommended(result, Words())))
    form = appropriations(result, Words())
    for row in (row for row in form.rows if row.kind == "line"):
        for year, kr in zip(result.years, row.values, strict=True):
            if kr and "tabel 2" not in said:
                spans = [tuple(map(int, span.split("–"))) for span in re.findall(r"\d{4}–\d{4}", said)]
                assert str(year) in said or any(first <= year <= last for first, last in spans), (row.label, year)
    tables = [part for part in agenda(result, Words()).sections["economy"] if isinstance(part, Table)]
    assert {year for table in tables for year in table.years} == set(result.years)


# ------------------------------------------------------------------ sentences and the shape
@pytest.mark.parametrize("name", NAMES)
def test_what_is_said_is_true_of_the_shape(name: str) -> None:
    result = calculate(every_case()[name])
    text = plain(
        " ".join(t for said in renderings(name, "da") if said.name in ("document", "slides") for t in said.texts)
    )
    years, net = result.years, sum(result.row("net").values)
    own = quoted(result.case)
    if len(years) == 1:
        assert "i alle år" not in text and f"fra {years[0]}" not in text.replace(own, "")
        assert "under ét" not in text and "kr. årligt" not in text
    if net < -1:
        assert "Casen har ingen besparelse. Merudgiften er" not in text or any(result.row("incomes").values)
    if not any(abs(kr) > 1 for kr in result.row("savings").values):
        assert "Besparelsen er en forudsætning" not in text and "besparelsen ventes at dække" not in text
    if result.nothing_to_pay_back:
        assert "forventes tilbagebetalt" not in text and "ikke tilbagebetalt" not in text
    if not any(kr > 0 for kr in result.row("net").values):
        assert "nettomerudgift på" not in text.replace("Et positivt tal i rækken", "")


# ------------------------------------------------------------------ on paper
@pytest.mark.pdf
@pytest.mark.parametrize("name", ["herning-2013", "failing/words.yaml", "failing/odd-oneyear.yaml"])
def test_the_page_on_paper_says_nothing_that_must_never_stand_there(name: str, tmp_path: Path) -> None:
    import subprocess

    result, words = calculate(every_case()[name]), Words()
    file = tmp_path / "page.pdf"
    for page in ("calculation", "presentation"):
        file.write_bytes(page_pdf(result, page, words))
        text = subprocess.run(["pdftotext", str(file), "-"], check=True, capture_output=True).stdout.decode()
        blocks = tuple(" ".join(block.split()) for block in re.split(r"\n\s*\n", text))
        assert faults(Said(page, blocks), "da", quoted(result.case)) == []
