"""Cells copied from a spreadsheet: read one by one into the years from a field on, or refused as a whole."""

from collections.abc import Callable, Mapping, Sequence
from typing import Protocol, TypeVar

from budget.dashboard.changes.state import Refusal


class Entered(Protocol):
    """What is typed into, and what of it was not taken."""

    @property
    def refused(self) -> Mapping[str, Refusal]: ...


T = TypeVar("T", bound=Entered)


def pasted(
    now: T, path: str, text: str, places: Sequence[str],
    enter: Callable[[T, str, str], T], refuse: Callable[[T, str, Refusal], T],
) -> T:  # fmt: skip
    """A row or a column of cells, one in each place; `places` are the fields from `path` on, without years none."""
    rows = [row.split("\t") for row in text.rstrip("\r\n").splitlines()]
    cells = [cell.strip() for row in rows for cell in row]
    shown = " · ".join(cells)
    if len(rows) > 1 and any(len(row) > 1 for row in rows):
        return refuse(now, path, Refusal(shown, "pasted_block"))
    if len(cells) > max(1, len(places)):
        return refuse(now, path, Refusal(shown, "pasted_many", {"count": len(cells), "places": max(1, len(places))}))
    done = now
    for number, (place, cell) in enumerate(zip(places or [path], cells, strict=False), start=1):
        why = Refusal(cell, "number.empty")
        if cell:
            done = enter(done, place, cell)
            why = done.refused.get(place, why)
        if not cell or place in done.refused:
            at = {"number": number, "year": place.rpartition(".")[2], "why": why}
            return refuse(now, path, Refusal(shown, "pasted", at))
    return done
