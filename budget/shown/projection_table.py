"""The one table of a projection that a finance office signs: places and kr without the measure and with it, by year."""

from collections.abc import Iterator, Mapping, Sequence

from budget.analysis.fates import Band
from budget.analysis.frozen import COURSES, Frozen, signed
from budget.analysis.projection import Projected
from budget.formulas import Result
from budget.shown.labels import inside, step_label
from budget.shown.model import (
    NONE,
    Cell,
    Display,
    Group,
    Heading,
    Row,
    Table,
    Text,
    asking,
    figures,
    piece,
    year_columns,
)
from budget.shown.net_table import PLAIN
from budget.shown.phrases import kr, sentence
from budget.shown.small_numbers import count_text, is_small
from budget.shown.table_words import price_level
from budget.text import Words

MOST = 2  # decimals of full-year places
Bands = Mapping[str, Band]
KR = ("kr", "cut", "avoided")  # which can be compared in the prices of one year alone
SAME = 0.005  # places and kr: what differs by less is the same


def signed_table(of: Projected, found: Bands, words: Words, display: Display = PLAIN) -> Table:
    """Years; places without, with and saved; kr; what cuts the budget and what avoids a rise; the band; as of when."""
    prices = price_level(of.result, words)
    caption = words("projected.table", unit=words(f"unit.{display.unit}"), prices=prices)
    rows = (*place_rows(of, "", words, found), *kr_rows(of, display, words))
    return Table("projected", caption, year_columns(of.years), rows, tuple(_notes(of, words, display)))


def _notes(of: Projected, words: Words, display: Display) -> Iterator[str]:
    baseline = of.result.case.baseline
    assert baseline is not None
    yield words("projected.note.as_of", year=baseline.year)
    yield words("projected.note.band")
    source = of.result.case.sources.get(baseline.source or "")
    if source is not None and source.note:  # of an own list: how the projection would have done
        yield source.note
    if of.line and any(value < 0 for step in of.steps for value in of.values(f"{of.id}.{step}.within")):
        yield words("projected.note.more")
    if of.line:
        yield words("projected.note.sign_turned" if display.turned else "projected.note.sign")
    yield words("projected.limits")


def signature(words: Words) -> Iterator[str]:
    """Where whoever answers for the figures signs."""
    yield words("projected.sign")


def verdict(of: Projected, words: Words) -> tuple[str, ...]:
    """Both courses in the last year, and what of the gap is money in the budget; a sentence each."""
    last, without = of.years[-1], places_text(of.without()[-1], words)
    if of.line is None:
        budget = places_text(of.values(of.budget_key())[-1], words)
        return (words("projected.said.without", year=last, without=without, budget=budget),)
    there, fewer = of.values(of.key(of.id))[-1], of.values(f"{of.id}.saved")[-1]
    key = "both" if words.discreet and is_small(fewer) else "fewer" if fewer >= 0 else "more"
    facts = {"there": places_text(there, words), "fewer": places_text(abs(fewer), words)}
    said = words(f"projected.said.{key}", year=last, without=without, **facts)
    if not of.is_own:
        return (said,)
    cut, avoided = (-of.values(f"{of.id}.{name}")[-1] for name in ("cut", "avoided"))
    key = "money" if cut >= 0 else "dearer"
    return said, sentence(f"projected.said.{key}", words, cut=kr(abs(cut)), avoided=kr(avoided))


def places_by_step(of: Projected, words: Words) -> Table:
    """Full-year places of every step and of all, without the measure and with it, as a slide has room for them."""
    rows = []
    for step in (*(of.steps if len(of.steps) > 1 else ()), ""):
        name = inside(step_label(step, words)) if step else words("word.total").lower()
        for course, id in (("without", ""), *((("with", of.id),) if of.line else ())):
            key = of.key(id, step)
            cells = tuple(Cell(places_text(value, words), value, "places") for value in of.values(key))
            rows.append(Row(key, "" if step else "subtotal", words(f"projected.short_{course}", step=name), cells))
    return Table("projected", words("projected.chart"), year_columns(of.years), tuple(rows))


def places_text(value: float, words: Words) -> str:
    """Full-year places with one decimal; small numbers of children are hidden in discreet words."""
    return count_text(value, words) if words.discreet and is_small(value) else words.number(value, 1)


def place_rows(of: Projected, step: str, words: Words, found: Bands | None = None) -> tuple[Row, ...]:
    """Places without, with and saved, those in the budget, and what of those saved cuts it; of one step or of all."""

    def row(name: str, key: str, kind: str = "") -> Row:
        return Row(key, kind, words(f"projected.row.{name}"), asking(_cells(of.values(key), words)))

    def spread(key: str) -> list[Row]:
        if found is None or key not in found:
            return []
        ends = zip(found[key].low, found[key].high, strict=True)
        cells = tuple(Cell(_between(low, high, words)) for low, high in ends)
        return [Row(f"{key}.band", "other", words("projected.row.band"), cells)]

    rows = [row("without", of.key("", step), "subtotal"), *spread(of.key("", step))]
    if of.line:
        rows += [row("with", of.key(of.id, step), "subtotal"), *spread(of.key(of.id, step))]
    rows.append(row("budget", of.budget_key(step)))
    if of.line:
        prefix = ".".join(filter(None, (of.id, step)))
        rows += [row("saved", f"{prefix}.saved", "net"), *spread(f"{prefix}.saved")]
        rows += [row(name, f"{prefix}.{name}") for name in ("within", "beyond")]
    return tuple(rows)


def _cells(values: Sequence[float], words: Words) -> list[Cell]:
    """Full-year places; small numbers of children are hidden in discreet words."""
    cells = figures(values, words, MOST, "places")
    if not words.discreet:
        return cells
    return [
        cell._replace(text=count_text(value, words)) if is_small(value) else cell
        for cell, value in zip(cells, values, strict=True)
    ]


def _between(low: float, high: float, words: Words) -> str:
    """An end that is a small number hides with the other: one of both would tell it."""
    if words.discreet and (is_small(low) or is_small(high)):
        return NONE
    return f"{words.number(low, 1)}–{words.number(high, 1)}"


def kr_rows(of: Projected, display: Display, words: Words) -> tuple[Row, ...]:
    """What the places cost in both courses, what is saved, and the two parts of it."""
    if of.line is None:
        return ()
    plain, book = unsigned(display), of.result.book.rows

    def row(name: str, key: str, shown: Display, kind: str = "") -> Row:
        cells = asking([shown.cell(value, words) for value in of.values(key)])
        return Row(key, kind, words(f"projected.row.{name}"), cells)

    rows = [row("cost_without", "baseline.cost", plain), row("cost_with", f"{of.id}.cost", plain)]
    rows.append(row("kr", of.id, display, "saving"))
    more = ("reimbursement", "cut", "reimbursement.cut", "avoided")
    return (*rows, *(row(name, f"{of.id}.{name}", display) for name in more if f"{of.id}.{name}" in book))


def unsigned(display: Display) -> Display:
    """What places cost is a price and no change of the budget: it has no sign to be turned."""
    return display._replace(turned=False)


# ------------------------------------------------------------------ the projection that was adopted
def beside(kept: Frozen, said: str, result: Result, words: Words, display: Display = PLAIN) -> Group | None:
    """Both side by side, with what `said` tells of the adoption; None for a case that projects nothing now."""
    now = signed(result, with_band=False)
    if now is None:
        return None
    rows = tuple(_rows(kept, now, words, display))
    caption = words("frozen.table", unit=words(f"unit.{display.unit}"))
    notes = (words("frozen.note", adopted=kept.as_of, now=now.as_of), words("projected.limits"))
    table = Table("frozen", caption, year_columns(now.years), rows, notes)
    told = (Text(text) for text in _moved(kept, now, words))
    return piece("frozen", Heading(words("frozen.title")), Text(said, "lead"), *told, table)


def _rows(kept: Frozen, now: Frozen, words: Words, display: Display) -> Iterator[Row]:
    for name in (*COURSES, *(KR if kept.price_year == now.price_year else ())):
        if name not in now.values and name not in kept.values:
            continue
        for which, of in (("adopted", kept), ("now", now)):
            values = [of.at(name, year) for year in now.years]
            amounts = [display.cell(value, words) for value in values]
            cells = figures(values, words, MOST, "places") if name in COURSES else amounts
            label = words(f"frozen.row.{which}", row=words(f"projected.row.{name}"))
            yield Row(f"{name}.{which}", "" if which == "adopted" else "other", label, tuple(cells))


def _moved(kept: Frozen, now: Frozen, words: Words) -> Iterator[str]:
    """What the baseline alone has moved in the last year that both know: no effect of the measure."""
    year = next((year for year in reversed(now.years) if year in kept.years), None)
    if year is None:
        return
    was, there = kept.at("without", year) or 0.0, now.at("without", year) or 0.0
    if abs(there - was) < SAME:
        yield words("frozen.same", year=year)
        return
    key = "lower" if there < was else "higher"
    yield words(f"frozen.{key}", year=year, places=places_text(abs(there - was), words))
