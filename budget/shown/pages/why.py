"""How a figure that was asked for came about, as every page tells it."""

from collections.abc import Collection
from dataclasses import replace

from budget.formulas import Result
from budget.shown.explanation import Node, explain
from budget.shown.model import Folded, Group, Heading, Items, Part, Text, Tools, piece
from budget.text import Words

OPEN = 3  # levels of an explanation that are unfolded: total, lines, and what a line is made of
SUMS = frozenset({"subtotal", "net", "accumulated"})  # kinds of rows whose steps hold amounts of kr alone
Asked = tuple[str, int] | None  # the row and the year


def explained(result: Result, asked: Asked, known: Collection[str], words: Words) -> Group | None:
    """The steps of one figure down to the sources; None where it is not among the rows that the page knows.

    In discreet words nothing stands behind a line: its calculation would tell of how few children it is.
    """
    if asked is None or asked[0] not in known or asked[0] not in result.book.rows or asked[1] not in result.years:
        return None
    node = explain(result, *asked, words)
    if words.discreet:
        node = _discreet(node, result)
    said = _said(node, words("why.of", row=node.label, year=asked[1]), words)
    rest = Text(words("why.discreet"), "notes") if words.discreet else None
    return piece(
        "why", Heading(words("why.title"), id="why"), said, *_beneath(node, 1, words), rest, Tools("why"), look="why"
    )


def _discreet(node: Node, result: Result) -> Node:
    if result.row(node.key).kind in SUMS:
        return replace(node, children=[_discreet(child, result) for child in node.children])
    return Node(node.key, node.label, node.value)


def _said(node: Node, label: str, words: Words) -> Text:
    formula = words("explain.equals", formula=node.formula) if node.formula else ""
    return Text(node.value, strong=label, formula="" if node.typed else formula)


def _beneath(node: Node, depth: int, words: Words) -> list[Part]:
    """Where it comes from and the steps beneath; those of an amount that stands as it was typed are folded."""
    found: list[Part] = [Text(node.typed)] if node.typed else []
    found += [Text(source, "source") for source in node.sources]
    steps = [Items(tuple(_step(child, depth, words) for child in node.children))] if node.children else []
    if not node.typed:
        return [*found, *steps]
    return [*found, Folded(words("why.worked_out"), (Text(words("explain.equals", formula=node.formula)), *steps))]


def _step(node: Node, depth: int, words: Words) -> Part:
    """A step with steps of its own can be folded; the deep ones are folded from the start."""
    said, beneath = _said(node, node.label, words), tuple(_beneath(node, depth + 1, words))
    if node.children:
        return Folded(said, beneath, open=depth < OPEN)
    return Group((said, *beneath)) if beneath else said
