"""A changed case is not the case: whatever shows it says so and lists each change, and what is typed has no source."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from docx import Document
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook
from pptx import Presentation

from budget.analysis.changes import Change, as_written, changes, standing
from budget.analysis.follow_up import follow_up
from budget.case import (
    Case,
    CaseError,
    case_from_text,
    case_to_text,
    entries,
    find,
    read_case,
    with_figure,
    with_scenario,
)
from budget.case import cases as shipped
from budget.case.figures import Figure, source_key
from budget.case.taking import attribute
from budget.commands import main
from budget.dashboard.changes.state import Change as Edit
from budget.dashboard.changes.state import changed, enter, opened, reset
from budget.dashboard.changes.structure import DescribeCase, Remove
from budget.export.document import document
from budget.export.follow_up import follow_up_text
from budget.export.pdf import PAGES, page_html
from budget.export.readback import read_workbook
from budget.export.slides import slides
from budget.export.tables import form_csv, form_text, heading, table_csv, table_json, table_text
from budget.export.workbook import workbook
from budget.formulas import Result, calculate
from budget.shown import pages
from budget.shown.changed import changed_texts, state, states
from budget.shown.forms import appropriations, proposal
from budget.text import LANGUAGES, Words
from tests.documents import cases

HERNING, DRIVERS = read_case("herning-2013"), read_case(Path(__file__).parent / "cases" / "drivers.yaml")
AMOUNT, LEVER = "savings.placements.amounts.2016", "levers.realisation"


def edited(*entered: tuple[str, str]) -> Case:
    model = opened(HERNING, "x")
    for path, text in entered:
        model = enter(model, path, text, "da")
    return model.case


REFUSED = "t01-negativ-besparelse"  # it says nothing
FAILING = [f for f in sorted((Path(__file__).parent / "cases" / "failing").glob("*.yaml")) if f.stem != REFUSED]
SAID_OF = {**{id: read_case(id) for id in shipped()}, **{file.stem: read_case(file) for file in FAILING}}
CHANGED: dict[str, Case] = {
    "set": with_figure(with_figure(HERNING, AMOUNT, 3_500_000), LEVER, 0.8),
    "scenario": with_scenario(DRIVERS, "cautious"),
    "lever": with_figure(HERNING, LEVER, 0.53),
    "edit": edited((AMOUNT, "3.500"), ("costs.advisers.amounts.2013", "2.100")),
}


# ------------------------------------------------------------------ what leaves
def _slides(result: Result, words: Words) -> str:
    deck = Presentation(io.BytesIO(slides(result, words)))
    return "\n".join(
        text
        for slide in deck.slides
        for text in (
            *(shape.text_frame.text for shape in slide.shapes if shape.has_text_frame),
            *(cell.text for shape in slide.shapes if shape.has_table for cell in shape.table.iter_cells()),
            slide.notes_slide.notes_text_frame.text,
        )
    )


def _document(result: Result, words: Words) -> str:
    return "\n".join(paragraph.text for paragraph in Document(io.BytesIO(document(result, words))).paragraphs)


def _workbook(result: Result, words: Words) -> str:
    book = load_workbook(io.BytesIO(workbook(result.case, language=words.language)))
    return "\n".join(str(cell) for row in book["Læs mig"].iter_rows(values_only=True) for cell in row if cell)


def _page(name: str) -> Callable[[Result, Words], str]:
    return lambda result, words: re.sub("<.*?>", "", page_html(getattr(pages, name)(result, words), words))


MAKERS: dict[str, Callable[[Result, Words], str]] = {
    "text": table_text,
    "csv": table_csv,
    "proposal": lambda r, w: form_text(proposal(r, w), w, heading(r.case, w)),
    "appropriations": lambda r, w: form_csv(appropriations(r, w), states(r.case, w)),
    "follow-up": lambda r, w: follow_up_text(follow_up(r), w),
    "slides": _slides,
    "document": _document,
    "workbook": _workbook,
    **{name: _page(name) for name in PAGES if name != "method"},
}


def prose(text: str) -> str:
    """One space where any stands, and shares as everywhere but in an agenda item."""
    return " ".join(text.replace("\xa0", " ").replace(" pct.", " %").split())


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("how", CHANGED)
@pytest.mark.parametrize("maker", MAKERS)
def test_whatever_leaves_says_that_the_case_is_changed_and_lists_each_change(
    maker: str, how: str, language: str
) -> None:
    case, words = CHANGED[how], Words(language)
    made = prose(MAKERS[maker](calculate(case), words))
    assert state(case, words) in made
    listed = changed_texts(case, words)
    assert len(listed) == len(changes(case)) and all(prose(text) in made for text in listed)
    assert words("status.adopted") not in made or "follow" in maker  # where the adopted budget has a column


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", SAID_OF)
def test_of_every_shipped_and_failing_case_all_that_leaves_says_so(name: str, language: str) -> None:
    case, words = with_figure(SAID_OF[name], LEVER, 0.53), Words(language)
    result = calculate(case)
    assert len(changes(case)) == 1
    missing = [maker for maker, make in MAKERS.items() if state(case, words) not in prose(make(result, words))]
    assert not missing


@pytest.mark.parametrize("maker", MAKERS)
def test_an_unchanged_case_says_nothing_of_it(maker: str) -> None:
    made = MAKERS[maker](calculate(HERNING), Words())
    assert "Ikke den" not in made and "ændret af bruger" not in made and "Hvad er ændret" not in made


def test_the_state_is_told_by_what_the_case_was_and_by_how_many_changes() -> None:
    words = Words()
    assert state(CHANGED["set"], words) == "Ikke den vedtagne udgave: 2 ændringer"
    assert state(CHANGED["lever"], words) == "Ikke den vedtagne udgave: 1 ændring"
    assert state(CHANGED["scenario"], words) == "Ikke den gemte udgave: 3 ændringer"
    assert state(HERNING, words) == "" and state(HERNING.beside(None, 4), words) == "Version 4"


def test_json_lists_the_changes_in_the_units_of_the_file() -> None:
    found = json.loads(table_json(calculate(CHANGED["set"]), Words()))["changes"]
    assert [(c["path"], c["was"], c["now"]) for c in found] == [(LEVER, 1.0, 0.8), (AMOUNT, 4_500_000.0, 3_500_000.0)]
    assert "changes" not in json.loads(table_json(calculate(HERNING), Words()))


def test_a_lever_that_is_not_neutral_is_shown_though_it_is_no_change() -> None:
    late = case_from_text(case_to_text(with_figure(HERNING, "levers.delay_months", 6)))
    case = with_figure(late, AMOUNT, 3_500_000)
    assert changed_texts(case, Words())[-1] == "Forsinkelse af besparelsen (hele casen): 6 mdr."
    assert len(changed_texts(case, Words())) == 2 and not changed_texts(late, Words())


@pytest.mark.parametrize("language", LANGUAGES)
def test_planned_is_not_said_of_a_changed_case(language: str) -> None:
    words = Words(language)
    for maker in (_slides, _document, MAKERS["presentation"]):
        assert words("story.planned") in maker(calculate(HERNING), words)
        assert words("story.planned") not in maker(calculate(CHANGED["lever"]), words)


def test_the_first_printed_page_of_the_presentation_says_it() -> None:
    page = pages.presentation(calculate(CHANGED["set"]), Words())
    first = prose(page_html(page, Words()).split("</article>")[0])
    assert all(prose(text) in first for text in states(CHANGED["set"], Words()))


# ------------------------------------------------------------------ status
def test_what_is_written_of_a_changed_case_is_an_idea_and_that_of_an_unchanged_one_is_as_it_was() -> None:
    assert standing(CHANGED["set"]) == as_written(CHANGED["set"]).status == "idea"
    assert standing(HERNING) == as_written(HERNING).status == "adopted"
    same = with_figure(HERNING, LEVER, 1.0)
    assert not changes(same) and as_written(same).status == "adopted"
    book, _, _ = read_workbook(workbook(CHANGED["set"]))
    assert book.status == "idea" and not changes(book)
    plain, _, _ = read_workbook(workbook(HERNING))
    assert plain.status == "adopted"


def test_a_status_that_the_user_gives_the_case_is_kept() -> None:
    model = changed(opened(HERNING, "x"), Edit("case", structural=DescribeCase({"status": "proposed"})))
    assert standing(model.case) == "proposed" and not changes(model.case)
    model = enter(model, AMOUNT, "3.500", "da")
    assert standing(model.case) == "idea" and as_written(model.case).status == "proposed"


# ------------------------------------------------------------------ what a change is
def test_a_line_removed_and_a_year_moved_are_changes_too() -> None:
    model = changed(opened(HERNING, "x"), Edit("advisers", structural=Remove("advisers")))
    label = next(line.label for line in HERNING.costs)
    assert changes(model.case) == [Change("costs.advisers", label, None)]
    assert changed_texts(model.case, Words()) == (f"Linje slettet: {label}",)
    model = changed(opened(HERNING, "x"), Edit("case", structural=DescribeCase({"price_year": 2014})))
    assert changes(model.case) == [Change("price_year", 2013, 2014)]
    assert changed_texts(model.case, Words()) == ("Prisniveau (år): fra 2013 til 2014",)


def test_a_source_is_no_change_of_a_figure_and_a_reset_is_none() -> None:
    model = enter(opened(HERNING, "x"), AMOUNT, "3.500", "da")
    assert len(changes(model.case)) == 1
    model = reset(model, AMOUNT)
    assert not changes(model.case) and model.case.status == "adopted"
    assert not changes(attribute(HERNING, "discount_rate", "Finansministeriet"))


# ------------------------------------------------------------------ the source of a figure
def _borne(case: Case, path: str) -> tuple[Figure, str | None]:
    entry, year = find(case, path)
    held = entry.in_force(case.first_year if year is None else year)
    assert held is not None
    return held[1], source_key(held[1], entry.line.source if entry.line else None)


def _leaves(case: Case) -> list[str]:
    """The paths of single figures that can be set."""
    found = []
    for entry in entries(case):
        for year in entry.figures():
            if year is None or year in case.horizon:
                found.append(entry.path if year is None else f"{entry.path}.{year}")
    return found


@given(st.one_of(st.sampled_from((HERNING, DRIVERS)), cases), st.data())
def test_a_change_and_its_change_back_leave_no_change_and_the_source(case: Case, data: st.DataObject) -> None:
    path = data.draw(st.sampled_from(_leaves(case)))
    first, source = _borne(case, path)
    key = find(case, path)[0].key
    values = st.floats(key.low, min(key.high, 1e7)).map(lambda x: round(x, 3))
    other, third = data.draw(values.filter(lambda x: x != first.value)), data.draw(values)
    try:
        once = with_figure(case, path, other)
        twice = with_figure(as_written(once), path, third)
        back = with_figure(case_from_text(case_to_text(twice)), path, first.value)
        case_from_text(case_to_text(once))
    except CaseError:
        return  # held against another figure, such as the next limit of the reimbursement
    assert [(c.path, c.was, c.now) for c in changes(once)] == [(path, first.value, other)]
    now, none = _borne(once, path)
    if not first.unconfirmed:
        assert now.was is not None and (now.was.value, now.was.source, none) == (first.value, source, None)
        assert _borne(back, path)[1] == source and _borne(back, path)[0].was is None
    assert not changes(with_figure(once, path, first.value))
    assert calculate(back).row("net").values == pytest.approx(calculate(case).row("net").values)


def test_a_source_that_is_given_takes_the_place_of_what_the_figure_was() -> None:
    case = attribute(CHANGED["set"], AMOUNT, "Ny aftale 2015")
    figure, source = _borne(case, AMOUNT)
    assert figure.was is None and source == "ny-aftale-2015"
    again, _ = _borne(with_figure(case, AMOUNT, 1.0), AMOUNT)
    assert again.was is not None and (again.was.value, again.was.source) == (3_500_000.0, source)


def test_a_series_set_as_a_whole_is_one_figure_and_names_what_it_was_only_where_it_was_one() -> None:
    whole = with_figure(HERNING, "costs.advisers.amounts", 1_500_000)
    (figure,) = find(whole, "costs.advisers.amounts")[0].figures().values()
    assert figure.was is not None and (figure.was.value, figure.was.source) == (2_000_000, "plan")
    differed = with_figure(HERNING, "savings.placements.amounts", 2_000_000)
    (figure,) = find(differed, "savings.placements.amounts")[0].figures().values()
    assert figure.was is None and figure.source is None
    assert len(changes(differed)) == 3  # 2014 was 2.000.000 before
    later = with_figure(differed, "savings.placements.amounts.2013", 1_000_000)  # later carried years follow
    assert list(calculate(later).row("savings").values) == [-1_000_000] * 4


def test_the_file_names_a_source_of_what_was_that_it_has(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    text = case_to_text(as_written(CHANGED["set"]))
    assert case_to_text(case_from_text(text)) == text and "was:" in text
    file = tmp_path / "case.yaml"
    file.write_text(re.sub(r"(was:\n\s+value: \d+\n\s+source:) \w+", r"\1 nowhere", text), encoding="utf-8")
    assert main(["table", str(file)]) == 2 and "nowhere" in capsys.readouterr().err


def test_the_explanation_and_the_sheet_name_what_the_figure_was(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["explain", "herning-2013", "placements", "2016", "--set", f"{AMOUNT}=3500000"]) == 0
    source = "Sverigesprojektet, projektbeskrivelse, Herning Kommune, 2012-12, s. 10"
    said = f"ændret af bruger; var 4.500.000 kr. (kilde: {source})"
    out = capsys.readouterr().out
    assert said in out and out.startswith("Ikke den vedtagne udgave: 1 ændring\n")
    book = load_workbook(io.BytesIO(workbook(CHANGED["set"])))
    sources = {row[0]: row[3] for row in book["Forudsætninger"].iter_rows(values_only=True)}
    assert said in sources["savings.placements.amounts"] and "kilde" not in sources["costs.advisers.amounts"]


def test_a_workbook_of_a_changed_case_is_read_back_without_a_word_about_what_it_says() -> None:
    case, changed_cells, left = read_workbook(workbook(CHANGED["set"]))
    assert not changed_cells and not left and case_to_text(case) == case_to_text(as_written(CHANGED["set"]))
    assert not read_workbook(workbook(HERNING.beside(None, 4))).not_taken
    book = load_workbook(io.BytesIO(workbook(CHANGED["set"])))
    said = [row[1] for row in book["Kontrol"].iter_rows(values_only=True) if row[0] == "case.opened.adopted"]
    assert said == list(states(CHANGED["set"], Words()))
    assert book["Nettobesparelse"]["A1"].value.endswith("Ikke den vedtagne udgave: 2 ændringer")


def test_the_overview_says_which_case_is_changed() -> None:
    words = Words()
    for table in pages.portfolio([calculate(CHANGED["set"])], words).tables():
        if table.key in ("overview", "returns"):
            shown = " ".join(text for line in table.lines() for text in line)
            assert "Sverigesprojektet · Ikke den vedtagne udgave: 2 ændringer" in shown and "Vedtaget" not in shown
