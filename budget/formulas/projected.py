"""What a projection saves: the places without the measure less those with it, in kr, and what of it cuts the budget."""

import operator
from functools import reduce

from budget.case.models import Line, Provision
from budget.formulas.book import Book
from budget.formulas.line_rows import LineRows, variable_share
from budget.formulas.prices import in_case_prices
from budget.formulas.projection import Course
from budget.formulas.reimbursement import by_bands
from budget.formulas.row import Row
from budget.formulas.vocabulary import at_least, first, in_horizon, link


def projected_saving(line: LineRows) -> Row:
    """The places saved on every step at their price; what is fixed of it is saved only later, added places cost all."""
    Course(line.book, line)
    steps = _steps(line)
    saved = []
    for step in steps:
        fewer_there = _places(line.book, "baseline", step) - _places(line.book, line.line.id, step)
        saved.append(_add(line, step, "saved", fewer_there, "places"))
    line.book.add(f"{line.line.id}.saved", _sum(saved), "saved", "places", line.line)
    amounts = []
    for step, places in zip(steps, saved, strict=True):
        fewer = _add(line, step, "fewer", at_least(places, 0), "places")
        amount = (variable_share(line) * fewer + (places - fewer)) * step_price(line.book, step)
        amounts.append(_add(line, step, "amount", amount, "kr"))
    return 0 - _sum(amounts)


def projected_reimbursement(line: LineRows) -> Row:
    """State reimbursement that falls away with the places saved, kr."""
    lost = [_row(line, step, "saved") * _reimbursed(line, step) for step in _steps(line)]
    return _sum([_add(line, step, "lost", row, "kr") for step, row in zip(_steps(line), lost, strict=True)])


def avoided(line: LineRows) -> dict[str, Row]:
    """What of the saving the budget has no places for, in fixed prices: a rise avoided, and no cut.

    Under the key of the row of the line that it is part of: the saving itself, and the reimbursement lost.
    """
    worth: list[Row] = []
    lost: list[Row] = []
    for step in _steps(line):
        cut = at_least(_budgeted(line.book, step) - _places(line.book, line.line.id, step), 0)
        beyond = _add(line, step, "beyond", at_least(_row(line, step, "fewer") - cut, 0), "places")
        saved = beyond * variable_share(line) * step_price(line.book, step)
        worth.append(_add(line, step, "avoided", saved, "kr"))
        if is_reimbursed(line):
            lost.append(_add(line, step, "avoided_lost", beyond * _reimbursed(line, step), "kr"))
    return {"": 0 - _sum(worth)} | ({".reimbursement": _sum(lost)} if lost else {})


def totals(book: Book, line: LineRows | None, factor: Row | None) -> None:
    """Over all steps: the places without the measure, with it and in the budget, what of those saved cuts it, and what
    both courses cost in the chosen prices. Nothing else is worked out of these rows: they are for the eye.
    """
    assert book.case.baseline is not None
    steps = list(book.case.baseline.steps)
    without = [_places(book, "baseline", step) for step in steps]
    book.add("baseline.places", _sum(without), "places.without", "places")
    budget = [
        _of_step(book, f"baseline.{step}.budget", link(_budgeted(book, step)), "step.budget", step) for step in steps
    ]
    book.add("baseline.budget", _sum(budget), "places.budget", "places")
    if line is None:
        return
    id = line.line.id
    if f"{id}.{steps[0]}.beyond" not in book.rows:
        avoided(line)  # another payer's: the budget is not cut by it either
    book.add(f"{id}.places", _sum([_places(book, id, step) for step in steps]), "places.with", "places", line.line)
    within = [
        _add(line, step, "within", _row(line, step, "saved") - _row(line, step, "beyond"), "places") for step in steps
    ]
    book.add(f"{id}.within", _sum(within), "within", "places", line.line)
    book.add(f"{id}.beyond", _sum([_row(line, step, "beyond") for step in steps]), "beyond", "places", line.line)
    for course, owner, name in (("baseline", None, "cost.without"), (id, line.line, "cost.with")):
        found = []
        for step in steps:
            cost = _places(book, course, step) * step_price(book, step)
            cost = cost if factor is None else cost * factor
            found.append(_of_step(book, f"{course}.{step}.cost", cost, "course.cost", step, "kr", owner))
        book.add(f"{course}.cost", _sum(found), name, "kr", owner)


def _of_step(
    book: Book, key: str, row: Row, name: str, step: str, unit: str = "places", line: Line | None = None
) -> Row:
    found = book.add(key, row, name, unit, line)
    found.about = step
    return found


def step_price(book: Book, step: str) -> Row:
    """The price of a full-year place on the step, kr in the prices of the case."""
    entry = book.entries[f"baseline.{step}.price"]
    return in_case_prices(book, entry, book.input(entry.path))


def is_reimbursed(line: LineRows) -> bool:
    """Whether the saving loses reimbursement: the case has a rule, and the prices are before it."""
    assert isinstance(line.line, Provision)
    return line.book.case.reimbursement is not None and line.line.price_basis == "gross"


def _reimbursed(line: LineRows, step: str) -> Row:
    key = f"{line.line.id}.{step}.reimbursed"
    if key not in line.book.rows:
        by_bands(line, key, step_price(line.book, step), "step.reimbursed", step)
    return line.book.rows[key]


def _budgeted(book: Book, step: str) -> Row:
    """The full-year places that today's budget pays for: as stated, else as many as the children placed on `as_of`."""
    path = f"baseline.{step}.budget_places"
    stated = book.entries[path].given is not None
    return book.input(path) if stated else first(book.rows[f"baseline.{step}.stock"])


def _steps(line: LineRows) -> list[str]:
    assert line.book.case.baseline is not None
    return list(line.book.case.baseline.steps)


def _places(book: Book, course: str, step: str) -> Row:
    return in_horizon(book.rows[f"{course}.{step}.places"], book.case.early)


def _row(line: LineRows, step: str, key: str) -> Row:
    return line.book.rows[f"{line.line.id}.{step}.{key}"]


def _add(line: LineRows, step: str, key: str, row: Row, unit: str) -> Row:
    return _of_step(line.book, f"{line.line.id}.{step}.{key}", row, f"step.{key}", step, unit, line.line)


def _sum(rows: list[Row]) -> Row:
    return reduce(operator.add, rows)
