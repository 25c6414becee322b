"""What would have to be true of a case by amounts, on the pages Anbringelser and Sagstal: the full-year places that its
savings equal by year, and how many of them each extra adviser carries.
"""

from collections.abc import Iterator, Sequence

from budget.analysis.implied import (
    CHILDREN,
    Advisers,
    Ends,
    PriceSpan,
    Saved,
    advisers,
    children_each,
    for_children,
    price_spans,
    saved,
    standing_prices,
)
from budget.formulas import Result
from budget.shown.charts import Chart, Measure, Place, Series
from budget.shown.labels import from_to, kr_span
from budget.shown.model import (
    Cell,
    Column,
    Display,
    Group,
    Heading,
    Picture,
    Row,
    Table,
    Text,
    figures,
    piece,
    year_columns,
)
from budget.text import Words
from budget.text.told import joined

DECIMALS = 1  # of places: more would look surer than a conversion is
NUMBERS = (2, 3, 4, 5, 6, 7)  # advisers for 100 children


def places_implied(result: Result, words: Words) -> Group | None:
    """The places that each year's saving equals at the library's prices; None where no saving is stated in kr."""
    found, spans = saved(result), price_spans(result.case)
    if found is None or not spans:
        return None
    said = _places_said(result, found, words)
    rows = [Row("saved", "subtotal", words("implied.saved"), tuple(Display("kr").cell(kr, words) for kr in found.kr))]
    rows += [_row(span, [span.places(kr) for kr in found.kr], result, words) for span in spans]
    table = Table(
        "implied", words("implied.places.table"), year_columns(found.years), tuple(rows),
        tuple(_notes(result, found, spans, words)),
    )  # fmt: skip
    drawn = _chart(result, found, said, words)
    parts = (Picture(drawn), table) if drawn else (table,)
    lead = Text(said, "lead")
    return piece("implied", Heading(words("implied.title")), lead, Group(parts, "beside", element="div"))


def _places_said(result: Result, found: Saved, words: Words) -> str:
    """4.500.000 kr. i 2016 svarer til 3,9 helårspladser à 1.160.000 kr. eller 9,6 à 470.000 kr."""
    kr, year = found.kr[-1], found.years[-1]
    each = [(span, span.places(kr)) for span in standing_prices(result.case)]
    return words("implied.places.said", amount=words.kr(kr), year=year, places=_alternatives(each, words))


def _alternatives(each: Sequence[tuple[PriceSpan, Ends]], words: Words) -> str:
    said = []
    for span, ends in each:
        facts = {"price": words.kr(span.high), "label": span.stands.label.in_language(words.language)}  # type: ignore[union-attr]
        said.append(words("implied.alternative", places=_ends(ends, words), **facts))
    return joined(said, f" {words('implied.or')} ")


def _ends(ends: Ends, words: Words) -> str:
    return from_to(*(words.number(value, DECIMALS) for value in ends))


def _row(span: PriceSpan, ends: Sequence[Ends], result: Result, words: Words) -> Row:
    cells = tuple(Cell(_ends(pair, words), pair[0] if span.low == span.high else None, "places") for pair in ends)
    label = words("implied.row", step=span.step.label.in_language(words.language), year=span.price_year)
    return Row(f"{span.step.id}.{span.price_year}", "", label, cells, _price(span, result, words))


def _price(span: PriceSpan, result: Result, words: Words) -> str:
    """What a place costs, and in which year's prices: converted, or as the library has it."""
    price = kr_span(span.low, span.high, words)
    here = result.case.price_year
    key = "same" if span.price_year == here else "converted" if span.converted else "as_it_stands"
    return words(f"implied.price.{key}", price=price, year=span.price_year, here=here)


def _notes(result: Result, found: Saved, spans: Sequence[PriceSpan], words: Words) -> Iterator[str]:
    yield words("implied.note.lines", lines=words.listed(line.label for line in found.lines))
    yield words("implied.note")
    if not all(span.converted for span in spans):
        yield words("implied.note.rates", year=result.case.price_year)


def _chart(result: Result, found: Saved, said: str, words: Words) -> Chart | None:
    """Each year's places from the dearest step's price to the cheapest's."""
    prices = standing_prices(result.case)
    if len(prices) < 2:
        return None
    dear, cheap = max(prices, key=lambda span: span.high), min(prices, key=lambda span: span.high)
    ends = [(dear.places(kr)[0], cheap.places(kr)[1]) for kr in found.kr]
    names = [span.step.label.in_language(words.language) for span in (dear, cheap)]
    label = words("implied.places.range", dear=names[0], cheap=names[1])
    series = Series(
        "range", label, "range", tuple(high for _, high in ends), True, tuple(low for low, _ in ends),
        texts=tuple(_ends(pair, words) for pair in ends),
    )  # fmt: skip
    places = tuple(Place(str(year), str(year)) for year in found.years)
    measure = Measure(words.language, name=words("unit.places"), most=DECIMALS)
    return Chart("implied", words("implied.places.chart"), measure, places, (series,), said, across=False)


# ------------------------------------------------------------------ per adviser
def advisers_implied(result: Result, words: Words) -> Group | None:
    """What each extra adviser carries, and children and places for so many advisers to 100 children."""
    found, posts = saved(result), advisers(result)
    if found is None or posts is None:
        return None
    kr, year = found.kr[-1], found.years[-1]
    each = [(span, posts.each(span.places(kr))) for span in standing_prices(result.case)]
    said = words("implied.advisers.said", year=year, places=_alternatives(each, words))
    rows = [Row("children", "subtotal", words("implied.children"), (Cell(), *figures(children_each(NUMBERS), words)))]
    spans = price_spans(result.case)
    for span in spans:
        carried = posts.each(span.places(kr))
        rows.append(_row(span, [carried, *(for_children(carried, number) for number in NUMBERS)], result, words))
    heads = [words("implied.head.number", number=number, children=CHILDREN) for number in NUMBERS]
    columns = tuple(map(Column, ("", words("implied.head.each"), *heads)))
    notes = (words("implied.note.children", children=CHILDREN), *_notes(result, found, spans, words))
    table = Table("implied", words("implied.advisers.table", year=year), columns, tuple(rows), notes)
    return piece(
        "implied", Heading(words("implied.title")), Text(said, "lead"), Text(_posts(posts, words), "about lead"), table
    )


def _posts(posts: Advisers, words: Words) -> str:
    """How many there are, and where that is from."""
    number = _ends((posts.fewest, posts.most), words)
    if posts.pay is None or posts.line is None:
        return words("implied.posts.stated", number=number)
    pay = kr_span(*(posts.pay.span or (0.0, 0.0)), words)
    label, line = posts.pay.label.in_language(words.language), posts.line.label
    facts = {"year": posts.pay.price_year, "amount": words.kr(posts.kr)}
    return words("implied.posts.pay", number=number, line=line, pay=pay, label=label, **facts)
