"""The results that a version was saved with, held against what the program makes of the same case now."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from budget.analysis.references import ZERO
from budget.case.models import Mix
from budget.formulas import Result

FIRST = "0.1."  # programs of the first version of the definitions
YEARS = ("first_balanced_year", "payback_year", "payback_years")  # of the summary: no amounts


@dataclass(frozen=True)
class Moved:
    """A row by year, or a key figure alone: as it was saved, and as it is worked out now; None where there is none."""

    key: str
    label: str  # of a row, as it was saved
    was: tuple[float | None, ...]
    now: tuple[float | None, ...]


def moved_rows(kept: Mapping[str, Any], result: Result) -> list[Moved]:
    """The rows of the table, in fixed prices, that come to something else now."""
    there = {row.key: row.values for row in result.rows}
    found = [
        Moved(row["key"], row["label"], tuple(row["values"]), tuple(there.get(row["key"], ())))
        for row in kept.get("rows", ())
    ]
    return [row for row in found if _differ(row.was, row.now)]


def moved_figures(kept: Mapping[str, Any], result: Result) -> list[Moved]:
    """The key figures that come to something else now; one that was not known then is not among them."""
    summary = result.summary
    pairs = [(key, was, summary.get(key)) for key, was in kept.get("summary", {}).items()]
    return [Moved(key, "", (was,), (now,)) for key, was, now in pairs if _differ([was], [now])]


def _differ(was: Sequence[float | None], now: Sequence[float | None]) -> bool:
    return len(was) != len(now) or any(
        (a is None) != (b is None) or (a is not None and b is not None and abs(a - b) >= ZERO + 1e-9 * abs(a))
        for a, b in zip(was, now, strict=True)
    )


def reasons(engine: str, rows: Sequence[Moved], figures: Sequence[Moved], result: Result) -> Iterator[str]:
    """Which changes of the definitions since that program account for it, as names of the catalogue."""
    known = False
    if engine.startswith(FIRST):
        keys = {one.key for one in (*rows, *figures)}
        mixes = [line.id for line in result.case.savings if isinstance(line, Mix) and line.fixed_share.value > 0]
        told = {
            "mix": bool(keys.intersection(mixes)),
            "payback": "payback_year" in keys and result.summary["peak_exposure"] == 0,
            "net_budget": "net.budget" in keys,
        }
        yield from (name for name, holds in told.items() if holds)
        known = any(told.values())
    if not known:
        yield "unknown"
