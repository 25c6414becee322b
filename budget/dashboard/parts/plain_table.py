"""A table of figures that are only read: a real table with a caption, in a frame that scrolls by itself."""

from collections.abc import Sequence
from dataclasses import dataclass

from budget.dashboard.parts.markup import Html, tag
from budget.shown.phrases import share_text as share_text
from budget.text import Words

NONE = "–"


@dataclass(frozen=True)
class Entry:
    """One row: what it is, its cells, and how it is drawn (subtotal, net, other, or nothing)."""

    label: str | Html
    cells: Sequence[str | Html]
    class_: str | None = None
    help: str | None = None


def plain_table(
    caption: str,
    head: Sequence[str | Html],
    entries: Sequence[Entry],
    words: Words,
    note: str | None = None,
    texts: Sequence[int] = (),
) -> Html:
    """Head and rows; the first heading is that of the row's name. `texts` are the columns of words, not figures."""

    def cell(number: int, content: str | Html) -> Html:
        return tag("td", content, class_="words" if number in texts else None)

    first, *rest = head
    columns = [
        tag("th", name, scope="col", class_="words" if number in texts else None) for number, name in enumerate(rest)
    ]
    corner = tag("th", first or tag("span", words("table.row"), class_="hidden"), scope="col", class_="words")
    body = [
        tag(
            "tr",
            tag("th", entry.label, tag("small", entry.help) if entry.help else None, scope="row"),
            *(cell(number, content) for number, content in enumerate(entry.cells)),
            class_=entry.class_,
        )
        for entry in entries
    ]
    table = tag(
        "table",
        tag("caption", tag("span", caption)),
        tag("thead", tag("tr", corner, *columns)),
        tag("tbody", *body),
        translate="no",
    )
    scroll = tag("div", table, class_="scroll", role="region", tabindex="0", aria_label=caption)
    return tag("div", scroll, tag("p", note, class_="notes") if note else None, class_="read")


def figures(values: Sequence[float | None], words: Words, most: int = 1) -> list[str]:
    """The values with as many decimals as the row needs, all alike; a dash where there is no value."""
    known = [round(value, 9) for value in values if value is not None]
    decimals = next((n for n in range(most) if all(round(v, n) == v for v in known)), most)
    return [NONE if value is None else words.number(value, decimals) for value in values]


def years_text(first: int, last: int) -> str:
    """2016, or 2017–2019."""
    return str(first) if first == last else f"{first}–{last}"
