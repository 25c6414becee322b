"""What the pages on caseload and placements say of a case without such lines: what is missing, and how to get it."""

from collections.abc import Sequence

from budget.analysis.placements import StatedPlaces
from budget.case import Case, Line
from budget.shown.labels import from_to, kr_span
from budget.shown.model import Group, Heading, Text, piece
from budget.text import Words
from budget.text.told import joined

MOST_NAMED = 3


def no_caseload(case: Case, words: Words) -> Group:
    """The case has no caseload line."""
    lines = [words(f"empty.caseload.{line.kind}", line=line.label) for line in case.costs[:MOST_NAMED]]
    return _card("caseload", lines, ("costs", "caseload"), words)


def no_placements(case: Case, stated: Sequence[StatedPlaces], words: Words) -> Group:
    """The case has no placement and no mix line."""
    known = {str(found.line.id): found for found in stated}
    lines = [_saving(line, known.get(str(line.id)), words) for line in case.savings[:MOST_NAMED]]
    return _card("placements", lines, ("savings", "placements"), words)


def _saving(line: Line, stated: StatedPlaces | None, words: Words) -> str:
    """What the line says, and the price it implies where its source says how many places the amount equals."""
    said = words("empty.placements.amounts", line=line.label)
    if stated is None:
        return said
    places = from_to(words.plain(stated.places.low), words.plain(stated.places.high))
    price = kr_span(*stated.price, words)
    return joined((said, words("empty.placements.stated", amount=words.mio(stated.kr), places=places, price=price)))


def _card(name: str, lines: Sequence[str], wanted: tuple[str, str], words: Words) -> Group:
    """What is missing, what such a line would give, and where it is added."""
    list_, kind = wanted
    steps = (words("page.calculation"), words("line.add"), words(f"form.list.{list_}"), words(f"kind.{list_}.{kind}"))
    said = (*lines, words(f"empty.{name}.how"), words("empty.where", steps=" → ".join(steps)))
    return piece("empty", Heading(words(f"empty.{name}.title")), *map(Text, said), look="missing")
