"""A new case in a guided order: what is asked at each step, what stands until it is answered, and what lacks.

Answers are kept by the id of their question (`cost-1.fte.2027`) whatever was answered before or after, so that one
can go back and forth. A default is always an entry of the library, unconfirmed until someone stands by it. The case
that the answers make is in `guided`.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Literal

from budget.case import offers
from budget.case.library import steps
from budget.case.models import AmountsCost, AmountsSaving, Case, Caseload, Indices, Key, Line, Mix, Placements, Staff
from budget.case.paths import Slot, slots
from budget.dashboard.changes.structure import CHOICES
from budget.dashboard.dialogue.fourth import EXTRA, EXTRA_KEY, FOUR, agree, fourth

STEPS = ("who", "staff", "savings", "prices", "sources", "done")
MODELS: dict[str, dict[str, type[Line]]] = {
    "cost": {"caseload": Caseload, "staff": Staff, "amounts": AmountsCost},
    "saving": {"placements": Placements, "mix": Mix, "amounts": AmountsSaving},
}
LINE_STEP = {"cost": "staff", "saving": "savings"}
ASKED = {
    "cost.caseload": (*FOUR, "whole_posts", "start_month", "overhead"),
    "cost.staff": ("fte", "start_month", "overhead"),
    "cost.amounts": ("amounts",),
    "saving.placements": ("step", "stops", "timing", "duration_months", "lag_months", "natural_exit", "relapse"),
    "saving.mix": ("step", "places", "share_now", "share_target", "lag_months"),
    "saving.amounts": ("step", "amounts", "stated_places"),
}
PRICED = {
    "cost.caseload": ("annual_cost",),
    "cost.staff": ("annual_cost",),
    "saving.placements": ("unit_price", "replacement_price", "price_basis"),
    "saving.mix": ("price_from", "price_to", "price_basis"),
}
STATUSES = ("idea", "proposed", "adopted", "completed")
MOST_LINES = 6
NONE = "none"  # no state reimbursement
CONVERSIONS = ("as_is", "index")  # what becomes of the library's prices of other years
BOUNDS = {"first_year": (1970, 2200), "years": (1, 40), "price_year": (1970, 2200)}


@dataclass(frozen=True)
class Given:
    """A figure that was answered, or that stands until it is: its value, and the entry or title it comes from."""

    value: float
    offer: str = ""  # the library's entry it was taken from
    unconfirmed: bool = False  # a default that no one stands by yet
    worked_out: bool = False  # from what else was answered


@dataclass(frozen=True)
class Answers:
    """Everything answered so far; `emptied` are the defaults that were taken out and not replaced."""

    texts: Mapping[str, str] = field(default_factory=dict)
    figures: Mapping[str, Given] = field(default_factory=dict)
    emptied: frozenset[str] = frozenset()
    costs: tuple[str, ...] = ("cost-1",)
    savings: tuple[str, ...] = ("saving-1",)

    @property
    def lines(self) -> tuple[str, ...]:
        return (*self.costs, *self.savings)


Part = tuple[str, str, str | Given | None]  # one answer: what it is of, its id, and what was answered


def parts(answers: Answers) -> tuple[Part, ...]:
    """Every answer for itself, in the order in which it was given."""
    return (
        *(("texts", id, text) for id, text in answers.texts.items()),
        *(("figures", id, given) for id, given in answers.figures.items()),
        *((name, id, None) for name in ("emptied", "costs", "savings") for id in _ids(answers, name)),
    )


def _ids(answers: Answers, name: str) -> list[str]:
    ids = getattr(answers, name)
    return sorted(ids) if name == "emptied" else list(ids)


def from_parts(found: tuple[Part, ...]) -> Answers:
    """The answers that these are the parts of."""
    by: dict[str, dict[str, Any]] = {}
    for name, id, answer in found:
        by.setdefault(name, {})[id] = answer
    lines = (tuple(by.get(name, ())) for name in ("costs", "savings"))
    return Answers(by.get("texts", {}), by.get("figures", {}), frozenset(by.get("emptied", ())), *lines)


@dataclass(frozen=True)
class Question:
    """One question: where its answer is kept, what is asked for, and what may be answered."""

    id: str
    step: str
    form: Literal["text", "whole", "choice", "figure", "years"]
    required: bool = True
    key: Key | None = None
    options: tuple[str, ...] = ()
    default: str = ""  # what a text or choice is until it is answered
    years: tuple[int, ...] = ()  # of a series; a level holds on, a quantity of single years is asked for every year
    single_years: bool = False
    ladder: str = ""  # the step of the ladder that the line speaks of

    @property
    def name(self) -> str:
        return self.id.rpartition(".")[2]

    @property
    def line(self) -> str:
        """The line that is asked about; empty for the case."""
        head = self.id.partition(".")[0]
        return head if head.startswith(("cost-", "saving-")) else ""

    def ids(self) -> tuple[str, ...]:
        """Where the figures of the answer are kept."""
        return tuple(f"{self.id}.{year}" for year in self.years) if self.form == "years" else (self.id,)


def start(first_year: int) -> Answers:
    """No answers but the year that the budget is being made for."""
    return Answers({"first_year": str(first_year)})


# ---------------------------------------------------------------------------------------------- what is asked
def questions(answers: Answers) -> Iterator[Question]:
    """Every question that the answers so far lead to, in order."""
    yield from _who(answers)
    for line in answers.lines:
        yield from _of_line(answers, line)
    for line in answers.lines:
        yield from _prices(answers, line)
    yield from _shared(answers)


def _who(answers: Answers) -> Iterator[Question]:
    yield Question("title", "who", "text")
    yield Question("municipality", "who", "text")
    yield Question("first_year", "who", "whole")
    yield Question("years", "who", "whole", default="4")
    yield Question("price_year", "who", "whole", default=answers.texts.get("first_year", ""))
    yield Question("status", "who", "choice", options=STATUSES, default="idea")


def kind(answers: Answers, line: str) -> str:
    """The kind of a line; the first of its list until another is chosen."""
    known = tuple(MODELS[sort(line)])
    chosen = answers.texts.get(f"{line}.kind", "")
    return chosen if chosen in known else known[0]


def sort(line: str) -> str:
    """Whether the line is a `cost` or a `saving`."""
    return line.partition("-")[0]


def _of_line(answers: Answers, line: str) -> Iterator[Question]:
    step, known = LINE_STEP[sort(line)], tuple(MODELS[sort(line)])
    yield Question(f"{line}.kind", step, "choice", options=known, default=known[0])
    yield Question(f"{line}.label", step, "text", default=f"guide.label.{sort(line)}.{kind(answers, line)}")
    yield Question(f"{line}.service_area", step, "text", required=False)
    for name in ASKED[f"{sort(line)}.{kind(answers, line)}"]:
        yield _question(answers, line, name, step)


def _prices(answers: Answers, line: str) -> Iterator[Question]:
    for name in PRICED.get(f"{sort(line)}.{kind(answers, line)}", ()):
        question = _question(answers, line, name, "prices")
        yield question
        given = figure(answers, question)
        if question.form == "figure" and given is not None and not given.offer:
            default = answers.texts.get("price_year") or answers.texts.get("first_year", "")
            yield Question(f"{question.id}.price_year", "prices", "whole", default=default)


def _question(answers: Answers, line: str, name: str, step: str) -> Question:
    id, ladder = f"{line}.{name}", answers.texts.get(f"{line}.step", "")
    if name == "step":
        return Question(id, step, "choice", required=False, options=("", *steps()))
    if name in CHOICES:
        return Question(id, step, "choice", options=CHOICES[name], default=CHOICES[name][0])
    if name == EXTRA:
        return Question(id, step, "figure", False, EXTRA_KEY)
    slot = _slot(MODELS[sort(line)][kind(answers, line)], name)
    if slot.series:
        years = tuple(horizon(answers))
        return Question(id, step, "years", True, slot.key, (), "", years, slot.key.single_years, ladder)
    return Question(id, step, "figure", slot.required, slot.key, ladder=ladder)


def _slot(model: type[Line] | type[Case] | type[Indices], name: str) -> Slot:
    return next(slot for slot in slots(model) if slot.name == name)


def _shared(answers: Answers) -> Iterator[Question]:
    """The discount rate, the state reimbursement, and the rates that prices of other years take."""
    yield Question("discount_rate", "prices", "figure", True, _slot(Case, "discount_rate").key)
    if any(_gross(answers, line) for line in answers.savings):
        known = tuple(str(rule.id) for rule in offers.rules(whole(answers, "first_year") or 0))
        yield Question("reimbursement", "prices", "choice", options=(NONE, *known), default=NONE)
    if _library_years(answers):
        yield Question("conversion", "prices", "choice", options=CONVERSIONS, default=CONVERSIONS[0])
    for index, years in needed_rates(answers).items():
        key = _slot(Indices, index).key
        yield Question(f"rates.{index}", "prices", "years", True, key, (), "", years, True)


def _gross(answers: Answers, line: str) -> bool:
    return kind(answers, line) != "amounts" and answers.texts.get(f"{line}.price_basis", "gross") == "gross"


# ------------------------------------------------------------------------------------------- what is answered
def text(answers: Answers, question: Question) -> str:
    """The answer in words or the choice made, else what stands until then."""
    given = answers.texts.get(question.id, "").strip()
    return given if given and (not question.options or given in question.options) else question.default


def whole(answers: Answers, id: str) -> int | None:
    """A year or a number of years; None while it is missing or no such number."""
    question = next((q for q in _who(answers) if q.id == id), None)
    typed = text(answers, question) if question else answers.texts.get(id, "").strip()
    low, high = BOUNDS[id.rpartition(".")[2]]
    number = int(typed) if re.fullmatch(r"[0-9]{1,4}", typed) else -1
    return number if low <= number <= high else None


def horizon(answers: Answers) -> range:
    """The years of the case; none while first year or number of years lack."""
    first, years = whole(answers, "first_year"), whole(answers, "years")
    return range(first, first + years) if first is not None and years is not None else range(0)


def figure(answers: Answers, question: Question, year: int | None = None) -> Given | None:
    """The figure that was answered, else the library's; None where there is neither."""
    id = question.id if year is None else f"{question.id}.{year}"
    if id in answers.figures:
        return answers.figures[id]
    worked_out = dict([fourth(_three(answers, question.line)) or ("", 0.0)]) if question.name in FOUR else {}
    if question.name in worked_out and year in (None, *question.years[:1]):
        return Given(worked_out[question.name], worked_out=True)
    if id in answers.emptied:
        return None
    first = question.years[0] if question.years else None
    if question.form == "years" and not question.single_years and year != first:
        return None  # it is carried from the year before
    offer = offers.default(question.name, question.ladder or None, year)
    return Given(offer.value, offer.id, True) if offer else None


def of_four(answers: Answers, line: str) -> dict[str, float]:
    """What was answered of children, advisers, caseload and extra advisers, each in the first year."""
    first = next(iter(horizon(answers)), "")
    ids = {name: f"{line}.{name}{'' if name in ('fte_now', EXTRA) else f'.{first}'}" for name in FOUR}
    return {name: answers.figures[id].value for name, id in ids.items() if id in answers.figures}


def _three(answers: Answers, line: str) -> dict[str, float]:
    """The same, with the library's caseload where it takes that to know three."""
    own, stands = of_four(answers, line), offers.default("target_caseload")
    if len(own) == 2 and stands and not answers.emptied & {f"{line}.target_caseload.{y}" for y in horizon(answers)}:
        own.setdefault("target_caseload", stands.value)
    return own


def price_year(answers: Answers, question: Question) -> int | None:
    """The year in whose prices the answer stands: the library's own, or the one that was stated."""
    given = figure(answers, question)
    if given is None or question.key is None or question.key.unit != "kr" or question.form == "years":
        return None
    own = offers.offer(given.offer).price_year if given.offer else None
    return own or whole(answers, f"{question.id}.price_year") or whole(answers, "price_year")


def as_is(answers: Answers, year: int | None) -> bool:
    """Whether a price that the library states in the prices of this year is used as it stands."""
    return year not in (None, whole(answers, "price_year")) and answers.texts.get("conversion") != CONVERSIONS[1]


def _library_years(answers: Answers) -> set[int]:
    """The years other than the case's in whose prices the library's figures stand that the answers take."""
    asked = [question for line in answers.lines for question in _prices(answers, line) if question.form == "figure"]
    taken = [given for question in asked if (given := figure(answers, question)) and given.offer]
    years = {offers.offer(given.offer).price_year for given in taken} | {_rule_year(answers)}
    return {year for year in years if year not in (None, whole(answers, "price_year"))}


def _rule_year(answers: Answers) -> int | None:
    chosen = answers.texts.get("reimbursement", NONE)
    rule = next((rule for rule in offers.rules(0) if rule.id == chosen), None)
    gross = rule is not None and any(_gross(answers, line) for line in answers.savings)
    return rule.price_year if rule is not None and gross else None


def needed_rates(answers: Answers) -> dict[str, tuple[int, ...]]:
    """The rates that lie between the prices answered and the prices of the case, by index."""
    found: dict[str, set[int]] = {}
    for line in answers.lines:
        index = "wages" if kind(answers, line) in ("staff", "caseload") else "total"
        for question in _prices(answers, line):
            given = figure(answers, question) if question.form == "figure" else None
            year = price_year(answers, question) if given else None
            if given and not (given.offer and as_is(answers, year)):
                _between(answers, found.setdefault(index, set()), year)
    if not as_is(answers, _rule_year(answers)):
        _between(answers, found.setdefault("total", set()), _rule_year(answers))
    return {index: tuple(sorted(years)) for index, years in sorted(found.items()) if years}


def _between(answers: Answers, found: set[int], year: int | None) -> None:
    own = whole(answers, "price_year")
    if year is not None and own is not None:
        found |= {*range(min(year, own) + 1, max(year, own) + 1)}


# ------------------------------------------------------------------------------------------------- what lacks
@dataclass(frozen=True)
class Lack:
    """Something that is still to be answered before the answers make a case."""

    question: Question
    years: tuple[int, ...] = ()


def lacks(answers: Answers) -> Iterator[Lack]:
    """Every answer that is still wanted, in the order of the questions."""
    for question in questions(answers):
        if question.form == "years":
            wanted = question.years if question.single_years else question.years[:1]
            missing = tuple(year for year in wanted if figure(answers, question, year) is None)
            if missing:
                yield Lack(question, missing)
        elif question.form == "figure":
            four = of_four(answers, question.line) if question.name == EXTRA else {}
            unsure = len(four) == len(FOUR) and not agree(four)
            if unsure or (question.required and figure(answers, question) is None):
                yield Lack(question)
        elif question.form == "whole":
            if whole(answers, question.id) is None and not _is_default(answers, question):
                yield Lack(question)
        elif question.required and not text(answers, question):
            yield Lack(question)


def _is_default(answers: Answers, question: Question) -> bool:
    """Whether a price year is left at the case's, which is asked for by itself."""
    return question.id.count(".") > 0 and not answers.texts.get(question.id, "").strip()


# ---------------------------------------------------------------------------------------------------- answering
def answered(answers: Answers, id: str, words: str) -> Answers:
    """With an answer in words; an empty one takes it out."""
    kept = {key: old for key, old in answers.texts.items() if key != id}
    return replace(answers, texts={**kept, id: words} if words.strip() else kept)


def entered(answers: Answers, id: str, given: Given | None) -> Answers:
    """With a figure; None takes it out, the library's default too."""
    kept = {key: old for key, old in answers.figures.items() if key != id}
    if given is None:
        return replace(answers, figures=kept, emptied=answers.emptied | {id})
    return replace(answers, figures={**kept, id: given}, emptied=answers.emptied - {id})


def with_line(answers: Answers, sort: str) -> Answers:
    """With one more line: a `cost` or a `saving`."""
    lines = answers.costs if sort == "cost" else answers.savings
    if len(lines) >= MOST_LINES:
        return answers
    more = (*lines, f"{sort}-{1 + max((int(line.rpartition('-')[2]) for line in lines), default=0)}")
    return replace(answers, costs=more) if sort == "cost" else replace(answers, savings=more)


def without_line(answers: Answers, line: str) -> Answers:
    """Without a line and everything that was answered about it."""
    return replace(
        answers,
        texts={id: text for id, text in answers.texts.items() if not id.startswith(f"{line}.")},
        figures={id: given for id, given in answers.figures.items() if not id.startswith(f"{line}.")},
        emptied=frozenset(id for id in answers.emptied if not id.startswith(f"{line}.")),
        costs=tuple(other for other in answers.costs if other != line),
        savings=tuple(other for other in answers.savings if other != line),
    )
