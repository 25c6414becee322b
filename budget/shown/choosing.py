"""Which proposals to take, in words and as a table: what each gains and needs, what is chosen, what a little more would
buy, and the chance that the chosen ones are a net cost together.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from budget.analysis.choosing import ZERO, Choice, More, Proposal, Rules, choose, proposal
from budget.analysis.portfolio import Member, Portfolio
from budget.analysis.together import Together, drawn, of_draws
from budget.shown.model import NONE, Cell, Column, Display, Row, Table
from budget.text import Words


@dataclass(frozen=True)
class Chosen:
    """A portfolio, what its choice must keep, and what came of it."""

    members: tuple[Member, ...]
    proposals: tuple[Proposal, ...]
    price_year: int
    rules: Rules
    choice: Choice
    alone: Together  # of the chosen, each varying by itself
    shared: Together  # and with one shock that all of them share

    def title(self, id: str) -> str:
        return next(str(member.case.title) for member in self.members if member.case.id == id)


def chosen(
    found: Portfolio, rules: Rules, correlation: float = 0.0, in_turn: Callable[[list[Member]], Iterator[Member]] = iter
) -> Chosen:
    """The choice among the cases that are in the prices of one year; those chosen are drawn `in_turn`."""
    members = tuple(found.together)
    proposals = tuple(map(proposal, members))
    choice = choose(proposals, rules)
    taken = [member for member in members if member.case.id in choice.chosen]
    outcomes = [drawn(member) for member in in_turn(taken)]
    alone = of_draws(taken, outcomes)
    shared = of_draws(taken, outcomes, correlation) if correlation else alone
    return Chosen(members, proposals, found.price_year, rules, choice, alone, shared)


def choice_table(of: Chosen, words: Words) -> Table:
    """Every proposal with its gain, its outlay in the capped years, its posts, and whether it is chosen."""
    years = list(of.rules.caps)
    heads = [
        words("choose.gain"),
        *(words("choose.outlay", year=year) for year in years),
        words("choose.posts"),
        words("choose.chosen"),
    ]
    rows = [
        Row(one.id, "", of.title(one.id), (
            Display("mio").cell(one.gain, words),
            *(Display().cell(one.outlay.get(year, 0.0), words) for year in years),
            Cell(words.plain(one.most_posts, 1), one.most_posts) if one.counts_posts else Cell(NONE),
            Cell(words("choose.yes" if one.id in of.choice.chosen else "choose.no")),
        ))
        for one in of.proposals
    ]  # fmt: skip
    sums = (
        Display("mio").cell(of.choice.gain, words),
        *(Display().cell(of.choice.outlay[year], words) for year in years),
        Cell(words.plain(of.choice.posts, 1), of.choice.posts),
        Cell(),
    )
    rows.append(Row("total", "net", words("choose.total"), sums))
    columns = (Column(words("portfolio.overview.proposal")), *map(Column, heads))
    title = words("choose.title", year=of.price_year)
    return Table("choice", title, columns, tuple(rows), tuple(_notes(of, words)))


def _notes(of: Chosen, words: Words) -> Iterator[str]:
    yield words("choose.note.gain")
    if of.rules.caps:
        yield words("choose.note.outlay")
    unknown = [of.title(one.id) for one in of.proposals if not one.counts_posts]
    if unknown:
        yield words("choose.note.posts", cases=words.listed(unknown))


def choice_said(of: Chosen, words: Words) -> Iterator[str]:
    """What is chosen, how sure it is that nothing is better, what is used, what more would buy, and the chance."""
    choice = of.choice
    if choice.chosen:
        yield words("choose.taken", names=_names(of, choice.chosen, words), gain=words.money(choice.gain))
    else:
        yield words("choose.none")
    if choice.gap < ZERO:
        yield words("choose.exact", count=len(of.proposals))
    else:
        yield words("choose.gap", gap=words.kr(choice.gap))
    for year, cap in of.rules.caps.items():
        yield words("choose.used", year=year, used=words.kr(choice.outlay[year]), cap=words.kr(cap))
    if of.rules.posts is not None:
        used, most = words.plain(choice.posts, 1), words.plain(of.rules.posts, 1)
        yield words("choose.used_posts", used=used, cap=most)
    yield from (_more(of, more, words) for more in choice.more)
    if choice.chosen:
        yield from _chance(of, words)


def _names(of: Chosen, ids: Sequence[str], words: Words) -> str:
    return words.listed(map(of.title, ids))


def _more(of: Chosen, more: More, words: Words) -> str:
    what = words("choose.more.post") if more.year is None else words("choose.more.kr", year=more.year)
    if more.gain < ZERO:
        return words("choose.more.nothing", what=what)
    return words("choose.more.gain", what=what, gain=words.kr(more.gain), names=_names(of, more.chosen, words))


def _chance(of: Chosen, words: Words) -> Iterator[str]:
    """The chance of a net cost; what it is made of."""
    count = len(of.choice.chosen)
    if of.shared.p90 - of.shared.p10 < ZERO:
        yield words("choose.chance.unknown")
        return
    alone, shared = words.share(of.alone.net_cost), words.share(of.shared.net_cost)
    if of.shared.correlation:
        yield words("choose.chance.shared", alone=alone, shared=shared, r=words.number(of.shared.correlation, 1))
    else:
        yield words("choose.chance.alone", alone=alone)
    low, high = words.money(of.shared.p10), words.money(of.shared.p90)
    yield words("choose.chance.reach", low=low, high=high, uncertain=of.alone.uncertain, count=count)
