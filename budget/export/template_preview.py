"""A picture of the layout that a kind of slide takes: its placeholders where they stand, and what of them is used."""

from budget.export.markup import tag
from budget.export.templates import Drawn
from budget.text import Words

WIDE = 320.0  # of the picture; its height follows the slide's
LETTERS = 11.0
INK, QUIET, USED, PAPER = "#1a1a1a", "#6b6b6b", "#dbe7f3", "#ffffff"  # paper is white on a dark page too


def preview(drawn: Drawn, words: Words) -> str:
    """The slide to scale as SVG: what is used is filled and named, the rest is dashed."""
    high = WIDE * drawn.ratio
    parts = [tag("rect", x=0.5, y=0.5, width=WIDE - 1, height=high - 1, fill=PAPER, stroke=QUIET)]
    for spot in sorted(drawn.spots, key=lambda spot: spot.used):  # what is used stands above the rest
        left, top = spot.left * WIDE, spot.top * high
        wide, tall = spot.wide * WIDE, spot.high * high
        box = {"x": round(left, 1), "y": round(top, 1), "width": round(wide, 1), "height": round(tall, 1)}
        line = None if spot.used else "4 3"
        fill = USED if spot.used else "none"
        parts.append(tag("rect", **box, fill=fill, stroke=INK if spot.used else QUIET, stroke_dasharray=line))
        size = min(LETTERS, tall * 0.8)
        named = words(f"template.spot.{spot.kind}") if spot.used else ""
        if len(named) * size * 0.6 < wide:  # a name wider than its box would run into the next
            middle = {"x": round(left + wide / 2, 1), "y": round(top + tall / 2 + size * 0.35, 1)}
            look = {"font_family": "sans-serif", "text_anchor": "middle", "fill": INK}
            parts.append(tag("text", named, font_size=round(size, 1), **middle, **look))
    return tag("svg", *parts, viewBox=f"0 0 {WIDE:g} {high:g}", width=WIDE, height=round(high, 1))


def described(drawn: Drawn, words: Words) -> str:
    """The same for those who do not see it."""
    used = words.listed([words(f"template.spot.{spot.kind}") for spot in drawn.spots if spot.used])
    return words("template.drawn", name=drawn.name, used=used)
