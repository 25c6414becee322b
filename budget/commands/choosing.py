"""Which of several proposals to take under caps by year and on posts."""

import json
from collections.abc import Sequence

from budget.analysis.choosing import Pair, Rules
from budget.analysis.together import MOST_CORRELATION
from budget.case import refuse
from budget.case.translating import stated_number
from budget.commands.calls import SETTINGS, Options, argument, choice, command, option
from budget.commands.common import chosen_case, said_first
from budget.formulas import calculate
from budget.shown.choosing import Chosen, choice_said, choice_table, chosen
from budget.text import Words

MOST_POSTS, MOST_KR = 1e6, 1e12


@command(
    argument("cases", "CASE…", nargs=-1, required=True),
    *SETTINGS,
    option("--cap", "caps", metavar="YEAR=KR", multiple=True),
    option("--posts", metavar="N", type=float),
    option("--must", metavar="ID", multiple=True),
    option("--excludes", metavar="ID=ID", multiple=True),
    option("--requires", metavar="ID=ID", multiple=True),
    option("--correlation", metavar="R", type=float, default=0.0),
    choice("--format", "text", "json"),
)
def choose_command(options: Options, words: Words) -> int:
    from budget.analysis.portfolio import portfolio

    if options.prices != "fixed":
        raise refuse("choice", "--prices", read=options.prices, allowed="fixed")
    rules = _rules(options)
    cases = [chosen_case(options, name) for name in options.cases]
    found = portfolio([calculate(case) for case in cases])
    if not found.together:
        raise refuse("nothing_together", "choose", year=str(found.price_year))
    of = chosen(found, rules, options.correlation)
    apart = [str(member.case.title) for member in found.apart]
    if options.format == "json":
        print(json.dumps(_data(of) | {"apart": apart}, ensure_ascii=False, indent=1))
        return 0
    from budget.export.tables import aligned

    for case in cases:
        said_first(case, words)
    table = choice_table(of, words)
    print("\n".join([table.caption, "", *aligned(table), "", *choice_said(of, words), "", *table.notes]))
    if apart:
        print(words("portfolio.note.apart", cases=words.listed(apart), year=found.price_year))
    return 0


def _rules(options: Options) -> Rules:
    caps: dict[int, float] = {}
    for given in options.caps:
        year, equals, kr = given.partition("=")
        if not equals or not year.isdecimal() or int(year) in caps:
            raise refuse("cap_form", "--cap", read=given)
        caps[int(year)] = _within("--cap", stated_number(f"--cap {year}", kr), 0.0, MOST_KR)
    posts = None if options.posts is None else _within("--posts", options.posts, 0.0, MOST_POSTS)
    options.correlation = _within("--correlation", options.correlation, 0.0, MOST_CORRELATION)
    excludes, requires = _pairs("--excludes", options.excludes), _pairs("--requires", options.requires)
    return Rules(caps, posts, options.must, excludes, requires)


def _within(name: str, value: float, low: float, high: float) -> float:
    if not low <= value <= high:
        raise refuse("bounds", name, read=value, low=low, high=high)
    return value


def _pairs(name: str, given: Sequence[str]) -> tuple[Pair, ...]:
    pairs = []
    for text in given:
        first, equals, second = text.partition("=")
        if not equals:
            raise refuse("pair_form", name, read=text)
        pairs.append((first, second))
    return tuple(pairs)


def _data(of: Chosen) -> dict[str, object]:
    """Kr throughout; `gap` is what another choice might gain more at most, 0 where the choice is exact."""
    choice = of.choice
    return {
        "price_year": of.price_year,
        "proposals": [
            {
                "case": one.id,
                "gain": one.gain,
                "outlay": {str(year): kr for year, kr in one.outlay.items()},
                "posts": one.most_posts if one.counts_posts else None,
                "chosen": one.id in choice.chosen,
            }
            for one in of.proposals
        ],
        "chosen": list(choice.chosen),
        "gain": choice.gain,
        "gap": choice.gap,
        "outlay": {str(year): kr for year, kr in choice.outlay.items()},
        "posts": choice.posts,
        "more": [
            {"more": "post" if more.year is None else str(more.year), "gain": more.gain, "chosen": list(more.chosen)}
            for more in choice.more
        ],
        "together": {
            "correlation": of.shared.correlation,
            "probability_net_cost": of.shared.net_cost if of.shared.uncertain else None,
            "mean": of.shared.mean,
            "p10": of.shared.p10,
            "p90": of.shared.p90,
        },
    }
