"""Where the product's own files lie, and the cases: those of the product, or a folder of the user's own."""

import os
import pathlib
from collections.abc import Iterator
from contextlib import contextmanager

PACKAGE = pathlib.Path(__file__).parents[1]
OWN_CASES = "NETTOBESPARELSE_CASES"  # a folder of case files that takes the place of the product's cases


def shipped(name: str) -> pathlib.Path:
    """A file or folder of the product, such as `assumptions`.

    In a checkout it lies beside the package, in an installed product inside it (`force-include` in pyproject.toml).
    """
    installed = PACKAGE / "shipped" / name
    return installed if installed.exists() else PACKAGE.parent / name


ASSUMPTIONS = shipped("assumptions")


def cases_folder() -> pathlib.Path:
    """The folder that cases are named in: the user's own where one is set, else the product's."""
    own = os.environ.get(OWN_CASES)
    return pathlib.Path(own) if own else ASSUMPTIONS


@contextmanager
def own_cases(folder: str | None) -> Iterator[None]:
    """Cases are named in this folder as long as it lasts; without one everything stays as it is."""
    before = os.environ.get(OWN_CASES)
    if folder:
        os.environ[OWN_CASES] = folder
    try:
        yield
    finally:
        if before is None:
            os.environ.pop(OWN_CASES, None)
        else:
            os.environ[OWN_CASES] = before
