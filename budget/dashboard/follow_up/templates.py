"""Measures to begin with: what Herning's project description of December 2012 follows besides the budget."""

from typing import Any

from budget.text import Words

PLACEMENTS = ("foster", "kinship", "municipal-foster", "homes", "disability", "behaviour")
PREVENTION = ("family-treatment", "broen", "outpatient", "mst", "mst-cm")
TEMPLATES: dict[str, tuple[tuple[str, str], ...]] = {
    "places": tuple((f"places-{name}", "places") for name in PLACEMENTS),
    "spending": tuple((f"spending-{name}", "kr") for name in PLACEMENTS),
    "prevention": tuple((f"prevention-{name}", "kr") for name in PREVENTION),
    "visits": (("visits", "number"),),
    "caseload": (("caseload", "number"),),
}


def measures(template: str, words: Words) -> list[dict[str, Any]]:
    """The measures of one template, without baseline and target: those are the municipality's own."""
    return [
        {"id": id, "label": words(f"measure.{id.partition('-')[2] or id}"), "unit": unit}
        for id, unit in TEMPLATES[template]
    ]
