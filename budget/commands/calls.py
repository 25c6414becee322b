"""How a call is read, with click: commands, their options, and help and faults in words of the catalogue.

A command is one function with `@command(…)`, read when it is first called. Its help is the text `call.<command>`,
that of an option `call.option.<name>`, or `call.<command>.<name>` where it means something of its own there.
"""

from collections.abc import Callable
from importlib import import_module
from types import SimpleNamespace
from typing import Any

import click

from budget.case import refuse
from budget.case.places import OWN_CASES, own_cases
from budget.text import LANGUAGES, Words

FAULTS = {click.Choice: "choice", click.Path: "no_folder", type(click.INT): "whole_number", type(click.FLOAT): "number"}


class Options(SimpleNamespace):
    """What a call gives: each option and argument by its name; `more` are further words that are passed on."""


class CallFault(click.UsageError):
    """A fault of the call: the catalogue's code, and what was read."""

    def __init__(self, code: str, **said: str) -> None:
        super().__init__(code, click.get_current_context(silent=True))
        self.code, self.said = code, said


class _Option(click.Option):
    def type_cast_value(self, ctx: click.Context, value: Any) -> Any:
        try:
            return super().type_cast_value(ctx, value)
        except click.BadParameter:
            allowed = ", ".join(getattr(self.type, "choices", ()))
            raise refuse(FAULTS[type(self.type)], self.opts[-1], read=value, allowed=allowed) from None


def option(*names: str, **given: Any) -> click.Option:
    """An option with a value, or a flag; see click's own for what can be given."""
    return _Option(names, **given)


def choice(name: str, *values: str) -> click.Option:
    """An option with one of these values; the first where it is not given."""
    return option(name, type=click.Choice(values), default=values[0])


def argument(name: str, metavar: str = "", **given: Any) -> click.Argument:
    return click.Argument([name], metavar=metavar or name.upper(), **given)


LANGUAGE = choice("--language", *LANGUAGES)
FOLDER = option("--cases", "folder", metavar="FOLDER", type=click.Path(exists=True, file_okay=False), envvar=OWN_CASES)
SHARED = (FOLDER, LANGUAGE)
SETTINGS = (
    choice("--prices", "fixed", "current"),
    option("--scenario", metavar="ID"),
    option("--set", metavar="PATH=VALUE", multiple=True),
    *SHARED,
)
CASE = argument("case")


class _Helped(click.Command):
    """Help in the language of the call."""

    def format_help(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        words: Words = ctx.obj
        names = [param.make_metavar(ctx) for param in self.params if isinstance(param, click.Argument)]
        pieces = [
            words("call.metavar.options"),
            *names,
            *([words("call.metavar.command")] if ctx.parent is None else []),
        ]
        formatter.write_usage(ctx.command_path, " ".join(pieces), f"{words('call.usage')}: ")
        formatter.write_paragraph()
        formatter.write_text(words(f"call.{self.name}"))
        with formatter.section(words("call.options")):
            formatter.write_dl(list(self._options(ctx, words)))

    def _options(self, ctx: click.Context, words: Words) -> list[tuple[str, str]]:
        found = []
        for param in self.get_params(ctx):
            spec = param.get_help_record(ctx)
            if spec and isinstance(param, click.Option):
                name = "help" if param.is_eager else str(param.name)
                own = f"call.{self.name}.{name}"
                found.append((spec[0], words(own if words.has(own) else f"call.option.{name}")))
        return found


class Command(_Helped):
    """One command; carries out a function of the options and the words."""

    more = False  # whether further words of the call are passed on

    def invoke(self, ctx: click.Context) -> Any:
        if ctx.args and not self.more:
            raise CallFault("extra", read=" ".join(ctx.args))
        ctx.with_resource(own_cases(ctx.params.get("folder")))
        assert self.callback is not None
        return self.callback(Options(**ctx.params, more=ctx.args), ctx.obj)


def command(*params: click.Parameter, more: bool = False) -> Callable[[Callable[[Options, Words], int]], Command]:
    """Makes `follow_up_command` the command `follow-up`; with `more`, what is not known is passed on."""

    def made(function: Callable[[Options, Words], int]) -> Command:
        name = function.__name__.removesuffix("_command").replace("_", "-")
        settings = {"allow_extra_args": True, "ignore_unknown_options": more}
        found = Command(name, settings, function, list(params))
        found.more = more
        return found

    return made


class Commands(_Helped, click.Group):
    """The commands by name and the module that each is read from when it is called for."""

    def __init__(self, homes: dict[str, str]) -> None:
        super().__init__("commands", params=list(SHARED), callback=self._begun, invoke_without_command=True)
        self.homes = homes

    @staticmethod
    def _begun(folder: str | None, language: str) -> None:
        ctx = click.get_current_context()
        if ctx.invoked_subcommand is None:
            raise CallFault("no_command")
        ctx.with_resource(own_cases(folder))

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(self.homes)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command:
        if cmd_name not in self.homes:
            raise CallFault("no_such_command", read=cmd_name, known=", ".join(self.homes))
        module = import_module(f"{__package__}.{self.homes[cmd_name]}")
        found: click.Command = getattr(module, f"{cmd_name.replace('-', '_')}_command")
        return found

    def format_help(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        super().format_help(ctx, formatter)
        with formatter.section(ctx.obj("call.heading.commands")):
            formatter.write_dl([(name, ctx.obj(f"call.{name}")) for name in self.homes])


def fault_text(fault: click.UsageError, words: Words) -> str:
    """The fault of a call in one sentence, and where help is."""
    if isinstance(fault, CallFault):
        why = words(f"call.fault.{fault.code}", **fault.said)
    elif isinstance(fault, click.NoSuchOption):
        why = words("call.fault.no_such_option", read=fault.option_name)
    elif isinstance(fault, click.MissingParameter) and fault.param and fault.ctx:
        why = words("call.fault.missing", read=fault.param.get_error_hint(fault.ctx).strip("'"))
    elif isinstance(fault, click.BadOptionUsage):
        why = words("call.fault.option_value", read=fault.option_name)
    else:
        why = words("call.fault.other")
    program = fault.ctx.command_path if fault.ctx else PROGRAM
    return words("problem.usage", why=why, program=program)


PROGRAM = "nettobesparelse"
