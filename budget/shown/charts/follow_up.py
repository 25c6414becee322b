"""The chart of a line that is followed: its revised budget beside what was spent or saved."""

from collections.abc import Sequence

from budget.analysis.follow_up import FollowedLine
from budget.shown.charts.model import Chart, Role, Series, years
from budget.shown.charts.result import amounts
from budget.text import Words


def followed(line: FollowedLine, of: Sequence[int], words: Words) -> Chart | None:
    """Bars beside each other, savings and incomes turned to stand upwards; None where nothing is known yet."""
    actual = [year.outturn.actual for year in line.years]
    if all(value is None for value in actual):
        return None
    revised = [year.revised for year in line.years]
    sign = -1.0 if sum(revised) < 0 else 1.0
    role: Role = "income" if line.income else "saving" if sign < 0 else "cost"
    series = (
        Series("revised", words("follow_up.revised"), "before", _turned(revised, sign), True, asks=line.line.id),
        Series("actual", _spent(line, words), role, _turned(actual, sign), True),
    )
    title = words(f"follow_up.chart.{role}", line=line.line.label)
    return Chart(f"followed-{line.line.id}", title, amounts(words, "mio"), years(list(of)), series, title, press="why")


def _turned(values: Sequence[float | None], sign: float) -> tuple[float | None, ...]:
    return tuple(value if value is None else sign * value + 0.0 for value in values)


def _spent(line: FollowedLine, words: Words) -> str:
    """What the bars are: an evaluation is not called accounts."""
    bases = {year.outturn.basis == "evaluation" for year in line.years if year.outturn.actual is not None}
    if bases == {True}:
        return words("follow_up.evaluated")
    return words("follow_up.actual_or_evaluated" if True in bases else "follow_up.actual")
