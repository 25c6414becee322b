"""What the commands share: the case that the options choose."""

import pathlib

from budget.case import Case, read_case, refuse, with_figure, with_scenario
from budget.case.translating import stated_number
from budget.commands.calls import Options
from budget.formulas import Result, calculate
from budget.shown.changed import states
from budget.text import Words


def chosen_case(options: Options, name: str) -> Case:
    """The case with the scenario applied first, then the settings in the order given."""
    return as_chosen(options, read_case(name))


def as_chosen(options: Options, case: Case) -> Case:
    """A case with what the options choose of it."""
    if options.scenario:
        case = with_scenario(case, options.scenario)
    for setting in options.set:
        path, equals, text = setting.partition("=")
        if not equals:
            raise refuse("set_form", "--set", read=setting)
        case = with_figure(case, path, stated_number(path, text))
    return case


def chosen_result(options: Options) -> Result:
    return calculate(chosen_case(options, options.case), options.prices)


def read_bytes(file: str) -> bytes:
    try:
        return pathlib.Path(file).read_bytes()
    except OSError as error:
        raise refuse("cannot_open", file, why=error.strerror or "") from None


def said_first(case: Case, words: Words) -> None:
    """Prints above what is told of a case that it is not as its file has it, and what was changed."""
    for line in states(case, words):
        print(line)
