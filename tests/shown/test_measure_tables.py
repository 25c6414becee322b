"""Measures in words: which side of the target is better, and project districts against the rest."""

from __future__ import annotations

import pytest

from budget.analysis.follow_up import FollowUp, follow_up
from budget.case import case_from_text
from budget.formulas import calculate
from budget.shown import pages
from budget.shown.measure_tables import group_tables, measure_label, measure_table
from budget.text import Words
from tests.test_golden import with_defaults

DA, EN = Words("da"), Words("en")
CASE = """
years: 2
costs: [{id: c, label: C, kind: amounts, amounts: 1}]
measures:
  - {id: in, label: Anbragte, unit: places, better: lower, group: Projektdistrikter, baseline: {year: 2019, value: 50}, target: 45}
  - {id: out, label: Anbragte, unit: places, better: lower, group: Øvrige distrikter, baseline: {year: 2019, value: 200}, target: 200}
  - {id: share, label: Andel i plejefamilie, unit: share, better: higher, target: 0.75, baseline: {year: 2019, value: 0.63}}
  - {id: talks, label: Samtaler, unit: number, better: higher, target: 120}
  - {id: alone, label: Skolefravær, unit: number, group: Projektdistrikter}
actuals:
  - {measure: in, year: 2020, month: 1, amount: 46, basis: accounts}
  - {measure: in, year: 2020, month: 2, amount: 44, basis: accounts}
  - {measure: out, year: 2020, month: 1, amount: 198, basis: accounts}
  - {measure: share, year: 2020, amount: 0.7, basis: accounts}
  - {measure: talks, year: 2020, month: 1, amount: 12, basis: accounts}
"""  # noqa: E501


def found(text: str = CASE) -> FollowUp:
    return follow_up(calculate(case_from_text(with_defaults(text))))


@pytest.mark.parametrize(
    ("id", "danish", "english"),
    [
        ("in", "på målet", "on target"),
        ("out", "-2 under målet (bedre)", "-2 below target (better)"),
        ("share", "-5,0 % under målet (dårligere)", "-5.0% below target (worse)"),
        ("talks", "2 over målet (bedre)", "2 above target (better)"),  # 12 of a twelfth of 120
    ],
)
def test_a_deviation_says_whether_it_is_better(id: str, danish: str, english: str) -> None:
    of = found()
    (followed,) = (measure for measure in of.measures if measure.measure.id == id)
    tables = [measure_table(followed, of.years, words) for words in (DA, EN)]
    assert [table.rows[0].texts[3] for table in tables] == [danish, english]


def test_without_a_word_for_better_none_is_said() -> None:
    of = found(CASE.replace("better: higher, ", "").replace("better: lower, ", ""))
    texts = " ".join(measure_table(measure, of.years, DA).rows[0].texts[3] for measure in of.measures)
    assert "under målet" in texts and "bedre" not in texts and "dårligere" not in texts


def test_the_groups_stand_beside_each_other_from_their_own_beginning() -> None:
    """45 of 50 and 198 of 200: a tenth less, and a hundredth."""
    (table,) = group_tables(found(), DA)
    assert table.caption == "Anbragte: grupperne ved siden af hinanden"
    assert [row.texts for row in table.rows] == [
        ("Projektdistrikter", "50 (2019)", "45 (2020)", "-5", "-10,0 %"),
        ("Øvrige distrikter", "200 (2019)", "198 (2020)", "-2", "-1,0 %"),
    ]
    assert measure_label(found().measures[0], DA) == (
        "Anbragte (Projektdistrikter, helårspladser, udgangspunkt 2019: 50)"
    )


def test_an_added_measure_is_compared_by_what_is_expected_of_its_year() -> None:
    text = CASE.replace(
        "label: Samtaler, unit: number", "label: Samtaler, group: A, unit: number, baseline: {year: 2019, value: 100}"
    )
    text = text.replace(
        "label: Skolefravær, unit: number, group: Projektdistrikter", "label: Samtaler, unit: number, group: B"
    )
    (_, table) = group_tables(found(text), DA)
    assert [row.texts for row in table.rows] == [
        ("A", "100 (2019)", "144 (2020)", "44", "44,0 %"), ("B", "–", "–", "–", "–"),
    ]  # fmt: skip


def test_the_page_has_the_groups_and_every_measure() -> None:
    result = calculate(case_from_text(with_defaults(CASE)))
    captions = [table.caption for table in pages.follow_up(result, DA).tables()]
    assert "Anbragte: grupperne ved siden af hinanden" in captions and "Samtaler" in captions
    assert not [caption for caption in captions if caption.startswith("Beslutningspunkter")]
