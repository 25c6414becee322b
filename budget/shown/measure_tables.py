"""Measures in words: each by year beside its target, the same one in several groups, and the gates."""

from collections.abc import Iterator, Sequence

from budget.analysis.follow_up import FollowedMeasure, FollowUp, target_word
from budget.analysis.gates import GateState
from budget.analysis.measure_groups import Change, compared
from budget.case.models import Measure
from budget.shown.follow_up_tables import marked
from budget.shown.labels import step_label
from budget.shown.model import NONE, Cell, Column, Row, Table
from budget.text import Words

COLUMNS = ("target", "actual", "deviation", "forecast")
GROUP_COLUMNS = ("start", "latest", "change", "change_share")
GATE_COLUMNS = ("limit", "so_far", "state", "by_chance", "in_vain")


def value_text(number: float, unit: str, words: Words) -> str:
    """A figure of a measure: a share in per cent, money in whole kr, the rest as it is."""
    if unit == "share":
        return words.share(number)
    return words.amount(number, "kr") if unit == "kr" else words.plain(round(number, 2))


def _value(number: float | None, unit: str, words: Words) -> Cell:
    return Cell(NONE) if number is None else Cell(value_text(number, unit, words), number, unit)


def measure_table(followed: FollowedMeasure, years: Sequence[int], words: Words) -> Table:
    """One measure by year, in the order of COLUMNS; kr in whole kr."""
    measure, rows = followed.measure, []
    found = zip(years, followed.targets, followed.outturns, followed.deviations_to_date, strict=True)
    for year, goal, outturn, deviation in found:
        apart = _value(deviation, measure.unit, words)
        if deviation is not None:
            apart = apart._replace(text=_against_target(apart.text, deviation, measure, words))
        actual, ahead = (_value(v, measure.unit, words) for v in (outturn.actual, outturn.forecast))
        cells = (_value(goal, measure.unit, words), marked(actual, outturn, words), apart, ahead)
        rows.append(Row(str(year), "", str(year), cells))
    columns = tuple(Column(words(f"follow_up.{name}")) for name in ("year", *COLUMNS))
    return Table(str(measure.id), " ".join(measure_label(followed, words).split()), columns, tuple(rows))


def _against_target(text: str, deviation: float, measure: Measure, words: Words) -> str:
    """The deviation with its word, and whether that is better or worse where the case says which way is."""
    word = target_word(deviation, measure.unit)
    if word in ("on_target", "as_budgeted"):
        return words(f"follow_up.{word}")
    said = f"{text} {words(f'follow_up.{word}')}"
    if measure.better is None:
        return said
    judged = "better" if (deviation < 0) == (measure.better == "lower") else "worse"
    return f"{said} ({words(f'follow_up.{judged}')})"


def measure_label(followed: FollowedMeasure, words: Words) -> str:
    """The measure with its group, unit and beginning: Plejefamilier (helårspladser, udgangspunkt 2012: 63)."""
    measure, start = followed.measure, followed.measure.baseline
    facts = [measure.group] if measure.group else []
    facts += [] if measure.unit in ("number", "share") else [words(f"follow_up.unit.{measure.unit}")]
    if start is not None:
        value = value_text(start.value, measure.unit, words)
        facts.append(words("follow_up.baseline", year=start.year, value=value))
    return f"{measure.label} ({', '.join(facts)})" if facts else measure.label


# ------------------------------------------------------------------ groups beside each other
def group_tables(found: FollowUp, words: Words) -> Iterator[Table]:
    """A table for every measure that several groups have: each from its own beginning to the latest year."""
    for number, changes in enumerate(compared(found)):
        measure = changes[0].followed.measure
        columns = tuple(
            Column(words(f"follow_up.groups.{name}"), words=name == "group") for name in ("group", *GROUP_COLUMNS)
        )
        rows = tuple(_group_row(change, words) for change in changes)
        yield Table(f"groups:{number}", words("follow_up.groups.title", label=measure.label), columns, rows)


def _group_row(found: Change, words: Words) -> Row:
    measure, unit = found.followed.measure, found.followed.measure.unit
    start, latest = Cell(NONE), _value(found.value, unit, words)
    if measure.baseline is not None:
        start = _value(measure.baseline.value, unit, words)
        start = start._replace(text=f"{start.text} ({measure.baseline.year})")
    if found.year is not None:
        latest = latest._replace(text=f"{latest.text} ({found.year})")
    cells = (start, latest, _value(found.change, unit, words), _value(found.share, "share", words))
    return Row(str(measure.id), "", measure.group or "", cells)


# ------------------------------------------------------------------ gates
def gate_table(states: Sequence[GateState], words: Words) -> Table | None:
    """The gates in the order in which they fall, in that of GATE_COLUMNS; None where the case has none."""
    if not states:
        return None
    heads = (Column(words(f"gate.{name}"), words=name in ("measure", "limit")) for name in ("measure", *GATE_COLUMNS))
    rows = tuple(_gate_row(number, state, words) for number, state in enumerate(states))
    return Table("gates", words("gate.title"), tuple(heads), rows, tuple(_gate_notes(states, words)))


def _gate_row(number: int, state: GateState, words: Words) -> Row:
    unit = state.measure.unit
    so_far = _value(state.value, unit, words)
    if state.known_to is not None:
        so_far = so_far._replace(text=words("gate.known", value=so_far.text, month=_month(state.known_to, words)))
    word = {None: "waiting", True: "passed", False: "failed"}[state.passed]
    chances = state.chances
    by_chance = None if chances is None else chances.without.passed
    in_vain = None if chances is None or chances.planned is None else 1 - chances.planned.passed
    said = Cell(words(f"gate.{word}"))
    cells = (Cell(limit_text(state, words)), so_far, said, _odds(by_chance, words), _odds(in_vain, words))
    return Row(str(number), "", gate_label(state.measure), cells)


def gate_label(measure: Measure) -> str:
    return f"{measure.label} ({measure.group})" if measure.group else measure.label


def limit_text(state: GateState, words: Words) -> str:
    """Højst 37 ved udgangen af juni 2028."""
    gate, unit = state.gate, state.measure.unit
    most = gate.at_most is not None
    value = (gate.at_most if most else gate.at_least) or 0.0
    limit = words.kr(value) if unit == "kr" else value_text(value, unit, words)
    when = _month((gate.year, gate.month), words)
    return words("gate.at_most" if most else "gate.at_least", value=limit, month=when)


def _month(of: tuple[int, int], words: Words) -> str:
    year, month = of
    return f"{words(f'month.{month}')} {year}"


def _odds(share: float | None, words: Words) -> Cell:
    return Cell(NONE) if share is None else Cell(words.share(share, 0), share, "share")


def _gate_notes(states: Sequence[GateState], words: Words) -> Iterator[str]:
    """What the chances are worked out from, and why some are not."""
    drawn = {id(state): state.chances for state in states if state.chances is not None}
    if drawn:
        yield words("gate.note", draws=words.number(next(iter(drawn.values())).draws))
    for state in states:
        if state.chances is None:
            continue
        facts = {"measure": gate_label(state.measure), "limit": limit_text(state, words)}
        facts["steps"] = words.listed(step_label(step, words) for step in state.chances.steps)
        facts["without"] = words.number(state.chances.without.expected, 1)
        if state.chances.planned is None:
            yield words("gate.expected", **facts)
        else:
            yield words("gate.expected_both", planned=words.number(state.chances.planned.expected, 1), **facts)
    if len(drawn) < len(states):
        yield words("gate.no_chance")
