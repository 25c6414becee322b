"""The five colours: the same in page, print and files, apart for every eye, and readable on their paper."""

from __future__ import annotations

import re
import tomllib
from itertools import combinations
from pathlib import Path

import pytest

from budget.text import colours
from tests.lint.colours import contrast

ROOT = Path(__file__).parents[2]
PARTS = ROOT / "budget" / "dashboard" / "parts"
FIVE = {name: getattr(colours, name) for name in ("INK", "COST", "SAVING", "ACCUMULATED", "FOURTH")}
IN_CSS = {"cost": "COST", "saving": "SAVING", "accumulated": "ACCUMULATED", "income": "FOURTH"}
LEAST_CONTRAST, LEAST_OF_TEXT = 3.0, 4.5  # WCAG 1.4.11 for what is drawn, 1.4.3 for text
LEAST_APART = 15.0  # a difference (CIE 1976) that nobody overlooks: about 2 can just be seen

# Machado, Oliveira and Fernandes 2009, severity 1.0, on linear RGB.
EYES = {
    "normal": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "protanopia": (
        (0.152286, 1.052583, -0.204868), (0.114503, 0.786281, 0.099216), (-0.003882, -0.048116, 1.051998)
    ),
    "deuteranopia": (
        (0.367322, 0.860646, -0.227968), (0.280085, 0.672501, 0.047413), (-0.011820, 0.042940, 0.968881)
    ),
    "tritanopia": (
        (1.255528, -0.076749, -0.178779), (-0.078411, 0.930809, 0.147602), (0.004733, 0.691367, 0.303900)
    ),
}  # fmt: skip


def linear(colour: str) -> list[float]:
    parts = [int(colour.lstrip("#")[i : i + 2], 16) / 255 for i in (0, 2, 4)]
    return [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]


def lab(rgb: list[float]) -> tuple[float, float, float]:
    r, g, b = (min(max(part, 0.0), 1.0) for part in rgb)
    x = (0.4124 * r + 0.3576 * g + 0.1805 * b) / 0.95047
    y = 0.2126 * r + 0.7152 * g + 0.0722 * b
    z = (0.0193 * r + 0.1192 * g + 0.9505 * b) / 1.08883
    fx, fy, fz = (t ** (1 / 3) if t > 0.008856 else 7.787 * t + 16 / 116 for t in (x, y, z))
    return 116 * fy - 16, 500 * (fx - fy), 200 * (fy - fz)


def seen(colour: str, eye: str) -> tuple[float, float, float]:
    rgb = linear(colour)
    return lab([sum(a * b for a, b in zip(row, rgb, strict=True)) for row in EYES[eye]])


def apart(one: str, other: str, eye: str) -> float:
    return sum((a - b) ** 2 for a, b in zip(seen(one, eye), seen(other, eye), strict=True)) ** 0.5


def custom(file: str) -> dict[str, str]:
    """The colours that a style sheet defines by name."""
    text = (PARTS / file).read_text(encoding="utf-8")
    return {name: colour.upper() for name, colour in re.findall(r"--([a-z-]+):\s*(#[0-9a-fA-F]{6})\b", text)}


@pytest.mark.parametrize("eye", EYES)
@pytest.mark.parametrize("pair", list(combinations(FIVE, 2)), ids="-".join)
def test_any_two_stay_apart_for_every_eye(pair: tuple[str, str], eye: str) -> None:
    assert apart(FIVE[pair[0]], FIVE[pair[1]], eye) >= LEAST_APART


def test_the_simulation_knows_what_cannot_be_told_apart() -> None:
    """Blue and purple of a well-known palette, which differ in red alone."""
    assert apart("#636EFA", "#AB63FA", "normal") > LEAST_APART > apart("#636EFA", "#AB63FA", "protanopia")


@pytest.mark.parametrize("name", FIVE)
def test_each_is_seen_on_white_paper(name: str) -> None:
    assert contrast(FIVE[name].lstrip("#"), "FFFFFF") >= LEAST_CONTRAST


@pytest.mark.parametrize("file", ["view.css", "paper.css"])
def test_page_and_print_have_the_colours_of_workbook_and_slides(file: str) -> None:
    defined = custom(file)
    assert {name: defined[name] for name in IN_CSS} == {name: FIVE[key].upper() for name, key in IN_CSS.items()}


def test_no_style_sheet_names_a_colour_beside_those_that_are_defined() -> None:
    """Every other rule takes its colour from a custom property."""
    for file in sorted(PARTS.glob("*.css")):
        text = re.sub(r"/\*.*?\*/", "", file.read_text(encoding="utf-8"), flags=re.S)
        rules = re.sub(r"--[a-z-]+:[^;]*;", "", text)
        found = set(re.findall(r"#[0-9a-fA-F]{3,8}\b(?![^{]*\{)", rules))
        assert found <= ({"#fff", "#14202b", "#5b6975"} if file.name == "paper.css" else {"#fff"}), file.name


def test_every_size_of_text_on_screen_is_one_of_the_scale() -> None:
    scale = set(re.findall(r"(--text-[a-z]+):", (PARTS / "view.css").read_text(encoding="utf-8")))
    assert len(scale) == 3
    for file in sorted(PARTS.glob("*.css")):
        text = re.sub(r"/\*.*?\*/", "", file.read_text(encoding="utf-8"), flags=re.S)
        assert not re.findall(r"font-size: ?[0-9.]+rem", text), file.name
        assert set(re.findall(r"var\((--text-[a-z]+)\)", text)) <= scale, file.name


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_words_in_a_colour_can_be_read_in_both_themes(theme: str) -> None:
    settings = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text(encoding="utf-8"))["theme"][theme]
    text = (PARTS / "view.css").read_text(encoding="utf-8")
    pairs = re.findall(r"--([a-z-]+):\s*light-dark\((#[0-9a-f]{6}), (#[0-9a-f]{6})\)", text)
    words = {name: (light if theme == "light" else dark) for name, light, dark in pairs if name != "touched"}
    assert {f"{name}-text" for name in IN_CSS} <= set(words)
    for name, colour in words.items():
        for paper in (settings["backgroundColor"], settings["secondaryBackgroundColor"]):
            assert contrast(colour.lstrip("#").upper(), paper.lstrip("#").upper()) >= LEAST_OF_TEXT, name
