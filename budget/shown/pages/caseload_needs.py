"""What a caseload asks for on the page Sagstal: follow-ups a week, and the places an extra caseworker's pay equals."""

from collections.abc import Iterator, Sequence

from budget.analysis.caseloads import (
    Cadence,
    Extra,
    OwnPrice,
    StepPrice,
    Vacancy,
    Workload,
    a_week,
    cadences,
    extras,
    own_prices,
    periods,
    places_needed,
    step_prices,
)
from budget.analysis.facts import year_spans
from budget.case.library import Reference
from budget.case.models import Mix
from budget.formulas import Result
from budget.shown.labels import from_to, kr_span
from budget.shown.model import NONE, Cell, Column, Folded, Group, Heading, Items, Row, Table, Text, figures, piece
from budget.shown.phrases import said, share_text
from budget.text import Words
from budget.text.numbers import format_decimal, rounded
from budget.text.told import capital

MOST_PERIODS = 3
DECIMALS = 2  # of full-year places
MOST_EACH = 4  # lines with a column of their own


# ------------------------------------------------------------------ follow-ups
def follow_ups(loads: Sequence[Workload], vacancy: Vacancy, words: Words) -> Group:
    """Follow-ups per caseworker and week of each line, under each cadence of the library."""
    tables = [
        _cadences(words("caseload.follow_up.table", line=load.line.label), list(_compared(load, vacancy, words)), words)
        for load in loads
    ] or [_cadences(words("caseload.follow_up.library"), [], words)]
    return piece(
        "follow-up",
        Heading(words("caseload.follow_up.title")),
        Text(words("caseload.follow_up.note" if loads else "caseload.follow_up.library_note"), "lead"),
        *tables,
        Folded(words("caseload.follow_up.counted"), (Items(tuple(_counted(words))),)),
        look="cadences",
    )


def _counted(words: Words) -> Iterator[Text]:
    """How the library counted each cadence, once for all tables."""
    for entry in {str(cadence.entry.id): cadence.entry for cadence in cadences()}.values():
        if entry.note:
            yield Text(entry.note.in_language(words.language), strong=entry.label.in_language(words.language))


def _cadences(caption: str, compared: Sequence[tuple[str, float | None]], words: Words) -> Table:
    columns = ["", words("caseload.head.visits"), *(label for label, _ in compared)]
    rows = tuple(_cadence(cadence, [value for _, value in compared], words) for cadence in cadences())
    return Table("cadences", caption, tuple(map(Column, columns)), rows)


def _compared(load: Workload, vacancy: Vacancy, words: Words) -> Iterator[tuple[str, float | None]]:
    """The caseloads that are compared: today's caseworkers alone, each period with the extra, and with vacancies."""
    last = load.years[-1]
    yield words("caseload.head.without", year=last), load.without_extra[-1]
    spans = periods(load.years, load.caseload)
    for period in spans if len(spans) <= MOST_PERIODS else [spans[0], spans[-1]]:
        yield words("caseload.head.with", years=from_to(period.first, period.last)), period.value
    if vacancy.share:
        share = share_text(vacancy.share, words)
        yield words("caseload.head.vacancy", year=last, share=share), load.with_vacancy(vacancy.share)[-1]


def _cadence(cadence: Cadence, caseloads: Sequence[float | None], words: Words) -> Row:
    entry, key = cadence.entry, f"{cadence.entry.id}.{cadence.when}"
    label = words(f"caseload.when.{cadence.when}", cadence=entry.label.in_language(words.language))
    status = words(f"known.{entry.status}")
    status = capital(status)
    if cadence.visits is None:
        return Row(key, "other", label, (Cell(words("caseload.no_fixed")), *[Cell(NONE)] * len(caseloads)), status)
    weekly = [a_week(caseload, cadence.visits) for caseload in caseloads]
    cells = [Cell(NONE) if value is None else Cell(words.number(value, 1), value) for value in weekly]
    return Row(key, "", label, (Cell(words.plain(cadence.visits), cadence.visits), *cells), status)


# ------------------------------------------------------------------ places an extra caseworker must save
def need(result: Result, words: Words) -> Group | None:
    """Full-year places that the pay of one extra caseworker equals, at the library's prices and the case's own."""
    found = extras(result)
    if not found:
        return None
    case, own, steps = result.case, list(own_prices(result)), step_prices(result.case)
    rows = [row for price in own for row in _own_rows(price, found, words)]
    rows += [_step_row(price, price.entry, found, words) for price in steps if price.entry is not None]
    heads = ["", words("caseload.head.price", year=case.price_year)]
    for extra in found[:MOST_EACH]:
        heads.append(words("caseload.head.each", line=extra.line.label, kr=words.kr(extra.each)))
    posts, kr = figures([sum(extra.posts for extra in found)], words, 2)[0], sum(extra.kr for extra in found)
    heads.append(words("caseload.head.all", posts=posts.text, year=result.years[-1], kr=words.kr(kr)))
    caption, notes = words("caseload.need.table", year=case.price_year), _notes(result, own, steps, len(found), words)
    return piece(
        "need",
        Heading(words("caseload.need.title")),
        Text(words("caseload.need.claim"), "lead"),
        Table("need", caption, tuple(map(Column, heads)), tuple(rows), tuple(notes)),
    )


def _own_rows(price: OwnPrice, found: Sequence[Extra], words: Words) -> Iterator[Row]:
    line = price.line
    label = words(f"caseload.price.{'moved' if isinstance(line, Mix) else 'own'}", line=line.label)
    yield Row(f"{line.id}.price", "net", label, (_kr(price.kr, words), *_needed(found, price.kr, price.kr, words)))
    if price.net is not None and abs(price.net - price.kr) >= 0.5:
        label = words("caseload.price.net", line=line.label, year=price.year)
        yield Row(f"{line.id}.net", "", label, (_kr(price.net, words), *_needed(found, price.net, price.net, words)))


def _kr(kr: float, words: Words) -> Cell:
    return Cell(words.kr(kr), kr, "kr")


def _needed(found: Sequence[Extra], low: float, high: float, words: Words) -> Iterator[Cell]:
    amounts = [*(extra.each for extra in found[:MOST_EACH]), sum(extra.kr for extra in found)]
    for kr in amounts:
        fewest, most = places_needed(kr, high), places_needed(kr, low)
        texts = [NONE if value is None else _at_least(value, words) for value in (fewest, most)]
        yield Cell(texts[0], fewest, "places") if texts[0] == texts[1] else Cell("–".join(texts))


def _at_least(value: float, words: Words) -> str:
    """Rounded up: fewer places do not cover the pay."""
    return format_decimal(rounded(value, DECIMALS, up=True), words.language, DECIMALS)


def _step_row(price: StepPrice, entry: Reference, found: Sequence[Extra], words: Words) -> Row:
    label = f"{price.step.label.in_language(words.language)}: {entry.label.in_language(words.language)}"
    if price.low is None or price.high is None:
        count = min(len(found), MOST_EACH) + 1
        return Row(
            str(entry.id), "other", label, (Cell(help=_not_compared(price, entry, words)), *[Cell(NONE)] * count)
        )
    cells = (Cell(kr_span(price.low, price.high, words)), *_needed(found, price.low, price.high, words))
    return Row(str(entry.id), "", label, cells, _stated(entry, words))


def _stated(entry: Reference, words: Words) -> str:
    """What the library states and in which prices, so that the conversion can be followed."""
    amount = kr_span(*(entry.span or (0.0, 0.0)), words)
    return words("caseload.price.stated", amount=amount, year=entry.price_year, status=words(f"known.{entry.status}"))


def _not_compared(price: StepPrice, entry: Reference, words: Words) -> str:
    """That the two are in different years' prices, and which rate is missing."""
    amount = _stated(entry, words)
    if not price.missing:
        return words("caseload.price.no_year", amount=amount)
    return words("caseload.price.missing", amount=amount, years=said(year_spans(price.missing), words))


def _notes(
    result: Result, own: Sequence[OwnPrice], steps: Sequence[StepPrice], lines: int, words: Words
) -> Iterator[str]:
    yield words("caseload.need.note")
    if lines > MOST_EACH:
        yield words("caseload.need.first", most=MOST_EACH)
    unknown = [price.step.label.in_language(words.language) for price in steps if price.entry is None]
    if unknown:
        yield words("caseload.price.unknown", steps=words.listed(unknown))
    if any(price.missing for price in steps):
        yield words("caseload.need.rates")
    if not own:
        yield words("caseload.need.no_own")
    if result.case.levers.cost_overrun.value:
        yield words("caseload.need.overrun")
