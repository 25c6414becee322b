"""The guide's answers as a draft holds them, and read again: what the program does not know any more is not taken."""

import math
import re
from contextlib import suppress
from dataclasses import replace
from typing import Any

from budget.case import CaseError, offers
from budget.dashboard.changes import history
from budget.dashboard.dialogue.questions import MOST_LINES, STEPS, Answers, Given, Part
from budget.dashboard.dialogue.state import Guide

Kept = tuple[Answers, str, frozenset[str], history.History]


def kept(now: Guide | None) -> Kept | None:
    """What of a guide is worth keeping: answers and place, from the first thing on that was asked of it."""
    return (now.answers, now.step, now.left, now.history) if now is not None and now.seen else None


def written(now: Guide) -> dict[str, Any]:
    """Answers and place, with what tells the browser's commands that have gone into them from those that have not."""
    answers = now.answers
    return {
        "epoch": now.epoch,
        "seen": now.seen,
        "step": now.step,
        "left": sorted(now.left),
        "texts": dict(answers.texts),
        "figures": {id: _figure(given) for id, given in answers.figures.items()},
        "emptied": sorted(answers.emptied),
        "costs": answers.costs,
        "savings": answers.savings,
        "steps": history.written(now.history, _written),
    }


def read_again(found: Any) -> tuple[Guide, int]:
    """The guide, and how many of its figures the library no longer has; ValueError, TypeError or KeyError for what
    is no guide."""
    given = {_text(id): _given(*stated) for id, stated in found["figures"].items()}
    figures = {id: figure for id, figure in given.items() if figure is not None}
    answers = Answers(
        {_text(id): _text(text) for id, text in found["texts"].items()},
        figures,
        frozenset(map(_text, found["emptied"])),
        _lines("cost", found["costs"]),
        _lines("saving", found["savings"]),
    )
    step, seen, left = found["step"], found["seen"], frozenset(found["left"])
    if not {step, *left} <= {*STEPS} or not isinstance(seen, int):
        raise ValueError("no place in the guide")
    guide, missing = Guide(answers, _text(found["epoch"]), step, left, seen=seen), len(given) - len(figures)
    with suppress(KeyError, TypeError, ValueError):  # of a program that knew other answers
        guide = replace(guide, history=history.read_again(found.get("steps", {}), guide.made, _part))
    return guide, missing


def _written(part: Part) -> list[Any]:
    name, id, answer = part
    return [name, id, _figure(answer) if isinstance(answer, Given) else answer]


def _part(found: Any) -> Part:
    """One answer; ValueError for one that is none any more."""
    name, id, answer = found
    if name == "texts":
        return name, _text(id), _text(answer)
    given = _given(*answer) if name == "figures" else None
    if name not in ("figures", "emptied", "costs", "savings") or (given is None) == (name == "figures"):
        raise ValueError("no answer")
    return name, _text(id), given


def _figure(given: Given) -> list[Any]:
    return [given.value, given.offer, given.unconfirmed]


def _text(found: Any) -> str:
    if not isinstance(found, str):
        raise TypeError("no text")
    found.encode()  # half a character cannot be sent to a browser
    return found


def _lines(sort: str, found: Any) -> tuple[str, ...]:
    lines = tuple(dict.fromkeys(map(_text, found)))
    if len(lines) > MOST_LINES or not all(re.fullmatch(rf"{sort}-[1-9][0-9]{{0,8}}", line) for line in lines):
        raise ValueError("no lines of the guide")
    return lines


def _given(value: Any, offer: Any, unconfirmed: Any) -> Given | None:
    """The figure; None where it is said to be the library's and the library does not say so any more."""
    if isinstance(value, bool) or not math.isfinite(value):
        raise ValueError("no figure")
    try:
        if offer and offers.offer(_text(offer)).value != value:
            return None
    except CaseError:
        return None
    return Given(float(value), _text(offer), unconfirmed is True)
