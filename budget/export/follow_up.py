"""The budget follow-up as text and JSON."""

import json
from collections.abc import Sequence
from typing import Any

from budget.analysis.follow_up import FollowedLine, FollowedMeasure, FollowUp, Outturn
from budget.analysis.gates import GateState
from budget.analysis.positions import latest
from budget.export.tables import aligned, heading
from budget.shown.budget_office import office_table, office_text
from budget.shown.follow_up_tables import follow_up_notes, follow_up_title, line_table
from budget.shown.measure_tables import gate_table, group_tables, measure_table
from budget.text import Words


def follow_up_text(found: FollowUp, words: Words, unit: str = "1000", gates: Sequence[GateState] = ()) -> str:
    """The text and the table of the latest year; one table for each line and measure in columns set apart by spaces,
    with its remarks, and the notes below."""
    year = latest(found) or found.years[0]
    lines = [heading(found.case, words), follow_up_title(found, words, unit), "", *office_text(found, year, words)]
    tables = [office_table(found, year, words, unit)]
    tables += [line_table(line, words, unit) for line in found.lines]
    tables += [*filter(None, [gate_table(gates, words)]), *group_tables(found, words)]
    tables += [measure_table(measure, found.years, words) for measure in found.measures]
    for table in tables:
        lines += ["", table.caption, *aligned(table), *table.notes]
    return "\n".join([*lines, "", *follow_up_notes(found, words)]) + "\n"


def follow_up_json(found: FollowUp, words: Words, gates: Sequence[GateState] = ()) -> str:
    """The follow-up in kr (contract section 6), and what each figure covers; null where nothing is known."""
    data = {
        "case": found.case.id,
        "title": found.case.title,
        "unit": "kr",
        "prices": "year" if found.year_prices else "fixed",
        "price_year": found.case.price_year,
        "years": found.years,
        "lines": [_line(line) for line in found.lines],
        "measures": [_measure(measure) for measure in found.measures],
        "gates": [_gate(state) for state in gates],
        "notes": follow_up_notes(found, words),
    }
    return json.dumps(data, ensure_ascii=False, indent=1)


def _line(line: FollowedLine) -> dict[str, Any]:
    years = line.years
    return {
        "key": line.line.id,
        "label": line.line.label,
        "service_area": line.line.service_area or "",
        "budget": [year.budget for year in years],
        "carried_over": [year.carried for year in years],
        "revised": [year.revised for year in years],
        "actual": [year.outturn.actual for year in years],
        "deviation": [year.deviation for year in years],
        "forecast": [year.outturn.forecast for year in years],
        "last_month_repeated": [year.outturn.repeated for year in years],
        "share_to_date": [year.outturn.share if year.outturn.actual is not None else None for year in years],
        "budget_to_date": [year.to_date for year in years],
        "deviation_to_date": [year.deviation_to_date for year in years],
        "accumulated_deviation": line.accumulated,
        "gross": [year.outturn.gross for year in years],
        **_covered([year.outturn for year in years]),
    }


def _measure(followed: FollowedMeasure) -> dict[str, Any]:
    measure = followed.measure
    return {
        "id": measure.id,
        "label": measure.label,
        "unit": measure.unit,
        "better": measure.better,
        "group": measure.group,
        "baseline": measure.baseline and {"year": measure.baseline.year, "value": measure.baseline.value},
        "target": followed.targets,
        "actual": [outturn.actual for outturn in followed.outturns],
        "deviation": followed.deviations,
        "forecast": [outturn.forecast for outturn in followed.outturns],
        "deviation_to_date": followed.deviations_to_date,
        **_covered(followed.outturns),
    }


def _gate(state: GateState) -> dict[str, Any]:
    """A gate, what stands for it so far, and how often chance passes it; null where nothing is known."""
    gate, chances = state.gate, state.chances
    return {
        "measure": gate.measure,
        "year": gate.year,
        "month": gate.month,
        "at_most": gate.at_most,
        "at_least": gate.at_least,
        "so_far": state.value,
        "known_to": state.known_to and {"year": state.known_to[0], "month": state.known_to[1]},
        "passed": state.passed,
        "passed_by_chance": chances and chances.without.passed,
        "passed_as_planned": chances and chances.planned and chances.planned.passed,
        "draws": chances and chances.draws,
    }


def _covered(outturns: Sequence[Outturn]) -> dict[str, list[Any]]:
    """How many months each actual is the sum of (null for a year's own entry) and where it comes from."""
    return {
        "months": [len(outturn.months) or None for outturn in outturns],
        "basis": [outturn.basis or None for outturn in outturns],
    }
