"""The command line: the headless way to do what the dashboard does. Run `python -m budget --help`."""

import argparse
import itertools
import json
import os
import pathlib
import sys
from collections.abc import Sequence
from typing import Any, NoReturn

from budget.case import (
    Case,
    CaseError,
    case_to_text,
    cases,
    problem_text,
    read_case,
    refuse,
    with_figure,
    with_scenario,
)
from budget.case.reading import AMBIGUOUS_AMOUNT, NUMBER
from budget.formulas import Result, calculate
from budget.text import Words


class _Parser(argparse.ArgumentParser):
    """Faults of the call are worded like every other fault."""

    def __init__(self, **given: Any) -> None:
        super().__init__(allow_abbrev=False, **given)  # `--lang` would be taken, but its language not seen in time

    def error(self, message: str) -> NoReturn:
        raise refuse("usage", "", why=message[:1].upper() + message[1:] + ".")


def parser() -> argparse.ArgumentParser:
    """Every command with its options."""
    main = _Parser(prog="python -m budget", description="Nettobesparelse: hvad et forslag koster og sparer år for år.")
    commands = main.add_subparsers(dest="command", required=True, parser_class=_Parser)
    language = _Parser(add_help=False)
    language.add_argument("--language", choices=("da", "en"), default="da", help="Dansk eller engelsk / language")
    case = _Parser(add_help=False, parents=[language])
    case.add_argument("--prices", choices=("fixed", "current"), default="fixed", help="faste eller løbende priser")
    case.add_argument("--scenario", metavar="ID", help="et af casens scenarier, anvendt først")
    case.add_argument("--set", metavar="PATH=VALUE", action="append", default=[], help="sæt en værdi, flere gange")

    def add(name: str, help: str, parent: _Parser = case) -> argparse.ArgumentParser:
        return commands.add_parser(name, help=help, parents=[parent])

    add("list", "cases i assumptions/", language)
    table = add("table", "tabellen over nettobesparelsen")
    table.add_argument("case", metavar="CASE")
    table.add_argument("--format", choices=("text", "json", "csv"), default="text")
    table.add_argument("--unit", choices=("1000", "kr", "mio"), default="1000")
    check = add("check", "kontrolpunkterne")
    check.add_argument("cases", metavar="CASE", nargs="+")
    check.add_argument("--format", choices=("text", "json"), default="text")
    explain = add("explain", "hvordan ét tal er kommet frem")
    explain.add_argument("case", metavar="CASE")
    explain.add_argument("row", metavar="ROW")
    explain.add_argument("year", metavar="YEAR")
    excel = add("excel", "regneark, der regner videre")
    excel.add_argument("case", metavar="CASE")
    excel.add_argument("-o", dest="output", metavar="FILE.xlsx", required=True)
    read = add("read", "et redigeret regneark tilbage til en case", language)
    read.add_argument("workbook", metavar="FILE.xlsx")
    read.add_argument("-o", dest="output", metavar="CASE.yaml", required=True)
    solve = add("solve", "hvad ét tal skal være, for at casen går i nul")
    solve.add_argument("case", metavar="CASE")
    solve.add_argument("path", metavar="PATH")
    solve.add_argument("--by", metavar="YEAR", type=int, help="senest ved udgangen af dette år")
    solve.add_argument("--format", choices=("text", "json"), default="text")
    sensitivity = add("sensitivity", "hvilke tal der flytter resultatet")
    sensitivity.add_argument("case", metavar="CASE")
    sensitivity.add_argument("--all", dest="percent", metavar="PERCENT", type=float, help="også de sikre tal, +/- pct.")
    sensitivity.add_argument("--format", choices=("text", "json"), default="text")
    simulate = add("simulate", "sandsynligheden for tilbagebetaling")
    simulate.add_argument("case", metavar="CASE")
    simulate.add_argument("--draws", metavar="N", type=int, default=10_000, help="gennemregninger")
    simulate.add_argument("--seed", metavar="S", type=int, default=1, help="startværdi")
    simulate.add_argument("--format", choices=("text", "json"), default="text")
    add("schema", "JSON Schema for en case-fil", language)
    return main


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs one command; the exit code is 0 done, 1 `check` found an error, 2 the input could not be used."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    words = Words(_language(given))
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(encoding="utf-8", errors="backslashreplace")  # type: ignore[union-attr]
    try:
        options = parser().parse_args(given)
        return int(COMMANDS[options.command](options, words))
    except CaseError as error:
        for problem in error.problems[:20]:
            print(problem_text(problem, words, error.file), file=sys.stderr)
        return 2
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0


def _language(given: list[str]) -> str:
    """The language asked for, before the call is parsed: also its faults are worded in it."""
    pairs = itertools.pairwise(given)
    return "en" if ("--language", "en") in pairs or "--language=en" in given else "da"


def _case(options: argparse.Namespace, name: str) -> Case:
    """The case with the scenario applied first, then the settings in the order given."""
    case = read_case(name)
    if options.scenario:
        case = with_scenario(case, options.scenario)
    for setting in options.set:
        path, equals, text = setting.partition("=")
        if not equals:
            raise refuse("set_form", "--set", read=setting)
        case = with_figure(case, path, _value(path, text))
    return case


def _value(path: str, text: str) -> float:
    from budget.case.translating import AMOUNT_KEYS

    if not NUMBER.fullmatch(text):
        raise refuse("number", path, read=text)
    if AMBIGUOUS_AMOUNT.fullmatch(text) and AMOUNT_KEYS & set(path.split(".")):
        raise refuse("ambiguous_amount", path, read=text)
    return float(text)


def _result(options: argparse.Namespace) -> Result:
    return calculate(_case(options, options.case), options.prices)


def _list(options: argparse.Namespace, words: Words) -> int:
    for id in cases():
        try:
            case = read_case(id)
        except CaseError as error:
            print(words("cli.unreadable", id=id, why=problem_text(error.problems[0], words)))
            continue
        status = words(f"status.{case.status}")
        years = {"first": case.horizon[0], "last": case.horizon[-1]}
        print(words("cli.list", id=id, title=case.title, municipality=case.municipality, status=status, **years))
    return 0


def _table(options: argparse.Namespace, words: Words) -> int:
    from budget.export.tables import table_csv, table_json, table_text

    result = _result(options)
    if options.format == "json":
        print(table_json(result, words))
    elif options.format == "csv":
        sys.stdout.flush()
        sys.stdout.buffer.write(table_csv(result, words, options.unit).encode())
    else:
        print(table_text(result, words, options.unit), end="")
    return 0


def _check(options: argparse.Namespace, words: Words) -> int:
    from budget.analysis.checks import check, check_across

    results = [calculate(_case(options, name), options.prices) for name in options.cases]
    found = [(result.case.id, point) for result in results for point in check(result, words)]
    found += [(id, point) for id, point in check_across(results, words)]
    if options.format == "json":
        print(json.dumps([{"case": id, **vars(point)} for id, point in found], ensure_ascii=False, indent=1))
    else:
        for result in results:
            mine = [point for id, point in found if id == result.case.id]
            tripped = [point for point in mine if point.tripped]
            counts = {"tripped": len({point.id for point in tripped}), "all": len({point.id for point in mine})}
            print(f"{result.case.id}: {words('cli.points', **counts)}")
            for point in tripped:
                print(f"  {words(f'severity.{point.severity}')} {point.id}: {point.text}")
    return int(any(point.tripped and point.severity == "error" for _, point in found))


def _explain(options: argparse.Namespace, words: Words) -> int:
    from budget.analysis import explain, explanation_lines

    result = _result(options)
    if options.row not in result.book.rows:
        known = ", ".join(row.key for row in result.rows)
        raise refuse("unknown_row", options.case, read=options.row, known=known)
    if options.year not in map(str, result.years):
        raise refuse("unknown_year", options.case, read=options.year, known=", ".join(map(str, result.years)))
    node = explain(result, options.row, int(options.year), words)
    node.label = f"{node.label}, {options.year}"
    print("\n".join(explanation_lines(node, words)))
    return 0


def _excel(options: argparse.Namespace, words: Words) -> int:
    from budget.export.workbook import workbook

    _write(options.output, workbook(_case(options, options.case), options.prices, options.language))
    print(words("cli.wrote", file=options.output))
    return 0


def _read(options: argparse.Namespace, words: Words) -> int:
    from budget.export.readback import read_workbook

    try:
        data = pathlib.Path(options.workbook).read_bytes()
    except OSError as error:
        raise refuse("cannot_open", options.workbook, why=error.strerror or "") from None
    try:
        case, changes = read_workbook(data)
    except CaseError as error:
        raise CaseError(error.problems, file=options.workbook) from None
    _write(options.output, case_to_text(case).encode())
    for change in changes:
        old, new = (words.plain(value) if value is not None else words("word.none") for value in change[1:])
        print(words("cli.changed", path=change[0], old=old, new=new))
    if not changes:
        print(words("cli.nothing_changed"))
    return 0


def _solve(options: argparse.Namespace, words: Words) -> int:
    from budget.analysis.solving import solution_text, solve

    case = _case(options, options.case)
    solution = solve(case, options.path, options.by, options.prices)
    why = solution_text(case, solution, options.by or case.horizon[-1], words)
    if options.format == "json":
        data = {"path": solution.path, "value": solution.value, "why": why}
        print(json.dumps(data, ensure_ascii=False, indent=1))
    else:
        print(why)
    return 0


def _sensitivity(options: argparse.Namespace, words: Words) -> int:
    from budget.analysis.sensitivity import sensitivity

    base, swings = sensitivity(_case(options, options.case), words, options.prices, options.percent)
    if options.format == "json":
        print(json.dumps({"base": base, "figures": [vars(swing) for swing in swings]}, ensure_ascii=False, indent=1))
        return 0
    print(words("sensitivity.base", amount=words.kr(base)))
    for swing in swings:
        low, high = words.plain(swing.low), words.plain(swing.high)
        ends = {"at_low": words.kr(swing.at_low), "at_high": words.kr(swing.at_high)}
        print(words("sensitivity.line", label=swing.label, low=low, high=high, **ends))
    if not swings:
        print(words("sensitivity.none"))
    return 0


def _simulate(options: argparse.Namespace, words: Words) -> int:
    from budget.analysis.simulation import simulate

    if not 1 <= options.draws <= 10_000_000:
        raise refuse("bounds", "--draws", read=float(options.draws), low=1.0, high=1e7)
    found = simulate(_case(options, options.case), options.draws, options.seed, options.prices)
    if options.format == "json":
        print(json.dumps(vars(found), indent=1))
        return 0
    print(words("simulation.title", draws=words.number(found.draws), seed=found.seed))
    for i, year in enumerate(found.years):
        low, middle, high = (words.kr(found.accumulated[name][i]) for name in ("p10", "p50", "p90"))
        chance = words.share(found.probability_paid_back[i])
        print(words("simulation.line", year=year, low=low, middle=middle, high=high, chance=chance))
    return 0


def _schema(options: argparse.Namespace, words: Words) -> int:
    print(json.dumps(Case.model_json_schema(by_alias=True), ensure_ascii=False, indent=1))
    return 0


def _write(name: str, data: bytes) -> None:
    """The whole file or nothing: written beside its place and then moved there."""
    import tempfile  # only here: commands that print need not wait for it

    path = pathlib.Path(name)
    temporary = ""
    try:
        with tempfile.NamedTemporaryFile(dir=path.parent, delete=False) as file:
            temporary = file.name
            file.write(data)
        os.chmod(temporary, 0o644)
        os.replace(temporary, path)
    except OSError as error:
        if temporary:
            pathlib.Path(temporary).unlink(missing_ok=True)
        raise refuse("cannot_write", name, why=error.strerror or "") from None


COMMANDS = {
    "list": _list,
    "table": _table,
    "check": _check,
    "explain": _explain,
    "excel": _excel,
    "read": _read,
    "solve": _solve,
    "sensitivity": _sensitivity,
    "simulate": _simulate,
    "schema": _schema,
}
