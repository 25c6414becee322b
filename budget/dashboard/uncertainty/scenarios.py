"""Scenarier: the case as it stands and every scenario beside it, in tables and one chart."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from budget.analysis.scenarios import BASE, Outlook
from budget.case import problem_text
from budget.dashboard.parts.display import Display
from budget.dashboard.parts.drawing import Series, drawings
from budget.dashboard.parts.markup import Html, tag
from budget.dashboard.parts.plain_table import NONE, Entry, plain_table
from budget.dashboard.uncertainty.chance import MINUS
from budget.formulas import Result
from budget.shown.key_figures import money, payback_text
from budget.shown.labels import outlook_label
from budget.shown.phrases import sentence
from budget.shown.table_words import net_word
from budget.text import Words

LOOKS = 6  # lines with a dash and a colour of their own; more begin again, and each has its name at its end
LONGEST = 20  # characters of a scenario's name in the chart


def comparison(found: Sequence[Outlook], display: Display, words: Words) -> Html:
    """Side by side: accumulated net as a chart, net and accumulated by year, and the key figures."""
    known = [(outlook_label(outlook, words), outlook.result) for outlook in found if outlook.result is not None]
    unit = words(f"unit.{display.unit}")
    return tag(
        "div",
        _chart(found, display, words),
        _by_year("net", known, words("uncertainty.scenarios.net", unit=unit), display, words),
        _by_year("accumulated", known, words("uncertainty.scenarios.accumulated", unit=unit), display, words),
        _key_figures(known, display, words),
        tag("p", words("note.sign_turned" if display.turned else "note.sign"), class_="notes"),
        *_problems(found, words),
        class_="compared",
    )


def _chart(found: Sequence[Outlook], display: Display, words: Words) -> Html:
    sign = -1.0 if display.turned else 1.0
    series, said = [], []
    for number, outlook in enumerate(found):
        if outlook.result is None:
            continue
        values = [sign * value + 0.0 for value in outlook.result.row("accumulated").values]
        look = "base" if outlook.id == BASE else f"scenario-{(number - 1) % LOOKS}"
        series.append(Series(look, _short(outlook_label(outlook, words)), values))
        said.append(
            words("uncertainty.scenarios.said", label=outlook_label(outlook, words), amount=money(values[-1], words))
        )
    first = next(outlook.result for outlook in found if outlook.result is not None)

    def text(value: float) -> str:
        return replace(display, turned=False).amount(value, words).replace("-", MINUS)

    title = words("uncertainty.scenarios.chart", unit=words(f"unit.{display.unit}"))
    summary = sentence("uncertainty.scenarios.summary", words, year=first.years[-1], ends="; ".join(said))
    pictures = drawings(series, first.years, f"{title} {summary}", text)
    return tag("div", tag("h3", title), *pictures, tag("p", summary, class_="said"), class_="chart")


def _short(label: str) -> str:
    return label if len(label) <= LONGEST else f"{label[: LONGEST - 1].rstrip()}…"


Known = Sequence[tuple[str, Result]]


def _by_year(key: str, known: Known, caption: str, display: Display, words: Words) -> Html:
    years = known[0][1].years
    total = [words("word.total")] if key == "net" else []
    rows = []
    for number, (label, result) in enumerate(known):
        values = list(result.row(key).values)
        cells = [display.amount(value, words) for value in (*values, *([sum(values)] if total else []))]
        rows.append(Entry(label, cells, "subtotal" if number == 0 else None))
    return plain_table(caption, ["", *map(str, years), *total], rows, words)


def _key_figures(known: Known, display: Display, words: Words) -> Html:
    """A column for each scenario would not fit on a page: the scenarios are the rows here too."""
    last = known[0][1].years[-1]
    figures: list[tuple[str, Callable[[Result], str]]] = [
        (words("uncertainty.key.payback"), lambda result: payback_text(result, words)),
        (words("uncertainty.key.peak"), lambda result: display.amount(result.summary["peak_exposure"] or 0.0, words)),
        (words("uncertainty.key.break_even"), lambda result: _share(result.summary["break_even_realisation"], words)),
        (
            words("uncertainty.key.permanent", year=last),
            lambda result: display.amount(result.summary["permanent_net"] or 0.0, words),
        ),
        (words("uncertainty.key.npv"), lambda result: _present_value(result, display, words)),
    ]
    head = ["", *(name for name, _ in figures)]
    rows = [
        Entry(label, [value(result) for _, value in figures], "subtotal" if number == 0 else None)
        for number, (label, result) in enumerate(known)
    ]
    caption = words("uncertainty.scenarios.key_figures", unit=words(f"unit.{display.unit}"))
    return plain_table(caption, head, rows, words)


def _present_value(result: Result, display: Display, words: Words) -> str:
    npv = result.summary["npv"] or 0.0
    return f"{display.amount(npv, words)} ({net_word(npv, words)})"


def _share(share: float | None, words: Words) -> str:
    return NONE if share is None else words("word.at_least", share=words.share(share, up=True))


def _problems(found: Sequence[Outlook], words: Words) -> Iterator[Html]:
    """Why a scenario is not among them."""
    for outlook in found:
        for problem in outlook.problems:
            text = words(
                "uncertainty.scenarios.unfit", label=outlook_label(outlook, words), why=problem_text(problem, words)
            )
            yield tag("p", text, class_="warning", role="status")
