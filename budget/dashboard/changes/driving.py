"""A case by amounts made into one that works with children and advisers: a copy whose figures are worked backwards from
the amounts, each of them unconfirmed until someone stands by it.
"""

from collections.abc import Container
from typing import Any

from budget.analysis.implied import adviser_cost, growth_of, nearest_pay, saved, standing_prices
from budget.analysis.references import figure_span
from budget.case import Case, CaseError, Line, case_from_document, document, library, offers
from budget.case.naming import new_id
from budget.case.offers import Offer
from budget.case.paths import with_given
from budget.case.taking import figure_of, source_of, take, with_source
from budget.formulas import Result
from budget.text import Words

DECIMALS = 2  # of stops: what is to be filled in is not worked out to the krone
AMOUNTS = ("amounts", "stated_places")  # what a line by amounts has alone

Tree = dict[str, Any]


def driven(result: Result, taken: Container[str], words: Words) -> Case:
    """The copy, with the status of an idea; `taken` are the ids of other cases. CaseError where there can be none."""
    case = result.case
    title = words("implied.driven.title", title=case.title)
    tree: Tree = {**document(case), "title": title, "status": "idea"}
    prices: dict[str, Offer] = {}
    found, (cost, _) = saved(result), adviser_cost(result)
    for line in found.lines if found else ():
        prices[f"savings.{line.id}.unit_price"] = offer = Offer("unit-prices", _price(case, line))
        _replace(tree, "savings", line, _placements(result, line, offer, words))
    if cost is not None:
        prices[f"costs.{cost.id}.annual_cost"] = offer = nearest_pay(case)
        target = offers.default("target_caseload")
        assert target is not None, "the library has the partnership's"
        prices[f"costs.{cost.id}.target_caseload"] = target
        _replace(tree, "costs", cost, _caseload(result, cost, offer, target.value, words))
    made = case_from_document(tree, new_id(title, taken))
    for path, offer in prices.items():
        made = _from_library(made, path, offer, words)
    return made


def _price(case: Case, line: Line) -> library.Reference:
    """The price of the line's own step; of the most intrusive one that has a price where the line names none."""
    own = library.reference_price(getattr(line, "step", None))
    stands = own or standing_prices(case)[0].stands
    assert stands is not None
    return stands


def _replace(tree: Tree, name: str, line: Line, drivers: Tree) -> None:
    """The line with its drivers in place of its amounts; scenarios no longer set what it no longer has."""
    tree[name] = [
        {**{key: value for key, value in one.items() if key not in AMOUNTS}, **drivers} if one["id"] == line.id else one
        for one in tree[name]
    ]
    gone = tuple(f"{name}.{line.id}.{key}" for key in AMOUNTS)
    for scenario in tree.get("scenarios", []):
        scenario["set"] = {path: value for path, value in scenario["set"].items() if not path.startswith(gone)}


def _by_year(result: Result, line: Line, price: float, times: float = 1.0) -> dict[int, float]:
    """How often the price goes into the amount of each year."""
    spans = {year: figure_span(result, line, "amounts", year) for year in result.years}
    return {year: (span.value if span else 0.0) / price * times for year, span in spans.items()}


def _placements(result: Result, line: Line, offer: Offer, words: Words) -> Tree:
    """As many stops on 1 January as make the places of the year. A saving that falls again is left to be filled in."""
    price = offer.value * growth_of(result.case, offer.price_year, line.price_index)
    stops, before = {}, 0.0
    for year, places in _by_year(result, line, price).items():
        number = max(round(places - before, DECIMALS), 0.0)
        stops[year], before = _worked(number, words), before + number
    return {"kind": "placements", "timing": "january", "stops": stops, "unit_price": _worked(offer.value, words)}


def _caseload(result: Result, line: Line, offer: Offer, target: float, words: Words) -> Tree:
    """As many children as the advisers that the amount pays for have at the target; no one is there today."""
    pay = offer.value * growth_of(result.case, offer.price_year, line.price_index)
    children = {year: _worked(round(n), words) for year, n in _by_year(result, line, pay, target).items()}
    empty = {"value": 0, "unconfirmed": True, "note": words("implied.driven.empty")}
    figures = {"annual_cost": _worked(offer.value, words), "target_caseload": _worked(target, words)}
    return {"kind": "caseload", "children": children, "fte_now": empty, **figures}


def _worked(value: float, words: Words) -> Tree:
    return {"value": value, "unconfirmed": True, "note": words("implied.driven.worked")}


def _from_library(case: Case, path: str, offer: Offer, words: Words) -> Case:
    """The figure with its source; a price that cannot be brought to the case's prices as it stands, which it says."""
    try:
        return take(case, path, offer, words, unconfirmed=True)
    except CaseError:
        case, key = with_source(case, source_of(offer.entry), str(offer.entry.id))
        return with_given(case, path, figure_of(offer, key, words, unconfirmed=True, unadjusted=True))
