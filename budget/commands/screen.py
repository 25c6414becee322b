"""The dashboard, started from any folder."""

import gc
import runpy
import sys

from budget.case.places import shipped
from budget.commands.calls import SHARED, Options, command
from budget.text import Words


@command(*SHARED, more=True)
def dashboard_command(options: Options, words: Words) -> int:
    """Runs Streamlit on the product's own script: its configuration lies beside it and outranks other files.

    In this process, so that a signal to it ends the dashboard.
    """
    gc.enable()  # a short command does without; a server may not
    sys.argv = ["streamlit", "run", str(shipped("app.py")), *options.more]
    runpy.run_module("streamlit", run_name="__main__")
    return 0
