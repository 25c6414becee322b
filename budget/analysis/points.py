"""A control point as a reader gets it, and what a function behind it finds."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Literal

from budget.analysis.phrases import Fact, sentence
from budget.case import Case, Line
from budget.formulas import Result
from budget.text import Words

Severity = Literal["error", "warning", "note"]


@dataclass(frozen=True)
class Point:
    """One control point on one place of a case: the controller's question, or that there is nothing to ask."""

    id: str
    severity: Severity
    path: str
    text: str
    tripped: bool


@dataclass(frozen=True)
class Finding:
    """Where a control point trips and what its sentence needs; `variant` names another sentence of the same point."""

    path: str
    facts: Mapping[str, Fact] = field(default_factory=dict)
    variant: str = ""
    remarks: tuple["Remark", ...] = ()


@dataclass(frozen=True)
class Remark:
    """A sentence after the question that limits what it rests on."""

    key: str
    facts: Mapping[str, Fact] = field(default_factory=dict)


@dataclass(frozen=True)
class Control:
    """One control point of the product: its id, how much it weighs, and the function that looks for it."""

    id: str
    severity: Severity | Callable[[Result], Severity]
    find: Callable[[Result], Iterator[Finding]]

    def points(self, result: Result, words: Words) -> Iterator[Point]:
        """One point for each place where it trips; one that is not tripped where there is none."""
        found = list(self.find(result))
        severity = self.severity(result) if callable(self.severity) else self.severity
        if not found:
            yield clear(self.id, severity, words)
        for finding in found:
            yield tripped(self.id, severity, finding, result.case, words)


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
