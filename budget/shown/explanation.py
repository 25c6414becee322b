"""How one figure came about: the same rows as the table, walked down to the figures and their sources."""

import math
from collections.abc import Iterator
from dataclasses import dataclass, field

from budget.case import CaseError, Entry, Figure, find, refuse, with_scenario
from budget.case.figures import source_key
from budget.case.models import Mix, Placements, Provision
from budget.formulas import Result, Row
from budget.shown.arithmetic import calculation_text
from budget.shown.changed import was_text
from budget.shown.labels import figure_label, prices_text, row_label, source_text, value_text
from budget.text import Words
from budget.text.numbers import rounded

AGES = ("course.age", "course.entered_age", "course.gone_age")  # rows of one age each
ONE_BRANCH = ("course.age", "course.short")  # of which only what holds in the year is said
PRICES = {"placements": ("unit_price", "replacement_price"), "mix": ("price_from", "price_to")}


@dataclass
class Node:
    """One step: what it is, its value, how it was worked out, where it comes from, and the steps beneath.

    `typed` says of a budget line that its amount stands as it was typed: there is nothing to work out.
    """

    key: str
    label: str
    value: str
    formula: str = ""
    sources: list[str] = field(default_factory=list)
    children: list["Node"] = field(default_factory=list)
    typed: str = ""

    def __str__(self) -> str:
        """The explanation as indented plain text, one step a line."""
        return "\n".join(self._lines(""))

    def _lines(self, indent: str) -> Iterator[str]:
        yield f"{indent}{self.label}: {self.value}"
        if self.typed:
            yield f"{indent}  {self.typed}"
        if self.formula:
            yield f"{indent}  = {self.formula}"
        yield from (f"{indent}  {source}" for source in self.sources)
        for child in self.children:
            yield from child._lines(f"{indent}  ")


def explain(result: Result, key: str, year: int | str, words: Words) -> Node:
    """The figure of a row in a year, down to its sources; CaseError for an unknown row or year."""
    if key not in result.book.rows:
        raise refuse("unknown_row", result.case.id, read=key, known=", ".join(row.key for row in result.rows))
    if str(year) not in map(str, result.years):
        raise refuse("unknown_year", result.case.id, read=str(year), known=", ".join(map(str, result.years)))
    row = result.row(key)
    return Walk(result, words).node(row, result.years.index(int(year)) + early(row, result))


def early(row: Row, result: Result) -> int:
    """How many years the row begins before the first one: those of a projection."""
    return 0 if row.constant else len(row.values) - len(result.years)


class Walk:
    """The steps of one result: each row and year is explained once, and after that referred to."""

    def __init__(self, result: Result, words: Words) -> None:
        self.result, self.words = result, words
        self.seen: set[tuple[str, int]] = set()

    def node(self, row: Row, year: int, other: bool = False) -> Node:
        """The row as a step; one that was explained already only refers to it. `other`: of another year than asked."""
        said = self._calendar(row, year) if other and not row.constant else None
        if row.op == "input":
            return self._input(row, year, said)
        if row.name == "growth" and row.constant:
            said = int(row.key.rpartition(".")[2])  # the rate into one year outside the horizon
        label = row_label(row, self.words)
        label = label if said is None else f"{label}, {said}"
        value = value_text(row.at(year), row.unit, self.words)
        place = (row.key, 0 if row.constant else year)
        if place in self.seen:
            return Node(row.key, label, value, sources=[self.words("explain.above")])
        self.seen.add(place)
        shown = self._through(row, year)
        if shown.op == "input":
            found = self._input(shown, year, said)
            return Node(row.key, label, value, sources=found.sources)
        years = self.result.case.projected if early(row, self.result) else self.result.years
        formula = calculation_text(shown, self.words, years, year, row.unit)
        node = Node(
            row.key, label, value, formula, [*self._remarks(row), *balances(row, year, self.result, self.words)]
        )
        self._as_typed(node, row, year)
        steps = (operand for operand in _used(shown, year) if self._worth(*operand))
        node.children = [self.node(o, used, other or not self._same_year(row, year, o, used)) for o, used in steps]
        return node

    def _as_typed(self, node: Node, row: Row, year: int) -> None:
        """Says of a line whose amount nothing has been added to or taken from that it is the one that was typed."""
        line, book = row.line, self.result.book
        if line is None or line.kind != "amounts" or row.key != line.id:
            return
        entry = book.entries[f"{book.lists[line.id]}.{line.id}.amounts"]
        found = entry.in_force(self._calendar(row, year))
        if found is None or not row.at(year) or abs(row.at(year)) != abs(found[1].value) or found[1].converted_from:
            return
        given, figure = found
        carried = given is not None and given != self._calendar(row, year)
        sourced = source_text(self.result.case.sources, source_key(figure, entry.origin))
        key = "carried" if carried else "user" if figure.was else "source" if sourced else "assumption"
        facts = {"value": value_text(figure.value, "kr", self.words), "year": given}
        node.typed = self.words(f"explain.typed.{key}", **facts)
        if figure.unadjusted:
            node.sources.append(prices_text(figure, self.words))
        node.sources += self._provenance(row, entry, figure, carried=True)

    def _calendar(self, row: Row, year: int) -> int:
        return self.result.years[0] - early(row, self.result) + year

    def _same_year(self, row: Row, year: int, operand: Row, used: int) -> bool:
        return operand.constant or self._calendar(row, year) == self._calendar(operand, used)

    def _through(self, row: Row, year: int) -> Row:
        """Past links, the switch of the prices and what does not hold in the year, to what was worked out."""
        while True:
            unused_index = row.op == "*" and row.operands[1].name == "factor" and self.result.prices == "fixed"
            none_leave = row.op == "*" and row.operands[1].op == "mean_weight" and set(row.operands[1].values) == {1.0}
            if row.op == "when" and row.name == "factor":
                row = row.operands[1 if self.result.prices == "current" else 2]
            elif row.op == "when" and row.name in ONE_BRANCH:
                row = row.operands[1 if row.operands[0].at(year) else 2]
            elif row.op == "max" and row.name == "course.keep" and row.at(year) == row.operands[0].at(year):
                row = row.operands[0]  # more than nobody stays
            elif row.op == "link" or unused_index or none_leave:
                row = row.operands[0]
            else:
                return row

    def _worth(self, row: Row, year: int) -> bool:
        """Structural rows (years, counting) say nothing that the formula does not say, nor does an exit of none."""
        return row.key not in ("years", "time.k") and (row.name != "exit_span" or bool(row.at(year)))

    def _input(self, row: Row, year: int, said: int | None = None) -> Node:
        words, calendar = self.words, self._calendar(row, year)
        node = Node(row.key, figure_label(row.key, row.line, words, said), value_text(row.at(year), row.unit, words))
        entry = self.result.book.entries.get(row.key)
        if entry is None:
            series, _, calendar_text = row.key.rpartition(".")
            entry = self.result.book.entries.get(series)
            if entry is None or not entry.path.startswith("indices."):
                return node  # structure: a month, a year or the switch of the prices
            calendar = int(calendar_text)  # a rate outside the horizon
            node.label = figure_label(series, None, words, calendar)
        found = entry.in_force(calendar)
        if found is None:
            node.value = words("explain.no_limit" if row.at(year) is None else "explain.not_given")
            return node
        given_year, figure = found
        carried = entry.series and given_year is not None and given_year != calendar
        if carried:
            node.sources.append(words("explain.carried", year=given_year))
        if figure.price_year is not None:
            node.sources.append(prices_text(figure, words))
        if figure.low is not None and figure.high is not None:
            low, high = (value_text(v, row.unit, words) for v in (figure.low, figure.high))
            node.sources.append(words("explain.range", low=low, high=high))
        node.sources += self._scenarios(row, figure.value, calendar)
        node.sources += self._provenance(row, entry, figure, carried)
        if figure.unconfirmed:
            node.sources.append(words("explain.unconfirmed"))
        return node

    def _scenarios(self, row: Row, value: float, year: int) -> list[str]:
        """What each scenario of the case makes of the figure in this year, and whether that is what it is now."""
        found = []
        for scenario in self.result.case.scenarios:
            if not any(path == row.key or path.startswith(f"{row.key}.") for path in scenario.set):
                continue
            try:
                entry, _ = find(with_scenario(self.result.case, scenario.id), row.key)
            except CaseError:
                continue  # a scenario that no longer fits the case
            there = entry.in_force(year)
            if there is not None:
                key = "explain.in_scenario" if there[1].value == value else "explain.scenario"
                said = value_text(there[1].value, row.unit, self.words)
                found.append(self.words(key, scenario=scenario.label, value=said))
        return found

    def _provenance(self, row: Row, entry: Entry, figure: Figure, carried: bool) -> list[str]:
        """Where a figure comes from: its own source or its line's, or that it has none."""
        words, line, case = self.words, row.line, self.result.case
        if not entry.stated:
            return [words("explain.default")]
        was = was_text(figure, entry.key.unit, case.sources, words)
        text = source_text(case.sources, source_key(figure, entry.origin))
        if not text:
            found = [was or words("explain.assumption")]
        else:
            typed = [words("explain.as_typed")] if entry.name == "amounts" and not carried else []
            found = [words("explain.source", source=text), *typed]
        quote = figure.quote or (line.quote if line and not figure.source and not was else None)
        if quote:
            found.append(words("explain.quote", quote=quote))
        if figure.note:
            found.append(words("explain.note", note=figure.note))
        return found

    def _remarks(self, row: Row) -> list[str]:
        """What a reader must know of a placement or mix line: prices after reimbursement, and what a delay does."""
        line = row.line
        if not isinstance(line, Provision) or row.key != line.id:
            return []
        words, remarks = self.words, []
        if isinstance(line, Placements) and line.duration_months is not None:
            remarks.append(words("explain.delay_rule"))
        if not isinstance(line, Mix | Placements):
            return remarks
        rows = self.result.book.rows
        for name in PRICES[line.kind]:
            refund = rows.get(f"{line.id}.{name}.reimbursed")
            if refund is not None:
                price = self._price(line.id, name)
                label = words(f"key.{name}")
                remarks.append(
                    words(
                        "explain.after_reimbursement",
                        label=label,
                        price=words.kr(price),
                        net=words.kr(price - refund.value),
                    )
                )
        if len(remarks) and self.result.case.reimbursement and line.price_basis == "gross":
            remarks.append(words("explain.reimbursement_rule"))
        return remarks

    def _price(self, id: str, name: str) -> float:
        book = self.result.book
        converted = book.rows.get(f"{id}.{name}")
        return float(converted.value if converted is not None else book.inputs[f"savings.{id}.{name}"].value)


def balances(row: Row, year: int, result: Result, words: Words) -> list[str]:
    """What became of the children of a step in each year so far, in words; nothing for any other row."""
    if row.name != "course.places":
        return []
    course = row.key.removesuffix(".places")
    return [balance(course, number, result, words) for number in range(year + 1)]


def balance(course: str, number: int, result: Result, words: Words) -> str:
    """One year of a step in one course, in a sentence whose figures add up as they stand."""
    shown = whole_balance(course, number, result)
    said = {name: words.plain(abs(value) / 10) for name, value in shown.items()}
    key = "explain.balance_moved" if result.row(f"{course}.moved").values[number] else "explain.balance"
    places = words.plain(float(result.row(f"{course}.places").values[number]), 1)
    return words(key, year=result.case.projected[number], **{**said, "places": places})


def whole_balance(course: str, number: int, result: Result) -> dict[str, int]:
    """The children of a step at the beginning and the end of a year and what lies between, in tenths that add up."""
    exact = {name: float(result.row(f"{course}.{name}").values[number]) for name in ("stock", *FLOWS)}
    signed = [exact[name] * sign for name, sign in FLOWS.items()]
    start, end = (int(rounded(value * 10, 0)) for value in (exact["stock"], exact["stock"] + sum(signed)))
    return {"stock": start, **dict(zip(FLOWS, in_tenths(signed, end - start), strict=True)), "end": end}


FLOWS = {"entered": 1, "turned_18": -1, "moved": -1, "left": -1}


def in_tenths(values: list[float], wanted: int) -> list[int]:
    """The values in whole tenths that come to so many in all: those nearest to the other side are moved."""
    down = [math.floor(value * 10) for value in values]
    order = sorted(range(len(values)), key=lambda n: down[n] - values[n] * 10)
    for n in order[: wanted - sum(down)]:
        down[n] += 1
    return down


def _used(row: Row, year: int) -> list[tuple[Row, int]]:
    """The named rows that the row's calculation in a year refers to, each with the year whose value it takes."""
    if row.op == "product_of_years":
        start, end = row.params
        return [(row.operands[0], used) for used in range(start, end + 1)]
    if row.op == "in_year":
        return [(row.operands[0], row.params[0])]
    if row.op == "spread":
        x, weights, _ = row.operands
        return [*((x, used) for used in range(year + 1) if x.at(used) and weights.at(year - used)), (weights, year)]
    if row.op == "in_horizon":
        return [(row.operands[0], year + row.params[0])]
    if row.op == "before" and not row.operands[0].key:
        return _used(row.operands[0], year - 1)
    found: dict[tuple[str, int], tuple[Row, int]] = {}
    for operand in row.operands:
        for one, used in [(operand, year)] if operand.key else _used(operand, year):
            for step in _without_ages(one, used):
                found.setdefault((step[0].key, step[1]), step)
    return list(found.values())


def _without_ages(row: Row, year: int) -> list[tuple[Row, int]]:
    """A step; of the rows by age, of which there are many, what they are all made of in the year and at the start."""
    if row.name not in AGES:
        return [(row, year)]
    if row.name != "course.age":
        return _used(row, year)
    at_first = row.operands[2]  # the years between are told in a sentence each
    return [(at_first, year)] if at_first.key else []


def named_operands(row: Row) -> list[Row]:
    """The rows with a key that the row's formula refers to, each once, in reading order."""
    found: dict[str, Row] = {}
    for operand in row.operands:
        if operand.key:
            found.setdefault(operand.key, operand)
        else:
            found |= {r.key: r for r in named_operands(operand) if r.key not in found}
    return list(found.values())
