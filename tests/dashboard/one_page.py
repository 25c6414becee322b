"""One page of the dashboard by itself, without the navigation around it."""

from __future__ import annotations

from typing import Any

from streamlit.testing.v1 import AppTest

from tests.dashboard.page import Page

SCRIPT = "from budget.dashboard.{module} import {name}\n{name}()"


class OnePage(Page):
    """A page as one user has it; `key` is the name of its view."""

    def __init__(self, module: str, name: str, key: str, **address: str) -> None:
        self.app = AppTest.from_string(SCRIPT.format(module=module, name=name), default_timeout=30)
        for parameter, value in address.items():
            self.app.query_params[parameter] = value
        self._key = key
        self._log: list[dict[str, Any]] = []
        self.run()

    def ask(self, do: str, **values: str) -> OnePage:
        number = max(len(self._log), self.shown["seen"]) + 1  # a browser numbers on from what was taken before
        self._log.append({"n": number, "do": do, "epoch": self.shown["epoch"], **values})
        self.app.session_state[self._key] = {"log": self._log}
        self.run()
        return self


def guide(**address: str) -> OnePage:
    return OnePage("guide.page", "guide_page", "guide", **address)


def sources(case: str = "herning-drivers-2013", **address: str) -> OnePage:
    return OnePage("sources.page", "sources_page", "sources", case=case, **address)
