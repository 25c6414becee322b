"""What the colours of a municipality's own template mean: for each accent of the design one of the theme's."""

from collections.abc import Sequence
from typing import Any

from lxml import etree
from pptx.opc.constants import RELATIONSHIP_TYPE

from budget.export.slides.design import ACCENT, ACCUMULATED, COST, EDGE, INCOME, INK, QUIET, SAVING, A, P

LEAST_CONTRAST, LEAST_APART = 2.5, 70  # of a colour on the ground, and of two colours as a distance in red, green, blue
READABLE, DARK = 4.5, 0.2  # of text on its ground; how light a dark ink is at most
MEANT = (COST, SAVING, INCOME, ACCUMULATED, EDGE)  # accents that mean something in a chart
WANTED = ("accent2", "accent1", "accent3", "accent4", "accent5", "accent6")


def colours(deck: Any) -> tuple[dict[str, str], bool]:
    """For each accent that means something one of the theme's that is seen on its ground and told from the others;
    True where it has too few of them.
    """
    known = theme(deck)
    ground, ink = known.get("bg1", (255, 255, 255)), known.get("tx1", (0, 0, 0))
    taken: dict[str, tuple[int, int, int]] = {}
    found: dict[str, str] = {}
    for meant in MEANT:
        for name in WANTED:
            colour = known.get(name)
            if colour and _told(colour, ground, [ink, *taken.values()]) and name not in taken:
                found[meant], taken[name] = name, colour
                break
    few = len(found) < 2
    for meant, spare in zip(MEANT, (QUIET, INK, QUIET, QUIET, QUIET), strict=True):
        found.setdefault(meant, spare)
    return found | ({ACCENT: "accent1"} if ACCENT not in found else {}), few


def _told(colour: tuple[int, int, int], ground: tuple[int, int, int], others: Sequence[tuple[int, int, int]]) -> bool:
    apart = min(sum(abs(a - b) for a, b in zip(colour, other, strict=True)) for other in others)
    return contrast(colour, ground) >= LEAST_CONTRAST and apart >= LEAST_APART


def contrast(one: tuple[int, int, int], other: tuple[int, int, int]) -> float:
    darker, lighter = sorted((light(one), light(other)))
    return (lighter + 0.05) / (darker + 0.05)


def light(colour: tuple[int, int, int]) -> float:
    parts = [(one / 255) / 12.92 if one <= 10 else ((one / 255 + 0.055) / 1.055) ** 2.4 for one in colour]
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]


def theme(deck: Any) -> dict[str, tuple[int, int, int]]:
    """The colours of the first master by the names that a slide calls them."""
    master = deck.slide_masters[0]
    scheme = etree.fromstring(master.part.part_related_by(RELATIONSHIP_TYPE.THEME).blob).find(f".//{A}clrScheme")
    known: dict[str, tuple[int, int, int]] = {}
    for entry in scheme if scheme is not None else ():
        colour = entry[0].get("lastClr") or entry[0].get("val", "") if len(entry) else ""
        if len(colour) == 6:
            known[etree.QName(entry).localname] = (int(colour[:2], 16), int(colour[2:4], 16), int(colour[4:], 16))
    mapped = master._element.find(f"{P}clrMap")
    names = dict(mapped.attrib) if mapped is not None else {}
    return {str(name): known[str(of)] for name, of in names.items() if str(of) in known}
