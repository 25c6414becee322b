"""The keys of the catalogue that the package's code can ask for, read from the code itself."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from babel.messages.pofile import read_po

from budget.text import FOLDER

PACKAGE = FOLDER.parent
KEY = re.compile(r"[a-z][a-z0-9_]*([._][a-zA-Z0-9_-]+)+")


@dataclass
class Said:
    """What the code says: its texts, its names, texts with gaps, and the keys it asks for outright."""

    texts: set[str] = field(default_factory=set)
    gapped: set[re.Pattern[str]] = field(default_factory=set)  # texts with gaps
    asked: dict[str, str] = field(default_factory=dict)  # key or pattern: where

    def possible(self, text: str, depth: int = 3) -> bool:
        """Whether the code could put this text together."""
        if text in self.texts or text.isdecimal():  # a month or a row of a list is counted
            return True
        if depth == 0:
            return False
        found = (pattern.fullmatch(text) for pattern in self.gapped)
        return any(m and all(self.possible(gap, depth - 1) for gap in m.groups()) for m in found)


def catalogue(language: str) -> dict[str, str]:
    """The entries of one language as they are edited."""
    with (FOLDER / f"{language}.po").open("rb") as file:
        return {str(entry.id): str(entry.string) for entry in read_po(file, locale=language) if entry.id}


def modules() -> list[Path]:
    return sorted(PACKAGE.rglob("*.py"))


@lru_cache(maxsize=1)
def said() -> Said:
    found = Said()
    for file in modules():
        tree = ast.parse(file.read_text(encoding="utf-8"))
        where = str(file.relative_to(PACKAGE.parent))
        for node in ast.walk(tree):
            found.texts |= set(_names(node))
            if isinstance(node, ast.JoinedStr):
                found.gapped.add(re.compile(pattern(node)))
            elif isinstance(node, ast.Call):
                for key in _keys(node):
                    found.asked.setdefault(key, f"{where}:{node.lineno}")
    return found


def pattern(node: ast.JoinedStr) -> str:
    """A text with gaps as a pattern."""
    parts = (re.escape(str(p.value)) if isinstance(p, ast.Constant) else "(.+)" for p in node.values)
    return "".join(parts)


def _names(node: ast.AST) -> Iterator[str]:
    if isinstance(node, ast.Constant) and isinstance(node.value, str | int):
        yield str(node.value)
    for name in ("id", "attr", "arg", "name"):
        found = getattr(node, name, None)
        if isinstance(found, str):
            yield found


def _keys(call: ast.Call) -> Iterator[str]:
    """The catalogue key of a call such as words("row.net"), or of a refusal, whose key begins with `problem.`."""
    name = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
    prefix = {"words": "", "w": "", "refuse": "problem.", "_refused": "problem.", "Problem": "problem."}.get(name)
    if prefix is None or not call.args:
        return
    for value in _alternatives(call.args[0]):
        if isinstance(value, ast.Constant) and isinstance(value.value, str):
            yield re.escape(prefix + value.value)
        elif isinstance(value, ast.JoinedStr):
            yield re.escape(prefix) + pattern(value)


def _alternatives(node: ast.expr) -> list[ast.expr]:
    return [*_alternatives(node.body), *_alternatives(node.orelse)] if isinstance(node, ast.IfExp) else [node]
