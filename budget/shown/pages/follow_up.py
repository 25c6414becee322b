"""The page Budgetopfølgning: a table and a chart for each line, the measures, and what they rest on."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from budget.analysis.follow_up import FollowedLine, FollowUp, deviation_word, in_year_prices
from budget.analysis.follow_up import follow_up as worked_out
from budget.analysis.gates import GateState, gate_states
from budget.analysis.positions import latest
from budget.case import Case
from budget.case.models import Actual, BudgetChange
from budget.formulas import Result, calculate
from budget.shown.budget_office import office_table, office_text
from budget.shown.charts.follow_up import followed as chart
from budget.shown.follow_up_tables import covering, follow_up_notes, follow_up_title, line_table
from budget.shown.labels import line_label, source_text
from budget.shown.measure_tables import gate_table, group_tables, measure_table
from budget.shown.model import Folded, Group, Heading, Items, Page, Picture, Text, Tools, piece
from budget.shown.pages.head import case_page
from budget.shown.pages.why import Asked, explained
from budget.shown.phrases import kr, sentence
from budget.text import Words
from budget.text.told import joined


def follow_up(
    result: Result, words: Words, unit: str = "1000", found: FollowUp | None = None,
    shown: Sequence[FollowedLine] | None = None, asked: Asked = None, year: int | None = None,
) -> Page:  # fmt: skip
    """The page; `shown` are the lines on it, where they are not all, and `year` that of the table of all lines."""
    found = worked_out(result) if found is None else found
    said = [words("follow_up.asks_would", line=line_label(line.line)) for line in found.unheld]
    said += [text for line in found.lines if (text := _latest(line, words))]
    said = said or [words("follow_up.note.nothing")]

    def parts(line: FollowedLine) -> Iterator[Group | None]:
        yield _line(line, found, words, unit, asked)
        yield _why(result, asked, line, words)

    pieces = [
        piece("lead", Items(tuple(map(Text, said)), "lead"), element="div"),
        piece("changes", Tools("changes"), element="div"),
        _office(found, year or latest(found) or found.years[0], words, unit),
        *(part for line in (found.lines if shown is None else shown) for part in parts(line)),
        _measures(found, gate_states(result), words),
        piece("notes", *(Text(note, "notes") for note in follow_up_notes(found, words)), _origins(found.case, words)),
    ]
    return case_page("follow_up", result.case, pieces, words)


def _office(found: FollowUp, year: int, words: Words, unit: str) -> Group:
    """All lines of one year by service area, and the text that a budget follow-up begins with."""
    said = [Text(text) for text in office_text(found, year, words)]
    heading = Heading(words("follow_up.office.heading", year=year))
    return piece("office", heading, *said, office_table(found, year, words, unit))


def _latest(line: FollowedLine, words: Words) -> str:
    """The latest deviation of a line in a sentence; empty where nothing is known."""
    known = [year for year in line.years if year.deviation_to_date is not None]
    if not known:
        return ""
    year = known[-1]
    deviation, marks = year.deviation_to_date or 0.0, ", ".join(covering(year.outturn, words))
    word = deviation_word(deviation, line.income)
    facts = {"line": line_label(line.line), "year": f"{year.year} ({marks})" if marks else str(year.year)}
    if word == "as_budgeted":
        return sentence("follow_up.said_as_budgeted", words, **facts)
    money = {"amount": kr(abs(deviation)), "of": kr(abs(year.to_date or 0.0))}
    return sentence("follow_up.said", words, word=words(f"follow_up.{word}"), **facts, **money)


def _why(result: Result, asked: Asked, line: FollowedLine, words: Words) -> Group | None:
    """How the budget of the line came about, in the prices in which it is shown."""
    if asked is None or asked[0] != line.line.id:
        return None
    shown = calculate(result.case, "current") if in_year_prices(result) else result
    return explained(shown, asked, [line.line.id], words)


def _line(followed: FollowedLine, found: FollowUp, words: Words, unit: str, asked: Asked) -> Group:
    """Its chart where anything is known, its table, and what must be said of its months."""
    drawn, table = chart(followed, found.years, words), line_table(followed, words, unit).opened(asked)
    table = replace(table, caption=f"{table.caption}: {follow_up_title(found, words, unit)}")
    picture = Picture(drawn, look="follow") if drawn else None
    return piece(f"line:{followed.line.id}", Heading(line_label(followed.line)), picture, table)


def _measures(found: FollowUp, gates: Sequence[GateState], words: Words) -> Group | None:
    """The gates, the groups beside each other, and every measure with a table of its own: target, what was counted,
    and above or below in words."""
    if not found.measures:
        return None
    tables = [*filter(None, [gate_table(gates, words)]), *group_tables(found, words)]
    tables += [measure_table(measure, found.years, words) for measure in found.measures]
    return piece("measures", Heading(words("follow_up.measures")), *tables)


def _origins(case: Case, words: Words) -> Folded | None:
    items = tuple(map(Text, _with_origin(case, words)))
    return Folded(words("follow_up.origins", count=len(items)), (Items(items),), "own") if items else None


def _with_origin(case: Case, words: Words) -> Iterator[str]:
    """Every actual and every change of the budget with its source and note."""
    entries = [(actual_label(case, actual, words), actual.source, actual.note) for actual in case.actuals]
    entries += [(change_label(case, change, words), change.source, change.note) for change in case.budget_changes]
    for label, key, note in entries:
        source = source_text(case.sources, key) or words("follow_up.no_source")
        yield joined((part for part in (label, source, note) if part), " · ")


def change_label(case: Case, change: BudgetChange, words: Words) -> str:
    """4 sagsbehandlere, 2014: -100.000 kr. (tillægsbevilling eller omplacering)."""
    label = next((line.label for line in case.lines() if line.id == change.line), "")
    basis = words("follow_up.basis.change")
    if change.from_year is not None:
        basis = words("follow_up.basis.carried", year=change.from_year)
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
