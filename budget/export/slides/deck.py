"""The deck: a title slide and one slide for each view, with speaker notes that hold the sources."""

import io
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from pptx import Presentation
from pptx.util import Inches

from budget.case.themes import DEFAULT, Look, look
from budget.export.office_files import LANGUAGE_TAGS, made_in, short, stable, without
from budget.export.slides import charts
from budget.export.slides.borrowed import borrowed
from budget.export.slides.design import (
    BESIDE,
    CARDS,
    CAUTION,
    COST,
    LEADS,
    MAIN,
    NOTES,
    PALE,
    SAVING,
    SMALL,
    TEXT,
    A,
    designed,
)
from budget.export.slides.sheet import LEADING, MOST_LABEL, SIZES, WIDE, Grid, Sheet, lines, write
from budget.export.templates import checked
from budget.formulas import Result
from budget.shown.model import Table
from budget.shown.story import Story, View, story
from budget.shown.story.fitting import fitted
from budget.text import Words

LINE = TEXT * LEADING / 72  # the height of a line of text, inches
INSET = 0.1  # above and below the text of a placeholder together, inches
ONE_LINE = 0.3  # of the leads, inches: what follows moves up where they take one line
NARROW = 10.5  # inches, in which two things do not stand beside each other
MOST_YEARS = 6  # of a table that can be read from the back row
MOST_FOOTER = 90  # letters
LEAST_TITLE = 24  # letters of the title in the footer of a changed case, whose state stands there too
MOST_CAUTION = 6  # lines on the first slide


def slides(
    result: Result, words: Words, theme: str = DEFAULT, exact_counts: bool = False, template: bytes | None = None,
    layouts: Mapping[str, str] | None = None,
) -> bytes:  # fmt: skip
    """The case as a .pptx file of four to ten slides, in a template where one is given or the theme has one, and in
    `layouts` of it (front, view, two) where they are named; the same case and version give the same bytes.
    """
    told, dress = story(result, words, exact_counts=exact_counts), look(theme)
    template = template or dress.slides
    guest = borrowed(checked(template, "slides"), layouts or dress.theme.layouts) if template else None
    deck = guest.deck if guest else Presentation()
    own = {} if guest else designed(deck, dress.accent, words)

    def sheet(kind: str) -> Sheet:
        return guest.sheet(kind, words) if guest else Sheet(deck.slides.add_slide(own[kind]), words)

    _about(deck, result, told, words)
    _front(sheet("front"), told, dress, None if guest else dress.picture)
    for number, view in enumerate(told.views, start=2):
        _view(sheet(LAYOUT_OF.get(view.id, "view")), told, view, number)
    if guest:
        guest.recoloured()
    out = io.BytesIO()
    deck.save(out)
    return stable(out.getvalue())


def _about(deck: Any, result: Result, told: Story, words: Words) -> None:
    """What the file says of itself, and nothing of the template that it began with."""
    without(deck.part.package._rels, "thumbnail", "extended-properties")
    without(deck.part.rels, "printerSettings")
    properties = deck.core_properties
    properties.title, properties.subject = short(told.title), short(told.about)
    properties.author, properties.comments = short(told.municipality), ""
    properties.language = LANGUAGE_TAGS[words.language]
    properties.created = properties.modified = made_in(result.case.first_year)
    properties.last_modified_by, properties.revision = "", 1
    for element in deck.part._element.iter(f"{A}defRPr"):
        element.set("lang", LANGUAGE_TAGS[words.language])


# ------------------------------------------------------------------ slides
def _front(sheet: Sheet, told: Story, dress: Look, picture: bytes | None) -> None:
    sheet.title(told.title, (40, 32, 28, 24), 130)
    sheet.fill(MAIN, [told.about.removeprefix(f"{told.title} · ")])
    if told.caution:
        said = _cautions(told, sheet.words, sheet.room.inner)
        height = _heights(said, sheet.room.inner) * LINE + INSET
        sheet.fill(CAUTION, said, (sheet.room.left, sheet.room.bottom - height, sheet.room.inner, height))
    if picture is not None:
        logo = sheet.slide.shapes.add_picture(
            io.BytesIO(picture), Inches(sheet.room.left), Inches(0.5), height=Inches(0.9)
        )
        logo._element.nvPicPr.cNvPr.set("descr", str(dress.theme.logo_text))
    sheet.finish()
    _notes(sheet, [told.about, told.caution, *told.changed])


def _cautions(told: Story, words: Words, inner: float) -> list[str]:
    """Why the case is to be read with care, and under it each change as far as there is room."""
    shown = len(told.changed)
    while True:
        rest = len(told.changed) - shown
        more = [words("slides.more_changes", count=rest)] if rest else []
        found = [told.caution, *told.changed[:shown], *more]
        if not shown or _heights(found, inner) <= MOST_CAUTION:
            return found
        shown -= 1


def _heights(texts: list[str], inner: float) -> int:
    return sum(lines(text, TEXT, inner - 0.2, WIDE) for text in texts)


def _view(sheet: Sheet, told: Story, view: View, number: int) -> None:
    sheet.title(view.message)
    leads = " ".join(view.leads or (table.caption for table in view.tables if table.key == "net"))
    if leads:
        sheet.fill(LEADS, [leads])
    room = sheet.room
    count = lines(leads, TEXT, room.inner)
    top, bottom = room.top - (0 if count > 1 else ONE_LINE) + max(0, count - 2) * LINE, room.bottom
    if told.caution:
        sheet.fill(CAUTION, [_short(told, sheet.words, room.inner)])
        bottom = room.caution_top
    SHOWN[view.id](sheet, view, top, bottom)
    sheet.finish(_footer(told), str(number))
    notes = [*(point.text for point in view.points), *(note for table in view.tables for note in table.notes)]
    _notes(sheet, [view.message, *view.leads, *notes, *view.notes], view)


def _footer(told: Story) -> str:
    """What the slide is of on one line; long names are cut, never the year of the prices."""
    names = f"{told.title} · {told.municipality}"
    rest = told.about.removeprefix(names)
    if told.changed:
        return f"{_cut(told.title, LEAST_TITLE)}{rest}"
    room = MOST_FOOTER - len(rest) - len(" · ")
    title = _cut(told.title, max(room - len(told.municipality), room // 2))
    return f"{title} · {_cut(told.municipality, room - len(title))}{rest}"


def _short(told: Story, words: Words, inner: float) -> str:
    """The caution where it takes one line, else that the case is changed, or that the first slide has it."""
    rest = told.aloud[-1] if told.changed else words("slides.unfinished")
    found = (told.caution, *told.aloud[: len(told.changed)])
    return next((text for text in found if lines(text, TEXT, inner - 0.5, WIDE) == 1), rest)


def _notes(sheet: Sheet, texts: list[str], view: View | None = None) -> None:
    """What to say, and where the figures come from."""
    sources = (
        [sheet.words("slides.sources"), *(f"- {source}" for source in view.sources)] if view and view.sources else []
    )
    frame = sheet.slide.notes_slide.notes_text_frame
    write(frame, [text for text in (*texts, *sources) if text], sheet.words)


def _cut(text: str, most: int) -> str:
    return text if len(text) <= most else f"{text[: most - 1].rstrip()}…"


# ------------------------------------------------------------------ what each view shows
def _decision(sheet: Sheet, view: View, top: float, bottom: float) -> None:
    """Four key figures, two by two."""
    for number, box, figure in zip(CARDS, sheet.room.cards, view.figures, strict=False):
        colour = PALE if figure.net is None or abs(figure.net) < 0.005 else COST if figure.net > 0 else SAVING
        left, above, _, high = box
        sheet.block("card", (left - 0.1, above, 0.08, high), colour)
        sheet.fill(number, [figure.label, figure.text, figure.help], by_level=True)


def _table(sheet: Sheet, view: View, top: float, bottom: float) -> None:
    table, words = view.tables[0], sheet.words
    years = _most_years(table, sheet.room.inner, words)
    for most in range(len(table.rows), 0, -1):
        if most == len(table.rows) - 1:
            table = _without_running_budget(table, words)
        shown = fitted(table, years, most, words)
        note = " ".join(shown.notes)
        room = bottom - top - _height(note, sheet.room.inner)
        if Grid.fitting(shown, sheet.room.inner, room).fits(sheet.room.inner, room):
            break
    _note(sheet, note, sheet.table(shown, (sheet.room.left, top, sheet.room.inner, room)))


def _without_running_budget(table: Table, words: Words) -> Table:
    """Where lines must be put together, a line of the case's own goes before the running sum without avoided rises."""
    rows = tuple(row for row in table.rows if row.key != "accumulated.budget")
    notes = [words("story.left_out.row", name=row.label) for row in table.rows if row not in rows]
    return replace(table, rows=rows, notes=(*table.notes, *notes))


def _height(note: str, inner: float) -> float:
    """Of what stands under a table or a text, inches; nothing needs nothing."""
    return lines(note, SMALL, inner - 0.2) * SMALL * LEADING / 72 + INSET if note else 0.0


def _note(sheet: Sheet, note: str, top: float) -> None:
    if note:
        sheet.fill(NOTES, [note], (sheet.room.left, top, sheet.room.inner, _height(note, sheet.room.inner)))


def _columns(sheet: Sheet, view: View, top: float, bottom: float) -> None:
    if view.chart:
        charts.columns(sheet, view.chart, (sheet.room.left, top, sheet.room.inner, bottom - top))


def _line(sheet: Sheet, view: View, top: float, bottom: float) -> None:
    if view.chart:
        charts.lines(sheet, view.chart, (sheet.room.left, top, sheet.room.inner, bottom - top))


def _needs(sheet: Sheet, view: View, top: float, bottom: float) -> None:
    """Posts, placements and what a source says as tables, and a few caseloads from elsewhere."""
    marks = [_elsewhere(table, sheet.words) for table in view.tables if table.key == "benchmarks"]
    tables = _together([table for table in view.tables if table.key != "benchmarks"])
    cut_off = [sheet.words("story.left_out.rows", count=100)]  # room for what may have to be said
    bottom -= _height(" ".join([*marks, *view.notes, *cut_off]), sheet.room.inner)
    wanted = sum(len(table.rows) + 2 for table in tables)
    notes = dict.fromkeys([*marks, *view.notes])
    for table in tables:
        room = (bottom - top) * (len(table.rows) + 2) / wanted
        wanted -= len(table.rows) + 2
        shown = _cut_to(table, sheet.room.inner, room - 0.15, sheet.words)
        notes |= dict.fromkeys(shown.notes)
        number = MAIN if table is tables[0] else 0
        top = sheet.table(shown, (sheet.room.left, top, sheet.room.inner, room - 0.15), number) + 0.15
    _note(sheet, " ".join(notes), top - 0.15)


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


def _most_years(table: Table, width: float, words: Words) -> int:
    """How many years have room beside each other."""
    for years in range(MOST_YEARS, 2, -1):
        grid = Grid.of(fitted(table, years, len(table.rows), words), width, SIZES[-1], MOST_LABEL[0])
        if sum(grid.widths) <= width + 0.01:
            return years
    return 2


def _cut_to(table: Table, width: float, height: float, words: Words) -> Table:
    """The table with as many of its rows as have room."""
    shown, years = table, _most_years(table, width, words)
    for most in range(len(table.rows), 0, -1):
        shown = fitted(table, years, most, words)
        if Grid.fitting(shown, width, height).fits(width, height):
            break
    return shown


def _elsewhere(marks: Table, words: Words) -> str:
    """The lowest, the middle and the highest caseload of the library."""
    rows = marks.rows
    chosen = {0: rows[0], len(rows) // 2: rows[len(rows) // 2], len(rows) - 1: rows[-1]}
    parts = (words("check.of_line", line=row.label, text=row.cells[0].text) for row in chosen.values())
    return words("slides.elsewhere", parts=" · ".join(parts))


def _beside(sheet: Sheet, view: View, top: float, bottom: float) -> None:
    """The lines to the left, their figures to the right; the fan is in the chart alone."""
    at, table = sheet.room, view.tables[0]
    table = replace(table, rows=tuple(row for row in table.rows if row.kind != "fan"))
    if view.chart is None:
        box = (at.left, top, at.inner, bottom - top - _height(" ".join(view.notes), at.inner))
        _note(sheet, " ".join(view.notes), sheet.table(_cut_to(table, box[2], box[3], sheet.words), box))
        return
    if at.inner < NARROW:  # no two things beside each other: the figures as one text under the chart
        said = " · ".join(f"{row.label}: {', '.join(cell.text for cell in row.cells)}" for row in table.rows)
        high = _height(said, at.inner)
        charts.lines(sheet, view.chart, (at.left, top, at.inner, bottom - top - high))
        _note(sheet, said, bottom - high)
        return
    charts.lines(sheet, view.chart, (at.left, top, at.split, bottom - top))
    box = (at.left + at.split + 0.2, top + 0.1, at.inner - at.split - 0.2, bottom - top - 0.2)
    sheet.table(_cut_to(table, box[2], box[3], sheet.words), box, BESIDE)


def _controller(sheet: Sheet, view: View, top: float, bottom: float) -> None:
    """Each question once as far as there is room, the gravest first; the others by name. Sources where room is left."""
    words, at, used = sheet.words, sheet.room, INSET
    top, inner = at.leads_top, at.inner
    first = {point.id: point for point in reversed(view.points)}
    points = [point for point in view.points if first[point.id] is point]
    shown: list[str] = []
    for number, point in enumerate(points):
        question = f"{words(f'points.{point.severity}')}: {point.text}"
        needed = lines(question, TEXT, inner - 0.2) * LINE + LINE / 3
        if used + needed > bottom - top - (0 if number == len(view.points) - 1 else 2 * LINE):
            break
        shown.append(question)
        used += needed
    more = len(view.points) - len(shown)
    if more:
        names = words.listed(words(f"check.{point.id}.short") for point in points[len(shown) :])
        named = words("slides.more_points", count=more, names=names)
        fits = names and lines(named, TEXT, inner) <= 2
        shown.append(named if fits else words("slides.more_points_counted", count=more))
    used += 2 * LINE if more else 0
    sheet.fill(MAIN, shown or [words("points.fine")], (at.left, top, inner, max(used, LINE + INSET)))
    _sources(sheet, view, top + used + 0.1, bottom)


def _followed(sheet: Sheet, view: View, top: float, bottom: float) -> None:
    """The table of a budget office, whole: what has no room is written smaller, never left out."""
    (table,) = view.tables
    note = " ".join((*view.notes, *table.notes))
    at = sheet.room
    _note(sheet, note, sheet.table(table, (at.left, top, at.inner, bottom - top - _height(note, at.inner))))


def _sources(sheet: Sheet, view: View, top: float, bottom: float) -> None:
    """The sources of the case under the questions, as far as there is room; all of them are in the notes."""
    words = sheet.words
    for count in range(len(view.sources), 0, -1):
        more = len(view.sources) - count
        rest = [words("slides.more_sources", count=more)] if more else []
        shown = [words("slides.sources"), *view.sources[:count], *rest]
        high = sum(lines(text, SMALL, sheet.room.inner - 0.2) for text in shown) * SMALL * LEADING / 72 + INSET
        if top + high <= bottom:
            return sheet.fill(NOTES, shown, (sheet.room.left, bottom - high, sheet.room.inner, high))
    return None


SHOWN: dict[str, Callable[[Sheet, View, float, float], None]] = {
    "decision": _decision,
    "table": _table,
    "by_year": _columns,
    "accumulated": _line,
    "projection": _beside,
    "needs": _needs,
    "certainty": _beside,
    "controller": _controller,
    "followed": _followed,
}

LAYOUT_OF = {"decision": "figures", "certainty": "two", "projection": "two"}
