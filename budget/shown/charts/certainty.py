"""The charts of how sure a result is: the fan of the draws, scenarios side by side, and each figure at its ends."""

from collections.abc import Sequence

from budget.analysis.scenarios import BASE, Outlook
from budget.analysis.sensitivity import Swing
from budget.analysis.simulation import Simulation
from budget.shown.charts.model import Band, Chart, Line, Place, Series, years
from budget.shown.charts.result import amounts, signed
from budget.shown.labels import outlook_label, uncertain_label
from budget.shown.phrases import kr, phrase, sentence
from budget.text import Words
from budget.text.told import joined

MOST_BARS = 15
QUANTILES = ("p10", "p50", "p90")
FAN: Band = Band("low", "high")


def fan(found: Simulation, words: Words, unit: str = "1000", turned: bool = False) -> Chart:
    """Accumulated net of the draws by year: the middle one, and between what eight in ten lie."""
    quantiles = [signed(found.accumulated[name], turned) for name in QUANTILES]
    low, middle, high = quantiles[::-1] if turned else quantiles  # what was low is high with the sign turned
    series = (
        Series("high", words("uncertainty.fan.p90"), "high", tuple(high)),
        Series("middle", words("uncertainty.fan.p50"), "middle", tuple(middle)),
        Series("low", words("uncertainty.fan.p10"), "low", tuple(low)),
    )
    title = words("uncertainty.fan", unit=words(f"unit.{unit}"))
    said = sentence(
        "uncertainty.fan.said",
        words,
        year=found.years[-1],
        low=kr(low[-1]),
        middle=kr(middle[-1]),
        high=kr(high[-1]),
    )
    return Chart("fan", title, amounts(words, unit), years(found.years), series, said, bands=(FAN,))


def scenarios(found: Sequence[Outlook], words: Words, unit: str = "1000", turned: bool = False) -> Chart:
    """Accumulated net of the case as it stands and under each scenario that still fits it."""
    known = [(outlook, outlook.result) for outlook in found if outlook.result is not None]
    series = tuple(
        Series(
            outlook.id or "base",
            outlook_label(outlook, words),
            "planned" if outlook.id == BASE else "scenario",
            tuple(signed(result.row("accumulated").values, turned)),
        )
        for outlook, result in known
    )
    ends = [phrase("uncertainty.scenarios.said", label=one.label, amount=kr(one.values[-1] or 0.0)) for one in series]
    of = known[0][1].years

    def told(words: Words) -> str:
        return joined((end(words) for end in ends), "; ")

    said = sentence("uncertainty.scenarios.summary", words, year=of[-1], ends=told)
    title = words("uncertainty.scenarios.chart", unit=words(f"unit.{unit}"))
    return Chart("scenarios", title, amounts(words, unit), years(of), series, said)


def tornado(
    base: float, swings: Sequence[Swing], year: int, words: Words, unit: str = "1000", turned: bool = False
) -> Chart:
    """What each figure alone at its low and its high end makes of accumulated net, the largest swing first."""
    shown = swings[:MOST_BARS]
    places = tuple(Place(swing.path, uncertain_label(swing.found, words)) for swing in shown)
    (now,) = signed([base], turned)

    def ends(key: str, values: Sequence[float]) -> Series:
        label = words(f"uncertainty.head.at_{key}")
        starts = tuple(now for _ in values)
        return Series(key, label, f"at_{key}", tuple(signed(values, turned)), True, starts, asks=key)  # type: ignore[arg-type]

    series = (ends("low", [swing.at_low for swing in shown]), ends("high", [swing.at_high for swing in shown]))
    measure = amounts(words, unit)
    title = words("uncertainty.tornado.table", year=year, unit=words(f"unit.{unit}"))
    said = joined((title, *(_spoken(swing, words) for swing in shown)))
    line = Line(now, words("chart.now", value=measure.text(now)))
    return Chart("tornado", title, measure, places, series, said, across=False, lines=(line,), press="bar")


def _spoken(swing: Swing, words: Words) -> str:
    ends = {"low": kr(swing.at_low), "high": kr(swing.at_high)}
    return sentence("chart.ends", words, label=uncertain_label(swing.found, words), **ends)
