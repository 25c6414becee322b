"""Which modules are mutated, and the fast tests that ought to notice it: those likeliest to do so first."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).parents[2]
GOLDEN = "tests/test_golden.py"
ORACLE = [  # every eighth of its random cases
    f"tests/test_oracle.py::test_a_case_comes_to_the_same_by_a_second_calculation[{seed}]" for seed in range(0, 320, 8)
]


@dataclass(frozen=True)
class Module:
    """Files to mutate, what can be imported beforehand because it does not import them, and the tests in steps."""

    files: str
    tests: list[list[str]]
    before: list[str] = field(default_factory=list)

    def paths(self) -> list[str]:
        return sorted(path.relative_to(ROOT).as_posix() for path in ROOT.glob(self.files))


def _analysis(name: str, *tests: str) -> Module:
    files = [[f"tests/analysis/{test}.py"] for test in tests]
    return Module(f"budget/analysis/{name}.py", files, ["budget.formulas", "budget.analysis.arrays"])


MODULES = {
    "formulas": Module(
        "budget/formulas/*.py",
        [[GOLDEN], ORACLE, ["tests/formulas/test_operators.py"]],
        ["budget.case"],
    ),
    "analysis/solving": _analysis("solving", "test_uncertainty", "test_solving"),
    "analysis/sensitivity": _analysis("sensitivity", "test_uncertainty"),
    "analysis/follow_up": _analysis("follow_up", "test_follow_up"),
    "shown/key_figures": Module(
        "budget/shown/key_figures.py", [["tests/shown/test_key_figures.py"]], ["budget.formulas", "budget.text"]
    ),
    "text/numbers": Module("budget/text/numbers.py", [["tests/text/test_numbers.py"]]),
    "case/values": Module("budget/case/values.py", [["tests/case/test_reading.py"], ["tests/case/test_taking.py"]]),
    "case/reading": Module("budget/case/reading.py", [["tests/case/test_reading.py"]]),
}
