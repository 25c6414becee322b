"""The page Anbringelser: the stops behind each saving, full-year places and kr by year, the same stops on 1 January
beside them, and the ladder before and after.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from budget.analysis.placements import (
    Behind,
    Course,
    Ladder,
    Rung,
    Sooner,
    Values,
    average_prices,
    behind,
    ladder,
    reductions,
    sooner,
    stated,
    stated_places,
)
from budget.case.models import Mix, Placements
from budget.formulas import Result
from budget.shown.charts.drivers import MOST_DRAWN, change, count, ladder_said, rung_name
from budget.shown.charts.drivers import ladder as ladder_chart
from budget.shown.charts.drivers import placements as chart
from budget.shown.key_figures import KeyFigure, years_text
from budget.shown.labels import from_to, value_text
from budget.shown.model import (
    NONE,
    Cell,
    Column,
    Display,
    Figures,
    Group,
    Heading,
    Page,
    Picture,
    Row,
    Table,
    Text,
    asking,
    figure,
    figures,
    piece,
    year_columns,
)
from budget.shown.net_table import PLAIN
from budget.shown.pages.empty import no_placements
from budget.shown.pages.head import case_page
from budget.shown.pages.implied import places_implied
from budget.shown.pages.why import Asked, explained
from budget.shown.phrases import share_text
from budget.shown.table_words import price_level
from budget.text import Words
from budget.text.told import Told, capital, joined

UNITS = {"lag_months": "months", "duration_months": "months", "replacement_price": "kr"}
MILLION = 1_000_000  # kr
PLACES = 2  # decimals
NEARLY = 0.005  # kr and places: what lies nearer to 0 is 0


def placements(
    result: Result, words: Words, display: Display = PLAIN, found: list[Sooner] | None = None,
    shown: Sequence[Sooner] | None = None, asked: Asked = None,
) -> Page:  # fmt: skip
    """The page; `found` are the lines worked out, and `shown` those on the page, where they are not all."""
    found = sooner(result) if found is None else found

    def lines(each: Sooner) -> Iterator[Group | None]:
        yield _line(result, each, display, words, asked)
        yield explained(result, asked, [_places(each)], words)

    pieces = [places_implied(result, words), no_placements(result.case, list(stated_places(result)), words)]
    if found:
        pieces = [
            piece("figures", Figures(tuple(key_figures(result, found, words))), element="div"),
            piece("children", Text(words("placing.children"), "lead"), element="div"),
            piece("overview", _overview(result, found, display, words), element="div") if len(found) > 1 else None,
            *(part for each in (found if shown is None else shown) for part in lines(each)),
            ladder_piece(ladder(result), result.years[-1], words),
        ]
    return case_page("placements", result.case, pieces, words)


# ------------------------------------------------------------------ the children behind it
def key_figures(result: Result, found: Sequence[Sooner], words: Words) -> Iterator[KeyFigure]:
    """How many children carry the municipality's saving, and what 1 January would have made of it."""
    found = own_lines(found)
    children, last = behind(each.course for each in found), result.years[-1]
    kr = sum(each.course.total[-1] for each in found)
    label = words("placing.figure.places", year=last)
    yield KeyFigure("places", label, figure(children.places, words, PLACES), _split(children, words))
    label, help = words("placing.figure.stops", years=years_text(result)), words("placing.figure.stops.help")
    yield KeyFigure("stops", label, figure(children.stops, words, PLACES), help)
    help = _per_place(-kr, children.places, words)
    yield KeyFigure("kr", words("placing.figure.kr", year=last), millions(-kr, words), help, kr)
    yield _sooner_figure(result, found, words)


def own_lines(found: Sequence[Sooner]) -> list[Sooner]:
    """The lines whose saving is the municipality's; what others save is shown but not added up."""
    return [each for each in found if each.course.line.payer == "municipality"]


def _split(children: Behind, words: Words) -> str:
    ended, moved = children.ended, children.moved
    if not moved:
        return words("placing.figure.ended")
    if not ended:
        return words("placing.figure.moved")
    return words("placing.figure.both", ended=figure(ended, words, PLACES), moved=figure(moved, words, PLACES))


def _per_place(kr: float, places: float, words: Words) -> str:
    if places < NEARLY:
        return words("placing.figure.kr.help")
    return words("placing.figure.kr.each", kr=words.kr(kr / places))


def _sooner_figure(result: Result, found: Sequence[Sooner], words: Words) -> KeyFigure:
    at = first_moved(found)
    if at is None:
        label, help = words("placing.figure.january.never"), words("placing.figure.january.none")
        return KeyFigure("january", label, words("word.none"), help)
    year, more = result.years[at], -sum(each.more_kr[at] for each in found)
    key = "january" if more >= 0 else "january_less"
    label, help = words(f"placing.figure.{key}", year=year), words("placing.figure.january.help")
    return KeyFigure("january", label, millions(abs(more), words), help)


def first_moved(found: Sequence[Sooner]) -> int | None:
    """The first year in which 1 January makes a difference to any line, by its number."""
    years = range(len(found[0].course.years)) if found else range(0)
    return next((n for n in years if any(abs(each.more_places[n]) >= NEARLY for each in found)), None)


def millions(kr: float, words: Words) -> str:
    """An amount as in a sentence, with the second decimal where it says something: 4,65 mio. kr., 9,3 mio. kr."""
    if abs(kr) < MILLION / 2:
        return words.kr(kr)
    shown = round(kr / MILLION, 9)
    text = words.number(shown, 1 if round(shown, 1) == round(shown, 2) else 2)
    return Told.figure(f"{text} {words('unit.mio')}", kr, "mio")


# ------------------------------------------------------------------ one line by year
def _places(found: Sooner) -> str:
    """The row of the result that holds the line's full-year places."""
    return f"{found.course.line.id}.places"


def _line(result: Result, found: Sooner, display: Display, words: Words, asked: Asked) -> Group:
    """What it reckons with, its picture and its table."""
    course, said = found.course, summary(result, found, words)
    key = "placing.table_mix" if isinstance(course.line, Mix) else "placing.table"
    facts = {"unit": words(f"unit.{display.unit}"), "prices": price_level(result, words)}
    table = Table(
        "placements",
        words(key, line=course.line.label, **facts),
        year_columns(course.years),
        tuple(_rows(found, display, words)),
        tuple(_notes(result, found, display, words)),
    )
    about = joined(_about(result, course, words), " · ")
    return piece(
        f"line:{course.line.id}",
        Heading(course.line.label),
        Text(said, "lead"),
        Text(capital(about), "about"),
        Group((Picture(chart(found, said, words)), table.opened(asked)), "beside", element="div"),
    )


def summary(result: Result, found: Sooner, words: Words) -> str:
    """The line in sentences: stops, the places they make, and what 1 January would change in the first such year."""
    course, last = found.course, found.course.years[-1]
    if isinstance(course.line, Mix):
        first, end = (figure(course.places[n], words, PLACES) for n in (0, -1))
        facts = {"first": first, "first_year": course.years[0], "last": end, "year": last}
        return joined([words("placing.said.mix", **facts), *_averages(result, course, words)])
    return joined([_stops_said(course, words), *_sooner_said(found, words)])


def _stops_said(course: Course, words: Words) -> str:
    """20 stops in 2016 give 20 full-year places in 2019."""
    years = [year for year, stops in zip(course.years, course.planned, strict=True) if stops]
    if not years:
        return words("placing.said.no_stops")
    stops, places = figure(course.stops or 0.0, words, PLACES), figure(course.places[-1], words, PLACES)
    when = from_to(years[0], years[-1])
    return words("placing.said.places", stops=stops, years=when, places=places, year=course.years[-1])


def _averages(result: Result, course: Course, words: Words) -> Iterator[str]:
    prices = average_prices(result, course)
    if prices is not None:
        before, after = map(words.kr, prices)
        yield words("placing.said.average", before=before, after=after, year=course.years[-1])


def _sooner_said(found: Sooner, words: Words) -> Iterator[str]:
    if found.in_january is None:
        yield words("placing.said.january_already")
        return
    at = next((n for n, more in enumerate(found.more_places) if abs(more) >= NEARLY), None)
    if at is None:
        yield words("placing.said.january_same")
        return
    more = -found.more_kr[at]
    yield words(
        "placing.said.january" if more >= 0 else "placing.said.january_less",
        year=found.course.years[at],
        there=figure(found.in_january.places[at], words, PLACES),
        here=figure(found.course.places[at], words, PLACES),
        more=millions(abs(more), words),
    )


def _about(result: Result, course: Course, words: Words) -> Iterator[str]:
    """What stands between the plan and the places: when the stops fall, and what is deducted."""
    line, last = course.line, result.years[-1]
    if isinstance(line, Placements):
        timing = line.timing
        if isinstance(timing, str):
            yield words(f"placing.timing.{timing}")
        else:
            yield words("placing.timing.month", month=words(f"month.{timing}"))
        yield words("placing.price.one", price=words.kr(stated(result, line, "unit_price", last) or 0.0))
    else:
        high, low = (words.kr(stated(result, line, name, last) or 0.0) for name in ("price_from", "price_to"))
        yield words("placing.price.two", high=high, low=low)
    for name, value in reductions(result, line):
        number = stated(result, line, name, last) or value
        text = value_text(number, UNITS[name], words) if name in UNITS else share_text(number, words)
        yield words("placing.reckoned", what=words(f"key.{name}"), value=text)
    if line.payer != "municipality":
        yield words("line.payer", payer=words(f"payer.{line.payer}"))
    if line.capacity_from is not None:
        yield words("placing.reckoned", what=words("key.capacity_from"), value=line.capacity_from)
    if isinstance(line, Placements) and line.duration_months is None:
        yield words("placing.no_end")


def _rows(found: Sooner, display: Display, words: Words) -> Iterator[Row]:
    course, january = found.course, found.in_january

    def places(key: str, values: Values, kind: str = "") -> Row:
        cells = tuple(figures(values, words, PLACES, "places"))
        return Row(f"{course.line.id}.{key}", kind, words(f"placing.row.{key}"), cells)

    def kr(key: str, values: Values, kind: str = "") -> Row:
        label = words(f"placing.row.{key}", unit=words(f"unit.{display.unit}"))
        return Row(f"{course.line.id}.{key}", kind, label, tuple(display.cell(value, words) for value in values))

    mixed = isinstance(course.line, Mix)
    yield places("planned_mix" if mixed else "stops", course.planned)
    own = places("moved" if mixed else "places", course.places, "subtotal")
    yield replace(own, key=_places(found), cells=asking(own.cells))
    if january is not None:
        yield places("january_places", january.places)
        yield places("more_places", found.more_places, "other")
    yield kr("saving", course.kr[""])
    parts = [part for part in course.kr if part and any(course.kr[part])]
    for part in parts:
        yield kr(part.removeprefix("."), course.kr[part])
    if parts:
        yield kr("total", course.total, "subtotal")
    if january is not None:
        yield kr("january_kr" if parts else "january_saving", january.total)
        yield kr("more_kr", found.more_kr, "other")


def _notes(result: Result, found: Sooner, display: Display, words: Words) -> Iterator[str]:
    yield words("placing.note.sign_turned" if display.turned else "placing.note.sign")
    if isinstance(found.course.line, Mix):
        yield words("placing.note.mix")
    elif found.in_january is not None:
        yield words("placing.note.january")
    if result.case.levers.realisation.value != 1 or result.case.levers.delay_months.value:
        yield words("placing.note.levers")


# ------------------------------------------------------------------ several lines
def _overview(result: Result, found: Sequence[Sooner], display: Display, words: Words) -> Table:
    """Every line on one row, when there are several."""
    last, years, at = result.years[-1], years_text(result), first_moved(found)
    unit = words(f"unit.{display.unit}")
    heads = ["", words("placing.head.stops", years=years), words("placing.head.places", year=last)]
    heads.append(words("placing.head.kr", year=last, unit=unit))
    if at is not None:
        heads.append(words("placing.head.more", unit=unit, year=result.years[at]))

    def row(key: str, kind: str, label: str, stops: float | None, places: float, kr: float, more: float | None) -> Row:
        cells = [*figures([stops], words, PLACES), *figures([places], words, PLACES), display.cell(kr, words)]
        if at is not None:
            cells.append(display.cell(more, words))
        return Row(key, kind, label, tuple(cells))

    rows = []
    for each in found:
        course = each.course
        more = each.more_kr[at] if at is not None and each.in_january is not None else None
        label = course.line.label
        rows.append(row(str(course.line.id), "", label, course.stops, course.places[-1], course.total[-1], more))
    own = own_lines(found)
    children, kr = behind(each.course for each in own), sum(each.course.total[-1] for each in own)
    more = sum(each.more_kr[at] for each in own) if at is not None else None
    rows.append(row("total", "net", words("word.total"), children.stops, children.places, kr, more))
    caption, others = words("placing.overview", prices=price_level(result, words)), len(own) < len(found)
    notes = (words("placing.note.payers"),) if others else ()
    return Table("overview", caption, tuple(map(Column, heads)), tuple(rows), notes)


# ------------------------------------------------------------------ the ladder
def ladder_piece(found: Ladder, year: int, words: Words) -> Group:
    """The rule, the picture, what it says in words, and the table."""
    said, more = ladder_said(found, year, words), len(found.without_step) - MOST_DRAWN
    if more > 0:
        said = f"{said} ({words('ladder.more', count=more)})"
    picture = Picture(ladder_chart(found, year, words), said, level=0, look="ladder")
    return piece(
        "ladder",
        Heading(words("ladder.title")),
        Text(words("check.quoted", text=words("ladder.rule")), "lead", formula=words("ladder.rule_source")),
        Group((picture, _ladder_table(found, year, words)), "beside", element="div"),
    )


def _ladder_table(found: Ladder, year: int, words: Words) -> Table:
    """From the most intrusive step down, then what has no step."""
    heads = ["", *(words(f"ladder.head.{key}", year=year) for key in ("before", "change", "after", "price"))]
    rows = [_rung(n, rung, words) for n, rung in enumerate((*reversed(found.steps), *found.without_step))]
    notes = (words("ladder.note", year=year),)
    return Table("ladder", words("ladder.table"), tuple(map(Column, heads)), tuple(rows), notes)


def _rung(number: int, rung: Rung, words: Words) -> Row:
    if rung.is_empty:
        return Row(str(number), "other", rung_name(rung, words), (Cell(NONE),) * 4)
    before, after = (
        Cell(NONE) if value is None else Cell(count(value, words), value, "places")
        for value in (rung.before, rung.after)
    )
    prices = words.listed(dict.fromkeys(words.kr(price.kr) for price in rung.prices)) or NONE
    moved = Cell(change(rung, words), rung.change, "places")
    return Row(str(number), "", rung_name(rung, words), (before, moved, after, Cell(prices)))
