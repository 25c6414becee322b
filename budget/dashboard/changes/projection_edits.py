"""Changes of what a projection is built of: a baseline begun, a step put in its place on the ladder, or taken out."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from budget.case.library import steps as ladder
from budget.case.naming import new_id
from budget.case.rules import RESERVED
from budget.dashboard.changes.structure import InDocument, Tree, with_words

KEPT = ("label", "service_area", "function", "price_basis", "source", "note")  # of a line that becomes a projection


@dataclass(frozen=True)
class Begin(InDocument):
    """A baseline with its steps and the measure as a line, in the place of the line that becomes one, if any."""

    as_of: str
    steps: Mapping[str, Any]
    sources: Mapping[str, Any] = field(default_factory=dict)
    label: str = ""
    replaces: str = ""
    source: str = ""  # of all figures that have none of their own

    def write(self, tree: Tree) -> None:
        source = {"source": self.source} if self.source else {}
        tree["baseline"] = {"as_of": self.as_of, **source, "steps": dict(self.steps)}
        _sourced(tree, self.sources)
        lines = tree.setdefault("savings", [])
        old = next((line for line in lines if line["id"] == self.replaces), None)
        if old is not None:
            kept = {name: old[name] for name in KEPT if name in old}
            lines[lines.index(old)] = {"id": old["id"], "kind": "projection", **kept}
            _forget_figures(tree, f"savings.{old['id']}.")
        elif self.label:
            _add_measure(tree, self.label)


@dataclass(frozen=True)
class AddMeasure(InDocument):
    """What the measure is called; what it does is moved on the page."""

    label: str
    service_area: str = ""

    def write(self, tree: Tree) -> None:
        _add_measure(tree, self.label, self.service_area)


@dataclass(frozen=True)
class AddStep(InDocument):
    """One step more, where it stands on the ladder: the dearest first."""

    name: str
    values: Mapping[str, Any]
    sources: Mapping[str, Any] = field(default_factory=dict)

    def write(self, tree: Tree) -> None:
        _sourced(tree, self.sources)
        steps = {**tree["baseline"]["steps"], self.name: dict(self.values)}
        tree["baseline"]["steps"] = in_order(steps)


@dataclass(frozen=True)
class RemoveStep(InDocument):
    """A step taken out, with what names it elsewhere: moves to it, effects on it, and scenarios."""

    name: str

    def write(self, tree: Tree) -> None:
        steps = tree["baseline"]["steps"]
        del steps[self.name]
        for line in tree.get("savings", []):
            line.get("effects", {}).pop(self.name, None)
        effects = [effect for line in tree.get("savings", []) for effect in line.get("effects", {}).values()]
        for part in (*steps.values(), *effects):
            part.get("moves", {}).pop(self.name, None)
        for scenario in tree.get("scenarios", []):
            scenario["set"] = {path: v for path, v in scenario["set"].items() if self.name not in path.split(".")}


def in_order(steps: Mapping[str, Any]) -> dict[str, Any]:
    """From the most intrusive step down; what the ladder does not know stays behind the others."""
    order = list(ladder())[::-1]
    return dict(sorted(steps.items(), key=lambda one: order.index(one[0]) if one[0] in order else len(order)))


def _add_measure(tree: Tree, label: str, area: str = "") -> None:
    ids = {line["id"] for name in ("savings", "costs", "changes", "incomes") for line in tree.get(name, [])}
    words = with_words(tree, {"label": label, "service_area": area})
    tree.setdefault("savings", []).append({"id": new_id(label, {*ids, *RESERVED}), "kind": "projection", **words})


def _sourced(tree: Tree, sources: Mapping[str, Any]) -> None:
    if sources:
        tree["sources"] = {**sources, **tree.get("sources", {})}


def _forget_figures(tree: Tree, prefix: str) -> None:
    """A scenario that set figures of the line has nothing left to set."""
    for scenario in tree.get("scenarios", []):
        scenario["set"] = {path: v for path, v in scenario["set"].items() if not path.startswith(prefix)}
