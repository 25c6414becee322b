"""How sure the case is: what moves it, what one figure must be, and the chance of paying back."""

import json

from budget.case import refuse
from budget.commands.calls import CASE, SETTINGS, Options, argument, choice, command, option
from budget.commands.common import chosen_case, said_first
from budget.text import Words

MOST_DRIVERS = 3  # figures that are named as those that the spread follows
FORMAT = choice("--format", "text", "json")


@command(CASE, argument("path"), *SETTINGS, option("--by", metavar="YEAR", type=int), FORMAT)
def solve_command(options: Options, words: Words) -> int:
    from budget.analysis.solving import solve
    from budget.shown.solving_words import solution_text

    case = chosen_case(options, options.case)
    solution = solve(case, options.path, options.by, options.prices)
    why = solution_text(case, solution, words)
    if options.format == "json":
        data = {"path": solution.path, "value": solution.value, "why": why}
        print(json.dumps(data, ensure_ascii=False, indent=1))
    else:
        said_first(case, words)
        print(why)
    return 0


@command(CASE, *SETTINGS, option("--all", "percent", metavar="PERCENT", type=float), FORMAT)
def sensitivity_command(options: Options, words: Words) -> int:
    from budget.analysis.sensitivity import Swing, sensitivity
    from budget.shown.labels import uncertain_label

    def figure(swing: Swing) -> dict[str, object]:
        label, ends = uncertain_label(swing.found, words), ("low", "value", "high", "at_low", "at_high")
        return {"path": swing.path, "label": label, **{end: getattr(swing, end) for end in ends}}

    case = chosen_case(options, options.case)
    base, swings = sensitivity(case, options.prices, options.percent)
    if options.format == "json":
        print(json.dumps({"base": base, "figures": [figure(swing) for swing in swings]}, ensure_ascii=False, indent=1))
        return 0
    said_first(case, words)
    print(words("sensitivity.base", amount=words.kr(base)))
    for swing in swings:
        low, high = words.plain(swing.low), words.plain(swing.high)
        ends = {"at_low": words.kr(swing.at_low), "at_high": words.kr(swing.at_high)}
        print(words("sensitivity.line", label=uncertain_label(swing.found, words), low=low, high=high, **ends))
    if not swings:
        print(words("sensitivity.none"))
    return 0


@command(
    CASE,
    *SETTINGS,
    option("--draws", metavar="N", type=int, default=10_000),
    option("--seed", metavar="S", type=int, default=1),
    FORMAT,
)
def simulate_command(options: Options, words: Words) -> int:
    from budget.analysis.simulation import simulate
    from budget.shown.labels import path_label

    if not 1 <= options.draws <= 10_000_000:
        raise refuse("bounds", "--draws", read=float(options.draws), low=1.0, high=1e7)
    case = chosen_case(options, options.case)
    found = simulate(case, options.draws, options.seed, options.prices)
    if options.format == "json":
        print(json.dumps({name: value for name, value in vars(found).items() if name != "drivers"}, indent=1))
        return 0
    said_first(case, words)
    print(words("simulation.title", draws=words.number(found.draws), seed=found.seed))
    for i, year in enumerate(found.years):
        low, middle, high = (words.kr(found.accumulated[name][i]) for name in ("p10", "p50", "p90"))
        chance = words.share(found.probability_paid_back[i])
        print(words("simulation.line", year=year, low=low, middle=middle, high=high, chance=chance))
    named = [(path_label(case, driver.path, words), driver.share) for driver in found.drivers[:MOST_DRIVERS]]
    if named:
        said = words.listed(words("simulation.driver", label=label, share=words.share(x, 0)) for label, x in named)
        print(words("simulation.drivers", year=found.years[-1], drivers=said))
    return 0
