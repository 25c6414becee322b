"""Amounts as ledgers write them: (500,00), 500,00-, 500,00 K, 175.000,-, kr. 500, 1.234,50; nothing is guessed."""

import re
from collections.abc import Iterable, Sequence

from budget.export.safe_xlsx import CellValue
from budget.text.numbers import NumberError, parse_amount

# What nearly every cell looks like: a whole column of such is read at once. In Danish, and in English.
_DA = r"(?:[1-9][0-9]{0,2}(?:\.[0-9]{3})+|[1-9][0-9]*|0)(?:,[0-9]{1,2})?"
_EN = r"(?:[1-9][0-9]{0,2}(?:,[0-9]{3})+|[1-9][0-9]*|0)(?:\.[0-9]{1,2})?"
_PLAIN = {english: re.compile(rf"(?:(?:-{form}|{form}-?)\n)*+") for english, form in ((False, _DA), (True, _EN))}
_SURE = {english: re.compile(rf"{point}[0-9]|{group}[0-9]{{3}}{group}")
         for english, point, group in ((False, ",", r"\."), (True, r"\.", ","))}  # fmt: skip
_DIGITS = re.compile(r"[0-9][0-9.,' \u00a0\u202f]*[0-9]|[0-9]")
_DANISH = re.compile(
    r"[0-9]{1,3}([. '][0-9]{3})+,[0-9]+|[0-9]+,([0-9]{1,2}|[0-9]{4,})|0,[0-9]+|[0-9]{1,3}(\.[0-9]{3}){2,}"
)
_ENGLISH = re.compile(
    r"[0-9]{1,3}([, '][0-9]{3})+\.[0-9]+|[0-9]+\.([0-9]{1,2}|[0-9]{4,})|0\.[0-9]+|[0-9]{1,3}(,[0-9]{3}){2,}"
)
_EITHER = re.compile(r"[0-9]{1,3}[.,][0-9]{3}")
_SIDE = re.compile(r"(?P<number>.*[0-9.,-])\s*(?P<side>D|K|DR|CR|DB|Debet|Kredit|Debit|Credit|S|H)", re.IGNORECASE)
_CREDIT = ("k", "cr", "kredit", "credit", "h")
_APOSTROPHES = re.compile(r"(?<=[0-9])['’](?=[0-9]{3}(?![0-9]))")
_NOTHING = ("-", "-,-", ",-")
_MINUS = str.maketrans({"−": "-", "–": "-", "‒": "-"})


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
        elif _DANISH.fullmatch(core):
            found.add("da")
        elif _ENGLISH.fullmatch(core):
            found.add("en")
    return found
