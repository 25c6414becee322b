"""The command line: the headless way to do what the dashboard does. Run `python -m budget --help`."""

import itertools
import os
import sys
from collections.abc import Sequence

from budget.case import CaseError, problem_text
from budget.commands import files, following, keeping, show, uncertainty
from budget.commands.parser import parser
from budget.text import Words

COMMANDS = {
    "list": show.list_command,
    "table": show.table_command,
    "check": show.check_command,
    "explain": show.explain_command,
    "excel": files.excel_command,
    "slides": files.slides_command,
    "document": files.document_command,
    "read": files.read_command,
    "solve": uncertainty.solve_command,
    "sensitivity": uncertainty.sensitivity_command,
    "simulate": uncertainty.simulate_command,
    "follow-up": following.follow_up_command,
    "backup": keeping.backup_command,
    "verify": keeping.verify_command,
    "schema": show.schema_command,
}


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs one command; the exit code is 0 done, 1 a check found an error, 2 the input could not be used."""
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
