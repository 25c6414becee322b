"""What is printed: cases, the table, the follow-up, control points, an explanation, the schema."""

import json
import sys

from budget.case import Case, CaseError, cases, cases_folder, problem_text, read_case
from budget.commands.calls import CASE, LANGUAGE, SETTINGS, SHARED, Options, argument, choice, command
from budget.commands.common import chosen_case, chosen_result, said_first
from budget.formulas import Result, calculate
from budget.text import Words


@command(*SHARED)
def list_command(options: Options, words: Words) -> int:
    found = cases()
    if not found:
        print(words("cli.no_case", folder=cases_folder()))
    for id in found:
        try:
            case = read_case(id)
        except CaseError as error:
            print(words("cli.unreadable", id=id, why=problem_text(error.problems[0], words)))
            continue
        status = words(f"status.{case.status}")
        years = {"first": case.horizon[0], "last": case.horizon[-1]}
        print(words("cli.list", id=id, title=case.title, municipality=case.municipality, status=status, **years))
    return 0


@command(
    CASE,
    *SETTINGS,
    choice("--format", "text", "json", "csv"),
    choice("--form", "table", "proposal", "appropriations"),
    choice("--unit", "1000", "kr", "mio"),
)
def table_command(options: Options, words: Words) -> int:
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


def _form(result: Result, options: Options, words: Words) -> None:
    from budget.export.tables import form_csv, form_text, heading
    from budget.shown.changed import states
    from budget.shown.forms import appropriations, proposal

    form = (proposal if options.form == "proposal" else appropriations)(result, words, options.unit)
    if options.format == "csv":
        _as_bytes(form_csv(form, states(result.case, words)))
    else:
        print(form_text(form, words, heading(result.case, words)), end="")


def _as_bytes(text: str) -> None:
    """A file as it is: no line end is translated."""
    sys.stdout.flush()
    sys.stdout.buffer.write(text.encode())


@command(argument("cases", "CASE…", nargs=-1, required=True), *SETTINGS, choice("--format", "text", "json"))
def check_command(options: Options, words: Words) -> int:
    from budget.shown.points import check, count_text

    results = [calculate(chosen_case(options, name), options.prices) for name in options.cases]
    beside = [[other for other in results if other is not result] for result in results]
    asked = [check(result, words, others) for result, others in zip(results, beside, strict=True)]
    found = [(result.case.id, point) for result, points in zip(results, asked, strict=True) for point in points]
    if options.format == "json":
        print(json.dumps([{"case": id, **vars(point)} for id, point in found], ensure_ascii=False, indent=1))
    else:
        for result, points in zip(results, asked, strict=True):
            said_first(result.case, words)
            print(f"{result.case.id}: {count_text(points, words)}")
            for point in points:
                if point.tripped:
                    print(f"  {words(f'severity.{point.severity}')} {point.id}: {point.text}")
    return int(any(point.tripped and point.severity == "error" for _, point in found))


@command(CASE, argument("row"), argument("year"), *SETTINGS)
def explain_command(options: Options, words: Words) -> int:
    from budget.shown import explain

    result = chosen_result(options)
    node = explain(result, options.row, options.year, words)
    node.label = f"{node.label}, {options.year}"
    said_first(result.case, words)
    print(node)
    return 0


@command(LANGUAGE, choice("--of", "case", "data"))
def schema_command(options: Options, words: Words) -> int:
    from budget.export.open_data import schema

    found = schema(words) if options.of == "data" else Case.model_json_schema(by_alias=True)
    print(json.dumps(found, ensure_ascii=False, indent=1))
    return 0


@command(CASE, *SETTINGS, choice("--format", "text", "json"), choice("--unit", "1000", "kr", "mio"))
def follow_up_command(options: Options, words: Words) -> int:
    from budget.analysis.follow_up import follow_up
    from budget.analysis.gates import gate_states
    from budget.export.follow_up import follow_up_json, follow_up_text

    result = chosen_result(options)
    found, gates = follow_up(result), gate_states(result)
    if options.format == "json":
        print(follow_up_json(found, words, gates))
    else:
        print(follow_up_text(found, words, options.unit, gates), end="")
    return 0
