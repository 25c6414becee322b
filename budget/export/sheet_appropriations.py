"""The sheet `Bevillinger`: Bevillingsmæssige ændringer in whole 1.000 kr. that add up, live down to the rounding.

The table stands first. Below it, and nowhere else in the workbook, stands what it refers to: the lines, the
appropriations unrounded, and who is moved when figures rounded on their own do not add up (largest remainder).
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

from xlsxwriter.utility import xl_col_to_name

from budget.export.sheet import AMENDMENTS, INPUTS, YEARS, Export
from budget.export.sheet_result import over_years
from budget.shown.forms.appropriations import Money, Settled, changed, financing, named, settle
from budget.shown.labels import printed_label

NAME, COMMITTEE, FIRST = range(3)  # columns
HEAD = 4  # the row of the years above the table
ROWS_BESIDE = 6  # of the table: its head, its sum, what was moved, two notes and an empty row
Names = Sequence[tuple[str, str]]  # of the rows: what is changed, and its committee
Values = Sequence[Sequence[object]]  # by row and year


@dataclass(frozen=True)
class Block:
    """Rows of the sheet that stand together: the number of the first (from 1), and how many they are."""

    first: int
    size: int

    @property
    def last(self) -> int:
        return self.first + self.size - 1

    def row(self, n: int) -> int:
        return self.first + n

    def span(self, fixed: bool = False) -> str:
        """Its cells in the column of the formula, `{c}`."""
        sign = "$" if fixed else ""
        return f"{{c}}{sign}{self.first}:{{c}}{sign}{self.last}" if self.size > 1 else f"{{c}}{sign}{self.first}"

    def total(self) -> str:
        return f"SUM({self.span()})" if self.size > 1 else self.span()


def write(export: Export) -> tuple[int, int]:
    """Writes the sheet; returns its last row and column."""
    return _Sheet(export).write()


@dataclass
class _Sheet:
    export: Export
    row: int = 0  # the next row, from 0
    years: int = 0  # the row of the years, from 1
    thousand: str = field(init=False)

    def __post_init__(self) -> None:
        self.thousand = self.export.cell("unit.thousand", "D")

    def write(self) -> tuple[int, int]:
        export, words = self.export, self.export.words
        found = changed(export.result)
        last = FIRST + export.case.years - 1
        self._text(NAME, f"{export.case.title}, {export.case.municipality}", "title")
        self.row = 1
        caption = words("form.appropriations", unit=words("unit.1000"), prices="{}")
        export.chosen(AMENDMENTS, self.row, NAME, "prices", caption, "heading")
        export.scenario(AMENDMENTS, 2)
        self.row = HEAD
        if not found:
            self._text(NAME, words("form.none"))
            return self.row, last
        names = [named(export.result, appropriation, words) for appropriation in found]
        money = financing(export.result, found, words)
        self.row += len(names) + len(money) + ROWS_BESIDE
        export.sheets[AMENDMENTS].set_h_pagebreaks([self.row])
        self._text(NAME, words("sheet.appropriations.how"), "heading")
        self.row += 1
        self._head("lines")
        lines = [self._lines([(printed_label(row, words), row.key, row.values) for row in a.rows]) for a in found]
        self._head("exact")
        exact = Block(self.row + 1, len(found))
        for appropriation, block, name in zip(found, lines, names, strict=True):
            self._figures(name, block.total(), appropriation.values, "kr")
        total = self.row + 1
        sums = [sum(values) for values in zip(*(a.values for a in found), strict=True)]
        self._figures((words("word.total"), ""), exact.total(), sums, "kr", "total")
        amounts = self._settled(exact, names, [a.values for a in found], "amounts")
        paid = self._settled(
            self._sources(money, total), [(m.label, "") for m in money], [m.values for m in money], "money"
        )
        end = self.row - 1
        self._table(names, amounts, money, paid)
        return end, last

    def _table(self, names: Names, amounts: "_Rounded", money: Sequence[Money], paid: "_Rounded") -> None:
        """The table itself, its sum and what was moved."""
        export, words = self.export, self.export.words
        over_years(export, AMENDMENTS, HEAD - 1, FIRST)
        self.row = HEAD
        self._head("result")
        table = Block(self.row + 1, len(names) + len(money))
        for n, name in enumerate(names):
            self._figures(name, amounts.formula(n), [year.values[n] for year in amounts.years], "thousand")
        for n, source in enumerate(money):
            self._figures((source.label, ""), paid.formula(n), [year.values[n] for year in paid.years], "thousand")
        self._figures((words("word.total"), ""), table.total(), [0] * len(amounts.years), "thousand", "total")
        moved = [year.missing for year in amounts.years]
        self._figures((words("sheet.appropriations.moved"), ""), amounts.missing, moved, "thousand")
        for note in (words("form.note.financing"), words("sheet.appropriations.note")):
            self._text(NAME, note, "small_line")
            self.row += 1
        export.sheets[AMENDMENTS].freeze_panes(HEAD + 1, NAME + 1)

    # ------------------------------------------------------------ the way to it
    def _lines(self, rows: Sequence[tuple[str, str, Sequence[float]]]) -> Block:
        """The lines of one appropriation as they stand on `Beregning`, with an empty row after them."""
        block = Block(self.row + 1, len(rows))
        for label, key, values in rows:
            sheet, number = self.export.places[key]
            self._figures((label, ""), f"{sheet}!{{k}}{number}", values, "kr")
        self.row += 1
        return block

    def _sources(self, money: Sequence[Money], total: int) -> Block:
        """What the case states of its financing, and what that leaves open."""
        self.row += 1
        self._head("money")
        block = Block(self.row + 1, len(money))
        size = self.export.case.years
        for n, source in enumerate(money):
            if source.row:
                sheet, number = self.export.places[source.row]
                formula = f"{sheet}!{{k}}{number}" if source.row == "pool.repaid" else f"0-{sheet}!{{k}}{number}"
            elif source.stated:
                sheet, first = self.export.places[f"financing.{n + 1}"]
                year = f"{{c}}${self.years}-$C${self.years}+1"
                formula = f"INDEX({sheet}!$D${first}:$D${first + size - 1},{year})"
            else:
                before = Block(block.first, n)
                formula = f"0-{{c}}{total}-{before.total()}" if n else f"0-{{c}}{total}"
            self._figures((source.label, ""), formula, source.values, "kr")
        return block

    def _settled(self, exact: Block, names: Names, values: Sequence[Sequence[float]], name: str) -> "_Rounded":
        """Rounded on their own, what is missing, how far each lies on the wrong side, and the order of moving."""
        years = [settle([kr / 1000 for kr in year]) for year in zip(*values, strict=True)]
        every = range(exact.size)
        units = [f"{{c}}{exact.row(n)}/{self.thousand}" for n in every]
        own = self._rows("own", names, [f"ROUND({unit},0)" for unit in units], _of(years, "own"), "thousand")
        whole = f"ROUND({exact.total()}/{self.thousand},0)-{own.total()}"
        label = self.export.words(f"sheet.appropriations.missing.{name}")
        self._figures((label, ""), whole, [year.missing for year in years], "thousand")
        missing = self.row  # from 1
        side = f"IF({{c}}${missing}<0,1,0-1)"
        wrong = [f"ROUND(({{c}}{own.row(n)}-{units[n]})*{side},6)" for n in every]
        remainders = self._rows("remainder", names, wrong, _of(years, "remainders"), "ratio")
        block, first = remainders.span(fixed=True), f"{{c}}${remainders.first}"
        mine = [f"{{c}}{remainders.row(n)}" for n in every]
        ranks = [f"SUMPRODUCT(({block}>{me})*1)+SUMPRODUCT(({first}:{me}={me})*1)" for me in mine]
        order = self._rows("rank", names, ranks, _of(years, "ranks"), "number")
        return _Rounded(own, order, f"{{c}}{missing}", years)

    def _rows(
        self,
        head: str,
        names: Names,
        formulas: Sequence[str],
        values: Sequence[Sequence[object]],
        unit: str,
    ) -> Block:
        self.row += 1
        self._head(head)
        block = Block(self.row + 1, len(formulas))
        for name, formula, row in zip(names, formulas, values, strict=True):
            self._figures(name, formula, row, unit)
        return block

    # ------------------------------------------------------------ cells
    def _head(self, name: str) -> None:
        export, words = self.export, self.export.words
        self._text(NAME, words(f"sheet.appropriations.{name}"), "header")
        self._text(COMMITTEE, words("form.committee") if name in ("exact", "result") else "", "header")
        for i, year in enumerate(export.case.horizon):
            formula = f"{INPUTS}!{export.columns[YEARS + i]}$1"
            export.formula(AMENDMENTS, self.row, FIRST + i, formula, export.styles("header_year"), year)
        self.row += 1
        self.years = self.row

    def _figures(
        self, name: tuple[str, str], formula: str, values: Sequence[object], unit: str, style: str = "result"
    ) -> None:
        """A row of live formulas: `{c}` is the column on this sheet, `{k}` that of the year on `Beregning`."""
        export = self.export
        for col, text in zip((NAME, COMMITTEE), name, strict=True):
            self._text(col, text, "total_text" if style == "total" else "text")
        for i, value in enumerate(values):
            text = formula.format(c=xl_col_to_name(FIRST + i), k=export.columns[YEARS + i])
            export.formula(AMENDMENTS, self.row, FIRST + i, text, export.styles(style, unit), float(str(value)) + 0.0)
        self.row += 1

    def _text(self, col: int, text: str, style: str = "text") -> None:
        self.export.text(AMENDMENTS, self.row, col, text, style)


def _of(years: Sequence[Settled], name: str) -> Values:
    """One part of the rounding, by row and year."""
    return list(zip(*(getattr(year, name) for year in years), strict=True))


@dataclass(frozen=True)
class _Rounded:
    """Where figures rounded on their own, their order and what is missing stand; and the same worked out."""

    own: Block
    order: Block
    missing: str
    years: list[Settled]

    def formula(self, n: int) -> str:
        """The figure in the table: moved by one where its turn comes before nothing is missing any more."""
        step = f"{self.missing}/ABS({self.missing})"
        return f"{{c}}{self.own.row(n)}+IF({{c}}{self.order.row(n)}<=ABS({self.missing}),{step},0)"
