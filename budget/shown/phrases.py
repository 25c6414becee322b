"""Facts in words: what a control point found, and parts of sentences, in the reader's language."""

from collections.abc import Callable, Iterable
from functools import singledispatch

from budget.analysis import facts
from budget.shown.labels import figure_label, from_to, kr_span, value_text
from budget.shown.small_numbers import count_text
from budget.text import Words
from budget.text.told import Told, capital

Say = Callable[[Words], str]
Fact = facts.Fact | Say

LEAST_IN_MIO = 100_000.0  # below this 0,1 mio. kr. says too little


def said(fact: Fact, words: Words) -> str:
    """The fact in words."""
    return fact(words) if callable(fact) else _said(fact, words)


def sentence(key: str, words: Words, /, **given: Fact) -> str:
    """A sentence of the catalogue with its facts; it begins with a capital."""
    return capital(words.in_one_unit(phrase(key, **given)))


def share_text(share: float, words: Words) -> str:
    """A share without decimals that say nothing: 12 %, 15,3 %."""
    per_cent = round(share * 100, 6)
    return words.share(share, next((n for n in (0, 1) if round(per_cent, n) == per_cent), 2))


def kr(amount: float) -> Say:
    """An amount of a sentence, told in one unit with the others."""
    return lambda words: words.money(amount)


def phrase(key: str, /, **given: Fact) -> Say:
    """A part of a sentence that the catalogue words."""
    return lambda words: words(key, **{name: said(fact, words) for name, fact in given.items()})


def listed(given: Iterable[Fact]) -> Say:
    """a, b og c."""
    items = list(given)
    return lambda words: words.listed(said(item, words) for item in items)


def inside(fact: Fact) -> Say:
    """The same words inside a sentence: anbringelse i plejefamilie; an abbreviation keeps its capitals."""
    return lambda words: _inside(said(fact, words))


def _inside(spoken: str) -> str:
    return spoken if spoken[1:2].isupper() else Told.of(spoken[:1].lower() + spoken[1:], [spoken])


@singledispatch
def _said(fact: object, words: Words) -> str:
    return fact if isinstance(fact, str) else str(fact)


_said.register(facts.WholeKr, lambda fact, words: words.kr(fact.number))
_said.register(facts.Count, lambda fact, words: words.plain(fact.number, 1))
_said.register(facts.Places, lambda fact, words: count_text(fact.number, words))
_said.register(facts.PerCent, lambda fact, words: words.plain(fact.number * 100))
_said.register(facts.Listed, lambda fact, words: words.listed(said(item, words) for item in fact.items))
_said.register(facts.InLibrary, lambda fact, words: fact.text.in_language(words.language))
_said.register(facts.FigureName, lambda fact, words: figure_label(fact.path, None, words))
_said.register(facts.Inside, lambda fact, words: _inside(said(fact.fact, words)))


@_said.register
def _(fact: facts.Phrase, words: Words) -> str:
    return words(fact.key, **{name: said(inner, words) for name, inner in fact.facts.items()})


@_said.register
def _(fact: facts.Money, words: Words) -> str:
    return words.money(fact.number, LEAST_IN_MIO)


@_said.register
def _(fact: facts.KrSpan, words: Words) -> str:
    return kr_span(fact.low, fact.high, words)


@_said.register
def _(fact: facts.Children, words: Words) -> str:
    one = round(fact.number, 1) == 1 and not words.discreet
    return words("check.child" if one else "check.children", count=count_text(fact.number, words))


@_said.register
def _(fact: facts.Between, words: Words) -> str:
    return from_to(said(fact.low, words), said(fact.high, words))


@_said.register
def _(fact: facts.Value, words: Words) -> str:
    if fact.unit != "share":
        return value_text(fact.number, fact.unit, words)
    return words.share(fact.number, _decimals(fact.number * 100))


@_said.register
def _(fact: facts.ValueSpan, words: Words) -> str:
    """0–50 %, or -1 til 6 % where a dash could be read as a second minus."""
    low = fact.low * 100 if fact.unit == "share" else fact.low
    start = words.amount(low, "kr") if fact.unit == "kr" else words.plain(low)
    key = "check.span_from_below_zero" if low < 0 else "check.span"
    return words(key, low=start, high=said(facts.Value(fact.high, fact.unit), words))


def _decimals(number: float) -> int:
    return next((n for n in (0, 1) if abs(round(number, n) - number) < 1e-9), 2)
