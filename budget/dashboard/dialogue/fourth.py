"""Children, advisers today, children per adviser, extra advisers: three of them make the fourth."""

from collections.abc import Mapping

from budget.case.figures import Key

EXTRA = "extra"  # asked for in the guide alone: a case states what it follows from
FOUR = ("children", "fte_now", "target_caseload", EXTRA)
EXTRA_KEY = Key("fte", 0, 10_000)
NEAR = 1e-6  # of what is answered four times over


def fourth(three: Mapping[str, float]) -> tuple[str, float] | None:
    """Which of the four is missing, and what it is; None where more than one is missing, or there is no such number."""
    missing = [name for name in FOUR if name not in three]
    if len(missing) != 1:
        return None
    (name,) = missing
    try:
        value = _worked_out(name, {other: three.get(other, 0.0) for other in FOUR})
    except ZeroDivisionError:
        return None
    return (name, value) if value >= 0 else None


def _worked_out(name: str, by: Mapping[str, float]) -> float:
    children, now, load, extra = (by[other] for other in FOUR)
    if name == "children":
        return round(load * (now + extra), 9)
    if name == "fte_now":
        return round(children / load - extra, 9)
    if name == "target_caseload":
        return children / (now + extra)  # whole: the posts that follow from it are rounded up
    return round(children / load - now, 9)


def agree(four: Mapping[str, float]) -> bool:
    """Whether the four, where all are given, say the same."""
    found = fourth({name: value for name, value in four.items() if name != EXTRA})
    return found is not None and abs(found[1] - four[EXTRA]) <= max(NEAR, 0.005 * max(1.0, four[EXTRA]))
