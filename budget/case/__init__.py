"""What is ASSUMED: a case, its figures and series, reading and writing it, and the paths of its figures."""

import pathlib
from typing import Any

from pydantic import ValidationError

from budget.case.models import Case, Figure, Line
from budget.case.paths import Entry, entries, find, with_figure, with_figures, with_scenario, without_year
from budget.case.places import ASSUMPTIONS, cases_folder
from budget.case.problems import CaseError, Problem, problem_text, refuse
from budget.case.reading import MOST_BYTES, read_tree
from budget.case.rules import problems
from budget.case.translating import ambiguous_amounts, too_many, translated
from budget.case.writing import case_hash, case_to_text, document

__all__ = [
    "ASSUMPTIONS",
    "MOST_BYTES",
    "Case",
    "CaseError",
    "Entry",
    "Figure",
    "Line",
    "Problem",
    "case_from_document",
    "case_from_text",
    "case_hash",
    "case_to_text",
    "cases",
    "cases_folder",
    "document",
    "entries",
    "find",
    "problem_text",
    "read_case",
    "refuse",
    "with_figure",
    "with_figures",
    "with_scenario",
    "without_year",
]


def case_from_document(tree: Any, id: str = "case") -> Case:
    """The case in a document (as read from YAML, or made by `document`); CaseError with every fault."""
    found = too_many(tree) or ambiguous_amounts(tree)
    if found:
        raise CaseError(found)
    try:
        case = Case.model_validate(tree)
    except ValidationError as error:
        raise CaseError(translated(error, tree)) from None
    found = problems(case)
    if found:
        raise CaseError(found)
    return case.named(id)


def case_from_text(text: str | bytes, id: str = "case") -> Case:
    """The case in a text in YAML; raises CaseError and changes nothing when it cannot be used."""
    return case_from_document(read_tree(text.encode() if isinstance(text, str) else text), id)


def read_case(name: str | pathlib.Path) -> Case:
    """The case in a file, or by its id in `assumptions/` or the user's own folder of cases.

    CaseError when there is none or it cannot be used, with every fault: file, line, path, what was read and allowed.
    """
    path = pathlib.Path(name)
    try:
        if not path.exists() and path.name == str(name) and not path.suffix:
            path = cases_folder() / f"{name}.yaml"
        if not path.is_file():
            raise refuse("no_such_case", str(name), known=", ".join(cases()) or "–")
        with path.open("rb") as file:
            data = file.read(MOST_BYTES + 1)
    except OSError as error:
        raise refuse("cannot_open", str(name), why=error.strerror or "") from None
    try:
        return case_from_text(data, path.stem)
    except CaseError as error:
        raise CaseError(error.problems, file=str(name)) from None


def cases() -> list[str]:
    """The ids of the cases in `assumptions/`, or in the user's own folder of cases."""
    return sorted(path.stem for path in cases_folder().glob("*.yaml"))
