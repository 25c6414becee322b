"""What can be wrong with a case: one record per fault, worded in one place (`problem_text`)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from budget.text import Words
from budget.text.characters import visible

MOST_SHOWN = 500


@dataclass(frozen=True)
class Problem:
    """One fault: the catalogue's code of the rule, the path of the field, what the sentence needs, the file's line."""

    code: str
    path: str = ""
    params: Mapping[str, Any] = field(default_factory=dict)
    line: int | None = None


class CaseError(ValueError):
    """The input cannot be used; nothing has been changed. `problems` holds every fault that was found."""

    def __init__(self, problems: Sequence[Problem], file: str = "") -> None:
        self.problems = list(problems)
        self.file = file
        super().__init__("; ".join(f"{p.code} {p.path}".strip() for p in self.problems))


def refuse(code: str, path: str = "", **params: Any) -> CaseError:
    """A CaseError with one problem."""
    return CaseError([Problem(code, path, params)])


def problem_text(problem: Problem, words: Words, file: str = "") -> str:
    """One plain sentence: file and line, path of the field, what is wrong, what was read, what is allowed."""
    place = [visible(file)] if file else []
    if problem.line is not None:
        place.append(words("problem.line", line=problem.line))
    if problem.path:
        place.append(_short(problem.path))
    params = {k: words.plain(v) if isinstance(v, float) else _short(v) for k, v in problem.params.items()}
    if "index" in params:
        params["index_name"] = words(f"index.{params['index']}")
    code = f"{problem.code}_plain" if params.get("nearest") == "" else problem.code
    sentence = words(f"problem.{code}", path=_short(problem.path), **params)
    return f"{', '.join(place)}: {sentence}" if place else sentence


def nearest(word: str, known: list[str]) -> str:
    """What was most likely meant; empty where nothing known is like it."""
    from difflib import get_close_matches

    return next(iter(get_close_matches(word, known, 1, 0.5)), "")


def _short(text: Any) -> Any:
    """What was read may be as long as the file, and hold what cannot be shown: a message stays readable."""
    if not isinstance(text, str):
        return text
    return visible(f"{text[:MOST_SHOWN]}…" if len(text) > MOST_SHOWN else text)
