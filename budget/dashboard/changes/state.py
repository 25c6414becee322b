"""What one user has in hand: the case as it was opened and the changes to it, in order. Pure: no Streamlit.

Every function takes a Model and gives a new one, so that a run which is cut short leaves the old one whole.
"""

import re
import secrets
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from budget.case import Case, CaseError, Entry, find, refuse, with_figure, without_year
from budget.case.paths import without_figure
from budget.dashboard.changes import figure_edits, structure
from budget.dashboard.changes.fields import Cell, cell_of, cells, read, slip, unit_of
from budget.text.numbers import NumberError

BACK = "back"  # where the focus was before the calculation was opened
RULE = "reimbursement"  # the state reimbursement: not one figure, taken and left out as a whole


@dataclass(frozen=True)
class Change:
    """One change: a figure set or carried again (by its path), or a change of the case's structure."""

    path: str
    value: float | None = None  # None: carried from the year before, or left out
    structural: structure.Edit | None = None

    def apply(self, case: Case) -> Case:
        if self.structural is not None:
            return structure.apply(case, self.structural)
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
class Slip:
    """A value so many times the one before it, or so small a part of it, that it may be a slip of the hand."""

    times: int
    old: float


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
    focus: tuple[int, str] | None = None
    seen: int = 0

    @property
    def changed(self) -> set[str]:
        return {change.path for change in self.changes}


def new_epoch() -> str:
    """A name for one opening of a case: what was asked of another one is not for it."""
    return secrets.token_hex(4)


def opened(case: Case, epoch: str) -> Model:
    """A model of a case without changes; its first line is open."""
    first = next(case.lines(), None)
    return Model(case, case, epoch, open=first.id if first else "")


def place(case: Case, path: str) -> tuple[Entry, Cell]:
    """The field of the page that a path names; CaseError when there is none."""
    entry, year = find(case, path)
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
        return _refuse(model, path, Refusal(text, error.code))
    key = entry.key
    if not key.low <= value <= key.high or (key.above_low and value == key.low):
        return _refuse(model, path, Refusal(text, "above" if key.above_low else "bounds"))
    old = cell.in_force.value if cell.in_force else None
    times = slip(value, old)
    kept = _quiet(model, path)
    if times and old is not None:
        kept = replace(kept, slips={**kept.slips, path: Slip(times, old)})
    if cell.figure is not None and value == cell.figure.value:
        return kept
    return changed(kept, Change(path, value))


def _emptied(model: Model, cell: Cell) -> Model:
    """An emptied field is carried from the year before or left out where it may be, and refused elsewhere: empty is
    not 0, and not a default either."""
    if cell.figure is None:
        return _quiet(model, cell.path)
    if cell.path in model.changed and not _given_at_first(model, cell.path):
        return reset(model, cell.path)
    try:
        if cell.year is None and not may_be_left_out(cell.entry):
            raise refuse("missing", cell.path)
        return changed(_quiet(model, cell.path), Change(cell.path))
    except CaseError:
        return _refuse(model, cell.path, Refusal("", "empty", {"year": cell.year}))


def may_be_left_out(entry: Entry) -> bool:
    """Whether a case may leave the figure out without a default taking its place."""
    return entry.line is not None and not entry.required and type(entry.line).model_fields[entry.name].default is None


def _given_at_first(model: Model, path: str) -> bool:
    try:
        return place(model.original, path)[1].figure is not None
    except CaseError:
        return False


def changed(model: Model, change: Change) -> Model:
    """The model with one more change; a change of the same path takes its place. CaseError when it is refused."""
    case = change.apply(model.case)
    if change.structural is None and change.value is not None and _as_opened(model, change):
        return reset(model, change.path)
    kept = tuple(c for c in model.changes if c.path != change.path or c.structural is not None)
    return replace(model, case=case, changes=(*kept, change))


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
    return replace(_quiet(model, path), case=case, changes=kept)


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


def _quiet(model: Model, path: str) -> Model:
    """Without messages at this field."""
    if path not in model.refused and path not in model.slips:
        return model
    return replace(
        model,
        refused={p: r for p, r in model.refused.items() if p != path},
        slips={p: s for p, s in model.slips.items() if p != path},
    )


def _refuse(model: Model, path: str, refusal: Refusal) -> Model:
    return replace(_quiet(model, path), refused={**_quiet(model, path).refused, path: refusal})


Doing = Callable[[Model, Mapping[str, str], str], Model]


def do(model: Model, number: int, name: str, values: Mapping[str, str], language: str) -> Model:
    """The model after one command of the page; an unknown or outdated one changes nothing."""
    doing = DOINGS.get(name)
    done = model if doing is None else doing(model, values, language)
    focus = (number, done.focus[1]) if done.focus is not None and done.focus is not model.focus else model.focus
    return replace(done, seen=number, focus=focus)


def _enter(model: Model, values: Mapping[str, str], language: str) -> Model:
    return enter(model, values.get("path", ""), values.get("text", ""), language)


def _slide(model: Model, values: Mapping[str, str], language: str) -> Model:
    """A slider sends a plain number with a point, in the unit it shows."""
    path, text = values.get("path", ""), values.get("text", "")
    if not re.fullmatch(r"-?\d{1,4}(\.\d{1,9})?", text):
        return model
    try:
        entry, cell = place(model.case, path)
        value = unit_of(entry).meant(float(text))
        if cell.figure is not None and cell.figure.value == value:
            return model
        return changed(model, Change(path, value))
    except CaseError:
        return model


def _scenario(model: Model, values: Mapping[str, str], language: str) -> Model:
    """Sets the figures of one scenario as changes, after taking back those of the others."""
    for scenario in model.case.scenarios:
        for path in scenario.set:
            model = reset(model, path)
    chosen = next((s for s in model.case.scenarios if s.id == values.get("scenario")), None)
    try:
        for path, value in chosen.set.items() if chosen else ():
            model = changed(_quiet(model, path), Change(path, value))
    except CaseError:
        return model
    return model


def _reset(model: Model, values: Mapping[str, str], language: str) -> Model:
    path = values.get("path", "")
    return replace(reset(model, path), focus=(0, field_id(path)))


def _reset_all(model: Model, values: Mapping[str, str], language: str) -> Model:
    return replace(reset_all(model), focus=(0, "changes"))


def _open(model: Model, values: Mapping[str, str], language: str) -> Model:
    group = values.get("group", "")
    return replace(model, open="" if model.open == group else group)


def _why(model: Model, values: Mapping[str, str], language: str) -> Model:
    row, year = values.get("row", ""), values.get("year", "")
    if not year.isdigit() or int(year) not in model.case.horizon:
        return model
    return replace(model, asked=(row, int(year)), focus=(0, "why"))


def _close(model: Model, values: Mapping[str, str], language: str) -> Model:
    return replace(model, asked=None, focus=(0, BACK))


def _points(model: Model, values: Mapping[str, str], language: str) -> Model:
    return replace(model, all_points=not model.all_points)


def _form(model: Model, values: Mapping[str, str], language: str) -> Model:
    return replace(model, form=values.get("form", ""))


def _remove(model: Model, values: Mapping[str, str], language: str) -> Model:
    id = values.get("line", "")
    try:
        return replace(changed(model, Change(id, structural=structure.Remove(id))), open="", asked=None)
    except CaseError:
        return model


def _edited(model: Model, path: str, edit: structure.Made, **more: Any) -> Model:
    """With an edit of where a figure comes from; one that cannot be made changes nothing."""
    try:
        done = changed(_quiet(model, path), Change(path, structural=edit))
    except CaseError:
        return model
    return replace(done, **more)


def _shelf(model: Model, values: Mapping[str, str], language: str) -> Model:
    """Opens the library at a figure, and closes it where it is open."""
    path = values.get("path", "")
    if not path or path == model.shelf:
        return replace(model, shelf="", focus=(0, BACK))
    return replace(model, shelf=path, focus=(0, "shelf"))


def _take(model: Model, values: Mapping[str, str], language: str) -> Model:
    path = values.get("path", "")
    edit = figure_edits.Take(path, values.get("offer", ""), language)
    return _edited(model, path, edit, shelf="", focus=(0, field_id(path)))


def _take_rate(model: Model, values: Mapping[str, str], language: str) -> Model:
    """A rate taken on the way to a price: the price's entries stay open."""
    path = values.get("path", "")
    return _edited(model, path, figure_edits.Take(path, values.get("offer", ""), language))


def _confirm(model: Model, values: Mapping[str, str], language: str) -> Model:
    path = values.get("path", "")
    return _edited(model, path, figure_edits.Confirm(path))


def _attribute(model: Model, values: Mapping[str, str], language: str) -> Model:
    path = values.get("path", "")
    return _edited(model, path, figure_edits.Attribute(path, values.get("text", "").strip()))


def _take_rule(model: Model, values: Mapping[str, str], language: str) -> Model:
    return _edited(model, RULE, figure_edits.TakeRule(values.get("offer", ""), language), shelf="", focus=(0, RULE))


def _drop_rule(model: Model, values: Mapping[str, str], language: str) -> Model:
    return _edited(model, RULE, figure_edits.DropRule(), focus=(0, RULE))


DOINGS: dict[str, Doing] = {
    "enter": _enter,
    "slide": _slide,
    "scenario": _scenario,
    "reset": _reset,
    "reset_all": _reset_all,
    "open": _open,
    "why": _why,
    "close": _close,
    "points": _points,
    "form": _form,
    "remove": _remove,
    "shelf": _shelf,
    "take": _take,
    "take_rate": _take_rate,
    "confirm": _confirm,
    "attribute": _attribute,
    "take_rule": _take_rule,
    "drop_rule": _drop_rule,
}


def field_id(path: str) -> str:
    """The id of a field on the page."""
    return f"field-{path.replace('.', '-')}"
