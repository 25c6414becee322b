"""The case file's reference as Markdown, from the same definitions as the page *Metode*.

`python -m budget.shown.reference` writes it below the mark in docs/case-file.md.
"""

import pathlib
from collections.abc import Iterable, Iterator, Sequence

from budget.shown.method import Formula, KeyFact, Kind, method
from budget.text import Words

MARK = "<!-- What follows is made from the definitions: python -m budget.shown.reference -->"
PAGE = pathlib.Path(__file__).parents[2] / "docs" / "case-file.md"


def reference(words: Words) -> str:
    """Keys with unit, bounds and default, rows and key figures with their formulas, and control points."""
    return "\n".join(_lines(words)) + "\n"


def _lines(words: Words) -> Iterator[str]:
    found = method(words)
    yield from _section(words("method.section.line_keys"), _keys(found.line_keys, words))
    for kind in found.kinds:
        yield from _kind(kind, words)
    yield from _section(words("method.section.case"), _keys(found.case_keys, words))
    for name in ("rows", "prices", "summary"):
        yield from _section(words(f"method.section.{name}"), _formulas(getattr(found, name), words))
    heads = ("name", "severity", "trigger", "point")
    questions = [(f"`{q.id}`", q.severity, q.trigger, q.label) for q in found.questions]
    yield from _section(words("method.section.points"), _table(_heads(heads, words), questions))


def _section(title: str, lines: Iterable[str]) -> Iterator[str]:
    yield from ("", f"## {title}", "", *lines)


def _kind(kind: Kind, words: Words) -> Iterator[str]:
    yield from _section(f"`{kind.list}`: `{kind.kind}`", [kind.label, "", *_keys(kind.keys, words), ""])
    yield from _formulas(kind.formulas, words)


def _keys(keys: Sequence[KeyFact], words: Words) -> list[str]:
    heads = _heads(("name", "unit", "bounds", "default", "help"), words)
    return _table(heads, [(f"`{k.name}`", k.unit, k.bounds, k.default, k.help) for k in keys])


def _formulas(formulas: Iterable[Formula], words: Words) -> list[str]:
    rows = [(f"`{f.key}`", f"{f.text}{f' ({f.when})' if f.when else ''}", f.unit, f.label) for f in formulas]
    return _table(_heads(("name", "formula", "unit", "row"), words), rows)


def _heads(names: Iterable[str], words: Words) -> list[str]:
    return [words(f"method.col.{name}") for name in names]


def _table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> list[str]:
    shown = [[cell.replace("|", "\\|") for cell in row] for row in rows]
    return [_row(heads), _row(["---"] * len(heads)), *(_row(row) for row in shown)]


def _row(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"


if __name__ == "__main__":
    above, _, _ = PAGE.read_text(encoding="utf-8").partition(MARK)
    PAGE.write_text(f"{above}{MARK}\n{reference(Words('en'))}", encoding="utf-8")
