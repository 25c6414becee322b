"""The text of an agenda item, section by section, computed from the case; in brackets what the case does not say."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from budget.analysis.facts import Listed, WholeKr, year_spans
from budget.analysis.facts import listed as as_list
from budget.analysis.facts import phrase as fact
from budget.analysis.references import ZERO
from budget.case.models import Case, Line, Measure
from budget.case.themes import Section
from budget.formulas import Result
from budget.shown.forms import appropriations
from budget.shown.forms.appropriations import changed
from budget.shown.forms.parts import first_years
from budget.shown.key_figures import money, years_text
from budget.shown.model import Table, Text
from budget.shown.phrases import Say, inside, listed, phrase, said, sentence
from budget.shown.small_numbers import count_text
from budget.shown.story import Story, story
from budget.shown.story.fitting import BUDGET_YEARS, fitted
from budget.shown.story.rows import money_table
from budget.shown.story.sentences import assumption, has_saving, is_on_placements, net_runs, outcome, sign
from budget.shown.table_words import price_note
from budget.text import Words

MOST_YEARS, MOST_ROWS = 5, 20  # of a table on an upright page
MOST_POINTS = 8  # that a council votes on one by one


Part = Text | Table  # a paragraph (a point of a list, small print, a caution) or a table


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
        "economy": (Text(" ".join(_economy(result, words))), *_tables(result, Words(words.language, words.discreet))),
        "assumptions": tuple(_assumptions(result, told, words)),
        "follow_up": tuple(_follow_up(result.case, words)),
        "attachments": tuple(_attachments(told, words)),
    }
    open_ = (Text(words("agenda.open")),)
    sections = {name: tuple(filter(_says, parts)) or open_ for name, parts in found.items()}
    return Agenda(told.title, told.about, told.municipality, told.changed, sections)


def _says(part: Part) -> bool:
    return isinstance(part, Table) or bool(part.text)


# ------------------------------------------------------------------ what is proposed and decided
def _summary(result: Result, told: Story, decider: str | None, words: Words) -> Iterator[Part]:
    yield Text(outcome(result, words))
    decision = told.view("decision")
    yield Text(" ".join(decision.leads if decision else ()))
    if told.caution:
        yield Text(told.caution, "caution")
    yield Text(words("agenda.decides", decider=decider or words("agenda.decider.open")))


def _recommendation(result: Result, proposer: str | None, words: Words) -> Iterator[Part]:
    yield Text(words("agenda.recommends", proposer=proposer or words("agenda.proposer.open")))
    changes = list(_changes(result, words))
    if len(changes) > MOST_POINTS:
        changes = [words("agenda.as_table")]
    found = [*changes, *_paying(result, words)]
    for number, text in enumerate(found, start=1):
        if number == len(found):
            yield Text(words("agenda.last", text=text), "point")
        else:
            yield Text(f"{text}{words('agenda.and') if number == len(found) - 1 else ','}", "point")


def _changes(result: Result, words: Words) -> Iterator[str]:
    """One recommendation for every service area, the raised ones first."""
    by_area: dict[str, list[tuple[float, ...]]] = {}
    lasting: dict[str, bool] = {}
    for found in changed(result):
        name = found.area or words("form.area.open", line=found.label)
        by_area.setdefault(name, []).append(found.values)
        lines = [row.line for row in found.rows if row.line is not None]
        lasting[name] = lasting.get(name, True) and all(line.nature == "permanent" for line in lines)
    sums = {name: [sum(values) for values in zip(*rows, strict=True)] for name, rows in by_area.items()}
    for name in sorted(sums, key=lambda name: sign(sum(sums[name])) != "cost"):
        signs = {sign(kr) for kr in sums[name]} - {"balance"}
        if signs:
            way = "mixed" if len(signs) > 1 else "raised" if signs == {"cost"} else "lowered"
            amounts = _amounts(result.years, sums[name], lasting[name], words, signed=way == "mixed")
            yield words(f"agenda.{way}", area=name, amounts=amounts)


def _paying(result: Result, words: Words) -> Iterator[str]:
    """Draws on a pool and their repayment, and what pays for the net cost that no draw covers."""
    drawn = _of_pool(result, "draw")
    if drawn:
        facts = {"pool": result.case.pool.label if result.case.pool else "", "drawn": said(_exactly(drawn), words)}
        repaid = _of_pool(result, "repaid")
        key = "agenda.pool_repaid" if repaid else "agenda.pool_drawn"
        yield words(key, **facts, **({"repaid": said(_exactly(repaid), words)} if repaid else {}))
    cost = _uncovered(result)
    if cost:
        amounts = _each(cost) if len(cost) <= BUDGET_YEARS else _sum(cost)
        yield words("agenda.financed_amounts", amounts=said(amounts, words), source=_sources(result.case, words))


def _of_pool(result: Result, name: str) -> list[tuple[int, float]]:
    """The years with money in a row of the pool, and how much."""
    if result.case.pool is None:
        return []
    row = result.row(f"pool.{name}").values
    return [(year, kr) for year, kr in zip(result.years, row, strict=True) if kr >= ZERO]


def _uncovered(result: Result) -> list[tuple[int, float]]:
    """The net cost of each year that a pool does not pay."""
    drawn = dict(_of_pool(result, "draw"))
    net = zip(result.years, result.row("net").values, strict=True)
    return [(year, kr - drawn.get(year, 0.0)) for year, kr in net if kr - drawn.get(year, 0.0) >= ZERO]


def _exactly(amounts: Sequence[tuple[int, float]]) -> Listed:
    """Amounts that are granted, in whole kr: 1.000.000 kr. i 2013 og 500.000 kr. i 2014."""
    return as_list(fact("check.in_year", amount=WholeKr(kr), years=str(year)) for year, kr in amounts)


def _sources(case: Case, words: Words) -> str:
    return words.listed(money.label for money in case.financing) if case.financing else words("agenda.source.open")


# ------------------------------------------------------------------ amounts by year
def _kr(kr: float) -> Say:
    return lambda words: money(kr, words)


def _each(amounts: Sequence[tuple[int, float]]) -> Say:
    return listed(phrase("check.in_year", amount=_kr(kr), years=str(year)) for year, kr in amounts)


def _sum(amounts: Sequence[tuple[int, float]]) -> Say:
    years = year_spans(year for year, _ in amounts)
    return phrase("check.in_years", amount=_kr(sum(kr for _, kr in amounts)), years=years)


def _amounts(years: Sequence[int], values: Sequence[float], goes_on: bool, words: Words, signed: bool = False) -> str:
    """2,0 mio. kr. årligt fra 2013; 1,0 mio. kr. i 2013 og 4,5 mio. kr. fra 2016: "fra" only for what goes on."""
    shown = [kr if signed else abs(kr) for kr in values]
    level = _level_from(shown)
    if level == 0 and len(shown) > 1:
        key = "agenda.a_year_from" if goes_on else "story.a_year"
        return words(key, amount=money(shown[0], words), year=years[0], years=said(year_spans(years), words))
    if level >= BUDGET_YEARS:
        first = _each(list(zip(years, shown, strict=True))[: BUDGET_YEARS - 1])
        return words("agenda.and_so_on", amounts=said(first, words))
    pairs = list(zip(years, shown, strict=True))
    each = [phrase("check.in_year", amount=_kr(kr), years=str(year)) for year, kr in pairs[:level]]
    last = _each(pairs[level:]) if len(pairs) - level <= BUDGET_YEARS else _sum(pairs[level:])
    end = phrase("agenda.from_year", amount=_kr(shown[level]), year=str(years[level])) if goes_on else last
    return said(listed([*each, end]), words)


def _level_from(values: Sequence[float]) -> int:
    """The place from which the values do not change any more."""
    place = len(values) - 1
    while place and abs(values[place - 1] - values[-1]) < ZERO:
        place -= 1
    return place


# ------------------------------------------------------------------ the economy
def _economy(result: Result, words: Words) -> Iterator[str]:
    case, last = result.case, result.years[-1]
    if any(result.row("costs").values):
        yield sentence("agenda.cost", words, amounts=_course(result, "costs", words), areas=_areas(result, case.costs))
    if has_saving(result):
        of = "agenda.saving.placements" if _on_placements(case) else "agenda.saving"
        yield sentence(of, words, amounts=_course(result, "savings", words), areas=_areas(result, case.savings))
    if any(result.row("incomes").values):
        yield sentence("agenda.income", words, amounts=_course(result, "incomes", words))
    runs = net_runs(result, "agenda.net")
    yield sentence("agenda.nets", words, parts=listed(runs)) if runs else outcome(result, words)
    yield _accumulated(result, words)
    share = result.summary["break_even_realisation"]
    if share:
        yield sentence("agenda.break_even", words, share=words.share(share, up=True), year=last)
    if case.omitted:
        yield sentence("agenda.omitted", words, parts=listed(_named(case)))
    cost = [year for year, _ in _uncovered(result)]
    if cost:
        yield sentence("agenda.financed", words, years=year_spans(cost), source=_sources(case, words))


def _named(case: Case) -> list[Say]:
    first, *others = case.omitted
    return [phrase("agenda.part", part=first.label), *(inside(part.label) for part in others)]


def _course(result: Result, key: str, words: Words) -> str:
    """2,0 mio. kr. årligt fra 2013; 1,0 mio. kr. i 2013 stigende til 4,5 mio. kr. fra 2016."""
    values = [abs(kr) for kr in result.row(key).values]
    lines: list[Line] = list(getattr(result.case, key))
    goes_on = all(line.nature == "permanent" for line in lines)
    level, years = _level_from(values), result.years
    if level == 0:
        return _amounts(years, values, goes_on, words)
    rising = all(a <= b + ZERO for a, b in pairwise(values))
    falling = all(a >= b - ZERO for a, b in pairwise(values))
    if not (rising or falling):
        return words("agenda.all", amount=money(sum(values), words), years=years_text(result))
    last = money(values[-1], words)
    if goes_on:
        end = words("agenda.from_year", amount=last, year=years[level])
    else:
        end = words("check.in_year", amount=last, years=years[-1])
    first = money(values[0], words)
    return words("agenda.rising" if rising else "agenda.falling", first=first, year=years[0], end=end)


def _areas(result: Result, lines: Sequence[Line]) -> Say:
    """(SO 20) after a space, where the lines name their service area."""
    keys = dict.fromkeys(line.service_area for line in lines if line.payer == "municipality" and line.service_area)
    return (lambda words: f" {words('agenda.areas', areas=words.listed(keys))}") if keys else (lambda _: "")


def _on_placements(case: Case) -> bool:
    return all(is_on_placements(line) for line in case.savings if line.payer == "municipality")


def _accumulated(result: Result, words: Words) -> str:
    year, net = result.summary["payback_year"], sum(result.row("net").values)
    cost = any(kr >= ZERO for kr in result.row("costs").values)
    if not cost or result.nothing_to_pay_back or (year is None and not has_saving(result)):
        return outcome(result, words)
    if year is None:
        left = money(result.row("accumulated").values[-1], words)
        return sentence("agenda.outstanding", words, year=result.years[-1], amount=left)
    if sign(net) == "balance":
        return sentence("agenda.exactly", words, year=str(year))
    return sentence("agenda.paid_back", words, year=str(year), years=years_text(result), amount=money(abs(net), words))


def _tables(result: Result, words: Words) -> Iterator[Part]:
    table = fitted(money_table(result, words, "1000"), MOST_YEARS, MOST_ROWS, words)
    yield _numbered(1, replace(table, notes=(*table.notes, *price_note(result, words))), words)
    form = first_years(appropriations(result, words), BUDGET_YEARS, words)
    notes = tuple(note for note in form.notes if note not in price_note(result, words))  # it stands under table 1
    yield _numbered(2, replace(form, notes=notes), words)


def _numbered(number: int, table: Table, words: Words) -> Table:
    return replace(table, caption=words("agenda.table", number=number, caption=table.caption))


# ------------------------------------------------------------------ the rest
def _account(result: Result, told: Story, words: Words) -> Iterator[Part]:
    yield Text(words("agenda.account.open"))
    costs = result.case.costs
    if len(costs) > MOST_POINTS:
        yield Text(words("agenda.measures_many", count=len(costs)))
    elif costs:
        yield Text(words("agenda.measures", lines=words.listed(line.label for line in costs)))
    needs = told.view("needs")
    if needs is not None:
        yield Text(" ".join([needs.message, *needs.notes]))


def _assumptions(result: Result, told: Story, words: Words) -> Iterator[Part]:
    yield Text(" ".join(filter(None, [assumption(result, words), *price_note(result, words)])))
    certainty = told.view("certainty")
    if certainty is not None:
        yield Text(certainty.message)
        for row in certainty.tables[0].rows:
            if row.kind != "fan":
                name, net, paid = row.texts
                facts = {"name": name, "net": net, "paid": paid, "years": years_text(result)}
                yield Text(words("agenda.alternative", **facts), "point")
    controller = told.view("controller")
    if controller is not None and controller.points:
        yield Text(f"{words('points.title')}:")
        yield from (Text(point.text, "point") for point in controller.points)
        yield from (Text(note, "note") for note in controller.notes)


def _follow_up(case: Case, words: Words) -> Iterator[Part]:
    yield Text(words("agenda.follow_up"))
    for measure in case.measures:
        base = measure.baseline
        start = words("agenda.baseline", value=_counted(measure, base.value, words), year=base.year) if base else ""
        yield Text(f"{measure.label} {start}".strip(), "point")


def _counted(measure: Measure, value: float, words: Words) -> str:
    return count_text(value, words) if measure.unit == "places" else words.plain(value)


def _attachments(told: Story, words: Words) -> Iterator[Part]:
    yield Text(words("agenda.attachments"))
    controller = told.view("controller")
    yield from (Text(source, "point") for source in (controller.sources if controller else ()))
