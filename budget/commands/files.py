"""What is written to a file: the workbook, and the case in an edited workbook."""

import pathlib

import click

from budget.case import Case, CaseError, case_to_text, refuse
from budget.commands.calls import CASE, LANGUAGE, SETTINGS, Options, argument, command, option
from budget.commands.common import chosen_case, chosen_result
from budget.export.files import write_file
from budget.text import Words


def _output(metavar: str) -> click.Option:
    return option("-o", "output", metavar=metavar, required=True)


THEME = (option("--theme", metavar="ID"), option("--exact-counts", is_flag=True))


@command(CASE, *SETTINGS, _output("FILE.xlsx"))
def excel_command(options: Options, words: Words) -> int:
    from budget.public import write_workbook

    write_workbook(chosen_case(options, options.case), options.output, options.prices, words.language)
    print(words("cli.wrote", file=options.output))
    return 0


@command(CASE, *SETTINGS, *THEME, _output("FILE.pptx"))
def slides_command(options: Options, words: Words) -> int:
    from budget.export.slides import slides

    result = chosen_result(options)
    write_file(options.output, slides(result, words, _theme(options, result.case), options.exact_counts))
    print(words("cli.wrote", file=options.output))
    return 0


@command(CASE, *SETTINGS, *THEME, _output("FILE.docx"))
def document_command(options: Options, words: Words) -> int:
    from budget.export.document import document

    result = chosen_result(options)
    write_file(options.output, document(result, words, _theme(options, result.case), options.exact_counts))
    print(words("cli.wrote", file=options.output))
    return 0


@command(CASE, *SETTINGS, option("--page", default="calculation", metavar="PAGE"), _output("FILE.pdf"))
def pdf_command(options: Options, words: Words) -> int:
    from budget.export.pdf import page_pdf

    write_file(options.output, page_pdf(chosen_result(options), options.page, words))
    print(words("cli.wrote", file=options.output))
    return 0


def _theme(options: Options, case: Case) -> str:
    """The theme asked for, else the municipality's own."""
    from budget.case.themes import known_themes, theme_of

    return str(options.theme) if options.theme else theme_of(case.municipality, known_themes()[0])


@command(argument("workbook", "FILE.xlsx"), LANGUAGE, _output("CASE.yaml"))
def read_command(options: Options, words: Words) -> int:
    from budget.export.readback import read_workbook

    try:
        data = pathlib.Path(options.workbook).read_bytes()
    except OSError as error:
        raise refuse("cannot_open", options.workbook, why=error.strerror or "") from None
    try:
        case, changes = read_workbook(data)
    except CaseError as error:
        raise CaseError(error.problems, file=options.workbook) from None
    write_file(options.output, case_to_text(case).encode())
    for change in changes:
        old, new = (words.plain(value) if value is not None else words("word.none") for value in change[1:])
        print(words("cli.changed", path=change[0], old=old, new=new))
    if not changes:
        print(words("cli.nothing_changed"))
    return 0
