"""What a municipality's own list gives, in words: the estimates, what they build on, the backtest and the band."""

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from budget.analysis.backtest import Score, beats_unchanged, together
from budget.analysis.courses import ENTRY_YEARS, Counted
from budget.analysis.estimates import (
    FEWEST_COURSES,
    FEWEST_EXITS,
    Estimate,
    entries,
    is_few,
    last_year,
    leaving,
    steps_of,
)
from budget.analysis.fates import Band
from budget.analysis.own_list import OwnList
from budget.shown.labels import step_label
from budget.shown.model import Cell, Column, Group, Row, Table, Text, piece, texts, year_columns
from budget.text import Words


# ------------------------------------------------------------------ as part of a case
def baseline(
    given: OwnList, words: Words, unchanged: Mapping[str, Mapping[int, float]] | None = None
) -> dict[str, Any]:
    """What stands under `baseline`: every estimate with its range and what it was counted of.

    `unchanged` are the entries by step and year that just keep the number placed as it is, in place of the estimated.
    """
    date = given.extracted.isoformat()

    def stated(kind: str, estimate: Estimate) -> Any:
        if kind in ("stock", "entry_ages"):
            return estimate.value
        ends = {"low": estimate.low, "high": estimate.high} if estimate.low < estimate.high else {}
        return {"value": estimate.value, **ends, "note": words("own_list.note", date=date, n=estimate.n)}

    steps = steps_of(given.found, stated)
    for step, by_year in (unchanged or {}).items():
        note = words("own_list.note_unchanged", date=date)
        steps[step]["entries"] = {year: {"value": value, "note": note} for year, value in by_year.items()}
    return {"as_of": given.as_of.isoformat(), "source": source_key(given), "steps": steps}


def source_key(given: OwnList) -> str:
    """The key of the list among a case's sources."""
    return f"own-list-{given.extracted.isoformat()}"


def sources(given: OwnList, scores: Mapping[str, Sequence[Score]], words: Words) -> dict[str, Any]:
    """The list as a source of a case, with the line below the signed table: how the projection would have done."""
    date = given.extracted.isoformat()
    return {source_key(given): {"title": words("own_list.source", date=date), "note": backtest_line(scores, words)}}


def backtest_line(scores: Mapping[str, Sequence[Score]], words: Words) -> str:
    """Each step's error beside that of an unchanged number, and how often the band held, all years ahead together."""
    said = []
    for step, one in ((step, together(found)) for step, found in scores.items()):
        errors = {"rmse": words.number(one.rmse, 1), "unchanged": words.number(one.rmse_unchanged, 1)}
        name = step_label(step, words)
        said.append(words("own_list.line.step", step=name, **errors, held=one.held, tried=one.tried))
    return words("own_list.line", steps="; ".join(said)) if said else words("own_list.no_backtest")


# ------------------------------------------------------------------ what it builds on
def day(date: dt.date) -> str:
    """A day as the fields and the list have it."""
    return date.strftime("%d-%m-%Y")


def basis(given: OwnList, rows: int, out: Mapping[str, Sequence[int]], words: Words) -> str:
    """How many rows are taken, and over which years what is counted."""
    taken, years = rows - sum(map(len, out.values())), given.found[0].entry_years
    dates = {"extracted": day(given.extracted), "window": day(given.window)}
    shown = words.plain(ENTRY_YEARS if years == ENTRY_YEARS else years, 1)
    return words("own_list.basis", rows=words.number(rows), taken=words.number(taken), years=shown, **dates)


def warnings(given: OwnList, words: Words) -> Iterator[str]:
    """What one must know before the figures are used."""
    if given.is_late and given.first_end is not None:
        yield words("own_list.late", date=day(given.first_end))
    for one in given.refused:
        least = {"least": FEWEST_COURSES, "fewest": FEWEST_EXITS}
        yield words("own_list.refused", step=_name(one, words), courses=one.courses, exits=one.exits, **least)
    for one in given.found:
        if is_few(one):
            yield words("own_list.few", step=_name(one, words), courses=one.courses, exits=one.exits)
        if one.back:
            yield words("own_list.back", step=_name(one, words), count=one.back)


def last_years(given: OwnList, words: Words) -> Iterator[str]:
    """Last year's entries beside those before, and whether the difference may be chance."""
    for one in given.found:
        if test := last_year(one):
            key = "own_list.last_year.unlikely" if test.unlikely else "own_list.last_year"
            chance = words.share(test.chance, 0 if test.chance >= 0.01 else 2)
            before = words.number(test.before, 1)
            yield words(key, step=_name(one, words), last=test.entered, before=before, chance=chance)


def unbeaten(scores: Mapping[str, Sequence[Score]], words: Words) -> Iterator[str]:
    """The steps whose number would have been told as well by leaving it unchanged."""
    for step, found in scores.items():
        if not beats_unchanged(found):
            yield words("own_list.unbeaten", step=step_label(step, words))


def _name(one: Counted, words: Words) -> str:
    return step_label(one.step, words)


# ------------------------------------------------------------------ tables
def estimates_table(given: OwnList, one: Counted, words: Words) -> Table:
    """The figures of one step: value, range, and what each is counted of."""
    heads = [words(f"own_list.{name}") for name in ("estimate", "low", "high", "n")]
    columns = (Column(""), *map(Column, heads), Column(words("own_list.counted"), words=True))
    shares, years = leaving(one), words.number(one.exposure, 1)
    entered = words.plain(one.entry_years, 1)

    def row(key: str, label: str, said: Sequence[str], n: int, counted: str) -> Row:
        return Row(key, "", label, texts(*said, words.number(n), counted))

    def range_of(estimate: Estimate, share: bool) -> list[str]:
        numbers = (estimate.value, estimate.low, estimate.high)
        return [words.share(value) if share else words.number(value, 1) for value in numbers]

    label = words("own_list.placed", date=day(given.as_of))
    price = words.kr(one.price or 0.0)
    rows = [
        row("stock", label, (words.number(one.placed), "", ""), one.placed, _ages(one.stock, words)),
        row(
            "entries",
            words("own_list.entries"),
            range_of(entries(one), share=False),
            one.entered,
            words("own_list.entered", count=one.entered, years=entered, ages=_ages(one.entry_ages, words)),
        ),
    ]
    for to, share in shares.items():
        label = words("own_list.moves", step=step_label(to, words)) if to else words("own_list.exit_share")
        counted = words("own_list.moved" if to else "own_list.left", count=share.n, years=years)
        rows.append(row(f"moves.{to}" if to else "exit_share", label, range_of(share, share=True), share.n, counted))
    counted = words("own_list.priced", count=one.priced)
    rows.append(row("price", words("own_list.price"), (price, "", ""), one.priced, counted))
    return Table(f"estimates.{one.step}", _name(one, words), columns, tuple(rows))


def _ages(cells: Mapping[str, int], words: Words) -> str:
    return ", ".join(words("own_list.ages", ages=ages, count=count) for ages, count in cells.items())


def backtest_table(step: str, found: Sequence[Score], given: OwnList, words: Words) -> Table:
    """How far off the projection and its alternatives were, by years ahead."""
    heads = [words(f"own_list.{name}") for name in ("projection", "unchanged", "trend", "held")]

    def row(score: Score) -> Row:
        label = words("own_list.ahead", count=score.ahead) if score.ahead > 1 else words("own_list.one_ahead")
        errors = (score.rmse, score.rmse_unchanged, score.rmse_trend)
        held = words("own_list.of", held=score.held, tried=score.tried)
        return Row(str(score.ahead), "", label, (*(Cell(words.number(x, 1), x) for x in errors), Cell(held)))

    years = words.listed(str(one.year) for one in given.tries)
    note = words("own_list.rmse", years=years)
    title = words("own_list.backtest", step=step_label(step, words))
    return Table(f"backtest.{step}", title, tuple(map(Column, ("", *heads))), tuple(map(row, found)), (note,))


def band_years(band: Band, given: OwnList) -> list[int]:
    return [given.as_of.year + n for n in range(len(band.mid))]


def band_table(step: str, band: Band, given: OwnList, words: Words) -> Table:
    """The band of one step by year."""
    rows = tuple(
        Row(name, "", words(f"own_list.band.{name}"), tuple(Cell(words.number(x, 1), x) for x in getattr(band, name)))
        for name in ("low", "mid", "high")
    )
    return Table(
        f"band.{step}",
        words("own_list.band", step=step_label(step, words)),
        year_columns(band_years(band, given)),
        rows,
    )


# ------------------------------------------------------------------ the page
def pieces(
    given: OwnList,
    basis_: Sequence[str],
    bands: Mapping[str, Band],
    scores: Mapping[str, Sequence[Score]],
    words: Words,
) -> Iterator[Group]:
    """What the page shows of a list: what it builds on, the estimates of each step, the band and the backtest."""
    warned = [*warnings(given, words), *last_years(given, words)]
    said = [*(Text(text, "about") for text in basis_), *(Text(text) for text in warned)]
    yield piece("own-basis", *said, element="div")
    for one in given.found:
        yield piece(f"own-{one.step}", estimates_table(given, one, words), element="div")
    for step, band in bands.items():
        yield piece(f"own-band-{step}", band_table(step, band, given, words), element="div")
    for step, found in scores.items():
        yield piece(f"own-backtest-{step}", backtest_table(step, found, given, words), element="div")
    judged = list(unbeaten(scores, words)) if scores else [words("own_list.no_backtest")]
    yield piece("own-judged", *(Text(text) for text in judged), element="div")
