"""What may be asked of the page Cases, as plain functions: a store, what is in hand, and what is shown."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

from budget.case import refuse
from budget.dashboard.cases.saving import opened_from, save
from budget.dashboard.changes.history import redo, undo
from budget.dashboard.changes.state import Model
from budget.dashboard.parts.view import Command
from budget.store import Saved, Store
from budget.text.numbers import parse_whole

# Which cases are shown, and what each choice is called.
STATUSES = {
    "open": "cases.show.open",
    **{status: f"status.{status}" for status in ("idea", "proposed", "adopted", "completed")},
    "archived": "cases.show.archived",
    "all": "cases.show.all",
}
SIGNED = ("restore", "mark")  # what is done in someone's name
NAMELESS = "cases.author_missing"


@dataclass(frozen=True)
class Told:
    """What came of a press, said beside it: the piece of the page that it stands in, the sentence, and of what."""

    piece: str = ""
    key: str = ""
    title: str = ""


@dataclass(frozen=True)
class Shown:
    """What the page shows of the lists: which cases, which two versions of a case beside each other, and what the
    last press came to."""

    status: str = "open"
    search: str = ""
    pairs: Mapping[str, tuple[int, int]] = field(default_factory=dict)
    told: Told = Told()

    def compared(self, case_id: str, newest: int) -> tuple[int, int]:
        """The two versions that are compared; at first the newest and the one before."""
        first, second = self.pairs.get(case_id, (newest - 1, newest))
        return max(1, min(first, newest)), max(1, min(second, newest))

    def shows(self, saved: Saved) -> bool:
        head = saved.head
        text = f"{head.title} {head.municipality} {head.author} {head.case_id}".lower()
        if self.search.lower() not in text:
            return False
        if self.status in ("open", "archived"):
            return saved.archived == (self.status == "archived")
        return self.status == "all" or (status_of(saved) == self.status and not saved.archived)


def status_of(saved: Saved) -> str:
    """Where a case stands: what it was marked as last, else what its own file says."""
    return saved.mark or saved.head.status


Done = tuple[Model, Shown]


def do(store: Store, model: Model, shown: Shown, command: Command, who: str) -> Done:
    """What is in hand and shown after a command; StoreError when the store cannot do it."""
    doing = DOINGS.get(command.do)
    if doing is None:
        return model, shown
    if command.do not in SIGNED:
        return doing(store, model, replace(shown, told=Told()), command, who)
    kind = command["kind"] or command.do
    piece = "all" if kind in ("archived", "reopened") else "versions"
    if not who:
        return model, replace(shown, told=Told(piece, NAMELESS))
    model, shown = doing(store, model, shown, command, who)
    title = store.version(command["case"], None).title
    return model, replace(shown, told=Told(piece, f"cases.told.{kind}", title))


def _open(store: Store, model: Model, shown: Shown, command: Command, who: str) -> Done:
    version = store.version(command["case"], parse_whole(command["number"]))
    return opened_from(version, store.case_of(version)), shown


def _number(command: Command, name: str) -> int:
    number = parse_whole(command[name])
    if number is None:
        raise refuse("whole_number", name, read=command[name])
    return number


def _restore(store: Store, model: Model, shown: Shown, command: Command, who: str) -> Done:
    """An earlier version again, as a new one on top: nothing in between is taken away."""
    stamps = store.versions(command["case"])
    old = store.version(command["case"], _number(command, "number"))
    note = command["note"].replace("#", str(old.number))
    return opened_from(save(store, model, old.case, stamps[0].number, who, note)), shown


def _mark(store: Store, model: Model, shown: Shown, command: Command, who: str) -> Done:
    request = f"{model.epoch}-{command.number}"
    number = _number(command, "number")
    store.mark(command["case"], number, command["kind"], who, request)
    if (command["case"], number) == (model.case.id, model.base) and not model.changes:
        return _open(store, model, shown, command, who)  # anew: a draft is of the case as it was opened
    return model, shown


def _status(store: Store, model: Model, shown: Shown, command: Command, who: str) -> Done:
    return model, replace(shown, status=command["text"] if command["text"] in STATUSES else shown.status)


def _search(store: Store, model: Model, shown: Shown, command: Command, who: str) -> Done:
    return model, replace(shown, search=command["text"].strip())


def _compare(store: Store, model: Model, shown: Shown, command: Command, who: str) -> Done:
    newest = store.versions(model.case.id)[0].number
    pair = list(shown.compared(model.case.id, newest))
    pair[command["side"] == "new"] = _number(command, "text")
    return model, replace(shown, pairs={**shown.pairs, model.case.id: (pair[0], pair[1])})


def _step(way: Callable[[Model], Model]) -> Callable[[Store, Model, Shown, Command, str], Done]:
    return lambda store, model, shown, command, who: (way(model), shown)


DOINGS: dict[str, Callable[[Store, Model, Shown, Command, str], Done]] = {
    "undo": _step(undo),
    "redo": _step(redo),
    "open_version": _open,
    "restore": _restore,
    "mark": _mark,
    "status": _status,
    "search": _search,
    "compare": _compare,
}
