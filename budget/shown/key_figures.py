"""The four figures a committee asks for, each with its value in words and what it means."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from budget.formulas import Result
from budget.shown.labels import from_to
from budget.shown.table_words import net_word
from budget.text import Words


@dataclass(frozen=True)
class KeyFigure:
    """A key figure in words; `net` is the amount in budget sign where it is a net cost or saving, `was` the text before
    the user's changes."""

    key: str
    label: str
    text: str
    help: str
    net: float | None = None
    was: str = ""


def years_text(result: Result) -> str:
    """2013–2016, or the one year."""
    return from_to(result.years[0], result.years[-1])


def key_figures(result: Result, words: Words, turned: bool = False) -> Iterator[KeyFigure]:
    """The figures of a case; `turned` shows savings as positive figures."""
    accumulated = words("figure.accumulated", years=years_text(result))
    yield _net("accumulated", accumulated, result.summary["net"] or 0.0, words, turned)
    yield _payback(result, words)
    yield _break_even(result, words)
    lasting = result.summary["permanent_net"] or 0.0
    yield _net("permanent", permanent_label(result, words), lasting, words, turned)


def permanent_label(result: Result, words: Words) -> str:
    """Varig nettovirkning fra 2016; of one year in that year."""
    return words("figure.permanent" if len(result.years) > 1 else "figure.permanent.one", years=result.years[-1])


def compared(result: Result, first: Result, words: Words, turned: bool = False) -> tuple[KeyFigure, ...]:
    """The figures with what they were before the user's changes, where they read otherwise now."""
    was = {figure.key: figure.text for figure in key_figures(first, words, turned)}
    found = key_figures(result, words, turned)
    return tuple(f if was[f.key] == f.text else replace(f, was=was[f.key]) for f in found)


def _net(key: str, label: str, net: float, words: Words, turned: bool) -> KeyFigure:
    help = words(f"figure.{key}.help", word=net_word(net, words))
    return KeyFigure(key, label, words.money(-net if turned and net else net), help, net)


def _payback(result: Result, words: Words) -> KeyFigure:
    year, end = result.summary["payback_year"], result.years[-1]
    peak, net = result.summary["peak_exposure"] or 0.0, result.summary["net"] or 0.0
    if result.nothing_to_pay_back:
        help = words("figure.payback.no_cost")
    elif year is None:
        help = words("figure.payback.missing", amount=words.money(net), year=end)
    else:
        help = words("figure.payback.help", amount=words.money(peak))
    return KeyFigure("payback", words("figure.payback"), payback_text(result, words), help)


def payback_text(result: Result, words: Words, key: str = "payback_year") -> str:
    """The year in which a running sum is paid back; that it is not, or that there was never anything to pay back."""
    year = result.summary[key]
    if year is None and result.nothing_to_pay_back:
        return words("figure.payback.nothing")
    return words("figure.payback.never", year=result.years[-1]) if year is None else str(year)


def _break_even(result: Result, words: Words) -> KeyFigure:
    label, share = words("figure.break_even"), result.summary["break_even_realisation"]
    if share is None:
        projected = result.case.projection is not None
        help = words("figure.break_even.projected" if projected else "figure.break_even.none_help")
        return KeyFigure("break_even", label, words("word.none"), help)
    if not any(result.row("costs").values):
        return KeyFigure("break_even", label, words("word.none"), words("figure.break_even.no_cost"))
    at_least = words("word.at_least", share=words.share(share, up=True))
    return KeyFigure("break_even", label, at_least, words("figure.break_even.help", year=result.years[-1]))
