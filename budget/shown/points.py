"""The control points in words: the controller's questions of a case."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from budget.analysis.check_placements import double_counts
from budget.analysis.checks import CONTROLS, DOUBLE_COUNT
from budget.analysis.facts import Control, Finding, Severity
from budget.case import Case, Line
from budget.case.paths import LISTS
from budget.formulas import Result
from budget.shown.phrases import sentence
from budget.text import Words
from budget.text.told import joined

SEVERITIES: tuple[Severity, ...] = ("error", "warning", "note")  # gravest first


@dataclass(frozen=True)
class Point:
    """One control point on one place of a case: the controller's question, or that there is nothing to ask."""

    id: str
    severity: Severity
    path: str
    text: str
    tripped: bool


def check(result: Result, words: Words, beside: Sequence[Result] = ()) -> list[Point]:
    """Every control point of a case: its questions, each asked once, or that there is nothing to ask.

    `beside` are other cases whose places may be the same as this one's.
    """
    points = [point for control in CONTROLS for point in _points(control, result, words)]
    return [*points, *_counted_twice([result, *beside], 0, words)]


def check_across(results: Sequence[Result], words: Words) -> list[Point]:
    """What the control point across cases asks: the same places counted in more than one of them."""
    found: dict[int, list[Finding]] = {number: [] for number in range(len(results))}
    for number, finding in double_counts(results):
        found[number].append(finding)
    asked = (
        _asked(DOUBLE_COUNT, "warning", found[number], result.case, words) for number, result in enumerate(results)
    )
    return [point for points in asked for point in points]


def count_text(points: Sequence[Point], words: Words) -> str:
    """How many control points have remarks, of how many there are, and how many questions that makes."""
    asked = [point.id for point in points if point.tripped]
    counts = {"tripped": len({*asked}), "all": len({point.id for point in points}), "questions": len(asked)}
    key = "points.count" if asked else "points.none"
    return words(f"{key}_questions" if len(asked) > counts["tripped"] else key, **counts)


def _points(control: Control, result: Result, words: Words) -> Iterator[Point]:
    """One point for each question that it asks; one that is not tripped where it has none."""
    severity = control.weight(result)
    return _asked(control.id, severity, control.find(result), result.case, words)


def _counted_twice(results: Sequence[Result], number: int, words: Words) -> Iterator[Point]:
    found = (finding for of, finding in double_counts(results) if of == number)
    return _asked(DOUBLE_COUNT, "warning", found, results[number].case, words)


def _asked(id: str, severity: Severity, found: Iterable[Finding], case: Case, words: Words) -> Iterator[Point]:
    """The same question of several lines is asked once and names them."""
    questions: dict[str, list[Finding]] = {}
    for finding in found:
        questions.setdefault(_question(id, finding, words), []).append(finding)
    if not questions:
        yield Point(id, severity, "", words(f"check.{id}.clear"), False)
    for text, findings in questions.items():
        names = [line.label for finding in findings for line in _lines(case, finding)]
        said = words("check.of_line", line=words.listed(dict.fromkeys(names)), text=text) if names else text
        yield Point(id, severity, findings[0].path, said, True)


def _question(id: str, finding: Finding, words: Words) -> str:
    key = f"check.{id}.{finding.variant}" if finding.variant else f"check.{id}"
    remarks = (sentence(remark.key, words, **remark.facts) for remark in finding.remarks)
    return joined([sentence(key, words, **finding.facts), *remarks])


def _lines(case: Case, finding: Finding) -> list[Line]:
    """The lines that a question names: none where the case has but the one in its list."""
    name, _, rest = finding.path.partition(".")
    if name not in LISTS or len(getattr(case, name)) < 2:
        return []
    if finding.lines is not None:
        return list(finding.lines)
    return [line for line in getattr(case, name) if line.id == rest.split(".")[0]]
