"""What the store gives back: versions, the cases they belong to, and drafts. Plain values."""

import hashlib
import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from budget.case import Case, case_from_document, case_to_text
from budget.case.reading import read_tree
from budget.store.problems import StoreError

BODY = 1  # the form of a stored case file that this program writes
# What brings a stored case file from each earlier form to the next; stored bodies are never rewritten.
UPGRADES: dict[int, Callable[[Any], Any]] = {}


@dataclass(frozen=True)
class New:
    """A version to be saved. `results` is what the program made of the case, as JSON can hold it."""

    case: Case
    author: str
    note: str
    engine: str
    results: Mapping[str, Any]

    def columns(self) -> dict[str, Any]:
        case = self.case
        return {
            "author": self.author,
            "note": self.note,
            "engine": self.engine,
            "form": BODY,
            "title": case.title,
            "municipality": case.municipality,
            "status": case.status,
            "body": case_to_text(case),
            "results": json.dumps(self.results, ensure_ascii=False, sort_keys=True),
        }


@dataclass(frozen=True)
class Stamp:
    """One saved version without what it holds. `at` is UTC as ISO 8601; `parent` is the version it was made from."""

    case_id: str
    number: int
    parent: int | None
    request_id: str
    author: str
    at: str
    note: str
    engine: str
    form: int
    title: str
    municipality: str
    status: str


@dataclass(frozen=True)
class Version(Stamp):
    """One saved version, unchangeable: its stamp, the case file, the results, and the hash that chains it to the one
    before."""

    body: str
    results: str
    prev_sha256: str
    sha256: str

    @property
    def case(self) -> Case:
        """The case, upgraded to the form that this program reads."""
        tree = read_tree(self.body.encode())
        if self.form > BODY:
            raise StoreError("newer", read=self.form, known=BODY)
        for form in range(self.form, BODY):
            tree = UPGRADES[form](tree)
        return case_from_document(tree, self.case_id)

    def marked(self, mark: str | None) -> Case:
        """The case with the status that this version was marked with last, if it was."""
        return self.case if mark is None else self.case.model_copy(update={"status": mark})

    @property
    def inputs_sha256(self) -> str:
        """The hash of the inputs, as it is stamped on exports."""
        return hashlib.sha256(self.body.encode()).hexdigest()

    def outcome(self) -> Any:
        """The results that were saved with it."""
        return json.loads(self.results)


@dataclass(frozen=True)
class Adopted:
    """A version that was adopted, when, and by whom."""

    version: Version
    at: str
    author: str


@dataclass(frozen=True)
class Saved:
    """A case in the store: the stamp of its newest version, which version was proposed or adopted last, and whether
    it is archived."""

    head: Stamp
    mark: str | None  # "proposed" or "adopted"
    marked: int | None  # the version that is
    archived: bool


@dataclass(frozen=True)
class Draft:
    """Work that no one has saved: the case it began from and the changes since, as the dashboard wrote them.

    `holder` is the window that writes it: another one that does so gets a draft of its own.
    """

    id: str
    holder: str
    case_id: str
    base: int | None  # the stored version it began from
    original: str
    changes: str
    at: str


@dataclass(frozen=True)
class Member:
    """The role of a user in a municipality, as an administrator gave it; an empty role is none."""

    subject: str
    municipality: str
    name: str
    role: str


@dataclass(frozen=True)
class Seen:
    """A line of the access log: who did or was refused what, of which case, when."""

    at: str
    subject: str
    municipality: str
    did: str
    case_id: str
    number: int
    refused: bool


class Link(NamedTuple):
    """One version as its chain sees it; `whole` when its hash still tells what it holds."""

    case_id: str
    number: int
    prev_sha256: str
    sha256: str
    whole: bool


def mark_link(columns: Mapping[str, Any]) -> Link:
    """A mark as the chain of its case sees it; its id, which the database gives it, is no part of the hash."""
    named = {name: value for name, value in columns.items() if name != "id"}
    return link_of(named)


def link_of(columns: Mapping[str, Any]) -> Link:
    stated = {name: columns[name] for name in Link._fields[:-1]}
    return Link(**stated, whole=chained(columns) == columns["sha256"])


def broken_links(links: Iterable[Link]) -> list[int]:
    """The versions of one case whose hash no longer tells what they hold, or which do not follow the one before."""
    found, before = [], ""
    for expected, link in enumerate(sorted(links, key=lambda link: link.number), start=1):
        if not link.whole or link.number != expected or link.prev_sha256 != before:
            found.append(link.number)
        before = link.sha256
    return found


def broken_marks(links: Iterable[Link]) -> list[tuple[str, int]]:
    """The marks, by case and version, whose hash no longer tells what they hold, or which do not follow the one
    before; the links come in the order in which they were made."""
    found, before = [], dict[str, str]()
    for link in links:
        if not link.whole or link.prev_sha256 != before.get(link.case_id, ""):
            found.append((link.case_id, link.number))
        before[link.case_id] = link.sha256
    return found


def chained(columns: Mapping[str, Any]) -> str:
    """The hash of a version: everything in it, and through `prev_sha256` everything before it."""
    named = {name: value for name, value in columns.items() if name != "sha256"}
    return hashlib.sha256(json.dumps(named, ensure_ascii=False, sort_keys=True).encode()).hexdigest()
