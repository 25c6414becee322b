"""What a control point says of a case, before it is known in which language: facts, and how each is put into words."""

from collections.abc import Callable, Iterable, Sequence
from itertools import groupby

from budget.analysis.labels import value_text
from budget.analysis.small_numbers import count_text
from budget.case.library import Both
from budget.text import Words

Say = Callable[[Words], str]
Fact = str | int | Say

LEAST_IN_MIO = 100_000.0  # below this 0,1 mio. kr. says too little


def said(fact: Fact, words: Words) -> str:
    """The fact in words."""
    return fact(words) if callable(fact) else str(fact)


def sentence(key: str, words: Words, /, **facts: Fact) -> str:
    """A sentence of the catalogue with its facts; it begins with a capital, and kr. at its end is its full stop."""
    text = words(key, **{name: said(fact, words) for name, fact in facts.items()})
    text = text.removesuffix(".") if text.endswith("..") else text
    return text[:1].upper() + text[1:]


def phrase(key: str, /, **facts: Fact) -> Say:
    """A part of a sentence that the catalogue words."""
    return lambda words: words(key, **{name: said(fact, words) for name, fact in facts.items()})


def money(kr: float) -> Say:
    """1,0 mio. kr.; an amount too small for that in whole kr."""
    return lambda words: words.mio(kr) if abs(kr) >= LEAST_IN_MIO else words.kr(kr)


def whole_kr(kr: float) -> Say:
    """465.000 kr."""
    return lambda words: words.kr(kr)


def kr_span(low: float, high: float) -> Say:
    """372.000–465.000 kr., or the one amount where both are the same."""

    def text(words: Words) -> str:
        start, end = words.amount(low, "kr"), words.kr(high)
        return end if words.kr(low) == end else f"{start}–{end}"

    return text


def count(value: float) -> Say:
    """A number of places or children with at most one decimal: 8 or 22,5."""
    return lambda words: words.plain(value, 1)


def children(number: float) -> Say:
    """1 barn, 6 børn; discreetly <5 børn."""
    one = round(number, 1) == 1
    return lambda words: words(
        "check.child" if one and not words.discreet else "check.children", count=count_text(number, words)
    )


def places(number: float) -> Say:
    """A number of full-year places: 8 or 22,5, discreetly <5."""
    return lambda words: count_text(number, words)


def places_span(low: float, high: float) -> Say:
    """20–25, or the one number where both are the same."""
    return _span(places(low), places(high))


def count_span(low: float, high: float) -> Say:
    """The same of what is not a number of children: 22,5–32,5."""
    return _span(count(low), count(high))


def _span(low: Say, high: Say) -> Say:
    def text(words: Words) -> str:
        start, end = low(words), high(words)
        return end if start == end else f"{start}–{end}"

    return text


def listed(facts: Iterable[Fact]) -> Say:
    """a, b og c."""
    items = list(facts)
    return lambda words: words.listed(said(item, words) for item in items)


def year_spans(years: Iterable[int]) -> Say:
    """2013, 2015–2017 og 2020: years that follow each other as one span."""
    runs = []
    for _, group in groupby(enumerate(sorted(set(years))), key=lambda pair: pair[1] - pair[0]):
        run = [year for _, year in group]
        runs.append(str(run[0]) if len(run) == 1 else f"{run[0]}–{run[-1]}")
    return listed(runs)


def amounts_by_year(amounts: Sequence[tuple[int, float]]) -> Say:
    """1,0 mio. kr. i 2013 og 0,5 mio. kr. i 2014; more than three years as their sum."""
    if len(amounts) <= 3:
        return listed(phrase("check.in_year", amount=money(kr), years=str(year)) for year, kr in amounts)
    total, years = sum(kr for _, kr in amounts), year_spans(year for year, _ in amounts)
    return phrase("check.in_years", amount=money(total), years=years)


def value(number: float, unit: str) -> Say:
    """A value with its unit, a share without decimals that say nothing: 250 %."""
    if unit != "share":
        return lambda words: value_text(number, unit, words)
    return lambda words: words.share(number, _decimals(number * 100))


def value_span(low: float, high: float, unit: str) -> Say:
    """0–50 %, or -1 til 6 % where a dash could be read as a second minus."""

    def text(words: Words) -> str:
        start = words.amount(low, "kr") if unit == "kr" else words.plain(low * 100 if unit == "share" else low)
        key = "check.span_from_below_zero" if low < 0 else "check.span"
        return words(key, low=start, high=said(value(high, unit), words))

    return text


def _decimals(number: float) -> int:
    return next((n for n in (0, 1) if abs(round(number, n) - number) < 1e-9), 2)


def in_words(text: Both) -> Say:
    """A text of the library in the reader's language."""
    return lambda words: text.in_language(words.language)


def inside(fact: Fact) -> Say:
    """The same words inside a sentence: anbringelse i plejefamilie; an abbreviation keeps its capitals."""

    def text(words: Words) -> str:
        spoken = said(fact, words)
        return spoken if spoken[1:2].isupper() else spoken[:1].lower() + spoken[1:]

    return text
