"""What one user has in hand, kept in the session: the model with the results that have been worked out for it, and
the answers about a new case.

One object, so that a new model takes the old one's place in a single step that no rerun can cut in two, and so
that a download takes the case as it stands when the button is pressed.
"""

from dataclasses import dataclass, field

from budget.case import Case, CaseError, Problem
from budget.dashboard.changes.state import Model, new_epoch, opened
from budget.dashboard.dialogue.state import Guide
from budget.dashboard.parts import memory
from budget.formulas import Result, calculate


@dataclass
class Hand:
    """The model, and by name the last case worked out, in which prices, with its result."""

    model: Model
    guide: Guide | None = None  # the new case that is being asked about, once its page was opened
    _settled: str = ""  # the opening of a case that was set aside
    _kept: dict[str, tuple[Case, str, Result, list[Problem]]] = field(default_factory=dict)

    @classmethod
    def of(cls, case: Case) -> "Hand":
        return cls(opened(case, new_epoch()))

    def result(self, name: str, case: Case, prices: str) -> tuple[Result, list[Problem]]:
        """The case worked out, again only when case or prices changed; in fixed prices, with the reason, where a
        rate for current prices is missing."""
        kept = self._kept.get(name)
        if kept is None or kept[0] is not case or kept[1] != prices:
            try:
                kept = (case, prices, calculate(case, prices), [])
            except CaseError as error:
                kept = (case, prices, calculate(case, "fixed"), error.problems)
            self._kept[name] = kept
        return kept[2], kept[3]

    def settle(self) -> None:
        """Once for every opening of a case, when its page has been sent: what now stays is not walked over again."""
        if self._settled != self.model.epoch:
            self._settled = self.model.epoch
            memory.set_aside()
