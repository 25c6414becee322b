"""The licence of every library that a server gets: `python -m tests.licences`.

As each says itself: by its expression, its classifiers (of several one may choose), else its licence's first words.
"""

from __future__ import annotations

import importlib.metadata
import re
import sys
from pathlib import Path

PINNED = Path(__file__).parents[1] / "docs" / "server" / "requirements.txt"
# What the words of a licence's own file begin with, where its package says nothing else.
BEGINNINGS = {
    "Mozilla Public License Version 2.0": "MPL-2.0",
    "Permission is hereby granted, free of charge, to any person": "MIT",
    "Apache License": "Apache-2.0",
}
# What may be used and passed on beside a program under MIT: permissive, or asking only for its own files back.
FREE = re.compile(r"MIT|BSD|0BSD|Apache|ISC|Zlib|CC0|PSF|Python Software Foundation|Unlicense", re.IGNORECASE)
OWN_FILES_BACK = re.compile(r"MPL|Mozilla|LGPL|Lesser General Public", re.IGNORECASE)


def pinned() -> dict[str, str]:
    """Every library with its version."""
    return dict(re.findall(r"^([a-z0-9._-]+)==([^\s;]+)", PINNED.read_text(encoding="utf-8"), re.MULTILINE))


def licences(name: str) -> list[str]:
    """What a library may be used under; of several, any."""
    package = importlib.metadata.distribution(name)
    if expression := package.metadata.get("License-Expression"):
        return [str(expression)]
    said = package.metadata.get_all("Classifier") or []
    if classified := [line.rpartition(" :: ")[2] for line in said if line.startswith("License ::")]:
        return classified
    if (line := str(package.metadata.get("License") or "").strip().partition("\n")[0]) and len(line) < 60:
        return [line]
    for file in package.files or ():
        if re.search(r"licen[cs]e", file.name, re.IGNORECASE):
            text = " ".join(Path(str(file.locate())).read_text(encoding="utf-8", errors="replace").split()[:40])
            return [short for words, short in BEGINNINGS.items() if words in text]
    return []


def refused(name: str) -> str | None:
    """Why a library may not be used; None where it may."""
    found = licences(name)
    if not found:
        return f"{name} does not say its licence"
    free = any((FREE.search(one) and "GPL" not in one) or OWN_FILES_BACK.search(one) for one in found)
    return None if free else f"{name} is under {', '.join(found)}"


def main() -> int:
    faults = [fault for name in pinned() if (fault := refused(name))]
    for name, version in pinned().items():
        print(f"{name:28} {version:14} {' or '.join(licences(name)) or '?'}")
    print(*faults, sep="\n", file=sys.stderr)
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
