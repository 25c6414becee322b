"""How one figure came about: the same rows as the table, walked down to the figures and their sources."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from budget.case import CaseError, find, refuse, with_scenario
from budget.case.models import Mix, Placements, Provision
from budget.formulas import Result, Row
from budget.shown.labels import figure_label, row_label, source_text, value_text
from budget.text import Words

PRICES = {"placements": ("unit_price", "replacement_price"), "mix": ("price_from", "price_to")}


@dataclass
class Node:
    """One step: what it is, its value, how it was worked out, where it comes from, and the steps beneath."""

    key: str
    label: str
    value: str
    formula: str = ""
    sources: list[str] = field(default_factory=list)
    children: list["Node"] = field(default_factory=list)

    def __str__(self) -> str:
        """The explanation as indented plain text, one step a line."""
        return "\n".join(self._lines(""))

    def _lines(self, indent: str) -> Iterator[str]:
        yield f"{indent}{self.label}: {self.value}"
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
    return _Walk(result, words, result.years.index(int(year))).node(result.row(key))


class _Walk:
    def __init__(self, result: Result, words: Words, year: int) -> None:
        self.result, self.words, self.year = result, words, year
        self.seen: set[str] = set()

    def node(self, row: Row) -> Node:
        """The row as a step; a row that was explained already only refers to it."""
        if row.op == "input":
            return self._input(row)
        label = row_label(row, self.words)
        value = value_text(row.at(self.year), row.unit, self.words)
        if row.key in self.seen:
            return Node(row.key, label, value, sources=[self.words("explain.above")])
        self.seen.add(row.key)
        shown = self._through(row)
        if shown.op == "input":
            found = self._input(shown)
            return Node(row.key, label, value, sources=found.sources)
        formula = Sentence(self.words, self.result.years, self.year).text(shown, top=True)
        node = Node(row.key, label, value, formula, self._remarks(row))
        node.children = [self.node(operand) for operand in named_operands(shown) if self._worth(operand)]
        return node

    def _through(self, row: Row) -> Row:
        """Past links and past a price index that fixed prices do not use, to what was really worked out."""
        while True:
            unused_index = row.op == "*" and row.operands[1].name == "factor" and self.result.prices == "fixed"
            if row.op == "link" or unused_index:
                row = row.operands[0]
            else:
                return row

    def _worth(self, row: Row) -> bool:
        """Structural rows (years, counting) say nothing that the formula does not say."""
        return row.key not in ("years", "time.k")

    def _input(self, row: Row) -> Node:
        words, book = self.words, self.result.book
        label = figure_label(row.key, row.line, words)
        node = Node(row.key, label, value_text(row.at(self.year), row.unit, words))
        entry = book.entries.get(row.key)
        found = entry.in_force(self.result.years[self.year]) if entry else None
        if entry is None:
            return node
        if found is None:
            node.value = words("explain.no_limit")
            return node
        given_year, figure = found
        if entry.series and given_year is not None and given_year != self.result.years[self.year]:
            node.sources.append(words("explain.carried", year=given_year))
        if figure.price_year is not None:
            node.sources.append(words("explain.price_year", year=figure.price_year))
        if figure.low is not None and figure.high is not None:
            low, high = (value_text(v, row.unit, words) for v in (figure.low, figure.high))
            node.sources.append(words("explain.range", low=low, high=high))
        node.sources += self._scenarios(row, figure.value)
        node.sources += self._provenance(row, figure.source, figure.quote, figure.note)
        if figure.unconfirmed:
            node.sources.append(words("explain.unconfirmed"))
        return node

    def _scenarios(self, row: Row, value: float) -> list[str]:
        """What each scenario of the case makes of the figure in this year, and whether that is what it is now."""
        found = []
        for scenario in self.result.case.scenarios:
            if not any(path == row.key or path.startswith(f"{row.key}.") for path in scenario.set):
                continue
            try:
                entry, _ = find(with_scenario(self.result.case, scenario.id), row.key)
            except CaseError:
                continue  # a scenario that no longer fits the case
            there = entry.in_force(self.result.years[self.year])
            if there is not None:
                key = "explain.in_scenario" if there[1].value == value else "explain.scenario"
                said = value_text(there[1].value, row.unit, self.words)
                found.append(self.words(key, scenario=scenario.label, value=said))
        return found

    def _provenance(self, row: Row, source: str | None, quote: str | None, note: str | None) -> list[str]:
        words, line, entry = self.words, row.line, self.result.book.entries[row.key]
        case = self.result.case
        owner = line or (case.levers if entry.path.startswith("levers.") else case)
        if entry.name in type(owner).model_fields and entry.name not in owner.model_fields_set:
            return [words("explain.default")]
        text = source_text(self.result.case.sources, source or (line.source if line else None))
        found = [words("explain.source", source=text)] if text else [words("explain.assumption")]
        quote = quote or (line.quote if line and not source else None)
        if quote:
            found.append(words("explain.quote", quote=quote))
        if note:
            found.append(words("explain.note", note=note))
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


def named_operands(row: Row) -> list[Row]:
    """The rows with a key that the row's formula refers to, each once, in reading order."""
    found: dict[str, Row] = {}
    for operand in row.operands:
        if operand.key:
            found.setdefault(operand.key, operand)
        else:
            found |= {r.key: r for r in named_operands(operand) if r.key not in found}
    return list(found.values())


class Sentence:
    """A row's formula in words and numbers, for one year."""

    def __init__(self, words: Words, years: list[int], year: int) -> None:
        self.words, self.years, self.year = words, years, year

    def text(self, row: Row, top: bool = False) -> str:
        """The formula; operands that have a name appear as their name and value."""
        if row.key and not top:
            return self._named(row)
        if row.op in ("+", "-", "*", "/", "^", "ratio"):
            return self._infix(row)
        if row.op == "literal":
            return self.words.plain(row.value)
        if row.op in ("total", "product"):
            sign = " + " if row.op == "total" else " × "
            return sign.join(self.text(r) for r in row.operands) or self.words.plain(0)
        writer = getattr(self, f"_{row.op}")
        return str(writer(row))

    def _named(self, row: Row) -> str:
        if row.key == "years":
            return str(self.years[self.year])
        label = row_label(row, self.words) if row.op != "input" else figure_label(row.key, None, self.words)
        return f"{self._short(row, label)} {value_text(row.at(self.year), row.unit, self.words)}"

    def _short(self, row: Row, label: str) -> str:
        """The label without the line's name, which stands above already."""
        return label.removesuffix(f": {row.line.label}") if row.line and row.name else label

    def _infix(self, row: Row) -> str:
        sign = {"+": "+", "-": "-", "*": "×", "/": "/", "ratio": "/", "^": "^"}[row.op]
        left, right = row.operands
        if row.op == "-" and left.op == "literal" and left.value == 0:
            return f"-({self.text(right)})" if not right.key else f"-{self.text(right)}"
        return f"{self._operand(left, sign)} {sign} {self._operand(right, sign)}"

    def _operand(self, row: Row, sign: str) -> str:
        text = self.text(row)
        weaker = not row.key and row.op in ("+", "-", "max", "min", "when", "spread") and sign in ("×", "/", "^", "-")
        return f"({text})" if weaker else text

    def _max(self, row: Row) -> str:
        a, b = row.operands
        return f"{self._operand(a, '-')}, {self.words('explain.at_least', low=self.text(b))}"

    def _min(self, row: Row) -> str:
        a, b = row.operands
        if b.constant and b.value is None:
            return self.text(a)
        return f"{self._operand(a, '-')}, {self.words('explain.at_most', high=self.text(b))}"

    def _when(self, row: Row) -> str:
        condition, then, otherwise = row.operands
        key = "explain.above_than" if condition.op == ">" else "explain.at_most_than"
        said = self.words(key, left=self.text(condition.operands[0]), right=self.text(condition.operands[1]))
        return self.words("explain.when", then=self.text(then), condition=said, otherwise=self.text(otherwise))

    def _null(self, row: Row) -> str:
        return self.words("explain.nothing")

    def _link(self, row: Row) -> str:
        return self.text(row.operands[0])

    def _abs(self, row: Row) -> str:
        return self.words("explain.distance", row=self.text(row.operands[0]))

    def _cents(self, row: Row) -> str:
        return self.words("explain.cents", row=self.text(row.operands[0]))

    def _whole(self, row: Row) -> str:
        return self.words("explain.whole", row=self.text(row.operands[0]))

    def _so_far(self, row: Row) -> str:
        inner = row.operands[0]
        terms = " + ".join(self._value(inner, i) for i in range(self.year + 1))
        year = self.years[self.year]
        return f"{self.words('explain.so_far', row=self._label(inner), year=year)}: {terms}"

    def _over_years(self, row: Row) -> str:
        inner = row.operands[0]
        terms = " + ".join(self._value(inner, i) for i in range(len(self.years)))
        return self.words("explain.over_years", row=self._label(inner), terms=terms)

    def _chained(self, row: Row) -> str:
        return self.words("explain.chained", row=self._label(row.operands[0]), year=self.years[self.year])

    def _product_of_years(self, row: Row) -> str:
        start, end = row.params
        return " × ".join(self._value(row.operands[0], i) for i in range(start, end + 1))

    def _before(self, row: Row) -> str:
        inner = row.operands[0]
        value = self._value(inner, self.year - 1) if self.year else self.words.plain(0)
        return f"{self.words('explain.before', row=self._label(inner))} {value}"

    def _highest(self, row: Row) -> str:
        return self.words("explain.highest", row=self._label(row.operands[0]))

    def _highest_onwards(self, row: Row) -> str:
        return self.words("explain.highest_onwards", row=self._label(row.operands[0]), year=self.years[self.year])

    def _in_year(self, row: Row) -> str:
        inner, (year,) = row.operands[0], row.params
        if inner.key == "years":
            return str(self.years[year])
        said = self.words("explain.in_year", row=self._label(inner), year=self.years[year])
        return f"{said} {self._value(inner, year)}"

    def _spread(self, row: Row) -> str:
        x, weights, _ = row.operands
        terms = [
            f"{self._value(x, s)} ({self.years[s]}) × {value_text(weights.at(self.year - s), weights.unit, self.words)}"
            for s in range(self.year + 1)
            if x.at(s) and weights.at(self.year - s)
        ]
        return " + ".join(terms) or self.words.plain(0)

    def _label(self, row: Row) -> str:
        return row_label(row, self.words) if row.op != "input" else figure_label(row.key, None, self.words)

    def _value(self, row: Row, year: int) -> str:
        if not row.key and row.op == "input":
            return self.words.plain(row.at(year))
        return value_text(row.at(year), row.unit, self.words)
