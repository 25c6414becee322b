"""The pages Sagstal and Anbringelser without a browser: the text of what they show, block by block."""

from __future__ import annotations

import html
import json
import re
from typing import Any

from streamlit.testing.v1 import AppTest

from budget.case import Case
from budget.dashboard.cases.hand import Hand
from budget.dashboard.changes.state import Model

SCRIPT = "from budget.dashboard.{module} import {page}\n{page}()\n"
MODULES = {"caseload": "caseload.page", "placements": "placements.page"}


class DriverPage:
    """One of the two pages as one user has it."""

    def __init__(self, page: str, case: Case | Model | None = None, **address: str) -> None:
        self.app = AppTest.from_string(SCRIPT.format(module=MODULES[page], page=page), default_timeout=30)
        for name, value in address.items():
            self.app.query_params[name] = value
        if isinstance(case, Case):
            self.app.session_state["hand"] = Hand.of(case)
        elif case is not None:
            self.app.session_state["hand"] = Hand(case)
        self.run()

    def run(self) -> DriverPage:
        self.app.run()
        assert not self.app.exception, self.app.exception
        return self

    @property
    def blocks(self) -> dict[str, str]:
        found: dict[str, str] = {}
        for shown in self.app.get("bidi_component"):
            data: dict[str, Any] = json.loads(shown.proto.json)[0]
            found |= {key: markup for key, _, markup in data["blocks"]}
        return found

    def text(self, block: str) -> str:
        return plain(self.blocks.get(block, ""))

    @property
    def everything(self) -> str:
        return " ".join(map(plain, self.blocks.values()))

    def row(self, block: str, label: str) -> list[str]:
        """The cells of the row with this label, in any table of the block."""
        for row in re.findall(r"<tr[^>]*>(.*?)</tr>", self.blocks[block]):
            name = re.search(r'<th scope="row">(.*?)(<small>.*)?</th>', row)
            if name and plain(name[1]) == label:
                return [plain(cell) for cell in re.findall(r"<td[^>]*>(.*?)</td>", row)]
        raise AssertionError(f"no row {label!r} in {block}: {self.text(block)}")


def plain(markup: str) -> str:
    """As it reads."""
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", markup)).split())
