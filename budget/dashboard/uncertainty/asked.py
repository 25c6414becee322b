"""What is asked of the page beside the case itself: how many draws, from which seed, which bar, which figure. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from budget.case import Case
from budget.shown.pages.uncertainty import LEVER, Questions
from budget.text.numbers import NumberError, parse_number, parse_whole

ENDS = ("low", "high")
DRAWS = (10_000, 100_000, 1_000_000)
HIGHEST_SEED = 999_999_999


@dataclass(frozen=True)
class Asked:
    """The questions of one user; more draws are asked for one case and forgotten when a figure changes."""

    seed: int = 1
    typed: str = ""  # a seed that was typed and not taken
    draws: int = DRAWS[0]
    drawn_for: Case | None = None
    questions: Questions = field(default_factory=Questions)

    def draws_for(self, case: Case) -> int:
        return self.draws if self.drawn_for is case else DRAWS[0]


def answer(asked: Asked, name: str, values: Mapping[str, str], case: Case, language: str) -> Asked:
    """The questions after one command of the page; a command that is none of these changes nothing."""
    now = asked.questions
    if name == "draws":
        draws = next((n for n in DRAWS if str(n) == values.get("draws")), DRAWS[0])
        return replace(asked, draws=draws, drawn_for=case)
    if name == "seed":
        return _seed(asked, values.get("text", ""), language)
    if name == "bar":
        bar = (values.get("path", ""), values.get("end", ""))
        return replace(asked, questions=replace(now, bar=None if bar == now.bar or bar[1] not in ENDS else bar))
    if name == "certain":
        return replace(asked, questions=replace(now, certain=not now.tried(case)))
    if name == "solve":
        return replace(asked, questions=replace(now, path=values.get("text", LEVER)))
    if name == "solve_by":
        return replace(asked, questions=replace(now, by=parse_whole(values.get("text", ""))))
    return asked


def _seed(asked: Asked, text: str, language: str) -> Asked:
    """A whole number from 0 on; anything else is refused and the seed kept."""
    try:
        seed = parse_number(text, language)
    except NumberError:
        return replace(asked, typed=text or " ")
    if seed != int(seed) or not 0 <= seed <= HIGHEST_SEED:
        return replace(asked, typed=text)
    return replace(asked, seed=int(seed), typed="")
