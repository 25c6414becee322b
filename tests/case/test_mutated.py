"""Whatever stands in a file, reading it ends in a case that can be worked out or in a refusal in words."""

from __future__ import annotations

from copy import deepcopy
from pathlib import Path
from typing import Any

import yaml
from hypothesis import given
from hypothesis import strategies as st

from budget.case import CaseError, case_from_text, case_to_text, problem_text
from budget.case.prices import missing_for_current
from budget.formulas import calculate
from budget.text import Words
from tests.random_cases import Dice, random_case

DRIVERS = (Path(__file__).parents[1] / "cases" / "drivers.yaml").read_text(encoding="utf-8")
# What breaks readers: YAML's own signs, numbers that are none, too large, too small, of other scripts, odd spaces.
SPICE = [
    "", " ", "\n", "\t", ":", ": ", "- ", "[", "]", "{", "}", "{}", "[]", ",", "'", '"', "#", "&a", "*a", "!!int 1",
    "|", ">", "%", "@", "`", "?", "---", "...", "<<", "null", "~", "true", "yes", "0", "-0", "-1", "1e9", "1.000",
    "0.5", "010", ".5", "9" * 30,
    "9" * 400, "1" * 5000, "²", "٣", "２０１３", "\u00a0", "\u2028", "\ufeff", "\x00", "\x85",
    "2013", "2013.5", "99999", "amounts", "value", "low", "kind", "stops", "evenly", "id", "source", "price_year",
    "total", "net", "levers", "=1+1",
]  # fmt: skip

seeds = st.integers(0, 10**7)


def ends_well(text: str | bytes) -> bool:
    """Whether it was a case; anything but a case or a refusal that can be worded raises."""
    try:
        case = case_from_text(text)
    except CaseError as error:
        assert error.problems
        for problem in error.problems:
            for language in ("da", "en"):
                assert problem_text(problem, Words(language)).strip()
        return False
    for prices in ("fixed", "current") if missing_for_current(case) is None else ("fixed",):
        result = calculate(case, prices)
        assert all(abs(value) < 1e300 for row in result.rows for value in row.values)
    assert case_from_text(case_to_text(case)) == case
    return True


def sown(text: str, seed: int) -> str:
    """The text with a few small accidents: something cut out, doubled, moved or put in."""
    dice = Dice(seed)
    for _ in range(dice.randint(1, 4)):
        at, to = sorted((dice.randrange(len(text) + 1), dice.randrange(len(text) + 1)))
        to = min(to, at + dice.choice([0, 0, 1, 3, 12, 60]))
        piece = dice.choice([dice.choice(SPICE), text[at:to] * 2, "", text[to : to + 30]])
        text = text[:at] + piece + text[to:]
    return text


def leaves(tree: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Every place in a document, parts before wholes."""
    parts = tree.items() if isinstance(tree, dict) else enumerate(tree) if isinstance(tree, list) else ()
    return [found for key, part in parts for found in leaves(part, (*path, key))] + ([path] if path else [])


def grafted(tree: Any, seed: int) -> Any:
    """The document with a value of its own or of somewhere else in another place, or without one."""
    dice = Dice(seed)
    for _ in range(dice.randint(1, 3)):
        places = leaves(tree)
        *way, last = dice.choice(places)
        part, other = tree, tree
        for key in way:
            part = part[key]
        for key in dice.choice(places):
            other = other[key]
        if isinstance(part, dict) and dice.maybe(0.2):
            del part[last]
        elif isinstance(part, dict) and dice.maybe(0.2):
            part[dice.choice(SPICE)] = part.pop(last)
        else:
            part[last] = deepcopy(other) if dice.maybe() else dice.choice([*SPICE, 0, -1, 1.5, True, [], {}])
    return tree


@given(st.binary(max_size=400))
def test_bytes_at_random_are_refused(data: bytes) -> None:
    assert not ends_well(data)


@given(st.text(max_size=400))
def test_text_at_random_is_refused(text: str) -> None:
    assert not ends_well(text.encode("utf-8", "replace"))


@given(st.lists(st.sampled_from(SPICE), max_size=60))
def test_the_signs_of_yaml_at_random_are_refused(parts: list[str]) -> None:
    assert not ends_well("".join(parts))


@given(seeds)
def test_a_case_with_accidents_ends_well(seed: int) -> None:
    ends_well(sown(DRIVERS, seed))
    ends_well(sown(random_case(seed), seed))


@given(seeds)
def test_a_case_with_parts_in_the_wrong_place_ends_well(seed: int) -> None:
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    tree = grafted(yaml.load(DRIVERS if seed % 2 else random_case(seed), Loader=loader), seed)  # noqa: S506
    dumper = getattr(yaml, "CSafeDumper", yaml.SafeDumper)
    ends_well(yaml.dump(tree, Dumper=dumper, allow_unicode=True))


def test_accidents_are_not_all_harmless_nor_all_harmful() -> None:
    """The tests above see both ends."""
    ends = [ends_well(sown(DRIVERS, seed)) for seed in range(150)]
    assert 10 < sum(ends) < 140
