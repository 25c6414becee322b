"""The page Fremskrivning: full-year places without and with the measure, what of the gap is a budget cut and what a
rise avoided, how sure it is, and what becomes of the children on every step.
"""

from collections.abc import Iterator, Sequence

from budget.analysis.fates import bands
from budget.analysis.projection import FLOWS, Projected, projected
from budget.formulas import Result
from budget.shown.charts import projection as charts
from budget.shown.explanation import whole_balance
from budget.shown.key_figures import KeyFigure
from budget.shown.labels import step_label
from budget.shown.model import (
    Cell,
    Display,
    Figures,
    Group,
    Heading,
    Page,
    Picture,
    Row,
    Table,
    Text,
    Tools,
    asking,
    figure,
    figures,
    piece,
    year_columns,
)
from budget.shown.net_table import PLAIN
from budget.shown.pages.head import case_page
from budget.shown.pages.why import Asked, explained
from budget.shown.projection_table import MOST, Bands, place_rows, places_text, signature, signed_table, verdict
from budget.text import Words
from budget.text.told import joined


def projection(
    result: Result, words: Words, display: Display = PLAIN, asked: Asked = None, found: Bands | None = None
) -> Page:
    """The page; `found` are the bands, where they are worked out already."""
    return case_page("projection", result.case, list(projection_pieces(result, words, display, asked, found)), words)


def projection_pieces(
    result: Result, words: Words, display: Display, asked: Asked, found: Bands | None = None
) -> Iterator[Group | None]:
    """The pieces one by one; the bands are drawn where they are not given."""
    course = projected(result)
    if course is None:
        yield no_baseline(words)
        return
    found = bands(result) if found is None else found
    yield piece("verdict", Text(joined(verdict(course, words)), "lead"), element="div")
    yield piece("figures", Figures(tuple(key_figures(course, found, words)), "figures three"), element="div")
    yield _all(course, found, display, words, asked)
    known = [*course.result.book.rows]
    yield explained(result, asked, known, words)
    if len(course.steps) > 1:
        for step in course.steps:
            yield _step(course, step, words, asked)
    yield _sure(course, found, words)
    for step in course.steps:
        yield _balances(course, step, words, asked)


def no_baseline(words: Words) -> Group:
    """The case has no baseline: what one gives, and the place for the button that begins it."""
    texts = (Text(words(f"empty.projection.{name}")) for name in ("what", "need"))
    return piece("empty", Heading(words("empty.projection.title")), *texts, Tools("begin"), look="missing")


# ------------------------------------------------------------------ in short
def key_figures(of: Projected, found: Bands, words: Words) -> Iterator[KeyFigure]:
    """Places without and with the measure, those saved, and the two parts of the saving, all of the last year."""
    last = of.years[-1]
    for name, key in (
        ("without", of.key("")),
        *([("with", of.key(of.id)), ("saved", f"{of.id}.saved")] if of.line else []),
    ):
        spread = found[key]
        ends = {"low": places_text(spread.low[-1], words), "high": places_text(spread.high[-1], words)}
        text = figure(of.values(key)[-1], words, 1)
        yield KeyFigure(
            name, words(f"projected.figure.{name}", year=last), text, words("projected.figure.band", **ends)
        )
    if not of.is_own:
        return
    amount = -of.values(of.id)[-1] + 0.0
    yield KeyFigure(
        "kr", words("projected.figure.kr", year=last), words.money(amount), words("projected.figure.kr.help")
    )
    for name in ("cut", "avoided"):
        amount = -of.values(f"{of.id}.{name}")[-1] + 0.0
        key = "raise" if amount < 0 else name
        label, help = (words(f"projected.figure.{key}{end}", year=last) for end in ("", ".help"))
        yield KeyFigure(name, label, words.money(abs(amount)), help)


# ------------------------------------------------------------------ by year
def _all(of: Projected, found: Bands, display: Display, words: Words, asked: Asked) -> Group:
    """Both courses over all steps as a picture, with the money beside it, and the table that is signed."""
    drawn = [Picture(charts.places(of, "", joined(verdict(of, words)), words))]
    if of.is_own:
        said = words("projected.money.said")
        drawn.append(Picture(charts.money(of, said, words, display.unit, display.turned), said))
    table = signed_table(of, found, words, display).opened(asked)
    signed = (Text(line, "signature") for line in signature(words))
    return piece("courses", Group(tuple(drawn), "beside pictures", element="div"), table, *signed)


def _step(of: Projected, step: str, words: Words, asked: Asked) -> Group:
    """One step: its picture and its places."""
    name = step_label(step, words)
    without = of.without(step)[-1]
    facts = {"year": of.years[-1], "without": places_text(without, words)}
    said = words("projected.said.step_alone", **facts)
    if of.line:
        said = words("projected.said.step", there=places_text(of.values(of.key(of.id, step))[-1], words), **facts)
    caption = words("projected.table_step", step=name)
    table = Table(f"projected.{step}", caption, year_columns(of.years), place_rows(of, step, words))
    body = Group((Picture(charts.places(of, step, said, words)), table.opened(asked)), "beside", element="div")
    return piece(f"step:{step}", Heading(name), Text(said, "lead"), body)


# ------------------------------------------------------------------ how sure
def _sure(of: Projected, found: Bands, words: Words) -> Group:
    """Between what eight in ten courses lie."""
    keys = [of.key(""), *([f"{of.id}.saved"] if of.line else [])]
    drawn = []
    for key in keys:
        low, high = (places_text(ends[-1], words) for ends in (found[key].low, found[key].high))
        said = words("projected.band.said", year=of.years[-1], low=low, high=high)
        drawn.append(Picture(charts.band(of, key, found[key], said, words), said))
    about = Text(words("projected.band.about"), "lead")
    return piece("sure", Heading(words("projected.band")), about, Group(tuple(drawn), "beside pictures", element="div"))


# ------------------------------------------------------------------ the children
def _balances(of: Projected, step: str, words: Words, asked: Asked) -> Group:
    """What becomes of the children of a step in each year, without the measure and with it."""
    courses = [("without", ""), *([("with", of.id)] if of.line else [])]
    heading = Heading(words("projected.balances")) if step == of.steps[0] else None
    tables = [_balance(of, name, course, step, words).opened(asked) for name, course in courses]
    return piece(f"balance:{step}", heading, *tables)


def _balance(of: Projected, name: str, course: str, step: str, words: Words) -> Table:
    """The figures are in tenths of a child that add up as they stand."""
    prefix = f"{course or 'baseline'}.{step}"
    years = range(of.result.case.early, len(of.result.case.projected))
    shown = [whole_balance(prefix, number, of.result) for number in years]

    def row(flow: str, values: Sequence[float], kind: str = "") -> Row:
        texts = [words.number(abs(year[flow]) / 10, 1) for year in shown]
        cells = tuple(Cell(text, value, "children") for text, value in zip(texts, values, strict=True))
        cells = cells if flow == "end" else asking(cells)
        return Row(f"{prefix}.{flow}", kind, words(f"projected.flow.{flow}"), cells)

    flows = [flow for flow in FLOWS if flow != "moved" or any(of.values(f"{prefix}.moved"))]
    key = f"{prefix}.places"
    places = asking(figures(of.values(key), words, MOST, "places"))
    rows = (
        *(row(flow, of.values(f"{prefix}.{flow}")) for flow in ("stock", *flows)),
        row("end", of.ends(course, step), "subtotal"),
        Row(key, "other", words("projected.flow.places"), places),
    )
    caption = words("projected.balance", course=words(f"course.{name}", step=step_label(step, words)))
    return Table(f"balance.{prefix}", caption, year_columns(of.years), rows)
