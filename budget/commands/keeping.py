"""Keeping what is saved: a copy of the store that is proved, and the check of a store or a copy."""

import pathlib
import sys
from typing import TYPE_CHECKING

from budget.commands.calls import LANGUAGE, Options, argument, command
from budget.text import Words

if TYPE_CHECKING:
    from budget.store.keeping import Held


@command(LANGUAGE, argument("output", "FILE"))
def backup_command(options: Options, words: Words) -> int:
    from budget.store import keeping

    held, kept = keeping.backup(pathlib.Path(options.output))
    done = _told(held, words)
    if kept is None:
        print(words("cli.store_nothing_written", file=options.output), file=sys.stderr)
    elif held.sound:
        print(words("cli.wrote", file=options.output))
    else:
        print(words("cli.store_kept_apart", file=options.output, kept=str(kept)), file=sys.stderr)
    return done


@command(LANGUAGE, argument("file", "[FILE]", required=False))
def verify_command(options: Options, words: Words) -> int:
    from budget.store import keeping

    return _told(keeping.check_file(pathlib.Path(options.file)) if options.file else keeping.check(), words)


def _told(held: "Held", words: Words) -> int:
    """What is held, and 1 when it is nothing or not as it was saved."""
    counts = {name: words.number(getattr(held, name)) for name in ("cases", "versions", "events", "drafts")}
    print(words("cli.store_holds", **counts))
    if held.damage:
        print(words("cli.store_damaged", why=held.damage), file=sys.stderr)
    elif not held.versions:
        print(words("cli.store_empty"), file=sys.stderr)
    for id, number in held.broken:
        print(words("cli.store_broken", case=id, number=number), file=sys.stderr)
    for id, number in held.broken_marks:
        print(words("cli.store_broken_mark", case=id, number=number), file=sys.stderr)
    if held.sound:
        print(words("cli.store_sound"))
    return 0 if held.sound else 1


@command(LANGUAGE, argument("role", "[ROLE]", required=False))
def migrate_command(options: Options, words: Words) -> int:
    from budget.store import migrating, open_store
    from budget.store.granting import let

    store = open_store()
    if options.role:
        let(store.engine, options.role)
    print(words("cli.store_form", form=migrating.NEWEST))
    return 0


@command(
    LANGUAGE,
    *(argument(name) for name in ("subject", "municipality", "role")),
    argument("name", "[NAME]", required=False),
)
def member_command(options: Options, words: Words) -> int:
    """The one who sits at the machine may what an administrator may: so the first of them is made."""
    from budget.store import Member, open_store

    role = "" if options.role == "none" else options.role
    open_store().set_member(Member(options.subject, options.municipality, options.name or "", role))
    print(words("cli.store_member", subject=options.subject, municipality=options.municipality, role=options.role))
    return 0


@command(LANGUAGE)
def members_command(options: Options, words: Words) -> int:
    """A line for each role: the municipality, the user's id, the role and the name, by tabs."""
    from budget.store.database import existing_store

    for one in existing_store().members():
        print(_line(one.municipality, one.subject, one.role, one.name))
    return 0


@command(LANGUAGE)
def log_command(options: Options, words: Words) -> int:
    """The latest lines, the last of them last: when (UTC), who, where, what, of which case and version, by tabs."""
    from budget.store.database import existing_store

    for one in reversed(existing_store().access_log()):
        what = words(f"did.{one.did}")
        did = words("did.refused", what=what) if one.refused else what
        print(_line(one.at, one.subject, one.municipality, did, one.case_id, str(one.number or "")))
    return 0


def _line(*fields: str) -> str:
    """What others wrote, in a name or the address of a case, neither begins a line or field nor steers a terminal."""
    return "\t".join("".join(c if c.isprintable() else " " for c in field) for field in fields).rstrip("\t")
