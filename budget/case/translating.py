"""From what pydantic found to problems in our own words: path of the field, line in the file, what was read."""

from collections.abc import Iterable, Iterator
from typing import Any

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from budget.case.paths import LISTS
from budget.case.problems import Problem, nearest, refuse
from budget.case.reading import AMBIGUOUS_AMOUNT, NUMBER, Scalar, line_of

MOST_FAULTS = 100  # each looks for the nearest known word, which takes its time
MOST_LINES = 500  # budget lines of a case; and entries of each list that is gone through for the whole of it
OTHER_LISTS = ("scenarios", "financing", "omitted", "measures", "notes")
AMOUNT_KEYS = {
    "amounts", "annual_cost", "unit_price", "replacement_price", "price_from", "price_to", "price", "above", "amount",
    "would_have_cost", "cap",
}  # fmt: skip
CODES = {
    "missing": "missing",
    "extra_forbidden": "unknown_key",
    "number": "number",
    "whole_number": "whole_number",
    "text": "text",
    "unkept": "unkept",
    "flag": "flag",
    "ages": "ages",
    "as_of": "as_of",
    "literal_error": "choice",
    "union_tag_invalid": "choice",
    "union_tag_not_found": "missing",
    "greater_than_equal": "too_small",
    "less_than_equal": "too_great",
}


def translated(error: ValidationError, tree: Any, known: Iterable[str] = ()) -> list[Problem]:
    """Every fault that pydantic found, once; of a file that is all faults, the first ones.

    `known` are the keys of a file that is no case.
    """
    found: dict[tuple[str, str], Problem] = {}
    for detail in error.errors(include_url=False)[:MOST_FAULTS]:
        problem = _problem(detail, tree, sorted(known))
        found.setdefault((problem.path, problem.code), problem)
    return list(found.values())


def _problem(detail: ErrorDetails, tree: Any, known: list[str]) -> Problem:
    code = CODES.get(detail["type"], "wrong_shape")
    location = tuple(s for s in detail["loc"] if isinstance(s, int | str))
    if detail["type"] in ("union_tag_not_found", "union_tag_invalid"):
        if isinstance(_at(tree, location), dict):
            location = (*location, "kind")
        else:
            code = "wrong_shape"
    steps, path = _places(location, tree, missing=code == "missing")
    context = detail.get("ctx", {})
    params: dict[str, Any] = {"read": _shown(_at(tree, steps))}
    if code == "unknown_key":
        params = {"read": steps[-1], "nearest": nearest(str(steps[-1]), known or _keys(location))}
    elif code == "choice":
        params["allowed"] = str(context.get("expected") or context.get("expected_tags", "")).replace("'", "")
        params["allowed"] = params["allowed"].replace(" or ", ", ")
    elif code == "unkept":
        params["character"] = context["character"]
    elif code in ("too_small", "too_great"):
        params["limit"] = float(context.get("ge", context.get("le", 0)))
    elif code == "missing":
        params = {"read": str(steps[-1])}
    return Problem(code, path, params, line_of(tree, steps))


def _places(location: tuple[int | str, ...], tree: Any, missing: bool) -> tuple[tuple[int | str, ...], str]:
    """The steps that exist in the file, and the path in words: lines by their id, tags of pydantic left out."""
    steps: list[int | str] = []
    names: list[str] = []
    for number, step in enumerate(location):
        last = number == len(location) - 1
        if isinstance(tree, list) and isinstance(step, int) and step < len(tree):
            tree = tree[step]
            steps.append(step)
            id = tree.get("id") if isinstance(tree, dict) else None
            names.append(str(id) if id else str(step + 1))
        elif isinstance(tree, dict):
            key = next((k for k in tree if str(k) == str(step)), None)
            if key is not None:
                tree = tree[key]
            elif not (last and missing):
                continue  # a tag of pydantic's own, such as a figure's or a series'
            steps.append(step)
            names.append(str(step))
    return tuple(steps), ".".join(names)


def _at(tree: Any, steps: tuple[int | str, ...]) -> Any:
    for step in steps:
        if isinstance(tree, dict):
            tree = next((v for k, v in tree.items() if str(k) == str(step)), None)
        elif isinstance(tree, list) and isinstance(step, int):
            tree = tree[step]
    return tree


def _shown(value: Any) -> str:
    if isinstance(value, Scalar) and not value.plain:
        return f"'{value}'"[:80]
    if isinstance(value, dict):
        return "{…}"
    if isinstance(value, list):
        return "[…]"
    return str(value)[:80]


def _keys(location: tuple[int | str, ...]) -> list[str]:
    """The keys of a case itself, or of its parts."""
    from budget.case import baseline, models

    known: set[str] = set()
    for model in (*vars(models).values(), *vars(baseline).values()):
        if isinstance(model, type) and issubclass(model, models.Part) and model is not models.Part:
            fields = {field.alias or name for name, field in model.model_fields.items()}
            known |= fields if (model is models.Case) == (len(location) == 1) else set()
    return sorted(known)


def too_many(tree: Any) -> list[Problem]:
    """What there is too much of in a case; counted before anything is built of it, for building takes long."""

    def count(name: str) -> int:
        found = tree.get(name) if isinstance(tree, dict) else None
        return len(found) if isinstance(found, list) else 0

    counts = {"": sum(map(count, LISTS)), **{name: count(name) for name in OTHER_LISTS}}
    return [
        Problem("too_many" if name else "too_many_lines", name, {"read": float(many), "most": float(MOST_LINES)})
        for name, many in counts.items()
        if many > MOST_LINES
    ]


def ambiguous_amounts(tree: Any) -> list[Problem]:
    """Amounts of kr with a point and exactly three digits: 1.000 may be a thousand or one."""
    return [
        Problem("ambiguous_amount", path, {"read": str(read)}, getattr(read, "line", None))
        for path, read in _amounts(tree, "", False)
    ]


def stated_number(path: str, text: str) -> float:
    """The number that a text outside a case file gives a figure: a setting of a call, a lever of a link."""
    if not NUMBER.fullmatch(text):
        raise refuse("number", path, read=text)
    if AMBIGUOUS_AMOUNT.fullmatch(text) and AMOUNT_KEYS & set(path.split(".")):
        raise refuse("ambiguous_amount", path, read=text)
    return float(text)


def _amounts(tree: Any, path: str, amount: bool) -> Iterator[tuple[str, Scalar]]:
    if isinstance(tree, dict):
        for key, value in tree.items():
            name = str(key)
            text_inside = name in ("source", "quote", "note", "price_year")
            inside = not text_inside and (amount or any(part in AMOUNT_KEYS for part in name.split(".")))
            yield from _amounts(value, f"{path}.{name}" if path else name, inside)
    elif isinstance(tree, list):
        for number, item in enumerate(tree, start=1):
            id = item.get("id", number) if isinstance(item, dict) else number
            yield from _amounts(item, f"{path}.{id}", amount)
    elif amount and isinstance(tree, Scalar) and tree.plain and AMBIGUOUS_AMOUNT.fullmatch(tree):
        yield path, tree
