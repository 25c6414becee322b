"""The page without a browser: Streamlit's AppTest, and what our component was given to show."""

from __future__ import annotations

import html
import json
import re
from pathlib import Path
from typing import Any

from streamlit.testing.v1 import AppTest

ROOT = Path(__file__).parents[2]


class Page:
    """The dashboard as one user has it."""

    def __init__(self, **address: str) -> None:
        self.app = AppTest.from_file(str(ROOT / "budget/dashboard/navigation.py"), default_timeout=30)
        for name, value in address.items():
            self.app.query_params[name] = value
        self._log: list[dict[str, Any]] = []
        self.run()

    def run(self) -> Page:
        self.app.run()
        assert not self.app.exception, self.app.exception
        return self

    def ask(self, do: str, **values: str) -> Page:
        """What the browser would send when this is pressed or typed."""
        return self.ask_together(do, **values)

    def ask_together(self, *doings: str, **values: str) -> Page:
        """The same of several presses that one run answers."""
        for do in doings:
            self._log.append({"n": len(self._log) + 1, "do": do, "epoch": self.shown["epoch"], **values})
        self.app.session_state["case"] = {"log": self._log}
        return self.run()

    def exporting(self) -> Page:
        """With the dialog that holds the downloads, and what was chosen in it."""
        self.app.button(key="bar-export").click()
        return self.run()

    def enter(self, path: str, text: str) -> Page:
        return self.ask("enter", path=path, text=text)

    @property
    def shown(self) -> dict[str, Any]:
        found: dict[str, Any] = json.loads(self.app.get("bidi_component")[0].proto.json)[0]
        return found

    def markup(self, block: str) -> str:
        return next((html for key, _, html in self.shown["blocks"] if key == block), "")

    def text(self, block: str) -> str:
        """A block as it reads."""
        plain = html.unescape(re.sub(r"<[^>]+>", " ", self.markup(block)))
        return " ".join(plain.split())

    def row(self, key: str) -> list[str]:
        """The figures of one row of the table, with its total."""
        cells = re.findall(r"<td[^>]*>(.*?)</td>", self.markup(f"row:{key}"))
        return [re.sub(r"<small>.*|<[^>]+>", "", cell) for cell in cells]

    @property
    def everything(self) -> str:
        return " ".join(self.text(key) for key, _, _ in self.shown["blocks"])
