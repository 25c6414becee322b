"""A projection as it is kept with a version: the figures that are signed, and beside them those of today."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from budget.analysis.fates import Band, bands
from budget.analysis.projection import projected
from budget.formulas import Result

NAME = "projection"  # in what is saved with a version
COURSES = ("without", "with", "saved")  # in full-year places; the others are kr


@dataclass(frozen=True)
class Frozen:
    """The signed figures by what they are and by year, and the ends of the band of those that have one."""

    as_of: int
    price_year: int
    years: list[int]
    values: Mapping[str, tuple[float, ...]]
    band: Mapping[str, Band]

    def at(self, name: str, year: int) -> float | None:
        """One figure; None where the version had none in that year."""
        values = self.values.get(name)
        return values[self.years.index(year)] if values and year in self.years else None


def signed(result: Result, with_band: bool = True) -> Frozen | None:
    """What is signed of a result; None without a baseline."""
    of = projected(result)
    if of is None or result.case.baseline is None:
        return None
    rows = of.signed()
    found = bands(result) if with_band else {}
    band = {name: found[key] for name, key in rows.items() if name in COURSES and key in found}
    values = {name: of.values(key) for name, key in rows.items()}
    return Frozen(result.case.baseline.year, result.case.price_year, list(of.years), values, band)


def frozen(result: Result) -> dict[str, Any]:
    """The same as JSON holds it, to be saved with a version; empty without a baseline."""
    found = signed(result)
    if found is None:
        return {}
    dated = {"as_of": found.as_of, "price_year": found.price_year}
    values = {name: list(row) for name, row in found.values.items()}
    band = {name: {end: list(row) for end, row in vars(one).items()} for name, one in found.band.items()}
    return {NAME: {**dated, "years": found.years, "values": values, "band": band}}


def thawed(kept: Mapping[str, Any]) -> Frozen | None:
    """What was saved with a version; None where it had no projection, or was saved by an earlier program."""
    found = kept.get(NAME)
    if not found:
        return None
    values = {name: tuple(row) for name, row in found["values"].items()}
    band = {name: Band(*(tuple(one[end]) for end in ("low", "mid", "high"))) for name, one in found["band"].items()}
    return Frozen(found["as_of"], found["price_year"], list(found["years"]), values, band)
