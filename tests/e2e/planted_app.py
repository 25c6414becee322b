"""The app with faults that a test plants: each lies dormant until a file of its name is put into the folder PLANTED."""

import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import streamlit as st

sys.path.insert(0, str(Path(__file__).parents[2]))

from budget.dashboard.calculation import page as calculation
from budget.dashboard.cases import page_head
from budget.dashboard.parts import frame
from budget.dashboard.serving import MIDDLEWARE, NAVIGATION, ROUTES, on_script_error
from budget.dashboard.uncertainty import page as uncertainty


def planted(name: str, real: Callable[..., Any]) -> Callable[..., Any]:
    def run(*args: Any, **more: Any) -> Any:
        if (Path(os.environ["PLANTED"]) / name).exists():
            raise RuntimeError(f"planted in {name}")
        return real(*args, **more)

    return run


page_head.bar = planted("page", page_head.bar)
calculation.assumption_blocks = planted("fragment", calculation.assumption_blocks)
frame._to_address = planted("callback", frame._to_address)
uncertainty.uncertain_pieces = planted("other", uncertainty.uncertain_pieces)

app = st.App(NAVIGATION, routes=ROUTES, middleware=MIDDLEWARE, on_script_error=on_script_error)
