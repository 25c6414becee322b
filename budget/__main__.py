"""`python -m budget`: the command line, started without what a short process can do without."""

import gc
import os
import sys


def run() -> int:
    """Pydantic's search for plugins, and collecting garbage while models are built, cost a tenth of the start."""
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
    gc.disable()
    from budget.commands import main

    return main()


if __name__ == "__main__":
    sys.exit(run())
