"""Another first year or price year, with what becomes of the amounts: their years and their prices are asked for."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from budget.case import Case, Figure, case_from_document, document, entries
from budget.case.paths import LISTS, Entry
from budget.case.placing import replaced
from budget.text import Words

WITH_YEARS = (*LISTS, "baseline", "financing")  # parts that move along with the plan
SERIES_YEAR = re.compile(r"\.(\d{4})$")
FACTS = ("actuals", "budget_changes")  # what was spent in a year is of that year

Tree = dict[str, Any]
Amounts = Literal["along", "keep", ""]
Prices = Literal["index", "mark", "as_typed", ""]


@dataclass(frozen=True)
class Move:
    """The case's own description with other years.

    `amounts` go `along` with the first year or `keep` their years; `prices` of the old price year are converted by the
    `index`, used as they stand with a `mark`, or said to be those of the new year `as_typed`.
    """

    values: Mapping[str, Any]
    amounts: Amounts
    prices: Prices
    language: str

    def on(self, case: Case) -> Case:
        if self.prices in ("index", "mark"):
            case = _of_their_year(case, unadjusted=self.prices == "mark")
        tree = document(case)
        if self.prices in ("index", "mark"):
            tree.pop("price_level_assumed", None)
        first = int(self.values["first_year"])
        by, last = first - case.first_year, first + int(self.values["years"]) - 1
        if self.amounts == "along":
            _moved(tree, by, last, Words(self.language))
        for name in FACTS if self.amounts else ():
            tree[name] = [fact for fact in tree.pop(name, []) if first <= fact["year"] <= last]
        tree.update(self.values)
        return case_from_document(tree, case.id)


def _of_their_year(case: Case, unadjusted: bool) -> Case:
    """The case with its price year at every amount that has none of its own."""
    more = {"price_year": case.price_year, **({"unadjusted": True} if unadjusted else {})}
    for entry in entries(case):
        index = entry.line is not None or entry.price_index != "none"
        if entry.given is not None and entry.key.unit == "kr" and index and (unadjusted or entry.price_index != "none"):
            case = replaced(case, entry.path, _with(entry, more))
    rule = case.reimbursement
    if rule is None:
        return case
    dated = rule.model_copy(update={**more, "price_year": rule.price_year or case.price_year})
    return case.model_copy(update={"reimbursement": dated})


def _with(entry: Entry, more: Mapping[str, Any]) -> Figure | dict[int, Figure]:
    def dated(figure: Figure) -> Figure:
        own = {} if figure.price_year is None else {"price_year": figure.price_year}
        return figure.model_copy(update={**more, **own})

    given = entry.given
    assert given is not None
    return dated(given) if isinstance(given, Figure) else {year: dated(figure) for year, figure in given.items()}


def _moved(tree: Tree, by: int, last: int, words: Words) -> None:
    """Every year of the plan moved by so many years, and what then lies behind the last one left out."""
    for line in (line for name in LISTS for line in tree.get(name, [])):
        for key, given in line.items():
            if _by_year(given) and key != "start_month":
                line[key] = {year: _noted(figure, year, line, words) for year, figure in given.items()}
        if line.get("capacity_from"):
            line["capacity_from"] = min(line["capacity_from"] + by, last)
    for name in WITH_YEARS:
        if name in tree:
            tree[name] = _shifted(tree[name], by, last)
    for measure in tree.get("measures", []):
        measure |= {name: _shifted(measure[name], by, last) for name in ("target",) if name in measure}
    if tree.get("pool", {}).get("repay_from"):
        tree["pool"]["repay_from"] = min(tree["pool"]["repay_from"] + by, last)
    if "baseline" in tree:
        as_of = tree["baseline"]["as_of"]
        tree["baseline"]["as_of"] = f"{int(as_of[:4]) + by}{as_of[4:]}"
    for gate in tree.get("gates", []):
        gate["year"] += by
    for scenario in tree.get("scenarios", []):
        scenario["set"] = dict(_moved_paths(scenario["set"], by, last))


def _moved_paths(stated: Mapping[str, float], by: int, last: int) -> Iterator[tuple[str, float]]:
    for path, value in stated.items():
        year = SERIES_YEAR.search(path)
        if year is None:
            yield path, value
        elif int(year[1]) + by <= last:
            yield f"{path[: year.start()]}.{int(year[1]) + by}", value


def _by_year(given: Any) -> bool:
    return isinstance(given, dict) and bool(given) and all(isinstance(key, int) for key in given)


def _shifted(node: Any, by: int, last: int) -> Any:
    if isinstance(node, list):
        return [_shifted(part, by, last) for part in node]
    if _by_year(node):
        return {year + by: figure for year, figure in node.items() if year + by <= last}
    return {key: _shifted(part, by, last) for key, part in node.items()} if isinstance(node, dict) else node


def _noted(figure: Any, year: int, line: Tree, words: Words) -> Any:
    """A figure of a source says for which year it stands there."""
    stated = figure if isinstance(figure, dict) else {"value": figure}
    if not (stated.get("source") or line.get("source")):
        return figure
    note = words("moved.note", year=year)
    return {**stated, "note": f"{stated['note']} {note}" if stated.get("note") else note}
