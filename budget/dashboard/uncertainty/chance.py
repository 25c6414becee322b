"""Sandsynlighed for tilbagebetaling: the fan of accumulated net, the chance by year, and what drives the spread."""

from collections.abc import Sequence

from budget.analysis.simulation import Driver, Simulation
from budget.case import Case
from budget.dashboard.parts.chart_block import holder
from budget.dashboard.parts.display import Display
from budget.dashboard.parts.markup import Html, tag
from budget.dashboard.parts.plain_table import Entry, plain_table
from budget.dashboard.uncertainty.asked import DRAWS, HIGHEST_SEED, Asked
from budget.shown.key_figures import money
from budget.shown.labels import path_label
from budget.text import Words

MOST_DRIVERS = 6
SMALLEST, LARGEST = 0.001, 0.999  # a chance between none and all never reads as either
QUANTILES = ("p10", "p50", "p90")


def chance_text(share: float, words: Words) -> str:
    """A share of the draws: 0 % and 100 % only where it is none or all of them."""
    if share in (0.0, 1.0):
        return words.share(share, 0)
    if share < SMALLEST:
        return words("uncertainty.below", share=words.share(SMALLEST))
    if share > LARGEST:
        return words("uncertainty.above", share=words.share(LARGEST))
    return words.share(share)


def figures(found: Simulation, display: Display, words: Words) -> Html:
    """The three figures that the simulation gives: the chance, the middle, and between what eight in ten lie."""
    last = found.years[-1]
    paid = found.probability_paid_back[-1]
    low, middle, high = (_signed(found.accumulated[name][-1], display) for name in QUANTILES)
    draws = words.number(found.draws)
    shown = [
        (
            words("uncertainty.figure.paid", year=last),
            chance_text(paid, words),
            words("uncertainty.figure.paid.help", draws=draws),
        ),
        (words("uncertainty.figure.middle", year=last), money(middle, words), words("uncertainty.figure.middle.help")),
        (
            words("uncertainty.figure.spread", year=last),
            words("uncertainty.figure.between", low=money(min(low, high), words), high=money(max(low, high), words)),
            words("uncertainty.figure.spread.help"),
        ),
    ]
    parts = [
        tag("div", tag("dt", label), tag("dd", tag("b", value), tag("span", help, class_="help")))
        for label, value, help in shown
    ]
    return tag("dl", *parts, class_="figures three")


def _signed(kr: float, display: Display) -> float:
    return -kr if display.turned and kr else kr


def simulation_section(
    case: Case, found: Simulation, wanted: int, asked: Asked, display: Display, words: Words
) -> Html:
    """The fan, the table by year, the drivers, and what the draws assume."""
    return tag(
        "section",
        tag("h2", words("uncertainty.chance"), id="chance"),
        tag("p", words("uncertainty.chance.about"), class_="lead"),
        _controls(found, wanted, asked, words),
        holder("fan"),
        _by_year(found, display, words),
        _drivers(case, found.drivers, found.years[-1], words),
        tag("p", words("uncertainty.chance.limits"), class_="notes"),
        class_="chance",
    )


def _controls(found: Simulation, wanted: int, asked: Asked, words: Words) -> Html:
    """How many draws, from which seed."""
    buttons = [
        tag(
            "button",
            words.number(draws),
            type="button",
            data_do="draws",
            data_draws=str(draws),
            aria_pressed="true" if draws == wanted else "false",
            aria_label=words("uncertainty.draws_this", draws=words.number(draws)),
        )
        for draws in DRAWS
    ]
    said = words("uncertainty.drawn", draws=words.number(found.draws), seed=found.seed)
    if found.draws < wanted:
        said = words("uncertainty.under_way", draws=words.number(found.draws), all=words.number(wanted))
    typed = asked.typed.strip()
    wrong = None
    if asked.typed:
        why = words("uncertainty.seed_refused", text=typed, most=words.number(HIGHEST_SEED), kept=asked.seed)
        wrong = tag("p", why, id="seed-message", role="alert", class_="error")
    field = tag(
        "input",
        type="text",
        inputmode="numeric",
        autocomplete="off",
        id="seed",
        value=typed if asked.typed else str(asked.seed),
        data_do="seed",
        aria_invalid="true" if asked.typed else None,
        aria_describedby="seed-message" if asked.typed else None,
    )
    label = tag("label", words("uncertainty.seed"), for_="seed")
    return tag(
        "div",
        tag("p", tag("span", words("uncertainty.draws")), *buttons, class_="choices"),
        tag("div", label, field, class_="cell refused" if asked.typed else "cell"),
        wrong,
        tag("p", said, class_="about", role="status"),
        class_="controls",
    )


def _quantiles(found: Simulation, display: Display) -> list[list[float]]:
    """Lower, middle and higher as they are shown: with savings as positive figures what was low is high."""
    names = QUANTILES[::-1] if display.turned else QUANTILES
    return [found.accumulated[name] for name in names]


def _by_year(found: Simulation, display: Display, words: Words) -> Html:
    head = ["", *map(str, found.years)]
    rows = [
        Entry(
            words("uncertainty.paid_by"),
            [chance_text(share, words) for share in found.probability_paid_back],
            "net",
        ),
        *(
            Entry(words(f"uncertainty.row.{name}"), [display.amount(value, words) for value in values])
            for name, values in zip(QUANTILES, _quantiles(found, display), strict=True)
        ),
    ]
    return plain_table(words("uncertainty.by_year", unit=words(f"unit.{display.unit}")), head, rows, words)


def _drivers(case: Case, drivers: Sequence[Driver], year: int, words: Words) -> Html | None:
    """Which figures the spread follows, in words; the rest is what they do together."""
    if not drivers:
        return None
    items = [
        tag(
            "li",
            tag("b", words.share(driver.share, 0)),
            " ",
            words(
                f"uncertainty.driver.{'rising' if driver.rising else 'falling'}",
                label=path_label(case, driver.path, words),
            ),
        )
        for driver in drivers[:MOST_DRIVERS]
    ]
    rest = max(0.0, 1 - sum(driver.share for driver in drivers[:MOST_DRIVERS]))
    return tag(
        "div",
        tag("h3", words("uncertainty.drivers", year=year)),
        tag("ul", *items, class_="drivers"),
        tag("p", words("uncertainty.drivers.rest", share=words.share(rest, 0)), class_="about"),
    )
