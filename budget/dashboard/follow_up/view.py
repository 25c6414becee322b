"""What the page Budgetopfølgning shows: a table and a drawing for each line, the measures, and what they rest on."""

from collections.abc import Iterator, Sequence

from budget.analysis.follow_up import FollowedLine, FollowedMeasure, FollowUp, deviation_word
from budget.case import Case
from budget.case.models import Actual, BudgetChange
from budget.dashboard.parts.chart_block import holder
from budget.dashboard.parts.markup import Html, tag
from budget.dashboard.parts.plain_table import Entry, plain_table
from budget.export.follow_up_tables import (
    COLUMNS,
    MEASURE_COLUMNS,
    columns,
    follow_up_notes,
    follow_up_title,
    line_cells,
    line_remarks,
    measure_cells,
    measure_label,
)
from budget.shown.labels import line_label, source_text
from budget.shown.phrases import sentence
from budget.text import Words


def lead(found: FollowUp, words: Words) -> Html:
    """The latest deviation of each line in a sentence; that nothing is known where nothing is."""
    said = [text for line in found.lines if (text := _latest(line, words))]
    if not said:
        said = [words("follow_up.note.nothing")]
    return tag("ul", *(tag("li", text) for text in said), class_="lead")


def _latest(line: FollowedLine, words: Words) -> str:
    known = [year for year in line.years if year.deviation_to_date is not None]
    if not known:
        return ""
    year = known[-1]
    deviation, outturn = year.deviation_to_date or 0.0, year.outturn
    covers = words("follow_up.months", count=len(outturn.months)) if outturn.partial else ""
    marked = outturn.basis in ("evaluation", "spending")
    basis = words(f"follow_up.basis.{outturn.basis}") if marked else ""
    marks = ", ".join(mark for mark in (covers, basis) if mark)
    word = deviation_word(deviation, line.income)
    facts = {"line": line_label(line.line), "year": f"{year.year} ({marks})" if marks else str(year.year)}
    if word == "as_budgeted":
        return sentence("follow_up.said_as_budgeted", words, **facts)
    money = {"amount": words.mio(abs(deviation)), "of": words.mio(abs(year.to_date or 0.0))}
    return sentence("follow_up.said", words, word=words(f"follow_up.{word}"), **facts, **money)


def line_section(followed: FollowedLine, found: FollowUp, words: Words, unit: str) -> Html:
    """One line: its drawing where anything is known, its table, and what must be said of its months."""
    head = [words("follow_up.year"), *columns(COLUMNS, words)]
    rows = zip(found.years, line_cells(followed, words, unit), strict=True)
    entries = [Entry(str(year), cells) for year, cells in rows]
    remarks = " ".join(line_remarks(followed, words, unit))
    caption = f"{line_label(followed.line)}: {follow_up_title(found, words, unit)}"
    table = plain_table(caption, head, entries, words, remarks or None)
    return tag("section", tag("h2", line_label(followed.line)), holder(f"followed-{followed.line.id}"), table)


def measure_section(measures: Sequence[FollowedMeasure], years: Sequence[int], words: Words) -> Html | None:
    """Every measure with a table of its own: target, what was counted, and above or below in words."""
    if not measures:
        return None
    head = [words("follow_up.year"), *columns(MEASURE_COLUMNS, words)]
    tables = []
    for measure in measures:
        rows = zip(years, measure_cells(measure, words), strict=True)
        entries = [Entry(str(year), cells) for year, cells in rows]
        tables.append(plain_table(measure_label(measure, words), head, entries, words))
    return tag("section", tag("h2", words("follow_up.measures")), *tables)


def notes(found: FollowUp, words: Words) -> Html:
    """What holds for every table of the page, and where the figures come from."""
    return tag(
        "section",
        *(tag("p", note, class_="notes") for note in follow_up_notes(found, words)),
        _origins(found.case, words),
    )


def _origins(case: Case, words: Words) -> Html | None:
    items = [tag("li", text) for text in _with_origin(case, words)]
    if not items:
        return None
    title = words("follow_up.origins", count=len(items))
    return tag("details", tag("summary", title), tag("ul", *items), class_="own")


def _with_origin(case: Case, words: Words) -> Iterator[str]:
    """Every actual and every change of the budget with its source and note."""
    entries = [(actual_label(case, actual, words), actual.source, actual.note) for actual in case.actuals]
    entries += [(change_label(case, change, words), change.source, change.note) for change in case.budget_changes]
    for label, key, note in entries:
        source = source_text(case.sources, key) or words("follow_up.no_source")
        yield " · ".join(part for part in (label, source, note) if part)


def change_label(case: Case, change: BudgetChange, words: Words) -> str:
    """4 sagsbehandlere, 2014: -100.000 kr. (tillægsbevilling eller omplacering)."""
    label = next((line.label for line in case.lines() if line.id == change.line), "")
    basis = words("follow_up.basis.change")
    return words("follow_up.one", label=label, when=change.year, amount=words.kr(change.amount), basis=basis)


def actual_label(case: Case, actual: Actual, words: Words) -> str:
    """Forventet besparelse på anbringelser, 2015: -6.700.000 kr. (evaluering)."""
    labels = {line.id: line.label for line in case.lines()} | {m.id: m.label for m in case.measures}
    units = {measure.id: measure.unit for measure in case.measures}
    kr = actual.measure is None or units.get(actual.measure) == "kr"
    amount = words.kr(actual.amount) if kr else words.plain(actual.amount)
    when = str(actual.year)
    if actual.month is not None:
        when = words("follow_up.of_month", month=actual.month, year=when)
    label = labels.get(actual.line or actual.measure or "", "")
    return words("follow_up.one", label=label, when=when, amount=amount, basis=words(f"follow_up.basis.{actual.basis}"))
