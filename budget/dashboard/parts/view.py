"""The one component of the dashboard: it shows blocks of markup and reports what was asked of them.

Streamlit's own elements are used where they fit. The table, the assumptions and the chart are markup because a
figure must be a button in a real table, an amount must never be read by the browser, and 200 lines of 40 years
must not become 8.000 elements. Only blocks that changed are drawn again.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import streamlit as st

from budget.case import Problem
from budget.dashboard.parts import failure, frame, say
from budget.dashboard.parts.assets import LOADER
from budget.dashboard.parts.figure import figure
from budget.dashboard.parts.markup import Html
from budget.dashboard.parts.shell import shell_words
from budget.shown.charts import Chart
from budget.text import Words
from budget.text.characters import unkept

LONGEST = 200  # characters of a text that is read from the browser
LONGEST_PASTE = 4000  # of cells copied from a spreadsheet
MOST = 40  # commands taken in one run: as many as the page keeps (view.js)
HIGHEST = 2**53  # of the numbers that a browser counts exactly

NO_ID = "{id}"  # where the browser puts the id of a fault of its own
# The columns of a page: what one enters, and what follows; on the calculation what comes first, and what is asked.
LEFT, RIGHT, TOP, RAIL = "left", "right", "top", "rail"


_mount = st.components.v2.component("nettobesparelse_view", js=LOADER, isolate_styles=False)


@dataclass(frozen=True)
class Block:
    """A piece of markup that is replaced as one; `into` names the element of another block that holds it.

    `chart` is what is drawn inside it, and `stage` whether for a projector.
    """

    key: str
    html: Html
    into: str = ""
    chart: Chart | None = None
    stage: bool = False


@dataclass(frozen=True)
class Command:
    """One thing the user asked for: its number, which rises, what to do, and to what."""

    number: int
    do: str
    values: dict[str, str] = field(default_factory=dict)

    def __getitem__(self, name: str) -> str:
        return self.values.get(name, "")


def view(
    key: str, blocks: Sequence[Block], language: str, epoch: str, seen: int, focus: tuple[int, str] | None = None
) -> None:
    """Shows the blocks; what the user then asks for is read by `commands` at the start of the next run.

    `epoch` and `seen` tell the browser which case this is, and the last of its commands that went into it.
    """
    data = {
        "key": key,
        "language": language,
        "shell": shell_words(language),
        "point": "," if language == "da" else ".",
        "epoch": epoch,
        "seen": seen,
        "blocks": [[block.key, block.into, block.html] for block in blocks],
        "charts": {block.chart.key: figure(block.chart, block.stage) for block in blocks if block.chart},
        "focus": {"n": focus[0], "id": focus[1]} if focus else None,
        "broken": failure.said(NO_ID, Words(language)),
        "fault": NO_ID,
    }
    failure.note_from_browser(st.session_state.get(key, {}).get("fault"))
    # In a list: whether a mapping's values are tables, Streamlit would import pandas to find out.
    _mount(key=key, data=[data], on_log_change=_nothing, on_fault_change=_nothing)


def wake(author: str = "", places: tuple[int, int] = (0, 0)) -> None:
    """Lets the browser ask for the whole page again when the server has forgotten it; outside every fragment.
    It also remembers the name that the user goes by, and marks where the page is: which group, which of its tabs."""
    _mount(key="wake", data=[{"wake": True, "author": author, "places": places}], on_at_change=_nothing)


def commands(key: str, epoch: str, after: int) -> list[Command]:
    """What was asked of the view since the command with this number, of this epoch only, in order."""
    log: Any = st.session_state.get(key, {}).get("log")
    newest = log[-MOST:] if isinstance(log, list) else []
    found = [_command(entry, after) for entry in newest if isinstance(entry, dict) and entry.get("epoch") == epoch]
    return sorted((c for c in found if c), key=lambda c: c.number)


def _command(entry: dict[str, Any], after: int) -> Command | None:
    """A command as the browser sent it; None for one that was taken, and for what the page would not have sent."""
    number, do = entry.get("n"), entry.get("do")
    if type(number) is not int or not after < number <= HIGHEST or not isinstance(do, str):
        return None
    most = LONGEST_PASTE if do == "paste" else LONGEST
    values = {name: _short(value, most) for name, value in entry.items() if isinstance(value, str)}
    for value in values.values():
        if character := unkept(value):
            problem = Problem("unkept", values.get("path", ""), {"read": value, "character": character})
            say.problems([problem], frame.words())
            return Command(number, "")  # taken, and nothing done
    return Command(number, do, values)


def _short(text: str, most: int) -> str:
    """Cut visibly: what remains of a long text must not pass for a number."""
    return text if len(text) <= most else f"{text[:most]}…"


def _nothing() -> None:
    """A state needs a callback to be kept."""
