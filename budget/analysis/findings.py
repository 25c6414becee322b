"""What a control point finds, as figures and places of a case: no words."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Literal

from budget.analysis.facts import Fact
from budget.case import Line
from budget.formulas import Result

Severity = Literal["error", "warning", "note"]


@dataclass(frozen=True)
class Remark:
    """What limits a question, said in a sentence after it."""

    key: str
    facts: Mapping[str, Fact] = field(default_factory=dict)


@dataclass(frozen=True)
class Finding:
    """Where a control point trips and what its sentence needs; `variant` names another sentence of the same point.

    `lines` are those that the question is about; None means the one that the path names, if it names one.
    """

    path: str
    facts: Mapping[str, Fact] = field(default_factory=dict)
    variant: str = ""
    remarks: tuple[Remark, ...] = ()
    lines: tuple[Line, ...] | None = None


@dataclass(frozen=True)
class Control:
    """One control point of the product: its id, how much it weighs, and the function that looks for it."""

    id: str
    severity: Severity | Callable[[Result], Severity]
    find: Callable[[Result], Iterator[Finding]]

    def weight(self, result: Result) -> Severity:
        """How much it weighs for this case."""
        return self.severity(result) if callable(self.severity) else self.severity
