"""What the commands share: the case that the options choose, and files written whole or not at all."""

import argparse
import os
import pathlib

from budget.case import Case, read_case, refuse, with_figure, with_scenario
from budget.case.translating import stated_number
from budget.formulas import Result, calculate


def chosen_case(options: argparse.Namespace, name: str) -> Case:
    """The case with the scenario applied first, then the settings in the order given."""
    case = read_case(name)
    if options.scenario:
        case = with_scenario(case, options.scenario)
    for setting in options.set:
        path, equals, text = setting.partition("=")
        if not equals:
            raise refuse("set_form", "--set", read=setting)
        case = with_figure(case, path, stated_number(path, text))
    return case


def chosen_result(options: argparse.Namespace) -> Result:
    return calculate(chosen_case(options, options.case), options.prices)


def write_file(name: str, data: bytes) -> None:
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
