"""The fields of the guide: words, choices, years and figures, each with its hint and what lacks beneath it."""

from collections.abc import Iterator

from budget.analysis.facts import year_spans
from budget.case import offers
from budget.dashboard.changes.fields import Cell, with_unit
from budget.dashboard.changes.state import field_id
from budget.dashboard.dialogue import questions as guide
from budget.dashboard.dialogue.fourth import EXTRA
from budget.dashboard.dialogue.questions import Lack, Question
from budget.dashboard.dialogue.state import Guide, cells_of, entry_of
from budget.dashboard.parts.help import field_help, key_help_on
from budget.dashboard.parts.markup import Html, tag
from budget.dashboard.workshop.entry_field import confirm_years, field, messages, opened, opener
from budget.dashboard.workshop.line_facts import option_text
from budget.dashboard.workshop.shelf import card, take_button
from budget.shown.labels import span_text, value_text
from budget.shown.library_words import label_of, origin_text, status_text
from budget.shown.phrases import said
from budget.text import Words

LABELS = {
    "title": "form.title",
    "municipality": "form.municipality",
    "first_year": "form.first_year",
    "years": "form.years",
    "status": "form.status",
    "kind": "form.kind",
    "label": "form.label",
    "service_area": "form.area",
    "reimbursement": "rule.title",
    "conversion": "guide.conversion",
    "extra": "guide.extra",
}
LISTS = {"cost": "costs", "saving": "savings"}


def question_field(now: Guide, question: Question, lack: Lack | None, words: Words) -> Html:
    """One question as it is asked."""
    if question.form == "years":
        return _series(now, question, lack, words)
    if question.form == "figure":
        return _figure(now, question, lack, words)
    return _words(now, question, lack, words)


def label_text(question: Question, words: Words) -> str:
    """What is asked for, with the unit of a figure."""
    label = key_label(question, words)
    return with_unit(label, entry_of(question), words) if question.key else label


def key_label(question: Question, words: Words) -> str:
    """What is asked for."""
    name = question.name
    if name == "price_year":
        return words("guide.price_year" if question.line else "form.price_year")
    return words(LABELS.get(name, f"key.{name}"))


def hint(question: Question, words: Words) -> str:
    """What helps to answer; empty where nothing needs to be said."""
    for key in (f"guide.hint.{question.step}.{question.name}", f"guide.hint.{question.name}"):
        if words.has(key):
            return words(key)
    return "" if question.required else words("guide.hint.optional")


def lack_text(lack: Lack, words: Words) -> str:
    """What is still to be answered, as a sentence."""
    question, years = lack.question, said(year_spans(lack.years), words)
    what = key_label(question, words)
    if question.name == "amounts":
        return words("guide.lack.amounts", years=years)
    if question.name == EXTRA:
        return words("guide.lack.four")
    if lack.years:
        return words("guide.lack.years", what=what, years=years)
    if question.form == "whole":
        low, high = guide.BOUNDS[question.name]
        return words("guide.lack.whole", what=what, low=low, high=high)
    return words("guide.lack", what=what)


def _beneath(question: Question, lack: Lack | None, id: str, words: Words) -> list[Html]:
    """Hint, and in place of nothing what lacks."""
    said = hint(question, words)
    found = [tag("p", said, class_="about", id=f"{id}-hint")] if said else []
    if lack is not None:
        found.append(tag("p", lack_text(lack, words), class_="error", role="alert", id=f"{id}-lack"))
    return found


# -------------------------------------------------------------------------------------------- words and choices
def _words(now: Guide, question: Question, lack: Lack | None, words: Words) -> Html:
    id = field_id(question.id)
    beneath = _beneath(question, lack, id, words)
    about = " ".join(
        f"{id}-{name}" for name in ("lack", "hint") if any(f'id="{id}-{name}"' in part for part in beneath)
    )
    shared = {
        "id": id,
        "data_do": "answer",
        "data_path": question.id,
        "aria_describedby": about or None,
        "aria_invalid": "true" if lack else None,
    }
    box = _choice(now, question, shared, words) if question.form == "choice" else _text(now, question, shared, words)
    return tag(
        "div",
        key_help_on(question.name, label_text(question, words), words),
        tag("label", label_text(question, words), for_=id),
        box,
        *beneath,
        class_="text refused" if lack else "text",
    )


def _text(now: Guide, question: Question, shared: dict[str, str | None], words: Words) -> Html:
    default = question.default
    if question.name == "label":
        default = words(question.default)
    typed = now.answers.texts.get(question.id, "")
    short = question.form == "whole"
    return tag(
        "input",
        type="text",
        value=typed,
        placeholder=words("guide.default", value=default) if default else None,
        autocomplete="off",
        inputmode="numeric" if short else None,
        class_="short" if short else None,
        **shared,
    )


def _choice(now: Guide, question: Question, shared: dict[str, str | None], words: Words) -> Html:
    chosen = guide.text(now.answers, question)
    options = [
        tag("option", choice_text(question, option, words), value=option, selected=option == chosen)
        for option in question.options
    ]
    return tag("select", *options, **shared)


def choice_text(question: Question, option: str, words: Words) -> str:
    """An option in words."""
    if question.name == "kind":
        return words(f"kind.{LISTS[guide.sort(question.line)]}.{option}")
    if question.name == "status":
        return words(f"status.{option}")
    if question.name == "conversion":
        return words(f"guide.conversion.{option}")
    if question.name == "reimbursement":
        return words("guide.no_rule") if option == guide.NONE else offers.rule(option).label.in_language(words.language)
    return option_text(question.name, option, words)


# ------------------------------------------------------------------------------------------------------ figures
def _figure(now: Guide, question: Question, lack: Lack | None, words: Words) -> Html:
    cells = list(cells_of(now.answers, question))
    model, id = now.model(), field_id(question.id)
    return tag(
        "div",
        field(
            model,
            cells[0],
            label_text(question, words),
            words,
            help=field_help(cells[0].entry, key_label(question, words), words),
        ),
        messages(model, cells, words),
        _origin(now, question, words),
        *_beneath(question, lack, id, words),
        _shelf_link(now, question, words),
        _shelf(now, question, words),
        class_="figure",
    )


def _series(now: Guide, question: Question, lack: Lack | None, words: Words) -> Html:
    cells = list(cells_of(now.answers, question))
    model = now.model()
    if not cells:
        return tag("p", words("guide.no_years"), class_="about")
    return tag(
        "fieldset",
        tag("legend", label_text(question, words)),
        field_help(cells[0].entry, key_label(question, words), words),
        tag("div", *(field(model, cell, str(cell.year), words, _rate(cell, words)) for cell in cells), class_="years"),
        messages(model, cells, words),
        confirm_years(cells, words),
        _origin(now, question, words),
        *_beneath(question, lack, field_id(question.id), words),
        _shelf_link(now, question, words),
        _shelf(now, question, words),
        class_="rates" if question.name in offers.RATES else None,
    )


def _origin(now: Guide, question: Question, words: Words) -> Html | None:
    """Where a figure of the library comes from, said at once where it stands."""
    years: list[int | None] = [*question.years] if question.form == "years" else [None]
    said: dict[str, None] = {}
    for year in years:
        given = guide.figure(now.answers, question, year)
        if given is not None and given.worked_out:
            said.setdefault(words("guide.worked_out"))
        elif given is not None and given.offer:
            entry = offers.offer(given.offer).entry
            label = entry.label.in_language(words.language)
            text = f"{words('library.note', label=label)} {origin_text(entry, words)} ({status_text(entry, words)})"
            said.setdefault(text)
    return tag("div", *(tag("p", text) for text in said), class_="about origin") if said else None


def _rate(cell: Cell, words: Words) -> Html | None:
    """The library's rate of that year, to be taken, while none is given."""
    if cell.entry.name not in offers.RATES or cell.figure is not None:
        return None
    found = offers.offers(cell.entry.name, None, cell.year)
    buttons = [_rate_button(cell, offer, words) for offer in found]
    return tag("p", *buttons, class_="about") if buttons else None


def _rate_button(cell: Cell, offer: offers.Offer, words: Words) -> Html:
    value = value_text(offer.value, "share", words)
    name = words("library.take_this", label=offer.entry.label.in_language(words.language), value=value)
    data = {"data_do": "take", "data_path": cell.path, "data_offer": offer.id}
    return tag("button", words("library.take_rate", value=value), type="button", aria_label=name, title=name, **data)


# ----------------------------------------------------------------------------------------------- the library
def _place(question: Question) -> str:
    """Where a figure of the library goes: a series is taken from its first year on."""
    return f"{question.id}.{question.years[0]}" if question.years else question.id


def _offers(question: Question) -> tuple[offers.Offer, ...]:
    return () if question.name in offers.RATES else offers.offers(question.name, question.ladder or None)


def _shelf_link(now: Guide, question: Question, words: Words) -> Html | None:
    if not _offers(question):
        return None
    place = _place(question)
    return opener("shelf", place, now.shelf == place, label_text(question, words), words)


def _shelf(now: Guide, question: Question, words: Words) -> Html | None:
    if not question.key or now.shelf != _place(question):
        return None
    title = words("library.for", what=words(f"key.{question.name}"))
    return opened("shelf", "shelf", title, words, tag("ul", *_cards(question, words)))


def _cards(question: Question, words: Words) -> Iterator[Html]:
    unit = question.key.unit if question.key else ""
    for offer in _offers(question):
        low, high = offer.span or (offer.value, offer.value)
        prices = words("library.no_level")
        if offer.price_year is not None:
            prices = words("explain.price_year", year=offer.price_year)
        said = tag("p", span_text(low, high, unit, words), f" ({prices})" if offer.priced else None)
        label = label_of(offer.entry, offer.year, words)
        action = take_button("take", offer.id, label, words, data_path=_place(question))
        yield card(offer.entry, label, said, action, words)
