"""A deck in the municipality's own template: which of its layouts and placeholders hold what, where the rest has room,
and which of its colours mean what. Nothing in it is given a colour or a font that is not the template's.
"""

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from pptx import Presentation
from pptx.oxml import parse_xml
from pptx.util import Inches, Pt

from budget.export.office_files import as_plain
from budget.export.slides.design import (
    BESIDE,
    CARDS,
    CAUTION,
    HEAD,
    INK,
    LAYOUTS,
    MAIN,
    NOTES,
    PALE,
    PAPER,
    SMALL,
    TEXT,
    TINT,
    A,
    Box,
    P,
    Room,
    Spot,
    placeholder,
    put,
)
from budget.export.slides.sheet import LEADING, WIDE, Sheet, cut, described, lines, place, themed, write
from budget.export.slides.template_colours import DARK, READABLE, colours, contrast, light, theme
from budget.text import Words

EMU = 914_400
LEAST_WIDE, LEAST_HIGH = 5.0, 3.4  # inches of a placeholder that a chart or a table is read in
LEADS_HIGH, CAUTION_HIGH = 0.75, 0.5
EDGES, FOOT = 0.05, 0.9  # of a slide: its margins, and where the footer begins, where a layout does not say
FOOTER = 10  # points that a footer is reckoned with
CARD_SIZES = ((18, 36, 18), (16, 28, 16), (14, 24, 14), (12, 20, 12))  # points
TITLES = (28, 24, 22, 20, 18)  # points
KINDS = ("front", "view", "two")
SHOWN = {
    "title": "title", "ctrTitle": "title", "obj": "content", "subTitle": "text", "body": "text", "pic": "picture",
    "ftr": "footer", "sldNum": "number",
}  # fmt: skip
SPOTS = {spot.number: spot for layout in LAYOUTS.values() for spot in (*layout, *HEAD)}


@dataclass(frozen=True)
class Remark:
    """What the template lacks: a key of the catalogue, which says what was done instead, and a name in it."""

    code: str
    name: str = ""


@dataclass(frozen=True)
class Borrowed:
    """A template opened: its layouts by what they are used for, the room, the colours, and what it lacks."""

    deck: Any
    layouts: Mapping[str, Any]
    room: Room
    colours: Mapping[str, str]
    grounds: bool  # whether the ink is read on the pale colour and on a tint: not in a dark design
    remarks: tuple[Remark, ...]

    def sheet(self, kind: str, words: Words) -> Sheet:
        """A new slide for this kind of view."""
        layout = self.layouts["front" if kind == "front" else "two" if kind == "two" else "view"]
        return Guest(self.deck.slides.add_slide(layout), words, self.room, self.grounds, kind != "front")

    def placed(self, use: str) -> tuple[float, list[tuple[Any, ...]]]:
        """How high a slide is for its width, and the placeholders of the layout for this use: kind, whether anything
        is put there, left, top, width and height as shares of the slide."""
        wide, high = self.deck.slide_width, self.deck.slide_height
        held = _held(self.layouts[use], "obj") or _held(self.layouts[use], "subTitle", "body")
        taken = {id(spot._element) for spot in held[: 2 if use == "two" else 1]}
        found: list[tuple[Any, ...]] = []
        for spot in self.layouts[use].placeholders:
            kind = SHOWN.get(_kind(spot), "other")
            used = kind in ("title", "footer", "number") or id(spot._element) in taken
            box = (spot.left or 0, spot.top or 0, spot.width or 0, spot.height or 0)
            found.append((kind, used, *(share / of for share, of in zip(box, (wide, high) * 2, strict=True))))
        if not taken:
            left, top, inner, bottom = self.room.left, self.room.leads_top, self.room.inner, self.room.bottom
            box = (left, top, inner, bottom - top)
            found.append(("free", True, *(share * EMU / of for share, of in zip(box, (wide, high) * 2, strict=True))))
        return high / wide, found

    def recoloured(self) -> None:
        """Puts the template's own colours in place of the design's in every slide and chart that was made."""
        for slide in self.deck.slides:
            for element in slide._element.iter(f"{A}schemeClr"):
                name = self.colours.get(element.get("val"), element.get("val"))
                element.set("val", PAPER if name == PALE and not self.grounds else name)
            for chart in (shape.chart._chartSpace for shape in slide.shapes if shape.has_chart):
                for element in chart.iter(f"{A}schemeClr"):
                    element.set("val", self.colours.get(element.get("val"), element.get("val")))


def borrowed(template: bytes, chosen: Mapping[str, str] | None = None) -> Borrowed:
    """The template without its slides; `chosen` are names of layouts that take the place of those found."""
    deck = Presentation(io.BytesIO(as_plain(template)))
    _emptied(deck)
    layouts = [layout for master in deck.slide_masters for layout in master.slide_layouts]
    for layout in layouts:
        _numbered(layout)
    found = {kind: _chosen(kind, layouts, chosen or {}) for kind in KINDS}
    room, narrow = _room(deck, found["view"])
    remarks = [Remark(f"template.no_{kind}", layout.name) for kind, layout in found.items() if not _fits(kind, layout)]
    remarks += [Remark("template.narrow", found["view"].name)] if narrow else []
    kinds = {_kind(spot) for spot in found["view"].placeholders}
    remarks += [Remark(f"template.no_{kind}") for kind in ("ftr", "sldNum") if kind not in kinds]
    taken, few = colours(deck)
    remarks += [Remark("template.colours")] if few else []
    known = theme(deck)
    ink, pale = known.get(INK, (0, 0, 0)), known.get(PALE, (255, 255, 255))
    return Borrowed(deck, found, room, taken, contrast(ink, pale) >= READABLE and light(ink) < DARK, tuple(remarks))


def _emptied(deck: Any) -> None:
    """Takes out the slides that the template shows itself with, and what refers to them."""
    listed = deck.slides._sldIdLst
    for entry in list(listed):
        deck.part.drop_rel(entry.rId)
        listed.remove(entry)
    presentation = deck.part._element
    for name in ("custShowLst", "extLst"):  # shows and sections name slides
        for element in presentation.findall(f"{P}{name}"):
            presentation.remove(element)


def _numbered(layout: Any) -> None:
    """Gives each placeholder of the layout a number of its own, by which those of a slide find it: LibreOffice writes
    one number for all."""
    seen: set[int] = set()
    for spot in layout.placeholders:
        number = spot.placeholder_format.idx
        if number in seen:
            number = max(seen) + 10
            spot._element.nvSpPr.nvPr.find(f"{P}ph").set("idx", str(number))
        seen.add(number)


# ------------------------------------------------------------------ which layout holds what
def _kind(spot: Any) -> str:
    """title, ctrTitle, subTitle, body, obj, ftr …"""
    return str(spot._element.nvSpPr.nvPr.find(f"{P}ph").get("type", "obj")) if hasattr(spot._element, "nvSpPr") else ""


def _held(layout: Any, *kinds: str) -> list[Any]:
    """Placeholders of these kinds, the largest first, those to the left before those to the right."""
    found = [spot for spot in layout.placeholders if _kind(spot) in kinds]
    return sorted(found, key=lambda spot: (-round(_area(spot), 1), spot.left or 0))


def _area(spot: Any) -> float:
    return (spot.width or 0) / EMU * (spot.height or 0) / EMU


def _titled(layout: Any) -> bool:
    return bool(_held(layout, "title", "ctrTitle"))


def _fits(kind: str, layout: Any) -> bool:
    """Whether the layout has the placeholders that this kind of slide asks for."""
    if kind == "front":
        return _titled(layout) and bool(_held(layout, "subTitle", "body"))
    return _titled(layout) and len(_held(layout, "obj")) >= (2 if kind == "two" else 1)


def _chosen(kind: str, layouts: Sequence[Any], chosen: Mapping[str, str]) -> Any:
    named = next((layout for layout in layouts if layout.name == chosen.get(kind)), None)
    return named or max(layouts, key=lambda layout: _worth(kind, layout))


def _worth(kind: str, layout: Any) -> tuple[float, ...]:
    """The higher the better the layout suits; the first of equals is taken."""
    objects = [_area(spot) for spot in _held(layout, "obj")]
    others = sum(_area(spot) for spot in _held(layout, "body", "pic", "chart", "tbl", "media", "subTitle"))
    if kind == "front":
        centred = bool(_held(layout, "ctrTitle"))
        return centred + (layout._element.get("type") == "title"), _fits(kind, layout), -len(objects), -others
    wanted = 2 if kind == "two" else 1
    enough = min(len(objects), wanted)
    return (
        _titled(layout),
        enough,
        not _held(layout, "ctrTitle"),
        sum(objects[:wanted]) - others - sum(objects[wanted:]),
    )


# ------------------------------------------------------------------ where there is room
def _room(deck: Any, layout: Any) -> tuple[Room, bool]:
    """The room under the title of a layout; True where its own placeholder is too small to be read in."""
    wide, high = deck.slide_width / EMU, deck.slide_height / EMU
    main = next(iter(_held(layout, "obj", "body")), None)
    if main is not None and main.width / EMU >= LEAST_WIDE and main.height / EMU >= LEAST_HIGH:
        left, inner, end = (value / EMU for value in (main.left, main.width, main.top + main.height))
        top = min(spot.top for spot in (main, *_leads(layout, main))) / EMU
        return _of(left, top, inner, min(_end(layout, end), high * 0.97)), False
    title = next(iter(_held(layout, "title", "ctrTitle")), None)
    top = 0.2 * high if title is None else (title.top + title.height) / EMU + 0.1
    if top > high / 2:  # a title in the middle of a slide leaves no room under it
        top = 0.2 * high
    return _of(EDGES * wide, top, (1 - 2 * EDGES) * wide, FOOT * high), True


def _end(layout: Any, end: float) -> float:
    """Where the content ends: at its placeholder, or over the footer where there is room for the caution between."""
    feet = [spot.top / EMU for spot in _held(layout, "ftr", "sldNum", "dt") if spot.top / EMU > end]
    return min(feet) - 0.1 if feet and min(feet) - end > CAUTION_HIGH else end


def _leads(layout: Any, main: Any) -> list[Any]:
    """Placeholders of words between the title and the content, over its width: what is not used of them is room."""
    title = next(iter(_held(layout, "title", "ctrTitle")), None)
    under = 0 if title is None else title.top + title.height
    words = (spot for spot in _held(layout, "body") if spot is not main and spot.width > main.width / 2)
    return [spot for spot in words if under <= spot.top and spot.top + spot.height <= main.top]


def _of(left: float, top: float, inner: float, bottom: float) -> Room:
    return Room(left, inner, top, top + LEADS_HIGH, bottom, bottom - CAUTION_HIGH, inner * 0.51)


# ------------------------------------------------------------------ a slide of it
@dataclass
class Guest(Sheet):
    """A slide in a layout that is not ours: what the layout has no placeholder for stands in a box of its own."""

    grounds: bool = True
    above: bool = True  # whether the title stands over the room
    _cards: list[tuple[Any, tuple[int, int, int]]] = field(default_factory=list)

    def title(self, text: str, sizes: tuple[int, ...] = TITLES, most: float = 0.0) -> None:
        """The message, as large as its own placeholder holds it."""
        shape = self.slide.shapes.title
        box = (self.room.left, 0.3, self.room.inner, max(self.room.leads_top - 0.4, 0.5))
        if shape is None:
            shape = self._box(box)
        elif self.above and (shape.top + shape.height) / EMU > self.room.leads_top + 0.1:
            place(shape, box)  # a title in the middle of the slide would stand in the content
        wide, high = shape.width / EMU - 0.2, shape.height / EMU * 72 - 4
        found = next((size for size in TITLES if lines(text, size, wide, WIDE) * size * 1.1 <= high), TITLES[-1])
        write(shape.text_frame, [text], self.words, size=found)

    def fill(self, number: int, texts: list[str], box: Box | None = None, by_level: bool = False) -> None:
        shape, spot = self._own(number), SPOTS[number]
        if shape is None:
            shape = self._box(box or self._where(number))
            if spot.fill and self.grounds:
                shape.fill.solid()
                themed(shape.fill.fore_color, spot.fill)
                _tinted(shape)
        elif box and number == MAIN:
            place(shape, box)
        frame = shape.text_frame
        frame.word_wrap = True
        write(frame, texts, self.words, size=SMALL if number == NOTES else TEXT, bold=number == CAUTION or None)
        if by_level:  # key figures beside each other have letters of one size
            self._cards.append((frame, _sizes(texts, shape)))
            smallest = min(sizes for _, sizes in self._cards)
            for card, _ in self._cards:
                for paragraph, size, bold in zip(card.paragraphs, smallest, (True, True, False), strict=False):
                    paragraph.runs[0].font.size, paragraph.runs[0].font.bold = Pt(size), bold

    def hold(self, frame: Any, number: int, text: str) -> None:
        spot = self._own(number)
        if spot is None or _kind(spot) != "obj":  # a placeholder of words holds no chart
            described(frame, text)
            return
        super().hold(frame, spot.placeholder_format.idx, text)

    def finish(self, *feet: str) -> None:
        for shape in list(self.slide.placeholders):
            words = shape.has_text_frame and shape.text_frame.text
            if not words and not getattr(shape, "has_chart", False) and not getattr(shape, "has_table", False):
                shape._element.getparent().remove(shape._element)
        kinds = {_kind(spot): spot for spot in self.slide.slide_layout.placeholders}
        for kind, text in zip(("ftr", "sldNum"), feet, strict=False):
            if kind in kinds:
                spot, wide = Spot(kind, kinds[kind].placeholder_format.idx), (kinds[kind].width or 0) / EMU
                shown = text if kind == "sldNum" else _whole_parts(text, max(wide - 0.2, 1.0))
                made = put(self.slide.shapes._spTree, placeholder(spot, self.words, shown))
                for properties in made.iter(f"{A}rPr"):
                    properties.append(properties.makeelement(f"{A}latin", {"typeface": "+mn-lt"}))

    def _own(self, number: int) -> Any:
        """The placeholder of the layout that takes the place of ours, where it is still there."""
        layout, at = self.slide.slide_layout, {MAIN: 0, BESIDE: 1}.get(number)
        held = _held(layout, "obj") or [*_held(layout, "subTitle"), *_held(layout, "body")]
        if at is None or at >= len(held):
            return None
        wanted = held[at].placeholder_format.idx
        return next((one for one in self.slide.placeholders if one.placeholder_format.idx == wanted), None)

    def _where(self, number: int) -> Box:
        room = self.room
        if number in CARDS:
            return room.cards[CARDS.index(number)]
        top = {CAUTION: room.caution_top + 0.05, NOTES: room.bottom - 0.5}.get(number, room.leads_top)
        return room.left, top, room.inner, 0.42 if number == CAUTION else 0.72

    def _box(self, box: Box) -> Any:
        return self.slide.shapes.add_textbox(*map(Inches, box))


def _whole_parts(text: str, wide: float) -> str:
    """As many of the parts of a footer as two lines hold, the last ones left out; of the first what they hold."""
    parts = text.split(" · ")
    while len(parts) > 1 and lines(" · ".join(parts), FOOTER, wide, WIDE) > 2:
        parts.pop()
    return cut(" · ".join(parts), FOOTER, wide, 2)


def _sizes(texts: Sequence[str], shape: Any) -> tuple[int, int, int]:
    """The letters of a key figure's name, figure and help: the largest that its box holds."""
    wide, high = shape.width / EMU - 0.2, shape.height / EMU - 0.1
    for sizes in CARD_SIZES:
        needed = (lines(text, size, wide, WIDE) * size for text, size in zip(texts, sizes, strict=False))
        if sum(needed) * LEADING / 72 <= high:
            return sizes
    return CARD_SIZES[-1]


def _tinted(shape: Any) -> None:
    """A ground of a colour, on which ink is read."""
    colour = shape._element.spPr.find(f".//{A}schemeClr")
    space = 'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
    for tint in parse_xml(f"<a:t {space}>{TINT}</a:t>"):
        colour.append(tint)
