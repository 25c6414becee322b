"""The control points: the questions that a controller asks of a case, in the order in which they are listed.

Each is a function that looks through a worked-out case and yields what its question needs; the words are in the
catalogue under `check.<id>`, with a short lead under `check.<id>.short` and what is said when there is nothing to
ask under `check.<id>.clear`.
"""

from budget.analysis import check_budget as budget
from budget.analysis import check_figures as figures
from budget.analysis import check_placements as placements
from budget.analysis.facts import Control

CONTROLS = (
    Control("full-effect-from-day-one", "warning", budget.full_effect_from_day_one),
    Control("first-year-return", "warning", budget.first_year_return),
    Control("implied-price", "warning", placements.implied_price),
    Control("exhaustion", "error", placements.exhaustion),
    Control("small-numbers", "note", placements.small_numbers),
    Control("no-replacement", "warning", placements.no_replacement),
    Control("own-institution", "warning", placements.own_institution),
    Control("reimbursement", "warning", placements.reimbursement),
    Control("natural-exit", "warning", placements.natural_exit),
    Control("flat-baseline", "note", placements.flat_baseline),
    Control("both-exits", "warning", placements.both_exits),
    Control("age-18", "warning", placements.age_18),
    Control("avoided-rise", "warning", budget.avoided_rise),
    Control("two-frames", "warning", budget.two_frames),
    Control("no-financing", budget.financing_severity, budget.no_financing),
    Control("pool-unpaid", "warning", budget.pool_unpaid),
    Control("pool-avoided", "warning", budget.pool_avoided),
    Control("not-included", "warning", budget.not_included),
    Control("permanence", "warning", budget.permanence),
    Control("flat-wages", "warning", budget.flat_wages),
    Control("stale-price", "note", figures.stale_price),
    Control("caseload", "note", placements.caseload),
    Control("no-source", "warning", figures.no_source),
    Control("beyond-horizon", "warning", budget.beyond_horizon),
    Control("loss-when-discounted", "warning", budget.loss_when_discounted),
    Control("budget-never-turns", "warning", budget.budget_never_turns),
    Control("magnitude", "warning", budget.magnitude),
    Control("sums", "error", figures.sums),
    Control("range", "warning", figures.out_of_range),
    Control("not-accounts", "note", figures.not_accounts),
    Control("no-cost", "warning", budget.no_cost),
)
DOUBLE_COUNT = "double-count"
IDS = (*(control.id for control in CONTROLS), DOUBLE_COUNT)
