"""What an address or a command may hold: anything; the page opens, and says in one message what it could not use."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import streamlit as st
from starlette.applications import Starlette
from starlette.testclient import TestClient

from budget.case import case_to_text, read_case
from budget.dashboard import serving
from budget.dashboard.cases import saving
from budget.dashboard.changes.state import Change, changed, opened
from budget.dashboard.pages import GROUPS
from budget.dashboard.parts import view
from budget.store import VARIABLE, New, open_store
from budget.text.numbers import parse_whole
from tests.dashboard.one_page import OnePage
from tests.dashboard.page import Page
from tests.dashboard.test_cases import Person
from tests.markdown import seen

ID = "herning-2013"
HERNING = read_case(ID)
UNKEPT = "\ud83d"


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql)])
def saved(request: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """A store with two versions of Herning's case, the newer one with half the realisation."""
    server = None
    if request.param == "postgresql":
        from tests.store.server import Server

        server = Server()
    monkeypatch.setenv(VARIABLE, where := server.database() if server else f"sqlite:///{tmp_path / 'cases.db'}")
    store = open_store(where)
    for number, realisation in enumerate((1.0, 0.5)):
        case = changed(opened(HERNING, "e"), Change("levers.realisation", realisation)).case
        store.save(ID, number, New(case, "Mette", "", "0.1.0", {}), f"r{number}")
    yield store
    store.engine.dispose()
    if server:
        server.stop()


def errors(page: Any) -> list[str]:
    return [error.value for error in page.app.error]


HERE = ["1.000", "0", "-1.000", "-2.500", "-2.500"]
ADDRESSES: dict[str, tuple[dict[str, str], str]] = {
    "a version too great for any database": ({"version": "9" * 20}, f"version: »{'9' * 20}« i linket"),
    "a version that just does not fit its column": ({"version": "999999999"}, "Der er ingen version 999999999"),
    "a superscript": ({"version": "²"}, "version: »²« i linket er ikke et versionsnummer"),
    "digits of another script": ({"version": "٣"}, "version: »٣« i linket"),
    "a version in words": ({"version": "den nyeste"}, "»den nyeste« i linket"),
    "a negative version": ({"version": "-1"}, "»-1« i linket"),
    "a case that is not there": ({"case": "findes-ikke"}, "»findes-ikke«"),
    "a NUL in the case": ({"case": "a\0b", "version": "1"}, "U+0000"),
    "a lever in another script": ({"realisation": "٣"}, "realisation: »٣« er ikke et tal"),
    "a lever without end": ({"realisation": "inf"}, "realisation: »inf« er ikke et tal"),
    "a lever with a comma": ({"realisation": "0,5"}, "realisation: »0,5« er ikke et tal"),
    "a lever out of bounds": ({"delay_months": "999"}, "levers.delay_months: 999 ligger uden for det tilladte"),
    "a lever of a thousand digits": ({"cost_overrun": "9" * 1000}, "cost_overrun"),
}


@pytest.mark.parametrize("kind", ADDRESSES)
def test_what_an_address_cannot_mean_is_said_once_and_the_case_opened_without_it(saved: Any, kind: str) -> None:
    given, said = ADDRESSES[kind]
    page = Page(**{"case": ID, **given})
    (error,) = errors(page)
    assert said in seen(error) and error.encode()
    assert page.row("net") == HERE


def test_what_an_address_can_mean_is_opened(saved: Any) -> None:
    page = Page(case=ID, version="2")
    assert errors(page) == [] and page.row("net")[3] == "-250"
    page = Page(case=ID, version="1", realisation="0.5")
    assert errors(page) == [] and page.row("net")[3] == "-250"


@pytest.mark.parametrize("draft", ["a\0b", "x" * 5000, "../../etc/passwd", "²"])
def test_a_draft_that_no_address_can_name_is_none(saved: Any, draft: str) -> None:
    assert Page(case=ID, draft=draft).row("net") == HERE


@pytest.mark.parametrize("number", ["²", "٣", "-1", "99", "0", "9" * 20, "to"])
def test_an_address_of_no_view_shows_one_that_is_there(number: str) -> None:
    page = OnePage("presentation.page", "presentation", "presentation", view=number)
    assert 'aria-current="true"' in page.markup("presenter") or page.shown["blocks"]


@pytest.mark.parametrize("lever", [0.3, 1e-05, 0.1 + 0.2, 2.0, 0.125])
def test_a_link_is_read_as_the_lever_it_was_written_from(lever: float) -> None:
    link = saving.link(changed(opened(HERNING, "e"), Change("levers.realisation", lever)))
    text = link.rpartition("realisation=")[2]
    page = Page(case=ID, realisation=text)
    assert errors(page) == [] and page.app.session_state["hand"].model.case.levers.realisation.value == lever


@pytest.mark.parametrize("text", ["", " 3", "3 ", "+3", "-3", "²", "٣", "３", "1_0", "1e3", "9" * 10, "9" * 5000])
def test_a_whole_number_of_an_address_is_digits_and_nothing_else(text: str) -> None:
    assert parse_whole(text) is None
    assert parse_whole("0") == 0 and parse_whole("012") == 12 and parse_whole("9" * 9) == 999_999_999


# ------------------------------------------------------------------ commands
@pytest.mark.parametrize("text", [f"2{UNKEPT}500", "2500\0"])
def test_a_typed_field_with_what_cannot_be_kept_is_refused_and_the_page_goes_on(text: str) -> None:
    page = Page(case=ID).enter("savings.placements.amounts.2016", text)
    (error,) = errors(page)
    assert error.startswith("savings.placements.amounts.2016: Teksten »2\ufffd500«" if "\0" not in text else "savings.")
    assert page.row("net") == HERE
    assert page.enter("savings.placements.amounts.2016", "3.500").row("net")[3] == "-1.500" and errors(page) == []


@pytest.mark.parametrize(("do", "more"), [("enter", {"path": "who"}), ("attribute", {"path": "x"}), ("search", {})])
def test_every_text_that_the_page_sends_is_looked_at(do: str, more: dict[str, str]) -> None:
    page = OnePage("cases.page", "cases_page", "cases", case=ID).ask(do, text=f"a{UNKEPT}", **more)
    assert len(errors(page)) == 1 and "U+D83D" in errors(page)[0]


@pytest.mark.parametrize(
    ("do", "values"),
    [
        ("open_version", {"case": ID, "number": "²"}),
        ("open_version", {"case": ID, "number": "9" * 20}),
        ("restore", {"case": ID, "number": "²", "note": "#"}),
        ("mark", {"case": ID, "number": "٣", "kind": "adopted"}),
        ("compare", {"side": "old", "text": "²"}),
    ],
)
def test_a_command_with_a_number_that_is_none_changes_nothing(saved: Any, do: str, values: dict[str, str]) -> None:
    person = Person(saved, "Mette", 2).save()
    before = [stamp.number for stamp in saved.versions(ID)]
    person.ask(do, **values)
    assert [stamp.number for stamp in saved.versions(ID)] == before
    assert saved.list_cases()[0].mark is None


def test_a_name_with_what_cannot_be_kept_is_refused_and_the_work_is_kept(saved: Any) -> None:
    person = Person(saved, "Me\0tte", 2, delay_months=6.0).save("En note")
    assert "author: Teksten »Me\ufffdtte«" in person.errors and "U+0000" in person.errors
    assert person.hand.model.case.levers.delay_months.value == 6 and len(saved.versions(ID)) == 2


def logged(count: int, **more: object) -> list[dict[str, Any]]:
    return [{"n": n, "do": "points", "epoch": "e", **more} for n in range(1, count + 1)]


def test_a_run_takes_no_more_commands_than_the_page_keeps(monkeypatch: pytest.MonkeyPatch) -> None:
    script = Path(view.__file__).with_name("view.js").read_text(encoding="utf-8")
    assert f"const KEPT = {view.MOST};" in script
    monkeypatch.setattr(st, "session_state", {"key": {"log": logged(100_000)}})
    taken = view.commands("key", "e", 0)
    assert [command.number for command in taken] == list(range(100_000 - view.MOST + 1, 100_001))


@pytest.mark.parametrize("number", [2**53 + 1, 10**400, -1, 0, True, 1.5, "1", None])
def test_a_command_is_numbered_as_a_browser_counts(number: object, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(st, "session_state", {"key": {"log": [{**logged(1)[0], "n": number}]}})
    assert view.commands("key", "e", 0) == []


@pytest.mark.parametrize("text", ["²", "٢٠١٣", "to tusind", "9" * 5000])
def test_a_year_of_the_case_is_typed_in_plain_digits(text: str) -> None:
    page = Page(case=ID).ask("form", form="case")
    next(field for field in page.app.text_input if field.value == "2013").set_value(text)
    next(button for button in page.app.button if button.label == "Gem ændringen").click()
    page.run()
    assert errors(page) and case_to_text(page.app.session_state["hand"].model.case) == case_to_text(HERNING)


@pytest.mark.parametrize("before", ["", "/kommunen"])
def test_the_first_page_is_found_at_its_own_address_too(before: str) -> None:
    """Streamlit knows the first page as the root alone, and called its own address missing."""
    assert GROUPS[0][0].address == serving.FIRST
    answer = TestClient(Starlette(routes=serving.ROUTES)).get(
        f"{before}/{serving.FIRST}?case=herning-2013&lang=en", follow_redirects=False
    )
    assert answer.status_code == 307 and answer.headers["location"] == "./?case=herning-2013&lang=en"
