"""The levers of the page Fremskrivning: how many come, and what the measure does to them."""

from collections.abc import Iterator

from budget.case import Case, Entry, entries
from budget.dashboard.changes.fields import Cell, cell_of, cells
from budget.dashboard.changes.state import Model
from budget.dashboard.parts.markup import Html, tag
from budget.dashboard.workshop.levers import Named, lever
from budget.shown.labels import key_text
from budget.text import Words

DEMAND = "baseline.demand"
OWN = ("levers.realisation", "levers.delay_months")
REACH = {"entries": (-100, 100), "exits": (-100, 300), "moves": (-30, 30)}  # per cent, as usual


def levers(model: Model, words: Words) -> Html:
    """Sliders that both courses follow."""
    found = {entry.path: entry for entry in entries(model.case)}
    sliders = [_demand(model, found[DEMAND], words)]
    sliders += [lever(model, cell, words, _named(cell, words)) for cell in _effects(model.case)]
    if any(line.kind == "projection" for line in model.case.savings):
        sliders += [lever(model, next(cells(model.case, found[path])), words) for path in OWN]
    heading = tag("h2", words("projected.levers"))
    return tag("section", heading, tag("p", words("projected.levers.about"), class_="about"), *sliders, class_="levers")


def _demand(model: Model, entry: Entry, words: Words) -> Html:
    """From the first year for which the case states one, else from its first year."""
    given = [year for year in entry.figures() if year is not None]
    year = min(given, default=model.case.first_year)
    named = Named(words("lever.demand", year=year), words("lever.demand.help"), (0.5, 2), "0.05", "")
    return lever(model, cell_of(model.case, entry, year), words, named)


def _effects(case: Case) -> Iterator[Cell]:
    """What the case says that the measure does; every effect on those who enter where it says nothing yet."""
    effects = [entry for entry in entries(case) if ".effects." in entry.path]
    stated = [entry for entry in effects if entry.stated]
    for entry in stated or [entry for entry in effects if entry.path.endswith(".entries")]:
        yield from cells(case, entry)


def _named(cell: Cell, words: Words) -> Named:
    kind = "moves" if ".moves." in cell.path else cell.path.rpartition(".")[2]
    return Named(key_text(cell.entry, words), words("lever.effect.help"), REACH[kind])
