"""Control points on placements: how many they are, what they cost, and what would have happened anyway."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby, product

from budget.analysis.facts import (
    Between,
    Children,
    Count,
    Fact,
    Finding,
    InLibrary,
    Inside,
    KrSpan,
    Money,
    PerCent,
    Places,
    Remark,
    Said,
    WholeKr,
    listed,
    phrase,
    places_span,
)
from budget.analysis.references import Span, figure_span, lowest_band, reference_price, reference_span
from budget.case import library
from budget.case.models import AmountsSaving, Caseload, Placements, Projection, Provision, Saving, Volume
from budget.formulas import Result
from budget.formulas.projected import step_price
from budget.formulas.vocabulary import in_horizon

FEW = 10  # full-year places
ZERO_PLACES = 1e-9  # what the arithmetic may be off by
PARTS = ("", ".replacement", ".reimbursement")  # the rows of a line
PRICES = {"placements": ("unit_price",), "mix": ("price_from", "price_to")}


def path(line: Saving) -> str:
    """Where a finding about the line stands."""
    return f"savings.{line.id}"


def placements(result: Result) -> list[Placements]:
    """The lines of stopped or avoided placements."""
    return [line for line in result.case.savings if isinstance(line, Placements)]


def places_by_year(result: Result, line: Saving) -> dict[int, float]:
    """Full-year places of a line: worked out, or for stated amounts what the source says they equal."""
    if isinstance(line, Provision):
        row = result.row(f"{line.id}.{'saved' if isinstance(line, Projection) else 'places'}")
        return dict(zip(result.years, row.values, strict=True))
    stated = line.stated_places if isinstance(line, AmountsSaving) else None
    return dict.fromkeys(result.years, stated.value) if stated else {}


# ------------------------------------------------------------------ how many
def implied_price(result: Result) -> Iterator[Finding]:
    """The price per place that amount and places imply lies outside what the step costs."""
    for line in result.case.savings:
        if not isinstance(line, AmountsSaving) or line.stated_places is None:
            continue
        amount, stated = _highest_amount(result, line), figure_span(result, line, "stated_places", result.years[0])
        expected = reference_span(result.case, line.step, line.price_index)
        if amount is None or stated is None or expected is None:
            continue
        implied = Span(amount.low / stated.high, amount.value / stated.value, amount.high / stated.low)
        if _overlap(implied, expected) or implied.high <= 0:
            continue
        facts: dict[str, Fact] = {
            "amount": Money(amount.value),
            "places": places_span(stated.low, stated.high),
            "price": KrSpan(implied.low, implied.high),
        }
        level = _step_at(result, line, implied)
        if level:
            compared = reference_span(result.case, level, line.price_index) or expected
            facts["step"] = Inside(InLibrary(library.steps()[level].label))
            yield Finding(path(line), facts, remarks=compared.remarks("check.reference_unconverted"))
        else:
            facts["step"] = Inside(InLibrary(library.steps()[str(line.step)].label))
            facts["expected"] = KrSpan(expected.low, expected.high)
            yield Finding(path(line), facts, "outside", expected.remarks("check.reference_unconverted"))


def _highest_amount(result: Result, line: AmountsSaving) -> Span | None:
    """The amount of the year in which the most is planned: the places belong to the saving when it is in full."""
    found = [figure_span(result, line, "amounts", year) for year in result.years]
    return max((span for span in found if span), key=lambda span: span.value, default=None)


def _overlap(a: Span, b: Span) -> bool:
    return a.low <= b.high and b.low <= a.high


def _step_at(result: Result, line: Saving, implied: Span) -> str | None:
    """The other step whose prices are these, the one whose usual price is nearest; None where no step's are."""
    spans = {step: reference_span(result.case, step, line.price_index) for step in library.steps() if step != line.step}
    near = {step: abs(span.value - implied.value) for step, span in spans.items() if span and _overlap(implied, span)}
    return min(near, key=lambda step: near[step], default=None)


def exhaustion(result: Result) -> Iterator[Finding]:
    """More places saved on a step than there are; lines on the same step and service area draw on the same places."""
    for lines in _by_step(line for line in result.case.savings if line.stock is not None or _in_baseline(result, line)):
        years = [places_by_year(result, line) for line in lines]
        stock = _stock(result, lines)
        saved = {year: sum(by_year.get(year, 0.0) for by_year in years) for year in result.years}
        beyond = max(result.years, key=lambda year: saved[year] - stock[year])
        if saved[beyond] > stock[beyond] + ZERO_PLACES:
            facts = {"places": Places(saved[beyond]), "stock": Places(stock[beyond]), "step": place_name(lines[-1])}
            yield Finding(path(lines[-1]), facts)


def _in_baseline(result: Result, line: Saving) -> bool:
    return result.case.baseline is not None and line.step in result.case.baseline.steps


def _stock(result: Result, lines: Sequence[Saving]) -> dict[int, float]:
    """The full-year places that there are to save on the step: those stated, else those of the baseline."""
    stated = [line.stock.value for line in lines if line.stock]
    if stated:
        return dict.fromkeys(result.years, max(stated))
    row = in_horizon(result.row(f"baseline.{lines[0].step}.places"), result.case.early)
    return dict(zip(result.years, row.values, strict=True))


def _by_step(lines: Iterable[Saving]) -> Iterator[list[Saving]]:
    def where(line: Saving) -> tuple[str, ...]:
        return (line.step, line.service_area or "") if line.step else ("", "", line.id)

    for _, group in groupby(sorted(lines, key=where), key=where):
        yield list(group)


def place_name(line: Saving) -> Fact:
    """The step of the line, or the line itself where it names none."""
    if line.step is None:
        return phrase("check.quoted", text=line.label)
    return phrase("check.step", step=InLibrary(library.steps()[line.step].label))


def small_numbers(result: Result) -> Iterator[Finding]:
    """A handful of children carries the saving: the places of all lines together, and amounts with a step."""
    last = result.years[-1]
    lines = [line for line in result.case.savings if isinstance(line, Provision)]
    places = sum(places_by_year(result, line)[last] for line in lines)
    if ZERO_PLACES < places < FEW - ZERO_PLACES:
        rows = [result.book.rows.get(f"{line.id}{part}") for line in lines for part in PARTS]
        each = -sum(row.values[-1] for row in rows if row is not None) / places
        yield _few(path(lines[0]) if len(lines) == 1 else "savings", places, each)
    for line in result.case.savings:
        price = reference_price(result.case, line) if isinstance(line, AmountsSaving) else None
        if price is None:
            continue
        number = -result.row(f"{line.id}.fixed").values[-1] / price.value
        if ZERO_PLACES < number < FEW - ZERO_PLACES:
            yield _few(path(line), number, price.value, price.remarks("check.reference_unconverted"))


def _few(path: str, number: float, each: float, remarks: tuple[Remark, ...] = ()) -> Finding:
    return Finding(path, {"children": Children(number), "amount": Money(abs(each))}, remarks=remarks)


def caseload(result: Result) -> Iterator[Finding]:
    """The caseload after the hiring, in the year it is highest, against the benchmark."""
    for line in result.case.costs:
        if not isinstance(line, Caseload):
            continue
        target = result.book.entries[f"costs.{line.id}.target_caseload"]
        named = [*(figure.source for figure in target.figures().values()), line.source]
        benchmark = library.caseload_benchmark(named)
        values = result.row(f"{line.id}.caseload").values
        found = [(value, year) for value, year in zip(values, result.years, strict=True) if value is not None]
        highest, year = max(found, default=(0.0, result.years[0]))
        if highest <= benchmark + 1e-9:
            continue
        children = figure_span(result, line, "children", year)
        per_child = highest / children.value if children and children.value else 0.0
        span = (children.low * per_child, children.high * per_child) if children else (highest, highest)
        aim: Said = Count(benchmark)
        own_aim = figure_span(result, line, "target_caseload", year)
        if own_aim is None or own_aim.value != benchmark:
            aim = phrase("check.benchmark", benchmark=aim)
        yield Finding(f"costs.{line.id}", {"caseload": Between(Count(span[0]), Count(span[1])), "benchmark": aim})


# ------------------------------------------------------------------ what they cost
def no_replacement(result: Result) -> Iterator[Finding]:
    """Placements end, and nothing is budgeted instead."""
    if any(isinstance(line, Volume) for line in result.case.costs):
        return
    for line in placements(result):
        if line.replacement_price is None or line.replacement_price.value == 0:
            yield Finding(path(line))


def own_institution(result: Result) -> Iterator[Finding]:
    """Places in a residential institution without a word on what stays when one of them is empty."""
    for line in result.case.savings:
        if isinstance(line, Provision) and library.is_residential(line.step):
            stated = "fixed_share" in line.model_fields_set or line.capacity_from is not None
            if not stated:
                yield Finding(path(line))


def reimbursement(result: Result) -> Iterator[Finding]:
    """A gross price above the lowest limit of reimbursement, in a case that does not reckon with it."""
    lines = [line for line in result.case.savings if isinstance(line, Provision) and line.price_basis == "gross"]
    limit = lowest_band(result.case) if lines and result.case.reimbursement is None else None
    if limit is None:
        return
    for line in lines:
        price = max(_prices(result, line))
        if price > limit.value:
            facts: dict[str, Fact] = {"price": WholeKr(price), "limit": WholeKr(limit.value)}
            yield Finding(path(line), facts, remarks=limit.remarks("check.limit_unconverted"))


def _prices(result: Result, line: Provision) -> list[float]:
    """What a full-year place costs before reimbursement, kr in the prices of the case."""
    if isinstance(line, Projection) and result.case.baseline:
        return [float(step_price(result.book, step).value) for step in result.case.baseline.steps]
    spans = (figure_span(result, line, name, result.years[0]) for name in PRICES[line.kind])
    return [span.value for span in spans if span]


# ------------------------------------------------------------------ what would have happened anyway
def natural_exit(result: Result) -> Iterator[Finding]:
    """A saving that goes on as if none of those placed would have left: no exit, no end within the horizon."""
    if has_baseline(result):
        return
    horizon = 12 * result.case.years
    for line in placements(result):
        ends = line.duration_months is not None and line.duration_months.value <= horizon
        if not ends and line.natural_exit.value == 0 and line.natural_exit.source is None:
            yield Finding(path(line), {"share": PerCent(library.natural_exit())})


def flat_baseline(result: Result) -> Iterator[Finding]:
    """The saving is held against a number of placements that stands still."""
    lines = tuple(line for line in result.case.savings if isinstance(line, Provision))
    if lines and not has_baseline(result):
        yield Finding(path(lines[0]), lines=lines)


def has_baseline(result: Result) -> bool:
    """Whether the case says how many would be placed without the measure."""
    return result.case.baseline is not None


def both_exits(result: Result) -> Iterator[Finding]:
    """Dead weight and natural exit are both taken off the same placements."""
    for line in placements(result):
        if line.deadweight.value > 0 and line.natural_exit.value > 0:
            yield Finding(path(line))


def age_18(result: Result) -> Iterator[Finding]:
    """A placement that would have lasted without end, also past the age of 18."""
    for line in placements(result):
        if line.duration_months is None:
            yield Finding(path(line))


# ------------------------------------------------------------------ several cases
def double_counts(results: Sequence[Result]) -> Iterator[tuple[int, Finding]]:
    """Cases of one municipality that together save more places on a step than there are, by number of the case."""
    found = [
        (number, line)
        for number, result in enumerate(results)
        for line in result.case.savings
        if line.step is not None and places_by_year(result, line)
    ]

    def where(item: tuple[int, Saving]) -> tuple[str, str, str]:
        number, line = item
        return str(results[number].case.municipality), line.service_area or "", str(line.step)

    for _, group in groupby(sorted(found, key=where), key=where):
        yield from _counted_twice(results, list(group))
    for number, result in enumerate(results):
        yield from ((number, finding) for finding in _projected_too(result))


def _projected_too(result: Result) -> Iterator[Finding]:
    """Placements or a mix on a step whose places the case's projection changes as well."""
    projections = [line for line in result.case.savings if isinstance(line, Projection)]
    for line, other in product(projections, result.case.savings):
        row = result.book.rows.get(f"{line.id}.{other.step}.saved")
        if row is not None and any(abs(places) > ZERO_PLACES for places in row.values):
            facts: dict[str, Fact] = {"line": phrase("check.quoted", text=line.label), "step": place_name(other)}
            yield Finding(path(other), facts, "projected", lines=())


def _counted_twice(results: Sequence[Result], found: list[tuple[int, Saving]]) -> Iterator[tuple[int, Finding]]:
    stocks = [line.stock.value for _, line in found if line.stock is not None]
    by_year = [places_by_year(results[number], line) for number, line in found]
    years = {year for places in by_year for year in places}
    most = max(sum(places.get(year, 0.0) for places in by_year) for year in years)
    if len({number for number, _ in found}) < 2 or not stocks or most <= max(stocks) + ZERO_PLACES:
        return
    for number, line in found:
        others = dict.fromkeys(str(results[other].case.title) for other, _ in found if other != number)
        titles = listed(phrase("check.quoted", text=title) for title in others)
        yield number, Finding(path(line), {"places": phrase("check.places_on", step=place_name(line)), "cases": titles})
