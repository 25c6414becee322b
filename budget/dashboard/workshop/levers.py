"""The three what-if levers as sliders: real range inputs, read back as the plain number the browser sends."""

from budget.dashboard.changes.fields import Cell, unit_of
from budget.dashboard.changes.state import Model, field_id
from budget.dashboard.parts.help import field_help
from budget.dashboard.parts.markup import Html, tag
from budget.dashboard.workshop.entry_field import reset_button, was
from budget.text import Words

REACH = {"realisation": (0, 150), "delay_months": (0, 36), "cost_overrun": (0, 50)}  # per cent, months, per cent


def lever(model: Model, cell: Cell, words: Words) -> Html:
    """One slider with its value in words, what it means, what it was and its own reset."""
    name, id = cell.entry.name, field_id(cell.path)
    unit = unit_of(cell.entry)
    value = unit.shown(cell.figure.value) if cell.figure else 0.0
    low, high = REACH[name]
    said = f" {words(unit.word)}"
    changed = cell.path in model.changed
    slider = tag(
        "input",
        type="range",
        id=id,
        min=min(low, value),  # a case may state more than the slider's usual reach
        max=max(high, value),
        step="1" if value == int(value) else "any",
        value=int(value) if value == int(value) else value,
        data_do="slide",
        data_path=cell.path,
        aria_describedby=f"{id}-value",
        aria_valuetext=f"{words.plain(value)}{said}",
    )
    reset = reset_button(cell.path, words(f"lever.{name}"), words)
    return tag(
        "div",
        tag("label", words(f"lever.{name}"), for_=id),
        tag("output", f"{words.plain(value)}{said}", id=f"{id}-value", data_unit=said, for_=id),
        slider,
        tag(
            "p",
            words(f"lever.{name}.help"),
            *([tag("span", " · ", was(model, cell, words), said, " "), reset] if changed else []),
            class_="about",
        ),
        field_help(cell.entry, words(f"lever.{name}"), words),
        class_="lever changed" if changed else "lever",
    )
