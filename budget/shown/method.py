"""How everything is computed, read out of the definitions that compute it: keys, formulas, rows, control points.

Nothing here is written by hand but the words: keys and bounds are the metadata of the models, formulas are walks
over the rows of a sample case with one line of every kind, and control points are the list that is run.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise
from typing import Any, get_args

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from budget.analysis.checks import CONTROLS, DOUBLE_COUNT
from budget.case.baseline import GROWN, Baseline, BaselineStep, Effect
from budget.case.models import (
    Case,
    Figure,
    Indices,
    Key,
    Levers,
    Line,
    Pool,
    PriceGroup,
    Projection,
    Reimbursement,
    Volume,
)
from budget.case.paths import LISTS, groups, slots
from budget.formulas import Result, Row, calculate
from budget.formulas.table import PAYERS, SUMMARY
from budget.shown.explanation import AGES
from budget.shown.labels import value_text
from budget.shown.symbols import formula_text, general_key, general_label
from budget.text import Words

FIRST_YEAR, YEARS = 2001, 3  # of the sample; its price year lies in the middle
ONE = Figure(value=1.0)
GROUP = [PriceGroup(children=ONE, price=ONE)]
# When a line has another formula, and the structure that gives it; None leaves a figure out.
VARIANTS: tuple[tuple[str, dict[str, Any]], ...] = (
    ("whole_posts", {"whole_posts": True}),
    ("start_month", {"start_month": 2}),
    ("start_months", {"start_month": {FIRST_YEAR: 2}}),
    ("start_months", {"start_month": {FIRST_YEAR: 2}, "whole_posts": True}),
    ("timing", {"timing": 1}),
    ("capacity_from", {"capacity_from": FIRST_YEAR}),
    ("replacement_price", {"replacement_price": None}),
    ("refund_share", {"refund_share": None}),
    ("prices", {"prices": GROUP, "unit_price": None}),
    ("prices", {"prices": GROUP, "unit_price": None, "replacement_price": None}),
    ("prices", {"prices_from": GROUP, "price_from": None}),
    ("prices", {"prices_to": GROUP, "price_to": None}),
    ("prices", {"prices_from": GROUP, "price_from": None, "prices_to": GROUP, "price_to": None}),
    ("price_index", {"price_index": "none"}),
)


@dataclass(frozen=True)
class KeyFact:
    """One key of the format: its name, what it means, its unit, bounds and default, as a reader gets them."""

    name: str
    label: str
    help: str
    unit: str = ""
    bounds: str = ""
    default: str = ""


@dataclass(frozen=True)
class Formula:
    """One row of the calculation with its formula in words and symbols; `when` names the case it holds for."""

    key: str
    label: str
    unit: str
    text: str
    when: str = ""
    help: str = ""


@dataclass(frozen=True)
class Kind:
    """One kind of line: the keys it has beside those of every line, and its rows from the figures to the amount."""

    list: str
    kind: str
    label: str
    keys: tuple[KeyFact, ...]
    formulas: tuple[Formula, ...]


@dataclass(frozen=True)
class Question:
    """One control point: id, how much it weighs, its short lead, and what trips it."""

    id: str
    severity: str
    label: str
    trigger: str


@dataclass(frozen=True)
class Method:
    """The whole method, ready to be shown."""

    kinds: tuple[Kind, ...]
    line_keys: tuple[KeyFact, ...]
    case_keys: tuple[KeyFact, ...]
    rows: tuple[Formula, ...]
    prices: tuple[Formula, ...]
    summary: tuple[Formula, ...]
    questions: tuple[Question, ...]


def method(words: Words) -> Method:
    """The method in one language; made once."""
    return _method(words.language)


@lru_cache(maxsize=2)
def _method(language: str) -> Method:
    words = Words(language)
    result = calculate(sample(words), "fixed")
    found = {row.key: row for row in result.book.rows.values() if row.line is None}
    prices = {key: row for key, row in found.items() if row.name in _PRICE_ROWS or key.startswith("index.")}
    shared = [row for key, row in found.items() if key not in prices and not key.startswith("summary.")]
    shared = [row for row in shared if _is_example(row, words)]
    return Method(
        tuple(_kind(name, kind, model, result, words) for name, kind, model in kinds()),
        tuple(_keys(Line, words)),
        tuple(_case_keys(words)),
        tuple(_each_once(shared, words)),
        tuple(_each_once([*prices.values(), result.row("converted.unit_price")], words)),
        tuple(summary(words).values()),
        tuple(_questions(words)),
    )


def summary(words: Words) -> Mapping[str, Formula]:
    """The key figures of the summary by their names, in one language; made once."""
    return _summary(words.language)


@lru_cache(maxsize=2)
def _summary(language: str) -> Mapping[str, Formula]:
    words = Words(language)
    plain = calculate(_without_projection(sample(words)))  # one that has a projection has no break-even realisation
    rows = {key: plain.row(f"summary.{key}") for key in SUMMARY}
    return {key: _formula(row, words, help=words(f"help.{row.key}")) for key, row in rows.items()}


_PRICE_ROWS = ("k", "growth", "chain", "factor", "conversion", "reimbursement_limit")


def kinds() -> Iterator[tuple[str, str, type[Line]]]:
    """List, kind and model of every kind of line, from the models themselves."""
    for name in LISTS:
        line = get_args(Case.model_fields[name].annotation)[0]
        choice = next(meta for meta in get_args(line) if hasattr(meta, "models"))
        for kind, model in choice.models.items():
            yield name, kind, model


def key_help(name: str, words: Words, owner: str = "") -> str:
    """What a key of the format means, in one sentence; the owner's own where the same key means another thing there."""
    return words(_own("help", name, words, owner))


def _own(what: str, name: str, words: Words, owner: str) -> str:
    """The entry of the catalogue for a key: the owner's own, or the one that all share."""
    own = f"{what}.{owner}.{name}"
    return own if owner and words.has(own) else f"{what}.{name}"


# ----------------------------------------------------------------------------------------------- the sample case
def sample(words: Words) -> Case:
    """A case with one line of every kind and everything that gives a row: areas, payers, bands, other years' prices."""
    lists: dict[str, list[dict[str, Any]]] = {name: [] for name in LISTS}
    for name, kind, model in kinds():
        lists[name].append(_line(name, kind, model, words))
    stated = lists["costs"][0]
    for payer in PAYERS:
        lists["costs"].append({**stated, "id": payer.replace("_", "-"), "payer": payer})
    other_year = {"value": 1.0, "price_year": FIRST_YEAR}
    lists["costs"].append({**_line("costs", "volume", Volume, words), "id": "converted", "unit_price": other_year})
    lists["costs"].append({**stated, "id": "passing", "nature": "one_off"})
    lists["savings"].append(
        {**lists["savings"][0], "id": "uncashed", "cashable": False, "service_area": words("method.area")}
    )
    rates = dict.fromkeys(range(FIRST_YEAR - 1, FIRST_YEAR + YEARS), 0.0)
    band = {"above": 1.0, "share": 1.0}
    return Case.model_validate(
        {
            "title": "sample",
            "municipality": "sample",
            "status": "idea",
            "first_year": FIRST_YEAR,
            "years": YEARS,
            "price_year": FIRST_YEAR + 1,
            "discount_rate": 0.0,
            "service_areas": {words("method.area"): {"name": words("method.area")}},
            "indices": dict.fromkeys(Indices.model_fields, rates),
            "reimbursement": {"bands": [band, {"above": 2.0, "share": 1.0}], "price_year": FIRST_YEAR},
            "pool": {"label": words("key.pool"), "cap": 1.0},
            "baseline": _baseline(words),
            **lists,
        }
    )


def _baseline(words: Words) -> dict[str, Any]:
    """Three steps, with children who move from the one to the next, from the year before the first one on."""
    names = [words(f"method.{name}") for name in ("earlier_step", "step", "later_step")]
    ages = {"0-16": 1.0, "17": 1.0}
    common = {"stock": ages, "entries": 1.0, "entry_ages": ages, "exit_share": 0.5, "price": 1.0, "budget_places": 1.0}
    steps = {name: {**common, "moves": {to: 0.25}} for name, to in pairwise(names)}
    steps[names[1]]["price"] = {"value": 1.0, "price_year": FIRST_YEAR}
    return {"as_of": f"{FIRST_YEAR - 1}-01-01", "steps": {**steps, names[-1]: common}}


AN_AGE = 7  # that stands for all that have its formula


def _is_example(row: Row, words: Words) -> bool:
    """Whether a row stands there for itself: of the steps of a baseline one, and of the ages the first and last too."""
    if row.name.startswith("pool.") or not row.about:
        return True
    tail = row.key.rpartition(".")[2]
    other_age = row.name in AGES and int(tail) not in (0, AN_AGE, GROWN - 1)
    return row.about == words("method.step") and not other_age


def _without_projection(case: Case) -> Case:
    savings = [line for line in case.savings if not isinstance(line, Projection)]
    return case.model_copy(update={"savings": savings, "baseline": None})


def _line(name: str, kind: str, model: type[Line], words: Words) -> dict[str, Any]:
    figures: dict[str, Any] = {}
    for slot in slots(model):
        value = min(max(slot.key.low, 1.0), slot.key.high)
        figures[slot.name] = dict.fromkeys(range(FIRST_YEAR, FIRST_YEAR + YEARS), value) if slot.series else value
    return {"id": f"{name}-{kind}", "label": words("method.line"), "kind": kind, **figures}


# ---------------------------------------------------------------------------------------------------- the kinds
def _kind(name: str, kind: str, model: type[Line], result: Result, words: Words) -> Kind:
    id = f"{name}-{kind}"
    formulas = list({(formula.key, formula.text): formula for formula in _of_line(result, id, words)}.values())
    known = {(formula.key, formula.text) for formula in formulas}
    for when, structure in VARIANTS:
        if structure.keys() <= model.model_fields.keys():
            for formula in _of_line(calculate(_varied(result.case, name, id, structure)), id, words):
                if (formula.key, formula.text) not in known:
                    known.add((formula.key, formula.text))
                    formulas.append(replace(formula, when=words(f"method.when.{when}")))
    own = [key for key in _keys(model, words, name) if key.name not in Line.model_fields]
    return Kind(name, kind, words(f"kind.{name}.{kind}"), tuple(own), tuple(formulas))


def _varied(case: Case, name: str, id: str, structure: Mapping[str, Any]) -> Case:
    lines = [x.model_copy(update=structure) if x.id == id else x for x in getattr(case, name)]
    return case.model_copy(update={name: lines})


def _of_line(result: Result, id: str, words: Words) -> Iterator[Formula]:
    """The rows of a line: what it is made of, and its amount in fixed prices and in those of the table."""
    rows = result.book.rows
    for key, row in rows.items():
        of_line = row.line is not None and row.line.id == id and (key == id or key.startswith(f"{id}."))
        if of_line and _is_example(row, words):
            yield _formula(row, words)


def _formula(row: Row, words: Words, help: str = "") -> Formula:
    unit = words(f"unit.{row.unit}")
    return Formula(general_key(row), general_label(row, words), unit, formula_text(row, words), help=help)


def _each_once(rows: list[Row], words: Words) -> Iterator[Formula]:
    """Rows that stand there once for every index, year or area, as one."""
    seen = set()
    for row in rows:
        formula = _formula(row, words)
        if formula.key not in seen:
            seen.add(formula.key)
            yield formula


# ----------------------------------------------------------------------------------------------------- the keys
def _keys(model: type[BaseModel], words: Words, owner: str = "") -> Iterator[KeyFact]:
    keys: Mapping[str, Key] = {slot.name: slot.key for slot in slots(model)}
    for name, field in model.model_fields.items():
        if name not in ("id", "kind"):
            whose = "groups" if name in groups(model) else owner
            label = words(_own("key", name, words, whose))
            unit, bounds = _unit(keys[name], words) if name in keys else ("", "")
            default = words("method.either") if name in keys and keys[name].instead else None
            default = default or _default(name, field, keys.get(name), words)
            yield KeyFact(name, label, key_help(name, words, whose), unit, bounds, default)


def _unit(key: Key, words: Words) -> tuple[str, str]:
    scale = 100 if key.unit == "share" else 1
    low, high = (words.plain(bound * scale) for bound in (key.low, key.high))
    bounds = words("method.above" if key.above_low else "method.bounds", low=low, high=high)
    return words(f"unit.{key.unit}"), bounds


def _default(name: str, field: FieldInfo, key: Key | None, words: Words) -> str:
    if field.is_required():
        return words("method.required")
    value = field.get_default(call_default_factory=True)
    if value is None:
        return words("choice.none")
    if isinstance(value, Figure):
        return value_text(value.value, key.unit if key else "number", words)
    if isinstance(value, bool):
        return words("word.yes" if value else "word.no")
    named = (f"choice.{name}.{value}", f"{name}.{value}", f"index.{value}")
    found = next((text for text in named if words.has(text)), None)
    return words(found) if found else str(value) if isinstance(value, int) else words("choice.none")


PARTS = (
    (Baseline, "baseline", "baseline"),
    (BaselineStep, "baseline", "baseline.steps.<step>"),
    (Effect, "effects", "effects.<step>"),
)


def _case_keys(words: Words) -> Iterator[KeyFact]:
    """The figures that belong to no line."""
    yield from _keys(Levers, words, "levers")
    rate = next(slot for slot in slots(Case) if slot.name == "discount_rate")
    unit, bounds = _unit(rate.key, words)
    label, help = words("key.discount_rate"), key_help("discount_rate", words)
    yield KeyFact("discount_rate", label, help, unit, bounds, words("method.required"))
    yield from _keys(Indices, words)
    band = get_args(Reimbursement.model_fields["bands"].annotation)[0]
    yield from _keys(band, words)
    yield from _keys(PriceGroup, words, "group")
    yield from _keys(Pool, words, "pool")
    for model, owner, place in PARTS:
        yield from (replace(key, name=f"{place}.{key.name}") for key in _keys(model, words, owner))


# ------------------------------------------------------------------------------------------------ control points
def _questions(words: Words) -> Iterator[Question]:
    for id, severity in (*((control.id, control.severity) for control in CONTROLS), (DOUBLE_COUNT, "warning")):
        said = words("method.severity.status") if callable(severity) else words(f"severity.{severity}")
        yield Question(id, said, words(f"check.{id}.short"), words(f"method.point.{id}"))
