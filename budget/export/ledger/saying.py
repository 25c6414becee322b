"""What a file is asked about, what is said of it and why a row is left out, in words."""

from budget.case import Problem, problem_text
from budget.export.ledger.choice import UNITS
from budget.export.ledger.postings import Refused
from budget.text import Words


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
