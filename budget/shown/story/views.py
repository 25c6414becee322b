"""The views of the presentation, put together from the result."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from budget.analysis.caseloads import workloads
from budget.analysis.facts import Places, places_span
from budget.analysis.follow_up import follow_up
from budget.analysis.placements import Course, behind, courses, stated_places
from budget.analysis.positions import latest
from budget.analysis.projection import projected
from budget.case import entries
from budget.case.figures import source_key
from budget.case.models import Case, Line, Placements
from budget.formulas import Result
from budget.shown.budget_office import brief_table, office_text
from budget.shown.changed import aloud, changed_state, changed_texts, state, status_text
from budget.shown.charts import Chart
from budget.shown.charts import result as charts
from budget.shown.charts.projection import places as places_chart
from budget.shown.key_figures import key_figures, years_text
from budget.shown.labels import source_text
from budget.shown.phrases import kr, sentence
from budget.shown.points import SEVERITIES, Point, check, count_text
from budget.shown.projection_table import places_by_step, verdict
from budget.shown.small_numbers import is_small
from budget.shown.story import certainty, rows, sentences
from budget.shown.story.model import Story, View, ViewId
from budget.shown.table_words import price_level, price_note
from budget.text import Words
from budget.text.told import joined

EXTREME = 1e-9  # what the arithmetic may be off by


def story(result: Result, words: Words, unit: str = "1000", exact_counts: bool = False) -> Story:
    """The case as it is told in public: counts of 1 to 4 children are hidden unless `exact_counts`."""
    words = Words(words.language, discreet=not exact_counts, prose=words.prose)
    points = check(result, words)
    found = (
        _decision(result, words),
        _table(result, words, unit),
        _by_year(result, words),
        _accumulated(result, words),
        _projection(result, words),
        _needs(result, words),
        _certainty(result, words),
        _controller(result, points, words),
        _followed(result, words, unit),
    )
    case, caution = result.case, sentences.caution(result, points, words)
    named = case.title, case.municipality, about(result, words)
    said = tuple(filter(None, (aloud(case, words), changed_state(case, words))))
    return Story(*named, caution, tuple(filter(None, found)), changed_texts(case, words), said)


def about(result: Result, words: Words) -> str:
    """Sverigesprojektet · Herning Kommune · Vedtaget · 2013–2016 · 2013-priser (forudsat), and its state."""
    case = result.case
    stands = filter(None, (status_text(case, words), state(case, words)))
    return " · ".join((case.title, case.municipality, *stands, years_text(result), price_level(result, words)))


def _said(*texts: str) -> tuple[str, ...]:
    return tuple(filter(None, texts))


def _own(result: Result, words: Words) -> tuple[str, ...]:
    return sources_of(result, (line for line in result.case.lines() if line.payer == "municipality"), words)


# ------------------------------------------------------------------ the money
def _decision(result: Result, words: Words) -> View:
    return View(
        "decision",
        words("story.view.decision"),
        sentences.outcome(result, words),
        _said(
            sentences.accounts(result, words),
            sentences.condition(result, words),
            sentences.assumption(result, words),
        ),
        figures=tuple(key_figures(result, words)),
        notes=(words("note.sign"),),
        sources=_own(result, words),
    )


def _table(result: Result, words: Words, unit: str) -> View:
    table = rows.money_table(result, words, unit)
    return View(
        "table",
        words("story.view.table"),
        sentences.net_by_year(result, words),
        years=table.years,
        tables=(table,),
        notes=price_note(result, words),
        sources=_own(result, words),
    )


def _by_year(result: Result, words: Words) -> View | None:
    message, shown = sentences.covering(result, words), words("story.shown.by_year", prices=price_level(result, words))
    return _charted(
        charts.by_year(result, words, (message, shown)),
        "by_year",
        message,
        _said(shown, sentences.assumption(result, words)),
        result,
        words,
    )


def _accumulated(result: Result, words: Words) -> View | None:
    shown = words("story.shown.accumulated", prices=price_level(result, words))
    message = sentences.running(result, words)
    return _charted(
        charts.accumulated(result, words, (message, shown)),
        "accumulated",
        message,
        _said(shown, sentences.condition(result, words)),
        result,
        words,
    )


def _charted(
    chart: Chart | None, id: ViewId, message: str, leads: tuple[str, ...], result: Result, words: Words
) -> View | None:
    """A view that is a chart; none where there is nothing to draw."""
    if chart is None:
        return None
    years, name = tuple(result.years), words(f"story.view.{id}")
    return View(id, name, message, leads, years=years, chart=chart, sources=_own(result, words))


# ------------------------------------------------------------------ the children, without and with
def _projection(result: Result, words: Words) -> View | None:
    """Full-year places without and with the measure; none where nothing is projected."""
    course = projected(result)
    if course is None:
        return None
    in_all, *money = verdict(course, words)
    drawn = None
    if not (words.discreet and any(is_small(value) for value in course.drawn())):
        bare = places_chart(course, "", "", words)
        spoken = charts.every_value(bare.series, course.years, bare.measure, words)
        drawn = replace(bare, said=joined((in_all, *money, *spoken)), press="")  # how it came about tells of few
    table = places_by_step(course, words)
    return View(
        "projection",
        words("story.view.projection"),
        in_all,
        _said(*money),
        years=table.years,
        chart=drawn,
        tables=(table,),
        notes=(words("projected.limits"), *rows.small_note((t for row in table.rows for t in row.texts[1:]), words)),
        sources=sources_of(result, [course.line] if course.line else [], words),
    )


# ------------------------------------------------------------------ what it takes
def _needs(result: Result, words: Words) -> View | None:
    found = courses(result)
    message = joined(_needed(result, found, words))
    if not message:
        return None
    tables = (
        rows.posts_table(result, words),
        rows.benchmark_table(result, words),
        rows.places_table(result, found, words),
        rows.stated_table(result, words),
    )
    lines: list[Line] = [*rows.with_posts(result), *(load.line for load in workloads(result))]
    lines += [*(course.line for course in found), *(stated.line for stated in stated_places(result))]
    return View(
        "needs",
        words("story.view.needs"),
        message,
        years=tuple(result.years),
        tables=tuple(filter(None, tables)),
        notes=rows.small_note([message], words),
        sources=sources_of(result, lines, words),
    )


def _needed(result: Result, found: list[Course], words: Words) -> Iterator[str]:
    last = result.years[-1]
    posts = sum(result.row(f"{line.id}.fte").values[-1] for line in rows.with_posts(result))
    if posts > EXTREME:
        yield sentence("story.needs.posts", words, posts=words.plain(posts, 2), year=last)
    loads = [load for load in workloads(result) if None not in (load.caseload[-1], load.without_extra[-1])]
    if len(loads) == 1 and loads[0].extra[-1] > EXTREME:
        ends = (loads[0].without_extra[-1], loads[0].caseload[-1])
        before, after = (words.plain(value or 0.0, 1) for value in ends)
        yield sentence("story.needs.caseload", words, before=before, after=after, year=last)
    children, kinds = behind(found), {type(course.line) for course in found}
    if abs(children.places) > EXTREME:
        key = "both" if len(kinds) == 2 else "fewer" if kinds == {Placements} else "moved"
        yield sentence(f"story.needs.{key}", words, places=Places(children.places), year=last)
    for stated in stated_places(result):
        span = places_span(stated.places.low, stated.places.high)
        yield sentence("story.needs.stated", words, amount=kr(stated.kr), places=span)


# ------------------------------------------------------------------ how sure, and what is asked
def _certainty(result: Result, words: Words) -> View | None:
    condition, found = sentences.condition(result, words), certainty.fan(result)
    if not condition and found is None:
        return None
    alternatives = certainty.others(result, words)
    drawn = certainty.chance(found, result, words) if found else ""
    shown = words("story.shown.accumulated", prices=price_level(result, words))
    return View(
        "certainty",
        words("story.view.certainty"),
        drawn or condition,
        _said(shown, condition if drawn else "", sentences.assumption(result, words)),
        years=tuple(result.years),
        chart=certainty.chart(result, found, alternatives, words, (drawn or condition, shown)),
        tables=(certainty.table(result, found, alternatives, words),),
        sources=_own(result, words),
    )


def _controller(result: Result, points: list[Point], words: Words) -> View:
    tripped = sorted((p for p in points if p.tripped), key=lambda point: SEVERITIES.index(point.severity))
    return View(
        "controller",
        words("story.view.controller"),
        count_text(points, words),
        points=tuple(tripped),
        notes=rows.small_note((point.text for point in tripped), words),
        sources=all_sources(result.case),
    )


# ------------------------------------------------------------------ how it went
def _followed(result: Result, words: Words, unit: str) -> View | None:
    """The budget follow-up of the latest year of which anything is known."""
    found = follow_up(result)
    year = latest(found)
    if year is None:
        return None
    budget, spent, *expected = office_text(found, year, words)
    entries = [actual for actual in result.case.actuals if actual.year == year and actual.line is not None]
    keys = dict.fromkeys(actual.source for actual in entries if actual.source)
    return View(
        "followed",
        words("story.view.followed", year=year),
        spent,
        _said(*expected[:1]),
        years=(year,),
        tables=(brief_table(found, year, words, unit),),
        notes=(budget, *expected[1:]),
        sources=tuple(source_text(result.case.sources, key) for key in keys),
    )


# ------------------------------------------------------------------ where the figures come from
def sources_of(result: Result, lines: Iterable[Line], words: Words) -> tuple[str, ...]:
    """The sources of these lines and of their figures, in order, and how many of their figures have none."""
    case, ids = result.case, {line.id for line in lines}
    keys: dict[str, None] = {}
    bare = 0
    for entry in entries(case):
        line = entry.line
        if line is None or line.id not in ids or not entry.stated:
            continue
        for figure in entry.figures().values():
            key = source_key(figure, line.source)
            if key is None:
                bare += 1
            else:
                keys[key] = None
    found = [source_text(case.sources, key) for key in keys]
    if bare:
        found.append(words("story.without_source", count=bare))
    return tuple(found)


def all_sources(case: Case) -> tuple[str, ...]:
    """Every source of the case."""
    return tuple(source_text(case.sources, key) for key in case.sources)
