"""Two versions of a case beside each other as tables: what differs, and what it did to the result."""

from budget.case import Case
from budget.shown.model import Cell, Column, Row, Table, texts, year_columns
from budget.shown.versions import Difference, differences, effect_alone, effects, place_text, thing_text
from budget.text import Words

MOST_SHOWN = 200
Pair = tuple[Case, Case]  # the old and the new


def compared(of: Pair, numbers: tuple[int, int], words: Words, most: int = MOST_SHOWN) -> list[Table]:
    """What differs, figure by figure with what each does alone, and net by year in both; nothing where nothing
    differs.
    """
    found = differences(*of)
    if not found:
        return []
    versions = [words("cases.version", number=number) for number in numbers]
    columns = (
        Column(words("cases.head.figure")),
        *(Column(name, words=True) for name in versions),
        Column(words("cases.head.alone")),
    )
    rows = tuple(_difference(one, of, words) for one in found[:most])
    more = (words("cases.more_differences", count=len(found) - most),) if len(found) > most else ()
    what = Table("differs", words("cases.what_differs"), columns, rows, more)
    years = effects(*of)
    did = tuple(
        Row(key, kind, words(f"row.{key}"), texts(*(_pair(getattr(effect, key), words) for effect in years)))
        for key, kind in (("net", "net"), ("accumulated", "other"))
    )
    caption = words("cases.what_it_did", old=numbers[0], new=numbers[1])
    return [what, Table("did", caption, year_columns([effect.year for effect in years]), did)]


def _difference(found: Difference, of: Pair, words: Words) -> Row:
    alone = effect_alone(of[0], found)
    before, after = (
        thing_text(thing, found.place, case, words) for thing, case in zip((found.old, found.new), of, strict=True)
    )
    effect = Cell() if alone is None else Cell(words.kr(alone), alone, "kr")
    label = place_text(found.place, *of, words)
    return Row(label, "", label, (*texts(before, after), effect))


def _pair(pair: tuple[float | None, float | None], words: Words) -> str:
    """-2.500 → -1.500, or the one amount where nothing moved."""
    old, new = (words("word.none") if value is None else words.amount(value) for value in pair)
    return old if old == new else f"{old} → {new}"
