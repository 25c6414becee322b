"""The colours a cell is seen in, and how far apart they are (WCAG's contrast ratio)."""

from __future__ import annotations

from openpyxl.cell.cell import Cell
from openpyxl.styles.colors import COLOR_INDEX, Color

WHITE, BLACK = "FFFFFF", "000000"

# The first colours of the Office theme, as far as cells use them: 0 is the paper, 1 the text.
THEME = {0: WHITE, 1: BLACK, 2: "E7E6E6", 3: "44546A"}


def font_of(cell: Cell) -> str:
    return _rgb(cell.font.color, BLACK)


def fill_of(cell: Cell) -> str:
    return _rgb(cell.fill.fgColor, WHITE) if cell.fill.fill_type == "solid" else WHITE


def contrast(one: str, other: str) -> float:
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _rgb(color: Color | None, otherwise: str) -> str:
    if color is None:
        return otherwise
    if color.type == "rgb" and isinstance(color.rgb, str):
        return color.rgb[-6:].upper()
    if color.type == "theme":
        return THEME.get(color.theme, otherwise)
    if color.type == "indexed" and color.indexed < len(COLOR_INDEX):
        return str(COLOR_INDEX[color.indexed])[-6:].upper()
    return otherwise


def _luminance(rgb: str) -> float:
    parts = (int(rgb[i : i + 2], 16) / 255 for i in (0, 2, 4))
    red, green, blue = (c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
