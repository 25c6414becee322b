"""Two versions beside each other, and two people's changes merged place by place."""

from __future__ import annotations

import pytest

from budget.case import Case, case_from_document, cases, document, read_case, with_figure
from budget.formulas import calculate
from budget.shown.versions import (
    Difference,
    clashes,
    differences,
    effect_alone,
    effects,
    merged,
    place_text,
    thing_text,
)
from budget.text import Words

DA = Words("da")
HERNING = read_case("herning-2013")
SAVING = ("savings", "placements", "amounts", "2016")
LEVER = ("levers", "realisation")


def changed(case: Case, **more: object) -> Case:
    return case_from_document({**document(case), **more}, case.id)


def without_line(case: Case) -> Case:
    tree = document(case)
    tree["costs"].append({**tree["costs"][0], "id": "extra", "label": "En linje mere"})
    return case_from_document(tree, case.id)


@pytest.mark.parametrize("id", cases())
def test_a_case_differs_from_itself_in_nothing(id: str) -> None:
    assert differences(read_case(id), read_case(id)) == []


def test_a_figure_a_word_and_a_whole_line_are_each_one_difference() -> None:
    new = without_line(changed(with_figure(HERNING, ".".join(SAVING), 3_500_000.0), title="Ny titel"))
    found = differences(HERNING, new)
    assert {d.place for d in found} == {("title",), SAVING, ("costs", "extra")}
    texts = {
        place_text(d.place, HERNING, new, DA): (
            thing_text(d.old, d.place, HERNING, DA),
            thing_text(d.new, d.place, new, DA),
        )
        for d in found
    }
    label = "Beløb: Forventet besparelse på anbringelser, 2016"
    assert texts[label] == ("4.500.000 kr.", "3.500.000 kr.")
    assert texts["Titel"] == (HERNING.title, "Ny titel")
    assert texts["Merudgifter · En linje mere"] == ("–", "En linje mere")
    assert [thing_text(year, ("first_year",), HERNING, DA) for year in (2016, 2027)] == ["2016", "2027"]


def test_the_effect_is_that_of_the_engine_and_a_figure_alone_adds_up_to_it() -> None:
    new = with_figure(HERNING, ".".join(SAVING), 3_500_000.0)
    found = effects(HERNING, new)
    assert [effect.year for effect in found] == [2013, 2014, 2015, 2016]
    assert found[-1].net == (-2_500_000, -1_500_000) and found[-1].accumulated == (-2_500_000, -1_500_000)
    assert found[0].net == (1_000_000, 1_000_000)
    (difference,) = differences(HERNING, new)
    assert effect_alone(HERNING, difference) == 1_000_000
    assert effect_alone(HERNING, Difference(("title",), "a", "b")) is None


def test_what_only_one_of_two_has_changed_needs_no_decision() -> None:
    mine = with_figure(with_figure(HERNING, "levers.realisation", 0.5), "levers.delay_months", 6.0)
    theirs = changed(with_figure(HERNING, "levers.realisation", 0.8), title="Deres titel")
    found = {clash.place: clash for clash in clashes(HERNING, mine, theirs)}
    assert {place: clash.side for place, clash in found.items()} == {
        LEVER: "both",
        ("levers", "delay_months"): "mine",
        ("title",): "theirs",
    }
    assert {clash.side for clash in clashes(None, mine, theirs)} == {"both"}


def test_merging_takes_each_place_from_the_one_that_was_chosen() -> None:
    mine = without_line(with_figure(with_figure(HERNING, "levers.realisation", 0.5), ".".join(SAVING), 3_500_000.0))
    theirs = changed(with_figure(HERNING, "levers.realisation", 0.8), title="Deres titel")
    both = merged(mine, theirs, [SAVING, ("costs", "extra")])
    assert both.title == "Deres titel" and both.levers.realisation.value == 0.8
    assert calculate(both).row("placements").values[-1] == -3_500_000 * 0.8
    assert [line.id for line in both.costs] == ["advisers", "extra"]
    assert merged(theirs, mine, [("costs", "extra")]).costs == HERNING.costs, "a line that mine lacks is taken out"


@pytest.mark.parametrize("id", cases())
def test_every_place_from_mine_is_mine_and_none_is_theirs(id: str) -> None:
    theirs = read_case(id)
    mine = with_figure(changed(theirs, title="Min", notes=["min note"]), "levers.realisation", 0.37)
    places = [clash.place for clash in clashes(theirs, mine, theirs)]
    assert len(places) == 3
    assert differences(merged(mine, theirs, places), mine) == []
    assert differences(merged(mine, theirs, []), theirs) == []
