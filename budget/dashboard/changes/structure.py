"""Changes of what a case is built of: lines added, removed and described, and the case's own description.

They are made on the case as a document and read again by the same rules as a file, so that no form of the page
can make a case that could not be opened.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol, get_args

from budget.case import Case, case_from_document, document, refuse
from budget.case.models import Line
from budget.case.naming import new_id as new_id
from budget.case.paths import LISTS, slots
from budget.text.numbers import parse_whole

Tree = dict[str, Any]
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


class Edit(Protocol):
    """A change of the case that a form, a shelf or a list makes."""

    def on(self, case: Case) -> Case:
        """The case after it; CaseError with every reason when it cannot be made."""


class InDocument:
    """A change made in the case as a document."""

    def on(self, case: Case) -> Case:
        tree = document(case)
        self.write(tree)
        return case_from_document(tree, case.id)

    def write(self, tree: Tree) -> None:
        """Makes the change in the document."""
        raise NotImplementedError


@dataclass(frozen=True)
class Add(InDocument):
    """A new line at the end of a list: `savings`, `costs`, `changes` or `incomes`."""

    list: str
    id: str
    values: Mapping[str, Any] = field(default_factory=dict)

    def write(self, tree: Tree) -> None:
        tree.setdefault(self.list, []).append({"id": self.id, "kind": "amounts", **with_words(tree, self.values)})


@dataclass(frozen=True)
class Remove(InDocument):
    """A line taken out."""

    id: str

    def write(self, tree: Tree) -> None:
        list_, at = _line(tree, self.id)
        del tree[list_][at]
        _forget(tree, f"{list_}.{self.id}", self.id)


@dataclass(frozen=True)
class Describe(InDocument):
    """The words of a line: label, service area, function, source, note. An empty text takes a word out."""

    id: str
    values: Mapping[str, Any]

    def write(self, tree: Tree) -> None:
        list_, at = _line(tree, self.id)
        words = with_words(tree, self.values)
        tree[list_][at] = {k: v for k, v in tree[list_][at].items() if k not in self.values} | words


@dataclass(frozen=True)
class DescribeCase(InDocument):
    """The case's title, municipality, status, years and price level."""

    values: Mapping[str, Any]

    def write(self, tree: Tree) -> None:
        tree.update(self.values)


@dataclass(frozen=True)
class DescribePool(InDocument):
    """The pool's name and years; without a name there is no pool."""

    values: Mapping[str, Any]

    def write(self, tree: Tree) -> None:
        pool = {**tree.pop("pool", {}), **self.values}
        if pool["label"]:
            tree["pool"] = {name: value for name, value in pool.items() if value != ""}


def _line(tree: Tree, id: str) -> tuple[str, int]:
    for name in LISTS:
        for at, line in enumerate(tree.get(name, [])):
            if line["id"] == id:
                return name, at
    raise refuse("unknown_line", id, read=id, known="")


def with_words(tree: Tree, values: Mapping[str, Any]) -> dict[str, Any]:
    """The line's words without the empty ones; a source or service area that is new to the case is added to it."""
    words = {name: value for name, value in values.items() if value != ""}
    area = words.get("service_area")
    if area is not None and area not in tree.get("service_areas", {}):
        tree.setdefault("service_areas", {})[area] = {"name": area}
    source = words.get("source")
    if source is not None and source not in tree.get("sources", {}):
        key = new_id(source, tree.get("sources", {}))
        tree.setdefault("sources", {})[key] = {"title": source}
        words["source"] = key
    return words


def _forget(tree: Tree, path: str, id: str) -> None:
    """What names the removed line elsewhere goes with it: scenarios' settings, actuals and budget changes."""
    for scenario in tree.get("scenarios", []):
        scenario["set"] = {p: v for p, v in scenario["set"].items() if not p.startswith(f"{path}.")}
    for name in ("actuals", "budget_changes"):
        if name in tree:
            tree[name] = [part for part in tree[name] if part.get("line") != id]


def empty_case(first_year: int, words: Mapping[str, str]) -> Case:
    """A template: a case of four years without lines, to be filled in."""
    return case_from_document(
        {
            "title": words["title"],
            "municipality": words["municipality"],
            "status": "idea",
            "first_year": first_year,
            "years": 4,
            "price_year": first_year,
            "discount_rate": {"value": 0.035, "unconfirmed": True},
        },
        "ny-case",
    )


# ------------------------------------------------------------------ a line's structure
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
        return Describe(self.id, self.values).on(case)


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
