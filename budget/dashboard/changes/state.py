"""What one user has in hand: the case as it was opened and the changes to it, in order. Pure: no Streamlit.

Every function takes a Model and gives a new one, so that a run which is cut short leaves the old one whole.
"""

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from budget.case import Case, CaseError, Entry, Figure, find, refuse, with_figure, without_year
from budget.case.paths import without_figure
from budget.case.scenarios import inner_path, scenario_of, with_scenario_figure
from budget.dashboard.changes import structure
from budget.dashboard.changes.fields import Cell, Slip, cell_of, cells, read, slip
from budget.dashboard.changes.history import NO_STEPS, History
from budget.text.numbers import NumberError

BACK = "back"  # where the focus was before something was opened
RULE = "reimbursement"  # the state reimbursement: not one figure, taken and left out as a whole


@dataclass(frozen=True)
class Change:
    """One change: a figure set or carried again (by its path), one of a scenario, or a change of structure."""

    path: str
    value: float | None = None  # None: carried from the year before, or left out
    structural: structure.Edit | None = None

    def apply(self, case: Case) -> Case:
        if self.structural is not None:
            return self.structural.on(case)
        scenario = inner_path(self.path)
        if scenario is not None:
            return with_scenario_figure(case, *scenario, self.value)
        if self.value is None:
            year = self.path.rpartition(".")[2].isdigit()
            return without_year(case, self.path) if year else without_figure(case, self.path)
        return with_figure(case, self.path, self.value)


@dataclass(frozen=True)
class Refusal:
    """What was typed into a field and not taken, and why: a key of the catalogue with what the sentence needs."""

    text: str
    code: str
    params: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Model:
    """The case in hand. `epoch` tells one opening of a case from the next; `seen` is the last command taken."""

    original: Case
    case: Case
    epoch: str
    changes: tuple[Change, ...] = ()
    refused: Mapping[str, Refusal] = field(default_factory=dict)
    slips: Mapping[str, Slip] = field(default_factory=dict)
    open: str = ""  # the group of figures that is open: a line's id, or a key of GROUPS
    asked: tuple[str, int] | None = None  # the figure of the table whose calculation is shown
    all_points: bool = False
    form: str = ""  # the form that is open: "add", "case", or "line:" and the id
    shelf: str = ""  # the figure for which the library's entries are shown, with its year where it has one
    scenario: str = ""  # the scenario that is unfolded on the page of uncertainty
    range: str = ""  # the figure of which the low and the high estimate are shown
    drag: str = ""  # the movement of a slider that the last step is of
    focus: tuple[int, str] | None = None
    seen: int = 0
    base: int | None = None  # the version in the store that was opened
    from_address: bool = False  # the page's address alone leads to it
    history: History = NO_STEPS

    @property
    def made(self) -> tuple[Change, ...]:
        return self.changes

    def made_again(self, made: tuple[Change, ...]) -> "Model":
        case, changes = _replayed(self.original, made)
        gone = {line.id for line in self.case.lines()} - {line.id for line in case.lines()}
        open = _first_line(case) if self.open in gone else self.open
        return replace(self, case=case, changes=changes, refused={}, slips={}, drag="", focus=(0, "changes"), open=open)

    def __post_init__(self) -> None:
        """The case in hand tells whoever shows it what it was, and which version; once for each case."""
        if self.case is self.original:
            if self.original.opened is not None or self.original.version != self.base:
                object.__setattr__(self, "original", self.original.beside(None, self.base))
                object.__setattr__(self, "case", self.original)
        elif self.case.opened is not self.original:
            object.__setattr__(self, "case", self.case.beside(self.original, self.base))

    @property
    def changed(self) -> set[str]:
        return {change.path for change in self.changes}


def new_epoch() -> str:
    """A name for one opening of a case: what was asked of another one is not for it."""
    return secrets.token_hex(4)


def opened(case: Case, epoch: str) -> Model:
    """A model of a case without changes; its first line is open."""
    return Model(case, case, epoch, open=_first_line(case))


def _first_line(case: Case) -> str:
    first = next(case.lines(), None)
    return first.id if first else ""


def place(case: Case, path: str) -> tuple[Entry, Cell]:
    """The field of the page that a path names; CaseError when there is none."""
    scenario = inner_path(path)
    entry, year = find(case, path if scenario is None else scenario[1])
    if scenario is not None:
        value = scenario_of(case, scenario[0]).set.get(scenario[1])
        return entry, Cell(path, entry, year, None if value is None else Figure(value=value), None, None)
    if year is not None:
        return entry, cell_of(case, entry, year)
    return entry, next(iter(cells(case, entry)))


def before(model: Model, path: str) -> float | None:
    """The value that held here in the case as it was opened; None where there was none."""
    try:
        figure = place(model.original, path)[1].in_force
    except CaseError:
        return None
    return figure.value if figure else None


def enter(model: Model, path: str, text: str, language: str) -> Model:
    """Takes what was typed into a field; what is not clear is refused and the value kept."""
    try:
        entry, cell = place(model.case, path)
    except CaseError:
        return model
    try:
        value = read(text, entry, language)
    except NumberError as error:
        if error.code == "number.empty":
            return _emptied(model, cell)
        return refused(model, path, Refusal(text, error.code))
    if not entry.key.allows(value):
        return refused(model, path, Refusal(text, "above" if entry.key.above_low else "bounds"))
    old = cell.in_force.value if cell.in_force else None
    beside = [f.value for y, f in entry.figures().items() if entry.series and y not in (None, cell.year)]
    asked = slip(value, old, entry, beside)
    kept = quiet(model, path)
    if asked:
        kept = replace(kept, slips={**kept.slips, path: asked})
    if cell.figure is not None and value == cell.figure.value:
        return kept
    try:
        return changed(kept, Change(path, value))
    except CaseError as error:  # against another figure, such as the next limit of the reimbursement
        return refused(model, path, Refusal(text, "problem", {"problem": error.problems[0]}))


def _emptied(model: Model, cell: Cell) -> Model:
    """An emptied field is carried from the year before or left out where it may be, and refused elsewhere: empty is
    not 0, and not a default either."""
    if cell.figure is None:
        return quiet(model, cell.path)
    if cell.path in model.changed and not _given_at_first(model, cell.path):
        return reset(model, cell.path)
    try:
        if inner_path(cell.path) is not None or (cell.year is None and not cell.entry.optional):
            raise refuse("missing", cell.path)
        return changed(quiet(model, cell.path), Change(cell.path))
    except CaseError:
        return refused(model, cell.path, Refusal("", "empty", {"year": cell.year}))


def _given_at_first(model: Model, path: str) -> bool:
    try:
        return place(model.original, path)[1].figure is not None
    except CaseError:
        return False


def changed(model: Model, change: Change) -> Model:
    """The model with one more change; a value takes the place of the one before it, unless something that builds on
    that one, such as its source or another limit, was given in between. CaseError when it is refused.

    The case is always what its changes make of the opened one, as undo and a draft read again have it: a figure names
    the one that was opened, never one that was typed on the way.
    """
    case = change.apply(model.case)
    others = [c for c in model.changes if c.path != change.path]
    if change.structural is None and change.value is not None and _as_opened(model, change):
        opened_again = reset(model, change.path)
        if len(opened_again.changes) == len(others):
            return opened_again
    before = next((c for c in reversed(model.changes) if c.path == change.path), None)
    if before and before.structural is None and change.structural is None:
        made = (*(c for c in model.changes if c is not before), change)
        instead, kept = _replayed(model.original, made)
        if kept == made:
            return replace(model, case=instead, changes=made)
    return replace(model, case=case, changes=(*model.changes, change))


def _as_opened(model: Model, change: Change) -> bool:
    """Whether the change leads back to what the case gave when it was opened."""
    try:
        figure = place(model.original, change.path)[1].figure
    except CaseError:
        return False
    return figure is not None and figure.value == change.value


def reset(model: Model, path: str) -> Model:
    """Takes back the changes of one path; changes that can then no longer be made go with them."""
    case, kept = _replayed(model.original, [c for c in model.changes if c.path != path])
    return replace(quiet(model, path), case=case, changes=kept)


def reset_all(model: Model) -> Model:
    """Back to the case as it was opened."""
    return replace(model, case=model.original, changes=(), refused={}, slips={}, asked=None)


def _replayed(case: Case, changes: Sequence[Change]) -> tuple[Case, tuple[Change, ...]]:
    kept = []
    for change in changes:
        try:
            case = change.apply(case)
        except CaseError:
            continue
        kept.append(change)
    return case, tuple(kept)


def quiet(model: Model, path: str) -> Model:
    """Without messages at this field."""
    if path not in model.refused and path not in model.slips:
        return model
    return replace(
        model,
        refused={p: r for p, r in model.refused.items() if p != path},
        slips={p: s for p, s in model.slips.items() if p != path},
    )


def refused(model: Model, path: str, refusal: Refusal) -> Model:
    return replace(quiet(model, path), refused={**quiet(model, path).refused, path: refusal})


def field_id(path: str) -> str:
    """The id of a field on the page."""
    return f"field-{path.replace('.', '-')}"
