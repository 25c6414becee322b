"""Two versions of a case beside each other: what differs, what it did to the result, and the two merged.

A difference is a place in the case file and what stands there in each; a line or a source that only one of them has
is one difference.
"""

import copy
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Any, Literal

from budget.case import Case, CaseError, case_from_document, document, find, with_figure
from budget.formulas import calculate
from budget.shown.labels import path_label, value_text
from budget.text import Words

Place = tuple[str, ...]
Side = Literal["mine", "theirs", "both"]
MISSING = None  # a case file never states it
YEARS = {"first_year", "price_year", "year", "repay_from", "capacity_from"}  # which are no thousands


@dataclass(frozen=True)
class Difference:
    """One place and what stands there in the old and the new case; None where it states nothing."""

    place: Place
    old: Any
    new: Any


@dataclass(frozen=True)
class Clash:
    """One place where two people's cases differ, and who of them has changed it since the version both opened."""

    place: Place
    mine: Any
    theirs: Any
    side: Side

    @property
    def id(self) -> str:
        return ".".join(self.place)


def differences(old: Case, new: Case) -> list[Difference]:
    """Everything in which the two case files differ, in the order of the file."""
    return list(_compared(document(old), document(new), ()))


def _compared(old: Any, new: Any, place: Place) -> Iterator[Difference]:
    if old == new:
        return
    before, after = _parts(old), _parts(new)
    if _opens(place):  # what is not stated holds nothing: each thing in it is a difference of its own
        before, after = ({} if part is MISSING else parts for part, parts in ((old, before), (new, after)))
    if before is None or after is None:
        yield Difference(place, old, new)
        return
    for key in {**before, **after}:
        yield from _compared(before.get(key, MISSING), after.get(key, MISSING), (*place, key))


def _opens(place: Place) -> bool:
    """Whether a part of the file is a shelf of things rather than a thing: levers, sources, the rates of an index."""
    return len(place) == 1 or (len(place) == 2 and place[0] == "indices")


def _parts(part: Any) -> dict[str, Any] | None:
    """What a part of the file is made of, by name; None for what is one thing: a figure, a text, a list without ids."""
    if isinstance(part, dict) and "value" not in part:
        return {str(key): value for key, value in part.items()}
    if isinstance(part, list) and part and all(isinstance(item, dict) and "id" in item for item in part):
        return {str(item["id"]): item for item in part}
    return None


def clashes(opened: Case | None, mine: Case, theirs: Case) -> list[Clash]:
    """Where mine and theirs differ. What only one of the two has changed needs no decision; without a version that
    both opened, everything does."""
    base = document(opened) if opened is not None else None

    def side(difference: Difference) -> Side:
        if base is None:
            return "both"
        before = _at(base, difference.place)
        return "theirs" if difference.new == before else "mine" if difference.old == before else "both"

    return [Clash(d.place, d.new, d.old, side(d)) for d in differences(theirs, mine)]


def merged(mine: Case, theirs: Case, from_mine: Collection[Place]) -> Case:
    """Their case with these places as they are in mine; CaseError when the two do not go together."""
    tree, source = copy.deepcopy(document(theirs)), document(mine)
    for place in from_mine:
        _put(tree, place, _at(source, place))
    return case_from_document(tree, theirs.id)


def _at(tree: Any, place: Place) -> Any:
    for key in place:
        tree = (_parts(tree) or {}).get(key, MISSING)
    return tree


def _put(tree: Any, place: Place, value: Any) -> None:
    *way, last = place
    for key in way:
        if isinstance(tree, dict) and key not in tree:
            tree[key] = [] if isinstance(value, dict) and "id" in value else {}
        tree = tree[key] if isinstance(tree, dict) and key in tree else (_parts(tree) or {})[key]
    if isinstance(tree, list):
        tree[:] = [value if str(item["id"]) == last else item for item in tree if value or str(item["id"]) != last]
        if value and value not in tree:
            tree.append(value)
        return
    key = next((key for key in tree if str(key) == last), last)
    if value is MISSING:
        tree.pop(key, None)
    else:
        tree[key] = value


# ------------------------------------------------------------------------------------------------------ in words
def place_text(place: Place, old: Case, new: Case, words: Words) -> str:
    """A place as the page calls it: Beløb: Forventet besparelse, 2016."""
    for case in (new, old):
        try:
            return path_label(case, ".".join(place), words)
        except (CaseError, KeyError):
            continue
    labels = {line.id: line.label for case in (old, new) for line in case.lines()}
    names = [labels.get(name) or _name(name, words) for name in place]
    return " · ".join(names)


def _name(name: str, words: Words) -> str:
    for key in (f"key.{name}", f"form.{name}", f"group.{name}", f"part.{name}"):
        if words.has(key):
            return words(key)
    return name


def thing_text(thing: Any, place: Place, case: Case, words: Words) -> str:
    """What stands at a place, in words."""
    if thing is MISSING:
        return words("word.none")
    if isinstance(thing, dict) and "value" not in thing:
        named = next((thing[key] for key in ("label", "title", "name") if key in thing), None)
        return str(named) if named is not None else ", ".join(f"{k}: {v}" for k, v in thing.items())
    figure = thing if isinstance(thing, dict) else {"value": thing}
    value = figure["value"]
    if isinstance(value, bool):
        return words("word.yes" if value else "word.no")
    if not isinstance(value, int | float):
        return words(f"status.{value}") if place == ("status",) else str(value)
    if place[-1] in YEARS:
        return str(value)
    unit = _unit(case, place)
    texts = [value_text(value, unit, words) if unit else words.plain(value)]
    if "low" in figure:
        ends = (value_text(figure[end], unit, words) if unit else words.plain(figure[end]) for end in ("low", "high"))
        texts.append(words("versions.range", low=next(ends), high=next(ends)))
    texts += [str(figure[key]) for key in ("source", "note") if key in figure]
    return " · ".join(texts)


def _unit(case: Case, place: Place) -> str:
    try:
        return find(case, ".".join(place))[0].key.unit
    except CaseError:
        return ""


# ---------------------------------------------------------------------------------------------------- the result
@dataclass(frozen=True)
class Effect:
    """Net and accumulated net of a year in both, kr; None where a case does not reach the year."""

    year: int
    net: tuple[float | None, float | None]
    accumulated: tuple[float | None, float | None]


def effects(old: Case, new: Case) -> list[Effect]:
    """What the differences together did to the result, in fixed prices."""
    results = calculate(old), calculate(new)

    def of(key: str, year: int) -> tuple[float | None, float | None]:
        first, second = (dict(zip(r.years, r.row(key).values, strict=True)).get(year) for r in results)
        return first, second

    years = sorted({*results[0].years, *results[1].years})
    return [Effect(year, of("net", year), of("accumulated", year)) for year in years]


def effect_alone(old: Case, difference: Difference) -> float | None:
    """What one figure alone does to the net of the whole period, kr; None where it is no figure."""
    new = difference.new.get("value") if isinstance(difference.new, dict) else difference.new
    if isinstance(new, bool) or not isinstance(new, int | float):
        return None
    try:
        changed = with_figure(old, ".".join(difference.place), float(new))
        return (calculate(changed).summary["net"] or 0.0) - (calculate(old).summary["net"] or 0.0)
    except (CaseError, KeyError):
        return None
