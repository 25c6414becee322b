"""The answers on the page Ny case outlive their session, in the same draft as the changes to the case in hand."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest

from budget.case import case_to_text, read_case
from budget.dashboard.cases import keeper
from budget.dashboard.changes.record import written as written_model
from budget.dashboard.changes.state import opened
from budget.dashboard.dialogue import questions as guide
from budget.dashboard.dialogue.questions import Given
from budget.dashboard.dialogue.record import read_again, written
from budget.dashboard.dialogue.state import Guide, begun, do
from budget.store import Draft, Store
from budget.store.access import now
from tests.dashboard.one_page import OnePage
from tests.dashboard.one_page import guide as guide_page
from tests.dashboard.page import Page
from tests.dashboard.test_cases import Person, store  # noqa: F401

SAVING_2016 = "savings.placements.amounts.2016"
COMMANDS: tuple[tuple[str, dict[str, str]], ...] = (
    ("answer", {"path": "title", "text": "Tidlig indsats"}),
    ("add", {"sort": "cost"}),
    ("answer", {"path": "cost-2.kind", "text": "staff"}),
    ("enter", {"path": "cost-1.children.2027", "text": "220"}),
    ("enter", {"path": "cost-1.overhead", "text": ""}),  # a default taken out
    ("confirm", {"path": "cost-1.target_caseload"}),
    ("take", {"path": "saving-1.unit_price", "offer": "unit-prices/foster-2019"}),
    ("remove", {"line": "saving-1"}),
    ("add", {"sort": "saving"}),
    ("take", {"path": "saving-1.unit_price", "offer": "unit-prices/foster-2019"}),
    ("step", {"step": "prices"}),
)


def answered_in_every_way() -> Guide:
    found = begun(2027)
    for number, (name, values) in enumerate(COMMANDS, start=1):
        found = do(found, number, name, values, "da")
    assert found.answers.emptied and len(found.answers.lines) == 3 and found.step == "prices"
    assert {given.offer for given in found.answers.figures.values()} > {"", "unit-prices/foster-2019"}
    return found


def body(**instead: Any) -> dict[str, Any]:
    """A guide as a draft holds it, some of it different."""
    found: dict[str, Any] = json.loads(json.dumps(written(answered_in_every_way())))
    return {**found, **instead}


def stored(changes: str, id: str) -> Draft:
    """A draft that some other program wrote."""
    case = read_case("herning-2013")
    draft = Draft(id, "another window", case.id, None, case_to_text(case), changes, now())
    keeper.store().keep_draft(draft)
    return draft


def test_a_guide_comes_back_answer_for_answer() -> None:
    before = answered_in_every_way()
    again, missing = read_again(body())
    assert missing == 0
    assert again == replace(before, focus=None)


def test_answers_are_kept_and_a_new_session_at_the_same_address_has_them() -> None:
    page = guide_page()
    assert "draft" not in page.app.query_params and page.text("draft") == ""
    page.ask("answer", path="title", text="Tidlig indsats").ask("step", step="staff")
    page.enter("cost-1.children.2027", "220")
    assert "Kladde gemt kl." in page.text("draft")
    again = guide_page(draft=page.app.query_params["draft"])
    assert "Kladden fra kl." in again.text("draft") and "er hentet igen." in again.text("draft")
    assert again.markup("staff-cost-1") == page.markup("staff-cost-1") and 'value="220"' in again.markup("staff-cost-1")
    assert (again.shown["epoch"], again.shown["seen"]) == (page.shown["epoch"], page.shown["seen"])
    assert "hentet igen" not in again.ask("step", step="who").ask("step", step="staff").everything


def test_one_draft_is_of_the_changes_and_of_the_answers() -> None:
    page = Page().enter(SAVING_2016, "3.500")
    asked = guide_page(draft=page.app.query_params["draft"])
    assert asked.text("draft") == "", "a draft without answers is nothing to speak of here"
    asked.ask("answer", path="title", text="Tidlig indsats")
    id = asked.app.query_params["draft"]
    again = Page(draft=id)
    assert again.row("net") == page.row("net") and "er hentet igen." in again.text("draft")
    assert 'value="Tidlig indsats"' in guide_page(draft=id).markup("who-who")


def test_answers_alone_are_no_change_to_the_case_in_hand() -> None:
    page = guide_page().ask("answer", path="title", text="Tidlig indsats")
    assert Page(draft=page.app.query_params["draft"]).text("draft") == ""


def test_two_windows_on_one_draft_never_overwrite_each_other() -> None:
    first = guide_page().ask("answer", path="title", text="Første")
    id = first.app.query_params["draft"]
    second = guide_page(draft=id).ask("answer", path="title", text="Anden")
    first.ask("answer", path="title", text="Tredje")
    assert "Her arbejdes videre i en kopi" in first.text("draft")
    assert first.app.query_params["draft"] != id == second.app.query_params["draft"]
    assert 'value="Anden"' in guide_page(draft=id).markup("who-who")
    assert 'value="Tredje"' in guide_page(draft=first.app.query_params["draft"]).markup("who-who")


def test_a_session_that_was_lost_says_so_and_swallows_no_answer() -> None:
    page = guide_page().ask("answer", path="title", text="Tidlig indsats")
    lost = OnePage("guide.page", "guide_page", "guide", draft=page.app.query_params["draft"])
    log = [*page._log, {"n": 2, "do": "answer", "epoch": page.shown["epoch"], "path": "municipality", "text": "Ny"}]
    lost.app.session_state["guide"] = {"log": log}  # what the browser sends again, and what was typed meanwhile
    lost.run()
    assert "Kladde gemt kl." in lost.text("draft")
    assert 'value="Tidlig indsats"' in lost.markup("who-who") and 'value="Ny"' in lost.markup("who-who")


def test_the_first_answer_counts_where_the_session_was_lost_before_it() -> None:
    old, new = guide_page(), guide_page()
    new._log = [{"n": 1, "do": "answer", "epoch": old.shown["epoch"], "path": "title", "text": "Tidlig indsats"}]
    new.app.session_state["guide"] = {"log": new._log}
    assert 'value="Tidlig indsats"' in new.run().markup("who-who")


def test_saving_the_case_in_hand_keeps_the_answers(store: Store) -> None:  # noqa: F811
    mette = Person(store, "Mette", realisation=0.5)
    mette.hand.guide = answered_in_every_way()
    mette.run()
    before = mette.app.query_params["draft"]
    mette.save("Til udvalget")
    after = mette.app.query_params["draft"]
    assert after != before and store.take_draft(before, "anyone") is None
    assert "Tidlig indsats" in guide_page(draft=after).ask("step", step="who").markup("who-who")


@pytest.mark.parametrize(
    "answers",
    [
        [],
        "text",
        {},
        body(step="nowhere"),
        body(left=["who", 7]),
        body(left=[["who"]]),
        body(seen="9"),
        body(epoch=None),
        body(texts={"title": 5}),
        body(texts=["title"]),
        body(texts={"title": "half a character \ud800"}),
        body(figures={"cost-1.fte_now": [1]}),
        body(figures={"cost-1.fte_now": ["4", "", False]}),
        body(figures={"cost-1.fte_now": [float("nan"), "", False]}),
        body(figures={"cost-1.fte_now": [float("inf"), "", False]}),
        body(figures={"cost-1.fte_now": [10**400, "", False]}),
        body(costs=["saving-1"]),
        body(costs=["cost-x"]),
        body(savings=[f"saving-{n}" for n in range(1, 9)]),
        body(savings=None),
    ],
)
def test_a_body_that_is_no_guide_is_refused_and_left_as_it_is(answers: Any, request: pytest.FixtureRequest) -> None:
    draft = stored(written_model(opened(read_case("herning-2013"), "e"), guide=answers), request.node.name)
    page = guide_page(draft=draft.id)
    assert "kan ikke læses af dette program. Den er ikke ændret" in page.text("draft")
    page.ask("answer", path="title", text="Ny")
    assert page.app.query_params["draft"] != draft.id and "Kladde gemt kl." in page.text("draft")
    left = keeper.store().take_draft(draft.id, draft.holder)
    assert left == draft


@pytest.mark.parametrize("changes", ["", "[]", "7", "{}", '{"epoch": 1, "seen": "x", "changes": []}', "[" * 100_000])
def test_a_body_that_is_no_draft_is_refused_on_the_calculation_page_too(changes: str) -> None:
    draft = stored(changes, f"no-draft-{changes[:40]}")
    assert "kan ikke læses af dette program" in Page(draft=draft.id).text("draft")
    assert keeper.store().take_draft(draft.id, draft.holder) == draft


@pytest.mark.parametrize("offer", ["unit-prices/forgotten", "nothing/at/all", "unit-prices/foster-2019"])
def test_a_figure_that_the_library_no_longer_has_is_counted_and_the_rest_kept(offer: str) -> None:
    again, missing = read_again(
        body(figures={"saving-1.unit_price": [1.5, offer, False], "cost-1.fte_now": [4, "", False]})
    )
    assert missing == 1
    assert again.answers.figures == {"cost-1.fte_now": Given(4.0)}
    draft = stored(
        written_model(
            opened(read_case("herning-2013"), "e"),
            guide=written(again) | {"figures": {"saving-1.unit_price": [1.5, offer, False]}},
        ),
        f"outdated-{offer}",
    )
    assert "1 af ændringerne kunne ikke hentes." in guide_page(draft=draft.id).text("draft")


@pytest.mark.parametrize(
    "path", ["cost-1.kind", "saving-1.step", "saving-1.price_basis", "reimbursement", "years", "price_year"]
)
@pytest.mark.parametrize("text", ["forgotten", "-1", "9" * 30])
def test_an_answer_that_is_no_choice_any_more_breaks_no_step(path: str, text: str) -> None:
    found = body(texts={**body()["texts"], path: text})
    draft = stored(written_model(opened(read_case("herning-2013"), "e"), guide=found), f"choice-{path}-{text}")
    page = guide_page(draft=draft.id)
    for step in guide.STEPS:
        assert page.ask("step", step=step).text(f"heading-{step}")
