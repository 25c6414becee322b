"""Changes of what is followed up: actuals recorded and taken out, changes of the budget, and measures.

An actual is known by what it is of (line or measure, year, month, forecast or not), so that a change is made again
on the right one when an earlier change is taken back.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from budget.case import refuse
from budget.case.following import key_of, recorded
from budget.dashboard.changes.structure import InDocument, Tree, with_words

Entry = Mapping[str, Any]
Key = tuple[Any, ...]


def path_of(key: Key) -> str:
    """What a change of one actual is known by, so that it can be taken back by itself."""
    line, measure, year, month, forecast = key
    parts = ["actuals", line or measure, str(year), "" if month is None else str(month), "forecast" if forecast else ""]
    return ".".join(str(part) for part in parts if part)


@dataclass(frozen=True)
class Record(InDocument):
    """Actuals entered; one that is there already is replaced."""

    entries: Sequence[Entry]

    def write(self, tree: Tree) -> None:
        tree["actuals"] = recorded(tree.get("actuals", []), [_with_source(tree, entry) for entry in self.entries])


@dataclass(frozen=True)
class Forget(InDocument):
    """An actual taken out."""

    key: Key

    def write(self, tree: Tree) -> None:
        entries = tree.get("actuals", [])
        kept = [entry for entry in entries if key_of(entry) != tuple(self.key)]
        if len(kept) == len(entries):
            raise refuse("unknown_line", "actuals", read=str(self.key), known="")
        tree["actuals"] = kept


@dataclass(frozen=True)
class ChangeBudget(InDocument):
    """A supplementary grant or a transfer: kr in the prices of the year, in budget sign."""

    entry: Entry

    def write(self, tree: Tree) -> None:
        tree.setdefault("budget_changes", []).append(_with_source(tree, self.entry))


@dataclass(frozen=True)
class ForgetBudget(InDocument):
    """A change of the budget taken out: one of this line, year and amount, carried over from this year or none."""

    line: str
    year: int
    amount: float
    from_year: int | None = None

    def write(self, tree: Tree) -> None:
        entries = tree.get("budget_changes", [])
        wanted = (self.line, self.year, self.amount, self.from_year)
        found = [(entry["line"], entry["year"], entry["amount"], entry.get("from_year")) for entry in entries]
        alike = [n for n, entry in enumerate(found) if entry == wanted]
        if not alike:
            raise refuse("unknown_line", "budget_changes", read=str(wanted), known="")
        del entries[alike[0]]


@dataclass(frozen=True)
class WouldHaveCost(InDocument):
    """What the area of a saving would have spent without the measure, in place of what stood: year and figure, kr in
    the prices of the case. A source is that of the figures that have none; empty it is none."""

    id: str
    figures: Sequence[Sequence[Any]]
    source: str = ""

    def write(self, tree: Tree) -> None:
        line = next((line for line in tree.get("savings", []) if line["id"] == self.id), None)
        if line is None:
            raise refuse("unknown_line", "would_have_cost", read=self.id, known="")
        source = with_words(tree, {"source": self.source})
        line["would_have_cost"] = {year: {**source, **figure} for year, figure in self.figures}


@dataclass(frozen=True)
class AddMeasures(InDocument):
    """Measures to follow; those that the case has already are left as they are."""

    measures: Sequence[Mapping[str, Any]]

    def write(self, tree: Tree) -> None:
        had = {measure["id"] for measure in tree.get("measures", [])}
        tree.setdefault("measures", []).extend(dict(new) for new in self.measures if new["id"] not in had)


@dataclass(frozen=True)
class DescribeMeasure(InDocument):
    """A measure with its baseline and target; one that is there already keeps what is not given here."""

    id: str
    values: Mapping[str, Any]

    def write(self, tree: Tree) -> None:
        measures = tree.setdefault("measures", [])
        there = next((measure for measure in measures if measure["id"] == self.id), None)
        if there is None:
            measures.append({"id": self.id, **self.values})
        else:
            there.update(self.values)


@dataclass(frozen=True)
class DropMeasure(InDocument):
    """A measure taken out, with what was recorded of it and its gates."""

    id: str

    def write(self, tree: Tree) -> None:
        tree["measures"] = [measure for measure in tree.get("measures", []) if measure["id"] != self.id]
        for name in ("actuals", "gates"):
            tree[name] = [entry for entry in tree.get(name, []) if entry.get("measure") != self.id]


@dataclass(frozen=True)
class SetGate(InDocument):
    """What a measure must be at the end of a month, in place of what it had to be then."""

    entry: Entry

    def write(self, tree: Tree) -> None:
        kept = [gate for gate in tree.get("gates", []) if _gate_key(gate) != _gate_key(self.entry)]
        tree["gates"] = [*kept, dict(self.entry)]


@dataclass(frozen=True)
class DropGate(InDocument):
    """A gate taken out."""

    measure: str
    year: int
    month: int

    def write(self, tree: Tree) -> None:
        gates = tree.get("gates", [])
        kept = [gate for gate in gates if _gate_key(gate) != (self.measure, self.year, self.month)]
        if len(kept) == len(gates):
            raise refuse("unknown_line", "gates", read=f"{self.measure} {self.year}-{self.month}", known="")
        tree["gates"] = kept


def _gate_key(gate: Entry) -> Key:
    return gate["measure"], gate["year"], gate["month"]


def _with_source(tree: Tree, entry: Entry) -> Tree:
    """The entry without empty words; a source that is new to the case is added to it."""
    return with_words(tree, {name: value for name, value in entry.items() if value is not None})
