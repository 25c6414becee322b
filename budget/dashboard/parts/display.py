"""How the user wants figures shown."""

from dataclasses import dataclass

from budget.text import Words

LEFT, RIGHT = "left", "right"  # the columns of a page: what one enters, and what follows


@dataclass(frozen=True)
class Display:
    """How figures are shown; never how they are read or worked out."""

    unit: str = "1000"
    turned: bool = False  # savings as positive figures

    def amount(self, kr: float, words: Words) -> str:
        return words.amount(-kr if self.turned else kr, self.unit)
