"""The budget follow-up as text and JSON: a table for each line, what its figures cover, and the measures."""

import json
from collections.abc import Iterator, Sequence
from typing import Any

from budget.analysis.facts import year_spans
from budget.analysis.follow_up import (
    FollowedLine,
    FollowedMeasure,
    FollowUp,
    LineYear,
    Outturn,
    deviation_word,
    target_word,
)
from budget.export.tables import aligned, heading
from budget.shown.labels import line_label
from budget.shown.phrases import said
from budget.text import Words

COLUMNS = ("budget", "changes", "revised", "actual", "deviation", "forecast", "expected_deviation", "accumulated")
MEASURE_COLUMNS = ("target", "actual", "deviation", "forecast")


def follow_up_title(found: FollowUp, words: Words, unit: str = "1000") -> str:
    """Budgetopfølgning, beløb i 1.000 kr., årets priser."""
    if found.year_prices:
        prices = words("follow_up.year_prices")
    else:
        prices = words("table.prices.fixed", year=found.case.price_year)
    return words("follow_up.title", unit=words(f"unit.{unit}"), prices=prices)


def columns(names: Sequence[str], words: Words) -> list[str]:
    """The headings of the columns after the year's."""
    return [words(f"follow_up.{name}") for name in names]


def line_cells(followed: FollowedLine, words: Words, unit: str = "1000") -> Iterator[list[str]]:
    """The cells of one line by year, in the order of COLUMNS; a deviation never stands without its word."""

    def amount(value: float | None) -> str:
        return words("word.none") if value is None else words.amount(value, unit)

    def deviation(value: float | None) -> str:
        return amount(value) if value is None else _with_word(amount(value), value, followed.income, words)

    for year, accumulated in zip(followed.years, followed.accumulated, strict=True):
        yield [
            amount(year.budget),
            amount(year.changes),
            amount(year.revised),
            _marked(amount(year.outturn.actual), year.outturn, words),
            deviation(year.deviation_to_date),
            amount(year.outturn.forecast),
            deviation(year.expected_deviation),
            deviation(accumulated),
        ]


def _with_word(text: str, value: float, income: bool, words: Words) -> str:
    word = deviation_word(value, income)
    return words("follow_up.as_budgeted") if word == "as_budgeted" else f"{text} {words(f'follow_up.{word}')}"


def _marked(text: str, outturn: Outturn, words: Words) -> str:
    """The figure with what it covers, where that is not the closed accounts of the whole year."""
    marks = []
    if outturn.partial:
        marks.append(words("follow_up.months", count=len(outturn.months)))
    if outturn.basis in ("evaluation", "spending"):
        marks.append(words(f"follow_up.basis.{outturn.basis}"))
    return f"{text} ({', '.join(marks)})" if marks else text


def line_remarks(followed: FollowedLine, words: Words, unit: str = "1000") -> Iterator[str]:
    """What must be said of the years of which only some months are known, and of a forecast that is a calculation."""
    for year in followed.years:
        if year.outturn.partial:
            yield _partial(year, followed.income, words, unit)
        if year.outturn.passed_over:
            yield words("follow_up.passed_over", year=year.year, count=year.outturn.passed_over)


def _partial(year: LineYear, income: bool, words: Words, unit: str) -> str:
    outturn = year.outturn

    def amount(value: float | None) -> str:
        return words("word.none") if value is None else words.amount(value, unit)

    text = words(
        "follow_up.partial",
        year=year.year,
        count=len(outturn.months),
        months=said(year_spans(outturn.months), words),
        share=words.share(outturn.share),
        to_date=amount(year.to_date),
    )
    if outturn.straight is None and outturn.stated is None:
        return f"{text} {words('follow_up.no_course')}"
    given = "follow_up.forecast_stated" if outturn.stated is not None else "follow_up.forecast_straight"
    if outturn.repeated is None:
        return f"{text} {words(f'{given}_only', straight=amount(outturn.straight))}"
    beyond = outturn.repeated - year.revised
    facts = {"straight": amount(outturn.straight), "repeated": amount(outturn.repeated)}
    return f"{text} {words(given, deviation=_with_word(amount(beyond), beyond, income, words), **facts)}"


def measure_cells(followed: FollowedMeasure, words: Words) -> Iterator[list[str]]:
    """The cells of one measure by year, in the order of MEASURE_COLUMNS; kr in whole kr."""
    unit = followed.measure.unit

    def value(number: float | None) -> str:
        if number is None:
            return words("word.none")
        if unit == "share":
            return words.share(number)
        return words.amount(number, "kr") if unit == "kr" else words.plain(round(number, 2))

    for goal, outturn, deviation in zip(followed.targets, followed.outturns, followed.deviations_to_date, strict=True):
        apart = words("word.none")
        if deviation is not None:
            word = target_word(deviation, unit)
            said_word = words(f"follow_up.{word}")
            apart = said_word if word in ("on_target", "as_budgeted") else f"{value(deviation)} {said_word}"
        yield [value(goal), _marked(value(outturn.actual), outturn, words), apart, value(outturn.forecast)]


def measure_label(followed: FollowedMeasure, words: Words) -> str:
    """The measure with its unit and where it started: Plejefamilier (helårspladser, udgangspunkt 2012: 63)."""
    measure, start = followed.measure, followed.measure.baseline
    facts = [] if measure.unit in ("number", "share") else [words(f"follow_up.unit.{measure.unit}")]
    if start is not None:
        value = words.amount(start.value, "kr") if measure.unit == "kr" else words.plain(start.value)
        value = words.share(start.value) if measure.unit == "share" else value
        facts.append(words("follow_up.baseline", year=start.year, value=value))
    return f"{measure.label} ({', '.join(facts)})" if facts else measure.label


def follow_up_notes(found: FollowUp, words: Words) -> list[str]:
    """Sign, price level, what an evaluation is, what is not known, and the rows that no actual belongs to."""
    notes = [words("follow_up.note.sign")]
    if not found.year_prices:
        notes.append(words("follow_up.note.fixed", year=found.case.price_year))
    every = [outturn for line in found.lines for outturn in (year.outturn for year in line.years)]
    every += [outturn for measure in found.measures for outturn in measure.outturns]
    notes += [
        words(f"follow_up.note.{basis}")
        for basis in ("evaluation", "spending")
        if any(outturn.basis == basis for outturn in every)
    ]
    if any(outturn.actual is None for outturn in every):
        notes.append(words("follow_up.note.unknown" if found.begun else "follow_up.note.nothing"))
    if any(getattr(line.line, "replacement_price", None) for line in found.lines) or found.case.reimbursement:
        notes.append(words("follow_up.note.apart"))
    return notes


def follow_up_text(found: FollowUp, words: Words, unit: str = "1000") -> str:
    """One table for each line and measure in columns set apart by spaces, with its remarks, and the notes below."""
    lines = [heading(found.case, words), follow_up_title(found, words, unit)]
    years = [str(year) for year in found.years]
    for line in found.lines:
        body = [[year, *cells] for year, cells in zip(years, line_cells(line, words, unit), strict=True)]
        label = " ".join(line_label(line.line).split())
        lines += ["", label, *aligned([["", *columns(COLUMNS, words)], *body]), *line_remarks(line, words, unit)]
    for measure in found.measures:
        body = [[year, *cells] for year, cells in zip(years, measure_cells(measure, words), strict=True)]
        label = " ".join(measure_label(measure, words).split())
        lines += ["", label, *aligned([["", *columns(MEASURE_COLUMNS, words)], *body])]
    return "\n".join([*lines, "", *follow_up_notes(found, words)]) + "\n"


def follow_up_json(found: FollowUp, words: Words) -> str:
    """The follow-up in kr (contract section 6), and what each figure covers; null where nothing is known."""
    data = {
        "case": found.case.id,
        "title": found.case.title,
        "unit": "kr",
        "prices": "year" if found.year_prices else "fixed",
        "price_year": found.case.price_year,
        "years": found.years,
        "lines": [_line(line) for line in found.lines],
        "measures": [_measure(measure) for measure in found.measures],
        "notes": follow_up_notes(found, words),
    }
    return json.dumps(data, ensure_ascii=False, indent=1)


def _line(line: FollowedLine) -> dict[str, Any]:
    years = line.years
    return {
        "key": line.line.id,
        "label": line.line.label,
        "service_area": line.line.service_area or "",
        "budget": [year.budget for year in years],
        "revised": [year.revised for year in years],
        "actual": [year.outturn.actual for year in years],
        "deviation": [year.deviation for year in years],
        "forecast": [year.outturn.forecast for year in years],
        "last_month_repeated": [year.outturn.repeated for year in years],
        "share_to_date": [year.outturn.share if year.outturn.actual is not None else None for year in years],
        "budget_to_date": [year.to_date for year in years],
        "deviation_to_date": [year.deviation_to_date for year in years],
        "accumulated_deviation": line.accumulated,
        **_covered([year.outturn for year in years]),
    }


def _measure(followed: FollowedMeasure) -> dict[str, Any]:
    measure = followed.measure
    return {
        "id": measure.id,
        "label": measure.label,
        "unit": measure.unit,
        "baseline": measure.baseline and {"year": measure.baseline.year, "value": measure.baseline.value},
        "target": followed.targets,
        "actual": [outturn.actual for outturn in followed.outturns],
        "deviation": followed.deviations,
        "forecast": [outturn.forecast for outturn in followed.outturns],
        "deviation_to_date": followed.deviations_to_date,
        **_covered(followed.outturns),
    }


def _covered(outturns: Sequence[Outturn]) -> dict[str, list[Any]]:
    """How many months each actual is the sum of (null for a year's own entry) and where it comes from."""
    return {
        "months": [len(outturn.months) or None for outturn in outturns],
        "basis": [outturn.basis or None for outturn in outturns],
    }
