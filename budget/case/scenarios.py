"""Scenarios of a case made, renamed, changed and removed. A figure of one has a path: `scenarios.<id>.<path>`."""

from collections.abc import Sequence

from budget.case.models import Case, Scenario
from budget.case.naming import new_id
from budget.case.paths import with_scenario
from budget.case.problems import refuse
from budget.case.taking import checked

FIRST = "scenarios."


def inner_path(path: str) -> tuple[str, str] | None:
    """The scenario's id and the path of the case's figure; None for a path that is no scenario's figure."""
    _, _, rest = path.partition(FIRST) if path.startswith(FIRST) else ("", "", "")
    id, _, inner = rest.partition(".")
    return (id, inner) if inner else None


def scenario_of(case: Case, id: str) -> Scenario:
    """The scenario with this id; CaseError when the case has none."""
    for scenario in case.scenarios:
        if scenario.id == id:
            return scenario
    raise refuse("unknown_scenario", "scenario", read=id, known=", ".join(s.id for s in case.scenarios) or "–")


def new_scenario_id(case: Case, label: str) -> str:
    """An id made of a label, unlike those of the other scenarios and of the lines."""
    return new_id(label, {*(scenario.id for scenario in case.scenarios), *(line.id for line in case.lines())})


def with_scenarios(case: Case, scenarios: Sequence[Scenario]) -> Case:
    """The case with these scenarios and no others; CaseError when one of them cannot be applied."""
    return checked(case.model_copy(update={"scenarios": list(scenarios)}))


def added(case: Case, scenario: Scenario) -> Case:
    """The case with one scenario more, at the end."""
    return with_scenarios(case, [*case.scenarios, scenario])


def renamed(case: Case, id: str, label: str) -> Case:
    """The case with another name for a scenario; its id stays."""
    return _replaced(case, scenario_of(case, id).model_copy(update={"label": label}))


def removed(case: Case, id: str) -> Case:
    """The case without a scenario."""
    gone = scenario_of(case, id)
    return with_scenarios(case, [scenario for scenario in case.scenarios if scenario is not gone])


def with_scenario_figure(case: Case, id: str, path: str, value: float | None) -> Case:
    """The case with one figure of a scenario set, or with None taken out of it.

    Raises CaseError when the scenario or the figure is unknown, or the case cannot take the value.
    """
    scenario = scenario_of(case, id)
    figures = dict(scenario.set)
    if value is None:
        figures.pop(path, None)
    else:
        figures[path] = value
    done = _replaced(case, scenario.model_copy(update={"set": figures}))
    with_scenario(done, id)
    return done


def _replaced(case: Case, scenario: Scenario) -> Case:
    kept = [scenario if other.id == scenario.id else other for other in case.scenarios]
    return case.model_copy(update={"scenarios": kept})
