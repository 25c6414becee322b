"""Where a figure of a case comes from: taken from the reference library, given a source, or a default confirmed."""

import re

from budget.case.library import Reference
from budget.case.models import Band, Case, Figure, Reimbursement, Source
from budget.case.naming import new_id
from budget.case.offers import Offer
from budget.case.paths import find, with_given
from budget.case.problems import CaseError, refuse
from budget.case.rules import problems
from budget.text import Words

PAGE = re.compile(r"\bs\. (\d[\d-]*)$")
BENCHMARKS = "caseload"  # a source of a caseload keeps the entry's id: the control point finds its benchmark by it


def source_of(entry: Reference) -> Source:
    """The entry's source as a source of a case."""
    origin = entry.source
    page = PAGE.search(origin.document or "")
    stated = {
        "title": origin.title,
        "publisher": origin.publisher,
        "date": origin.date,
        "page": page[1] if page else None,
        "address": origin.address,
        "note": origin.document,
    }
    return Source.model_validate({name: text for name, text in stated.items() if text is not None})


def note_of(entry: Reference, words: Words, middle: bool = False) -> str:
    """What a reader must know of a figure from the library: which entry it is, how it was found, how sure it is."""
    parts = [words("library.note", label=entry.label.in_language(words.language))]
    if middle:
        parts.append(words("library.middle"))
    if entry.status == "background":
        parts.append(words("library.unverified"))
    if entry.note is not None:
        parts.append(entry.note.in_language(words.language))
    return " ".join(parts)


def figure_of(
    offer: Offer, source: str | None, words: Words, unconfirmed: bool = False, unadjusted: bool = False
) -> Figure:
    """The offer as a figure: value, range, price year, source, quote and note."""
    span = offer.span
    stated = {
        "value": offer.value,
        "low": span[0] if span else None,
        "high": span[1] if span else None,
        "price_year": offer.price_year if offer.priced else None,
        "unadjusted": unadjusted or None,
        "source": source,
        "quote": offer.entry.quote if source else None,
        "note": note_of(offer.entry, words, span is not None),
        "unconfirmed": True if unconfirmed or not offer.sourced else None,
    }
    return Figure.model_validate({name: value for name, value in stated.items() if value is not None})


def with_source(case: Case, source: Source, key: str) -> tuple[Case, str]:
    """The case with the source, and its key there; a source that the case holds already is not added again."""
    known = next((name for name, other in case.sources.items() if other == source), None)
    if known is not None:
        return case, known
    if key in case.sources:
        key = new_id(key, case.sources)
    return case.model_copy(update={"sources": {**case.sources, key: source}}), key


def take(case: Case, path: str, offer: Offer, words: Words, unconfirmed: bool = False) -> Case:
    """The case with the figure taken from the library, and its source among the case's; CaseError when it cannot be.

    A price of another year needs the rates between that year and the case's: without them it is refused.
    """
    entry, _ = find(case, path)
    case, key = _sourced(case, offer)
    figure = figure_of(offer, key, words, unconfirmed)
    if figure.price_year == case.price_year and entry.line is not None and entry.line.price_index == "none":
        figure = _without(figure, "price_year")
    return checked(with_given(case, path, figure))


def _sourced(case: Case, offer: Offer) -> tuple[Case, str | None]:
    if not offer.sourced:
        return case, None
    source, id = source_of(offer.entry), str(offer.entry.id)
    if offer.topic == BENCHMARKS and id not in case.sources:
        return case.model_copy(update={"sources": {**case.sources, id: source}}), id
    if offer.topic == BENCHMARKS and case.sources[id] == source:
        return case, id
    return with_source(case, source, id)


def confirm(case: Case, path: str) -> Case:
    """The case with a default confirmed: someone stands by the figure."""
    figures, missing = _figures(case, path), True
    for place, figure in figures.items():
        if figure.unconfirmed:
            case, missing = with_given(case, place, _without(figure, "unconfirmed")), False
    if missing:
        raise refuse("not_unconfirmed", path)
    return checked(case)


def adjust(case: Case, path: str) -> Case:
    """The case with an amount brought to its prices that was used as it stood; CaseError where a rate is missing."""
    for place, figure in _figures(case, path).items():
        case = with_given(case, place, _without(figure, "unadjusted"))
    return checked(case)


def attribute(case: Case, path: str, title: str) -> Case:
    """The case with a source for a figure, or for those of a series that have none; an empty title takes it away."""
    figures = _figures(case, path)
    if title and len(figures) > 1:
        figures = {place: figure for place, figure in figures.items() if figure.source is None}
    if not figures:
        raise refuse("no_figure", path)
    key = None
    if title:
        named = next((name for name, source in case.sources.items() if source.title == title), None)
        if named is None:
            case, named = with_source(case, Source(title=title), new_id(title, case.sources))
        key = named
    for place, figure in figures.items():
        bare = _without(figure, "source")
        given = None if key is None else _without(bare, "was").model_copy(update={"source": key})
        case = with_given(case, place, given or bare)
    return checked(case)


def _figures(case: Case, path: str) -> dict[str, Figure]:
    """The figures that stand at the path, each by its own path."""
    entry, year = find(case, path)
    given = entry.figures()
    if year is None:
        return {entry.path if y is None else f"{entry.path}.{y}": figure for y, figure in given.items()}
    if year in given:
        return {path: given[year]}
    # One figure for every year stands in the first year's field.
    return {entry.path: given[None]} if None in given and year == case.first_year else {}


def _without(figure: Figure, name: str) -> Figure:
    return Figure.model_validate({field: getattr(figure, field) for field in figure.model_fields_set if field != name})


def take_rule(case: Case, rule: Reference, words: Words, unconfirmed: bool = False) -> Case:
    """The case with a rule of state reimbursement from the library, every limit and share with its source."""
    case, key = with_source(case, source_of(rule), str(rule.id))
    bands = [band_of(rule, at, key, words, unconfirmed) for at in range(len(rule.bands or ()))]
    stated = {"bands": bands, **({} if rule.price_year is None else {"price_year": rule.price_year})}
    return checked(case.model_copy(update={"reimbursement": Reimbursement.model_validate(stated)}))


def band_of(rule: Reference, at: int, source: str, words: Words, unconfirmed: bool = False) -> Band:
    """One band of a rule, its limit and its share with their source."""
    band, note = (rule.bands or ())[at], note_of(rule, words)
    stated = {"source": source, "note": note, **({"unconfirmed": True} if unconfirmed else {})}
    return Band.model_validate({name: {"value": getattr(band, name), **stated} for name in ("above", "share")})


def drop_rule(case: Case) -> Case:
    """The case without state reimbursement."""
    kept = {name: getattr(case, name) for name in case.model_fields_set if name != "reimbursement"}
    return Case.model_construct(**kept).named(case.id)


def checked(case: Case) -> Case:
    """The case when it is sound; CaseError with every fault else."""
    found = problems(case)
    if found:
        raise CaseError(found)
    return case
