"""What is written to a file: the workbook, and the case in an edited workbook."""

import pathlib
from collections.abc import Callable

import click

from budget.case import Case, CaseError, case_to_text, cases, problem_text, refuse
from budget.commands.calls import CASE, LANGUAGE, SETTINGS, CallFault, Options, argument, command, option
from budget.commands.common import as_chosen, chosen_case, chosen_result, read_bytes
from budget.export.files import write_file
from budget.formulas import Result, calculate
from budget.text import Words


def _output(metavar: str) -> click.Option:
    return option("-o", "output", metavar=metavar, required=True)


THEME = (option("--theme", metavar="ID"), option("--exact-counts", is_flag=True))


TEMPLATE = option("--template", metavar="FILE")


@command(CASE, *SETTINGS, _output("FILE.xlsx"))
def excel_command(options: Options, words: Words) -> int:
    from budget.public import write_workbook

    write_workbook(chosen_case(options, options.case), options.output, options.prices, words.language)
    print(words("cli.wrote", file=options.output))
    return 0


@command(CASE, *SETTINGS, *THEME, TEMPLATE, _output("FILE.pptx"))
def slides_command(options: Options, words: Words) -> int:
    from budget.export.slides import slides

    return _themed(slides, "slides", options, words)


@command(CASE, *SETTINGS, *THEME, TEMPLATE, _output("FILE.docx"))
def document_command(options: Options, words: Words) -> int:
    from budget.export.document import document

    return _themed(document, "document", options, words)


Make = Callable[[Result, Words, str, bool, bytes | None], bytes]


def _themed(make: Make, kind: str, options: Options, words: Words) -> int:
    """Made in the theme and the template asked for; what the template lacks is said with what was done instead."""
    from budget.case.themes import look
    from budget.export.templates import remarks

    result = chosen_result(options)
    theme = _theme(options, result)
    template = read_bytes(options.template) if options.template else getattr(look(theme), kind)
    try:
        made = make(result, words, theme, options.exact_counts, template)
    except CaseError as error:
        raise CaseError(error.problems, file=options.template or "") from None
    _wrote(made, options, words)
    for said in remarks(template, kind, words, look(theme).theme.layouts) if template else ():
        print(f"- {said}")
    return 0


def _theme(options: Options, result: Result) -> str:
    """The theme asked for, else the municipality's own."""
    from budget.case.themes import known_themes, theme_of

    return options.theme or theme_of(result.case.municipality, known_themes()[0])


@command(CASE, *SETTINGS, option("--page", default="calculation", metavar="PAGE"), _output("FILE.pdf"))
def pdf_command(options: Options, words: Words) -> int:
    from budget.export.pdf import page_pdf

    return _wrote(page_pdf(chosen_result(options), options.page, words), options, words)


STORED = option("--store", "stored", is_flag=True)


@command(argument("cases", "[CASE…]", nargs=-1), *SETTINGS, STORED, _output("FILE.xlsx"))
def portfolio_command(options: Options, words: Words) -> int:
    """The cases that are named, else those of the folder or of the store; an effort among these is in once."""
    from budget.analysis.portfolio import portfolio, told_twice
    from budget.export.portfolio_workbook import portfolio_workbook

    if options.prices != "fixed":
        raise refuse("choice", "--prices", read=options.prices, allowed="fixed")
    if options.stored and options.cases:
        raise CallFault("extra", read=" ".join(options.cases))
    found = [chosen_case(options, name) for name in options.cases or ([] if options.stored else cases())]
    found = _stored(options) if options.stored else found
    if not found:
        raise refuse("no_cases", "portfolio")
    _different(found)
    again = set() if options.cases else told_twice([(str(case.municipality), str(case.title)) for case in found])
    kept = [case for number, case in enumerate(found) if number not in again]
    _wrote(portfolio_workbook(portfolio([calculate(case) for case in kept]), words), options, words)
    if again:
        left_out = words.listed(found[number].id for number in sorted(again))
        print(words("cli.portfolio_left_out", cases=left_out))
    return 0


def _stored(options: Options) -> list[Case]:
    """The newest version of every case in the store that is not archived."""
    from budget.store.database import existing_store

    found = []
    for head, mark in existing_store().heads():
        try:
            found.append(as_chosen(options, head.marked(mark)))
        except CaseError as error:
            raise CaseError(error.problems, file=head.case_id) from None
    return found


def _different(cases: list[Case]) -> None:
    ids = [case.id for case in cases]
    for twice in {id for id in ids if ids.count(id) > 1}:
        raise refuse("proposal_twice", "data", read=twice)


@command(argument("cases", "CASE…", nargs=-1, required=True), *SETTINGS, _output("FILE.csv|.ods"))
def data_command(options: Options, words: Words) -> int:
    """Tidy CSV of all the cases, or the table of one as .ods."""
    results = [calculate(chosen_case(options, name), options.prices) for name in options.cases]
    ending = pathlib.Path(options.output).suffix.lower()
    if ending == ".csv":
        from budget.export.open_data import tidy_csv

        _different([result.case for result in results])
        return _wrote(tidy_csv(results, words).encode(), options, words)
    if ending != ".ods" or len(results) > 1:
        raise refuse("data_ending", "-o", read=options.output)
    from budget.export.ods import ods
    from budget.export.tables import heading
    from budget.shown.net_table import net_table

    (result,) = results
    return _wrote(ods([net_table(result, words)], heading(result.case, words).split("\n"), words), options, words)


@command(CASE, argument("chart"), *SETTINGS, THEME[0], _output("FILE.png|.svg"))
def picture_command(options: Options, words: Words) -> int:
    from budget.export.pictures import picture

    result = chosen_result(options)
    ending = pathlib.Path(options.output).suffix
    return _wrote(picture(result, options.chart, ending, words, _theme(options, result)), options, words)


def _wrote(data: bytes, options: Options, words: Words) -> int:
    write_file(options.output, data)
    print(words("cli.wrote", file=options.output))
    return 0


@command(argument("workbook", "FILE.xlsx"), LANGUAGE, _output("CASE.yaml"))
def read_command(options: Options, words: Words) -> int:
    from budget.export.readback import read_workbook

    data = read_bytes(options.workbook)
    try:
        case, changes, not_taken = read_workbook(data)
    except CaseError as error:
        raise CaseError(error.problems, file=options.workbook) from None
    write_file(options.output, case_to_text(case).encode())
    for change in changes:
        old, new = (words.plain(value) if value is not None else words("word.none") for value in change[1:])
        print(words("cli.changed", path=change[0], old=old, new=new))
    if not changes:
        print(words("cli.nothing_changed"))
    if not_taken:
        print(words("cli.not_taken"))
    for problem in not_taken:
        print(f"- {problem_text(problem, words)}")
    return 0
