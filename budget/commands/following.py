"""How it went: the budget beside the actuals."""

import argparse

from budget.commands.common import chosen_result
from budget.text import Words


def follow_up_command(options: argparse.Namespace, words: Words) -> int:
    from budget.analysis.follow_up import follow_up
    from budget.export.follow_up import follow_up_json, follow_up_text

    found = follow_up(chosen_result(options))
    if options.format == "json":
        print(follow_up_json(found, words))
    else:
        print(follow_up_text(found, words, options.unit), end="")
    return 0
