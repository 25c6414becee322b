"""A finance system's file into the actuals of a case, for a monthly run without hands."""

import json
import pathlib
import sys
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

import click

from budget.case import Case, CaseError, case_from_document, case_to_text, document, problem_text, refuse
from budget.case.following import recorded
from budget.commands.calls import SETTINGS, Options, argument, command, option
from budget.commands.common import chosen_case, read_bytes
from budget.export.files import write_file
from budget.text import Words

if TYPE_CHECKING:
    from budget.export.ledger import Choice, Grid, Taken


@command(
    argument("file", "FILE"),
    option("--case", "target", metavar="CASE", required=True),
    option("--choice", metavar="FILE.json"),
    option("--column", metavar="ROLE=HEADING", multiple=True),
    option("--account", metavar="ACCOUNT=LINE", multiple=True),
    option("--where", metavar="HEADING=VALUE", multiple=True),
    option("--year", type=int, metavar="Y"),
    option("--unit", type=click.Choice(("kr", "1000", "mio"))),
    option("--turned", is_flag=True),
    option("--to-date", is_flag=True),
    option("--answer", metavar="NAME=ANSWER", multiple=True),
    *SETTINGS,
    option("-o", "output", metavar="CASE.yaml"),
)
def ledger_command(options: Options, words: Words) -> int:
    from budget.export.ledger import Taken, choices_from, misfit, read_ledger, take
    from budget.export.ledger.postings import target_of
    from budget.export.ledger.taking import accounts_in

    case = chosen_case(options, options.target)
    answers = dict(_pairs(options.answer, "--answer", "NAME=ANSWER"))
    accounts = dict(_pairs(options.account, "--account", "ACCOUNT=LINE", last=True))
    accounts = {account: _target(case, line) for account, line in accounts.items()}
    kept = choices_from(read_bytes(options.choice)) if options.choice else {}
    grid = read_ledger(read_bytes(options.file), answers.get("sheet"))
    if "sheet" in answers and answers["sheet"] != grid.sheet:
        raise refuse("ledger_sheet", "--answer", read=answers["sheet"], known=", ".join(grid.sheets) or "–")
    if len(grid.sheets) > 1 and "sheet" not in answers:
        asked = refuse("ledger.ask.sheet", known=", ".join(grid.sheets)).problems
        return _told(Taken(asked=asked), case, options, words)
    unfit = misfit(grid, kept)
    if unfit is not None:
        asked = refuse("ledger.ask.choice", why=problem_text(unfit, words)).problems
        return _told(Taken(asked=asked), case, options, words)
    choice = _choice(grid, kept, accounts, answers, options)
    taken = take(grid, choice, case)
    if "account" in choice.columns:
        there = [target_of(text, choice.accounts) for text in accounts_in(grid, choice.columns["account"][0])]
        lacking = [name for name in accounts if accounts[name] not in there]
        if lacking and not taken.asked:
            taken.notes.append(refuse("ledger.note.not_in_file", what=", ".join(lacking)).problems[0])
    return _told(taken, case, options, words)


# ------------------------------------------------------------------ what the call chooses
def _pairs(given: Iterable[str], path: str, form: str, last: bool = False) -> Iterable[tuple[str, str]]:
    for text in given:
        name, equals, value = text.rpartition("=") if last else text.partition("=")
        if not equals or not name.strip() or not value.strip():
            raise refuse("ledger_part", path, read=text, form=form)
        yield name.strip(), value.strip()


def _target(case: Case, line: str) -> str:
    """A line by its id, or measure:ID."""
    of, _, id = line.rpartition(":")
    known = [measure.id for measure in case.measures] if of == "measure" else [line.id for line in case.lines()]
    if of not in ("", "line", "measure") or id not in known:
        raise refuse("unknown_line", "--account", read=line, known=", ".join(known) or "–")
    return f"{of or 'line'}:{id}"


def _choice(
    grid: "Grid",
    kept: Mapping[str, "Choice"],
    accounts: Mapping[str, str],
    answers: Mapping[str, str],
    options: Options,
) -> "Choice":
    """The kept choice, else what the headings suggest; with what the call says of the file."""
    from budget.export.ledger import Choice, chosen_columns, name_of, suggested

    base = kept.get(name_of(grid)) or suggested(grid, list(accounts))
    pairs = _pairs(options.column, "--column", "ROLE=HEADING")
    said: dict[str, Any] = {"columns": chosen_columns(grid, base.columns, list(pairs))}
    said["accounts"] = {**base.accounts, **accounts}
    said["where"] = {**base.where, **{_label(grid, name): value for name, value in
                                      _pairs(options.where, "--where", "HEADING=VALUE")}}  # fmt: skip
    for name, answer in answers.items():
        if name != "sheet":
            said |= _answer(name, answer)
    if options.to_date:
        said["to_date"] = True
    if options.turned:
        said["turned"] = True
    for name in ("year", "unit"):
        if getattr(options, name) is not None:
            said[name] = getattr(options, name)
    return Choice.model_validate({**base.model_dump(), **said})


def _answer(name: str, answer: str) -> Mapping[str, Any]:
    from budget.export.ledger.saying import ANSWERS

    found = ANSWERS.get(name.replace("-", "_"), {}).get(answer)
    if found is None:
        known = [f"{code.replace('_', '-')}={value}" for code, values in ANSWERS.items() for value in values]
        raise refuse("ledger_answer", "--answer", read=f"{name}={answer}", known=", ".join([*known, "sheet=…"]))
    return found


def _label(grid: "Grid", heading: str) -> str:
    from budget.export.ledger import column_of

    return grid.labels[column_of(grid, heading)]


# ------------------------------------------------------------------ what is told
def _told(taken: "Taken", case: Case, options: Options, words: Words) -> int:
    from budget.export.ledger.saying import told, why

    left_out = [(row.number, why(row, words)) for row in taken.refused]
    for account, rows in taken.apart.items():
        reason = problem_text(refuse("ledger_apart", read=account).problems[0], words)
        left_out += [(row, reason) for row in rows]
    questions = [f"{told(one, words)} ({_how(one.code, words)})" for one in taken.asked]
    entries = [] if taken.asked else taken.entries
    answer = {
        "taken": [{**{of: entry[of] for of in ("line", "measure") if of in entry}, "year": entry["year"],
                   "month": entry.get("month"), "amount": entry["amount"]} for entry in entries],
        "left_out": [{"row": row, "reason": reason} for row, reason in sorted(left_out)],
        "questions": questions,
        "notes": [told(note, words) for note in taken.notes],
    }  # fmt: skip
    print(json.dumps(answer, ensure_ascii=False, indent=1))
    if questions:
        print("\n".join(questions), file=sys.stderr)
        return 2
    if not entries:
        raise refuse("ledger_nothing", options.file)
    if options.output:
        _write(case, entries, options, words)
    return 0


def _how(code: str, words: Words) -> str:
    """How a question is answered in a call."""
    return words(f"ledger.how.{code.rpartition('.')[2]}")


def _write(case: Case, entries: list[dict[str, Any]], options: Options, words: Words) -> None:
    tree = document(case)
    note = words("ledger.note", file=pathlib.Path(options.file).name)
    tree["actuals"] = recorded(tree.get("actuals", []), [{**entry, "note": note} for entry in entries])
    try:
        write_file(options.output, case_to_text(case_from_document(tree, case.id)).encode())
    except CaseError as error:
        raise CaseError(error.problems, file=options.target) from None
