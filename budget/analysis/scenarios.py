"""Scenarios side by side: the case as it stands and each of its named sets of changes, worked out alike.

Pure data for the page, the slides and the documents; and the three scenarios that a case without any begins with.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from budget.analysis.sensitivity import ZERO, sensitivity
from budget.case import Case, CaseError, Problem, with_figure, with_scenario
from budget.case.models import Scenario
from budget.formulas import Result, calculate

BASE = ""  # the id of the case as it stands: no scenario
START = ("cautious", "expected", "favourable")


@dataclass(frozen=True)
class Outlook:
    """The case under one scenario: `result` holds every row and key figure.

    None, with the reasons in `problems`, where the scenario no longer fits the case.
    """

    id: str
    label: str  # as its author wrote it; empty for the case as it stands
    result: Result | None
    problems: tuple[Problem, ...] = ()


def outlooks(case: Case, prices: str = "fixed") -> list[Outlook]:
    """The case as it stands and then its scenarios, in the order of the case.

    Raises CaseError when the case itself cannot be worked out in these prices.
    """
    base = Outlook(BASE, "", calculate(case, prices))
    return [base, *(_outlook(case, scenario, prices) for scenario in case.scenarios)]


def _outlook(case: Case, scenario: Scenario, prices: str) -> Outlook:
    try:
        result = calculate(with_scenario(case, scenario.id), prices)
    except CaseError as error:
        return Outlook(scenario.id, scenario.label, None, tuple(error.problems))
    return Outlook(scenario.id, scenario.label, result)


def starting_scenarios(case: Case, labels: Mapping[str, str], prices: str = "fixed") -> list[Scenario]:
    """Forsigtigt, Forventet and Gunstigt, made of the ranges of the case's figures; none where no range moves it.

    The cautious one has every figure at the end that worsens `accumulated` of the last year, moved alone; the
    favourable one at the end that betters it; the expected one sets nothing. A figure of which neither end is
    worse (or better) stays as it is.
    """
    base, swings = sensitivity(case, prices)
    worst: dict[str, float] = {}
    best: dict[str, float] = {}
    for swing in swings:
        ends = ((swing.at_low, swing.low), (swing.at_high, swing.high))
        high, low = max(ends), min(ends)
        if high[0] - base >= ZERO:
            worst[swing.path] = high[1]
        if base - low[0] >= ZERO:
            best[swing.path] = low[1]
    if not worst and not best:
        return []
    sets = dict(zip(START, (_settable(case, worst), {}, _settable(case, best)), strict=True))
    return [Scenario(id=id, label=labels[id], set=found) for id, found in sets.items()]


def _settable(case: Case, wanted: dict[str, float]) -> dict[str, float]:
    """What can be set together: limits of reimbursement may not change places, though each alone is within bounds."""
    found = {}
    for path, value in sorted(wanted.items()):
        try:
            case = with_figure(case, path, value)
        except CaseError:
            continue
        found[path] = value
    return found
