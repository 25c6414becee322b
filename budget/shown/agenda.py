"""The text of an agenda item, section by section, computed from the case; in brackets what the case does not say."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from budget.analysis.facts import year_spans
from budget.analysis.fates import bands
from budget.analysis.projection import projected
from budget.analysis.references import ZERO
from budget.case.models import Case, Line, Measure
from budget.case.themes import Section
from budget.formulas import Result
from budget.shown.forms import appropriations
from budget.shown.key_figures import years_text
from budget.shown.model import Picture, Table, Text
from budget.shown.phrases import Say, inside, kr, listed, phrase, said, sentence
from budget.shown.points import SEVERITIES, Point
from budget.shown.projection_table import signature, signed_table
from budget.shown.recommendation import financed, recommended
from budget.shown.small_numbers import count_text
from budget.shown.story import Story, story
from budget.shown.story.fitting import fitted
from budget.shown.story.rows import money_table, small_note
from budget.shown.story.sentences import (
    assumption,
    has_cost,
    has_saving,
    is_on_placements,
    net_runs,
    outcome,
    sign,
)
from budget.shown.table_words import price_note
from budget.text import Words
from budget.text.told import joined

MOST_YEARS, MOST_ROWS = 5, 20  # of a table on an upright page
MOST_LINES = 8  # of cost that are named
MOST_QUESTIONS = 6  # in the text itself: the rest is an annex
DECIDING = (
    "no-financing", "beyond-horizon", "budget-never-turns", "loss-when-discounted", "pool-unpaid", "pool-avoided",
    "avoided-rise", "not-included", "magnitude", "range",
)  # fmt: skip

Part = Text | Table | Picture  # a paragraph (a point of a list, small print, a caution), a table or a chart


@dataclass(frozen=True)
class Agenda:
    """The agenda item: its title, what it is of, what in it was changed, and the parts of every section."""

    title: str
    about: str
    municipality: str
    changed: tuple[str, ...]
    sections: dict[Section, tuple[Part, ...]]


def agenda(
    result: Result, words: Words, proposer: str | None = None, decider: str | None = None, exact_counts: bool = False
) -> Agenda:
    """The item; `proposer` and `decider` are the municipality's own, in brackets where no one says."""
    words = Words(words.language, discreet=not exact_counts, prose=True)
    told = story(result, words, exact_counts=exact_counts)
    found: dict[Section, tuple[Part, ...]] = {
        "summary": tuple(_summary(result, told, decider, words)),
        "recommendation": tuple(_recommendation(result, proposer, words)),
        "account": tuple(_account(result, told, words)),
        "economy": (
            Text(joined(_economy(result, words))),
            *_tables(result, Words(words.language, words.discreet)),
            *_chart(told, words),
        ),
        "assumptions": tuple(_assumptions(result, told, words)),
        "follow_up": tuple(_follow_up(result.case, words)),
        "attachments": tuple(_attachments(result, told, words)),
    }
    open_ = (Text(words("agenda.open")),)
    sections = {name: tuple(filter(_says, parts)) or open_ for name, parts in found.items()}
    return Agenda(told.title, told.about, told.municipality, told.changed, sections)


def _says(part: Part) -> bool:
    return not isinstance(part, Text) or bool(part.text)


# ------------------------------------------------------------------ what is proposed and decided
def _summary(result: Result, told: Story, decider: str | None, words: Words) -> Iterator[Part]:
    yield Text(outcome(result, words))
    decision = told.view("decision")
    yield Text(joined(decision.leads if decision else ()))
    if told.caution:
        yield Text(told.caution, "caution")
    yield Text(words("agenda.decides", decider=decider or words("agenda.decider.open")))


def _recommendation(result: Result, proposer: str | None, words: Words) -> Iterator[Part]:
    points = recommended(result, words)
    if not points:
        yield Text(words("agenda.none"))
        return
    yield Text(words("agenda.recommends", proposer=proposer or words("agenda.proposer.open")))
    *others, last = points
    for number, text in enumerate(others, start=1):
        yield Text(joined((text, words("agenda.and") if number == len(others) else ","), ""), "point")
    yield Text(words("agenda.last", text=last), "point")


# ------------------------------------------------------------------ the economy
def _economy(result: Result, words: Words) -> Iterator[str]:
    case, last = result.case, result.years[-1]
    if any(result.row("costs").values):
        yield sentence("agenda.cost", words, amounts=_course(result, "costs"), areas=_areas(result, case.costs))
    if has_saving(result):
        placed = all(is_on_placements(line) for line in case.savings if line.payer == "municipality")
        of = "agenda.saving.placements" if placed else "agenda.saving"
        yield sentence(of, words, amounts=_course(result, "savings"), areas=_areas(result, case.savings))
    changed = result.row("changes").values
    if any(changed):
        mixed = min(changed) < 0 < max(changed)
        amounts = _in_all(result, abs(sum(changed))) if mixed else _course(result, "changes")
        yield sentence(f"agenda.change.{sign(sum(changed))}", words, amounts=amounts, years=years_text(result))
    if any(result.row("incomes").values):
        yield sentence("agenda.income", words, amounts=_course(result, "incomes"))
    runs = net_runs(result, "agenda.net")
    yield sentence("agenda.nets", words, parts=listed(runs)) if runs else outcome(result, words)
    yield _accumulated(result, words)
    share = result.summary["break_even_realisation"]
    if share:
        yield sentence("agenda.break_even", words, share=words.share(share, up=True), year=last)
    if case.omitted:
        yield sentence("agenda.omitted", words, parts=listed(_named(case)))
    yield from financed(result, words)


def _named(case: Case) -> list[Say]:
    first, *others = case.omitted
    return [phrase("agenda.part", part=first.label), *(inside(part.label) for part in others)]


def _course(result: Result, key: str) -> Say:
    """2,0 mio. kr. årligt fra 2013; 1,0 mio. kr. i 2013 stigende til 4,5 mio. kr. fra 2016; without empty years."""
    pairs = zip(result.years, map(abs, result.row(key).values), strict=True)
    told = [(year, amount) for year, amount in pairs if amount >= ZERO]
    years, values = [year for year, _ in told], [amount for _, amount in told]
    level = next(n for n in range(len(told)) if all(abs(amount - values[-1]) < ZERO for amount in values[n:]))
    rising = all(a <= b + ZERO for a, b in pairwise(values))
    falling = all(a >= b - ZERO for a, b in pairwise(values))
    if years[-1] - years[0] >= len(years) or not (rising or falling):
        return _in_all(result, sum(values))
    start, end = phrase("check.in_year", amount=kr(values[0]), years=str(years[0])), _end(result, key, level, told)
    if level:
        return phrase("agenda.rising" if rising else "agenda.falling", first=start, end=end)
    return start if len(told) == 1 and len(result.years) > 1 and years[0] != result.years[-1] else end


def _end(result: Result, key: str, level: int, told: Sequence[tuple[int, float]]) -> Say:
    """How a course ends: "from" only where what gives the last year goes on after it."""
    first, (last, amount) = told[level][0], told[-1]
    lines: list[Line] = [line for line in getattr(result.case, key) if line.payer == "municipality"]
    passing = [line for line in lines if line.nature != "permanent" and any(result.row(line.id).values[-1:])]
    if last == result.years[-1] and len(result.years) > 1 and not passing:
        return phrase("agenda.from_year" if level else "agenda.a_year_from", amount=kr(amount), year=str(first))
    if level or first == last:
        return phrase("check.in_year", amount=kr(amount), years=str(last))
    return phrase("agenda.a_year", amount=kr(amount), years=f"{first}–{last}")


def _in_all(result: Result, total: float) -> Say:
    return phrase("agenda.all", amount=kr(total), years=years_text(result))


def _areas(result: Result, lines: Sequence[Line]) -> Say:
    """(SO 20) after a space, where the lines name their service area."""
    keys = dict.fromkeys(line.service_area for line in lines if line.payer == "municipality" and line.service_area)
    return (lambda words: f" {words('agenda.areas', areas=words.listed(keys))}") if keys else (lambda _: "")


def _accumulated(result: Result, words: Words) -> str:
    year, net = result.summary["payback_year"], sum(result.row("net").values)
    if not has_cost(result) or result.nothing_to_pay_back or (year is None and not has_saving(result)):
        return outcome(result, words)
    if year is None:
        left = result.row("accumulated").values[-1]
        return sentence("agenda.outstanding", words, year=result.years[-1], amount=kr(left))
    if sign(net) == "balance":
        return sentence("agenda.exactly", words, year=str(year))
    return sentence("agenda.paid_back", words, year=str(year), years=years_text(result), amount=kr(abs(net)))


def _tables(result: Result, words: Words) -> Iterator[Part]:
    """Table 1 as a page holds it, table 2 with every year, which is granted, and the projection, which is signed."""
    table = fitted(money_table(result, words, "1000"), MOST_YEARS, MOST_ROWS, words)
    yield from _numbered(1, replace(table, notes=(*table.notes, *price_note(result, words))), words)
    form = appropriations(result, words)
    notes = tuple(note for note in form.notes if note not in price_note(result, words))  # it stands under table 1
    yield from _numbered(2, replace(form, notes=notes), words)
    course = projected(result)
    if course is not None:
        yield from _numbered(3, signed_table(course, bands(result), words), words)
        yield from (Text(line) for line in signature(words))


def _chart(told: Story, words: Words) -> Iterator[Picture]:
    """Cost and saving by year, where there is anything to draw."""
    view = told.view("by_year")
    if view and view.chart:
        title = words("agenda.figure", title=view.chart.title, unit=view.chart.measure.name)
        yield Picture(replace(view.chart, title=title))


def _all_years(result: Result, words: Words) -> Iterator[Table]:
    """The last table, where table 1 has not room for every year."""
    if len(result.years) > MOST_YEARS:
        number = 4 if result.case.baseline else 3
        yield from _numbered(
            number, fitted(money_table(result, words, "1000"), len(result.years), MOST_ROWS, words), words
        )


def _numbered(number: int, table: Table, words: Words) -> Iterator[Table]:
    """The table as a page holds it: with many years in parts, each of which says which they are."""
    parts = table.in_parts(MOST_YEARS + (table.names == 1))  # with its total
    for part in parts:
        years = said(year_spans(part.years), words) if len(parts) > 1 else ""
        caption = ", ".join(filter(None, (table.caption, years)))
        yield replace(part, caption=words("agenda.table", number=number, caption=caption))


# ------------------------------------------------------------------ the rest
def _account(result: Result, told: Story, words: Words) -> Iterator[Part]:
    yield Text(words("agenda.account.open"))
    costs = result.case.costs
    if len(costs) > MOST_LINES:
        yield Text(words("agenda.measures_many", count=len(costs)))
    elif costs:
        yield Text(words("agenda.measures", lines=words.listed(line.label for line in costs)))
    projection = told.view("projection")
    if projection is not None:
        yield Text(joined([projection.message, *projection.leads]))
    needs = told.view("needs")
    if needs is not None:
        yield Text(joined([needs.message, *needs.notes]))


def _assumptions(result: Result, told: Story, words: Words) -> Iterator[Part]:
    yield Text(joined(filter(None, [assumption(result, words), *price_note(result, words)])))
    certainty = told.view("certainty")
    if certainty is not None:
        yield Text(certainty.message)
        for row in certainty.tables[0].rows:
            if row.kind != "fan":
                name, net, paid = row.texts
                facts = {"name": name, "net": net, "paid": paid, "years": years_text(result)}
                yield Text(words("agenda.alternative", **facts), "point")
    asked = _asked(told)[:MOST_QUESTIONS]
    if asked:
        yield Text(f"{words('points.title')}:")
        yield from (Text(point.text, "point") for point in asked)
        yield from (Text(note, "note") for note in small_note((point.text for point in asked), words))


def _asked(told: Story) -> list[Point]:
    """The questions, the gravest first; of warnings first what a council decides on."""
    controller = told.view("controller")
    points = controller.points if controller else ()
    return sorted(points, key=lambda point: (SEVERITIES.index(point.severity), point.id not in DECIDING))


def _follow_up(case: Case, words: Words) -> Iterator[Part]:
    yield Text(words("agenda.follow_up"))
    for measure in case.measures:
        base = measure.baseline
        start = words("agenda.baseline", value=_counted(measure, base.value, words), year=base.year) if base else ""
        yield Text(joined(filter(None, (measure.label, start))), "point")


def _counted(measure: Measure, value: float, words: Words) -> str:
    return count_text(value, words) if measure.unit == "places" else words.plain(value)


def _attachments(result: Result, told: Story, words: Words) -> Iterator[Part]:
    controller = told.view("controller")
    sources = controller.sources if controller else ()
    yield Text(words("agenda.attachments" if sources else "agenda.attachments.no_source"))
    yield from (Text(source, "point") for source in sources)
    more = _asked(told)[MOST_QUESTIONS:]
    if more:
        yield Text(words("agenda.questions"))
        yield from (Text(point.text, "point") for point in more)
    yield from _all_years(result, words)
