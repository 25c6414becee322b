"""The table and its summary: lines, subtotals, net and what follows from it, in the order of the contract."""

import operator
from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import cached_property, reduce

from budget.case.models import Case, Line, Projection, Saving
from budget.case.paths import Entry
from budget.case.problems import refuse
from budget.formulas.book import FLAG, Book
from budget.formulas.line_rows import LineRows
from budget.formulas.lines import amount, lost_reimbursement, refund, replacement
from budget.formulas.prices import index, prepare_indices, price_factor
from budget.formulas.projected import avoided, totals
from budget.formulas.projection import without_measure
from budget.formulas.row import Row, alike
from budget.formulas.vocabulary import (
    at_least,
    at_most,
    balance,
    before,
    cents,
    first,
    highest,
    highest_onwards,
    in_horizon,
    is_above,
    is_at_most,
    last,
    link,
    nothing,
    over_years,
    ratio_of_kr,
    so_far,
    total,
    when,
)

PAYERS = ("other_municipality", "region", "state")
COURSE = ("stock", "entered", "left", "moved", "turned_18", "places")  # of every step, without the measure and with it
DRIVERS = ("fte", "caseload", "places", "presence", "saved", "avoided", *(f"course.{name}" for name in COURSE))
NO_AREA = "-"  # lines without a service area
LIST_KINDS = {"savings": "saving", "costs": "cost", "changes": "change", "incomes": "income"}
BLOCKS = (
    ("savings", ("saving", "replacement", "reimbursement")),
    ("costs", ("cost", "refund")),
    ("changes", ("change",)),
    ("incomes", ("income",)),
)
OWN = tuple(kind for _, kinds in BLOCKS for kind in kinds)  # the kinds of rows that the net is the sum of
SUMMARY = (
    "total_cost",
    "total_saving",
    "total_change",
    "total_income",
    "net",
    "first_balanced_year",
    "payback_year",
    "payback_years",
    "payback_year_budget",
    "discounted_payback_year",
    "peak_exposure",
    "npv",
    "saving_per_krone",
    "break_even_realisation",
    "last_year_net",
    "permanent_net",
)

YEAR_KEYS = (
    "first_balanced_year",
    "payback_year",
    "payback_years",
    "payback_year_budget",
    "discounted_payback_year",
)


@dataclass(frozen=True)
class Part:
    """One row to be of the table: its key, the line it comes from, its kind and its amount in fixed prices."""

    key: str
    line: Line
    kind: str
    fixed: Row
    name: str = ""


@dataclass(frozen=True)
class Result:
    """A worked-out case: the rows of the table, and every other row of the calculation by key."""

    case: Case
    prices: str
    years: list[int]
    rows: list[Row]
    book: Book

    def row(self, key: str) -> Row:
        """Any row of the calculation by its key; KeyError when there is none."""
        return self.book.rows[key]

    @property
    def entries(self) -> Collection[Entry]:
        """Every figure of the case, in its order."""
        return self.book.entries.values()

    @property
    def printed(self) -> list[Row]:
        """The rows a reader sees: no subtotal over one line alone, no empty income, no second net like the first."""
        counts = Counter(_subtotal_of(row) for row in self.rows)
        subtotals = {*(key for key, _ in BLOCKS), *(f"payer.{payer}" for payer in PAYERS)}
        alone = {key for key in subtotals if counts[key] < 2}
        return [row for row in self.rows if row.key not in alone and not self._repeats_net(row)]

    def _repeats_net(self, row: Row) -> bool:
        """Whether the row is the net of the budget, or its running sum, where that says no more than net does."""
        return row.key in ("net.budget", "accumulated.budget") and all(
            abs(a - b) < 0.005 for a, b in zip(self.row("net.budget").values, self.row("net").values, strict=True)
        )

    @property
    def areas(self) -> dict[str, tuple[float, ...]]:
        """Net by service area and year, kr; adds up to net."""
        keys = [*self.case.service_areas, ""]
        rows = {key: self.book.rows.get(f"areas.{key or NO_AREA}") for key in keys}
        return {key: row.values for key, row in rows.items() if row is not None}

    @property
    def drivers(self) -> list[Row]:
        """Posts, caseload, places and presence by line, the course of a projection by step, and the indices."""
        found = [r for r in self.book.rows.values() if r.name in DRIVERS or r.name.startswith("index.")]
        return [alike(in_horizon(row, self.case.early), row) if row.key in self.book.courses else row for row in found]

    @property
    def nothing_to_pay_back(self) -> bool:
        """Whether the net was never a cost that had run up by the end of a year: then there is no year of payback."""
        return float(self.row("summary.peak_exposure").value) < 0.005

    @cached_property
    def summary(self) -> dict[str, float | None]:
        """The key figures of contract section 3; amounts in kr, years as whole numbers."""
        return {key: _shown(key, self.row(f"summary.{key}").value) for key in SUMMARY}


def _subtotal_of(row: Row) -> str:
    """The key of the subtotal that a line's row is part of."""
    if row.kind == "other" and row.line is not None:
        return f"payer.{row.line.payer}"
    return next((key for key, kinds in BLOCKS if row.kind in kinds), "")


def _shown(key: str, value: float | None) -> float | None:
    if value is None:
        return None
    return int(value) if key in YEAR_KEYS else value + 0.0


def calculate(case: Case, prices: str = "fixed") -> Result:
    """Works out a case: every row year by year in kr and budget sign, unrounded.

    In the `fixed` prices of the case's price year, or the `current` prices of each year; CaseError when a rate for
    those is missing. `Result.rows` are the table in its order, `Result.summary` the key figures, `Result.row` any step.
    """
    if prices not in ("fixed", "current"):
        raise refuse("choice", "prices", read=prices, allowed="fixed, current")
    book = Book(case, prices)
    missing = book.missing_rate
    if prices == "current" and missing:
        raise refuse("missing_rate_current", f"indices.{missing[0]}.{missing[1]}", year=missing[1], index=missing[0])
    book.add("time.k", book.years - first(book.years), "k", "year")
    book.fixed_input("prices", float(prices == "current"), FLAG)
    prepare_indices(book)
    if case.baseline:
        without_measure(book)
    if missing is None:
        for name in ("wages", "prices", "total"):
            if any(line.price_index == name for line in case.lines()):
                index(book, name)
    parts = [part for line in case.lines() for part in _parts(book, line)]
    own = [part for part in parts if part.line.payer == "municipality"]
    others = [part for payer in PAYERS for part in parts if part.line.payer == payer]
    for part in own:
        book.add(f"{part.key}.fixed", part.fixed, "fixed", "kr", part.line)
    rows = [*_own_rows(book, own), *_other_rows(book, others)]
    if case.baseline:
        _totals(book)
    _areas(book, own)
    _summary(book, own)
    return Result(case, prices, case.horizon, rows, book)


def _parts(book: Book, line: Line) -> Iterator[Part]:
    rows = LineRows(book, line)
    own = amount(rows)
    yield Part(line.id, line, LIST_KINDS[book.lists[line.id]], own)
    refunded = refund(rows, own)  # refers to the line's own row, which gets its name as the table is made
    if refunded is not None:
        yield Part(f"{line.id}.refund", line, "refund", refunded, "refund")
    if isinstance(line, Saving):
        for kind, expression in (("replacement", replacement(rows)), ("reimbursement", lost_reimbursement(rows))):
            if expression is not None:
                yield Part(f"{line.id}.{kind}", line, kind, expression, kind)


def _in_prices(book: Book, part: Part, kind: str) -> Row:
    fixed, factor = book.rows[f"{part.key}.fixed"], price_factor(book, part.line.price_index)
    return book.add(part.key, link(fixed) if factor is None else fixed * factor, part.name, "kr", part.line, kind)


def _own_rows(book: Book, parts: list[Part]) -> list[Row]:
    for part in parts:
        price_factor(book, part.line.price_index)
    rows: list[Row] = []
    subtotals = []
    for key, kinds in BLOCKS:
        block = [_in_prices(book, part, part.kind) for part in parts if part.kind in kinds]
        subtotal = book.add(key, total(block, book.size), key, kind="subtotal")
        rows += [*block, subtotal]
        subtotals.append(subtotal)
    net = book.add("net", subtotals[0] + subtotals[1] + subtotals[2] + subtotals[3], "net", kind="net")
    rows += [net, book.add("accumulated", so_far(net), "accumulated", kind="accumulated")]
    rows += _of_the_budget(book, parts, net)
    return [*rows, *pool_rows(book, book.rows.get("net.budget", net))]


def _of_the_budget(book: Book, parts: list[Part], net: Row) -> list[Row]:
    """Net and its running sum without the savings that the budget is not cut by; a replacement is real money."""
    uncashed = [p for p in parts if isinstance(p.line, Saving) and not p.line.cashable and p.kind != "replacement"]
    found = [(book.rows[p.key], p.line) for p in uncashed]
    found += [(_avoided(book, p.line), p.line) for p in parts if isinstance(p.line, Projection) and p.key == p.line.id]
    if not found:
        return []
    links = [book.add(f"net.budget.{row.key}", link(row), "uncashed", "kr", line) for row, line in found]
    cut = book.add("net.budget", net - total(links, book.size), "net_budget", kind="subtotal")
    return [cut, book.add("accumulated.budget", so_far(cut), "accumulated_budget", kind="accumulated")]


def _avoided(book: Book, line: Line) -> Row:
    """What of a projection no budget is cut by, kr in the chosen prices; beside it what does cut the budget."""
    factor, found = price_factor(book, line.price_index), []
    for key, fixed in avoided(LineRows(book, line)).items():
        row = book.add(f"{line.id}{key}.avoided.fixed", fixed, f"avoided{key}.fixed", "kr", line)
        part = row if factor is None else row * factor
        found.append(book.add(f"{line.id}{key}.rise", part, f"avoided{key}", "kr", line))
        book.add(f"{line.id}{key}.cut", book.rows[f"{line.id}{key}"] - found[-1], f"cut{key}", "kr", line)
    return book.add(f"{line.id}.avoided", reduce(operator.add, found), "avoided", "kr", line)


def _totals(book: Book) -> None:
    """Both courses over all steps."""
    line = book.case.projection
    factor = price_factor(book, line.price_index) if line else None
    totals(book, LineRows(book, line) if line else None, factor)


def _other_rows(book: Book, parts: list[Part]) -> list[Row]:
    for part in parts:
        price_factor(book, part.line.price_index)
    rows: list[Row] = []
    for payer in PAYERS:
        mine = [part for part in parts if part.line.payer == payer]
        for part in mine:
            book.add(f"{part.key}.fixed", part.fixed, "fixed", "kr", part.line)
        block = [_in_prices(book, part, "other") for part in mine]
        if block:
            rows += [*block, book.add(f"payer.{payer}", total(block, book.size), f"payer.{payer}", kind="subtotal")]
    return rows


def _areas(book: Book, parts: list[Part]) -> None:
    for area in (*book.case.service_areas, ""):
        mine = [part for part in parts if (part.line.service_area or "") == area]
        if mine:
            key = f"areas.{area or NO_AREA}"
            links = [book.add(f"{key}.{p.key}", link(book.rows[p.key]), "area_part", "kr", p.line) for p in mine]
            book.add(key, total(links, book.size), "area", "kr")


def _summary(book: Book, parts: list[Part]) -> None:
    rows = book.rows
    net, accumulated = rows["net"], rows["accumulated"]
    fixed = book.add("net.fixed", total([rows[f"{p.key}.fixed"] for p in parts], book.size), "net_fixed")
    factor = book.add("discount", 1 / (1 + book.input("discount_rate")) ** rows["time.k"], "discount", "index")
    discounted = book.add("net.discounted", fixed * factor, "discounted")
    passing = [p for p in parts if p.line.nature != "permanent"]
    links = [book.add(f"net.permanent.{p.key}", link(rows[p.key]), "passing", "kr", p.line) for p in passing]
    permanent = book.add("net.permanent", net - total(links, book.size), "net_permanent") if links else net
    running = book.add("accumulated.discounted", so_far(discounted), "accumulated_discounted")
    budget = rows.get("accumulated.budget")
    watched = [row for row in (net, accumulated, budget, running) if row is not None]
    balanced = {row.key: _balanced(book, row) for row in watched}
    at_end = last(book.years)

    def add(key: str, row: Row, unit: str = "kr") -> Row:
        return book.add(f"summary.{key}", row, f"summary.{key}", unit)

    cost = add("total_cost", over_years(rows["costs"]))
    saving = add("total_saving", over_years(rows["savings"]))
    changed = add("total_change", over_years(rows["changes"]))
    income = add("total_income", over_years(rows["incomes"]))
    add("net", over_years(net))
    add("first_balanced_year", _year(over_years(balanced["net"]), over_years(balanced["net"]), at_end), "year")
    peak = add("peak_exposure", at_least(highest(accumulated), 0))
    paid = add("payback_year", _paid_back(balanced["accumulated"], peak, at_end), "year")
    add("payback_years", _paid_back(balanced["accumulated"], peak, at_end - first(book.years) + 1), "years")
    add(
        "payback_year_budget",
        link(paid) if budget is None else _paid_back(balanced[budget.key], budget, at_end),
        "year",
    )
    add("discounted_payback_year", _paid_back(balanced[running.key], running, at_end), "year")
    add("npv", over_years(discounted))
    add("saving_per_krone", ratio_of_kr(0 - saving, cost), "ratio")
    needed = at_least(book.input("levers.realisation") * (cost + changed + income), 0)
    proportional = not any(isinstance(p.line, Projection) for p in parts)  # a projection's saving is not
    share = ratio_of_kr(needed, 0 - saving) if proportional else nothing()
    add("break_even_realisation", share, "share")
    add("last_year_net", last(net))
    add("permanent_net", last(permanent))


def _balanced(book: Book, row: Row) -> Row:
    """1 from the first year from which the row stays at or below zero to the end."""
    stays = when(is_at_most(cents(highest_onwards(row)), 0), 1, 0)
    return book.add(f"{row.key}.balanced", stays, f"balanced.{row.key}", FLAG)


def _year(condition: Row, balanced: Row, end: Row) -> Row:
    """The end less the years that stand balanced, plus one: the first of them; no value unless the condition holds."""
    return when(is_above(condition, 0), end - balanced + 1, None)


def _paid_back(flags: Row, exposed: Row, end: Row) -> Row:
    """The first year from which a running sum stays paid back; no value where nothing was ever out to be paid."""
    most, years = exposed if exposed.constant else highest(exposed), over_years(flags)
    return _year(years * cents(most), years, end)


# ------------------------------------------------------------------ a pool
def pool_rows(book: Book, net: Row) -> list[Row]:
    """The pool's rows by year in the order of the table, kr in the chosen prices; none without a pool.

    `net` is the net of the budget: a saving that the budget is not cut by repays nothing.
    """
    pool = book.case.pool
    if pool is None:
        return []

    def add(key: str, row: Row) -> Row:
        named = book.add(f"pool.{key}", row, f"pool.{key}", kind="pool")
        named.about = pool.label
        return named

    need = add("need", at_least(net, 0))
    drawn = add("drawn", at_most(so_far(need), book.input("pool.cap")))
    draw = add("draw", drawn - before(drawn))
    saved = add("saved", at_least(0 - net, 0))
    start = book.fixed_input("pool.repay_from", float(pool.repay_from or book.case.first_year), "year")
    due = add("due", when(is_above(start, book.years), 0, saved * book.input("pool.repay_share")))
    interest_rate = book.input("pool.interest")
    left_over = add("balance", balance(draw - due, 1 + interest_rate))
    opening = add("opening", before(left_over))
    interest = add("interest", opening * interest_rate)
    repaid = add("repaid", at_most(opening + interest + draw, due))
    left = add("left", saved - repaid)
    return [draw, interest, repaid, left_over, left]
