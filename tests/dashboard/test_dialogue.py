"""The guided order: what is asked, what stands until it is answered, what lacks, and the case that comes of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from budget.case import Case, CaseError, case_from_text, case_to_text, entries, offers
from budget.dashboard.dialogue import questions
from budget.dashboard.dialogue.answered import case_of, so_far, step_of
from budget.dashboard.dialogue.fourth import EXTRA
from budget.dashboard.dialogue.questions import STEPS, Answers, Given
from budget.formulas import calculate
from budget.shown.table_words import notes
from budget.text import Words

DANISH = Words("da")
YEARS = range(2027, 2031)
TEXTS = {"title": "Tidlig indsats", "municipality": "Eksempel Kommune"}
FIGURES = {
    "cost-1.children.2027": 220.0,
    "cost-1.fte_now": 4.0,
    "cost-1.annual_cost": 600_000.0,
    "saving-1.unit_price": 500_000.0,
    **{f"saving-1.stops.{year}": 2.0 for year in YEARS},
}


def answers(texts: Mapping[str, str] = {}, figures: Mapping[str, float] = {}) -> Answers:
    """Answers that make a case, with others in place of some of them."""
    found = questions.start(2027)
    for id, text in {**TEXTS, **texts}.items():
        found = questions.answered(found, id, text)
    for id, value in {**FIGURES, **figures}.items():
        found = questions.entered(found, id, Given(value))
    return found


def lacking(found: Answers) -> dict[str, tuple[int, ...]]:
    return {lack.question.id: lack.years for lack in questions.lacks(found)}


def unconfirmed(case: Case) -> set[str]:
    return {entry.path for entry in entries(case) for figure in entry.figures().values() if figure.unconfirmed}


# ------------------------------------------------------------------------------------------------ what is asked
def test_an_empty_guide_lacks_exactly_what_no_library_can_know() -> None:
    assert lacking(questions.start(2027)) == {
        "title": (),
        "municipality": (),
        "cost-1.children": (2027,),
        "cost-1.fte_now": (),
        "saving-1.stops": (2027, 2028, 2029, 2030),
        "saving-1.unit_price": (),
    }


def test_a_case_that_answers_nothing_but_what_no_library_knows_makes_a_table_of_marked_prices() -> None:
    found = answers({"saving-1.step": "foster"})
    for id in ("cost-1.annual_cost", "saving-1.unit_price"):  # the library's own
        found = replace(found, figures={k: v for k, v in found.figures.items() if k != id})
    assert lacking(found) == {}
    case = case_of(found, DANISH)
    pay, price = case.costs[0].annual_cost, case.savings[0].unit_price  # type: ignore[union-attr]
    assert (pay.price_year, price.price_year) == (2022, 2019) and pay.unadjusted and price.unadjusted
    result = calculate(case)
    assert result.row("ekstra-raadgivere").values[0] == pytest.approx((220 / 25 - 4) * pay.value * 1.2)
    assert any("2019 og 2022" in note and "ikke fremskrevet" in note for note in notes(result, DANISH))
    assert case_from_text(case_to_text(case), case.id) == case


def test_the_library_s_prices_are_brought_to_the_case_s_by_rates_where_that_is_wanted() -> None:
    found = answers({"conversion": "index"})
    found = replace(found, figures={k: v for k, v in found.figures.items() if k != "cost-1.annual_cost"})
    assert lacking(found) == {"rates.wages": (2023, 2024, 2025, 2026, 2027)}
    for year in range(2023, 2028):
        found = questions.entered(found, f"rates.wages.{year}", Given(0.03))
    pay = case_of(found, DANISH).costs[0].annual_cost  # type: ignore[union-attr]
    assert pay.price_year == 2022 and not pay.unadjusted


# ------------------------------------------------------------------------------------------ three make the fourth
@given(
    st.floats(10, 1_000), st.floats(1, 50), st.floats(5, 60), st.sampled_from(["children", "fte_now", "load", "extra"])
)
def test_any_three_of_the_four_give_the_fourth(extra: float, now: float, load: float, left_out: str) -> None:
    whole = {"children": load * (now + extra), "fte_now": now, "target_caseload": load, EXTRA: extra}
    missing = "target_caseload" if left_out == "load" else left_out
    found = questions.start(2027)
    for name, value in whole.items():
        year = ".2027" if name in ("children", "target_caseload") else ""
        if name != missing:
            found = questions.entered(found, f"cost-1.{name}{year}", Given(value))
    question = next(q for q in questions.questions(found) if q.id == f"cost-1.{missing}")
    worked_out = questions.figure(found, question, *question.years[:1])
    assert worked_out is not None and worked_out.worked_out
    assert worked_out.value == pytest.approx(whole[missing], rel=1e-6, abs=1e-6)
    assert question.id not in lacking(found)


def test_45_to_25_is_six_more_and_the_case_has_them() -> None:
    found = answers({}, {"cost-1.children.2027": 337.5, "cost-1.fte_now": 7.5})
    extra = next(q for q in questions.questions(found) if q.name == EXTRA)
    assert questions.figure(found, extra) == Given(6.0, worked_out=True)
    assert calculate(case_of(found, DANISH)).row("ekstra-raadgivere.fte").values == (6.0,) * 4
    assert EXTRA not in case_to_text(case_of(found, DANISH))


def test_whole_posts_are_not_rounded_up_by_a_worked_out_caseload() -> None:
    given_ = {"cost-1.children.2027": 225.0, "cost-1.fte_now": 4.0, f"cost-1.{EXTRA}": 3.0}
    found = answers({"cost-1.whole_posts": "true"}, given_)
    assert calculate(case_of(found, DANISH)).row("ekstra-raadgivere.fte").values == (3.0,) * 4


def test_four_that_do_not_fit_are_asked_about() -> None:
    four = {"cost-1.children.2027": 220.0, "cost-1.target_caseload.2027": 25.0, f"cost-1.{EXTRA}": 6.0}
    assert lacking(answers({}, four)) == {f"cost-1.{EXTRA}": ()}
    assert lacking(answers({}, four | {f"cost-1.{EXTRA}": 4.8})) == {}


def test_the_result_so_far_holds_the_lines_that_are_answered() -> None:
    found = questions.start(2027)
    assert so_far(found, DANISH) == (None, ["cost-1", "saving-1"])
    for id in ("cost-1.children.2027", "cost-1.fte_now"):
        found = questions.entered(found, id, Given(FIGURES[id]))
    case, waiting = so_far(found, DANISH)
    assert case is not None and waiting == ["saving-1"] and not case.savings and len(case.costs) == 1


def test_every_question_belongs_to_a_step_and_is_asked_once() -> None:
    asked = [question.id for question in questions.questions(answers({"saving-1.step": "foster"}))]
    assert len(asked) == len({*asked})
    assert {question.step for question in questions.questions(answers())} == {"who", "staff", "savings", "prices"}
    assert {*STEPS} - {question.step for question in questions.questions(answers())} == {"sources", "done"}


@pytest.mark.parametrize(
    ("texts", "wanted"),
    [
        ({"cost-1.kind": "staff"}, {"fte", "overhead", "start_month", "annual_cost"}),
        ({"cost-1.kind": "amounts"}, {"amounts"}),
        ({"saving-1.kind": "mix"}, {"places", "share_now", "share_target", "price_from", "price_to"}),
        ({"saving-1.kind": "placements"}, {"stops", "timing", "duration_months", "natural_exit", "relapse"}),
    ],
)
def test_each_kind_of_line_asks_for_what_it_is_worked_out_from(texts: dict[str, str], wanted: set[str]) -> None:
    line = next(iter(texts)).partition(".")[0]
    found = questions.start(2027)
    for id, text in texts.items():
        found = questions.answered(found, id, text)
    assert wanted <= {question.name for question in questions.questions(found) if question.line == line}


def test_answers_about_one_kind_survive_a_look_at_another() -> None:
    found = questions.answered(answers({"cost-1.kind": "staff"}), "cost-1.kind", "caseload")
    assert lacking(found) == {} and case_of(found, DANISH).costs[0].kind == "caseload"


@pytest.mark.parametrize("typed", ["", "mange", "2027,5", "12345", "1900", "٢٠٢٧"])
def test_a_first_year_that_is_no_year_is_asked_for_again_and_nothing_else_breaks(typed: str) -> None:
    found = questions.answered(answers(), "first_year", typed)
    assert "first_year" in lacking(found)
    assert not questions.horizon(found)


def test_another_first_year_asks_for_the_years_that_are_new() -> None:
    found = questions.answered(answers(), "first_year", "2028")
    assert lacking(found) == {"cost-1.children": (2028,), "saving-1.stops": (2031,)}


# ------------------------------------------------------------------------------------------------- the defaults
def test_every_default_is_an_entry_of_the_library_and_unconfirmed() -> None:
    for texts in ({"saving-1.step": "foster"}, {"saving-1.kind": "mix"}, {"cost-1.kind": "staff"}):
        found = questions.start(2027)
        for id, text in texts.items():
            found = questions.answered(found, id, text)
        for question in questions.questions(found):
            for year in question.years or (None,):
                given_ = questions.figure(found, question, year) if question.key else None
                if given_ is not None:
                    assert given_.unconfirmed and given_.value == offers.offer(given_.offer).value


def test_a_case_of_defaults_says_where_each_comes_from_and_that_no_one_has_confirmed_it() -> None:
    case = case_of(answers(), DANISH)
    assert unconfirmed(case) == {
        "discount_rate",
        "costs.ekstra-raadgivere.overhead",
        "costs.ekstra-raadgivere.target_caseload",
        "savings.faerre-anbringelser.lag_months",
        "savings.faerre-anbringelser.natural_exit",
    }
    for entry in entries(case):
        for figure in entry.figures().values():
            if figure.unconfirmed:
                assert figure.source in case.sources and "Fra referencebiblioteket" in (figure.note or "")


def test_a_confirmed_default_keeps_its_source_and_loses_the_mark() -> None:
    default = offers.offer("overhead/kl-practice-2021")
    found = questions.entered(answers(), "cost-1.overhead", Given(default.value, default.id))
    figure = case_of(found, DANISH).costs[0].overhead  # type: ignore[union-attr]
    assert figure.source == "kl-practice-2021" and not figure.unconfirmed


def test_a_default_that_is_taken_out_is_left_out_and_not_put_back() -> None:
    found = questions.entered(answers(), "cost-1.overhead", None)
    assert "overhead" not in case_of(found, DANISH).costs[0].model_fields_set
    again = questions.entered(found, "cost-1.overhead", Given(0.1))
    assert case_of(again, DANISH).costs[0].overhead.value == 0.1  # type: ignore[union-attr]


def test_a_required_default_that_is_taken_out_lacks() -> None:
    assert lacking(questions.entered(answers(), "discount_rate", None)) == {"discount_rate": ()}


def test_the_price_of_a_step_is_the_librarys_until_it_is_typed() -> None:
    bare = answers({"saving-1.step": "institution"})
    figures = {id: value for id, value in bare.figures.items() if id != "saving-1.unit_price"}
    found = Answers(bare.texts, figures)
    question = next(q for q in questions.questions(found) if q.id == "saving-1.unit_price")
    assert questions.figure(found, question) == Given(1_160_000, "unit-prices/institution-2019", True)
    assert questions.price_year(found, question) == 2019
    assert "rates.total" not in lacking(found)  # it is used as it stands, and marked
    found = questions.answered(found, "conversion", "index")
    assert lacking(found)["rates.total"] == (2020, 2021, 2022, 2024, 2025, 2026, 2027)  # 2023 is in the library


# -------------------------------------------------------------------------------------------- prices and rates
def test_an_own_price_in_the_cases_prices_needs_no_rates() -> None:
    assert questions.needed_rates(answers()) == {}


def test_a_price_of_another_year_asks_for_the_rates_between_and_is_converted_once() -> None:
    found = answers({"saving-1.unit_price.price_year": "2025"})
    assert lacking(found) == {"rates.total": (2026, 2027)}
    for year in (2026, 2027):
        found = questions.entered(found, f"rates.total.{year}", Given(0.02))
    found = questions.answered(found, "rates.total.source", "KL, juni 2026")
    case = case_of(found, DANISH)
    assert case.savings[0].unit_price.price_year == 2025  # type: ignore[union-attr]
    assert case.sources[case.indices.total[2026].source or ""].title == "KL, juni 2026"


def test_a_rule_of_reimbursement_asks_for_its_rates_and_carries_its_source() -> None:
    found = answers({"reimbursement": "act-2024"})
    assert lacking(found) == {}
    marked = case_of(found, DANISH).reimbursement
    assert marked is not None and marked.unadjusted and marked.price_year == 2022
    found = questions.answered(found, "conversion", "index")
    assert lacking(found) == {"rates.total": (2024, 2025, 2026, 2027)}
    for year in range(2023, 2028):
        found = questions.entered(found, f"rates.total.{year}", Given(0.02))
    rule = case_of(found, DANISH).reimbursement
    assert rule is not None and rule.price_year == 2022 and rule.bands[0].above.value == 860_000
    assert rule.bands[0].above.source == "act-2024" and rule.bands[0].above.unconfirmed


def test_reimbursement_is_not_asked_about_where_prices_are_net() -> None:
    found = answers({"saving-1.price_basis": "net", "reimbursement": "act-2024"})
    assert case_of(found, DANISH).reimbursement is None


# --------------------------------------------------------------------------------------------------- the case
def test_the_case_is_what_was_answered() -> None:
    found = answers(
        {
            "cost-1.service_area": "SO 20 Administration",
            "cost-1.start_month": "8",
            "cost-1.whole_posts": "true",
            "saving-1.timing": "7",
            "saving-1.step": "foster",
            "cost-1.source": "Budgetnotat",
            "saving-1.unit_price.source": "Takstbilag",
        },
        {"cost-1.children.2029": 260.0},
    )
    case = case_of(found, DANISH)
    cost, saving = case.costs[0], case.savings[0]
    assert case.id == "tidlig-indsats" and case.status == "idea" and case.horizon == [*YEARS]
    assert case.service_areas["SO 20"].name == "Administration" and cost.service_area == "SO 20"
    assert cost.start_month == 8 and cost.whole_posts and cost.source == "budgetnotat"  # type: ignore[union-attr]
    assert {y: f.value for y, f in cost.children.items()} == {2027: 220, 2029: 260}  # type: ignore[union-attr]
    assert saving.timing == 7 and saving.step == "foster"  # type: ignore[union-attr]
    assert case.sources[saving.unit_price.source or ""].title == "Takstbilag"  # type: ignore[union-attr]
    assert calculate(case).row("net").values


def test_a_guided_case_reads_back_from_its_file() -> None:
    case = case_of(answers({"saving-1.step": "foster"}), DANISH)
    assert case_from_text(case_to_text(case), case.id) == case


@pytest.mark.parametrize("language", ["da", "en"])
@pytest.mark.parametrize("kinds", [("caseload", "placements"), ("staff", "mix"), ("amounts", "amounts")])
def test_every_kind_of_line_makes_a_case_in_both_languages(language: str, kinds: tuple[str, str]) -> None:
    found = answers(
        {"cost-1.kind": kinds[0], "saving-1.kind": kinds[1]},
        {
            "cost-1.fte.2027": 5.0,
            "cost-1.amounts.2027": 2e6,
            "saving-1.amounts.2027": 1e6,
            "saving-1.places.2027": 40.0,
            "saving-1.share_now": 0.37,
            "saving-1.share_target.2027": 0.3,
            "saving-1.price_from": 1e6,
            "saving-1.price_to": 4e5,
        },
    )
    case = case_of(found, Words(language))
    assert [case.costs[0].kind, case.savings[0].kind] == [*kinds]


def test_lines_of_one_name_get_ids_of_their_own() -> None:
    found = questions.with_line(answers(), "cost")
    for name, value in {"children.2027": 50.0, "fte_now": 1.0, "annual_cost": 5e5}.items():
        found = questions.entered(found, f"cost-2.{name}", Given(value))
    assert [line.id for line in case_of(found, DANISH).costs] == ["ekstra-raadgivere", "ekstra-raadgivere-2"]
    assert case_of(questions.without_line(found, "cost-2"), DANISH) == case_of(answers(), DANISH)


def test_a_line_may_not_take_the_name_of_a_row() -> None:
    assert case_of(answers({"cost-1.label": "Net"}), DANISH).costs[0].id == "net-2"


def test_one_source_named_twice_is_held_once() -> None:
    case = case_of(answers({"cost-1.source": "Notat", "saving-1.source": "Notat"}), DANISH)
    assert [source.title for source in case.sources.values()].count("Notat") == 1


def test_background_knowledge_is_no_source() -> None:
    guess = offers.offer("unit-prices/adviser-2024")
    found = questions.entered(answers(), "cost-1.annual_cost", Given(guess.value, guess.id))
    for year in (2025, 2026, 2027):
        found = questions.entered(found, f"rates.wages.{year}", Given(0.03))
    pay = case_of(found, DANISH).costs[0].annual_cost  # type: ignore[union-attr]
    assert pay.source is None and pay.unconfirmed and "Baggrundsviden" in (pay.note or "")
    assert (pay.low, pay.value, pay.high) == (550_000, 575_000, 600_000)


def test_what_the_rules_refuse_is_led_back_to_its_step() -> None:
    found = answers()
    assert step_of(found, "savings.faerre-anbringelser.unit_price", DANISH) == "prices"
    assert step_of(found, "savings.faerre-anbringelser.stops.2027", DANISH) == "savings"
    assert step_of(found, "costs.ekstra-raadgivere.children", DANISH) == "staff"
    assert step_of(found, "municipality", DANISH) == "who"


IDS = sorted({question.id for question in questions.questions(answers())} | {f"cost-1.fte.{y}" for y in YEARS})
SAID = st.sampled_from(["", "x", "2027", "4", "40", "staff", "mix", "amounts", "net", "foster", "3", "act-2024"])


@given(
    st.lists(st.tuples(st.sampled_from(IDS), SAID), max_size=15),
    st.lists(st.tuples(st.sampled_from([*FIGURES, *IDS]), st.sampled_from([None, 0.0, 0.5, 3.0, 1e6])), max_size=15),
)
def test_whatever_is_answered_the_guide_says_what_lacks_or_makes_a_sound_case(
    texts: list[tuple[str, str]], figures: list[tuple[str, float | None]]
) -> None:
    found = answers()
    for id, text in texts:
        found = questions.answered(found, id, text)
    for id, value in figures:
        found = questions.entered(found, id, None if value is None else Given(value))
    if [*questions.lacks(found)]:
        return
    try:
        case = case_of(found, DANISH)
    except CaseError as error:
        assert all(step_of(found, problem.path, DANISH) in STEPS for problem in error.problems)
    else:
        assert case_from_text(case_to_text(case), case.id) == case
