"""The charts of several cases: net by service area and year, and when each is paid back against what it lays out."""

from collections.abc import Iterator

from budget.analysis.portfolio import ZERO, Member, Portfolio
from budget.shown.charts.model import Chart, Place, Series, years
from budget.shown.charts.result import amounts, every_value
from budget.text import Words
from budget.text.told import joined

MOST_AREAS = 6  # that have a look of their own
MOST_CASES = 20


def areas(found: Portfolio, named: list[tuple[str, list[float]]], words: Words) -> Chart | None:
    """Net by service area (its name and its kr by year) as bars on each other, and their sum; None without any."""
    shown = [(label, values) for label, values in named if any(abs(kr) >= ZERO for kr in values)]
    if not shown:
        return None
    largest = sorted(shown, key=lambda area: -sum(map(abs, area[1])))
    if len(largest) > MOST_AREAS:
        rest = [values for _, values in largest[MOST_AREAS - 1 :]]
        others = words("portfolio.chart.other_areas", count=len(rest))
        largest = [*largest[: MOST_AREAS - 1], (others, [sum(kr) for kr in zip(*rest, strict=True)])]
    bars = tuple(Series(f"area-{n}", label, "area", tuple(kr), bars=True) for n, (label, kr) in enumerate(largest))
    series = (*bars, Series("net", words("chart.net"), "net", tuple(found.totals())))
    title = words("portfolio.chart.areas", year=found.price_year)
    measure = amounts(words, "1000")
    said = joined((title, *every_value(series, found.years, measure, words)))
    return Chart("portfolio-areas", title, measure, years(found.years), series, said, piled=True)


def payback(found: Portfolio, words: Words) -> Chart | None:
    """What each case lays out at most before it comes back, those first that are paid back soonest; None without any.

    Each in its own prices, as in the table beneath.
    """
    out = [member for member in found.members if _outlay(member) >= ZERO]
    if not out:
        return None
    shown = sorted(sorted(out, key=_outlay, reverse=True)[:MOST_CASES], key=_soonest)
    places = tuple(Place(f"{n}", str(member.case.title)) for n, member in enumerate(shown))
    values = tuple(map(_outlay, shown))
    measure = amounts(words, "mio", fine=True)
    texts = tuple(_told(member, words) for member in shown)
    series = (Series("outlay", words("portfolio.returns.peak"), "cost", values, bars=True, texts=texts),)
    kind = "payback" if len(shown) == len(out) else "payback_largest"
    title = words(f"portfolio.chart.{kind}", count=len(shown))
    said = " ".join((title, *(f"{place.label}: {text}." for place, text in zip(places, texts, strict=True))))
    return Chart("portfolio-payback", title, measure, places, series, said, across=False)


def _outlay(member: Member) -> float:
    return member.result.summary["peak_exposure"] or 0.0


def _soonest(member: Member) -> tuple[bool, float, float]:
    back = member.payback_years
    return back is None, back or 0.0, -_outlay(member)


def _told(member: Member, words: Words) -> str:
    """2,5 mio. kr., tilbage på 3 år."""
    out, back = words.money(_outlay(member)), member.payback_years
    if back is None:
        return words("portfolio.chart.not_back", out=out)
    kind = "back_one" if back < 2 else "back"
    return words(f"portfolio.chart.{kind}", out=out, years=int(back))


def both(found: Portfolio, named: list[tuple[str, list[float]]], words: Words) -> Iterator[Chart]:
    """The charts that there is anything to draw in."""
    yield from (chart for chart in (areas(found, named, words), payback(found, words)) if chart)
