"""The budget follow-up as tables in words: one for each line, what its figures cover, and one for each measure."""

from collections.abc import Iterator, Sequence

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
from budget.shown.labels import line_label
from budget.shown.model import NONE, Cell, Column, Row, Table
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


def _table(
    key: str, caption: str, names: Sequence[str], rows: Sequence[Row], notes: Iterator[str], words: Words
) -> Table:
    columns = [Column(words(f"follow_up.{name}")) for name in ("year", *names)]
    return Table(key, caption, tuple(columns), tuple(rows), tuple(notes))


def line_table(followed: FollowedLine, words: Words, unit: str = "1000") -> Table:
    """One line by year, in the order of COLUMNS; a deviation never stands without its word. Beneath it stands what must
    be said of the years of which only some months are known."""

    def amount(value: float | None) -> Cell:
        return Cell(NONE) if value is None else Cell(words.amount(value, unit), value, unit)

    def deviation(value: float | None) -> Cell:
        found = amount(value)
        return found if value is None else found._replace(text=_with_word(found.text, value, followed.income, words))

    rows = []
    for year, accumulated in zip(followed.years, followed.accumulated, strict=True):
        cells = (
            amount(year.budget),
            amount(year.changes),
            amount(year.revised),
            _marked(amount(year.outturn.actual), year.outturn, words),
            deviation(year.deviation_to_date),
            amount(year.outturn.forecast),
            deviation(year.expected_deviation),
            deviation(accumulated),
        )
        rows.append(Row(str(year.year), "", str(year.year), cells))
    remarks = (_partial(year, followed.income, words, unit) for year in followed.years if year.outturn.partial)
    label = " ".join(line_label(followed.line).split())
    return _table(str(followed.line.id), label, COLUMNS, rows, remarks, words)


def _with_word(text: str, value: float, income: bool, words: Words) -> str:
    word = deviation_word(value, income)
    return words("follow_up.as_budgeted") if word == "as_budgeted" else f"{text} {words(f'follow_up.{word}')}"


def _marked(cell: Cell, outturn: Outturn, words: Words) -> Cell:
    """The figure with what it covers, where that is not the closed accounts of the whole year."""
    marks = covering(outturn, words)
    return cell._replace(text=f"{cell.text} ({', '.join(marks)})") if marks else cell


def covering(outturn: Outturn, words: Words) -> list[str]:
    """How many months are known, and that an evaluation is no accounts."""
    marks = []
    if outturn.partial:
        marks.append(words("follow_up.months", count=len(outturn.months)))
    if outturn.basis == "evaluation":
        marks.append(words("follow_up.basis.evaluation"))
    return marks


def _partial(year: LineYear, income: bool, words: Words, unit: str) -> str:
    outturn, to_date = year.outturn, year.to_date or 0.0
    straight, repeated = outturn.straight or 0.0, outturn.repeated or 0.0
    text = words(
        "follow_up.partial",
        year=year.year,
        count=len(outturn.months),
        months=said(year_spans(outturn.months), words),
        to_date=words.amount(to_date, unit),
    )
    given = "follow_up.forecast_stated" if outturn.stated is not None else "follow_up.forecast_straight"
    deviation = _with_word(words.amount(repeated - year.revised, unit), repeated - year.revised, income, words)
    return f"{text} " + words(
        given, straight=words.amount(straight, unit), repeated=words.amount(repeated, unit), deviation=deviation
    )


def measure_table(followed: FollowedMeasure, years: Sequence[int], words: Words) -> Table:
    """One measure by year, in the order of MEASURE_COLUMNS; kr in whole kr."""
    unit = followed.measure.unit

    def value(number: float | None) -> Cell:
        if number is None:
            return Cell(NONE)
        return Cell(words.amount(number, "kr") if unit == "kr" else words.plain(round(number, 2)), number, unit)

    rows, found = [], zip(years, followed.targets, followed.outturns, followed.deviations_to_date, strict=True)
    for year, goal, outturn, deviation in found:
        apart = value(deviation)
        if deviation is not None:
            word = words(f"follow_up.{target_word(deviation, unit)}")
            apart = apart._replace(text=word if abs(deviation) < 0.005 else f"{apart.text} {word}")
        cells = (value(goal), _marked(value(outturn.actual), outturn, words), apart, value(outturn.forecast))
        rows.append(Row(str(year), "", str(year), cells))
    label = " ".join(measure_label(followed, words).split())
    return _table(str(followed.measure.id), label, MEASURE_COLUMNS, rows, iter(()), words)


def measure_label(followed: FollowedMeasure, words: Words) -> str:
    """The measure with its unit and where it started: Plejefamilier (helårspladser, udgangspunkt 2012: 63)."""
    measure, start = followed.measure, followed.measure.baseline
    facts = [] if measure.unit == "number" else [words(f"follow_up.unit.{measure.unit}")]
    if start is not None:
        value = words.amount(start.value, "kr") if measure.unit == "kr" else words.plain(start.value)
        facts.append(words("follow_up.baseline", year=start.year, value=value))
    return f"{measure.label} ({', '.join(facts)})" if facts else measure.label


def follow_up_notes(found: FollowUp, words: Words) -> list[str]:
    """Sign, price level, what an evaluation is, what is not known, and the rows that no actual belongs to."""
    notes = [words("follow_up.note.sign")]
    if not found.year_prices:
        notes.append(words("follow_up.note.fixed", year=found.case.price_year))
    every = [outturn for line in found.lines for outturn in (year.outturn for year in line.years)]
    every += [outturn for measure in found.measures for outturn in measure.outturns]
    if any(outturn.basis == "evaluation" for outturn in every):
        notes.append(words("follow_up.note.evaluation"))
    if any(outturn.actual is None for outturn in every):
        notes.append(words("follow_up.note.unknown" if found.begun else "follow_up.note.nothing"))
    if any(getattr(line.line, "replacement_price", None) for line in found.lines) or found.case.reimbursement:
        notes.append(words("follow_up.note.apart"))
    return notes
