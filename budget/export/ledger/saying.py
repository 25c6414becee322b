"""What a file is asked about and what may be answered, what is said of it and why a row is left out, in words."""

from collections.abc import Mapping
from typing import Any

from budget.case import Problem, problem_text
from budget.export.ledger.choice import UNITS
from budget.export.ledger.postings import Refused
from budget.text import Words

# Questions that are not here are answered by choosing a column, a unit, a year or the accounts; `kinds` by a value.
ANSWERS: Mapping[str, Mapping[str, Mapping[str, Any]]] = {
    "blank": {"above": {"blank": "above"}, "leave": {"blank": "leave"}},
    "totals": {"leave": {"totals": "leave"}, "count": {"totals": "count"}},
    "decimal": {"comma": {"english": False}, "point": {"english": True}},
    "dates": {"day-first": {"month_first": False}, "month-first": {"month_first": True}},
    "sides": {"apply": {"apply_sides": True}},
    "to_date": {"months": {"to_date": False}, "to-date": {"to_date": True}},
}


def told(problem: Problem, words: Words) -> str:
    """A question or a note; units by their names."""

    def named(text: str) -> str:
        return words.listed([words(f"unit.{unit}") if unit in UNITS else unit for unit in text.split(", ")])

    params = dict(problem.params)
    for name in ("unit", "read"):
        if name in params and problem.code.startswith(("ledger.note.unit", "ledger.ask.unit")):
            params[f"{name}_name"] = named(params[name])
    return problem_text(Problem(problem.code, "", params), words)


def why(row: Refused, words: Words) -> str:
    return problem_text(Problem(row.code, "", row.params), words)
