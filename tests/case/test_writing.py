"""A case written down is the same case when it is read: its texts, its numbers, and what it leaves out."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from budget.case import (
    ASSUMPTIONS,
    Case,
    CaseError,
    case_from_document,
    case_from_text,
    case_hash,
    case_to_text,
    document,
    with_figure,
)
from budget.case.reading import NUMBER
from budget.case.writing import number_text
from tests.case.sound import SOUND, taken, with_more, with_saving
from tests.documents import cases

FILES = sorted([*ASSUMPTIONS.glob("*.yaml"), *(Path(__file__).parents[1] / "cases").glob("*.yaml")])
TEXTS = [
    "=1+1", "+45 99 88 77", "-1", "@SUM(1)", "yes", "no", "on", "null", "~", "true", "010", "12:30", "0x1F", "1e3",
    "1.000", "2012-12-01", ".inf", ".nan", "<<", "=", "'", '"', "''", "a: b", "a #b", "# c", "- d", "? e", "[f]",
    "{g}", "&h", "*i", "!j", "%k", "`l", "|", ">", "|-\n  m", "first\nsecond", "first\n\nthird\n", "\nfirst",
    "  before", "after  ", "\ttab", "tab\tinside", "Æblegrød på ø", "日本語", "🙂", "e\u0301", "\u00a0x\u00a0",
    "a\u2028b", "a\u2029b", "a\u0085b", "\ufeffbom", "\x7f", "C:\\path\\n", "{net} {0} %s", "»citat«", "x" * 500,
    "ord " * 100, "-", "--- a", "... b", ": c", "d:", "e,f", "\r\ng", "a\rb", "\x0bc", "x\x1c",
]  # fmt: skip


def again(case: Case) -> Case:
    return case_from_text(case_to_text(case))


def labelled(text: str) -> Case:
    """The sound case with this text in several places, as a program would put it there."""
    tree = document(taken(with_more("sources: {own: {title: T}}\nscenarios: [{id: s, label: S, set: {}}]")))
    tree["title"] = tree["costs"][0]["label"] = tree["costs"][0]["quote"] = text
    tree["sources"]["own"]["title"] = tree["scenarios"][0]["label"] = text
    tree["notes"] = [text, "and another"]
    tree["service_areas"] = {text: {"name": text}}
    tree["savings"][0]["service_area"] = text
    return case_from_document(tree)


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_a_case_file_is_the_same_case_and_document_when_it_is_written_down(file: Path) -> None:
    case = case_from_text(file.read_text(encoding="utf-8"))
    assert again(case) == case
    assert document(again(case)) == document(case)
    assert case_to_text(again(case)) == case_to_text(case)


@given(cases)
def test_any_case_is_the_same_case_and_document_when_it_is_written_down(case: Case) -> None:
    text = case_to_text(case)
    back = case_from_text(text)
    assert back == case
    assert document(back) == document(case)
    assert case_to_text(back) == text


@pytest.mark.parametrize("text", TEXTS, ids=repr)
def test_a_text_is_kept_to_the_letter(text: str) -> None:
    case = labelled(text)
    back = again(case)
    assert back == case
    assert (back.title, back.costs[0].label, back.costs[0].quote, back.notes[0]) == (text,) * 4
    assert list(back.service_areas) == [text] and back.sources["own"].title == text


@given(st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=60))
def test_any_text_that_a_case_takes_is_kept_to_the_letter(text: str) -> None:
    try:
        case = labelled(text)
    except CaseError:
        return
    try:
        back = again(case)
    except CaseError:
        pytest.fail(f"{text!r} was taken and written, but is not read again")
    assert back == case and back.title == text


@pytest.mark.parametrize(
    "text",
    ["010", "yes", "1.000", "null", "2012-12", "'010'", '"yes"', "'1.000'", '"=1+1"', "|\n  a\n  b", ">-\n  a\n  b"],
)
def test_a_text_of_a_file_keeps_how_it_was_meant(text: str) -> None:
    """A page 10 or a function 5.20 is a text, with or without quotes; it does not become a number on the way."""
    case = taken(SOUND.replace("title: Prøve", f"title: {text}"))
    assert again(case).title == case.title
    assert case_to_text(again(case)) == case_to_text(case)


def test_other_readers_of_yaml_read_the_same_numbers() -> None:
    """A case may be opened by any program: its numbers are numbers there, its texts texts, its years numbers."""
    case = taken(with_saving("id: p, label: 'yes', kind: amounts, amounts: {2013: 1000, 2014: 0.5, 2015: 1250.5000}"))
    tree = yaml.safe_load(case_to_text(case))
    assert tree["savings"][0] == {
        "id": "p", "label": "yes", "kind": "amounts", "amounts": {2013: 1000, 2014: 0.5, 2015: 1250.5},
    }  # fmt: skip
    assert tree["discount_rate"] == 0.035 and tree["first_year"] == 2013


# ------------------------------------------------------------------ numbers
@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0.0, "0"), (1.0, "1"), (-5.0, "-5"), (2000000.0, "2000000"), (1e12, "1000000000000"), (0.035, "0.0350"),
        (1.25, "1.25"), (1000.125, "1000.1250"), (0.1, "0.1"), (1e-7, "0.0000001"), (1.5e-9, "0.0000000015"),
        (123456789.125, "123456789.1250"), (1 / 3, "0.3333333333333333"), (-0.0001, "-0.0001"),
    ],
)  # fmt: skip
def test_a_number_is_written_with_digits_and_a_point_and_never_with_three_decimals(value: float, text: str) -> None:
    assert number_text(value) == text


@given(st.floats(allow_nan=False, allow_infinity=False, min_value=-1e15, max_value=1e15))
def test_a_number_is_written_so_that_exactly_it_is_read(value: float) -> None:
    text = number_text(value)
    assert NUMBER.fullmatch(text) and float(text) == value
    assert len(text.partition(".")[2]) != 3


@given(st.floats(0, 1e12))
def test_an_amount_is_the_same_after_a_way_through_the_file(value: float) -> None:
    case = with_figure(taken(SOUND), "costs.c.amounts.2014", value)
    assert again(case) == case


# ------------------------------------------------------------------ what is written and what is not
def test_defaults_are_not_written_and_what_is_stated_is() -> None:
    text = case_to_text(taken(SOUND))
    assert "overhead" not in text and "levers" not in text and "nature" not in text
    stated = case_to_text(
        taken(SOUND.replace("amounts: 1000000", "amounts: 1000000, realisation: 1, nature: permanent"))
    )
    assert "realisation: 1" in stated and "nature: permanent" in stated


def test_the_order_of_the_file_is_the_order_of_what_is_written() -> None:
    tree = yaml.safe_load(case_to_text(taken(SOUND)))
    assert list(tree)[:4] == ["title", "municipality", "status", "first_year"]
    case = taken(with_more("sources: {b: {title: B}, a: {title: A}}"))
    assert list(yaml.safe_load(case_to_text(case))["sources"]) == ["b", "a"]


def test_financing_keeps_the_word_of_the_file() -> None:
    case = taken(with_more("financing: [{label: K, from: cash, amounts: {2013: -5, 2014: 0, 2015: 0, 2016: 5}}]"))
    assert "from: cash" in case_to_text(case)
    assert again(case) == case


def test_the_hash_follows_the_figures_and_not_the_spelling() -> None:
    case = taken(SOUND)
    assert case_hash(case) == case_hash(taken(SOUND.replace("2000000", "2000000.0").replace("# ", "")))
    assert case_hash(case) != case_hash(with_figure(case, "costs.c.amounts", 2000001))
    assert len(case_hash(case)) == 64


def test_a_case_becomes_plain_parts_that_json_can_hold() -> None:
    for file in FILES:
        case = case_from_text(file.read_text(encoding="utf-8"))
        assert json.loads(json.dumps(document(case)))["title"] == case.title
