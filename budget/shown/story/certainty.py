"""How sure the case is: its own ranges drawn at random, its scenarios, and the point at which it breaks even."""

from collections.abc import Sequence
from dataclasses import dataclass

from budget.analysis.changes import changes
from budget.analysis.references import ZERO
from budget.case import with_figure, with_scenario
from budget.formulas import Result, calculate
from budget.shown.charts import Chart, Series
from budget.shown.charts.certainty import FAN
from budget.shown.charts.result import told
from budget.shown.key_figures import payback_text, years_text
from budget.shown.model import Cell, Column, Row, Table
from budget.shown.phrases import Fact, sentence
from budget.text import Words
from budget.text.told import joined

Alternative = tuple[str, str, Result]  # its key, its name, and the case under it

LEAST_CHANCE, MOST_CHANCE = 0.001, 0.999  # a share of draws between none and all never reads as either


@dataclass(frozen=True)
class Fan:
    """The spread of the accumulated net by year, kr, and the share of draws that has paid back by the end."""

    low: tuple[float, ...]
    middle: tuple[float, ...]
    high: tuple[float, ...]
    chance: float
    draws: int
    figures: int  # that are uncertain


def fan(result: Result) -> Fan | None:
    """The simulation of `simulate` with its own draws and seed; None where nothing uncertain moves the result."""
    from budget.analysis.sensitivity import is_uncertain, uncertain_figures
    from budget.analysis.simulation import simulate

    figures = uncertain_figures(result.case)
    if not is_uncertain(result.case):
        return None
    found = simulate(result.case, prices=result.prices)
    low, middle, high = (tuple(found.accumulated[name]) for name in ("p10", "p50", "p90"))
    if all(abs(most - least) < ZERO for least, most in zip(low, high, strict=True)):
        return None  # what is uncertain has no part in the result
    return Fan(low, middle, high, found.probability_paid_back[-1], found.draws, len(figures))


def chance(found: Fan, result: Result, words: Words) -> str:
    """In how many draws the cost is paid back by the end, and that but one figure is uncertain where that is so."""
    paid = words("story.chance.unexposed" if result.nothing_to_pay_back else "story.chance.paid")
    share = words.share(min(max(found.chance, LEAST_CHANCE), MOST_CHANCE))
    key = {0.0: "story.chance.none", 1.0: "story.chance.all"}.get(found.chance, "story.chance")
    facts: dict[str, Fact] = {
        "chance": share,
        "draws": words.number(found.draws),
        "paid": paid,
        "year": result.years[-1],
    }
    return joined((sentence(key, words, **facts), *one_figure(found.figures, words)))


def one_figure(figures: int, words: Words) -> tuple[str, ...]:
    """That a chance comes of one uncertain figure alone."""
    return (words("story.chance.one_figure"),) if figures == 1 else ()


def others(result: Result, words: Words) -> list[Alternative]:
    """The case under each of its scenarios, and with just the realisation at which it breaks even."""
    case, prices = result.case, result.prices
    found = [(s.id, s.label, calculate(with_scenario(case, s.id), prices)) for s in case.scenarios]
    share = result.summary["break_even_realisation"]
    if share is not None and 0 < share <= 3:
        even = calculate(with_figure(case, "levers.realisation", share), prices)
        found.append(("break-even", words("story.at_break_even", share=words.share(share, up=True)), even))
    return found


def chart(
    result: Result, found: Fan | None, alternatives: list[Alternative], words: Words, said: Sequence[str]
) -> Chart:
    """Accumulated net as planned, and the fan or else the alternatives."""
    values = tuple(result.row("accumulated").values)
    series = [Series("planned", _planned(result, words), "planned", values, asks="accumulated")]
    for key, label, other in () if found else alternatives:
        series.append(Series(key, label, "scenario", tuple(other.row("accumulated").values)))
    if found:
        series += [
            Series("low", words("story.fan.low"), "low", found.low),
            Series("middle", words("story.fan.middle"), "middle", found.middle),
            Series("high", words("story.fan.high"), "high", found.high),
        ]
    bands = (FAN,) if found else ()
    return told("certainty", words("story.view.certainty"), result, tuple(series), words, said, bands=bands)


def table(result: Result, found: Fan | None, alternatives: list[Alternative], words: Words) -> Table:
    """The end of the period and the payback year under each alternative."""
    rows = [_row("planned", _planned(result, words), result, words)]
    rows += [_row(key, label, other, words) for key, label, other in alternatives]
    if found is not None:
        for name, values in (("low", found.low), ("middle", found.middle), ("high", found.high)):
            end = Cell(words.money(values[-1]), values[-1], "kr")
            rows.append(Row(name, "fan", words(f"story.fan.{name}"), (end, Cell())))
    head = ("", words("figure.accumulated", years=years_text(result)), words("figure.payback"))
    return Table(
        "certainty",
        words("story.alternatives.changed" if changes(result.case) else "story.alternatives"),
        tuple(map(Column, head)),
        tuple(rows),
    )


def _planned(result: Result, words: Words) -> str:
    return words("story.changed" if changes(result.case) else "story.planned")


def _row(key: str, label: str, result: Result, words: Words) -> Row:
    net = result.summary["net"] or 0.0
    net = 0.0 if abs(net) < ZERO else net
    return Row(
        key,
        "scenario",
        label,
        (Cell(words.money(net), net, "kr"), Cell(payback_text(result, words), result.summary["payback_year"], "year")),
    )
