"""The ladder as a picture: full-year places per step before and after, with the prices that the case holds."""

from collections.abc import Iterator, Sequence

from budget.analysis.placements import Ladder, Rung
from budget.dashboard.parts.drawing import fitted
from budget.dashboard.parts.markup import Html, tag
from budget.dashboard.parts.measures import LETTER, MINUS, number
from budget.dashboard.parts.plain_table import NONE, Entry, figures, plain_table
from budget.text import Words

WIDTHS = {"wide": 540, "narrow": 350}
STAIR = {"wide": 22, "narrow": 9}  # how far each step lies to the right of the one beneath
NAME, BAR, PRICE, QUIET, GAP = 18, 13, 17, 25, 9  # heights
DECIMALS = 2
MOST_DRAWN = 8  # lines without a step; more stand in the table only


def ladder_section(found: Ladder, year: int, words: Words) -> Html:
    """The picture, what it says in words, and the table."""
    said = summary(found, year, words)
    pictures = [_picture(found, size, said, words) for size in ("wide", "narrow")]
    return tag(
        "section",
        tag("h2", words("ladder.title")),
        tag(
            "p",
            tag("q", words("ladder.rule")),
            " ",
            tag("span", words("ladder.rule_source"), class_="source"),
            class_="lead",
        ),
        tag(
            "div",
            tag("div", *pictures, tag("p", said, class_="said"), class_="chart ladder"),
            _table(found, year, words),
            class_="beside",
        ),
    )


def summary(found: Ladder, year: int, words: Words) -> str:
    """What the picture shows, step by step from the most intrusive."""
    said = []
    for rung in [*reversed(found.steps), *found.without_step[:MOST_DRAWN]]:
        if rung.is_empty:
            continue
        facts = {"name": name_of(rung, words), "change": _signed(rung.change, words)}
        if rung.before is None or rung.after is None:
            said.append(words("ladder.said.change", **facts))
        else:
            before, after = _count(rung.before, words), _count(rung.after, words)
            said.append(words("ladder.said.step", before=before, after=after, **facts))
    return " ".join([*said, words("ladder.said.year", year=year)]) if said else words("ladder.said.nothing")


def _shown(found: Ladder) -> list[Rung]:
    """From the most intrusive step down, then what has no step."""
    return [*reversed(found.steps), *found.without_step]


def name_of(rung: Rung, words: Words) -> str:
    """The step, or what the case gives no step for."""
    if rung.step is not None:
        return rung.step.label.in_language(words.language)
    line = rung.line.label if rung.line else ""
    return words(f"ladder.role.{rung.role}", line=line)


def _count(value: float, words: Words) -> str:
    return figures([value + 0.0], words, DECIMALS)[0]


def _signed(value: float, words: Words) -> str:
    text = _count(value, words)
    return f"+{text}" if round(value, DECIMALS) > 0 else text


def _drawn(value: float, words: Words) -> str:
    return _signed(value, words).replace("-", MINUS)


def _prices(rung: Rung, words: Words) -> list[str]:
    return list(dict.fromkeys(words.kr(price.kr) for price in rung.prices))


# --- the picture -------------------------------------------------------------------------------------------


def _picture(found: Ladder, size: str, said: str, words: Words) -> Html:
    width, y = WIDTHS[size], 0.0
    most = max((v for r in _shown(found) for v in (r.before, r.after, abs(r.change)) if v is not None), default=0.0)
    drawn: list[Html] = []
    for place, rung in enumerate(reversed(found.steps)):
        indent = STAIR[size] * (len(found.steps) - 1 - place)
        parts, y = _rung(rung, indent, y, width, most, words)
        drawn += parts
    if found.without_step:
        y += PRICE
        drawn.append(tag("text", words("ladder.without_step"), x=0, y=number(y - 4), class_="tick"))
        for rung in found.without_step[:MOST_DRAWN]:
            parts, y = _rung(rung, 0, y, width, most, words)
            drawn += parts
        more = len(found.without_step) - MOST_DRAWN
        if more > 0:
            y += PRICE
            drawn.append(tag("text", words("ladder.more", count=more), x=0, y=number(y - 4), class_="tick"))
    return tag("svg", *drawn, viewBox=f"0 0 {width} {number(y)}", role="img", aria_label=said, class_=size)


def _rung(rung: Rung, indent: float, y: float, width: float, most: float, words: Words) -> tuple[list[Html], float]:
    """One step: its plate, and where the case knows them its bars and prices; and where the next one begins."""
    height = QUIET if rung.is_empty else _height(rung)
    plate = tag(
        "rect",
        x=number(indent + 0.5),
        y=number(y + 0.5),
        width=number(width - indent - 1),
        height=height,
        class_="plate empty" if rung.is_empty else "plate",
    )
    room = width - indent - 16
    name = fitted(name_of(rung, words), room)
    class_ = "tick" if rung.is_empty else "name"
    parts = [plate, tag("text", name, x=number(indent + 8), y=number(y + 16), class_=class_)]
    if not rung.is_empty:
        parts += _bars(rung, indent + 8, y + NAME + 6, room, most, words)
        said = words("ladder.price", prices=words.listed(_prices(rung, words)))
        parts.append(tag("text", fitted(said, room), x=number(indent + 8), y=number(y + height - 7), class_="tick"))
    return parts, y + height + GAP


def _height(rung: Rung) -> int:
    bars = 1 if rung.before is None else 2
    return NAME + 6 + bars * (BAR + 3) + PRICE + 3


def _bars(rung: Rung, x: float, y: float, room: float, most: float, words: Words) -> Iterator[Html]:
    """Before and after, each named with its number; the change alone where the case does not say how many there are."""
    if rung.before is None or rung.after is None:
        label = words("ladder.bar.change", change=_drawn(rung.change, words))
        yield from _bar(abs(rung.change), label, "change", x, y, room, most)
        return
    before = words("ladder.bar.before", places=_count(rung.before, words))
    after = words("ladder.bar.after", places=_count(rung.after, words), change=_drawn(rung.change, words))
    yield from _bar(rung.before, before, "before", x, y, room, most)
    yield from _bar(rung.after, after, "after", x, y + BAR + 3, room, most)


def _bar(value: float, label: str, class_: str, x: float, y: float, room: float, most: float) -> Iterator[Html]:
    longest = max(room - 24 * LETTER, 30)  # the rest is for the label
    width = max(value, 0.0) / most * longest if most else 0.0
    if width:
        yield tag("rect", x=number(x), y=number(y), width=number(width), height=BAR, class_=class_)
    yield tag("text", label, x=number(x + width + 5), y=number(y + 10.5), class_="value")


# --- the table ---------------------------------------------------------------------------------------------


def _table(found: Ladder, year: int, words: Words) -> Html:
    head = ["", *(words(f"ladder.head.{key}", year=year) for key in ("before", "change", "after", "price"))]
    rows = [_row(rung, words) for rung in _shown(found)]
    return plain_table(words("ladder.table"), head, rows, words, words("ladder.note", year=year))


def _row(rung: Rung, words: Words) -> Entry:
    if rung.is_empty:
        return Entry(name_of(rung, words), [NONE] * 4, "other")
    known: Sequence[float | None] = (rung.before, rung.after)
    before, after = (NONE if value is None else _count(value, words) for value in known)
    prices = words.listed(_prices(rung, words)) or NONE
    return Entry(name_of(rung, words), [before, _signed(rung.change, words), after, prices])
