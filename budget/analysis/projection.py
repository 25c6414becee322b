"""A projection by the keys of its rows: what each course comes to by year, on one step or on all."""

from dataclasses import dataclass
from functools import cached_property

from budget.case.models import Projection
from budget.formulas import Result

FLOWS = ("entered", "turned_18", "moved", "left")  # what becomes of the children of a step in a year


@dataclass(frozen=True)
class Projected:
    """The courses of a case with a baseline, without the measure and, where it has one, with it."""

    result: Result

    @cached_property
    def line(self) -> Projection | None:
        return self.result.case.projection

    @property
    def id(self) -> str:
        """The line's; empty without one."""
        return str(self.line.id) if self.line else ""

    @property
    def years(self) -> list[int]:
        return self.result.years

    @property
    def steps(self) -> list[str]:
        assert self.result.case.baseline is not None
        return list(self.result.case.baseline.steps)

    @property
    def is_own(self) -> bool:
        """Whether the saving is the municipality's own: then it is told what of it the budget is cut by."""
        return f"{self.id}.avoided" in self.result.book.rows

    def key(self, course: str, step: str = "") -> str:
        """The row of the full-year places of a course, the line's or else the baseline's, on one step or on all."""
        return ".".join(filter(None, (course or "baseline", step, "places")))

    def budget_key(self, step: str = "") -> str:
        return ".".join(filter(None, ("baseline", step, "budget")))

    def values(self, key: str) -> tuple[float, ...]:
        """A row by year of the case: what runs over earlier years too is cut, what holds for all is there in each."""
        row, early = self.result.row(key), self.result.case.early if key in self.result.book.courses else 0
        return tuple(row.at(early + number) for number in range(len(self.years)))

    def without(self, step: str = "") -> tuple[float, ...]:
        return self.values(self.key("", step))

    def signed(self) -> dict[str, str]:
        """The rows over all steps that are signed, by what they are."""
        found = {"without": self.key(""), "budget": self.budget_key()}
        if self.line:
            found |= {"with": self.key(self.id), "saved": f"{self.id}.saved", "kr": self.id}
        return found | ({name: f"{self.id}.{name}" for name in ("cut", "avoided")} if self.is_own else {})

    def drawn(self) -> tuple[float, ...]:
        """What a picture of both courses over all steps holds."""
        return (*self.without(), *(self.values(self.key(self.id)) if self.line else ()))

    def ends(self, course: str, step: str) -> tuple[float, ...]:
        """The children on 31 December, by year."""
        prefix = f"{course or 'baseline'}.{step}"
        start, entered, *out = (self.values(f"{prefix}.{name}") for name in ("stock", *FLOWS))
        return tuple(a + b - sum(gone) for a, b, *gone in zip(start, entered, *out, strict=True))


def projected(result: Result) -> Projected | None:
    """The projection of a case; None without a baseline."""
    return Projected(result) if result.case.baseline else None
