"""The guide to a new case as one user has it: the answers, the step that is shown, and what was not taken. Pure.

Every function takes a Guide and gives a new one, as `state` does for the case in hand.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from budget.case import Case, CaseError, Entry, Figure, case_from_document, offers
from budget.dashboard.changes import in_turn
from budget.dashboard.changes.fields import Cell, Slip, read, slip
from budget.dashboard.changes.history import NO_STEPS, History
from budget.dashboard.changes.in_turn import Doing, carried_out
from budget.dashboard.changes.state import BACK, Model, Refusal, field_id
from budget.dashboard.dialogue import questions
from budget.dashboard.dialogue.questions import STEPS, Answers, Given, Part, Question
from budget.text.numbers import NumberError, parse_whole

HEADING = "guide-step"  # the heading of the step, to which the focus goes


@dataclass(frozen=True)
class Guide:
    """Answers and place. `left` are the steps that were left at least once: what lacks there is said."""

    answers: Answers
    epoch: str
    step: str = STEPS[0]
    left: frozenset[str] = frozenset()
    refused: Mapping[str, Refusal] = field(default_factory=dict)
    slips: Mapping[str, Slip] = field(default_factory=dict)
    shelf: str = ""
    wanted: bool = False  # whether the case was asked to be opened
    focus: tuple[int, str] | None = None
    seen: int = 0
    history: History = NO_STEPS

    @property
    def made(self) -> tuple[Part, ...]:
        return questions.parts(self.answers)

    def made_again(self, made: tuple[Part, ...]) -> "Guide":
        return replace(self, answers=questions.from_parts(made), refused={}, slips={}, shelf="", focus=(0, HEADING))

    def model(self) -> Model:
        """What the shared entry field needs to know: what was not taken, and in which prices amounts are typed."""
        return Model(_blank(self.answers), _blank(self.answers), self.epoch, (), self.refused, self.slips)


def begun(first_year: int) -> Guide:
    """A guide without answers. It has the same name every time: the first click counts where its session was lost."""
    return Guide(questions.start(first_year), f"guide-{first_year}")


def _blank(answers: Answers) -> Case:
    first = questions.whole(answers, "first_year") or 2000
    prices = questions.whole(answers, "price_year") or first
    words = {"title": "-", "municipality": "-", "status": "idea"}
    return case_from_document({**words, "first_year": first, "price_year": prices, "discount_rate": 0})


# ------------------------------------------------------------------------------------------------------ fields
def entry_of(question: Question) -> Entry:
    """The question as an entry of a case: its unit and bounds."""
    assert question.key is not None
    return Entry(question.id, question.key, None, None, question.form == "years", question.single_years)


def cells_of(answers: Answers, question: Question) -> Iterator[Cell]:
    """The fields of a figure or series; a level's empty year is carried from the last one that is given."""
    entry = entry_of(question)
    if question.form == "figure":
        yield Cell(
            question.id, entry, None, _figure(questions.figure(answers, question), answers, question), None, None
        )
        return
    before: tuple[int, Figure] | None = None
    for year in question.years:
        path, own = f"{question.id}.{year}", _figure(questions.figure(answers, question, year), answers, question)
        if own is None and year != question.years[0] and not question.single_years:
            yield Cell(path, entry, year, None, *(before or (question.years[0], None)))
            continue
        yield Cell(path, entry, year, own, None, None)
        before = (year, own) if own is not None else before


def _figure(given: Given | None, answers: Answers, question: Question) -> Figure | None:
    if given is None:
        return None
    prices = questions.price_year(answers, question)
    value = round(given.value, 2) if given.worked_out else given.value  # as it is shown
    stated = {"value": value, "unconfirmed": given.unconfirmed or None, "price_year": prices}
    stated["unadjusted"] = (given.offer and questions.as_is(answers, prices)) or None
    span = offers.offer(given.offer).span if given.offer else None
    if span is not None:
        stated |= {"low": span[0], "high": span[1]}
    return Figure.model_validate({name: value for name, value in stated.items() if value is not None})


def find(answers: Answers, id: str) -> tuple[Question, int | None] | None:
    """The question and year that the id of a field names."""
    head, _, tail = id.rpartition(".")
    for question in questions.questions(answers):
        if question.id == id and question.form != "years":
            return question, None
        if question.id == head and question.form == "years" and parse_whole(tail) in question.years:
            return question, int(tail)
    return None


# --------------------------------------------------------------------------------------------------- commands
def do(now: Guide, number: int, name: str, values: Mapping[str, str], language: str) -> Guide:
    """The guide after one command of the page; an unknown one changes nothing."""
    return carried_out(now, number, name, DOINGS, values, language)


def _answer(now: Guide, values: Mapping[str, str], language: str) -> Guide:
    id = values.get("path", "")
    about = id.removesuffix(".source")  # a figure, or a line, may have a source
    if about not in now.answers.lines and all(question.id != about for question in questions.questions(now.answers)):
        return now
    return replace(now, answers=questions.answered(now.answers, id, values.get("text", "").strip()))


def _enter(now: Guide, values: Mapping[str, str], language: str) -> Guide:
    """Takes a figure; what is not clear is refused beside the field, and what was there stays."""
    id, text = values.get("path", ""), values.get("text", "")
    found = find(now.answers, id)
    if found is None or found[0].key is None:
        return now
    question, year = found
    entry, quiet = entry_of(question), _quiet(now, id)
    try:
        value = read(text, entry, language)
    except NumberError as error:
        if error.code == "number.empty":
            return replace(quiet, answers=questions.entered(now.answers, id, None))
        return _refuse(quiet, id, Refusal(text, error.code))
    if not entry.key.allows(value):
        return _refuse(quiet, id, Refusal(text, "above" if entry.key.above_low else "bounds"))
    old = questions.figure(now.answers, question, year)
    if old is not None and old.value == value:
        return quiet
    others = (questions.figure(now.answers, question, y) for y in question.years if y != year)
    beside = [given.value for given in others if given]
    asked = slip(value, old.value if old else None, entry, beside)
    slips = {**quiet.slips, id: asked} if asked else quiet.slips
    return replace(quiet, slips=slips, answers=questions.entered(now.answers, id, Given(value)))


def _places(now: Guide, id: str) -> list[str] | None:
    """The fields from one of a series on."""
    found = find(now.answers, id)
    if found is None:
        return None
    question, first = found
    return [f"{question.id}.{year}" for year in question.years if first is not None and year >= first]


def _quiet(now: Guide, id: str) -> Guide:
    return replace(
        now,
        refused={key: value for key, value in now.refused.items() if key != id},
        slips={key: value for key, value in now.slips.items() if key != id},
    )


def _refuse(now: Guide, id: str, refusal: Refusal) -> Guide:
    return replace(now, refused={**now.refused, id: refusal})


def _take(now: Guide, values: Mapping[str, str], language: str) -> Guide:
    """A figure from the library, chosen by a person."""
    id = values.get("path", "")
    found = find(now.answers, id)
    try:
        offer = offers.offer(values.get("offer", ""))
    except CaseError:
        return now
    if found is None or offer not in offers.offers(found[0].name, found[0].ladder or None, found[1]):
        return now
    answers = questions.entered(now.answers, id, Given(offer.value, offer.id))
    return replace(_quiet(now, id), answers=answers, shelf="", focus=(0, field_id(id)))


def _confirm(now: Guide, values: Mapping[str, str], language: str) -> Guide:
    """Stands by a default, or by every default of a series."""
    id, answers = values.get("path", ""), now.answers
    for question in questions.questions(answers):
        for place in question.ids() if question.form in ("figure", "years") else ():
            year = int(place.rpartition(".")[2]) if question.form == "years" else None
            given = questions.figure(now.answers, question, year)
            if given is not None and given.unconfirmed and id in (question.id, place):
                answers = questions.entered(answers, place, replace(given, unconfirmed=False))
    return replace(now, answers=answers)


def _shelf(now: Guide, values: Mapping[str, str], language: str) -> Guide:
    id = values.get("path", "")
    if not id or id == now.shelf:
        return replace(now, shelf="", focus=(0, BACK))
    return replace(now, shelf=id, focus=(0, "shelf"))


def _step(now: Guide, values: Mapping[str, str], language: str) -> Guide:
    to = values.get("step", "")
    if to not in STEPS:
        return now
    # Going to a later step leaves all before it: what they lack is then said where it lacks.
    left = STEPS[: STEPS.index(to)] if STEPS.index(to) > STEPS.index(now.step) else (now.step,)
    return replace(now, step=to, left=now.left | {*left}, shelf="", focus=(0, HEADING))


def _add(now: Guide, values: Mapping[str, str], language: str) -> Guide:
    sort = values.get("sort", "")
    if sort not in ("cost", "saving"):
        return now
    answers = questions.with_line(now.answers, sort)
    return replace(now, answers=answers, focus=(0, f"line-{answers.lines[-1]}" if sort == "saving" else HEADING))


def _remove(now: Guide, values: Mapping[str, str], language: str) -> Guide:
    return replace(now, answers=questions.without_line(now.answers, values.get("line", "")), focus=(0, HEADING))


def _restart(now: Guide, values: Mapping[str, str], language: str) -> Guide:
    answers = Answers({"first_year": now.answers.texts.get("first_year", "")})
    return Guide(answers, now.epoch, focus=(0, HEADING), history=now.history)


DOINGS: dict[str, Doing[Guide]] = {
    "answer": _answer,
    **in_turn.doings(_enter, _quiet, _refuse, _places),
    "take": _take,
    "take_rate": _take,
    "confirm": _confirm,
    "shelf": _shelf,
    "step": _step,
    "add": _add,
    "remove": _remove,
    "open_case": lambda now, values, language: replace(now, wanted=True),
    "restart": _restart,
}
