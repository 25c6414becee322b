"""The charts of a projection: places without and with the measure by year, what of the gap is money, and the band."""

from budget.analysis.fates import Band as Spread
from budget.analysis.projection import Projected
from budget.shown.charts.model import Band, Chart, Measure, Series, years
from budget.shown.charts.result import amounts, signed
from budget.shown.labels import step_label
from budget.text import Words

PLACES = 2  # decimals of full-year places


def places(found: Projected, step: str, said: str, words: Words) -> Chart:
    """Full-year places without the measure and with it, the gap between them shaded, and today's budget; of one step,
    or of all.
    """
    series = [
        Series("without", words("projected.short.without"), "before", found.without(step), asks=found.key("", step))
    ]
    bands: tuple[Band, ...] = ()
    if found.line is not None:
        asks = found.key(found.id, step)
        series.append(Series("with", words("projected.short.with"), "after", found.values(asks), asks=asks))
        bands = (Band("with", "without"),)
    asks = found.budget_key(step)
    series.append(Series("budget", words("projected.short.budget"), "benchmark", found.values(asks), asks=asks))
    return Chart(
        f"projected-{step or 'all'}",
        words("projected.chart.step", step=step_label(step, words)) if step else words("projected.chart"),
        _measure(words),
        years(found.years),
        tuple(series),
        said,
        bands=bands,
        press="why",
    )


def money(found: Projected, said: str, words: Words, unit: str, turned: bool) -> Chart:
    """What the places saved come to by year: what the budget is cut by, and the rise that is avoided."""
    bars = [("cut", "saving"), ("avoided", "change")]
    series = []
    for name, role in bars:
        asks = f"{found.id}.{name}"
        values = tuple(signed(found.values(asks), turned))
        series.append(Series(name, words(f"projected.short.{name}"), role, values, True, asks=asks))  # type: ignore[arg-type]
    title = words("projected.money", unit=words(f"unit.{unit}"))
    measure = amounts(words, unit)
    return Chart("projected-money", title, measure, years(found.years), tuple(series), said, piled=True, press="why")


def band(found: Projected, key: str, spread: Spread, said: str, words: Words) -> Chart:
    """The figure as it is worked out, between what eight in ten courses lie."""
    kind = "saved" if key.endswith(".saved") else "without"
    series = (
        Series("high", words("projected.short.high"), "high", spread.high),
        Series(
            "case",
            words(f"projected.short.{kind}"),
            "after" if kind == "saved" else "before",
            found.values(key),
            asks=key,
        ),
        Series("low", words("projected.short.low"), "low", spread.low),
    )
    title = words(f"projected.band.{kind}")
    return Chart(
        f"projected-band-{kind}",
        title,
        _measure(words),
        years(found.years),
        series,
        said,
        bands=(Band("low", "high"),),
        press="why",
    )


def _measure(words: Words) -> Measure:
    return Measure(words.language, name=words("unit.places"), most=PLACES)
