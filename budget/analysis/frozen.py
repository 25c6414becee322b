"""A projection as it is kept with a version: the figures that are signed, and beside them those of today."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import TypeAdapter

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


_KEPT = TypeAdapter(Frozen)


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
    return {NAME: _KEPT.dump_python(found, mode="json")} if found else {}


def thawed(kept: Mapping[str, Any]) -> Frozen | None:
    """What was saved with a version; None where it had no projection, or was saved by an earlier program."""
    found = kept.get(NAME)
    return _KEPT.validate_python(found) if found else None
