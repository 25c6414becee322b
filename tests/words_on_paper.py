"""Where the words of a PDF stand: which leave the page's margins, and which are printed over each other."""

from __future__ import annotations

import html
import re
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

PAGE = re.compile(r'<page width="([\d.]+)" height="([\d.]+)">(.*?)</page>', re.DOTALL)
WORD = re.compile(r'<word xMin="([-\d.]+)" yMin="([-\d.]+)" xMax="([-\d.]+)" yMax="([-\d.]+)">(.*?)</word>', re.DOTALL)
POINTS = 72 / 25.4  # in a millimetre
TOUCHING = 0.2  # of the smaller word's height and width: type is lower than its line, and letters lean out


class Word(NamedTuple):
    text: str
    left: float
    top: float
    right: float
    bottom: float


def words_of(pdf: bytes) -> list[tuple[float, float, list[Word]]]:
    """Width and height of every page in points, and its words."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "file.pdf"
        file.write_bytes(pdf)
        found = subprocess.run(["pdftotext", "-bbox", str(file), "-"], check=True, capture_output=True).stdout.decode()
    return [
        (float(width), float(height), list(map(_word, WORD.findall(page))))
        for width, height, page in PAGE.findall(found)
    ]


def _word(found: tuple[str, ...]) -> Word:
    left, top, right, bottom = map(float, found[:4])
    return Word(html.unescape(found[4]), left, top, right, bottom)


def misprints(pdf: bytes, margin: float) -> Iterator[str]:
    """Words nearer the edge than so many millimetres, and words over each other."""
    for number, (width, height, words) in enumerate(words_of(pdf), start=1):
        edge = margin * POINTS - 0.5
        for word in words:
            if word.left < edge or word.right > width - edge or word.top < 0 or word.bottom > height:
                yield f"page {number}: {word.text!r} over the edge"
        yield from (f"page {number}: {one.text!r} over {other.text!r}" for one, other in _over(words))


def _over(words: list[Word]) -> Iterator[tuple[Word, Word]]:
    order = sorted(words, key=lambda word: word.top)
    for place, one in enumerate(order):
        for other in order[place + 1 :]:
            if other.top >= one.bottom:
                break
            high = min(one.bottom, other.bottom) - other.top
            wide = min(one.right, other.right) - max(one.left, other.left)
            least_high = min(one.bottom - one.top, other.bottom - other.top)
            least_wide = min(one.right - one.left, other.right - other.left)
            if high > least_high * TOUCHING and wide > max(1.0, least_wide * TOUCHING):
                yield one, other
