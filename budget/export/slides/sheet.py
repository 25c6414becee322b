"""One slide in the making: its title, texts and tables, with what a screen reader needs."""

from dataclasses import dataclass
from typing import Any

from budget.export.office_files import LANGUAGE_TAGS, clean
from budget.shown.model import Cell, Table
from budget.text import Words, colours

WIDTH, HEIGHT = 13.333, 7.5  # inches: 16:9
LEFT, RIGHT = 0.6, 12.733
INNER = RIGHT - LEFT
TEXT, SMALL = 18, 14  # points: text, and what stands under it
Box = tuple[float, float, float, float]  # left, top, width and height in inches
LETTER = 0.56  # the average width of a letter, in parts of its height: of a wide font, should the deck's be missing
LEADING = 1.2  # the height of a line, in parts of the letters'
WIDE = 0.64  # the same of figures and of bold letters
SIZES = (18, 16, 14)  # points of a table that can be read from the back row
LEAST_LABEL = 0.3  # of a table's width, for the names of its rows
MOST_TITLE = 66  # points of all its lines together
FONT = "Calibri"
MAIN = "http://schemas.openxmlformats.org/drawingml/2006/main"
PRESENTATION = "http://schemas.openxmlformats.org/presentationml/2006/main"
DECORATIVE = "http://schemas.microsoft.com/office/drawing/2017/decorative"


@dataclass
class Sheet:
    """A slide of python-pptx with the words and the accent of the deck."""

    slide: Any
    words: Words
    accent: str

    # ------------------------------------------------------------ text
    def title(self, text: str, top: float = 0.4, size: int | None = None) -> float:
        """The message: the slide's real title, smaller the longer it is; returns where it ends."""
        size = size or next((s for s in (32, 28, 26) if lines(text, s, INNER, WIDE) * s <= MOST_TITLE), 24)
        height = lines(text, size, INNER, WIDE) * size * LEADING / 72 + 0.1
        place(self.slide.shapes.title, LEFT, top, INNER, height)
        write(self.slide.shapes.title.text_frame, [text], size, self.accent, self.words, bold=True)
        return top + height

    def text(
        self, name: str, texts: list[str], box: Box, size: int = TEXT,
        colour: str = colours.INK, **how: Any,
    ) -> Any:  # fmt: skip
        """Paragraphs in a box of left, top, width and height in inches."""
        from pptx.util import Inches

        shape = self.slide.shapes.add_textbox(*map(Inches, box))
        shape.name = name
        write(shape.text_frame, texts, size, colour, self.words, **how)
        return shape

    def block(self, name: str, box: Box, colour: str) -> Any:
        """A filled rectangle without a line around it, hidden from screen readers."""
        from pptx.enum.shapes import MSO_SHAPE
        from pptx.util import Inches

        shape = self.slide.shapes.add_shape(MSO_SHAPE.RECTANGLE, *map(Inches, box))
        shape.name = name
        shape.fill.solid()
        shape.fill.fore_color.rgb = rgb(colour)
        shape.line.fill.background()
        shape._element.remove(shape._element.find(f"{{{PRESENTATION}}}style"))  # it would throw a shadow
        decorative(shape)
        return shape

    # ------------------------------------------------------------ tables
    def table(self, table: Table, box: Box) -> float:
        """A native table with a header row; returns where it ends."""
        from pptx.util import Inches, Pt

        _, top, width, height = box
        grid_of = Grid.fitting(table, width, height)
        frame = self.slide.shapes.add_table(len(grid_of.heights), len(table.head), *map(Inches, box))
        frame.name = clean(table.caption)
        described(frame, table.caption)
        grid = frame.table
        grid.first_row, grid.horz_banding = True, False
        _without_style(frame)
        for column, inches in zip(grid.columns, grid_of.widths, strict=True):
            column.width = Inches(inches)
        for number, texts in enumerate(table.lines()):
            strong = number > 0 and table.rows[number - 1].is_strong
            grid.rows[number].height = Inches(grid_of.heights[number])
            for column, text in enumerate(texts):
                cell = grid.cell(number, column)
                cell.margin_left = cell.margin_right = Inches(0.08)
                cell.margin_top = cell.margin_bottom = Pt(2)
                bold = number == 0 or strong
                align = "left" if column == 0 else "right"
                how: dict[str, Any] = {"bold": bold, "align": align, "anchor": "middle"}
                write(cell.text_frame, [text], grid_of.size, colours.INK, self.words, **how)
                _fill(cell, colours.HEADER_FILL if number == 0 else None, line=strong)
        frame.height = Inches(sum(grid_of.heights))
        return top + sum(grid_of.heights)


@dataclass(frozen=True)
class Grid:
    """The measures of a table, inches: its letters in points, its columns and its rows."""

    size: int
    widths: list[float]
    heights: list[float]

    @classmethod
    def fitting(cls, table: Table, width: float, height: float) -> "Grid":
        """The largest letters with which the table has room, or the smallest there are."""
        found = [cls.of(table, width, size) for size in SIZES]
        return next((grid for grid in found if grid.fits(width, height)), found[-1])

    @classmethod
    def of(cls, table: Table, width: float, size: int) -> "Grid":
        figures = [
            max(*map(len, head.split()), *(unbroken(row.cells[i]) for row in table.rows), 4) * size * WIDE / 72 + 0.26
            for i, head in enumerate(table.head[1:])
        ]
        widths = [max(width - sum(figures), width * LEAST_LABEL), *figures]
        needed = [
            max(lines(text, size, w - 0.16) for text, w in zip(row, widths, strict=True)) for row in table.lines()
        ]
        return cls(size, widths, [(count * LEADING + 0.45) * size / 72 for count in needed])

    def fits(self, width: float, height: float) -> bool:
        return sum(self.widths) <= width + 0.01 and sum(self.heights) <= height


# ------------------------------------------------------------------ helpers
def unbroken(cell: Cell) -> int:
    """The letters of a cell that stand on one line: a figure whole, of words the longest."""
    return len(cell.text) if cell.value is not None else max(map(len, cell.text.split()), default=0)


def rgb(colour: str) -> Any:
    from pptx.dml.color import RGBColor

    untyped: Any = RGBColor
    return untyped(*bytes.fromhex(colour.removeprefix("#")))


def place(shape: Any, left: float, top: float, width: float, height: float) -> None:
    from pptx.util import Inches

    shape.left, shape.top, shape.width, shape.height = map(Inches, (left, top, width, height))


def lines(text: str, size: float, width: float, letter: float = LETTER) -> int:
    """About how many lines a text takes in a box so many inches wide, broken between words."""
    room, count, used = max(1, int(width * 72 / (size * letter))), 1, 0
    for word in text.split():
        if used and used + 1 + len(word) > room:
            count, used = count + 1, 0
        used += len(word) + (1 if used else 0)
        count, used = count + used // (room + 1), min(used, room)
    return count


def write(
    frame: Any, texts: list[str], size: float, colour: str, words: Words, *, bold: bool = False,
    align: str = "left", anchor: str = "top", space: float = 0,
) -> None:  # fmt: skip
    """Paragraphs of one run each, in the language of the deck."""
    from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
    from pptx.util import Pt

    frame.word_wrap = True
    if hasattr(frame, "vertical_anchor"):
        frame.vertical_anchor = {"top": MSO_ANCHOR.TOP, "middle": MSO_ANCHOR.MIDDLE, "bottom": MSO_ANCHOR.BOTTOM}[
            anchor
        ]
    for number, text in enumerate(texts):
        paragraph = frame.paragraphs[0] if number == 0 else frame.add_paragraph()
        paragraph.alignment = PP_ALIGN.RIGHT if align == "right" else PP_ALIGN.LEFT
        if space:
            paragraph.space_after = Pt(space)
        run = paragraph.add_run()
        run.text = clean(text)
        run.font.size, run.font.bold, run.font.name = Pt(size), bold, FONT
        run.font.color.rgb = rgb(colour)
        spoken(run._r.get_or_add_rPr(), words)


def spoken(properties: Any, words: Words) -> None:
    """The language of a run."""
    properties.set("lang", LANGUAGE_TAGS[words.language])


def described(frame: Any, text: str) -> None:
    """Alternative text."""
    frame._element.nvGraphicFramePr.cNvPr.set("descr", clean(text))


def decorative(shape: Any) -> None:
    """Marks a shape that says nothing, so that a screen reader passes it by."""
    from lxml import etree

    properties = shape._element.nvSpPr.cNvPr
    extensions = etree.SubElement(properties, f"{{{MAIN}}}extLst")
    extension = etree.SubElement(extensions, f"{{{MAIN}}}ext", uri="{C183D7F6-B498-43B3-948B-1728B52AA6E4}")
    etree.SubElement(extension, f"{{{DECORATIVE}}}decorative", nsmap={"adec": DECORATIVE}).set("val", "1")


def _without_style(frame: Any) -> None:
    """No banding and no colours of a style: the cells have their own."""
    style = frame._element.graphic.graphicData.tbl.tblPr.find(f"{{{MAIN}}}tableStyleId")
    if style is not None:
        style.text = "{2D5ABB26-0587-4C30-8999-92F81FD0307C}"  # no style, no grid


def _fill(cell: Any, colour: str | None, line: bool) -> None:
    from lxml import etree

    if colour:
        cell.fill.solid()
        cell.fill.fore_color.rgb = rgb(colour)
    else:
        cell.fill.background()
    if line:
        properties = cell._tc.get_or_add_tcPr()
        top = etree.Element(f"{{{MAIN}}}lnT", w="12700")
        fill = etree.SubElement(top, f"{{{MAIN}}}solidFill")
        etree.SubElement(fill, f"{{{MAIN}}}srgbClr", val=colours.INK.removeprefix("#"))
        properties.insert(0, top)
