"""The engine's rows as Excel formulas: the same operators with cell addresses at the leaves.

A formula is written once per row as a template, with {c} for the column's letter and {p} for the column to the
left; filling it in copies the row to the right.
"""

from collections.abc import Callable, Mapping

from budget.formulas.row import Row

Places = Mapping[str, tuple[str, int]]
FIRST = 5  # the column of the first year, counted from 0; E, the column of constants, stands before it


class FormulaWriter:
    """Writes formulas for the sheet `home`, given where every named row stands: key to (sheet, row number).

    The figures of the case have places of their own: `pool.interest` is a figure, and also the row that it gives.
    """

    def __init__(self, places: Places, inputs: Places, home: str, last_column: str, years_row: int = 1) -> None:
        self.places, self.inputs, self.home, self.last = places, inputs, home, last_column
        self.years_row = years_row
        self.columns: list[str] = []

    def template(self, row: Row) -> str:
        """The formula of a named row, without the leading equals sign."""
        return self._expression(row, row.constant)

    def reference(self, row: Row, constant: bool) -> str:
        """The cell of a row in this column; of a constant the cell in E."""
        if row.key == "years":
            return f"{{c}}${self.years_row}"
        sheet, number = self._place(row)
        return f"{sheet}$E${number}" if row.constant or constant else f"{sheet}{{c}}{number}"

    def _in_horizon(self, row: Row, constant: bool) -> str:
        """A cell of the projection, whose years begin before those of this sheet."""
        sheet, number = self._place(row.operands[0])
        return f"{sheet}{{later}}{number}"

    def _place(self, row: Row) -> tuple[str, int]:
        sheet, number = (self.inputs if row.op == "input" else self.places)[row.key]
        return ("" if sheet == self.home else f"{sheet}!"), number

    def _operand(self, row: Row, constant: bool, tight: bool = True) -> str:
        """An operand; a formula of weaker binding gets brackets, whatever the precedence would do."""
        if row.key:
            return self.reference(row, constant)
        text = self._expression(row, constant)
        return f"({text})" if tight and row.op in ("+", "-", "*", "/", "^") else text

    def _expression(self, row: Row, constant: bool) -> str:
        if row.op in ("+", "-", "*", "/", "^"):
            left, right = row.operands
            loose = {"+": ("+", "-", "*", "/"), "*": ("*",), "-": ("+", "-", "*", "/"), "/": ("*",)}.get(row.op, ())
            a = self._operand(left, constant, left.op not in loose)
            b = self._operand(right, constant, not (row.op == "+" and right.op in ("*", "/")))
            return f"{a}{row.op}{b}"
        writer: Callable[[Row, bool], str] = getattr(self, f"_{WRITERS.get(row.op, row.op)}")
        return writer(row, constant)

    def _literal(self, row: Row, constant: bool) -> str:
        return f"{row.value:.0f}"

    def _null(self, row: Row, constant: bool) -> str:
        return '""'

    def _link(self, row: Row, constant: bool) -> str:
        return self._operand(row.operands[0], constant, tight=False)

    def _call(self, row: Row, constant: bool) -> str:
        inner = ",".join(self._operand(r, constant, tight=False) for r in row.operands)
        return f"{row.op.upper()}({inner})"

    def _cents(self, row: Row, constant: bool) -> str:
        return f"ROUND({self._operand(row.operands[0], constant, tight=False)},2)"

    def _whole(self, row: Row, constant: bool) -> str:
        return f"ROUNDUP(ROUND({self._operand(row.operands[0], constant, tight=False)},9),0)"

    def _compare(self, row: Row, constant: bool) -> str:
        left, right = row.operands
        return f"{self._operand(left, constant, False)}{row.op}{self._operand(right, constant, False)}"

    def _when(self, row: Row, constant: bool) -> str:
        return f"IF({','.join(self._operand(r, constant, tight=False) for r in row.operands)})"

    def _ratio(self, row: Row, constant: bool) -> str:
        a, b = (self._operand(r, constant) for r in row.operands)
        test = f"ROUND({b},{row.params[0]})" if row.params else b
        return f'IF({test}>0,{a}/{b},"")'

    def _quotient(self, row: Row, constant: bool) -> str:
        a, b = (self._operand(r, constant) for r in row.operands)
        return f"IF({b}=0,0,{a}/{b})"

    def _mean_weight(self, row: Row, constant: bool) -> str:
        """With e^(-x) and its own logarithm, no digits are lost however short the span is."""
        x = self._operand(row.operands[0], constant)
        return f"IF(EXP(-{x})<1,(EXP(-{x})-1)/LN(EXP(-{x})),1)"

    def _centre(self, row: Row, constant: bool) -> str:
        x = self._operand(row.operands[0], constant)
        return f"IF(60*{x}>1,1/LN(EXP({x}))-1/(EXP({x})-1),1/2-{x}/12+{x}^3/12/60)"

    def _balance(self, row: Row, constant: bool) -> str:
        """Refers to the cell to its left; the empty cell before the first year is 0."""
        sheet, number = self._place(row)
        flow, factor = row.operands
        return f"MAX({sheet}{{p}}{number}*{self._operand(factor, constant)}+{self._operand(flow, constant, False)},0)"

    def _total(self, row: Row, constant: bool) -> str:
        return self._below("SUM({{c}}{}:{{c}}{})", row, constant) if row.operands else "0"

    def _product(self, row: Row, constant: bool) -> str:
        return self._below("PRODUCT($E${}:$E${})", row, constant)

    def _below(self, call: str, row: Row, constant: bool) -> str:
        """A call on rows that stand one below the other."""
        numbers = [self.places[r.key][1] for r in row.operands]
        if len(numbers) == 1:
            return self.reference(row.operands[0], constant)
        assert numbers == list(range(numbers[0], numbers[0] + len(numbers))), f"{row.key} is of rows that stand apart"
        return call.format(numbers[0], numbers[-1])

    def _span(self, row: Row, start: str, end: str, locked: bool = False) -> str:
        """Cells of one yearly row; `locked` where the formula stands in E and is not copied."""
        sheet, number = self._place(row)
        mark = "$" if locked else ""
        return f"{sheet}{start}{mark}{number}:{end}{mark}{number}"

    def _over(self, row: Row, constant: bool) -> str:
        """A call on the years of a row."""
        call, start, end, locked = OVER[row.op]
        return f"{call}({self._span(row.operands[0], start, end.format(last=self.last), locked)})"

    def _product_of_years(self, row: Row, constant: bool) -> str:
        start, end = (self.columns[FIRST + year] for year in row.params)
        return f"PRODUCT({self._span(row.operands[0], f'${start}', f'${end}', locked=True)})"

    def _in_year(self, row: Row, constant: bool) -> str:
        column = self.columns[FIRST + row.params[0]]
        if row.operands[0].key == "years":
            return f"${column}${self.years_row}"
        sheet, number = self._place(row.operands[0])
        return f"{sheet}${column}${number}"

    def _before(self, row: Row, constant: bool) -> str:
        if not row.operands[0].key:  # a formula: it is written for the column to the left
            return self._operand(row.operands[0], constant, tight=False).replace("{c}", "{p}")
        sheet, number = self._place(row.operands[0])
        return f"{sheet}{{p}}{number}"

    def _spread(self, row: Row, constant: bool) -> str:
        x, weights, k = row.operands
        values = self._span(x, "$F", "{c}")
        n = self.places[k.key][1]
        w = self._span(weights, "$F", f"${self.last}")
        return f"SUMPRODUCT({values},SUMIF($F${n}:${self.last}${n},{{c}}${n}-$F${n}:{{c}}${n},{w}))"


# Of calls on the years of a row: the call, its first and its last column, and whether it stands in E.
OVER = {
    "so_far": ("SUM", "$F", "{{c}}", False),
    "chained": ("PRODUCT", "$F", "{{c}}", False),
    "highest_onwards": ("MAX", "{c}", "${last}", False),
    "over_years": ("SUM", "$F", "${last}", True),
    "highest": ("MAX", "$F", "${last}", True),
}
CALLS = ("max", "min", "abs", "ln")
WRITERS = dict.fromkeys(OVER, "over") | dict.fromkeys(CALLS, "call") | {">": "compare", "<=": "compare"}
