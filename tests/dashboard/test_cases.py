"""The page Cases without a browser: saving, versions, comparing, marking, and two people on one case."""

from __future__ import annotations

import html
import io
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from streamlit.testing.v1 import AppTest

from budget.analysis.changes import as_written
from budget.case import Case, read_case, with_figure
from budget.dashboard.cases import saving
from budget.dashboard.cases.hand import Hand
from budget.dashboard.changes.state import Change, changed, opened
from budget.export.document import changes_document
from budget.shown.changed import state
from budget.shown.versions import differences
from budget.store import VARIABLE, Store, open_store
from budget.text import Words

ID = "herning-2013"
SCRIPT = "from budget.dashboard.cases.page import cases_page\ncases_page()\n"


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Store]:
    monkeypatch.setenv(VARIABLE, where := f"sqlite:///{tmp_path / 'cases.db'}")
    opened_ = open_store(where)
    yield opened_
    opened_.engine.dispose()


class Person:
    """One user of the page; `number` is the version that was opened."""

    def __init__(self, store: Store, name: str, number: int | None = None, **levers: float) -> None:
        self.app = AppTest.from_string(SCRIPT, default_timeout=30)
        case = read_case(ID)
        model = saving.opened_from(store.version(ID, number)) if number else opened(case, f"{name}-first")
        for lever, value in levers.items():
            model = changed(model, Change(f"levers.{lever}", value))
        self.app.session_state["hand"] = Hand(model)
        self.name, self._log = name, list[dict[str, Any]]()
        self.run()

    def run(self) -> Person:
        self.app.run()
        assert not self.app.exception, self.app.exception
        return self

    @property
    def hand(self) -> Hand:
        found: Hand = self.app.session_state["hand"]
        return found

    def save(self, note: str = "") -> Person:
        self.app.text_input[0].set_value(self.name)
        self.app.text_input[1].set_value(note)
        return self.press("Gem som ny version")

    def press(self, label: str) -> Person:
        next(button for button in self.app.button if button.label == label).click()
        return self.run()

    def ask(self, do: str, **values: str) -> Person:
        number = self.hand.model.seen + 1
        self._log.append({"n": number, "do": do, "epoch": self.hand.model.epoch, **values})
        self.app.session_state["cases"] = {"log": self._log}
        return self.run()

    def text(self, block: str) -> str:
        shown = [json.loads(found.proto.json)[0] for found in self.app.get("bidi_component")]
        markup = next((m for view in shown for key, _, m in view["blocks"] if key == block), "")
        return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", markup)).split())

    @property
    def errors(self) -> str:
        return " ".join(error.value for error in self.app.error)


def test_what_is_in_hand_is_saved_as_a_version_and_goes_on_from_it(store: Store) -> None:
    mette = Person(store, "Mette", realisation=0.5)
    assert "Casen er ikke gemt endnu." in mette.text("now") and "Ingen cases er gemt endnu." in mette.text("all")
    mette.save("Til udvalget")
    saved = store.version(ID)
    assert (saved.number, saved.author, saved.note) == (1, "Mette", "Til udvalget")
    assert saved.case.levers.realisation.value == 0.5
    assert saved.outcome()["summary"]["net"] == 2_750_000
    assert mette.hand.model.base == 1 and not mette.hand.model.changes
    assert "Åbnet fra version 1." in mette.text("now")
    assert "Version 1" in mette.text("versions") and "Til udvalget" in mette.text("versions")
    assert "1 af 1 gemte cases" in mette.text("all")


def test_a_press_that_is_sent_twice_saves_once(store: Store) -> None:
    model = changed(opened(read_case(ID), "e"), Change("levers.realisation", 0.5))
    first = saving.save(store, model, model.case, 0, "Mette", "note")
    assert saving.save(store, model, model.case, 0, "Mette", "note") == first
    again = opened(model.case, "a session that was lost before it was told")
    assert saving.save(store, again, again.case, 0, "Mette", "note") == first
    assert len(store.versions(ID)) == 1


def test_no_one_saves_without_a_name(store: Store) -> None:
    nobody = Person(store, "")
    nobody.save()
    assert "Skriv dit navn" in nobody.errors and store.list_cases() == []


def two_on_one_case(store: Store) -> Person:
    """Bo has saved version 2 after Mette opened version 1; Mette presses save."""
    Person(store, "Mette").save()
    mette = Person(store, "Mette", 1, realisation=0.5, delay_months=6.0)
    Person(store, "Bo", 1, realisation=0.8, cost_overrun=0.1).save()
    mette.save("Min bemærkning")
    assert len(store.versions(ID)) == 2, "nothing is overwritten"
    said = "Bo har gemt version 2, efter at du åbnede version 1. Se forskellene, og vælg, hvad der skal gælde."
    assert said in mette.errors
    return mette


def test_taking_theirs(store: Store) -> None:
    mette = two_on_one_case(store).press("Tag versionen fra Bo")
    assert mette.hand.model.case.levers.realisation.value == 0.8 and mette.hand.model.base == 2
    assert len(store.versions(ID)) == 2 and mette.errors == ""


def test_keeping_mine_on_top(store: Store) -> None:
    two_on_one_case(store).press("Behold min som ny version ovenpå")
    newest = store.version(ID)
    assert (newest.number, newest.author, newest.note) == (3, "Mette", "Min bemærkning")
    levers = newest.case.levers
    assert (levers.realisation.value, levers.delay_months.value, levers.cost_overrun.value) == (0.5, 6, 0)
    assert store.version(ID, 2).author == "Bo", "and theirs is still there"


def test_merging_field_by_field(store: Store) -> None:
    mette = two_on_one_case(store)
    asked = {radio.label: radio.value for radio in mette.app.radio}
    assert sorted(map(str, asked.values())) == ["None", "mine", "theirs"] and len(asked) == 3
    assert next(label for label, value in asked.items() if value is None) == "Realiseringsgrad (hele casen)"
    mette.press("Flet felt for felt og gem")
    assert "hvor I begge har ændret" in mette.errors and len(store.versions(ID)) == 2
    next(radio for radio in mette.app.radio if radio.value is None).set_value("mine")
    mette.press("Flet felt for felt og gem")
    levers = store.version(ID).case.levers
    assert (levers.realisation.value, levers.delay_months.value, levers.cost_overrun.value) == (0.5, 6, 0.1)
    assert store.version(ID).number == 3


def test_a_third_who_saves_meanwhile_is_not_overwritten_either(store: Store) -> None:
    mette = two_on_one_case(store)
    Person(store, "Ida", 2, realisation=0.9).save()
    mette.press("Behold min som ny version ovenpå")
    assert "Ida har gemt version 3" in mette.errors and store.version(ID).author == "Ida"
    mette.press("Behold min som ny version ovenpå")
    assert [stamp.author for stamp in store.versions(ID)] == ["Mette", "Ida", "Bo", "Mette"]


def test_a_case_whose_name_is_taken_is_saved_for_itself(store: Store) -> None:
    Person(store, "Bo").save()
    mette = Person(store, "Mette", realisation=0.5).save()
    assert "Bo har gemt version 1 af casen; din er ikke åbnet fra en gemt version." in mette.errors
    mette.press("Gem min som en case for sig")
    assert sorted(one.head.case_id for one in store.list_cases()) == [ID, "sverigesprojektet"]
    assert store.version(ID).author == "Bo"


def four_versions(store: Store) -> Case:
    case = read_case(ID)
    for number, realisation in enumerate((1.0, 0.5, 0.8)):
        model = opened(with_figure(case, "levers.realisation", realisation), f"e{number}")
        saving.save(store, model, model.case, number, "Mette", "")
    return case


def test_any_two_versions_are_compared_with_what_it_did_to_the_result(store: Store) -> None:
    four_versions(store)
    mette = Person(store, "Mette", 3)
    assert "version 2 → version 3" in mette.text("compare")
    mette.ask("compare", side="old", text="1").ask("compare", side="new", text="2")
    text = mette.text("compare")
    assert "version 1 → version 2" in text
    assert "100 % 50 % 5.250.000 kr." in text.replace("100,0 %", "100 %").replace("50,0 %", "50 %")
    assert "-2.500 → -250" in text and "Nettobesparelse" in text


def test_an_earlier_version_is_restored_as_a_new_one(store: Store) -> None:
    four_versions(store)
    mette = Person(store, "Mette", 3)
    mette.ask("restore", case=ID, number="1", note="Gendannet fra version #")
    assert "Skriv dit navn" in mette.text("versions") and len(store.versions(ID)) == 3, "said where it was pressed"
    mette.ask("author", text="Mette")
    mette.ask("restore", case=ID, number="1", note="Gendannet fra version #")
    newest = store.version(ID)
    assert (newest.number, newest.author, newest.note) == (4, "Mette", "Gendannet fra version 1")
    assert "er gemt som den nyeste" in mette.text("versions")
    assert differences(newest.case, store.version(ID, 1).case) == [] and mette.hand.model.base == 4


def test_a_version_is_marked_and_the_case_put_away_and_found_again(store: Store) -> None:
    four_versions(store)
    mette = Person(store, "Mette", 3)
    mette.app.session_state["author-kept"] = "Mette"
    mette.ask("mark", case=ID, number="2", kind="adopted")
    assert "Vedtaget (Version 2)" in mette.text("all")
    mette.ask("mark", case=ID, number="3", kind="archived")
    assert "Ingen af de gemte cases passer." in mette.text("all")
    assert "»Sverigesprojektet« er arkiveret. Den vises under »Arkiverede«." in mette.text("all")
    mette.ask("status", text="archived")
    assert "arkiveret" in mette.text("all") and "Hent fra arkiv" in mette.text("all")
    mette.ask("mark", case=ID, number="3", kind="reopened").ask("status", text="adopted")
    assert "1 af 1 gemte cases" in mette.text("all")
    assert "Ingen af de gemte" in mette.ask("search", text="Assens").text("all")
    assert "1 af 1" in mette.ask("search", text="hernING").text("all")


def test_a_version_is_opened_from_the_list(store: Store) -> None:
    four_versions(store)
    mette = Person(store, "Mette").ask("open_version", case=ID, number="2")
    assert mette.hand.model.base == 2 and mette.hand.model.case.levers.realisation.value == 0.5
    mette.ask("open_version", case="nothing", number="2")
    assert "Der er ingen version 2 af casen" in mette.errors


def test_the_link_leads_to_the_version_with_its_levers(store: Store) -> None:
    four_versions(store)
    model = changed(saving.opened_from(store.version(ID, 2)), Change("levers.delay_months", 6.0))
    assert saving.link(model) == "?case=herning-2013&version=2&delay_months=6"
    app = AppTest.from_string(SCRIPT, default_timeout=30)
    for name, value in re.findall(r"(\w+)=([^&]+)", saving.link(model)):
        app.query_params[name] = value
    app.run()
    assert app.session_state["hand"].model.case == model.case and app.session_state["hand"].model.base == 2


def test_a_changed_case_is_saved_as_an_idea_until_someone_marks_it_and_shows_its_number(store: Store) -> None:
    mette = Person(store, "Mette", realisation=0.5)
    assert "Idé Ikke den vedtagne udgave: 1 ændring" in mette.text("title")
    mette.app.session_state["author-kept"] = "Mette"
    mette.save()
    assert store.version(ID).case.status == store.version(ID).status == "idea"
    assert mette.text("title").endswith("Idé Version 1")
    unmarked = mette.hand.model.epoch
    mette.ask("mark", case=ID, number="1", kind="adopted")
    assert mette.text("title").endswith("Vedtaget Version 1")
    assert mette.hand.model.epoch != unmarked, "a draft is of the case as it was opened: what is marked is opened anew"
    mette.ask("open_version", case=ID, number="1")
    assert mette.text("title").endswith("Vedtaget Version 1")
    model = changed(mette.hand.model, Change("levers.realisation", 0.6))
    assert state(model.case, Words()) == "Ikke den vedtagne udgave: 1 ændring"
    assert as_written(model.case).status == "idea"


def test_an_unchanged_case_is_saved_with_the_status_it_has(store: Store) -> None:
    Person(store, "Mette").save()
    assert store.version(ID).case.status == "adopted"


def test_what_changed_between_two_versions_is_a_document_of_one_page() -> None:
    old = read_case("herning-2013")
    new = with_figure(old, "savings.placements.amounts.2016", 5_000_000.0)
    paper = Document(io.BytesIO(changes_document((old, new), (1, 2), Words("da"), "herning")))
    changed, did = paper.tables
    assert [cell.text for cell in changed.rows[0].cells][1:3] == ["Version 1", "Version 2"]
    figure = [cell.text for cell in changed.rows[1].cells]
    assert (
        "2016" in figure[0]
        and "4.500.000" in figure[1]
        and "5.000.000" in figure[2]
        and figure[3] == "-500.000\u00a0kr."
    )
    assert "-2.500 → -3.000" in [cell.text for cell in did.rows[1].cells]
    same = Document(io.BytesIO(changes_document((old, old), (1, 2), Words("en"))))
    assert not same.tables and same.paragraphs[0].text == "Changes between two versions"
