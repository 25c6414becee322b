"""A case that someone sent us: it is read in a process of its own first, and here only when that went well."""

from typing import Any

from budget.apart import TooHeavy, answer_of
from budget.case import Case, case_from_text
from budget.case.problems import CaseError, Problem, refuse
from budget.case.translating import MOST_FAULTS


def case_from_upload(data: bytes, id: str = "case") -> Case:
    """The case in the data of a file; CaseError with every fault. What is refused costs those at work nothing."""
    try:
        found = answer_of("budget.case.uploaded:faults", data)
    except TooHeavy:
        raise refuse("too_heavy") from None
    if found:
        raise CaseError([Problem(*fault) for fault in found])
    return case_from_text(data, id)


def faults(data: bytes) -> list[tuple[Any, ...]]:
    """What is wrong with the case, as JSON can hold it; for the process in which an upload is read."""
    try:
        case_from_text(data)
    except CaseError as error:
        return [(p.code, p.path, dict(p.params), p.line) for p in error.problems[:MOST_FAULTS]]
    except (MemoryError, RecursionError):
        return [("too_heavy",)]
    return []
