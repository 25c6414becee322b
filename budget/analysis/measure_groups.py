"""Measures of the same name in several groups: project districts against the rest, each by its own beginning."""

from dataclasses import dataclass

from budget.analysis.follow_up import ZERO, FollowedMeasure, FollowUp


@dataclass(frozen=True)
class Change:
    """A measure from its baseline to the latest year that is known; None where one of them is not."""

    followed: FollowedMeasure
    year: int | None
    value: float | None

    @property
    def change(self) -> float | None:
        start = self.followed.measure.baseline
        return None if start is None or self.value is None else self.value - start.value

    @property
    def share(self) -> float | None:
        """The change as a part of the baseline: what groups of different sizes are compared by."""
        start = self.followed.measure.baseline
        if self.change is None or start is None or abs(start.value) < ZERO:
            return None
        return self.change / abs(start.value)


def compared(found: FollowUp) -> list[list[Change]]:
    """The measures that have the same name and unit in two groups or more, each with its change."""
    alike: dict[tuple[str, str], list[FollowedMeasure]] = {}
    for followed in found.measures:
        if followed.measure.group is not None:
            alike.setdefault((followed.measure.label, followed.measure.unit), []).append(followed)
    groups = [same for same in alike.values() if len({followed.measure.group for followed in same}) > 1]
    return [[_change(followed, found.years) for followed in same] for same in groups]


def _change(followed: FollowedMeasure, years: list[int]) -> Change:
    """The latest year; of a year of which some months are known, what is expected of it."""
    for year, outturn in reversed(list(zip(years, followed.outturns, strict=True))):
        if outturn.actual is not None:
            return Change(followed, year, outturn.straight if outturn.partial else outturn.actual)
    return Change(followed, None, None)
