"""The dashboard on a machine on which a case takes its time; which have been worked out for Overblik is noted."""

import os
import time

import streamlit as st

from budget.case import Case
from budget.dashboard.portfolio import known
from budget.dashboard.serving import MIDDLEWARE, NAVIGATION, ROUTES, lifespan, on_script_error
from budget.formulas import Result, calculate

SECONDS = 0.15


def slowly(case: Case) -> Result:
    time.sleep(SECONDS)
    with open(os.environ["WORKED_OUT"], "a", encoding="utf-8") as noted:
        noted.write(f"{case.id}\n")
    return calculate(case)


known.calculate = slowly  # type: ignore[attr-defined]
app = st.App(NAVIGATION, lifespan=lifespan, routes=ROUTES, middleware=MIDDLEWARE, on_script_error=on_script_error)
