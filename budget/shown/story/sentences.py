"""The sentences of the presentation, chosen by the result (their wording is the municipal finance office's)."""

from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Literal

from budget.analysis.changes import standing
from budget.analysis.facts import levels, year_spans
from budget.analysis.follow_up import follow_up
from budget.analysis.references import ZERO
from budget.case import entries
from budget.case.models import Line, Provision, Saving
from budget.formulas import Result
from budget.shown.changed import aloud
from budget.shown.key_figures import years_text
from budget.shown.phrases import Fact, Say, kr, listed, phrase, sentence
from budget.shown.points import Point
from budget.text import Words
from budget.text.told import joined

Sign = Literal["cost", "balance", "saving"]
MOST_RUNS = 3  # of years with the same sign: more are counted instead of told
PLACEMENT = "anbring"  # how a saving on placements is called in Danish budgets
MOST_YEARS = 3  # told one by one: more as their sum
COVERING = ("savings", "changes", "incomes")  # what can cover a cost


def sign(kr: float) -> Sign:
    """What a net amount is called; what lies within half an øre of 0 is balance."""
    if abs(kr) < ZERO:
        return "balance"
    return "cost" if kr > 0 else "saving"


def tense(result: Result) -> str:
    """A plan expects; what has been carried out was budgeted, and only accounts tell what it became."""
    return "budgeted" if standing(result.case) == "completed" else "expected"


# ------------------------------------------------------------------ the result
def outcome(result: Result, words: Words) -> str:
    """Whether the cost is paid back, and what the years together give."""
    return joined(outcomes(result, words))


def outcomes(result: Result, words: Words) -> Iterator[str]:
    """The same sentence by sentence, the one that decides first."""
    net = result.row("net").values
    year, when = result.summary["payback_year"], tense(result)
    signs = {sign(value) for value in net}
    if signs == {"balance"}:
        yield words("story.nothing", when=_always(result, words))
        return
    if "saving" not in signs:
        yield words("story.only_cost" if signs == {"cost"} else "story.no_saving", when=_always(result, words))
    elif not has_cost(result):
        yield words("story.no_cost")
    if year is not None and has_cost(result):
        margin = "exactly" if paid_back_exactly(result) else "paid_back"
        yield sentence(f"story.{when}.{margin}", words, year=str(year))
    if result.nothing_to_pay_back and has_cost(result):
        yield words(f"story.{when}.running.never")
    if year is None and has_saving(result) and not result.nothing_to_pay_back:
        yield sentence(f"story.{when}.not_paid_back", words, year=result.years[-1])
        yield sentence("story.outstanding", words, amount=kr(result.row("accumulated").values[-1]))
    elif sign(sum(net)) != "balance" or year != result.years[-1]:
        yield in_all(result, words)


def paid_back_exactly(result: Result) -> bool:
    """Whether nothing is left over at the end of the payback year."""
    year = result.summary["payback_year"]
    return year is not None and abs(result.row("accumulated").values[result.years.index(int(year))]) < ZERO


def in_all(result: Result, words: Words) -> str:
    """For 2013–2016 under ét ventes en nettobesparelse på 2,5 mio. kr."""
    net = sum(result.row("net").values)
    facts: dict[str, Fact] = {"period": _period(result, words), "amount": kr(abs(net))}
    return sentence(f"story.{tense(result)}.in_all.{sign(net)}", words, **facts)


# ------------------------------------------------------------------ year by year
def net_by_year(result: Result, words: Words) -> str:
    """Net in every year: as it stands, or as sums over years that follow each other with the same sign."""
    runs = net_runs(result, "story.net")
    if not runs:
        return _counted(result, words)
    return sentence(f"story.{tense(result)}.net", words, parts=listed(runs))


def net_runs(result: Result, key: str) -> list[Say]:
    """Years that follow each other with the same sign, each as one phrase under `key`; none where there are many."""
    pairs = zip(result.years, result.row("net").values, strict=True)
    runs = [(name, list(run)) for name, run in groupby(pairs, key=lambda pair: sign(pair[1]))]
    if len(runs) > MOST_RUNS:
        return []
    return [
        phrase(f"{key}.{name}", amounts=_amounts(run), years=year_spans(year for year, _ in run)) for name, run in runs
    ]


def _counted(result: Result, words: Words) -> str:
    net = result.row("net").values
    years = {key: sum(1 for kr in net if sign(kr) == key) for key in ("cost", "balance", "saving")}
    return sentence(f"story.{tense(result)}.net_counted", words, all=len(net), **years)


def _amounts(run: list[tuple[int, float]]) -> Say:
    """1,0 mio. kr. i 2013 og 0,5 mio. kr. i 2014; 1,0 mio. kr. om året i 2013–2016; i alt 8,0 mio. kr. i 2013–2020."""
    told = levels(run)
    if len(told) <= MOST_YEARS:
        return listed(
            phrase("check.in_year" if len(years) == 1 else "story.a_year", amount=_kr(kr), years=year_spans(years))
            for years, kr in told
        )
    years = year_spans(year for year, _ in run)
    return phrase("check.in_years", amount=_kr(sum(kr for _, kr in run)), years=years)


def _kr(amount: float) -> Say:
    return kr(abs(amount))


def covering(result: Result, words: Words) -> str:
    """From when the saving, with changes and income, covers the cost year by year."""
    year, key = result.summary["first_balanced_year"], f"story.{tense(result)}"
    if not has_cost(result):
        return words("story.nothing_to_cover")
    what = [words(f"story.covering.{name}") for name in COVERING if min(result.row(name).values) <= -ZERO]
    if not what:
        others = any(line.payer != "municipality" for line in result.case.savings)
        way, cost = "story.saving_elsewhere" if others else "story.without_saving", result.summary["total_cost"] or 0.0
        return sentence(way, words, amount=kr(cost), period=_period(result, words))
    covered = "uncovered" if year is None else "always" if year == result.years[0] else "covered"
    facts: dict[str, Fact] = {"year": str(year or result.years[-1]), "amount": kr(result.row("net").values[-1])}
    return sentence(f"{key}.{covered}", words, what=words.listed(what), when=_always(result, words), **facts)


def has_cost(result: Result) -> bool:
    """Whether some year has a cost at all; a case without one has not told what the saving takes."""
    return any(value >= ZERO for name in ("costs", "changes") for value in result.row(name).values)


def has_saving(result: Result) -> bool:
    """Whether some year has a saving at all."""
    return any(abs(value) >= ZERO for value in result.row("savings").values)


def _always(result: Result, words: Words) -> str:
    """I alle år; of one year that year."""
    one = len(result.years) == 1
    return words("story.single_year", years=years_text(result)) if one else words("story.every_year")


def _period(result: Result, words: Words) -> str:
    return words("story.period" if len(result.years) > 1 else "story.single_year", years=years_text(result))


def running(result: Result, words: Words) -> str:
    """How large the accumulated net cost becomes, and when it is gone."""
    peak, year, key = result.summary["peak_exposure"] or 0.0, result.summary["payback_year"], f"story.{tense(result)}"
    if sign(peak) == "balance":
        return sentence(f"{key}.running.never", words)
    if year is None:
        left = kr(result.row("accumulated").values[-1])
        return sentence(f"{key}.running.left", words, peak=kr(peak), year=result.years[-1], left=left)
    margin = "exactly" if paid_back_exactly(result) else "paid_back"
    return sentence(f"{key}.running.{margin}", words, peak=kr(peak), year=str(year))


# ------------------------------------------------------------------ what it rests on
def condition(result: Result, words: Words) -> str:
    """The least part of the planned saving that has to come; empty where there is no saving to measure on."""
    share = result.summary["break_even_realisation"]
    if share is None:
        return ""
    if not has_cost(result):
        return words("story.condition_unknown")
    if share < ZERO / 1e6:
        return words("story.covered_without")
    text = words.share(share, up=True)
    if sign(sum(result.row("net").values)) == "cost":
        return words("story.condition_unmet", share=text, year=result.years[-1])
    return words("story.condition", share=text)


def assumption(result: Result, words: Words) -> str:
    """That the saving is an assumption; empty where there is none."""
    return words("story.assumption") if has_saving(result) else ""


def accounts(result: Result, words: Words) -> str:
    """What became of the budget, from closed accounts of a whole year alone; empty where there are none."""
    return joined(_accounts(result, words))


def _accounts(result: Result, words: Words) -> Iterator[str]:
    for followed in follow_up(result).lines:
        closed = [year for year in followed.years if year.outturn.basis == "accounts" and not year.outturn.partial]
        if not closed or followed.income or closed[-1].deviation is None:
            continue
        year, deviation = closed[-1].year, closed[-1].deviation
        way = "exactly" if abs(deviation) < ZERO else "more" if deviation > 0 else "less"
        placed = is_on_placements(followed.line)
        what = words("story.placements") if placed else words("check.quoted", text=followed.line.label)
        yield sentence(f"story.accounts.{way}", words, year=str(year), amount=kr(abs(deviation)), what=what)


def is_on_placements(line: Line) -> bool:
    """Whether a saving is one on placements, whatever its kind of line."""
    named = PLACEMENT in line.label.lower()
    return isinstance(line, Saving) and (isinstance(line, Provision) or line.step is not None or named)


def caution(result: Result, points: Iterable[Point], words: Words) -> str:
    """That the case is changed, and why it is not finished: an idea, defaults that nobody has confirmed, errors."""
    reasons = list(_unfinished(result, points, words))
    unfinished = sentence("story.unfinished", words, reasons=listed(reasons)) if reasons else ""
    return joined(filter(None, (aloud(result.case, words), unfinished)))


def _unfinished(result: Result, points: Iterable[Point], words: Words) -> Iterator[str]:
    if standing(result.case) == "idea":
        yield words("story.idea")
    unconfirmed = sum(figure.unconfirmed for entry in entries(result.case) for figure in entry.figures().values())
    if unconfirmed:
        yield words("story.unconfirmed", count=unconfirmed)
    errors = {
        point.id: words(f"check.{point.id}.short") for point in points if point.tripped and point.severity == "error"
    }
    if errors:
        names = words.listed(words("word.quoted", text=name) for name in errors.values())
        yield words("story.errors", count=len(errors), names=names)
