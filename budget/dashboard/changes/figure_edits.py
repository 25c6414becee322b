"""Changes of where a figure comes from: taken from the reference library, given a source, or a default confirmed.

Each is a change like any other: it is made again when an earlier one is taken back, and taken back by itself.
"""

from dataclasses import dataclass

from budget.case import Case, offers, taking
from budget.text import Words


@dataclass(frozen=True)
class Take:
    """A figure taken from the library, in the language in which its note is written."""

    path: str
    offer: str
    language: str

    def on(self, case: Case) -> Case:
        return taking.take(case, self.path, offers.offer(self.offer), Words(self.language))


@dataclass(frozen=True)
class Confirm:
    """A default that someone now stands by."""

    path: str

    def on(self, case: Case) -> Case:
        return taking.confirm(case, self.path)


@dataclass(frozen=True)
class Adjust:
    """An amount of another year's prices brought to those of the case."""

    path: str

    def on(self, case: Case) -> Case:
        return taking.adjust(case, self.path)


@dataclass(frozen=True)
class Attribute:
    """The source of a figure, or of every figure of a series; an empty title takes it away."""

    path: str
    title: str

    def on(self, case: Case) -> Case:
        return taking.attribute(case, self.path, self.title)


@dataclass(frozen=True)
class TakeRule:
    """The rule of state reimbursement of a year."""

    rule: str
    language: str

    def on(self, case: Case) -> Case:
        return taking.take_rule(case, offers.rule(self.rule), Words(self.language))


@dataclass(frozen=True)
class DropRule:
    """No state reimbursement."""

    def on(self, case: Case) -> Case:
        return taking.drop_rule(case)
