"""The deck's own design: theme, master and layouts. All that a slide holds stands in their placeholders, in their
colours and fonts, so that another design takes hold when it is put on.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from lxml import etree
from pptx.opc.constants import RELATIONSHIP_TYPE
from pptx.oxml import parse_xml
from pptx.util import Inches

from budget.export.markup import escape
from budget.export.office_files import LANGUAGE_TAGS, clean
from budget.shown.charts.looks import PALETTES
from budget.text import Words, colours

WIDTH, HEIGHT = 13.333, 7.5  # inches: 16:9
LEFT, RIGHT = 0.6, 12.733
INNER = RIGHT - LEFT
TEXT, SMALL, TITLE = 18, 14, 28  # points: text, what stands under it, and the message
TOP, BOTTOM = 2.35, 6.75  # of what bears the message out, inches
Box = tuple[float, float, float, float]  # left, top, width and height in inches

MAIN, LEADS, NOTES, CAUTION, BESIDE, CARDS = 1, 13, 14, 15, 16, (21, 22, 23, 24)  # placeholders of a layout
LEADS_TOP = 1.6
CAUTION_TOP = 6.25  # where what stands above the caution ends
MAIN_BOX: Box = (LEFT, TOP, INNER, BOTTOM - TOP)
SPLIT = 6.2  # inches of what stands to the left of two
GAP = 0.4  # inches between key figures


@dataclass(frozen=True)
class Room:
    """Where on a slide what follows the title stands, in inches; `split` is the width of what stands to the left."""

    left: float = LEFT
    inner: float = INNER
    leads_top: float = LEADS_TOP
    top: float = TOP
    bottom: float = BOTTOM
    caution_top: float = CAUTION_TOP
    split: float = SPLIT

    @property
    def cards(self) -> list[Box]:
        """Four key figures, two by two."""
        wide, high = (self.inner - GAP) / 2, (self.bottom - self.top - 0.75) / 2
        return [
            (self.left + n % 2 * (wide + GAP) + 0.2, self.top + n // 2 * (high + 0.15), wide - 0.2, high)
            for n in range(len(CARDS))
        ]


OWN = Room()
NAMESPACES = (
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main" '
    'xmlns:adec="http://schemas.microsoft.com/office/drawing/2017/decorative"'
)
DECORATIVE = "{C183D7F6-B498-43B3-948B-1728B52AA6E4}"
FIELD = "{C1FF6DA9-008F-8B48-92A6-B652298478BF}"
A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
P = "{http://schemas.openxmlformats.org/presentationml/2006/main}"
# The colours of the theme by what they are for; charts and shapes name them, never a colour of their own.
INK, PAPER, QUIET, PALE = "tx1", "bg1", "tx2", "bg2"
ACCENT, COST, SAVING, INCOME, ACCUMULATED, EDGE = (f"accent{n}" for n in range(1, 7))
TINT = '<a:lumMod val="20000"/><a:lumOff val="80000"/>'  # a ground of a colour, on which ink is read


@dataclass(frozen=True)
class Spot:
    """A placeholder of a layout: what kind, its number, where, and how its text looks, by level."""

    kind: str
    number: int
    box: Box | None = None  # None: as on the master
    levels: tuple[tuple[int, bool], ...] = ((TEXT, False),)  # points, bold
    colour: str = INK
    anchor: str = "t"
    align: str = "l"
    fill: str = ""


MASTER = (
    Spot("title", 0, (LEFT, 0.35, INNER, 1.25), ((TITLE, True),), ACCENT, "ctr"),
    Spot("body", MAIN, MAIN_BOX),
    Spot("ftr", 3, (LEFT, 6.9, INNER - 1, 0.4), ((SMALL, False),), QUIET, "ctr"),
    Spot("sldNum", 4, (RIGHT - 1, 6.9, 1, 0.4), ((SMALL, False),), QUIET, "ctr", "r"),
)
FOOT = (Spot("ftr", 11), Spot("sldNum", 12))
HEAD = (Spot("title", 0), Spot("body", LEADS, (LEFT, LEADS_TOP, INNER, 0.72), colour=QUIET))
UNDER = (
    Spot("body", NOTES, (LEFT, 6.25, INNER, 0.5), ((SMALL, False),), QUIET),
    Spot("body", CAUTION, (LEFT, 6.3, INNER, 0.42), ((TEXT, True),), anchor="ctr", fill=COST),
    *FOOT,
)
LAYOUTS: dict[str, tuple[Spot, ...]] = {
    "front": (
        Spot("ctrTitle", 0, (LEFT, 1.5, INNER, 2.3), ((40, True),), ACCENT, "b"),
        Spot("subTitle", MAIN, (LEFT, 3.9, INNER, 1.2), ((24, False),), QUIET),
        Spot("body", CAUTION, (LEFT, 5.6, INNER, 1.1), ((TEXT, True),), anchor="ctr", fill=COST),
    ),
    "view": (*HEAD, Spot("obj", MAIN, MAIN_BOX), *UNDER),
    "two": (
        *HEAD,
        Spot("obj", MAIN, (LEFT, TOP, SPLIT, BOTTOM - TOP)),
        Spot("obj", BESIDE, (LEFT + SPLIT + 0.2, TOP, INNER - SPLIT - 0.2, BOTTOM - TOP)),
        *UNDER,
    ),
    "figures": (
        *HEAD,
        *(
            Spot("body", number, box, ((TEXT, True), (36, True), (TEXT, False)))
            for number, box in zip(CARDS, OWN.cards, strict=True)
        ),
        *UNDER,
    ),
}  # fmt: skip
LINE: Box = (LEFT, 6.85, INNER, 0.015)  # over the footer
EDGE_OF_FRONT: Box = (0, 0, 0.25, HEIGHT)


def designed(deck: Any, accent: str, words: Words) -> dict[str, Any]:
    """Gives a deck of python-pptx's own template this design; its layouts by name."""
    deck.slide_width, deck.slide_height = Inches(WIDTH), Inches(HEIGHT)
    for layout in list(deck.slide_layouts)[len(LAYOUTS) :]:
        deck.slide_layouts.remove(layout)
    master = deck.slide_master._element
    _theme(deck.slide_master.part, accent)
    _styles(master)
    _hold(master, [block("line", LINE, PALE), *(placeholder(spot, words) for spot in MASTER)])
    for layout, (name, spots) in zip(deck.slide_layouts, LAYOUTS.items(), strict=True):
        behind = [block("accent", EDGE_OF_FRONT, ACCENT)] if name == "front" else []
        _hold(layout._element, [*behind, *(placeholder(spot, words) for spot in spots)])
        layout._element.cSld.set("name", words(f"slides.layout.{name}"))
        layout._element.set("showMasterSp", "0" if name == "front" else "1")
        layout._element.attrib.pop("type")
    return dict(zip(LAYOUTS, deck.slide_layouts, strict=True))


def _theme(master: Any, accent: str) -> None:
    """The colours of the product and of the municipality in the theme's own places."""
    part = master.part_related_by(RELATIONSHIP_TYPE.THEME)
    theme = etree.fromstring(part.blob)
    paper = PALETTES["paper"]
    scheme = {
        "dk1": colours.INK, "lt1": paper["paper"], "dk2": colours.MUTED, "lt2": colours.HEADER_FILL, "accent1": accent,
        "accent2": paper["cost"], "accent3": paper["saving"], "accent4": paper["income"],
        "accent5": paper["accumulated"], "accent6": paper["edge"], "hlink": accent, "folHlink": colours.MUTED,
    }  # fmt: skip
    for name, colour in scheme.items():
        entry = theme.find(f".//{A}clrScheme/{A}{name}")
        entry.clear()
        etree.SubElement(entry, f"{A}srgbClr", val=colour.removeprefix("#").upper())
    part._blob = etree.tostring(theme, xml_declaration=True, encoding="UTF-8", standalone=True)


def _styles(master: Any) -> None:
    """Titles to the left, bold and in the accent; text without bullets."""
    title = master.find(f".//{P}titleStyle/{A}lvl1pPr")
    title.set("algn", "l")
    style = title.find(f"{A}defRPr")
    style.set("sz", str(TITLE * 100))
    style.set("b", "1")
    style.find(f".//{A}schemeClr").set("val", ACCENT)
    for level in master.find(f".//{P}bodyStyle"):
        level.set("marL", "0")
        level.set("indent", "0")
        level.find(f"{A}defRPr").set("sz", str(TEXT * 100))
        level.remove(level.find(f"{A}buFont"))
        level.replace(level.find(f"{A}buChar"), level.makeelement(f"{A}buNone", {}))


def _hold(page: Any, shapes: list[str]) -> None:
    """Puts these shapes in place of those that a master or layout has."""
    tree = page.cSld.spTree
    for shape in tree.findall(f"{P}sp"):
        tree.remove(shape)
    for shape in shapes:
        put(tree, shape)


# ------------------------------------------------------------------ shapes as markup
def put(tree: Any, markup: str) -> Any:
    """Adds a shape to a slide, layout or master under a number of its own."""
    shape = parse_xml(markup)
    numbers = (int(one.get("id")) for one in tree.iter(f"{P}cNvPr"))
    shape.find(f".//{P}cNvPr").set("id", str(max(numbers) + 1))
    tree.append(shape)
    return shape


def placeholder(spot: Spot, words: Words, text: str | None = None) -> str:
    """A placeholder; one that has no box looks and lies as that behind it. Its text is a prompt where none is given."""
    name, properties = words(f"slides.spot.{spot.kind}"), f'<a:rPr lang="{LANGUAGE_TAGS[words.language]}"/>'
    kind = "" if spot.kind == "obj" else f' type="{spot.kind}"'
    number = f' idx="{spot.number}"' if spot.number else ""
    run = f"<a:r>{properties}<a:t>{escape(clean(name if text is None else text))}</a:t></a:r>"
    if spot.kind == "sldNum":  # a field follows the slide when it is moved
        run = f'<a:fld id="{FIELD}" type="slidenum">{properties}<a:t>{text or "‹#›"}</a:t></a:fld>'
    fill = f'<a:solidFill><a:schemeClr val="{spot.fill}">{TINT}</a:schemeClr></a:solidFill>' if spot.fill else ""
    shape = f"{_frame(spot.box)}{fill}" if spot.box else ""
    body = f'<a:bodyPr anchor="{spot.anchor}"><a:normAutofit/></a:bodyPr>' if spot.box else "<a:bodyPr/>"
    style = "".join(_levels(spot)) if spot.box else ""
    return (
        f'<p:sp {NAMESPACES}><p:nvSpPr><p:cNvPr id="1" name="{escape(name)}"/><p:cNvSpPr><a:spLocks noGrp="1"/>'
        f"</p:cNvSpPr><p:nvPr><p:ph{kind}{number}/></p:nvPr></p:nvSpPr><p:spPr>{shape}</p:spPr>"
        f"<p:txBody>{body}<a:lstStyle>{style}</a:lstStyle><a:p>{run}</a:p></p:txBody></p:sp>"
    )


def _levels(spot: Spot) -> Iterator[str]:
    space = TEXT * 100 // 3 if spot.kind == "obj" else 0
    for level, (size, bold) in enumerate(spot.levels, start=1):
        yield (
            f'<a:lvl{level}pPr marL="0" indent="0" algn="{spot.align}"><a:spcBef><a:spcPts val="{space}"/></a:spcBef>'
            f'<a:buNone/><a:defRPr sz="{size * 100}" b="{int(bold)}"><a:solidFill><a:schemeClr val="{spot.colour}"/>'
            f"</a:solidFill></a:defRPr></a:lvl{level}pPr>"
        )


def _frame(box: Box) -> str:
    left, top, width, height = (round(inches * 914400) for inches in box)
    return f'<a:xfrm><a:off x="{left}" y="{top}"/><a:ext cx="{width}" cy="{height}"/></a:xfrm>'


def block(name: str, box: Box, colour: str) -> str:
    """A filled rectangle that says nothing, and is marked so that a screen reader passes it by."""
    return (
        f'<p:sp {NAMESPACES}><p:nvSpPr><p:cNvPr id="1" name="{name}"><a:extLst><a:ext uri="{DECORATIVE}">'
        f'<adec:decorative val="1"/></a:ext></a:extLst></p:cNvPr><p:cNvSpPr/><p:nvPr userDrawn="1"/></p:nvSpPr><p:spPr>'
        f'{_frame(box)}<a:prstGeom prst="rect"><a:avLst/></a:prstGeom><a:solidFill><a:schemeClr val="{colour}"/>'
        "</a:solidFill><a:ln><a:noFill/></a:ln></p:spPr></p:sp>"
    )
