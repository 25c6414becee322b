"""Mutates a seeded sample and tells which mutants no test notices: see README.md beside this file.

cosmic-ray makes the mutants. Each is run in a child of this process that has the libraries loaded already and
imports the changed module from memory, so that nothing on the disk is touched.
"""

from __future__ import annotations

import ast
import importlib
import importlib.abc
import importlib.machinery
import importlib.util
import multiprocessing
import os
import random
import re
import resource
import signal
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from types import ModuleType

import yaml
from cosmic_ray.ast import ast_nodes, get_ast
from cosmic_ray.mutating import mutate_code
from cosmic_ray.plugins import get_operator, operator_names

from tests.mutation.modules import MODULES, ROOT, Module

HERE = Path(__file__).parent
SEED, SAMPLE, WORKERS = 20200101, 320, 2
# What always ends in a TypeError here would only flatter the count: shifting and joining bits.
FLATTERING = re.compile(r"ReplaceBinaryOperator_\w*(RShift|LShift|BitOr|BitAnd|BitXor)|NoOp|RemoveDecorator")
LIBRARIES = (
    "numpy",
    "pandas",
    "pydantic",
    "yaml",
    "pytest",
    "_pytest.assertion.rewrite",
    "hypothesis.strategies",
    "tests.programs",
)
OPTIONS = ("-x", "-q", "--tb=line", "-p", "no:cacheprovider", "-p", "_hypothesis_pytestplugin", "--hypothesis-seed=1")
LONGEST = 1500  # seconds on the clock, for a child that waits and does nothing


@dataclass(frozen=True)
class Mutant:
    """One change of one file; the lines before and after it name it."""

    path: str
    operator: str
    occurrence: int
    line: int

    def source(self) -> str:
        changed = mutate_code(
            (ROOT / self.path).read_text(encoding="utf-8"), get_operator(self.operator)(), self.occurrence
        )
        assert changed is not None
        return str(changed)

    def lines(self) -> tuple[str, str]:
        before = (ROOT / self.path).read_text(encoding="utf-8").split("\n")
        pairs = [(a.strip(), b.strip()) for a, b in zip(before, self.source().split("\n"), strict=False) if a != b]
        return pairs[0]

    @property
    def name(self) -> str:
        return f"{self.path}: {' -> '.join(self.lines())}"


def mutants(path: str) -> Iterator[Mutant]:
    """Every mutant of a file, save those of annotations, which nothing reads, and the flattering ones."""
    text = (ROOT / path).read_text(encoding="utf-8")
    unread = list(_annotations(text))
    nodes = list(ast_nodes(get_ast(text)))
    for name in sorted(operator_names()):
        if FLATTERING.search(name) or get_operator(name).arguments():
            continue
        operator = get_operator(name)()
        places = [start for node in nodes for start, _ in operator.mutation_positions(node)]
        for occurrence, start in enumerate(places):
            if not any(low <= start < high for low, high in unread):
                yield Mutant(path, name, occurrence, start[0])


def _annotations(text: str) -> Iterator[tuple[tuple[int, int], tuple[int, int]]]:
    for node in ast.walk(ast.parse(text)):
        for found in (getattr(node, "annotation", None), getattr(node, "returns", None)):
            if isinstance(found, ast.expr):
                yield (found.lineno, found.col_offset), (found.end_lineno or 0, found.end_col_offset or 0)


def sample() -> dict[str, list[Mutant]]:
    """By module, in proportion to the mutants that it has."""
    found = {name: [m for path in module.paths() for m in mutants(path)] for name, module in MODULES.items()}
    share = SAMPLE / sum(map(len, found.values()))
    return {
        name: sorted(random.Random(f"{SEED} {name}").sample(all_, max(1, round(len(all_) * share))), key=str)
        for name, all_ in found.items()
    }


class Changed(importlib.abc.MetaPathFinder, importlib.machinery.SourceFileLoader):
    """Imports one module of the package from a text in memory."""

    def __init__(self, path: str, source: str) -> None:
        name = path.removesuffix(".py").replace("/", ".").removesuffix(".__init__")
        importlib.machinery.SourceFileLoader.__init__(self, name, str(ROOT / path))
        self.source = source

    def find_spec(
        self, name: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> importlib.machinery.ModuleSpec | None:
        return importlib.util.spec_from_file_location(name, self.path, loader=self) if name == self.name else None

    def get_code(self, fullname: str) -> object:  # never from a compiled file
        return compile(self.source, self.path, "exec")


def _child(mutant: Mutant, tests: list[list[str]], seconds: int, output: str) -> None:
    """Runs the tests with the mutant in place of its file; never returns."""
    os.setsid()
    descriptor = os.open(output, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
    os.dup2(descriptor, 1)
    os.dup2(descriptor, 2)
    code = 99
    try:
        resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))  # the clock of a busy machine says nothing
        resource.setrlimit(resource.RLIMIT_AS, (6 << 30, 6 << 30))
        finder = Changed(mutant.path, mutant.source())
        assert finder.name not in sys.modules, finder.name
        sys.meta_path.insert(0, finder)
        os.environ["PYTEST_DISABLE_PLUGIN_AUTOLOAD"] = "1"
        import pytest

        for files in tests:  # the later ones are not even collected once one has noticed
            code = int(pytest.main([*OPTIONS, *files]))
            if code:
                break
    finally:
        os._exit(code)


def _run(jobs: dict[int, tuple[Mutant, list[list[str]]]], seconds: int) -> Iterator[tuple[int, bool, float, str]]:
    """The jobs, a few at a time: number, whether every test passed, CPU seconds, and what was said last."""
    waiting, running = list(jobs), {}
    with tempfile.TemporaryDirectory() as folder:
        while waiting or running:
            while waiting and len(running) < WORKERS:
                number = waiting.pop(0)
                output = f"{folder}/{number}"
                pid = os.fork()
                if not pid:
                    _child(*jobs[number], seconds, output)
                running[pid] = (number, output, time.monotonic())
            for pid, (_, _, since) in running.items():
                if time.monotonic() - since > LONGEST:
                    os.killpg(pid, signal.SIGKILL)
            pid, status, usage = os.wait4(-1, os.WNOHANG)
            if not pid:
                time.sleep(0.05)
                continue
            number, output, _ = running.pop(pid)
            said = Path(output).read_text(encoding="utf-8", errors="replace").strip().split("\n")
            told = [line for line in said if line.startswith(("FAILED", "ERROR", "E  "))] or said
            yield number, status == 0, usage.ru_utime + usage.ru_stime, told[-1][:200]


def _module(name: str, found: list[Mutant], connection: object) -> None:
    module: Module = MODULES[name]
    for before in (*LIBRARIES, *module.before):
        importlib.import_module(before)
    unchanged = Mutant(module.paths()[-1], "core/NoOp", 0, 0)
    _, green, seconds, said = next(_run({0: (unchanged, module.tests)}, 600))
    assert green, f"{name}: the tests fail without a mutant: {said}"
    print(f"{name}: {len(found)} mutants, {seconds:.1f} s of CPU for its tests", flush=True)
    results = []
    for number, passed, used, said in _run({i: (m, module.tests) for i, m in enumerate(found)}, int(1.5 * seconds + 4)):
        results.append((found[number], passed, said))
        print(f"  {'SURVIVED' if passed else 'killed'} {used:.1f} {found[number].name} | {said}", flush=True)
    connection.send(results)  # type: ignore[attr-defined]


def main() -> None:
    names = sys.argv[1:] or list(MODULES)
    equal: dict[str, str] = yaml.safe_load((HERE / "equal.yaml").read_text(encoding="utf-8")) or {}
    found: list[str] = yaml.safe_load((HERE / "found.yaml").read_text(encoding="utf-8")) or []
    context, lines, counts = multiprocessing.get_context("fork"), [], []
    for name, chosen in sample().items():
        if name not in names:
            continue
        mine, theirs = context.Pipe()
        process = context.Process(target=_module, args=(name, chosen, theirs))  # what it loads, the next must not have
        process.start()
        while not mine.poll(1):
            assert process.is_alive(), f"{name} did not end"
        results: list[tuple[Mutant, bool, str]] = mine.recv()
        process.join()
        alive = [mutant.name for mutant, passed, _ in results if passed]
        same = [each for each in alive if each in equal]
        counts.append((name, len(results), len(results) - len(alive), len(same), len(alive) - len(same)))
        lines += [f"= {each}\n    {equal[each]}" for each in sorted(same)]
        lines += [f"! {each}" for each in sorted(set(alive) - set(same))]
        lines += [f"+ {m.name}\n    {said}" for m, passed, said in results if not passed and m.name in found]
    report = _report(counts, lines)
    print(report)
    if not sys.argv[1:]:
        (HERE / "last.txt").write_text(report + "\n", encoding="utf-8")


def _report(counts: list[tuple[str, int, int, int, int]], lines: list[str]) -> str:
    totals = ("together", *(sum(row[i] for row in counts) for i in range(1, 5)))
    rows = [("module", "mutants", "killed", "equal", "alive"), *counts, totals]
    table = [f"{row[0]:22}" + "".join(f"{count:>9}" for count in row[1:]) for row in rows]
    share = totals[2] / (totals[1] - totals[3])
    tail = [f"\nkilled of those that are not equal: {share:.1%}", "\n= equal to the program, and why; ! alive;"]
    tail.append("+ killed now, by the test that is named, and alive before it was written\n")
    return "\n".join([f"cosmic-ray {version('cosmic-ray')}, seed {SEED}\n", *table, *tail, *lines])


if __name__ == "__main__":
    main()
