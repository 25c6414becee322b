"""The case that a guide's answers make: a document as in a file, each figure with where it comes from."""

import re
from typing import Any

from budget.case import offers
from budget.case.models import Case, Source
from budget.case.naming import new_id
from budget.case.offers import Offer
from budget.case.problems import CaseError
from budget.case.rules import RESERVED
from budget.case.taking import BENCHMARKS, band_of, figure_of, source_of
from budget.case.writing import document
from budget.dashboard.dialogue.fourth import EXTRA
from budget.dashboard.dialogue.questions import (
    NONE,
    PRICED,
    Answers,
    Given,
    Question,
    answered,
    as_is,
    figure,
    kind,
    lacks,
    price_year,
    questions,
    sort,
    text,
    whole,
    without_line,
)
from budget.text import Words
from budget.text.numbers import parse_whole

AREA = re.compile(r"(SO \d+)\s+(\S.*)")  # SO 16 Børn og familie: key and name of a service area
OF_THE_GUIDE = ("kind", "label", "service_area", "price_year")  # which a line states otherwise, or not at all
NUMBERS = ("start_month", "timing")
FLAGS = {"true": True, "false": False}
LISTS = {"cost": "costs", "saving": "savings"}


class Made:
    """The case in the making: its document, and the ids and sources it has so far."""

    def __init__(self, answers: Answers, words: Words) -> None:
        self.answers, self.words = answers, words
        self.sources: dict[str, Source] = {}
        self.areas: dict[str, str] = {}
        self.ids: dict[str, str] = {}  # of the lines, by what the guide calls them
        self.asked: dict[str, list[Question]] = {}
        for question in questions(answers):
            self.asked.setdefault(question.line, []).append(question)

    def tree(self) -> dict[str, Any]:
        """The whole document; sources stand before the lines that name them."""
        lists: dict[str, list[dict[str, Any]]] = {"costs": [], "savings": []}
        for line in self.answers.lines:
            lists[LISTS[sort(line)]].append(self.line(line))
        shared = self.shared()
        return {
            **self.who(),
            **shared,
            "sources": {key: document(source) for key, source in self.sources.items()},
            "service_areas": {key: {"name": name} for key, name in self.areas.items()},
            **{name: lines for name, lines in lists.items() if lines},
        }

    def who(self) -> dict[str, Any]:
        answers = self.answers
        found: dict[str, Any] = {q.id: text(answers, q) for q in self.asked[""] if q.form in ("text", "choice")}
        for own in ("reimbursement", "conversion"):
            found.pop(own, None)
        found |= {id: whole(answers, id) for id in ("first_year", "years", "price_year")}
        return {name: value for name, value in found.items() if value not in (None, "")}

    def shared(self) -> dict[str, Any]:
        """Discount rate, reimbursement and rates."""
        found: dict[str, Any] = {}
        for question in self.asked[""]:
            if question.id == "discount_rate":
                found["discount_rate"] = self.figure(question)
            elif question.id == "reimbursement" and text(self.answers, question) != NONE:
                found["reimbursement"] = self.rule(text(self.answers, question))
            elif question.form == "years":
                found.setdefault("indices", {})[question.name] = self.years(question)
        return found

    def rule(self, id: str) -> dict[str, Any]:
        rule = offers.rule(id)
        key = self.source(source_of(rule), id)
        bands = [document(band_of(rule, at, key, self.words, True)) for at in range(len(rule.bands or ()))]
        unadjusted = {"unadjusted": True} if as_is(self.answers, rule.price_year) else {}
        return {"bands": bands, "price_year": rule.price_year, **unadjusted}

    # ------------------------------------------------------------------------------------------------- lines
    def line(self, line: str) -> dict[str, Any]:
        """One line with its words, its structure and its figures."""
        answers = self.answers
        label = self.label(line)
        self.ids[line] = new_id(label, {*self.ids.values(), *RESERVED})
        made: dict[str, Any] = {"id": self.ids[line], "label": label, "kind": kind(answers, line)}
        area = answers.texts.get(f"{line}.service_area", "").strip()
        if area:
            made["service_area"] = self.area(area)
        for question in self.asked[line]:
            value = self.answer(question)
            if value is not None and question.name not in (*OF_THE_GUIDE, EXTRA):
                made[question.name] = value
        source = answers.texts.get(f"{line}.source", "").strip()
        if source:
            made["source"] = self.source(Source(title=source), new_id(source, self.sources))
        return made

    def label(self, line: str) -> str:
        given = self.answers.texts.get(f"{line}.label", "").strip()
        return given or self.words(f"guide.label.{sort(line)}.{kind(self.answers, line)}")

    def area(self, written: str) -> str:
        known = AREA.fullmatch(written)
        key, name = (known[1], known[2]) if known else (written, written)
        self.areas.setdefault(key, name)
        return key

    def answer(self, question: Question) -> Any:
        if question.form == "years":
            return self.years(question)
        if question.form == "figure":
            return self.figure(question)
        said = text(self.answers, question)
        if not said:
            return None
        number = parse_whole(said) if question.name in NUMBERS else None
        return FLAGS.get(said, said) if number is None else number

    # ----------------------------------------------------------------------------------------------- figures
    def years(self, question: Question) -> dict[int, Any] | None:
        found = {year: self.figure(question, year) for year in question.years}
        return {year: value for year, value in found.items() if value is not None} or None

    def figure(self, question: Question, year: int | None = None) -> Any:
        """One figure as a file states it: a number, or a number with where it comes from."""
        given = figure(self.answers, question, year)
        if given is None:
            return None
        if given.offer:
            return self.taken(given)
        stated: dict[str, Any] = {"value": given.value}
        prices = price_year(self.answers, question)
        if prices is not None and prices != whole(self.answers, "price_year"):
            stated["price_year"] = prices
        title = self.source_title(question, year)
        if title:
            stated["source"] = self.source(Source(title=title), new_id(title, self.sources))
        return stated if len(stated) > 1 else given.value

    def source_title(self, question: Question, year: int | None) -> str:
        """The source that was written for the figure; a series has one for all its years."""
        return self.answers.texts.get(f"{question.id}.source", "").strip()

    def taken(self, given: Given) -> Any:
        offer = offers.offer(given.offer)
        key = self.offered(offer) if offer.sourced else None
        unadjusted = offer.priced and as_is(self.answers, offer.price_year)
        return document(figure_of(offer, key, self.words, given.unconfirmed, unadjusted))

    def offered(self, offer: Offer) -> str:
        id, source = str(offer.entry.id), source_of(offer.entry)
        if offer.topic == BENCHMARKS and self.sources.get(id, source) == source:
            self.sources[id] = source
            return id
        return self.source(source, id)

    def source(self, source: Source, key: str) -> str:
        """The source's key; the same source is held once."""
        known = next((name for name, other in self.sources.items() if other == source), None)
        if known is None:
            known = new_id(key, self.sources) if key in self.sources else key
            self.sources[known] = source
        return known


def tree_of(answers: Answers, words: Words) -> dict[str, Any]:
    """The answers as the document of a case; it may lack what was not answered."""
    return Made(answers, words).tree()


def case_of(answers: Answers, words: Words) -> Case:
    """The case that the answers make; CaseError with everything that stands in the way."""
    from budget.case import case_from_document  # the room's own front, which reads this module's neighbours

    tree = tree_of(answers, words)
    return case_from_document(tree, new_id(str(tree.get("title", "")), ()))


def so_far(answers: Answers, words: Words) -> tuple[Case | None, list[str]]:
    """The case of the lines that are answered already, if there is one; and the lines that wait for an answer."""
    waiting = list(dict.fromkeys(lack.question.line for lack in lacks(answers) if lack.question.line))
    for name in ("title", "municipality"):
        answers = answers if answers.texts.get(name) else answered(answers, name, "–")
    for line in waiting:
        answers = without_line(answers, line)
    try:
        ready = bool(answers.lines) and next(lacks(answers), None) is None
        return case_of(answers, words) if ready else None, waiting
    except CaseError:
        return None, waiting


def step_of(answers: Answers, path: str, words: Words) -> str:
    """The step at which a field of the case was answered."""
    parts = path.split(".")
    if parts[0] in ("costs", "savings") and len(parts) > 1:
        return _line_step(answers, parts, words)
    if parts[0] in ("title", "municipality", "status", "first_year", "years", "price_year"):
        return "who"
    return "prices"


def _line_step(answers: Answers, parts: list[str], words: Words) -> str:
    made = Made(answers, words)
    made.tree()
    line = next((name for name, id in made.ids.items() if id == parts[1]), "")
    priced = PRICED.get(f"{sort(line)}.{kind(answers, line)}", ()) if line else ()
    return "prices" if len(parts) > 2 and parts[2] in priced else {"costs": "staff", "savings": "savings"}[parts[0]]
