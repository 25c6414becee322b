"""Rules on the text of a formula: its constants, functions, nesting, length, rounding and references."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from openpyxl.formula.tokenizer import Token

from tests.lint.book import (
    AMENDMENTS,
    CALC,
    CHECKS,
    FOLLOW_UP,
    FRONT,
    INPUT,
    MAIN,
    PROJECTION,
    RESULT,
    RISK,
    Book,
    Finding,
    Formula,
    area_of,
)

# Months a year, their square (a stop spread evenly is averaged exactly), and what every formula needs.
STRUCTURAL = {"0", "1", "2", "12", "144"}
# Where a weight that falls as e^-x is worked out: a series stands in for it where x is small.
OF_A_SERIES = {"3", "6", "20", "24", "60"}
UNITS_SHOWN = {"1000", "1000000"}  # from kr to 1.000 kr and mio. kr, where the table is shown

ALLOWED = {
    "SUM", "IF", "MIN", "MAX", "AND", "OR", "ROUND", "INDEX", "MATCH", "ABS", "SUMPRODUCT", "PRODUCT", "ROUNDUP",
    "SUMIF", "LN", "EXP",
}  # fmt: skip
FREE_OF_DEPTH = {"SUM", "IF", "ROUND", "INDEX"}
OUTWARD = {"WEBSERVICE", "HYPERLINK", "RTD", "FILTERXML", "DDE", "IMPORTDATA", "CALL"}
LONGEST = 120

PRESENTATION = {RESULT, AMENDMENTS, FOLLOW_UP, FRONT}
# Sheets refer only to those before them, or to their own cells above and to the left.
FLOW = [INPUT, PROJECTION, CALC, CHECKS, RISK, RESULT, FRONT]
COMPARISON = {"=", "<>", "<", ">", "<=", ">="}


@dataclass
class Call:
    """A function call as the tokens pass by."""

    name: str
    argument: int = 0
    arguments: list[list[Token]] = field(default_factory=lambda: [[]])


def w06_constants(book: Book) -> Iterator[Finding]:
    for formula in book.formulas:
        allowed = STRUCTURAL | (UNITS_SHOWN if formula.sheet == RESULT else set())
        if formula.sheet == PROJECTION or (
            formula.sheet == CALC and any(call.name == "EXP" for call in calls_of(formula))
        ):
            allowed = allowed | OF_A_SERIES
        for token, calls in walk(formula):
            inner = calls[-1] if calls else None
            if token.type == "OPERATOR-POSTFIX":
                yield _finding("W06", formula, f"{token.value} after a number is a constant")
            if token.type != "OPERAND" or token.subtype != "NUMBER" or token.value in allowed:
                continue
            if inner and inner.name in ("ROUND", "ROUNDUP") and inner.argument == 1:
                continue  # the number of digits
            yield _finding("W06", formula, f"the number {token.value} belongs on {INPUT}")


def w10_length_and_nesting(book: Book) -> Iterator[Finding]:
    for formula in book.formulas:
        if len(formula.text) > LONGEST:
            yield _finding("W10", formula, f"{len(formula.text)} characters, at most {LONGEST}")
        if "\n" in formula.text or "\r" in formula.text:
            yield _finding("W10", formula, "more than one line")
        stacks = [[call.name for call in calls] for _, calls in walk(formula)]
        if any(stack.count("IF") > 1 for stack in stacks):
            yield _finding("W10", formula, "IF within IF")
        deepest = max((len([n for n in stack if n not in FREE_OF_DEPTH]) for stack in stacks), default=0)
        if deepest > 2:
            yield _finding("W10", formula, f"functions nested {deepest} deep")


def w11_functions(book: Book) -> Iterator[Finding]:
    for formula in book.formulas:
        if formula.broken:
            yield _finding("W11", formula, f"not a formula that can be read: {formula.broken}")
        allowed = ALLOWED | ({"IFERROR"} if formula.sheet == CHECKS else set())
        for call in calls_of(formula):
            if call.name not in allowed and call.name not in OUTWARD:
                yield _finding("W11", formula, f"{call.name} is not on the list of functions")
            if call.name == "MATCH" and not (len(call.arguments) == 3 and _text(call.arguments[2]) == "0"):
                yield _finding("W11", formula, "MATCH without 0 looks for something near")
            if call.name == "ROUNDUP" and not _is_whole_posts(call):
                yield _finding("W11", formula, "ROUNDUP only as ROUNDUP(ROUND(x,9),0)")


def w12_references(book: Book) -> Iterator[Finding]:
    for formula in book.formulas:
        if formula.array or "{" in formula.text:
            yield _finding("W12", formula, "array formula")
        if formula.text.endswith("#") or "_xlfn.ANCHORARRAY" in formula.text:
            yield _finding("W12", formula, "spilled array")
        for operand in formula.operands:
            if "[" not in operand and area_of(operand, formula.sheet) is None:
                yield _finding("W12", formula, f"{operand} is no plain cell: a whole column or row, or a name")
    for name in book.xml("xl/workbook.xml").iter(f"{MAIN}definedName"):
        if name.attrib["name"] not in ("_xlnm.Print_Area", "_xlnm.Print_Titles"):
            yield Finding("W12", "", "", f"the name {name.attrib['name']} is defined")
    for sheet, part in book.sheet_parts.items():
        for cell in book.xml(part).iter(f"{MAIN}c"):
            if "cm" in cell.attrib:
                yield Finding("W12", sheet, cell.attrib["r"], "dynamic array")


def w13_flow(book: Book) -> Iterator[Finding]:
    """Every reference goes to an earlier sheet, or above or to the left: so there can be no cycle either.

    Only on the sheet of appropriations does the table stand above what it comes from: there cycles are looked for.
    """
    yield from _cycles(book)
    order = book.workbook.sheetnames
    for formula in book.formulas:
        for area in formula.areas:
            if area.sheet.startswith("["):
                continue  # another workbook: told by W01
            if area.sheet not in order:
                yield _finding("W13", formula, f"there is no sheet {area.sheet}")
            elif area.sheet == formula.sheet:
                if not _is_before(area.max_row, area.max_col, formula) and formula.sheet != AMENDMENTS:
                    yield _finding("W13", formula, "refers to itself, to the right or below")
            elif not _flows(area.sheet, formula.sheet, order):
                yield _finding("W13", formula, f"{formula.sheet} must not refer to {area.sheet}")


def w15_rounding(book: Book) -> Iterator[Finding]:
    for formula in book.formulas:
        if formula.sheet in PRESENTATION:
            continue
        for position, token in enumerate(formula.tokens):
            rounds = token.type == "FUNC" and token.subtype == "OPEN" and token.value.upper() == "ROUND("
            if rounds and not _rounds_for_a_test(formula.tokens, position):
                yield _finding("W15", formula, "rounds a figure that is calculated on")


# ---------------------------------------------------------------- reading tokens


def walk(formula: Formula) -> Iterator[tuple[Token, list[Call]]]:
    """Each token with the calls it stands in, outermost first."""
    calls: list[Call] = []
    for token in formula.tokens:
        if token.type == "FUNC" and token.subtype == "CLOSE" and calls:
            calls.pop()
        for call in calls:
            if not (token.type == "SEP" and call is calls[-1]):
                call.arguments[-1].append(token)
        if token.type == "SEP" and calls and token.subtype == "ARG":
            calls[-1].argument += 1
            calls[-1].arguments.append([])
        if token.type == "FUNC" and token.subtype == "OPEN":
            calls.append(Call(token.value[:-1].upper()))
        yield token, calls


def calls_of(formula: Formula) -> list[Call]:
    """Every call of a formula, its arguments read to the end."""
    seen: dict[int, Call] = {}
    for _, calls in walk(formula):
        seen.update({id(call): call for call in calls})
    return list(seen.values())


def _text(tokens: list[Token]) -> str:
    return "".join(token.value for token in tokens if token.type != "WHITE-SPACE")


def _is_whole_posts(call: Call) -> bool:
    if len(call.arguments) != 2 or _text(call.arguments[1]) != "0":
        return False
    return bool(re.fullmatch(r"ROUND\(.*,9\)", _text(call.arguments[0]), re.IGNORECASE))


def _rounds_for_a_test(tokens: list[Token], start: int) -> bool:
    """ROUND(x,2) compared with something, or ROUND(x,9) as the whole argument of ROUNDUP."""
    depth, end = 0, start
    for end in range(start, len(tokens)):
        depth += {"OPEN": 1, "CLOSE": -1}.get(tokens[end].subtype, 0)
        if depth == 0:
            break
    digits = tokens[end - 1].value
    before = tokens[start - 1].value.upper() if start else ""
    after = tokens[end + 1].value if end + 1 < len(tokens) else ""
    if digits == "2":
        return before in COMPARISON or after in COMPARISON
    return digits == "9" and before == "ROUNDUP(" and after == ","


def _cycles(book: Book) -> Iterator[Finding]:
    """Cells of the sheet of appropriations that depend on themselves."""
    on_sheet = {formula.place: formula for formula in book.formulas_on(AMENDMENTS)}
    done: set[tuple[str, int, int]] = set()
    for start in on_sheet:
        way: list[tuple[tuple[str, int, int], Iterator[tuple[str, int, int]]]] = [(start, _before(on_sheet[start]))]
        while way:
            place = next((p for p in way[-1][1] if p in on_sheet and p not in done), None)
            if place is None:
                done.add(way.pop()[0])
            elif any(place == other for other, _ in way):
                yield _finding("W13", on_sheet[place], "depends on itself")
                return
            else:
                way.append((place, _before(on_sheet[place])))


def _before(formula: Formula) -> Iterator[tuple[str, int, int]]:
    return (place for area in formula.areas for place in area.places())


def _is_before(row: int, col: int, formula: Formula) -> bool:
    return row < formula.cell.row or (row == formula.cell.row and col < formula.cell.column)


def _flows(source: str, target: str, order: list[str]) -> bool:
    if target in (AMENDMENTS, FOLLOW_UP):
        return order.index(source) < order.index(target)
    return source in FLOW and target in FLOW and FLOW.index(source) < FLOW.index(target)


def _finding(rule: str, formula: Formula, message: str) -> Finding:
    return Finding(rule, formula.sheet, formula.cell.coordinate, f"{message}: {formula.text[:80]}")


RULES: list[Callable[[Book], Iterator[Finding]]] = [
    w06_constants, w10_length_and_nesting, w11_functions, w12_references, w13_flow, w15_rounding,
]  # fmt: skip
