"""How it went: the budget beside the actuals."""

from budget.commands.calls import CASE, SETTINGS, Options, choice, command
from budget.commands.common import chosen_result
from budget.text import Words


@command(CASE, *SETTINGS, choice("--format", "text", "json"), choice("--unit", "1000", "kr", "mio"))
def follow_up_command(options: Options, words: Words) -> int:
    from budget.analysis.follow_up import follow_up
    from budget.analysis.gates import gate_states
    from budget.export.follow_up import follow_up_json, follow_up_text

    result = chosen_result(options)
    found, gates = follow_up(result), gate_states(result)
    if options.format == "json":
        print(follow_up_json(found, words, gates))
    else:
        print(follow_up_text(found, words, options.unit, gates), end="")
    return 0
