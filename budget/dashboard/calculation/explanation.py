"""How a figure of the table came about, shown beneath it: the same walk as the command line's `explain`."""

from budget.dashboard.parts.markup import Html, tag
from budget.formulas import Result
from budget.shown import Node, explain
from budget.text import Words

OPEN = 3  # levels that are unfolded: total, lines, and what a line is made of


def explanation(result: Result, key: str, year: int, words: Words) -> Html | None:
    """The steps down to the sources; None when the figure is no longer in the table."""
    if year not in result.years or all(row.key != key for row in result.rows):
        return None
    node = explain(result, key, year, words)
    return tag(
        "section",
        tag("h2", words("why.title"), id="why", tabindex="-1"),
        tag("p", *_said(node, words("why.of", row=node.label, year=year), words)),
        *_beneath(node, 1, words),
        tag("button", words("why.close"), type="button", data_do="close"),
        class_="why",
        aria_labelledby="why",
    )


def _said(node: Node, label: str, words: Words) -> list[str]:
    formula = tag("span", " ", words("explain.equals", formula=node.formula), class_="formula")
    return [tag("b", label), ": ", node.value, *([formula] if node.formula else [])]


def _beneath(node: Node, depth: int, words: Words) -> list[Html]:
    found = [tag("p", source, class_="source") for source in node.sources]
    if node.children:
        found.append(tag("ul", *(_step(child, depth, words) for child in node.children)))
    return found


def _step(node: Node, depth: int, words: Words) -> Html:
    """A step with steps of its own can be folded; the deep ones are folded from the start."""
    said = _said(node, node.label, words)
    beneath = _beneath(node, depth + 1, words)
    if not node.children:
        return tag("li", *said, *beneath)
    return tag("li", tag("details", tag("summary", *said), *beneath, open=depth < OPEN))
