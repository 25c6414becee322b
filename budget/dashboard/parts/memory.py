"""Keeps Python's collector of garbage away from what stays.

Streamlit runs a full collection after every run, before the browser has its answer. It walks over everything that is
alive, libraries and cases alike: 25 to 60 ms of every edit, measured in tests/benchmarks.
"""

import gc


def set_aside() -> None:
    """What is alive now is left out of later collections, until this is called again; what nothing refers to any
    more is still freed at once, and garbage in circles at the next call.
    """
    gc.unfreeze()
    gc.collect()
    gc.freeze()


def stays() -> None:
    """The same at once, of what has just been made to be kept: nothing is collected first, so no one waits."""
    gc.freeze()
