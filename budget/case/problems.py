"""What can be wrong with a case: one record per fault, worded in one place (`problem_text`)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from budget.text import Words


@dataclass(frozen=True)
class Problem:
    """One fault: the path of the field, the catalogue's code of the rule, what the sentence needs, the line in the file."""

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
    place = [file] if file else []
    if problem.line is not None:
        place.append(words("problem.line", line=problem.line))
    if problem.path:
        place.append(problem.path)
    params = {k: words.plain(v) if isinstance(v, float) else v for k, v in problem.params.items()}
    code = f"{problem.code}_plain" if params.get("nearest") == "" else problem.code
    sentence = words(f"problem.{code}", path=problem.path, **params)
    return f"{', '.join(place)}: {sentence}" if place else sentence
