"""Gates: what a measure must be at the end of a month for the case to go on; entered, or taken out again."""

import streamlit as st

from budget.analysis.gates import gate_states
from budget.dashboard.cases.hand import Hand
from budget.dashboard.changes.follow_up_edits import DropGate, SetGate
from budget.dashboard.parts.say import literal
from budget.dashboard.workshop.form_parts import take
from budget.dashboard.workshop.typed import read_number
from budget.shown.measure_tables import gate_label, limit_text
from budget.text import Words

LIMITS = ("at_most", "at_least")


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
