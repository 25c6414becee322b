"""Changes of the case's scenarios: made, renamed and removed. Their figures are changes of figures (`state.Change`)."""

from collections.abc import Mapping
from dataclasses import dataclass

from budget.case import Case, scenarios
from budget.case.models import Scenario


@dataclass(frozen=True)
class AddScenario:
    """A scenario more, at the end."""

    id: str
    label: str
    set: Mapping[str, float]

    def on(self, case: Case) -> Case:
        return scenarios.added(case, Scenario(id=self.id, label=self.label, set=dict(self.set)))


@dataclass(frozen=True)
class RenameScenario:
    """Another name for a scenario."""

    id: str
    label: str

    def on(self, case: Case) -> Case:
        return scenarios.renamed(case, self.id, self.label)


@dataclass(frozen=True)
class RemoveScenario:
    """A scenario taken out."""

    id: str

    def on(self, case: Case) -> Case:
        return scenarios.removed(case, self.id)


def place_of(id: str) -> str:
    """The path under which the changes of a scenario are listed and taken back."""
    return f"{scenarios.FIRST}{id}"
