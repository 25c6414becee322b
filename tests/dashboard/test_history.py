"""Undo and redo: every step taken back and made again, with and without a reload in between."""

import json
import random
from dataclasses import replace

import pytest

from budget.case import case_to_text, read_case
from budget.dashboard.changes import structure
from budget.dashboard.changes.doings import do
from budget.dashboard.changes.history import recorded
from budget.dashboard.changes.record import read_again, written
from budget.dashboard.changes.state import Change, Model, changed, opened
from budget.dashboard.dialogue import record
from budget.dashboard.dialogue import state as dialogue
from budget.dashboard.dialogue.state import Guide, begun

HERNING = read_case("herning-2013")
SAVING = "savings.placements.amounts"


def did(now: Model, *commands: tuple[str, dict[str, str]]) -> Model:
    for name, values in commands:
        now = do(now, now.seen + 1, name, values, "da")
    return now


def typed(path: str, text: str) -> tuple[str, dict[str, str]]:
    return "enter", {"path": path, "text": text}


def reloaded(now: Model) -> Model:
    read, missing = read_again(now.original, written(now), None)
    assert missing == 0
    return read


@pytest.mark.parametrize(
    "commands",
    [
        pytest.param(
            [typed("indices.wages.2016", "6"), typed("indices.wages.2016", "7")], id="a rate not there before"
        ),
        pytest.param([typed(f"{SAVING}.2016", ""), typed(f"{SAVING}.2016", "5.000")], id="emptied in between"),
        pytest.param([typed(f"{SAVING}.2016", "1.000"), typed(f"{SAVING}.2016", "2.000")], id="typed twice"),
    ],
)
def test_the_case_in_hand_is_what_a_draft_of_it_gives(commands: list[tuple[str, dict[str, str]]]) -> None:
    model = did(opened(HERNING, "e"), *commands)
    assert len(model.changes) == 1
    assert case_to_text(model.case) == case_to_text(reloaded(model).case)


def test_when_an_added_line_is_taken_back_another_is_open() -> None:
    values = {"label": "Ny", "amounts": 1000.0}
    model = replace(
        changed(opened(HERNING, "e"), Change("ny", structural=structure.Add("costs", "ny", values))), open="ny"
    )
    model = recorded(opened(HERNING, "e"), model)
    assert did(model, UNDO).open == opened(HERNING, "e").open
    assert did(replace(model, open="placements"), UNDO).open == "placements"


UNDO, REDO, RESET_ALL = ("undo", {}), ("redo", {}), ("reset_all", {})


def slid(text: str, drag: str = "1") -> tuple[str, dict[str, str]]:
    return "slide", {"path": "levers.realisation", "text": text, "drag": drag}


def test_all_of_one_movement_of_a_slider_is_one_step() -> None:
    first = did(opened(HERNING, "e"), typed(f"{SAVING}.2016", "3.500"))
    now = did(first, *(slid(str(at)) for at in range(99, 50, -1)))
    assert now.case.levers.realisation.value == 0.51 and len(now.history.past) == 2
    assert reloaded(now).history == now.history
    back = did(now, UNDO)
    assert back.case == first.case and did(back, REDO).case == now.case
    again = did(now, slid("60", "2"))
    assert len(again.history.past) == 3 and did(again, UNDO).case == now.case


def test_a_slider_moved_back_to_where_it_was_leaves_no_step() -> None:
    now = did(opened(HERNING, "e"), slid("90"), slid("80"), slid("100"))
    assert now.case == HERNING and not now.history.past and not now.changes


def test_one_press_takes_back_what_was_typed_and_another_makes_it_again() -> None:
    now = did(opened(HERNING, "e"), typed(f"{SAVING}.2016", "3.500"))
    back = did(now, UNDO)
    assert back.case == HERNING and not back.changes
    assert did(back, REDO).case == now.case
    assert did(back, UNDO) == did(back, ("nothing", {}))  # nothing more to take back


def test_all_changes_reset_are_there_again_after_one_press() -> None:
    now = did(opened(HERNING, "e"), *(typed(f"{SAVING}.{year}", "3.500") for year in HERNING.horizon))
    gone = did(now, RESET_ALL)
    assert gone.case == HERNING
    assert did(gone, UNDO).case == now.case and did(gone, UNDO).changes == now.changes


def test_something_new_ends_what_could_be_made_again() -> None:
    now = did(opened(HERNING, "e"), typed(f"{SAVING}.2016", "3.500"), UNDO, typed(f"{SAVING}.2015", "2.500"))
    assert did(now, REDO).case == now.case


def test_what_changes_nothing_is_no_step() -> None:
    now = did(opened(HERNING, "e"), typed(f"{SAVING}.2016", "abc"), ("points", {}), ("open", {"group": "rates"}))
    assert not now.history.past


ASKED = ("enter", "slide", "reset", "reset_all", "remove", "estimate", "scenario_new", "undo", "redo", "attribute")


@pytest.mark.parametrize("seed", range(10))
def test_undone_to_the_start_it_is_the_case_as_it_was_opened_and_redone_to_the_end_as_it_was_left(seed: int) -> None:
    dice = random.Random(seed)
    paths = [f"{SAVING}.{year}" for year in HERNING.horizon] + ["discount_rate", "levers.realisation"]
    now = opened(HERNING, "e")
    for _ in range(120):
        name = dice.choice(ASKED)
        values = {"path": dice.choice(paths), "text": str(dice.randrange(1, 90)), "line": "advisers"}
        now = did(now, (name, values))
        if dice.random() < 0.1:
            read = reloaded(now)
            assert written(read) == written(now) and read.case == now.case
            now = read
    end, steps = case_to_text(now.case), 0
    while now.history.future:
        now = did(now, REDO)
        end = case_to_text(now.case)
    while now.history.past:
        now, steps = did(now, UNDO), steps + 1
    assert case_to_text(now.case) == case_to_text(HERNING) and not now.changes
    assert steps > 20
    for _ in range(steps):
        now = did(now, REDO)
    assert case_to_text(now.case) == end


def answered(now: Guide, *commands: tuple[str, dict[str, str]]) -> Guide:
    for name, values in commands:
        now = dialogue.do(now, now.seen + 1, name, values, "da")
    return now


def test_begun_again_by_mistake_the_guide_has_its_answers_after_one_press_and_after_a_reload() -> None:
    said = (
        ("answer", {"path": "title", "text": "Flere rådgivere"}),
        ("answer", {"path": "municipality", "text": "Lejre"}),
    )
    now = answered(begun(2027), *said, ("add", {"sort": "cost"}))
    begun_again = answered(now, ("restart", {}))
    assert begun_again.answers.texts.get("title") is None
    read, missing = record.read_again(json.loads(json.dumps(record.written(begun_again))))
    assert missing == 0
    for guide in (begun_again, read):
        assert answered(guide, UNDO).answers == now.answers
        assert answered(guide, UNDO, UNDO).answers.costs == ("cost-1",)
        assert answered(guide, UNDO, REDO).answers == begun_again.answers


@pytest.mark.parametrize("steps", [[[9, 0, []]], [[0, 9, []]], [["a", 0, []]], [[0]], "past", [[0, 0, [["texts"]]]]])
def test_steps_that_are_none_are_left_out_and_the_draft_is_kept(steps: object) -> None:
    now = did(opened(HERNING, "e"), typed(f"{SAVING}.2016", "3.500"))
    found = json.loads(written(now))
    found["steps"]["past"] = steps
    read, missing = read_again(HERNING, json.dumps(found), None)
    assert missing == 0 and read.case == now.case and not read.history.past
