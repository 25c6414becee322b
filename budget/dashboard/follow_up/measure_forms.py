"""The measures that are followed besides the budget: taken by group, given a baseline and a target, or taken out."""

from typing import Any

import streamlit as st

from budget.analysis.gates import gate_states
from budget.case import Case
from budget.case.naming import new_id
from budget.dashboard.cases.hand import Hand
from budget.dashboard.changes.follow_up_edits import AddMeasures, DescribeMeasure, DropGate, DropMeasure, SetGate
from budget.dashboard.parts.say import literal
from budget.dashboard.workshop.form_parts import choice, take
from budget.dashboard.workshop.typed import as_stated, read_number
from budget.shown.measure_tables import gate_label, limit_text
from budget.text import Words

UNITS = ("places", "kr", "number", "share")
BETTER = (None, "lower", "higher")
NEW = ""
PAIRS = (("baseline_year", "baseline"), ("target_year", "target"))
LIMITS = ("at_most", "at_least")
PLACEMENTS = ("foster", "kinship", "municipal-foster", "homes", "disability", "behaviour")
PREVENTION = ("family-treatment", "broen", "outpatient", "mst", "mst-cm")
TEMPLATES: dict[str, tuple[tuple[str, str], ...]] = {
    "places": tuple((f"places-{name}", "places") for name in PLACEMENTS),
    "spending": tuple((f"spending-{name}", "kr") for name in PLACEMENTS),
    "prevention": tuple((f"prevention-{name}", "kr") for name in PREVENTION),
    "visits": (("visits", "number"),),
    "caseload": (("caseload", "number"),),
}


def measure_forms(hand: Hand, words: Words) -> None:
    """Groups of the documents, one measure by itself, and taking one out."""
    _groups(hand, words)
    _one(hand, words)
    case = hand.model.case
    if case.measures:
        labels = {measure.id: measure.label for measure in case.measures}
        id = st.selectbox(words("follow_up.form.measure"), list(labels), format_func=labels.__getitem__)
        if st.button(words("follow_up.form.drop")) and id:
            take(hand, DropMeasure(id), f"measures.{id}", words)


def _groups(hand: Hand, words: Words) -> None:
    with st.form(f"measures-{hand.model.epoch}", border=False):
        st.write(words("follow_up.form.measures_help"))
        chosen = st.multiselect(
            words("follow_up.form.templates"),
            list(TEMPLATES),
            format_func=lambda name: words(f"measure.group.{name}"),
            placeholder=words("follow_up.form.choose"),
        )
        if st.form_submit_button(words("follow_up.form.add")) and chosen:
            new = [measure for name in chosen for measure in measures(name, words)]
            take(hand, AddMeasures(new), f"measures.{'-'.join(chosen)}", words)


def _one(hand: Hand, words: Words) -> None:
    """A new measure, or baseline and target of one that is there: where they stood, where they shall stand."""
    case = hand.model.case
    labels = {NEW: words("follow_up.form.new_measure"), **{m.id: m.label for m in case.measures}}
    with st.form(f"measure-{hand.model.epoch}", border=False):
        st.markdown(f"**{words('follow_up.form.one_measure')}**")
        id = st.selectbox(words("follow_up.form.which_measure"), list(labels), format_func=labels.__getitem__)
        label = st.text_input(words("follow_up.form.name"))
        left, middle, right = st.columns(3)
        unit = left.selectbox(
            words("follow_up.form.unit"), UNITS, format_func=lambda unit: words(f"follow_up.form.unit.{unit}")
        )
        better = middle.selectbox(
            words("follow_up.form.better"),
            BETTER,
            format_func=lambda way: words(f"follow_up.form.better.{way or 'no'}"),
        )
        groups = {measure.group: measure.group for measure in case.measures if measure.group}
        with right:
            group = choice(words("follow_up.form.group"), groups, None, words("follow_up.form.group_help"))
        fields = {name: (st.text_input(words(f"follow_up.form.{name}")), st.empty()) for pair in PAIRS for name in pair}
        if not st.form_submit_button(words("follow_up.form.keep_measure")):
            return
    unit = next((measure.unit for measure in case.measures if measure.id == id), unit or UNITS[0])
    given: dict[str, float] = {}
    for name, (text, place) in fields.items():
        if text.strip():
            value = read_number(text, place, words, "" if name.endswith("year") else unit)
            if value is None:
                return
            given[name] = value
    values = _values(case, id or NEW, label.strip(), unit, given)
    values |= {name: value for name, value in (("better", better), ("group", group)) if value}
    halved = [name for name, other in PAIRS if (name in given) != (other in given)]
    if not id and "label" not in values:
        fields["baseline_year"][1].error(words("follow_up.form.needs_name"))
    elif halved:
        fields[halved[0]][1].error(words("follow_up.form.needs_both"))
    else:
        id = id or new_id(values["label"], [measure.id for measure in case.measures])
        take(hand, DescribeMeasure(id, values), f"measures.{id}", words)


def _values(case: Case, id: str, label: str, unit: str, given: dict[str, float]) -> dict[str, Any]:
    """What the form says of the measure, as a case file states it; a target stands beside those of other years."""
    values: dict[str, Any] = {"label": label} if label else {}
    if id == NEW:
        values["unit"] = unit
    if "baseline" in given:
        values["baseline"] = {"year": given["baseline_year"], "value": given["baseline"]}
    if "target" in given and "target_year" in given:
        year = given["target_year"]
        before = next((measure.target for measure in case.measures if measure.id == id), None)
        values["target"] = {
            **as_stated(before, case.first_year),
            int(year) if year.is_integer() else str(year): given["target"],
        }
    return values


# ------------------------------------------------------------------ gates
def gate_forms(hand: Hand, words: Words) -> None:
    """A gate of one of the measures, in place of one of the same month; without measures there is none."""
    case = hand.model.case
    if not case.measures:
        st.write(words("gate.form.no_measures"))
        return
    labels = {measure.id: gate_label(measure) for measure in case.measures}
    with st.form(f"gate-{hand.model.epoch}", border=False):
        st.write(words("gate.form.help"))
        id = st.selectbox(words("gate.form.measure"), list(labels), format_func=labels.__getitem__)
        left, middle, right = st.columns(3)
        year = left.selectbox(words("gate.form.year"), case.horizon)
        month = middle.selectbox(
            words("gate.form.month"), range(1, 13), 11, format_func=lambda month: words(f"month.{month}")
        )
        limit = right.selectbox(words("gate.form.limit"), LIMITS, format_func=lambda way: words(f"gate.form.{way}"))
        text, place = st.text_input(words("gate.form.value")), st.empty()
        kept = st.form_submit_button(words("gate.form.keep"))
    if kept and id:
        unit = next(measure.unit for measure in case.measures if measure.id == id)
        value = read_number(text, place, words, unit)
        if value is not None:
            entry = {"measure": id, "year": year, "month": month, limit: value}
            take(hand, SetGate(entry), f"gates.{id}.{year}-{month}", words)
    _remove(hand, words)


def _remove(hand: Hand, words: Words) -> None:
    """Taking one out, by what it says."""
    if not hand.model.case.gates:
        return
    result, _ = hand.result("case", hand.model.case, "fixed")
    states = gate_states(result)
    said = [f"{gate_label(state.measure)}: {limit_text(state, words)}" for state in states]
    at = st.selectbox(words("gate.form.which"), range(len(states)), format_func=said.__getitem__)
    if st.button(literal(words("gate.form.drop"))) and at is not None:
        gate = states[at].gate
        edit = DropGate(gate.measure, gate.year, gate.month)
        take(hand, edit, f"gates.{gate.measure}.{gate.year}-{gate.month}", words)


def measures(template: str, words: Words) -> list[dict[str, Any]]:
    """The measures of one template, without baseline and target: those are the municipality's own."""
    return [
        {"id": id, "label": words(f"measure.{id.partition('-')[2] or id}"), "unit": unit}
        for id, unit in TEMPLATES[template]
    ]
