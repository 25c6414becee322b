"""The page Overblik: which cases it shows, and what it says of them together."""

from __future__ import annotations

import gc
import html
import json
import re
from typing import Any

import pytest

from budget.case import read_case, with_figure
from budget.dashboard.changes.state import enter
from budget.dashboard.portfolio import known
from budget.formulas import calculate
from budget.store import New, open_store
from tests.dashboard.one_page import OnePage


class Overview(OnePage):
    @property
    def shown(self) -> dict[str, Any]:
        """What all views of the page show: grids stand between them."""
        views = [json.loads(view.proto.json)[0] for view in self.app.get("bidi_component")]
        return {**views[0], "blocks": [block for view in views for block in view["blocks"]]}

    def rows(self, block: str) -> list[list[str]]:
        rows = re.findall(r"<tr[^>]*>(.*?)</tr>", self.markup(block))
        return [
            [html.unescape(re.sub(r"<[^>]+>", "", cell)) for cell in re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row)]
            for row in rows
        ]


def page(case: str = "herning-2013", **address: str) -> Overview:
    return Overview("portfolio.page", "portfolio_page", "portfolio", case=case, **address)


def test_the_municipality_of_the_case_in_hand_is_shown_with_every_effort_once() -> None:
    shown = page()
    assert shown.app.get("button_group")[1].value == ["herning-2013"]
    assert any(
        "herning-drivers-2013" in text.value and "må ikke lægges til" in text.value for text in shown.app.markdown
    )
    assert shown.rows("overview")[1:] == [
        ["Børne- og Familieudvalget", "1", "Sverigesprojektet", "", "", "2,5", "", "3"],
        ["I alt", "", "", "", "", "2,5", "", ""],
    ]
    assert shown.rows("areas")[1][1:] == ["-1.000", "-2.000", "-3.000", "-4.500", "-10.500"]


def test_every_municipality_and_the_double_counts_between_cases() -> None:
    shown = page()
    shown.app.selectbox[0].set_value("")
    shown.run()
    titles = {row[2] for row in shown.rows("overview")[1:-1]}
    assert len(titles) == 4 and any("ikke i summen" in title for title in titles)
    assert "mangler fremskrivningsprocenter" in shown.text("overview")
    assert "Ingen af de valgte cases" in shown.text("double")


def test_a_status_that_no_case_has_leaves_nothing() -> None:
    shown = page()
    shown.app.selectbox[1].set_value("completed")
    shown.run()
    assert shown.app.info[0].value == "Ingen cases er valgt."


def test_the_newest_saved_version_of_a_case_is_in_until_it_is_archived() -> None:
    store = open_store()
    for number, amount in enumerate((2_000_000.0, 9_000_000.0)):
        case = with_figure(read_case("toender-2016"), "savings.identified.amounts.2016", amount).named("gemt-oversigt")
        store.save("gemt-oversigt", number, New(case, "Mette", "", "0.1.0", {}), f"oversigt-{number}")
    shown = page("toender-2016")
    assert "gemt-oversigt" in shown.app.get("button_group")[1].options[1]
    shown.app.get("button_group")[1].set_value(["gemt-oversigt"])
    shown.run()
    assert shown.rows("areas")[1][1] == "-9.000"
    store.mark("gemt-oversigt", 2, "archived", "Mette", "oversigt-arkiv")
    assert not any("gemt-oversigt" in option for option in page("toender-2016").app.get("button_group")[1].options)


def test_a_case_is_worked_out_where_it_is_chosen_and_again_when_it_has_a_new_version(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    worked_out: list[str] = []
    monkeypatch.setattr(known, "calculate", lambda case: (worked_out.append(case.id), calculate(case))[1])
    store = open_store()
    for id, of in (("en-her", "herning-2013"), ("en-der", "toender-2016")):
        case = read_case(of).model_copy(update={"title": id}).named(id)
        store.save(id, 0, New(case, "Mette", "", "0.1.0", {}), f"beregnet-{id}")
    own = {"en-her", "en-der"}
    before = gc.get_freeze_count()
    shown = page("toender-2016")
    assert gc.get_freeze_count() > before + 1_000, "nor does every user's run walk over them"
    gc.unfreeze()
    assert own & {*worked_out} == {"en-der"}, "not those of other municipalities"
    shown.app.selectbox[0].set_value("")
    shown.run()
    shown.run()
    assert sorted(id for id in worked_out if id in own) == ["en-der", "en-her"], "and none again"
    case = with_figure(read_case("toender-2016"), "savings.identified.amounts.2016", 9_000_000.0).named("en-der")
    store.save("en-der", 1, New(case, "Mette", "", "0.1.0", {}), "beregnet-igen")
    worked_out.clear()
    shown.run()
    assert worked_out == ["en-der"]
    store.mark("en-der", 2, "archived", "Mette", "beregnet-arkiv")
    store.mark("en-her", 1, "archived", "Mette", "beregnet-arkiv-2")


def test_a_store_that_cannot_be_used_is_said_and_the_page_goes_on(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NETTOBESPARELSE_STORE", "nothing://of-the-kind")
    shown = page()
    assert shown.app.warning and shown.rows("overview")[1][2] == "Sverigesprojektet"


def test_the_case_in_hand_counts_as_it_stands() -> None:
    shown = page()
    hand = shown.app.session_state["hand"]
    hand.model = enter(hand.model, "savings.placements.amounts.2016", "5.500", "da")
    shown.run()
    assert shown.rows("overview")[1][5] == "3,5"
    assert "Net effect by service area" in page(lang="en").text("areas")


def test_the_proposals_under_the_caps_are_chosen_and_a_figure_that_cannot_be_read_is_said() -> None:
    assert not page().app.subheader  # one case of Herning's: no choice
    shown = page()
    shown.app.selectbox[0].set_value("")
    shown.run()
    assert "Hvilke forslag under loftet?" in [head.value for head in shown.app.subheader]
    shown.app.text_input(key="cap-2016").set_value("5.000")
    shown.app.text_input(key="cap-posts").set_value("3,5")
    shown.app.multiselect(key="choose-must").set_value(["assens-2016"])
    shown.run()
    said = shown.text("choice")
    assert "Vælges: Model Assens" in said and "0 kr. af 5.000.000 kr." in said and "0 af 3,5" in said
    assert {row[-1] for row in shown.rows("choice-table")[1:-1]} == {"ja"}
    shown.app.text_input(key="cap-2016").set_value("fem")
    shown.run()
    assert any("fem" in error.value for error in shown.app.error)
