"""The low and the high estimate of a figure: typed one at a time beside the expected value, and taken away."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from budget.case import Case, CaseError, Figure, find, refuse
from budget.case.paths import with_given
from budget.case.taking import checked
from budget.dashboard.changes.fields import read
from budget.dashboard.changes.state import BACK, Change, Model, Refusal, changed, place, quiet, refused, reset
from budget.text.numbers import NumberError

ENDS = ("low", "high")


@dataclass(frozen=True)
class Estimate:
    """The range of a figure; both None for no range."""

    path: str
    low: float | None
    high: float | None

    def on(self, case: Case) -> Case:
        figure = place(case, self.path)[1].figure
        if figure is None:
            raise refuse("no_figure", self.path)
        stated = {name: getattr(figure, name) for name in figure.model_fields_set if name not in ENDS}
        if self.low is not None and self.high is not None:
            stated |= {"low": self.low, "high": self.high}
        return checked(with_given(case, given_path(case, self.path), Figure.model_validate(stated)))


def given_path(case: Case, path: str) -> str:
    """Where the figure of a field stands in the case: one figure for every year stands in the first year's field."""
    entry, year = find(case, path)
    return entry.path if year is not None and None in entry.figures() else path


def end_path(path: str, end: str) -> str:
    """The name of the field of one end of a range, for its messages."""
    return f"{path}.{end}"


def open_range(model: Model, values: Mapping[str, str], language: str) -> Model:
    """Opens the estimates of a figure, and closes them where they are open."""
    path = values.get("path", "")
    if not path or path == model.range:
        return replace(model, range="", focus=(0, BACK))
    return replace(model, range=path, focus=(0, "estimates"))


def enter_end(model: Model, values: Mapping[str, str], language: str) -> Model:
    """Takes a low or a high estimate. The other end stays, or is the expected value while it is not given; an
    emptied field gives up its end."""
    path, end, text = values.get("path", ""), values.get("end", ""), values.get("text", "")
    try:
        entry, cell = place(model.case, path)
    except CaseError:
        return model
    figure = cell.figure
    if figure is None or end not in ENDS:
        return model
    field = end_path(path, end)
    try:
        typed = read(text, entry, language)
    except NumberError as error:
        if error.code != "number.empty":
            return refused(model, field, Refusal(text, error.code))
        typed = figure.value
    if not entry.key.low <= typed <= entry.key.high:
        return refused(model, field, Refusal(text, "bounds"))
    ends = {"low": _known(figure.low, figure), "high": _known(figure.high, figure), end: typed}
    if ends["low"] > ends["high"]:
        return refused(model, field, Refusal(text, "range_order", ends))
    if not ends["low"] <= figure.value <= ends["high"]:
        return refused(model, field, Refusal(text, f"range_{end}", {"value": figure.value}))
    certain = ends["low"] == ends["high"]
    edit = Estimate(path, None, None) if certain else Estimate(path, ends["low"], ends["high"])
    return _made(quiet(model, field), edit)


def _known(end: float | None, figure: Figure) -> float:
    return figure.value if end is None else end


def no_range(model: Model, values: Mapping[str, str], language: str) -> Model:
    """The figure without a range."""
    path = values.get("path", "")
    for end in ENDS:
        model = quiet(model, end_path(path, end))
    return replace(_made(model, Estimate(path, None, None)), range="", focus=(0, BACK))


def _made(model: Model, edit: Estimate) -> Model:
    """The model with the range; an earlier one of the same figure gives way, and what leads back is no change."""
    kept = tuple(c for c in model.changes if not (c.path == edit.path and isinstance(c.structural, Estimate)))
    try:
        done = changed(replace(model, changes=kept), Change(edit.path, structural=edit))
    except CaseError:
        return model
    return reset(done, edit.path) if _as_opened(done, edit.path) else done


def _as_opened(model: Model, path: str) -> bool:
    try:
        return place(model.original, path)[1].figure == place(model.case, path)[1].figure
    except CaseError:
        return False
