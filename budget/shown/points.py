"""The control points in words: the controller's questions of a case."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from budget.analysis.check_placements import double_counts
from budget.analysis.checks import CONTROLS, DOUBLE_COUNT
from budget.analysis.findings import Control, Finding, Severity
from budget.case import Case, Line
from budget.formulas import Result
from budget.shown.phrases import sentence
from budget.text import Words

SEVERITIES: tuple[Severity, ...] = ("error", "warning", "note")  # gravest first


@dataclass(frozen=True)
class Point:
    """One control point on one place of a case: the controller's question, or that there is nothing to ask."""

    id: str
    severity: Severity
    path: str
    text: str
    tripped: bool


def check(result: Result, words: Words) -> list[Point]:
    """Every control point of one case once, or once for each line that trips it."""
    return [point for control in CONTROLS for point in _points(control, result, words)]


def _points(control: Control, result: Result, words: Words) -> Iterator[Point]:
    """One point for each place where it trips; one that is not tripped where there is none."""
    found, severity = list(control.find(result)), control.weight(result)
    if not found:
        yield clear(control.id, severity, words)
    for finding in found:
        yield tripped(control.id, severity, finding, result.case, words)


def check_across(results: Sequence[Result], words: Words) -> list[tuple[str, Point]]:
    """The control point across cases, for every case: the same places counted in more than one of them."""
    found: dict[int, list[Point]] = {}
    for number, finding in double_counts(results):
        found.setdefault(number, []).append(tripped(DOUBLE_COUNT, "warning", finding, results[number].case, words))
    return [
        (result.case.id, point)
        for number, result in enumerate(results)
        for point in found.get(number, [clear(DOUBLE_COUNT, "warning", words)])
    ]


def clear(id: str, severity: Severity, words: Words) -> Point:
    """The point that has nothing to ask, with what was looked for."""
    return Point(id, severity, "", words(f"check.{id}.clear"), False)


def tripped(id: str, severity: Severity, finding: Finding, case: Case, words: Words) -> Point:
    """The point with its question; the line's name stands before it where the case has several such lines."""
    key = f"check.{id}.{finding.variant}" if finding.variant else f"check.{id}"
    text = sentence(key, words, **finding.facts)
    for remark in finding.remarks:
        text = f"{text} {sentence(remark.key, words, **remark.facts)}"
    line = _one_of_several(case, finding.path)
    if line is not None:
        text = words("check.of_line", line=line.label, text=text)
    return Point(id, severity, finding.path, text, True)


def _one_of_several(case: Case, path: str) -> Line | None:
    name, _, rest = path.partition(".")
    if name not in ("savings", "costs", "incomes"):
        return None
    lines: list[Line] = getattr(case, name)
    return next((line for line in lines if line.id == rest.split(".")[0]), None) if len(lines) > 1 else None
