"""The deck: a title slide and one slide for each view, with speaker notes that hold the sources."""

import io
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from budget.case.themes import DEFAULT, Look, look
from budget.export.office_files import LANGUAGE_TAGS, made_in, short, stable, without
from budget.export.slides import charts
from budget.export.slides.sheet import (
    HEIGHT,
    INNER,
    LEADING,
    LEFT,
    RIGHT,
    SMALL,
    TEXT,
    WIDE,
    WIDTH,
    Grid,
    Sheet,
    lines,
    write,
)
from budget.formulas import Result
from budget.shown.model import Table
from budget.shown.story import Story, View, story
from budget.shown.story.fitting import fitted
from budget.text import Words, colours

BOTTOM = 6.75  # of what bears the message out, inches
LINE = TEXT * LEADING / 72  # the height of a line of text
SIGNS = {"cost": colours.COST, "saving": colours.SAVING, "balance": colours.LINE}
LAYOUTS = (0, 5)  # of python-pptx's own template: a title slide, and a title alone
MOST_YEARS, MOST_ROWS = 6, 12  # of a table that can be read from the back row
MOST_FOOTER = 95  # letters


def slides(result: Result, words: Words, theme: str = DEFAULT, exact_counts: bool = False) -> bytes:
    """The case as a .pptx file of four to eight slides; the same case and version give the same bytes."""
    from pptx import Presentation

    told, dress = story(result, words, exact_counts=exact_counts), look(theme)
    deck = Presentation()
    _prepare(deck, result, told, words)
    first = Sheet(deck.slides.add_slide(deck.slide_layouts[0]), words, dress.accent)
    _front(first, told, dress)
    count = len(told.views) + 1
    for number, view in enumerate(told.views, start=2):
        sheet = Sheet(deck.slides.add_slide(deck.slide_layouts[1]), words, dress.accent)
        _view(sheet, told, view, f"{number} / {count}")
    out = io.BytesIO()
    deck.save(out)
    return stable(out.getvalue())


def _prepare(deck: Any, result: Result, told: Story, words: Words) -> None:
    """Wide slides, the two layouts in use, and what the file says of itself."""
    from pptx.util import Inches

    deck.slide_width, deck.slide_height = Inches(WIDTH), Inches(HEIGHT)
    for number, layout in reversed(list(enumerate(deck.slide_layouts))):
        if number not in LAYOUTS:
            deck.slide_layouts.remove(layout)
    without(deck.part.package._rels, "thumbnail")
    properties = deck.core_properties
    properties.title, properties.subject = short(told.title), short(told.about)
    properties.author = short(told.municipality)
    properties.language = LANGUAGE_TAGS[words.language]
    properties.created = properties.modified = made_in(result.case.first_year)
    properties.last_modified_by, properties.revision = "", 1
    for element in deck.part._element.iter("{http://schemas.openxmlformats.org/drawingml/2006/main}defRPr"):
        element.set("lang", LANGUAGE_TAGS[words.language])


# ------------------------------------------------------------------ slides
def _front(sheet: Sheet, told: Story, dress: Look) -> None:
    sheet.block("accent", (0, 0, 0.25, HEIGHT), sheet.accent)
    end = sheet.title(told.title, top=1.9, size=40 if len(told.title) < 60 else 32)
    subtitle = sheet.slide.placeholders[1]
    from pptx.util import Inches

    subtitle.left, subtitle.top, subtitle.width, subtitle.height = map(Inches, (LEFT, end + 0.1, INNER, 1.2))
    rest = told.about.removeprefix(f"{told.title} · ")
    write(subtitle.text_frame, [rest], 24, colours.MUTED, sheet.words)
    if told.caution:
        _caution(sheet, told.caution, BOTTOM)
    if dress.picture is not None:
        picture = sheet.slide.shapes.add_picture(
            io.BytesIO(dress.picture), Inches(LEFT), Inches(0.5), height=Inches(0.9)
        )
        picture._element.nvPicPr.cNvPr.set("descr", str(dress.theme.logo_text))
    _notes(sheet, [told.about, told.caution, *told.changed])


def _view(sheet: Sheet, told: Story, view: View, number: str) -> None:
    top = sheet.title(view.message)
    leads = " ".join(view.leads or (table.caption for table in view.tables if table.key == "net"))
    if leads:
        height = lines(leads, TEXT, INNER) * LINE
        sheet.text("leads", [leads], (LEFT, top, INNER, height), colour=colours.MUTED)
        top += height
    top += 0.2
    bottom = _caution(sheet, _short(told.caution, sheet.words), BOTTOM) if told.caution else BOTTOM
    SHOWN[view.id](sheet, view, top, bottom)
    sheet.block("line", (LEFT, 6.85, INNER, 0.015), colours.LINE)
    sheet.text("about", [_footer(told)], (LEFT, 6.9, 11, 0.4), SMALL, colours.MUTED)
    sheet.text("number", [number], (RIGHT - 1, 6.9, 1, 0.4), SMALL, colours.MUTED, align="right")
    _notes(sheet, [view.message, *view.leads, *(p.text for p in view.points), *_table_notes(view), *view.notes], view)


def _footer(told: Story) -> str:
    """What the slide is of; a long title is cut, never the year of the prices."""
    rest = told.about.removeprefix(told.title)
    return f"{_cut(told.title, max(MOST_FOOTER - len(rest), 12))}{rest}"


def _short(caution: str, words: Words) -> str:
    """The caution where it takes one line, else that the first slide has it."""
    return caution if lines(caution, TEXT, INNER - 0.5, WIDE) == 1 else words("slides.unfinished")


def _caution(sheet: Sheet, text: str, bottom: float) -> float:
    """Why the case is not finished, on a band that ends there; returns where what stands above it must end."""
    height = lines(text, TEXT, INNER - 0.5, WIDE) * LINE + 0.12
    top = bottom - height
    sheet.block("band", (LEFT, top, INNER, height), colours.INPUT_FILL)
    sheet.block("mark", (LEFT, top, 0.08, height), colours.COST)
    sheet.text("caution", [text], (LEFT + 0.15, top, INNER - 0.2, height), bold=True, anchor="middle")
    return top - 0.15


def _notes(sheet: Sheet, texts: list[str], view: View | None = None) -> None:
    """What to say, and where the figures come from."""
    sources = (
        [sheet.words("slides.sources"), *(f"- {source}" for source in view.sources)] if view and view.sources else []
    )
    frame = sheet.slide.notes_slide.notes_text_frame
    write(frame, [text for text in (*texts, *sources) if text], 12, colours.INK, sheet.words)


def _table_notes(view: View) -> list[str]:
    return [note for table in view.tables for note in table.notes]


def _cut(text: str, most: int) -> str:
    return text if len(text) <= most else f"{text[: most - 1].rstrip()}…"


# ------------------------------------------------------------------ what each view shows
def _decision(sheet: Sheet, view: View, top: float, bottom: float) -> None:
    """Four key figures, two by two."""
    wide, high = (INNER - 0.4) / 2, (bottom - top - 0.2) / 2
    for number, figure in enumerate(view.figures):
        left, above = LEFT + number % 2 * (wide + 0.4), top + number // 2 * (high + 0.2)
        colour = (
            colours.LINE
            if figure.net is None or abs(figure.net) < 0.005
            else colours.COST
            if figure.net > 0
            else colours.SAVING
        )
        sheet.block("card", (left, above, 0.08, high), colour)
        box = (left + 0.2, above - 0.05, wide - 0.2, high)
        shape = sheet.text(figure.label, [figure.label, figure.text, figure.help], box)
        from pptx.util import Pt

        label, value, _ = shape.text_frame.paragraphs
        label.runs[0].font.bold = True
        value.runs[0].font.size, value.runs[0].font.bold = Pt(36), True


def _table(sheet: Sheet, view: View, top: float, bottom: float) -> None:
    words = sheet.words
    for most in range(MOST_ROWS, 3, -1):
        table = fitted(view.tables[0], MOST_YEARS, most, words)
        room = sum(lines(note, SMALL, INNER) for note in table.notes) * SMALL * LEADING / 72 + 0.2
        if Grid.fitting(table, INNER, bottom - top - room).fits(INNER, bottom - top - room):
            break
    end = sheet.table(table, (LEFT, top, INNER, bottom - top - room))
    sheet.text("notes", list(table.notes), (LEFT, end + 0.08, INNER, room), SMALL, colours.MUTED)


def _columns(sheet: Sheet, view: View, top: float, bottom: float) -> None:
    if view.chart:
        charts.columns(sheet, view.chart, (LEFT, top, INNER, bottom - top))


def _line(sheet: Sheet, view: View, top: float, bottom: float) -> None:
    if view.chart:
        charts.lines(sheet, view.chart, (LEFT, top, INNER, bottom - top))


def _needs(sheet: Sheet, view: View, top: float, bottom: float) -> None:
    """Posts, placements and what a source says as tables, and a few caseloads from elsewhere."""
    marks = next((table for table in view.tables if table.key == "benchmarks"), None)
    tables = _together([table for table in view.tables if table is not marks])
    if marks:
        text = _elsewhere(marks, sheet.words)
        bottom -= lines(text, TEXT, INNER) * LINE
        sheet.text("benchmarks", [text], (LEFT, bottom, INNER, 0.3))
    bottom -= 2 * SMALL * LEADING / 72 + 0.1
    wanted = sum(len(table.rows) + 2 for table in tables)
    notes = dict.fromkeys(view.notes)
    for table in tables:
        room = (bottom - top) * (len(table.rows) + 2) / wanted
        wanted -= len(table.rows) + 2
        shown = _cut_to(table, INNER, room - 0.15, sheet.words)
        notes |= dict.fromkeys(shown.notes)
        top = sheet.table(shown, (LEFT, top, INNER, room - 0.15)) + 0.15
    if notes:
        sheet.text("notes", [" ".join(notes)], (LEFT, bottom, INNER, 0.3), SMALL, colours.MUTED)


def _together(tables: list[Table]) -> list[Table]:
    """Tables over the same years as one: caseload and placements first, the posts that the message counts last."""
    alike = [table for table in tables if table.years]
    if len(alike) < 2:
        return tables
    rows = sorted((row for table in alike for row in table.rows), key=lambda row: row.key.endswith(".fte"))
    notes = tuple(note for table in alike for note in table.notes)
    caption = ". ".join(table.caption for table in alike)
    whole = replace(alike[0], caption=caption, rows=tuple(rows), notes=notes)
    return [whole, *(table for table in tables if not table.years)]


def _cut_to(table: Table, width: float, height: float, words: Words) -> Table:
    """The table with as many of its rows as have room."""
    shown = table
    for most in range(len(table.rows), 0, -1):
        shown = fitted(table, MOST_YEARS, most, words)
        if Grid.fitting(shown, width, height).fits(width, height):
            break
    return shown


def _elsewhere(marks: Table, words: Words) -> str:
    """The lowest, the middle and the highest caseload of the library."""
    rows = marks.rows
    chosen = {0: rows[0], len(rows) // 2: rows[len(rows) // 2], len(rows) - 1: rows[-1]}
    parts = (words("check.of_line", line=row.label, text=row.cells[0].text) for row in chosen.values())
    return words("slides.elsewhere", parts=" · ".join(parts))


def _certainty(sheet: Sheet, view: View, top: float, bottom: float) -> None:
    """The lines to the left, where they end to the right; the fan is in the chart alone."""
    left = 5.6
    if view.chart:
        charts.lines(sheet, view.chart, (LEFT, top, left, bottom - top))
    table = view.tables[0]
    table = replace(table, rows=tuple(row for row in table.rows if row.kind != "fan"))
    box = (LEFT + left + 0.2, top + 0.1, INNER - left - 0.2, bottom - top - 0.2)
    sheet.table(_cut_to(table, box[2], box[3], sheet.words), box)


def _controller(sheet: Sheet, view: View, top: float, bottom: float) -> None:
    """Each question once as far as there is room, the gravest first; the others by name."""
    words, shown, used = sheet.words, [], 0.0
    first = {point.id: point for point in reversed(view.points)}
    points = [point for point in view.points if first[point.id] is point]
    for number, point in enumerate(points):
        question = f"{words(f'points.{point.severity}')}: {point.text}"
        needed = lines(question, TEXT, INNER) * LINE + 0.08
        if used + needed > bottom - top - (0 if number == len(view.points) - 1 else 2 * LINE):
            break
        shown.append(question)
        used += needed
    more = len(view.points) - len(shown)
    if more:
        names = words.listed(words(f"check.{point.id}.short") for point in points[len(shown) :])
        named = words("slides.more_points", count=more, names=names)
        fits = names and lines(named, TEXT, INNER) <= 2
        shown.append(named if fits else words("slides.more_points_counted", count=more))
    sheet.text("points", shown or [words("points.fine")], (LEFT, top, INNER, bottom - top), space=6)
    _sources(sheet, view, top + used + (2 * LINE if more else 0) + 0.3, bottom)


def _sources(sheet: Sheet, view: View, top: float, bottom: float) -> None:
    """The sources of the case under the questions, as far as there is room; all of them are in the notes."""
    line, words = SMALL * LEADING / 72, sheet.words
    shown: list[str] = []
    for source in view.sources:
        used = sum(lines(text, SMALL, INNER) for text in (*shown, source)) + 2
        if top + used * line > bottom:
            break
        shown.append(source)
    if shown:
        more = len(view.sources) - len(shown)
        rest = [words("slides.more_sources", count=more)] if more else []
        sheet.text("sources", [words("slides.sources"), *shown, *rest], (LEFT, top, INNER, bottom - top), SMALL)


SHOWN: dict[str, Callable[[Sheet, View, float, float], None]] = {
    "decision": _decision,
    "table": _table,
    "by_year": _columns,
    "accumulated": _line,
    "needs": _needs,
    "certainty": _certainty,
    "controller": _controller,
}
