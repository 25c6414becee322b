"""What the page Anbringelser shows of each placement or mix line: stops, full-year places and kr, and the same stops on
1 January beside them.
"""

from collections.abc import Iterator, Sequence

from budget.analysis.placements import Behind, Course, Sooner, Values, average_prices, behind, reductions, stated
from budget.case.models import Mix, Placements
from budget.dashboard.parts.chart_block import holder
from budget.dashboard.parts.display import Display
from budget.dashboard.parts.markup import Html, tag
from budget.dashboard.parts.plain_table import NONE, Entry, figures, plain_table, share_text, years_text
from budget.formulas import Result
from budget.shown.key_figures import MILLION
from budget.shown.labels import value_text
from budget.shown.table_words import price_level
from budget.text import Words

UNITS = {"lag_months": "months", "duration_months": "months", "replacement_price": "kr"}
PLACES = 2  # decimals
NEARLY = 0.005  # kr and places: what lies nearer to 0 is 0


# --- the children behind it --------------------------------------------------------------------------------


def key_figures(result: Result, found: Sequence[Sooner], words: Words) -> Html:
    """How many children carry the municipality's saving, and what 1 January would have made of it."""
    found = own_lines(found)
    children, last = behind(each.course for each in found), result.years[-1]
    kr = sum(each.course.total[-1] for each in found)
    figures_ = [
        (words("placing.figure.places", year=last), _places(children.places, words), _split(children, words)),
        (
            words("placing.figure.stops", years=years_text(result.years[0], last)),
            _places(children.stops, words),
            words("placing.figure.stops.help"),
        ),
        (words("placing.figure.kr", year=last), millions(-kr, words), _per_place(-kr, children.places, words)),
        _sooner_figure(result, found, words),
    ]
    return tag(
        "dl",
        *(
            tag("div", tag("dt", label), tag("dd", tag("b", value), tag("span", help, class_="help")))
            for label, value, help in figures_
        ),
        class_="figures",
    )


def own_lines(found: Sequence[Sooner]) -> list[Sooner]:
    """The lines whose saving is the municipality's; what others save is shown but not added up."""
    return [each for each in found if each.course.line.payer == "municipality"]


def _split(children: Behind, words: Words) -> str:
    ended, moved = children.ended, children.moved
    if not moved:
        return words("placing.figure.ended")
    if not ended:
        return words("placing.figure.moved")
    return words("placing.figure.both", ended=_places(ended, words), moved=_places(moved, words))


def _per_place(kr: float, places: float, words: Words) -> str:
    if places < NEARLY:
        return words("placing.figure.kr.help")
    return words("placing.figure.kr.each", kr=words.kr(kr / places))


def _sooner_figure(result: Result, found: Sequence[Sooner], words: Words) -> tuple[str, str, str]:
    at = first_moved(found)
    if at is None:
        return words("placing.figure.january.never"), words("word.none"), words("placing.figure.january.none")
    year, more = result.years[at], -sum(each.more_kr[at] for each in found)
    key = "january" if more >= 0 else "january_less"
    return words(f"placing.figure.{key}", year=year), millions(abs(more), words), words("placing.figure.january.help")


def first_moved(found: Sequence[Sooner]) -> int | None:
    """The first year in which 1 January makes a difference to any line, by its number."""
    years = range(len(found[0].course.years)) if found else range(0)
    return next((n for n in years if any(abs(each.more_places[n]) >= NEARLY for each in found)), None)


def millions(kr: float, words: Words) -> str:
    """An amount as in a sentence, with the second decimal where it says something: 4,65 mio. kr., 9,3 mio. kr."""
    if abs(kr) < MILLION / 2:
        return words.kr(kr)
    shown = round(kr / MILLION, 9)
    return f"{words.number(shown, 1 if round(shown, 1) == round(shown, 2) else 2)} {words('unit.mio')}"


def _places(value: float, words: Words) -> str:
    return figures([value], words, PLACES)[0]


# --- one line by year --------------------------------------------------------------------------------------


def course_section(result: Result, found: Sooner, display: Display, words: Words) -> Html:
    """One line: what it reckons with, its picture and its table."""
    course = found.course
    said = summary(result, found, words)
    unit = words(f"unit.{display.unit}")
    caption = words(
        "placing.table_mix" if isinstance(course.line, Mix) else "placing.table",
        line=course.line.label,
        unit=unit,
        prices=price_level(result, words),
    )
    table = plain_table(
        caption,
        ["", *map(str, course.years)],
        list(_rows(found, display, words)),
        words,
        " ".join(_notes(result, found, display, words)),
    )
    return tag(
        "section",
        tag("h2", course.line.label),
        tag("p", said, class_="lead"),
        tag("p", _capital(" · ".join(_about(result, course, words))), class_="about"),
        tag("div", holder(f"placements-{course.line.id}"), table, class_="beside"),
    )


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def summary(result: Result, found: Sooner, words: Words) -> str:
    """The line in sentences: stops, the places they make, and what 1 January would change in the first such year."""
    course, last = found.course, found.course.years[-1]
    if isinstance(course.line, Mix):
        first = _places(course.places[0], words)
        facts = {"first": first, "first_year": course.years[0], "last": _places(course.places[-1], words), "year": last}
        return " ".join([words("placing.said.mix", **facts), *_averages(result, course, words)])
    return " ".join([_stops_said(course, words), *_sooner_said(found, words)])


def _stops_said(course: Course, words: Words) -> str:
    """20 stops in 2016 give 20 full-year places in 2019."""
    last = course.years[-1]
    years = [year for year, stops in zip(course.years, course.planned, strict=True) if stops]
    if not years:
        return words("placing.said.no_stops")
    stops, places = _places(course.stops or 0.0, words), _places(course.places[-1], words)
    span = years_text(years[0], years[-1])
    return words("placing.said.places", stops=stops, years=span, places=places, year=last)


def _averages(result: Result, course: Course, words: Words) -> Iterator[str]:
    prices = average_prices(result, course)
    if prices is not None:
        yield words(
            "placing.said.average", before=words.kr(prices[0]), after=words.kr(prices[1]), year=course.years[-1]
        )


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
        there=_places(found.in_january.places[at], words),
        here=_places(found.course.places[at], words),
        more=millions(abs(more), words),
    )


def _about(result: Result, course: Course, words: Words) -> Iterator[str]:
    """What stands between the plan and the places: when the stops fall, and what is deducted."""
    line, last = course.line, result.years[-1]
    if isinstance(line, Placements):
        timing = line.timing
        yield (
            words(f"placing.timing.{timing}")
            if isinstance(timing, str)
            else words("placing.timing.month", month=words(f"month.{timing}"))
        )
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


# --- table -------------------------------------------------------------------------------------------------


def _rows(found: Sooner, display: Display, words: Words) -> Iterator[Entry]:
    course, january = found.course, found.in_january
    mixed = isinstance(course.line, Mix)
    yield _places_row("planned_mix" if mixed else "stops", course.planned, words)
    yield _places_row("moved" if mixed else "places", course.places, words, "subtotal")
    if january is not None:
        yield _places_row("january_places", january.places, words)
        yield _places_row("more_places", found.more_places, words, "other")
    yield _kr_row("saving", course.kr[""], display, words)
    parts = [part for part in course.kr if part and any(course.kr[part])]
    for part in parts:
        yield _kr_row(part.removeprefix("."), course.kr[part], display, words)
    if parts:
        yield _kr_row("total", course.total, display, words, "subtotal")
    if january is not None:
        key = "january_kr" if parts else "january_saving"
        yield _kr_row(key, january.total, display, words)
        yield _kr_row("more_kr", found.more_kr, display, words, "other")


def _places_row(key: str, values: Values, words: Words, class_: str | None = None) -> Entry:
    return Entry(words(f"placing.row.{key}"), figures(values, words, PLACES), class_)


def _kr_row(key: str, values: Values, display: Display, words: Words, class_: str | None = None) -> Entry:
    cells = [display.amount(value, words) for value in values]
    return Entry(words(f"placing.row.{key}", unit=words(f"unit.{display.unit}")), cells, class_)


def _notes(result: Result, found: Sooner, display: Display, words: Words) -> Iterator[str]:
    yield words("placing.note.sign_turned" if display.turned else "placing.note.sign")
    if isinstance(found.course.line, Mix):
        yield words("placing.note.mix")
    elif found.in_january is not None:
        yield words("placing.note.january")
    if result.case.levers.realisation.value != 1 or result.case.levers.delay_months.value:
        yield words("placing.note.levers")


# --- several lines -----------------------------------------------------------------------------------------


def overview(result: Result, found: Sequence[Sooner], display: Display, words: Words) -> Html:
    """Every line on one row, when there are several."""
    last, span, at = result.years[-1], years_text(result.years[0], result.years[-1]), first_moved(found)
    unit = words(f"unit.{display.unit}")
    head = ["", words("placing.head.stops", years=span), words("placing.head.places", year=last)]
    head.append(words("placing.head.kr", year=last, unit=unit))
    if at is not None:
        head.append(words("placing.head.more", unit=unit, year=result.years[at]))
    rows = [_overview_row(each, at, display, words) for each in found]
    own = own_lines(found)
    children = behind(each.course for each in own)
    cells = [_places(children.stops, words), _places(children.places, words)]
    cells.append(display.amount(sum(each.course.total[-1] for each in own), words))
    if at is not None:
        cells.append(display.amount(sum(each.more_kr[at] for each in own), words))
    rows.append(Entry(words("word.total"), cells, "net"))
    caption, others = words("placing.overview", prices=price_level(result, words)), len(own) < len(found)
    return plain_table(caption, head, rows, words, words("placing.note.payers") if others else None)


def _overview_row(each: Sooner, at: int | None, display: Display, words: Words) -> Entry:
    course = each.course
    cells = [NONE if course.stops is None else _places(course.stops, words), _places(course.places[-1], words)]
    cells.append(display.amount(course.total[-1], words))
    if at is not None:
        cells.append(NONE if each.in_january is None else display.amount(each.more_kr[at], words))
    return Entry(course.line.label, cells)
