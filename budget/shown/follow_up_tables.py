"""The budget follow-up as tables in words: one for each line, and what its figures cover."""

from collections.abc import Iterator, Sequence

from budget.analysis.facts import year_spans
from budget.analysis.follow_up import (
    FollowedLine,
    FollowUp,
    LineYear,
    Outturn,
    deviation_word,
)
from budget.shown.labels import line_label
from budget.shown.model import Ask, Cell, Column, Display, Row, Table
from budget.shown.phrases import said
from budget.text import Words

COLUMNS = ("budget", "changes", "revised", "actual", "deviation", "forecast", "expected_deviation", "accumulated")


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
        return Display(unit).cell(value, words)

    def deviation(value: float | None) -> Cell:
        found = amount(value)
        return found if value is None else found._replace(text=with_word(found.text, value, followed.income, words))

    rows = []
    for year, accumulated in zip(followed.years, followed.accumulated, strict=True):
        cells = (
            amount(year.budget)._replace(ask=_ask(followed.line.id, year.year)),
            amount(year.changes),
            amount(year.revised),
            marked(amount(year.outturn.actual), year.outturn, words),
            deviation(year.deviation_to_date),
            amount(year.outturn.forecast),
            deviation(year.expected_deviation),
            deviation(accumulated),
        )
        rows.append(Row(str(year.year), "", str(year.year), cells))
    remarks = line_remarks(followed, words, unit)
    label = " ".join(line_label(followed.line).split())
    return _table(str(followed.line.id), label, COLUMNS, rows, remarks, words)


def _ask(line: str, year: int) -> Ask:
    """How the budget of a line came about: its years stand down the side, so the cell says of what it asks."""
    return Ask("why", (("row", line), ("year", str(year))))


def with_word(text: str, value: float, income: bool, words: Words) -> str:
    """An amount with the word that must stand beside it."""
    word = deviation_word(value, income)
    return words("follow_up.as_budgeted") if word == "as_budgeted" else f"{text} {words(f'follow_up.{word}')}"


def marked(cell: Cell, outturn: Outturn, words: Words) -> Cell:
    """The figure with what it covers, where that is not the closed accounts of the whole year."""
    marks = covering(outturn, words)
    return cell._replace(text=f"{cell.text} ({', '.join(marks)})") if marks else cell


def covering(outturn: Outturn, words: Words) -> list[str]:
    """How many months are known, and that an evaluation is no accounts."""
    marks = []
    if outturn.partial:
        marks.append(words("follow_up.months", count=len(outturn.months)))
    if outturn.basis in ("evaluation", "spending"):
        marks.append(words(f"follow_up.basis.{outturn.basis}"))
    return marks


def line_remarks(followed: FollowedLine, words: Words, unit: str = "1000") -> Iterator[str]:
    """What must be said of the years of which only some months are known, and of a forecast that is a calculation."""
    for year in followed.years:
        if year.outturn.partial:
            yield _partial(year, followed.income, words, unit)
        if year.outturn.passed_over:
            yield words("follow_up.passed_over", year=year.year, count=year.outturn.passed_over)
        if year.outturn.gross is not None:
            key = "follow_up.gross" if year.outturn.actual is None else "follow_up.gross_beside"
            yield words(key, year=year.year, amount=words.kr(year.outturn.gross))


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
    return f"{text} {words(given, deviation=with_word(amount(beyond), beyond, income, words), **facts)}"


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
    if any(outturn.actual is None and outturn.gross is None for outturn in every):
        notes.append(words("follow_up.note.unknown" if found.begun else "follow_up.note.nothing"))
    if any(getattr(line.line, "replacement_price", None) for line in found.lines) or found.case.reimbursement:
        notes.append(words("follow_up.note.apart"))
    return notes
