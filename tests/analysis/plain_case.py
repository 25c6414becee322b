"""A case that no control point has anything to say about, and cases that differ from it in one respect."""

from __future__ import annotations

import copy
from typing import Any

import yaml

from budget.case import Case, case_from_text
from budget.formulas import Result, calculate
from budget.shown import Point, check
from budget.text import Words

OWN = {"source": "own"}
PLAIN: dict[str, Any] = {
    "title": "Prøve",
    "municipality": "Eksempel Kommune",
    "status": "proposed",
    "first_year": 2026,
    "years": 3,
    "price_year": 2026,
    "discount_rate": {"value": 0.035, **OWN},
    "sources": {"own": {"title": "Regneeksempel"}},
    "service_areas": {"SO 1": {"name": "Børn og unge"}, "SO 2": {"name": "Administration"}},
    "costs": [
        {
            "id": "staff",
            "label": "Rådgivere",
            "kind": "staff",
            "service_area": "SO 1",
            "fte": 2,
            "annual_cost": 500_000,
            **OWN,
        }
    ],
    "savings": [
        {
            "id": "saving",
            "label": "Besparelse",
            "kind": "amounts",
            "service_area": "SO 1",
            "amounts": {2026: 0, 2027: 2_000_000},
            **OWN,
        }
    ],
    # Net is 1.0, -1.0 and -1.0 million kr.
    "financing": [{"label": "Kassen", "from": "cash", "amounts": {2026: -1_000_000, 2027: 1_000_000, 2028: 0}}],
}
PLACEMENTS: dict[str, Any] = {
    "kind": "placements",
    "amounts": None,
    "stops": {2026: 0, 2027: 24, 2028: 0},
    "timing": "january",
    "lag_months": 6,
    "duration_months": 36,  # within the horizon
    "unit_price": 500_000,
    "replacement_price": 100_000,
    "deadweight": {"value": 0.16, **OWN},
}
MIX: dict[str, Any] = {
    "kind": "mix",
    "amounts": None,
    "places": 100,
    "share_now": 0.4,
    "share_target": {2026: 0.4, 2027: 0.2},
    "price_from": 1_000_000,
    "price_to": 700_000,
    "price_basis": "net",
    "step": "institution",
    "fixed_share": 0.2,
}
# What the tests change: a saving from the first year on, rates, costs left out, an amount for stated places.
FROM_THE_START = {2026: 1_500_000, 2027: 2_000_000}
INDICES: dict[str, Any] = {"wages": {2027: {"value": 0.03, **OWN}, 2028: {"value": 0.03, **OWN}}}
INDICES["total"] = INDICES["wages"]
OMITTED = [{"label": "Uddannelse"}, {"label": "evaluering"}]
STATED = {"stated_places": 4, "step": "foster", "amounts": {2026: 0, 2027: 5_200_000}}


def changed(*, cost: dict[str, Any] | None = None, saving: dict[str, Any] | None = None, **case: Any) -> dict[str, Any]:
    """The plain case with keys of its cost line, its saving line or the case itself replaced; None removes a key."""
    document = copy.deepcopy(PLAIN)
    document["costs"][0] |= cost or {}
    document["savings"][0] |= saving or {}
    document |= case
    for part in (document, *document["costs"], *document["savings"]):
        for key in [key for key, value in part.items() if value is None]:
            del part[key]
    return document


def placements(**keys: Any) -> dict[str, Any]:
    """The plain case with placements that end instead of stated amounts."""
    return changed(saving=PLACEMENTS | keys)


def mix(**keys: Any) -> dict[str, Any]:
    """The plain case with places that move from institutions to foster families instead of stated amounts."""
    return changed(saving=MIX | keys)


def caseload(**keys: Any) -> dict[str, Any]:
    """The plain case with the posts worked out from a caseload: 250 children."""
    extra = {"children": 250, "fte_now": 8, "target_caseload": 25, "annual_cost": 500_000}
    return changed(cost={"kind": "caseload", "fte": None} | extra | keys)


def large(lines: int, years: int = 40) -> dict[str, Any]:
    """A case of many lines over many years, half of them savings, the savings coming one after the other."""

    def line(name: str, n: int, amounts: Any) -> dict[str, Any]:
        label = f"Linje {n} med et navn, der er omtrent så langt, som navne på budgetlinjer er"
        return {"id": f"{name}{n}", "label": label, "kind": "amounts", "amounts": amounts, **OWN}

    def later(n: int) -> dict[int, int]:
        return {2026: 0, 2026 + min(years - 1, 4 + n): (n + 1) * 160_000}

    few = lines // 2
    savings = [line("s", n, later(n)) for n in range(few)]
    costs = [line("c", n, (n + 1) * 100_000) for n in range(lines - few)]
    return changed(financing=None, years=years) | {"savings": savings, "costs": costs}


class _Plain(yaml.SafeDumper):
    """Writes a part that stands in several places out each time: a case holds no anchors."""

    def ignore_aliases(self, data: Any) -> bool:
        return True


def as_text(document: dict[str, Any]) -> str:
    return yaml.dump(document, Dumper=_Plain, allow_unicode=True, sort_keys=False)


def as_case(document: dict[str, Any], id: str = "sample") -> Case:
    return case_from_text(as_text(document), id)


def worked_out(document: dict[str, Any], prices: str = "fixed", id: str = "sample") -> Result:
    return calculate(as_case(document, id), prices)


def tripped(document: dict[str, Any], prices: str = "fixed", language: str = "da") -> dict[str, list[Point]]:
    """What trips, by id of the control point."""
    found: dict[str, list[Point]] = {}
    for point in check(worked_out(document, prices), Words(language)):
        if point.tripped:
            found.setdefault(point.id, []).append(point)
    return found
