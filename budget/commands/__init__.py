"""The command line: the headless way to do what the dashboard does. Run `nettobesparelse --help`."""

import itertools
import os
import pathlib
import sys
from collections.abc import Sequence

import click

from budget.case import CaseError, problem_text
from budget.commands.calls import PROGRAM, Commands, fault_text
from budget.text import Words

# A command by name, and the module of this room that `<name>_command` stands in: it is read only when it is called for.
COMMANDS = {
    "list": "show",
    "table": "show",
    "check": "show",
    "explain": "show",
    "excel": "files",
    "slides": "files",
    "document": "files",
    "pdf": "files",
    "picture": "files",
    "data": "files",
    "read": "files",
    "solve": "uncertainty",
    "sensitivity": "uncertainty",
    "simulate": "uncertainty",
    "choose": "choosing",
    "portfolio": "files",
    "follow-up": "show",
    "ledger": "ledger",
    "baseline": "estimating",
    "backup": "keeping",
    "verify": "keeping",
    "migrate": "keeping",
    "member": "keeping",
    "members": "keeping",
    "log": "keeping",
    "schema": "show",
    "dashboard": "screen",
}


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs one command; the exit code is 0 done, 1 a check found an error, 2 the input could not be used."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    words = Words(_language(given))
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(encoding="utf-8", errors="backslashreplace")  # type: ignore[union-attr]
    commands = Commands(COMMANDS)
    try:
        with commands.make_context(_program(), given, obj=words) as call:
            return int(commands.invoke(call))
    except click.exceptions.Exit as end:  # help was asked for
        return end.exit_code
    except click.UsageError as fault:
        print(fault_text(fault, words), file=sys.stderr)
        return 2
    except CaseError as error:
        for problem in error.problems[:20]:
            print(problem_text(problem, words, error.file), file=sys.stderr)
        return 2
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0


def _program() -> str:
    """What was typed to call this."""
    return "python -m budget" if pathlib.Path(sys.argv[0]).name == "__main__.py" else PROGRAM


def _language(given: list[str]) -> str:
    """The language asked for, before the call is parsed: also its faults are worded in it."""
    pairs = itertools.pairwise(given)
    return "en" if ("--language", "en") in pairs or "--language=en" in given else "da"
