"""The deck: a title slide and one slide for each view, with speaker notes that hold the sources."""

import io
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from budget.case.themes import DEFAULT, Look, look
from budget.export.office_files import LANGUAGE_TAGS, made_in, short, stable, without
from budget.export.slides import charts
from budget.export.slides.design import (
    BESIDE,
    BOTTOM,
    CARDS,
    CAUTION,
    CAUTION_TOP,
    COST,
    INNER,
    LAYOUTS,
    LEADS,
    LEADS_TOP,
    LEFT,
    MAIN,
    MAIN_BOX,
    NOTES,
    PALE,
    SAVING,
    SMALL,
    SPLIT,
    TEXT,
    TOP,
    designed,
)
from budget.export.slides.sheet import LEADING, WIDE, Grid, Sheet, lines, write
from budget.formulas import Result
from budget.shown.model import Table
from budget.shown.story import Story, View, story
from budget.shown.story.fitting import fitted
from budget.text import Words

LINE = TEXT * LEADING / 72  # the height of a line of text, inches
INSET = 0.1  # above and below the text of a placeholder together, inches
ONE_LINE = 0.3  # of the leads, inches: what follows moves up where they take one line
MOST_YEARS = 6  # of a table that can be read from the back row
MOST_FOOTER = 90  # letters
LEAST_TITLE = 24  # letters of the title in the footer of a changed case, whose state stands there too
MOST_CAUTION = 6  # lines on the first slide


def slides(result: Result, words: Words, theme: str = DEFAULT, exact_counts: bool = False) -> bytes:
    """The case as a .pptx file of four to nine slides; the same case and version give the same bytes."""
    from pptx import Presentation

    told, dress = story(result, words, exact_counts=exact_counts), look(theme)
    deck = Presentation()
    layouts = designed(deck, dress.accent, words)
    _about(deck, result, told, words)
    _front(Sheet(deck.slides.add_slide(layouts["front"]), words), told, dress)
    for number, view in enumerate(told.views, start=2):
        sheet = Sheet(deck.slides.add_slide(layouts[LAYOUT_OF.get(view.id, "view")]), words)
        _view(sheet, told, view, number)
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
    for element in deck.part._element.iter("{http://schemas.openxmlformats.org/drawingml/2006/main}defRPr"):
        element.set("lang", LANGUAGE_TAGS[words.language])


# ------------------------------------------------------------------ slides
def _front(sheet: Sheet, told: Story, dress: Look) -> None:
    sheet.title(told.title, (40, 32, 28, 24), 130)
    sheet.fill(MAIN, [told.about.removeprefix(f"{told.title} · ")])
    if told.caution:
        said = _cautions(told, sheet.words)
        height = _heights(said) * LINE + INSET
        sheet.fill(CAUTION, said, (LEFT, BOTTOM - height, INNER, height))
    if dress.picture is not None:
        from pptx.util import Inches

        picture = sheet.slide.shapes.add_picture(
            io.BytesIO(dress.picture), Inches(LEFT), Inches(0.5), height=Inches(0.9)
        )
        picture._element.nvPicPr.cNvPr.set("descr", str(dress.theme.logo_text))
    sheet.finish()
    _notes(sheet, [told.about, told.caution, *told.changed])


def _cautions(told: Story, words: Words) -> list[str]:
    """Why the case is to be read with care, and under it each change as far as there is room."""
    shown = len(told.changed)
    while True:
        rest = len(told.changed) - shown
        more = [words("slides.more_changes", count=rest)] if rest else []
        found = [told.caution, *told.changed[:shown], *more]
        if not shown or _heights(found) <= MOST_CAUTION:
            return found
        shown -= 1


def _heights(texts: list[str]) -> int:
    return sum(lines(text, TEXT, INNER - 0.2, WIDE) for text in texts)


def _view(sheet: Sheet, told: Story, view: View, number: int) -> None:
    sheet.title(view.message)
    leads = " ".join(view.leads or (table.caption for table in view.tables if table.key == "net"))
    if leads:
        sheet.fill(LEADS, [leads])
    top, bottom = TOP - (0 if lines(leads, TEXT, INNER) > 1 else ONE_LINE), BOTTOM
    if told.caution:
        sheet.fill(CAUTION, [_short(told, sheet.words)])
        bottom = CAUTION_TOP
    SHOWN[view.id](sheet, view, top, bottom)
    sheet.finish(_footer(told), str(number))
    _notes(sheet, [view.message, *view.leads, *(p.text for p in view.points), *_table_notes(view), *view.notes], view)


def _footer(told: Story) -> str:
    """What the slide is of on one line; long names are cut, never the year of the prices."""
    names = f"{told.title} · {told.municipality}"
    rest = told.about.removeprefix(names)
    if told.changed:
        return f"{_cut(told.title, LEAST_TITLE)}{rest}"
    room = MOST_FOOTER - len(rest) - len(" · ")
    title = _cut(told.title, max(room - len(told.municipality), room // 2))
    return f"{title} · {_cut(told.municipality, room - len(title))}{rest}"


def _short(told: Story, words: Words) -> str:
    """The caution where it takes one line, else that the case is changed, or that the first slide has it."""
    rest = told.aloud[-1] if told.changed else words("slides.unfinished")
    found = (told.caution, *told.aloud[: len(told.changed)])
    return next((text for text in found if lines(text, TEXT, INNER - 0.5, WIDE) == 1), rest)


def _notes(sheet: Sheet, texts: list[str], view: View | None = None) -> None:
    """What to say, and where the figures come from."""
    sources = (
        [sheet.words("slides.sources"), *(f"- {source}" for source in view.sources)] if view and view.sources else []
    )
    frame = sheet.slide.notes_slide.notes_text_frame
    write(frame, [text for text in (*texts, *sources) if text], sheet.words)


def _table_notes(view: View) -> list[str]:
    return [note for table in view.tables for note in table.notes]


def _cut(text: str, most: int) -> str:
    return text if len(text) <= most else f"{text[: most - 1].rstrip()}…"


# ------------------------------------------------------------------ what each view shows
def _decision(sheet: Sheet, view: View, top: float, bottom: float) -> None:
    """Four key figures, two by two."""
    spots = {spot.number: spot.box for spot in LAYOUTS["figures"]}
    for number, figure in zip(CARDS, view.figures, strict=False):
        colour = PALE if figure.net is None or abs(figure.net) < 0.005 else COST if figure.net > 0 else SAVING
        left, above, _, high = spots[number] or MAIN_BOX
        sheet.block("card", (left - 0.1, above, 0.08, high), colour)
        sheet.fill(number, [figure.label, figure.text, figure.help], by_level=True)


def _table(sheet: Sheet, view: View, top: float, bottom: float) -> None:
    table, words = view.tables[0], sheet.words
    for most in range(len(table.rows), 0, -1):
        if most == len(table.rows) - 1:
            table = _without_running_budget(table, words)
        shown = fitted(table, MOST_YEARS, most, words)
        note = " ".join(shown.notes)
        room = bottom - top - _height(note)
        if Grid.fitting(shown, INNER, room).fits(INNER, room):
            break
    _note(sheet, note, sheet.table(shown, (LEFT, top, INNER, room)))


def _without_running_budget(table: Table, words: Words) -> Table:
    """Where lines must be put together, a line of the case's own goes before the running sum without avoided rises."""
    rows = tuple(row for row in table.rows if row.key != "accumulated.budget")
    notes = [words("story.left_out.row", name=row.label) for row in table.rows if row not in rows]
    return replace(table, rows=rows, notes=(*table.notes, *notes))


def _height(note: str) -> float:
    """Of what stands under a table or a text, inches; nothing needs nothing."""
    return lines(note, SMALL, INNER - 0.2) * SMALL * LEADING / 72 + INSET if note else 0.0


def _note(sheet: Sheet, note: str, top: float) -> None:
    if note:
        sheet.fill(NOTES, [note], (LEFT, top, INNER, _height(note)))


def _columns(sheet: Sheet, view: View, top: float, bottom: float) -> None:
    if view.chart:
        charts.columns(sheet, view.chart, (LEFT, top, INNER, bottom - top))


def _line(sheet: Sheet, view: View, top: float, bottom: float) -> None:
    if view.chart:
        charts.lines(sheet, view.chart, (LEFT, top, INNER, bottom - top))


def _needs(sheet: Sheet, view: View, top: float, bottom: float) -> None:
    """Posts, placements and what a source says as tables, and a few caseloads from elsewhere."""
    marks = [_elsewhere(table, sheet.words) for table in view.tables if table.key == "benchmarks"]
    tables = _together([table for table in view.tables if table.key != "benchmarks"])
    cut_off = [sheet.words("story.left_out.rows", count=100)]  # room for what may have to be said
    bottom -= _height(" ".join([*marks, *view.notes, *cut_off]))
    wanted = sum(len(table.rows) + 2 for table in tables)
    notes = dict.fromkeys([*marks, *view.notes])
    for table in tables:
        room = (bottom - top) * (len(table.rows) + 2) / wanted
        wanted -= len(table.rows) + 2
        shown = _cut_to(table, INNER, room - 0.15, sheet.words)
        notes |= dict.fromkeys(shown.notes)
        number = MAIN if table is tables[0] else 0
        top = sheet.table(shown, (LEFT, top, INNER, room - 0.15), number) + 0.15
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


def _beside(sheet: Sheet, view: View, top: float, bottom: float) -> None:
    """The lines to the left, their figures to the right; the fan is in the chart alone."""
    if view.chart:
        charts.lines(sheet, view.chart, (LEFT, top, SPLIT, bottom - top))
    table = view.tables[0]
    table = replace(table, rows=tuple(row for row in table.rows if row.kind != "fan"))
    if view.chart is None:
        box = (LEFT, top, INNER, bottom - top - _height(" ".join(view.notes)))
        _note(sheet, " ".join(view.notes), sheet.table(_cut_to(table, box[2], box[3], sheet.words), box))
        return
    box = (LEFT + SPLIT + 0.2, top + 0.1, INNER - SPLIT - 0.2, bottom - top - 0.2)
    sheet.table(_cut_to(table, box[2], box[3], sheet.words), box, BESIDE)


def _controller(sheet: Sheet, view: View, top: float, bottom: float) -> None:
    """Each question once as far as there is room, the gravest first; the others by name. Sources where room is left."""
    words, top, used = sheet.words, LEADS_TOP, INSET
    first = {point.id: point for point in reversed(view.points)}
    points = [point for point in view.points if first[point.id] is point]
    shown: list[str] = []
    for number, point in enumerate(points):
        question = f"{words(f'points.{point.severity}')}: {point.text}"
        needed = lines(question, TEXT, INNER - 0.2) * LINE + LINE / 3
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
    used += 2 * LINE if more else 0
    sheet.fill(MAIN, shown or [words("points.fine")], (LEFT, top, INNER, max(used, LINE + INSET)))
    _sources(sheet, view, top + used + 0.1, bottom)


def _followed(sheet: Sheet, view: View, top: float, bottom: float) -> None:
    """The table of a budget office, whole: what has no room is written smaller, never left out."""
    (table,) = view.tables
    note = " ".join((*view.notes, *table.notes))
    _note(sheet, note, sheet.table(table, (LEFT, top, INNER, bottom - top - _height(note))))


def _sources(sheet: Sheet, view: View, top: float, bottom: float) -> None:
    """The sources of the case under the questions, as far as there is room; all of them are in the notes."""
    words = sheet.words
    for count in range(len(view.sources), 0, -1):
        more = len(view.sources) - count
        rest = [words("slides.more_sources", count=more)] if more else []
        shown = [words("slides.sources"), *view.sources[:count], *rest]
        high = sum(lines(text, SMALL, INNER - 0.2) for text in shown) * SMALL * LEADING / 72 + INSET
        if top + high <= bottom:
            return sheet.fill(NOTES, shown, (LEFT, bottom - high, INNER, high))
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
