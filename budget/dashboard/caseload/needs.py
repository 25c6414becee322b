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
from budget.dashboard.parts.markup import Html, join, tag
from budget.dashboard.parts.plain_table import NONE, Entry, figures, plain_table, share_text, years_text
from budget.formulas import Result
from budget.shown.phrases import said
from budget.text import Words
from budget.text.numbers import format_decimal, rounded

MOST_PERIODS = 3
DECIMALS = 2  # of full-year places
MOST_EACH = 4  # lines with a column of their own

# --- follow-ups --------------------------------------------------------------------------------------------


def follow_up_section(loads: Sequence[Workload], vacancy: Vacancy, words: Words) -> Html:
    """Follow-ups per caseworker and week of each line, under each cadence of the library."""
    note = words("caseload.follow_up.note" if loads else "caseload.follow_up.library_note")
    tables = [
        _cadence_table(
            words("caseload.follow_up.table", line=load.line.label), list(_columns(load, vacancy, words)), words
        )
        for load in loads
    ]
    tables = tables or [_cadence_table(words("caseload.follow_up.library"), [], words)]
    return tag(
        "section",
        tag("h2", words("caseload.follow_up.title")),
        tag("p", note, class_="lead"),
        *tables,
        tag("details", tag("summary", words("caseload.follow_up.counted")), tag("ul", *_notes(words))),
        class_="cadences",
    )


def _notes(words: Words) -> Iterator[Html]:
    """How the library counted each cadence, once for all tables."""
    entries = {str(cadence.entry.id): cadence.entry for cadence in cadences()}
    for entry in entries.values():
        if entry.note:
            name, note = (text.in_language(words.language) for text in (entry.label, entry.note))
            yield tag("li", tag("b", name), ": ", note)


def _cadence_table(caption: str, columns: Sequence[tuple[str, float | None]], words: Words) -> Html:
    rows = [_cadence_row(cadence, [value for _, value in columns], words) for cadence in cadences()]
    return plain_table(caption, ["", words("caseload.head.visits"), *(label for label, _ in columns)], rows, words)


def _columns(load: Workload, vacancy: Vacancy, words: Words) -> Iterator[tuple[str, float | None]]:
    """The caseloads that are compared: today's caseworkers alone, each period with the extra, and with vacancies."""
    last = load.years[-1]
    yield words("caseload.head.without", year=last), load.without_extra[-1]
    spans = periods(load.years, load.caseload)
    for period in spans if len(spans) <= MOST_PERIODS else [spans[0], spans[-1]]:
        yield words("caseload.head.with", years=years_text(period.first, period.last)), period.value
    if vacancy.share:
        share = share_text(vacancy.share, words)
        yield words("caseload.head.vacancy", year=last, share=share), load.with_vacancy(vacancy.share)[-1]


def _cadence_row(cadence: Cadence, caseloads: Sequence[float | None], words: Words) -> Entry:
    entry = cadence.entry
    label = words(f"caseload.when.{cadence.when}", cadence=entry.label.in_language(words.language))
    status = words(f"known.{entry.status}")
    status = status[:1].upper() + status[1:]
    if cadence.visits is None:
        return Entry(label, [words("caseload.no_fixed"), *(NONE for _ in caseloads)], "other", status)
    weekly = [a_week(caseload, cadence.visits) for caseload in caseloads]
    cells = [NONE if value is None else words.number(value, 1) for value in weekly]
    return Entry(label, [words.plain(cadence.visits), *cells], None, status)


# --- places an extra caseworker must save ------------------------------------------------------------------


def need_section(result: Result, words: Words) -> Html | None:
    """Full-year places that the pay of one extra caseworker equals, at the library's prices and the case's own."""
    found = extras(result)
    if not found:
        return None
    case, own = result.case, list(own_prices(result))
    rows = [row for price in own for row in _own_rows(price, found, words)]
    steps = step_prices(case)
    rows += [_step_row(price, price.entry, found, words) for price in steps if price.entry is not None]
    last = result.years[-1]
    head = ["", words("caseload.head.price", year=case.price_year)]
    each = found[:MOST_EACH]
    head += [words("caseload.head.each", line=extra.line.label, kr=words.kr(extra.each)) for extra in each]
    posts, kr = sum(extra.posts for extra in found), sum(extra.kr for extra in found)
    head.append(words("caseload.head.all", posts=figures([posts], words, 2)[0], year=last, kr=words.kr(kr)))
    caption = words("caseload.need.table", year=case.price_year)
    return tag(
        "section",
        tag("h2", words("caseload.need.title")),
        tag("p", words("caseload.need.claim"), class_="lead"),
        plain_table(caption, head, rows, words, " ".join(_need_notes(result, own, steps, len(found), words))),
    )


def _own_rows(price: OwnPrice, found: Sequence[Extra], words: Words) -> Iterator[Entry]:
    key = "moved" if isinstance(price.line, Mix) else "own"
    label = words(f"caseload.price.{key}", line=price.line.label)
    yield Entry(label, [words.kr(price.kr), *_needed(found, price.kr, price.kr, words)], "net")
    if price.net is not None and abs(price.net - price.kr) >= 0.5:
        label = words("caseload.price.net", line=price.line.label, year=price.year)
        yield Entry(label, [words.kr(price.net), *_needed(found, price.net, price.net, words)])


def _needed(found: Sequence[Extra], low: float, high: float, words: Words) -> Iterator[str]:
    amounts = [*(extra.each for extra in found[:MOST_EACH]), sum(extra.kr for extra in found)]
    for kr in amounts:
        fewest, most = places_needed(kr, high), places_needed(kr, low)
        texts = [NONE if value is None else _at_least(value, words) for value in (fewest, most)]
        yield texts[0] if texts[0] == texts[1] else "–".join(texts)


def _at_least(value: float, words: Words) -> str:
    """Rounded up: fewer places do not cover the pay."""
    return format_decimal(rounded(value, DECIMALS, up=True), words.language, DECIMALS)


def _step_row(price: StepPrice, entry: Reference, found: Sequence[Extra], words: Words) -> Entry:
    step = price.step.label.in_language(words.language)
    label = join(tag("span", step), ": ", entry.label.in_language(words.language))
    if price.low is None or price.high is None:
        return Entry(
            label, [_not_compared(price, entry, words), *(NONE for _ in range(min(len(found), MOST_EACH) + 1))], "other"
        )
    low, high = words.kr(price.low), words.kr(price.high)
    text = high if low == high else f"{words.amount(price.low, 'kr')}–{high}"
    return Entry(label, [text, *_needed(found, price.low, price.high, words)], None, _stated(entry, words))


def _stated(entry: Reference, words: Words) -> str:
    """What the library states and in which prices, so that the conversion can be followed."""
    low, high = entry.span or (0.0, 0.0)
    amount = words.kr(high) if low == high else f"{words.amount(low, 'kr')}–{words.kr(high)}"
    status = words(f"known.{entry.status}")
    return words("caseload.price.stated", amount=amount, year=entry.price_year, status=status)


def _not_compared(price: StepPrice, entry: Reference, words: Words) -> Html:
    """That the two are in different years' prices, and which rate is missing."""
    amount = _stated(entry, words)
    if not price.missing:
        return tag("small", words("caseload.price.no_year", amount=amount))
    years = said(year_spans(price.missing), words)
    return tag("small", words("caseload.price.missing", amount=amount, years=years))


def _need_notes(
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
