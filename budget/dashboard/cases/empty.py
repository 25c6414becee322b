"""What the pages on caseload and placements say of a case without such lines: what is missing, and how to get it."""

from collections.abc import Iterator, Sequence

import streamlit as st

from budget.analysis.placements import StatedPlaces
from budget.case import Case, CaseError, Line, cases, read_case
from budget.dashboard.cases.hand import Hand
from budget.dashboard.cases.opening import take
from budget.dashboard.parts.markup import Html, tag
from budget.dashboard.parts.say import literal
from budget.text import Words

MOST_NAMED = 3


def no_caseload(case: Case, words: Words) -> Html:
    """The case has no caseload line."""
    lines = [words(f"empty.caseload.{line.kind}", line=line.label) for line in case.costs[:MOST_NAMED]]
    return _card("caseload", lines, ("costs", "caseload"), words)


def no_placements(case: Case, stated: Sequence[StatedPlaces], words: Words) -> Html:
    """The case has no placement and no mix line."""
    known = {str(found.line.id): found for found in stated}
    lines = [_saving(line, known.get(str(line.id)), words) for line in case.savings[:MOST_NAMED]]
    return _card("placements", lines, ("savings", "placements"), words)


def _saving(line: Line, stated: StatedPlaces | None, words: Words) -> str:
    """What the line says, and the price it implies where its source says how many places the amount equals."""
    said = words("empty.placements.amounts", line=line.label)
    if stated is None:
        return said
    low, high = stated.places.low, stated.places.high
    places = words.plain(low) if low == high else f"{words.plain(low)}–{words.plain(high)}"
    cheap, dear = stated.price
    price = words.kr(dear) if low == high else f"{words.amount(cheap, 'kr')}–{words.kr(dear)}"
    return f"{said} {words('empty.placements.stated', amount=words.mio(stated.kr), places=places, price=price)}"


def _card(name: str, lines: Sequence[str], wanted: tuple[str, str], words: Words) -> Html:
    """What is missing, what such a line would give, and where it is added."""
    list_, kind = wanted
    steps = (words("page.calculation"), words("line.add"), words(f"form.list.{list_}"), words(f"kind.{list_}.{kind}"))
    return tag(
        "section",
        tag("h2", words(f"empty.{name}.title")),
        *(tag("p", line) for line in lines),
        tag("p", words(f"empty.{name}.how")),
        tag("p", words("empty.where", steps=" → ".join(steps))),
        class_="missing",
    )


def example(hand: Hand, kind: type[Line], words: Words) -> None:
    """A case of the product that has such a line, opened in place of the one in hand when nothing is lost by it."""
    found = next((case for case in _known() if any(isinstance(line, kind) for line in case.lines())), None)
    if found is None:
        return
    st.write(literal(words("empty.example", title=found.title, municipality=found.municipality)))
    if hand.model.changes:
        st.write(words("empty.example_loses"))
    elif st.button(words("empty.example_open"), key="example"):
        take(hand, found)


def _known() -> Iterator[Case]:
    """The cases of the product that can be read."""
    for id in cases():
        try:
            yield read_case(id)
        except CaseError:
            continue
