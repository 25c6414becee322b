"""The chance of having paid back, on the page Følsomhed og usikkerhed: the fan, the table by year, the drivers."""

from collections.abc import Sequence

from budget.analysis.simulation import Driver, Simulation
from budget.case import Case
from budget.shown.charts.certainty import QUANTILES, fan
from budget.shown.key_figures import KeyFigure
from budget.shown.labels import path_label
from budget.shown.model import Cell, Display, Figures, Group, Heading, Items, Picture, Row, Table, Text, Tools, piece
from budget.shown.model import year_columns as years_of
from budget.shown.phrases import kr, phrase
from budget.text import Words

MOST_DRIVERS = 6
SMALLEST, LARGEST = 0.001, 0.999  # a chance between none and all never reads as either


def chance_text(share: float, words: Words) -> str:
    """A share of the draws: 0 % and 100 % only where it is none or all of them."""
    if share in (0.0, 1.0):
        return words.share(share, 0)
    if share < SMALLEST:
        return words("uncertainty.below", share=words.share(SMALLEST))
    if share > LARGEST:
        return words("uncertainty.above", share=words.share(LARGEST))
    return words.share(share)


def simulated(found: Simulation, display: Display, words: Words) -> Figures:
    """The three figures that the simulation gives: the chance, the middle, and between what eight in ten lie."""
    last, help = found.years[-1], words("uncertainty.figure.paid.help", draws=words.number(found.draws))
    quantiles = (found.accumulated[name][-1] for name in QUANTILES)
    low, middle, high = (-end if display.turned and end else end for end in quantiles)
    paid = chance_text(found.probability_paid_back[-1], words)
    ends = phrase("uncertainty.figure.between", low=kr(min(low, high)), high=kr(max(low, high)))
    spread = words.in_one_unit(ends)
    shown = (("paid", paid, help), ("middle", words.money(middle), ""), ("spread", spread, ""))
    return Figures(
        tuple(
            KeyFigure(
                key,
                words(f"uncertainty.figure.{key}", year=last),
                text,
                help or words(f"uncertainty.figure.{key}.help"),
            )
            for key, text, help in shown
        ),
        "figures three",
    )


def chance(case: Case, found: Simulation, display: Display, words: Words) -> Group:
    """The fan, the table by year, the drivers, and what the draws assume."""
    drawn = fan(found, words, display.unit, display.turned)
    return piece(
        "chance",
        Heading(words("uncertainty.chance"), id="chance"),
        Text(words("uncertainty.chance.about"), "lead"),
        Tools("draws"),
        Picture(drawn, drawn.said),
        _by_year(found, display, words),
        _drivers(case, found.drivers, found.years[-1], words),
        Text(words("uncertainty.chance.limits"), "notes"),
        look="chance",
    )


def _by_year(found: Simulation, display: Display, words: Words) -> Table:
    """With savings as positive figures what was low is high."""
    paid = tuple(Cell(chance_text(share, words), share, "share") for share in found.probability_paid_back)
    rows = [Row("paid", "net", words("uncertainty.paid_by"), paid)]
    for name, of in zip(QUANTILES, QUANTILES[::-1] if display.turned else QUANTILES, strict=True):
        cells = tuple(display.cell(amount, words) for amount in found.accumulated[of])
        rows.append(Row(name, "", words(f"uncertainty.row.{name}"), cells))
    caption = words("uncertainty.by_year", unit=words(f"unit.{display.unit}"))
    return Table("chance", caption, years_of(found.years), tuple(rows))


def _drivers(case: Case, drivers: Sequence[Driver], year: int, words: Words) -> Group | None:
    """Which figures the spread follows, in words; the rest is what they do together."""
    if not drivers:
        return None
    items = []
    for driver in drivers[:MOST_DRIVERS]:
        way = words(
            f"uncertainty.driver.{'rising' if driver.rising else 'falling'}", label=path_label(case, driver.path, words)
        )
        items.append(Text(way, "driver", words.share(driver.share, 0)))
    rest = max(0.0, 1 - sum(driver.share for driver in drivers[:MOST_DRIVERS]))
    return Group(
        (
            Heading(words("uncertainty.drivers", year=year), 3),
            Items(tuple(items), "drivers"),
            Text(words("uncertainty.drivers.rest", share=words.share(rest, 0)), "about"),
        ),
        element="div",
    )
