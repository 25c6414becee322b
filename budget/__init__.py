"""Nettobesparelse: what an investment costs each year, what it saves, and the net of the two.

    case = budget.read_case("herning-2013")
    result = budget.calculate(case)
    table = budget.frame(result)

Each name below is read when it is first asked for.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from budget.analysis.sensitivity import sensitivity
    from budget.analysis.simulation import simulate
    from budget.analysis.solving import solve
    from budget.case import Case, CaseError, cases, read_case, with_figures, with_scenario
    from budget.formulas import Result, calculate
    from budget.public import check, explain, frame, write_workbook

__version__ = "0.2.0"

HOMES = {
    "cases": "case",
    "read_case": "case",
    "with_scenario": "case",
    "with_figures": "case",
    "calculate": "formulas",
    "frame": "public",
    "check": "public",
    "explain": "public",
    "sensitivity": "analysis.sensitivity",
    "simulate": "analysis.simulation",
    "solve": "analysis.solving",
    "write_workbook": "public",
    "Case": "case",
    "CaseError": "case",
    "Result": "formulas",
}
__all__ = [
    "Case",
    "CaseError",
    "Result",
    "calculate",
    "cases",
    "check",
    "explain",
    "frame",
    "read_case",
    "sensitivity",
    "simulate",
    "solve",
    "with_figures",
    "with_scenario",
    "write_workbook",
]


def __getattr__(name: str) -> Any:
    if name not in HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{HOMES[name]}"), name)


def __dir__() -> list[str]:
    return [*__all__, "__version__"]
