"""Which proposals to take when not all can be: those that together gain the most present value under caps by year and
on posts, with some that must be in, some that exclude each other and some that need another.

Up to MOST_TRIED proposals every set is tried; of more, integer programming finds one and how far from the best it can
be at most.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np

from budget.analysis.portfolio import Member
from budget.case import refuse
from budget.case.models import Posts

MOST_TRIED = 20
SECONDS = 10.0  # that integer programming may take
MILLION = 1_000_000.0
ZERO = 0.005  # kr
Pair = tuple[str, str]


@dataclass(frozen=True)
class Proposal:
    """What a proposal gains in present value (-npv), and what it needs by year: kr of outlay, and posts."""

    id: str
    gain: float
    outlay: Mapping[int, float]
    posts: Mapping[int, float] = field(default_factory=dict)
    counts_posts: bool = True  # False where it spends without a line of posts: how many it has is not known

    @property
    def most_posts(self) -> float:
        return max(self.posts.values(), default=0.0)


@dataclass(frozen=True)
class Rules:
    """What a choice must keep: kr of outlay by year, posts in any one year, and what goes with what."""

    caps: Mapping[int, float] = field(default_factory=dict)
    posts: float | None = None
    must: tuple[str, ...] = ()
    excludes: tuple[Pair, ...] = ()  # at most one of the two
    requires: tuple[Pair, ...] = ()  # the first only with the second


@dataclass(frozen=True)
class More:
    """What one million kr more in a year, or one post more (no year), would gain, and the choice it leads to."""

    year: int | None
    gain: float
    chosen: tuple[str, ...]


@dataclass(frozen=True)
class Choice:
    """The proposals taken, in the order given; no other set gains more than `gap` kr above `gain`."""

    chosen: tuple[str, ...]
    gain: float
    gap: float
    outlay: Mapping[int, float]  # of the chosen, in the years that are capped
    posts: float  # of the chosen, in the year with most of them
    more: tuple[More, ...] = ()


def proposal(member: Member) -> Proposal:
    """A case as a proposal, in the prices of the portfolio. A year's outlay is what the budget needs that year, as a
    pool would be drawn on; a year that saves makes no room for another proposal.
    """
    result, years = member.result, member.result.years
    net = [sum(values) for values in zip(*(values for _, _, values in member.rows), strict=True)] or [0.0] * len(years)
    rate = member.case.discount_rate.value
    gain = 0.0 - sum(kr / (1 + rate) ** n for n, kr in enumerate(net))
    outlay = {year: max(0.0, kr) for year, kr in zip(years, member.of_the_budget(net), strict=True)}
    fte = [row for row in result.drivers if row.name == "fte" and row.line and row.line.payer == "municipality"]
    posts = {year: sum(float(row.at(n)) for row in fte) for n, year in enumerate(years)}
    own = [line for line in member.case.costs if line.payer == "municipality"]
    return Proposal(member.case.id, gain, outlay, posts, not own or any(isinstance(line, Posts) for line in own))


def choose(proposals: Sequence[Proposal], rules: Rules) -> Choice:
    """The choice, and what a little more of each cap would buy. CaseError where a rule names what is no proposal, or
    where no set keeps the rules.
    """
    _check(proposals, rules)
    found = _best(proposals, rules)
    more = []
    for year, cap in rules.caps.items():
        other = _best(proposals, replace(rules, caps={**rules.caps, year: cap + MILLION}))
        more.append(More(year, max(0.0, other.gain - found.gain), other.chosen))
    if rules.posts is not None:
        other = _best(proposals, replace(rules, posts=rules.posts + 1))
        more.append(More(None, max(0.0, other.gain - found.gain), other.chosen))
    return replace(found, more=tuple(more))


def _check(proposals: Sequence[Proposal], rules: Rules) -> None:
    known = [proposal.id for proposal in proposals]
    for twice in {id for id in known if known.count(id) > 1}:
        raise refuse("proposal_twice", "choose", read=twice)
    for name, ids in (
        ("must", [(id,) for id in rules.must]),
        ("excludes", rules.excludes),
        ("requires", rules.requires),
    ):
        for id in (id for group in ids for id in group):
            if id not in known:
                raise refuse("no_such_proposal", name, read=id, known=", ".join(known))
    for name, pairs in (("excludes", rules.excludes), ("requires", rules.requires)):
        for a, b in pairs:
            if a == b:
                raise refuse("proposal_with_itself", name, read=a)


# ------------------------------------------------------------------ the search
def _best(proposals: Sequence[Proposal], rules: Rules) -> Choice:
    uses, caps = _limits(proposals, rules)
    place = {proposal.id: n for n, proposal in enumerate(proposals)}
    gains = np.array([proposal.gain for proposal in proposals])
    search = _by_trying if len(proposals) <= MOST_TRIED else _by_programming
    taken, gap = search(gains, uses, caps, rules, place)
    chosen = [proposal for n, proposal in enumerate(proposals) if taken[n]]
    outlay = {year: sum(one.outlay.get(year, 0.0) for one in chosen) for year in rules.caps}
    years = {year for one in chosen for year in one.posts}
    posts = max((sum(one.posts.get(year, 0.0) for one in chosen) for year in years), default=0.0)
    return Choice(tuple(one.id for one in chosen), sum(one.gain for one in chosen), gap, outlay, posts)


def _limits(proposals: Sequence[Proposal], rules: Rules) -> tuple[Any, Any]:
    """What each proposal uses of each cap, a row for a cap, and the caps; those that all of them keep are left out."""
    rows = [([one.outlay.get(year, 0.0) for one in proposals], cap) for year, cap in rules.caps.items()]
    if rules.posts is not None:
        years = sorted({year for one in proposals for year in one.posts})
        rows += [([one.posts.get(year, 0.0) for one in proposals], rules.posts) for year in years]
    tight = [(uses, cap) for uses, cap in rows if sum(uses) > cap]
    return np.array([uses for uses, _ in tight]).reshape(len(tight), len(proposals)), np.array([c for _, c in tight])


def _slack(cap: float) -> float:
    """What no more than the last digits of adding up may pass a cap by."""
    return 1e-9 * max(1.0, abs(cap))


def _by_trying(gains: Any, uses: Any, caps: Any, rules: Rules, place: Mapping[str, int]) -> tuple[Any, float]:
    """Every set, as the bits of a number."""
    sets = np.arange(1 << len(gains))
    fits = np.ones(len(sets), bool)
    for row, cap in zip(uses, caps, strict=True):
        fits &= _sums(row) <= cap + _slack(cap)

    def has(id: str) -> Any:
        return (sets >> place[id] & 1).astype(bool)

    for id in rules.must:
        fits &= has(id)
    for a, b in rules.excludes:
        fits &= ~(has(a) & has(b))
    for a, b in rules.requires:
        fits &= ~has(a) | has(b)
    if not fits.any():
        raise refuse("choice_impossible", "choose", must=", ".join(rules.must))
    best = int(np.argmax(np.where(fits, _sums(gains), -np.inf)))
    return [bool(best >> n & 1) for n in range(len(gains))], 0.0


def _sums(values: Any) -> Any:
    """The sum over every set."""
    found = np.zeros(1)
    for value in values:
        found = np.concatenate([found, found + value])
    return found


def _by_programming(gains: Any, uses: Any, caps: Any, rules: Rules, place: Mapping[str, int]) -> tuple[Any, float]:
    """By branch and cut (HiGHS), whose answer is held to the caps once more in whole proposals: it rounds by 1e-6."""
    from scipy.optimize import Bounds, LinearConstraint, milp  # only here: it is slow to import

    count = len(gains)
    low = np.zeros(count)
    low[[place[id] for id in rules.must]] = 1
    rows, most = [*(uses / np.maximum(caps, 1.0)[:, None])], [*(caps / np.maximum(caps, 1.0))]
    for pairs, sign, least in ((rules.excludes, 1.0, 1.0), (rules.requires, -1.0, 0.0)):
        for a, b in pairs:
            row = np.zeros(count)
            row[place[a]], row[place[b]] = 1.0, sign
            rows.append(row)
            most.append(least)
    while True:
        held = LinearConstraint(np.array(rows), ub=np.array(most)) if rows else None
        found = milp(
            -gains / MILLION, integrality=np.ones(count), bounds=Bounds(low, np.ones(count)), constraints=held,
            options={"time_limit": SECONDS, "mip_rel_gap": 0.0},
        )  # fmt: skip
        if found.x is None:  # 2: there is none
            code = "choice_impossible" if found.status == 2 else "choice_unfound"
            raise refuse(code, "choose", must=", ".join(rules.must))
        taken = found.x > 0.5
        if all(row @ taken <= cap + _slack(cap) for row, cap in zip(uses, caps, strict=True)):
            return taken, max(0.0, -float(found.mip_dual_bound) * MILLION - float(gains @ taken))
        rows.append(np.where(taken, 1.0, -1.0))  # not this very set
        most.append(float(taken.sum()) - 1)
