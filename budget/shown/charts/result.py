"""The charts of one result: cost and saving with net over them, and net added up."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from budget.formulas import Result
from budget.shown.charts.model import Band, Chart, Mark, Measure, Role, Series, years
from budget.shown.phrases import kr, phrase, sentence
from budget.shown.table_words import beside
from budget.text import Words
from budget.text.told import joined

BARS: tuple[tuple[str, Role], ...] = (("costs", "cost"), ("savings", "saving"))
ASKED = {"income": "incomes", "change": "changes", "change_income": ""}  # two rows as one bar answer for none
LINES: tuple[tuple[str, Role], ...] = (("net", "net"), ("accumulated", "accumulated"))
ZERO = 0.005  # kr


def amounts(words: Words, unit: str, *, fine: bool = False) -> Measure:
    """Kr in a unit of the product."""
    return Measure(words.language, unit, words(f"unit.{unit}"), fine=fine)


def result_chart(
    result: Result, words: Words, unit: str = "1000", turned: bool = False, first: Result | None = None
) -> Chart:
    """Cost, saving and income by year as bars on each other, net and accumulated net as lines.

    `first` is the case before the user's changes; `turned` shows savings as positive figures.
    """
    title = words("chart.title", unit=words(f"unit.{unit}"))
    series = tuple(_shown(result, words, turned))
    ghost = tuple(_moved(result, first, series, words, turned)) if first and first is not result else ()
    said = joined((title, *summary(result, words)))
    places = years(result.years)
    return Chart("result", title, amounts(words, unit), places, series, said, piled=True, ghost=ghost, press="why")


def _series(result: Result, kind: tuple[str, Role], words: Words, turned: bool = False) -> Series:
    key, role = kind
    values = tuple(signed(result.row(key).values, turned))
    return Series(key, words(f"chart.{role}"), role, values, bars=kind in BARS, asks=key)


def signed(values: Sequence[float], turned: bool) -> list[float]:
    """The amounts with the sign that is shown; zero never has one."""
    return [(-value if turned else value) + 0.0 for value in values]


def _shown(result: Result, words: Words, turned: bool) -> Iterator[Series]:
    """Bars, lines, and the balance of a pool where the case has one."""
    yield from (_series(result, kind, words, turned) for kind in BARS)
    yield from _beside(result, words, turned)
    yield from (_series(result, kind, words, turned) for kind in LINES)
    if result.case.pool:
        yield _series(result, ("pool.balance", "pool"), words, turned)


def _beside(result: Result, words: Words, turned: bool = False) -> Iterator[Series]:
    """Incomes and changes, as one bar."""
    name, values = beside(result)
    if any(values):
        yield Series("incomes", words(f"chart.{name}"), "income", tuple(signed(values, turned)), True, asks=ASKED[name])


def _moved(result: Result, first: Result, series: Sequence[Series], words: Words, turned: bool) -> Iterator[Series]:
    """Every series as it was, when any of them has moved; a year that was not there before is a gap."""
    before = {one.key: dict(zip(first.years, one.values, strict=True)) for one in _shown(first, words, turned)}
    was = []
    for one in series:
        known = before.get(one.key, {})
        was.append(replace(one, values=tuple(known.get(year) for year in result.years), asks=""))
    pairs = [pair for one, old in zip(series, was, strict=True) for pair in zip(one.values, old.values, strict=True)]
    if any(old is not None and value is not None and abs(value - old) >= ZERO for value, old in pairs):
        yield from was


def by_year(result: Result, words: Words, said: Sequence[str]) -> Chart | None:
    """Cost, saving and income that there is, with net over them, for the back row; None where there is nothing."""
    bars = [one for one in (_series(result, kind, words) for kind in BARS) if any(one.values)]
    bars += _beside(result, words)
    if not bars:
        return None
    series = (*bars, _series(result, LINES[0], words))
    return told("by_year", words("story.view.by_year"), result, series, words, said, piled=True)


def accumulated(result: Result, words: Words, said: Sequence[str]) -> Chart | None:
    """Net added up, with the year in which the cost is paid back; None where there is nothing."""
    values = tuple(result.row("accumulated").values)
    if not any(values):
        return None
    year = result.summary["payback_year"]
    marks: tuple[Mark, ...] = ()
    if year is not None and int(year) in result.years:
        text = words("presentation.paid_back", year=int(year))
        marks = (Mark("accumulated", result.years.index(int(year)), text),)
    series = (Series("accumulated", words("row.accumulated"), "planned", values, asks="accumulated"),)
    return told("accumulated", words("story.view.accumulated"), result, series, words, said, marks=marks)


def told(
    key: str, title: str, result: Result, series: tuple[Series, ...], words: Words, said: Sequence[str],
    *, piled: bool = False, marks: tuple[Mark, ...] = (), bands: tuple[Band, ...] = (),
) -> Chart:  # fmt: skip
    """A chart of the presentation: million kr., and `said` followed by every value in words."""
    measure = amounts(words, "mio", fine=True)
    spoken = joined((*said, *every_value(series, result.years, measure, words)))
    return Chart(
        key, title, measure, years(result.years), series, spoken, piled=piled, bands=bands, marks=marks, press="why"
    )


def every_value(series: Sequence[Series], of: Sequence[int], measure: Measure, words: Words) -> Iterator[str]:
    """Each series with its value of every year, for those who do not see it."""
    for one in series:
        values = (f"{year} {measure.text(v)}" for year, v in zip(of, one.values, strict=True) if v is not None)
        yield words("chart.every_value", label=one.label, unit=measure.name, values=words.listed(values))


# --- in words ----------------------------------------------------------------------------------------------


def summary(result: Result, words: Words) -> Iterator[str]:
    """What the chart of a result shows, in sentences."""
    for name, key, sign in (("saving", "savings", -1), ("cost", "costs", 1)):
        values = [sign * value for value in result.row(key).values]
        if any(values):
            yield _course(name, values, result.years, words)
    balanced, payback, end = result.summary["first_balanced_year"], result.summary["payback_year"], result.years[-1]
    if not any(result.row("costs").values) and not any(result.row("changes").values):
        return
    if balanced is None:
        yield words("chart.text.never_balanced", year=end)
    elif result.row("net").values[0] > 0:
        yield words("chart.text.balanced", year=balanced)
    if result.nothing_to_pay_back:
        return
    if payback is None:
        yield words("chart.text.not_paid_back", year=end)
    else:
        yield words("chart.text.paid_back", year=payback)


def _course(name: str, values: Sequence[float], of: Sequence[int], words: Words) -> str:
    """From the first year to the last; the largest is named where it is neither."""
    top = max(range(len(values)), key=lambda i: values[i])
    first, most, last = (phrase("check.in_year", amount=kr(values[i]), years=str(of[i])) for i in (0, top, -1))
    if max(values) - min(values) < ZERO:
        key = "flat" if len(values) > 1 else "one"
        return sentence(f"chart.text.{name}_{key}", words, amount=kr(values[0]), first=first)
    key = "over" if values[top] - max(values[0], values[-1]) >= ZERO else "to"
    return sentence(f"chart.text.{name}_{key}", words, first=first, most=most, last=last)
