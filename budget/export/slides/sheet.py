"""One slide in the making: what its placeholders hold, with what a screen reader needs."""

import re
from dataclasses import dataclass
from typing import Any

from lxml import etree
from pptx.enum.dml import MSO_THEME_COLOR
from pptx.enum.text import PP_ALIGN
from pptx.util import Inches, Pt

from budget.export.office_files import LANGUAGE_TAGS, clean
from budget.export.slides.design import (
    FOOT,
    INK,
    INNER,
    MAIN,
    OWN,
    PALE,
    TEXT,
    TITLE,
    A,
    Box,
    P,
    Room,
    block,
    placeholder,
    put,
)
from budget.shown.model import Cell, Table
from budget.text import Words

LETTER = 0.56  # the average width of a letter, in parts of its height: of a wide font, should the deck's be missing
LEADING = 1.2  # the height of a line, in parts of the letters'
WIDE = 0.64  # the same of figures and of bold letters
SIZES = (20, 18, 16, 14)  # points of a table that can be read from the back row
LEAST_LABEL = 0.3  # of a table's width, for the names of its rows
MOST_LABEL = (6, 4, 3, 2)  # lines of a name, the fewer the more rows there are
MOST_HEAD = 3  # lines of a column's head, where its longest word allows it
SHORT = 12  # letters of a text that is not broken
MOST_TITLE = 66  # points of all its lines together
MOST_AIR = 1.5  # a row's height where there is room, in parts of what it needs


@dataclass
class Sheet:
    """A slide of python-pptx with the words of the deck."""

    slide: Any
    words: Words
    room: Room = OWN

    # ------------------------------------------------------------ text
    def title(self, text: str, sizes: tuple[int, ...] = (TITLE, 24, 22), most: float = MOST_TITLE) -> None:
        """The message: the slide's real title, smaller where it is long."""
        found = next((size for size in sizes if lines(text, size, INNER, WIDE) * size <= most), TEXT)
        write(self.slide.shapes.title.text_frame, [text], self.words, size=found if found != sizes[0] else None)

    def fill(self, number: int, texts: list[str], box: Box | None = None, by_level: bool = False) -> None:
        """Paragraphs in a placeholder, where the layout has it or in a box; each of a level of its own by level."""
        shape = self._spot(number)
        if box:
            place(shape, box)
        write(shape.text_frame, texts, self.words)
        if by_level:
            for level, paragraph in enumerate(shape.text_frame.paragraphs):
                paragraph.level = level

    def block(self, name: str, box: Box, colour: str) -> None:
        """A filled rectangle without a line around it, hidden from screen readers."""
        put(self.slide.shapes._spTree, block(name, box, colour))

    def finish(self, *feet: str) -> None:
        """Takes away what holds nothing, and puts in the footer and the number of the slide where they are given."""
        for shape in list(self.slide.placeholders):
            if shape.has_text_frame and not shape.text_frame.text:
                shape._element.getparent().remove(shape._element)
        for spot, text in zip(FOOT, feet, strict=False):
            put(self.slide.shapes._spTree, placeholder(spot, self.words, text))

    def _spot(self, number: int) -> Any:
        return next(one for one in self.slide.placeholders if one.placeholder_format.idx == number)

    def hold(self, frame: Any, number: int, text: str) -> None:
        """Lets a chart or a table take the place of a placeholder, named and told by its text."""
        spot = self._spot(number)._element
        frame._element.nvGraphicFramePr.nvPr.append(spot.nvSpPr.nvPr.find(f"{P}ph"))
        spot.addprevious(frame._element)
        spot.getparent().remove(spot)
        described(frame, text)

    # ------------------------------------------------------------ tables
    def table(self, table: Table, box: Box, number: int = MAIN) -> float:
        """A native table with a header row; returns where it ends."""
        _, top, width, height = box
        grid_of = Grid.fitting(table, width, height)
        frame = self.slide.shapes.add_table(len(grid_of.heights), len(table.head), *map(Inches, box))
        frame.name = clean(table.caption)
        self.hold(frame, number, table.caption) if number else described(frame, table.caption)
        grid = frame.table
        grid.first_row, grid.horz_banding = True, False
        _without_style(frame)
        for column, inches in zip(grid.columns, grid_of.widths, strict=True):
            column.width = Inches(inches)
        air = max(1.0, min(MOST_AIR, height / sum(grid_of.heights)))
        for number, texts in enumerate(grid_of.texts):
            strong = number > 0 and table.rows[number - 1].is_strong
            grid.rows[number].height = Inches(grid_of.heights[number] * air)
            for column, text in enumerate(texts):
                cell = grid.cell(number, column)
                cell.margin_left = cell.margin_right = Inches(0.08)
                cell.margin_top = cell.margin_bottom = Pt(2)
                align = "left" if column == 0 else "right"
                write(cell.text_frame, [text], self.words, size=grid_of.size, bold=number == 0 or strong, align=align)
                _fill(cell, PALE if number == 0 else None, line=strong)
        frame.height = Inches(sum(grid_of.heights) * air)
        return top + sum(grid_of.heights) * air


@dataclass(frozen=True)
class Grid:
    """The measures of a table, inches: its letters in points, its columns and its rows, and what stands in them."""

    size: int
    widths: list[float]
    heights: list[float]
    texts: list[tuple[str, ...]]

    @classmethod
    def fitting(cls, table: Table, width: float, height: float) -> "Grid":
        """The largest letters with which the table has room and no name is cut, or the smallest with names cut."""
        found = [cls.of(table, width, size, most) for most in MOST_LABEL for size in SIZES]
        fits = [grid for grid in found if grid.fits(width, height)]
        return max(fits, key=lambda grid: sum(len(texts[0]) for texts in grid.texts), default=found[-1])

    @classmethod
    def of(cls, table: Table, width: float, size: int, most: int) -> "Grid":
        figures = [
            max(4, len(head) // MOST_HEAD + 2, *map(len, head.split()), *(unbroken(row.cells[i]) for row in table.rows))
            * (size * WIDE / 72)
            + 0.26
            for i, head in enumerate(table.head[1:])
        ]
        widths = [max(width - sum(figures), width * LEAST_LABEL), *figures]
        texts = [(cut(name, size, widths[0] - 0.16, most), *rest) for name, *rest in table.lines()]
        needed = [max(lines(text, size, w - 0.16) for text, w in zip(row, widths, strict=True)) for row in texts]
        return cls(size, widths, [(count * LEADING * size + 5) / 72 for count in needed], texts)

    def fits(self, width: float, height: float) -> bool:
        return sum(self.widths) <= width + 0.01 and sum(self.heights) <= height


# ------------------------------------------------------------------ helpers
def unbroken(cell: Cell) -> int:
    """The letters of a cell that stand on one line: a figure whole, of words the longest."""
    return len(cell.text) if cell.value is not None or len(cell.text) <= SHORT else max(map(len, cell.text.split()))


def themed(colour: Any, name: str) -> None:
    """Gives something the colour that the theme has by this name."""
    colour.theme_color = MSO_THEME_COLOR.from_xml(name)


def place(shape: Any, box: Box) -> None:
    shape.left, shape.top, shape.width, shape.height = map(Inches, box)


def cut(text: str, size: float, width: float, most: int) -> str:
    """The text, or as much of it as so many lines hold."""
    shown = text
    while lines(shown, size, width) > most:
        shown = f"{shown[:-2].rstrip()}…"
    return shown


def lines(text: str, size: float, width: float, letter: float = LETTER) -> int:
    """About how many lines a text takes in a box so many inches wide, broken between words."""
    room, count, used = max(1, int(width * 72 / (size * letter))), 1, 0
    for word in re.findall(r"[^ \t\n]+", text):  # what is kept together by another space is one word
        if used and used + 1 + len(word) > room:
            count, used = count + 1, 0
        used += len(word) + (1 if used else 0)
        count, used = count + used // (room + 1), min(used, room)
    return count


def write(
    frame: Any, texts: list[str], words: Words, *, size: float | None = None, bold: bool | None = None,
    align: str = "",
) -> None:  # fmt: skip
    """Paragraphs of one run each, in the language of the deck; what is not given is as the layout has it."""
    for number, text in enumerate(texts):
        paragraph = frame.paragraphs[0] if number == 0 else frame.add_paragraph()
        if align:
            paragraph.alignment = PP_ALIGN.RIGHT if align == "right" else PP_ALIGN.LEFT
        run = paragraph.add_run()
        run.text = clean(text)
        run.font.size, run.font.bold = Pt(size) if size else None, bold
        spoken(run._r.get_or_add_rPr(), words)


def spoken(properties: Any, words: Words) -> None:
    """The language of a run."""
    properties.set("lang", LANGUAGE_TAGS[words.language])


def described(frame: Any, text: str) -> None:
    """Alternative text."""
    frame._element.nvGraphicFramePr.cNvPr.set("descr", clean(text))


def _without_style(frame: Any) -> None:
    """No banding and no colours of a style: the cells have their own."""
    style = frame._element.graphic.graphicData.tbl.tblPr.find(f"{A}tableStyleId")
    if style is not None:
        style.text = "{2D5ABB26-0587-4C30-8999-92F81FD0307C}"  # no style, no grid


def _fill(cell: Any, colour: str | None, line: bool) -> None:
    if colour:
        cell.fill.solid()
        themed(cell.fill.fore_color, colour)
    else:
        cell.fill.background()
    if line:
        properties = cell._tc.get_or_add_tcPr()
        top = etree.Element(f"{A}lnT", w="12700")
        etree.SubElement(etree.SubElement(top, f"{A}solidFill"), f"{A}schemeClr", val=INK)
        properties.insert(0, top)
