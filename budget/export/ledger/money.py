"""The amounts of the rows that are followed, in budget sign and kr.: the decimal sign, the unit and the side that they
stand on are those of the file's own cells and headings, or chosen for it. An amount is read as ledgers write it,
(500,00), 500,00-, 500,00 K, 175.000,-, kr. 500, 1.234,50, and nothing is guessed."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from budget.case import Problem
from budget.export.ledger.choice import UNITS, Choice, amount_columns, said_units
from budget.export.ledger.shape import Grid, cell_text
from budget.export.ledger.vocabulary import SIDES
from budget.export.safe_xlsx import CellValue
from budget.text.numbers import NumberError, parse_amount

Amount = float | Problem | None  # a number, why there is none, or an empty cell
_PIECE = 4096
_ENGLISH = {"account", "amount", "year", "month", "period", "date", "actual", "actuals", "value", "debit", "credit"}
# What nearly every cell looks like: a whole column of such is read at once. In Danish, and in English.
_DA = r"(?:[1-9][0-9]{0,2}(?:\.[0-9]{3})+|[1-9][0-9]*|0)(?:,[0-9]{1,2})?"
_EN = r"(?:[1-9][0-9]{0,2}(?:,[0-9]{3})+|[1-9][0-9]*|0)(?:\.[0-9]{1,2})?"
_PLAIN = {english: re.compile(rf"(?:(?:-{form}|{form}-?)\n)*+") for english, form in ((False, _DA), (True, _EN))}
_SURE = {english: re.compile(rf"{point}[0-9]|{group}[0-9]{{3}}{group}")
         for english, point, group in ((False, ",", r"\."), (True, r"\.", ","))}  # fmt: skip
_DIGITS = re.compile(r"[0-9][0-9.,' \u00a0\u202f]*[0-9]|[0-9]")
_IN_DANISH = re.compile(
    r"[0-9]{1,3}([. '][0-9]{3})+,[0-9]+|[0-9]+,([0-9]{1,2}|[0-9]{4,})|0,[0-9]+|[0-9]{1,3}(\.[0-9]{3}){2,}"
)
_IN_ENGLISH = re.compile(
    r"[0-9]{1,3}([, '][0-9]{3})+\.[0-9]+|[0-9]+\.([0-9]{1,2}|[0-9]{4,})|0\.[0-9]+|[0-9]{1,3}(,[0-9]{3}){2,}"
)
_EITHER = re.compile(r"[0-9]{1,3}[.,][0-9]{3}")
_SIDE = re.compile(r"(?P<number>.*[0-9.,-])\s*(?P<side>D|K|DR|CR|DB|Debet|Kredit|Debit|Credit|S|H)", re.IGNORECASE)
_CREDIT = ("k", "cr", "kredit", "credit", "h")
_APOSTROPHES = re.compile(r"(?<=[0-9])['’](?=[0-9]{3}(?![0-9]))")
_NOTHING = ("-", "-,-", ",-")
_MINUS = str.maketrans({"−": "-", "–": "-", "‒": "-"})


# ------------------------------------------------------------------ one cell
def plain_amounts(cells: Sequence[CellValue], english: bool) -> list[float] | None:
    """The numbers of cells that are all numbers, or all written plainly; None where one needs `amount_of`."""
    kinds = set(map(type, cells))
    if kinds <= {float}:
        return list(cells)  # type: ignore[arg-type]
    if kinds != {str}:
        return None
    text = "\n".join(cells) + "\n"  # type: ignore[arg-type]
    if " " in text:
        text = "\n".join(map(str.strip, cells)) + "\n"  # type: ignore[arg-type]
    if not _PLAIN[english].fullmatch(text):
        return None
    text = text.replace(",", "") if english else text.replace(".", "").replace(",", ".")
    if "-\n" in text:
        return [-float(number[:-1]) if number[-1] == "-" else float(number) for number in text.split()]
    return list(map(float, text.split()))


def amount_of(value: CellValue, english: bool) -> tuple[float, int | None]:
    """The number that stands in a cell with its sign, and how many kr. one of it is where the cell says so.

    NumberError for a text that is not one number; a lone dash is 0, as ledgers print it.
    """
    if isinstance(value, float):
        return value, None
    text = "" if value is None or isinstance(value, bool) else str(value).strip().translate(_MINUS)
    if text in _NOTHING:
        return 0.0, None
    number, sign = _signed(text)
    found, size = parse_amount(_APOSTROPHES.sub("", number), "en" if english else "da")
    if sign < 0 and (found < 0 or number.startswith(("-", "+"))):
        raise NumberError("number.invalid", text)  # -(500): which?
    return found * sign + 0.0, size


def _signed(text: str) -> tuple[str, int]:
    """The text without what says on which side it stands: brackets, a minus behind, K or H."""
    if text.startswith("(") and text.endswith(")"):
        return text[1:-1].strip(), -1
    if text.endswith("-") and not text.endswith((",-", ".-")):
        return text[:-1].strip(), -1
    side = _SIDE.fullmatch(text)
    if side:
        return side["number"].strip(), -1 if side["side"].lower() in _CREDIT else 1
    return text, 1


def decimal_evidence(cells: Sequence[CellValue]) -> set[str]:
    """What the texts of a column can only be: "da", "en"; and "1,234" or "1.234" for those that could be both."""
    if set(map(type, cells)) == {str}:
        text = "\n".join(cells) + "\n"  # type: ignore[arg-type]
        if _PLAIN[False].fullmatch(text):
            return {"da"} if _SURE[False].search(text) else {"1.234"} if "." in text else set()
        if _PLAIN[True].fullmatch(text) and _SURE[True].search(text):
            return {"en"}
    return _by_cell(cells)


def _by_cell(cells: Iterable[CellValue]) -> set[str]:
    found: set[str] = set()
    for cell in cells:
        if not isinstance(cell, str) or ("," not in cell and "." not in cell):
            continue
        digits = _DIGITS.search(cell)
        if digits is None:
            continue
        core = digits.group()
        if _EITHER.fullmatch(core) and not core.startswith("0"):
            found.add("1,234" if "," in core else "1.234")
        elif _IN_DANISH.fullmatch(core):
            found.add("da")
        elif _IN_ENGLISH.fullmatch(core):
            found.add("en")
    return found


@dataclass
class Money:
    """What gives the amounts of the rows; what is asked and said on the way."""

    grid: Grid
    choice: Choice
    rows: Sequence[int]
    asked: list[Problem]
    notes: list[Problem]

    def amounts(self) -> list[list[Amount]]:
        """For each column of amounts, the amount of each of the rows; debit and credit are one."""
        self._english = self._decimal()
        self._unit = self._chosen_unit()
        if not self.choice.columns.get("amount"):
            return [self._two_sides()]
        found = [self._read(n) for n in self.choice.columns["amount"]]
        column = self.choice.at("sign")
        return found if column is None else self._beside(found, column)

    def _cells(self, column: int) -> list[CellValue]:
        cells = self.grid.columns[column]
        return cells if len(self.rows) == len(cells) else [cells[n] for n in self.rows]

    # -------------------------------------------------------------- a column
    def _read(self, column: int) -> list[Amount]:
        cells, found = self._cells(column), list[Amount]()
        scale = UNITS[self._unit] * (-1 if self.choice.turned else 1)
        for at in range(0, len(cells), _PIECE):
            piece = cells[at : at + _PIECE]
            plain = plain_amounts(piece, self._english)
            if plain is None:
                found += map(self._one, piece)
            else:
                found += plain if scale == 1 else [number * scale for number in plain]
        return found

    def _one(self, value: CellValue) -> Amount:
        text = cell_text(value)
        if not text:
            return None
        try:
            number, size = amount_of(value, self._english)
        except NumberError as error:
            code = "ledger_amount_either" if error.code == "number.ambiguous" else "ledger_amount"
            return Problem(code, "", {"read": text})
        if size is not None and size != UNITS[self._unit] and self._says_unit:
            return Problem("ledger_unit_row", "", {"read": text})
        return number * (size or UNITS[self._unit]) * (-1 if self.choice.turned else 1) + 0.0

    def _decimal(self) -> bool:
        """Whether the decimal sign is a point: as chosen, or as some cell can only be read."""
        if self.choice.english is not None:
            return self.choice.english
        numbers = amount_columns(self.choice)
        found = set[str]()
        for n in numbers:
            cells = self._cells(n)
            for at in range(0, len(cells), _PIECE):
                found |= decimal_evidence(cells[at : at + _PIECE])
                if "da" in found:
                    return False
        if "en" in found:
            self.notes.append(Problem("ledger.note.english"))
            return True
        if "1,234" in found or ("1.234" in found and self._english_headings()):
            self.asked.append(Problem("ledger.ask.decimal", "", {"heading": self.grid.labels[numbers[0]]}))
        return False

    def _english_headings(self) -> bool:
        used = [self.grid.headings[n].lower() for numbers in self.choice.columns.values() for n in numbers]
        return any(_ENGLISH & set(name.split()) for name in used)

    # -------------------------------------------------------------- the unit
    @property
    def _says_unit(self) -> bool:
        return self.choice.unit is not None or bool(said_units(self.grid, self.choice))

    def _chosen_unit(self) -> str:
        said = said_units(self.grid, self.choice)
        if self.choice.unit is not None:
            if said and said != {self.choice.unit}:
                units = {"unit": self.choice.unit, "read": ", ".join(sorted(said))}
                self.notes.append(Problem("ledger.note.unit_chosen", "", units))
            return self.choice.unit
        if len(said) > 1:
            self.asked.append(Problem("ledger.ask.unit", "", {"read": ", ".join(sorted(said))}))
        unit = min(said, default="kr")
        if unit != "kr":
            self.notes.append(Problem("ledger.note.unit", "", {"unit": unit}))
        return unit

    # -------------------------------------------------------------- the side
    def _two_sides(self) -> list[Amount]:
        """Debit less credit; a file that writes its credits as negative amounts has them added."""
        debit, credit = (self._read(self.choice.columns[role][0]) for role in ("debit", "credit"))
        back = -1 if self.choice.turned else 1
        signs = {(amount * back > 0) - (amount * back < 0) for amount in credit if isinstance(amount, float)}
        negative = signs - {0} == {-1}
        if negative:
            self.notes.append(Problem("ledger.note.credit_negative"))
        return [_net(one, other, 1 if negative else -1) for one, other in zip(debit, credit, strict=True)]

    def _beside(self, found: list[list[Amount]], column: int) -> list[list[Amount]]:
        """Unsigned amounts with the sign of the side that stands beside them, and the amounts themselves where they
        have that sign already."""
        sides = [SIDES.get(cell_text(value).lower()) for value in self._cells(column)]
        back = -1 if self.choice.turned else 1
        pairs = [(amount * back, side) for amounts in found for amount, side in zip(amounts, sides, strict=True)
                 if isinstance(amount, float) and amount]  # fmt: skip
        below = [side for amount, side in pairs if amount < 0]
        heading = {"heading": self.grid.labels[column]}
        if below and all(side == (-1 if amount < 0 else 1) for amount, side in pairs):
            return found
        if below and not self.choice.apply_sides:
            self.asked.append(Problem("ledger.ask.sides", "", heading))
        self.notes.append(Problem("ledger.note.sides", "", heading))
        return [[_on(amount, side) for amount, side in zip(amounts, sides, strict=True)] for amounts in found]


def _net(debit: Amount, credit: Amount, of_credit: int) -> Amount:
    for side in (debit, credit):
        if isinstance(side, Problem):
            return side
    if debit is None and credit is None:
        return None
    return (debit or 0.0) + of_credit * (credit or 0.0)  # type: ignore[operator]


def _on(amount: Amount, side: int | None) -> Amount:
    if not isinstance(amount, float):
        return amount
    return Problem("ledger_side") if side is None else amount * side + 0.0
