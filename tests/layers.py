"""Reads the imports of the package and tells which of them break the rules between its rooms."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

# Data flows one way: a room imports only rooms before it.
FLOW = ("case", "formulas", "analysis", "shown", "export", "dashboard")
ROOMS = (*FLOW, "store", "text", "commands")

MAY_IMPORT: dict[str, frozenset[str]] = {
    **{room: frozenset({*FLOW[: place + 1], "text"}) for place, room in enumerate(FLOW)},
    "text": frozenset({"text"}),  # imports no other room, may be imported by all
    "analysis": frozenset({"case", "formulas", "analysis"}),  # figures and no words
    "store": frozenset({"store", "case", "text"}),
    # The command line and the package's face: every room but the one that knows the screen.
    "commands": frozenset({*ROOMS} - {"dashboard"}),
    "": frozenset({*ROOMS} - {"dashboard"}),
}
MAY_IMPORT["dashboard"] |= {"store"}

SCREEN = frozenset({"streamlit", "plotly", "pandas"})  # pandas too: the command line must start without it
# The one module that makes tables of pandas; it is read only where one is asked for.
FRAMES = ("analysis/frames.py", "pandas")
TOOLS = frozenset({"xlsxwriter", "openpyxl", "pptx", "docx", "weasyprint", "sqlalchemy", "alembic", "resvg_py"})
TOOLS |= {"prometheus_client"}
MUST_NOT_IMPORT: dict[str, frozenset[str]] = {
    **dict.fromkeys(("case", "formulas", "analysis", "shown"), SCREEN | TOOLS),
    **dict.fromkeys(("export", "store", "text", "commands", ""), SCREEN),
    "dashboard": frozenset(),
}

# Inside the dashboard: what a page is made of, in the order in which one builds on the other; then the pages, which
# know nothing of each other but the entry of one that they send the user to.
WITHIN = ("parts", "changes", "dialogue", "cases", "workshop")

FACES = ("__init__.py", "__main__.py")


@dataclass(frozen=True)
class Breach:
    module: str
    line: int
    why: str

    def __str__(self) -> str:
        return f"{self.module}:{self.line}: {self.why}"


def breaches(package: Path) -> list[Breach]:
    """Every import below `package` that a rule forbids."""
    found: list[Breach] = []
    for file in sorted(package.rglob("*.py")):
        module = file.relative_to(package)
        for line, target in imports(file, package):
            why = _why_forbidden(module, target, package)
            if why:
                found.append(Breach(f"{package.name}/{module.as_posix()}", line, why))
    return found


def circle(package: Path) -> list[str]:
    """Modules that import each other in a ring, as `[a, b, a]`; none is `[]`.

    An import for types only does not run, so it may close a ring; one inside a function runs, so it may not.
    """
    modules = {}
    for file in package.rglob("*.py"):
        parts = (package.name, *file.relative_to(package).with_suffix("").parts)
        modules[".".join(parts[:-1] if parts[-1] == "__init__" else parts)] = file
    used: dict[str, set[str]] = {}
    for module, file in modules.items():
        found = (_module_of(target, modules) for _, target in imports(file, package, for_types=False))
        used[module] = {other for other in found if other not in (module, "")}
    try:
        TopologicalSorter(used).prepare()
    except CycleError as error:
        return list(error.args[1])
    return []


def _module_of(target: str, modules: dict[str, Path]) -> str:
    """The module that a dotted name lies in: the longest beginning of it that is one."""
    while target and target not in modules:
        target = target.rpartition(".")[0]
    return target


def too_long(package: Path, most: int = 400) -> list[str]:
    """The files with more lines than `most`."""
    counted = {file: len(file.read_text(encoding="utf-8").splitlines()) for file in sorted(package.rglob("*.py"))}
    return [f"{file.relative_to(package.parent)}: {lines}" for file, lines in counted.items() if lines > most]


def imports(file: Path, package: Path, for_types: bool = True) -> Iterator[tuple[int, str]]:
    """The dotted names a file imports, wherever in the file: an import inside a function is a dependency too."""
    parents = (package.name, *file.relative_to(package).parent.parts)
    tree = ast.parse(file.read_text(encoding="utf-8"))
    passed_over = set() if for_types else {id(node) for block in _type_blocks(tree) for node in ast.walk(block)}
    for node in ast.walk(tree):
        if id(node) in passed_over:
            continue
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            start = parents[: len(parents) - node.level + 1] if node.level else ()
            base = ".".join((*start, *([node.module] if node.module else [])))
            yield from ((node.lineno, f"{base}.{alias.name}") for alias in node.names)
        elif isinstance(node, ast.Call) and _name_of(node.func) in ("import_module", "__import__"):
            first = node.args[0] if node.args else None
            if isinstance(first, ast.Constant) and isinstance(first.value, str):
                yield node.lineno, first.value


def _type_blocks(tree: ast.Module) -> Iterator[ast.stmt]:
    for node in ast.walk(tree):
        if isinstance(node, ast.If) and _name_of(node.test) == "TYPE_CHECKING":
            yield from node.body


def _why_forbidden(module: Path, target: str, package: Path) -> str | None:
    room = module.parts[0] if len(module.parts) > 1 else ""
    top, *rest = target.split(".")
    if room not in MAY_IMPORT:
        return f"the folder {room} is no room of the house"
    if (module.as_posix(), top) == FRAMES:
        return None
    if top != package.name:
        return f"{room or 'the top'} must not import {top}" if top in MUST_NOT_IMPORT[room] else None
    other = rest[0] if rest else ""
    if room == other == "dashboard" and len(module.parts) > 2 and len(rest) > 1:
        return _why_forbidden_within(module.parts[1], rest[1], rest[2:3])
    if other in ROOMS:
        return None if other in MAY_IMPORT[room] else f"{room or 'the top'} must not import {other}"
    is_plain_module = other.startswith("__") or (package / f"{other}.py").exists()
    if is_plain_module or (module.name in FACES and not room):
        return None
    return f"{room or 'the top'} must not import the package's own face ({target})"


def _why_forbidden_within(part: str, other: str, name: list[str]) -> str | None:
    if other == part or (other in WITHIN and (part not in WITHIN or WITHIN.index(other) < WITHIN.index(part))):
        return None
    if part not in WITHIN and other not in WITHIN and name == ["page"]:
        return None
    return f"dashboard/{part} must not import dashboard/{other}"


def _name_of(node: ast.expr) -> str:
    return node.attr if isinstance(node, ast.Attribute) else getattr(node, "id", "")
