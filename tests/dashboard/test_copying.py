"""A case copied for another municipality: an idea of its own, with sources that say where they were taken over from."""

import pytest

from budget.case import CaseError, cases, document, read_case
from budget.dashboard.changes.copying import copied
from budget.formulas import calculate
from budget.shown.changed import state
from budget.text import Words
from tests.dashboard.page import Page

WORDS = Words("da")


@pytest.mark.parametrize("id", cases())
def test_a_copy_has_the_figures_and_not_the_name_of_its_origin(id: str) -> None:
    case = read_case(id)
    copy = copied(case, case.title, "Lejre", {*cases(), case.id}, WORDS)
    assert copy.id != id and copy.id not in cases()
    assert (copy.municipality, copy.status) == ("Lejre", "idea") and not copy.actuals
    assert [row.values for row in calculate(copy).rows] == [row.values for row in calculate(case).rows]
    for key, source in case.sources.items():
        assert copy.sources[key].title == f"Overtaget fra {case.title}, {case.municipality}: {source.title}"
        assert document(copy.sources[key]) | {"title": source.title} == document(source)
    assert state(copy, WORDS) == ""  # a case as it stands, changed by nobody


def test_within_the_municipality_what_was_spent_stays() -> None:
    case = read_case("herning-2013")
    assert copied(case, "Anden udgave", case.municipality, (), WORDS).actuals == case.actuals


@pytest.mark.parametrize(("title", "municipality"), [("", "Lejre"), ("T", ""), ("T\x00", "Lejre")])
def test_a_copy_without_a_name_is_refused(title: str, municipality: str) -> None:
    with pytest.raises(CaseError):
        copied(read_case("herning-2013"), title, municipality, (), WORDS)


def test_the_copy_is_opened_and_the_case_it_was_made_of_stays() -> None:
    page = Page(case="assens-2016")
    page.app.button(key="bar-copy").click()
    page.run()
    for box, text in zip(page.app.text_input, ("Lejre", "Tæt på i Lejre"), strict=True):
        box.set_value(text)
    page.app.button(key="bar-copy").click()
    next(button for button in page.app.button if button.label == "Opret kopien").click()
    page.run()
    case = page.app.session_state["hand"].model.case
    assert (case.municipality, case.title, case.id) == ("Lejre", "Tæt på i Lejre", "taet-paa-i-lejre")
    assert read_case("assens-2016").municipality == "Assens Kommune"


def describing(municipality: str, answer: str) -> Page:
    page = Page(case="assens-2016").ask("form", form="case")
    for box in page.app.text_input:
        if box.label == "Kommune":
            box.set_value(municipality)
    for label in ("Gem ændringen", answer):
        next(button for button in page.app.button if button.label == label and button.key != "bar-copy").click()
        page.run()
    return page


def test_another_municipality_is_offered_a_copy_before_anything_is_changed() -> None:
    copy = describing("Lejre", "Kopiér til ny case").app.session_state["hand"].model
    assert copy.case.municipality == "Lejre" and copy.case.id != "assens-2016" and not copy.changes
    same = describing("Assens", "Ret kommunen i denne case").app.session_state["hand"].model
    assert same.case.municipality == "Assens" and same.case.id == "assens-2016" and len(same.changes) == 1
