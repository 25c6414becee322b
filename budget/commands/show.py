"""What is printed: the cases, the table, the control points, an explanation, the schema."""

import argparse
import json
import sys

from budget.case import Case, CaseError, cases, problem_text, read_case, refuse
from budget.commands.common import chosen_case, chosen_result
from budget.formulas import Result, calculate
from budget.text import Words


def list_command(options: argparse.Namespace, words: Words) -> int:
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


def table_command(options: argparse.Namespace, words: Words) -> int:
    from budget.export.tables import table_csv, table_json, table_text

    result = chosen_result(options)
    if options.format == "json":
        print(table_json(result, words))  # always the table, in kr
    elif options.form != "table":
        _form(result, options, words)
    elif options.format == "csv":
        _as_bytes(table_csv(result, words, options.unit))
    else:
        print(table_text(result, words, options.unit), end="")
    return 0


def _form(result: Result, options: argparse.Namespace, words: Words) -> None:
    from budget.export.tables import form_csv, form_text, heading
    from budget.shown.forms import appropriations, proposal

    form = (proposal if options.form == "proposal" else appropriations)(result, words, options.unit)
    if options.format == "csv":
        _as_bytes(form_csv(form))
    else:
        print(form_text(form, words, heading(result.case, words)), end="")


def _as_bytes(text: str) -> None:
    """A file as it is: no line end is translated."""
    sys.stdout.flush()
    sys.stdout.buffer.write(text.encode())


def check_command(options: argparse.Namespace, words: Words) -> int:
    from budget.shown.points import check, check_across

    results = [calculate(chosen_case(options, name), options.prices) for name in options.cases]
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


def explain_command(options: argparse.Namespace, words: Words) -> int:
    from budget.shown import explain, explanation_lines

    result = chosen_result(options)
    if options.row not in result.book.rows:
        known = ", ".join(row.key for row in result.rows)
        raise refuse("unknown_row", options.case, read=options.row, known=known)
    if options.year not in map(str, result.years):
        raise refuse("unknown_year", options.case, read=options.year, known=", ".join(map(str, result.years)))
    node = explain(result, options.row, int(options.year), words)
    node.label = f"{node.label}, {options.year}"
    print("\n".join(explanation_lines(node, words)))
    return 0


def schema_command(options: argparse.Namespace, words: Words) -> int:
    print(json.dumps(Case.model_json_schema(by_alias=True), ensure_ascii=False, indent=1))
    return 0
