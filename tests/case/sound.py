"""A small sound case that tests break in one place, and what its refusal says."""

from __future__ import annotations

import pytest

from budget.case import Case, CaseError, case_from_text, problem_text
from budget.text import Words

HEAD = """title: Prøve
municipality: X
status: idea
first_year: 2013
years: 4
price_year: 2013
discount_rate: 0.035
"""
COST = "  - {id: c, label: C, kind: amounts, amounts: 2000000}\n"
SAVING = "  - {id: p, label: P, kind: amounts, amounts: 1000000}\n"
SOUND = f"{HEAD}costs:\n{COST}savings:\n{SAVING}"
STAFF = "id: c, label: C, kind: staff, fte: 1, annual_cost: 500000"
CASELOAD = "id: c, label: C, kind: caseload, children: 100, fte_now: 1, target_caseload: 25, annual_cost: 500000"
VOLUME = "id: c, label: C, kind: volume, recipients: 1, unit_price: 500000"
PLACEMENTS = "id: p, label: P, kind: placements, stops: 1, unit_price: 500000"
MIX = "id: p, label: P, kind: mix, places: 9, share_now: 0.4, share_target: 0.3, price_from: 900, price_to: 400"


def with_cost(line: str) -> str:
    """The sound case with another cost line, written between the braces."""
    return SOUND.replace(COST, f"  - {{{line}}}\n")


def with_saving(line: str) -> str:
    return SOUND.replace(SAVING, f"  - {{{line}}}\n")


def with_more(text: str) -> str:
    """The sound case with a part of its own at the end."""
    return f"{SOUND}{text}\n"


def refusal(text: str | bytes, language: str = "da") -> list[str]:
    """What is said of a text that is no case; fails when it is taken."""
    with pytest.raises(CaseError) as caught:
        case_from_text(text)
    return said(caught.value, language)


def said(error: CaseError, language: str = "da") -> list[str]:
    return [problem_text(problem, Words(language), error.file) for problem in error.problems]


def codes(text: str | bytes) -> set[str]:
    with pytest.raises(CaseError) as caught:
        case_from_text(text)
    return {problem.code for problem in caught.value.problems}


def taken(text: str) -> Case:
    return case_from_text(text)
