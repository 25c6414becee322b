"""The agenda item as a .docx file: real headings in the municipality's order, editable text and tables."""

import io
from typing import Any

from budget.case.themes import DEFAULT, Heading, Look, look
from budget.export.document_template import EMU_OF_CM, Home, opened
from budget.export.drawing import png
from budget.export.office_files import LANGUAGE_TAGS, clean, made_in, short, stable, without
from budget.export.templates import checked
from budget.formulas import Result
from budget.shown.agenda import Agenda, Part, agenda
from budget.shown.charts import Chart
from budget.shown.model import Picture, Table, Text
from budget.shown.version_tables import Pair, compared
from budget.text import Words, colours

FONT = "Calibri"
PAGE = (21.0, 29.7)  # A4, cm
MARGIN = 2.2
MOST_CHANGES, MOST_PAIRS = 18, 4  # of two versions on one page: figures, and years beside each other
LETTER = 0.21  # of the 9 points of a table
TOGETHER = 15  # rows: a table of so many is not broken by a page
BEHIND_BORDERS = ("shd", "tblLayout", "tblCellMar", "tblLook", "tblCaption", "tblDescription")  # by the schema
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def document(
    result: Result, words: Words, theme: str = DEFAULT, exact_counts: bool = False, template: bytes | None = None
) -> bytes:
    """The item of a case, in a template where one is given or the theme has one; the same case and version give the
    same bytes.
    """
    from docx import Document

    dress = look(theme)
    item = agenda(result, words, dress.theme.proposer, dress.theme.decider, exact_counts)
    home = opened(checked(template, "document")) if (template := template or dress.document) else None
    paper = home.paper if home else Document()
    if home:
        _own_styles(paper, None)
        _about(paper, item, result.case.first_year, words)
    else:
        _prepare(paper, item, dress, result.case.first_year, words)
    before = len(paper.element.body) - 1  # without the properties of the last section
    paper.add_heading(clean(item.title), level=0)
    paper.add_paragraph(clean(item.about), style="Subtitle")
    for change in item.changed:
        paper.add_paragraph(clean(change), style="List Bullet")
    for heading in dress.headings:
        _section(paper, heading, item, words, home)
    if home:
        home.settle(before)
    out = io.BytesIO()
    paper.save(out)
    return stable(out.getvalue())


def changes_document(of: Pair, numbers: tuple[int, int], words: Words, theme: str = DEFAULT) -> bytes:
    """What differs between two versions of a case, on one page: each figure, from, to and its effect."""
    from docx import Document

    new = of[1]
    about = words("cases.changes_of", old=numbers[0], new=numbers[1], title=new.title)
    item = Agenda(words("cases.changes"), about, str(new.municipality), (), {})
    paper = Document()
    _prepare(paper, item, look(theme), new.first_year, words)
    paper.add_heading(clean(item.title), level=0)
    paper.add_paragraph(clean(about), style="Subtitle")
    tables = compared(of, numbers, words, MOST_CHANGES)
    for table in tables:
        for part in table.in_parts(MOST_PAIRS) if table.years else [table]:
            _table(paper, part)
    if not tables:
        paper.add_paragraph(words("cases.no_difference"))
    out = io.BytesIO()
    paper.save(out)
    return stable(out.getvalue())


def _section(paper: Any, heading: Heading, item: Agenda, words: Words, home: Home | None) -> None:
    name = heading.in_language(words.language) or words(f"agenda.section.{heading.holds[0]}")
    paper.add_heading(clean(name), level=1)
    for section in heading.holds:
        if len(heading.holds) > 1:
            paper.add_heading(words(f"agenda.section.{section}"), level=2)
        parts = item.sections[section]
        for part, after in zip(parts, (*parts[1:], None), strict=True):
            _part(paper, part, words.language, home, leads=_is_point(after) and not _is_point(part))
    if not heading.holds:
        paper.add_paragraph(words("agenda.open"))


def _is_point(part: Part | None) -> bool:
    return isinstance(part, Text) and part.look == "point"


def _part(paper: Any, part: Part, language: str, home: Home | None, leads: bool) -> None:
    """A table or a paragraph; one that leads to points stays with the first of them."""
    if isinstance(part, Table):
        _table(paper, part, home)
        return
    if isinstance(part, Picture):
        _picture(paper, part.chart, language)
        return
    style = {"point": "List Bullet", "note": "Note"}.get(part.look)
    paragraph = paper.add_paragraph(clean(part.text), style=style)
    if part.look == "caution":
        paragraph.runs[0].bold = True
    if leads:
        paragraph.paragraph_format.keep_with_next = True


def _caption(paper: Any, text: str) -> None:
    """What stands over a table or a chart, and stays with it."""
    paper.add_paragraph(clean(text), style="Caption").paragraph_format.keep_with_next = True


def _picture(paper: Any, chart: Chart, language: str) -> None:
    """A chart across the page under its caption, with what it shows in words."""
    from docx.shared import Cm

    _caption(paper, chart.title)
    paragraph = paper.add_paragraph()
    drawn = paragraph.add_run().add_picture(io.BytesIO(png(chart, language)), width=Cm(_width(paper)))
    drawn._inline.docPr.set("descr", clean(chart.said))


# ------------------------------------------------------------------ tables
def _width(paper: Any) -> float:
    """Of the text on a page, cm."""
    page = paper.sections[-1]
    return float((page.page_width - page.left_margin - page.right_margin) / EMU_OF_CM)


def _table(paper: Any, shown: Table, home: Home | None = None) -> None:
    """A table under its caption, whose header row is repeated on every page and whose rows are not broken by one; in a
    template it looks as the template's tables do.
    """
    from docx.shared import Cm, Pt

    _caption(paper, shown.caption)
    lines = shown.lines()
    table = paper.add_table(rows=len(lines), cols=len(shown.columns))
    table.autofit = False
    if home and (style := home.table_style()) is not None:
        table.style = style
    else:
        _ruled(table._tbl.tblPr, "auto" if home else colours.MUTED.removeprefix("#"))
    for name in ("tblCaption", "tblDescription"):
        _add(table._tbl.tblPr, name, val=clean(shown.caption))
    widths = _widths(shown, _width(paper))
    for number, texts in enumerate(lines):
        row, bold = table.rows[number], number == 0 or shown.rows[number - 1].is_strong
        properties = row._tr.get_or_add_trPr()
        _add(properties, "cantSplit")
        if number == 0:
            _add(properties, "tblHeader")
        for column, text in enumerate(texts):
            cell = row.cells[column]
            cell.width = Cm(widths[column])
            paragraph = cell.paragraphs[0]
            paragraph.style = "Cell" if column < shown.names else "Figure"
            run = paragraph.add_run(clean(text))
            run.bold = bold
            run.font.size = Pt(9)
            paragraph.paragraph_format.keep_with_next = len(lines) <= TOGETHER and number < len(lines) - 1
            if number == 0 and not home:
                fill = colours.HEADER_FILL.removeprefix("#")
                _add(cell._tc.get_or_add_tcPr(), "shd", val="clear", color="auto", fill=fill)
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Cm(width)
    for note in shown.notes:
        paper.add_paragraph(clean(note), style="Note")


def _widths(shown: Table, whole: float) -> list[float]:
    """Columns of figures as wide as their widest one; the names share what is left, the second at least as wide as its
    longest word where that leaves the first half, cm."""
    columns = list(zip(*shown.lines(), strict=True))
    figures = [max(map(len, (*head.split(), *cells))) * LETTER + 0.5 for head, *cells in columns[shown.names :]]
    left = whole - sum(figures)
    if shown.names == 1:
        return [left, *figures]
    if shown.names > 2:
        return [left / 2, *[left / 2 / (shown.names - 1)] * (shown.names - 1), *figures]
    word = max(len(word) for text in columns[1] for word in text.split() or [""]) * LETTER + 0.5
    second = min(max(0.38 * left, word), left / 2)
    return [left - second, second, *figures]


# ------------------------------------------------------------------ the file
def _prepare(paper: Any, item: Agenda, dress: Look, year: int, words: Words) -> None:
    """Page, styles, language, and what the file says of itself."""
    from docx.shared import Cm

    page = paper.sections[0]
    page.page_width, page.page_height = Cm(PAGE[0]), Cm(PAGE[1])
    page.left_margin = page.right_margin = page.top_margin = page.bottom_margin = Cm(MARGIN)
    _styles(paper, dress, words)
    _about(paper, item, year, words)
    footer = page.footer.paragraphs[0]
    footer.text = f"{clean(item.about)} · "
    _page_number(footer)
    if dress.picture is not None:
        run = page.header.paragraphs[0].add_run()
        picture = run.add_picture(io.BytesIO(dress.picture), height=Cm(1.4))
        picture._inline.docPr.set("descr", str(dress.theme.logo_text))


def _about(paper: Any, item: Agenda, year: int, words: Words) -> None:
    """What the file says of itself."""
    without(paper.part.package.rels, "thumbnail")
    without(paper.part.rels, "stylesWithEffects")  # the template's own, for an older Word: they are not these styles
    properties = paper.core_properties
    properties.title, properties.subject = short(item.title), short(item.about)
    properties.author, properties.last_modified_by = short(item.municipality), ""
    properties.language, properties.comments = LANGUAGE_TAGS[words.language], ""
    properties.created = properties.modified = made_in(year)


def _styles(paper: Any, dress: Look, words: Words) -> None:
    from docx.shared import Pt, RGBColor

    untyped: Any = RGBColor
    accent, ink, muted = (
        untyped(*bytes.fromhex(colour.removeprefix("#"))) for colour in (dress.accent, colours.INK, colours.MUTED)
    )
    styles = paper.styles
    for name, size, colour in (
        ("Normal", 11, ink), ("Title", 24, accent), ("Subtitle", 11, muted), ("Heading 1", 15, accent),
        ("Heading 2", 12, accent), ("Caption", 10, ink), ("List Bullet", 11, ink), ("Footer", 9, muted),
    ):  # fmt: skip
        font = styles[name].font
        font.name, font.size, font.color.rgb, font.italic = FONT, Pt(size), colour, False
        fonts = styles[name].element.get_or_add_rPr().get_or_add_rFonts()
        for attribute in [key for key in fonts.attrib if key.endswith("Theme")]:
            del fonts.attrib[attribute]
    styles["Caption"].paragraph_format.keep_with_next = True
    styles["Caption"].paragraph_format.space_before = Pt(12)
    _own_styles(paper, muted)
    for element in styles.element.iter(f"{{{W}}}lang"):
        element.set(f"{{{W}}}val", LANGUAGE_TAGS[words.language])


def _own_styles(paper: Any, muted: Any) -> None:
    """Small print, and the cells of tables; in the body's own colour where none is given."""
    from docx.enum.style import WD_STYLE_TYPE
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.shared import Pt

    for name, size, align in (("Note", 9, "LEFT"), ("Cell", 9, "LEFT"), ("Figure", 9, "RIGHT")):
        style = paper.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        style.base_style = paper.styles["Normal"]
        style.font.size = Pt(size)
        if muted is not None and name == "Note":
            style.font.color.rgb = muted
        style.paragraph_format.space_before = Pt(4 if name == "Note" else 2)
        style.paragraph_format.space_after = Pt(2)
        style.paragraph_format.alignment = getattr(WD_ALIGN_PARAGRAPH, align)


def _page_number(paragraph: Any) -> None:
    """The number of the page, kept up to date by the program that shows it."""
    run = paragraph.add_run()
    for kind, text in (("begin", ""), ("", "PAGE"), ("end", "")):
        if kind:
            _add(run._r, "fldChar", fldCharType=kind)
        else:
            _add(run._r, "instrText").text = text


def _add(parent: Any, name: str, **attributes: str) -> Any:
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    element = OxmlElement(f"w:{name}")
    for key, value in attributes.items():
        element.set(qn(f"w:{key}"), value)
    parent.append(element)
    return element


def _ruled(properties: Any, colour: str) -> None:
    """Light lines between the rows, none between the columns."""
    borders = _add(properties, "tblBorders")
    after = [found for name in BEHIND_BORDERS if (found := properties.find(f"{{{W}}}{name}")) is not None]
    if after:
        after[0].addprevious(borders)
    for side in ("top", "bottom", "insideH"):
        _add(borders, side, val="single", sz="4", space="0", color=colour)
