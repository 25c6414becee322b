"""Changes of a line's structure: when in the year, until when, whose money, in which prices, of what nature."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, get_args

from budget.case import Case, case_from_document, document
from budget.case.models import Line
from budget.case.paths import LISTS, slots
from budget.dashboard.changes import structure
from budget.text.numbers import parse_whole

MONTHS = tuple(str(month) for month in range(1, 13))
# What may be chosen for each key of the structure; capacity_from is a year of the case, and step one of the ladder.
CHOICES: dict[str, tuple[str, ...]] = {
    "start_month": MONTHS,
    "whole_posts": ("false", "true"),
    "timing": ("evenly", "january", *MONTHS),
    "price_basis": ("gross", "net"),
    "cashable": ("true", "false"),
    "nature": ("permanent", "temporary", "one_off"),
    "price_index": ("wages", "total", "prices", "none"),
    "payer": ("municipality", "other_municipality", "region", "state"),
    "control_area": ("service", "capital", "transfers"),
}
YEARS = "capacity_from"
STEP = "step"
FLAGS = {"true": True, "false": False}


def structure_of(line: Line) -> dict[str, str]:
    """The line's structure as it is chosen in a form; empty for what is not given."""
    found = {}
    for name in (STEP, *CHOICES, YEARS):
        value = getattr(line, name, None)
        field = type(line).model_fields.get(name)
        chosen = field is not None and len(get_args(field.annotation)) != 1  # of one alone there is no choice
        if chosen and not isinstance(value, dict):  # months by year are for the file
            found[name] = "" if value is None else str(value).lower() if isinstance(value, bool) else str(value)
    return found


def meant(name: str, chosen: str) -> Any:
    """A choice as the case file states it; an empty text takes the key out."""
    if chosen in FLAGS and name in ("whole_posts", "cashable"):
        return FLAGS[chosen]
    number = parse_whole(chosen)
    return number if number is not None and name in ("start_month", "timing", YEARS) else chosen


@dataclass(frozen=True)
class Reshape:
    """A line's words and structure. A line that no longer is permanent gets a value of its own for every year."""

    id: str
    values: Mapping[str, Any]

    def on(self, case: Case) -> Case:
        line = next((line for line in case.lines() if line.id == self.id), None)
        nature = self.values.get("nature")
        if line is not None and nature not in (None, "permanent", line.nature):
            case = spelt_out(case, line, {"nature": nature})
        return structure.Describe(self.id, self.values).on(case)


def spelt_out(case: Case, line: Line, more: Mapping[str, Any]) -> Case:
    """The case with every series of the line given for every year of the case."""
    tree = document(case)
    stated = next(part for name in LISTS for part in tree.get(name, []) if part["id"] == line.id)
    for slot in slots(type(line)):
        value = stated.get(slot.name)
        if slot.series and value is not None:
            stated[slot.name] = {year: _in_force(value, year) for year in case.horizon}
    stated.update(more)
    return case_from_document(tree, case.id)


def _in_force(value: Any, year: int) -> Any:
    """What a series states for a year: its own value, or the one carried to it."""
    if not isinstance(value, dict) or "value" in value:
        return value
    return value[max(y for y in value if y <= year)]
