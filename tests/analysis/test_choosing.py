"""Which proposals to take: held against every set tried by plain Python, and against answers worked out by hand."""

from __future__ import annotations

import itertools
import random

import numpy as np
import pytest

from budget.analysis import choosing
from budget.analysis.choosing import Proposal, Rules, choose, proposal
from budget.analysis.portfolio import portfolio
from budget.analysis.together import together, with_shock
from budget.case import CaseError, case_from_text, read_case, with_figure
from budget.formulas import calculate
from budget.shown.charts.portfolio import areas, payback
from budget.shown.choosing import choice_said, choice_table, chosen
from budget.shown.portfolio_tables import named_areas
from budget.text import Words
from tests.analysis.test_portfolio import both

YEAR = 2027
# Worked: gain, outlay of the first year, posts (1.000 kr.; the first is Herning's table).
WORKED = [(2188, 1000, 5), (900, 400, 1), (3100, 2500, 8), (-200, 300, 1), (1500, 800, 3)]


def proposals(rows: list[tuple[float, float, float]]) -> list[Proposal]:
    return [
        Proposal(str(number), gain, {YEAR: outlay}, {YEAR: posts})
        for number, (gain, outlay, posts) in enumerate(rows, start=1)
    ]


def test_the_choice_of_the_worked_example() -> None:
    found = choose(proposals(WORKED), Rules({YEAR: 2500}, posts=10))
    assert (found.chosen, found.gain, found.gap) == (("1", "2", "5"), 4588, 0)
    assert (found.outlay, found.posts) == ({YEAR: 2200}, 9)
    more = {one.year: (one.gain, one.chosen) for one in found.more}
    assert more[None] == (0, ("1", "2", "5"))  # the eleventh post stays free
    assert more[YEAR] == (
        0,
        ("1", "2", "5"),
    )  # with the money for the third, 2 and 3 are all that the posts allow: 4.000


def test_what_a_little_more_would_buy() -> None:
    rows = [(2_188e3, 1e6, 5), (900e3, 0.4e6, 1), (3_100e3, 2.5e6, 8)]
    found = choose(proposals(rows), Rules({YEAR: 1.5e6}))
    assert found.chosen == ("1", "2")
    (more,) = found.more
    assert more.year == YEAR and more.chosen == ("3",) and more.gain == pytest.approx(3_100e3 - 3_088e3)


@pytest.mark.parametrize(
    ("rules", "wanted"),
    [
        (Rules({YEAR: 2500}, must=("4",)), ("1", "2", "4", "5")),
        (Rules({YEAR: 2500}, excludes=(("1", "5"),)), ("3",)),
        (Rules({YEAR: 2500}, requires=(("1", "4"),)), ("1", "2", "4", "5")),
        (Rules({YEAR: 3000}, requires=(("3", "2"), ("5", "3"))), ("2", "3")),
        (Rules(), ("1", "2", "3", "5")),
    ],
)  # fmt: skip
def test_what_must_be_in_excludes_and_requires(rules: Rules, wanted: tuple[str, ...]) -> None:
    assert choose(proposals(WORKED), rules).chosen == wanted == brute_force(proposals(WORKED), rules)[1]


def brute_force(given: list[Proposal], rules: Rules) -> tuple[float, tuple[str, ...]]:
    """Every set, held to every rule one by one."""
    best: tuple[float, tuple[str, ...]] | None = None
    for size in range(len(given) + 1):
        for some in itertools.combinations(given, size):
            ids = {one.id for one in some}
            years = {year for one in some for year in (*one.outlay, *one.posts)}
            fits = (
                all(sum(one.outlay.get(year, 0) for one in some) <= cap + 1e-6 for year, cap in rules.caps.items())
                and (rules.posts is None
                     or all(sum(one.posts.get(year, 0) for one in some) <= rules.posts + 1e-9 for year in years))
                and set(rules.must) <= ids
                and not any(a in ids and b in ids for a, b in rules.excludes)
                and all(b in ids for a, b in rules.requires if a in ids)
            )  # fmt: skip
            gain = sum(one.gain for one in some)
            if fits and (best is None or gain > best[0]):
                best = gain, tuple(one.id for one in some)
    if best is None:
        raise LookupError
    return best


def random_choice(dice: random.Random, most: int = 11) -> tuple[list[Proposal], Rules]:
    years = range(YEAR, YEAR + dice.randint(1, 3))
    given = [
        Proposal(
            f"p{n}",
            dice.uniform(-1e6, 4e6),
            {year: max(0.0, dice.uniform(-5e5, 3e6)) for year in years},
            {year: dice.choice([0, 0.5, 1, 2, 5]) for year in years},
        )
        for n in range(dice.randint(2, most))
    ]
    ids = [one.id for one in given]

    def pairs() -> tuple[tuple[str, str], ...]:
        return tuple((a, b) for a, b in (dice.sample(ids, 2) for _ in range(dice.randint(0, 2))))

    caps = {year: dice.uniform(5e5, 8e6) for year in years if dice.random() < 0.8}
    posts = dice.uniform(1, 12) if dice.random() < 0.7 else None
    must = tuple(dice.sample(ids, dice.choice([0, 0, 1])))
    return given, Rules(caps, posts, must, pairs(), pairs())


@pytest.mark.parametrize("most_tried", [choosing.MOST_TRIED, 0], ids=["trying", "programming"])
def test_random_choices_are_those_of_brute_force(monkeypatch: pytest.MonkeyPatch, most_tried: int) -> None:
    monkeypatch.setattr(choosing, "MOST_TRIED", most_tried)
    dice, impossible = random.Random(17), 0
    for _ in range(300 if most_tried else 100):
        given, rules = random_choice(dice, most=9 if most_tried else 7)
        try:
            wanted, _ids = brute_force(given, rules)
        except LookupError:
            impossible += 1
            with pytest.raises(CaseError, match="choice_impossible"):
                choosing._best(given, rules)
            continue
        found = choosing._best(given, rules)
        assert found.gain == pytest.approx(wanted, abs=0.005) and found.gap < 0.01
    assert 0 < impossible < 100


def test_of_many_proposals_programming_finds_what_trying_finds(monkeypatch: pytest.MonkeyPatch) -> None:
    dice = random.Random(4)
    given = proposals([(dice.uniform(0, 4e6), dice.uniform(1e5, 3e6), dice.uniform(0, 6)) for _ in range(20)])
    rules = Rules({YEAR: 9e6}, posts=25)
    tried = choose(given, rules)
    monkeypatch.setattr(choosing, "MOST_TRIED", 0)
    found = choose(given, rules)
    assert (found.chosen, [more.chosen for more in found.more]) == (tried.chosen, [m.chosen for m in tried.more])
    assert found.gap < 1


def test_three_hundred_proposals_are_chosen_among_with_the_gap_told() -> None:
    dice = random.Random(5)
    given = proposals([(dice.uniform(0, 4e6), dice.uniform(1e5, 3e6), dice.uniform(0, 6)) for _ in range(300)])
    found = choosing._best(given, Rules({YEAR: 50e6}, posts=100))
    assert found.outlay[YEAR] <= 50e6 and found.posts <= 100 and found.gap <= 0.001 * found.gain


def test_what_no_set_can_keep_and_what_is_no_proposal_is_refused() -> None:
    given = proposals(WORKED)
    for rules, code in (
        (Rules({YEAR: 2000}, must=("3",)), "choice_impossible"),
        (Rules(must=("9",)), "no_such_proposal"),
        (Rules(excludes=(("1", "9"),)), "no_such_proposal"),
        (Rules(requires=(("1", "1"),)), "proposal_with_itself"),
    ):
        with pytest.raises(CaseError, match=code):
            choose(given, rules)
    with pytest.raises(CaseError, match="proposal_twice"):
        choose([*given, given[0]], Rules())


# ------------------------------------------------------------------ a case as a proposal
def test_a_case_gains_minus_its_present_value_and_lays_out_what_the_budget_needs() -> None:
    (member,) = portfolio([calculate(read_case("herning-2013"))]).members
    found = proposal(member)
    assert found.gain == pytest.approx(2_188_367, abs=1) == -member.result.summary["npv"]
    assert found.outlay == {2013: 1e6, 2014: 0, 2015: 0, 2016: 0} and not found.counts_posts


def test_posts_are_those_of_the_municipality_by_year() -> None:
    (member,) = portfolio([calculate(read_case("herning-drivers-2013"))]).members
    found = proposal(member)
    assert found.counts_posts and found.posts == dict.fromkeys(range(2013, 2017), 5.0)  # 4 + 1, as named


def test_what_cuts_no_budget_lays_nothing_in_and_another_price_year_is_converted() -> None:
    first, second = both()
    members = portfolio([calculate(first), calculate(second)]).members
    gain = proposal(members[1]).gain
    wages, total = 1.01 * 1.04, 1.02 * 1.03
    by_year = [2e6 * total - 1e6 * wages] * 3
    assert gain == pytest.approx(sum(kr / 1.035**n for n, kr in enumerate(by_year)))
    saving = second.savings[0].model_copy(update={"cashable": False})
    (uncashed,) = portfolio([calculate(second.model_copy(update={"savings": [saving]}))], 2020).members
    assert proposal(uncashed).outlay[2021] == pytest.approx(1e6 * wages)


# ------------------------------------------------------------------ one shared shock
@pytest.mark.parametrize(("correlation", "wanted"), [(0.0, 0.024), (0.3, 0.152), (0.5, 0.200)])
def test_the_chance_that_ten_cases_are_a_net_cost_together(correlation: float, wanted: float) -> None:
    """Normal cases of mean -2,5 and standard deviation 4: the sum is normal of 4·√(10 + 90·r)."""
    stream = np.random.default_rng(3)
    draws = [stream.normal(-2.5, 4, 100_000) for _ in range(10)]
    total = with_shock(draws, correlation, seed=1)
    assert float(np.mean(total > 0)) == pytest.approx(wanted, abs=0.01)
    assert float(np.mean(total)) == pytest.approx(sum(map(np.mean, draws)))
    assert float(np.std(total)) == pytest.approx(4 * (10 + 90 * correlation) ** 0.5, rel=0.02)


RANGED = """
title: {title}
municipality: X Kommune
status: idea
first_year: 2027
years: 2
price_year: 2027
discount_rate: 0.035
costs: [{{id: c, label: Udgift, kind: amounts, amounts: {{value: 1000000, low: 500000, high: 2500000}}}}]
savings: [{{id: s, label: Besparelse, kind: amounts, amounts: {{value: 1200000, low: 600000, high: 1500000}}}}]
"""


def ranged(count: int) -> list:  # type: ignore[type-arg]
    texts = [case_from_text(RANGED.format(title=f"Forslag {n}"), f"forslag-{n}") for n in range(count)]
    return [calculate(case) for case in texts]


def test_cases_with_the_same_figures_are_drawn_apart_until_they_share_a_shock() -> None:
    """The streams of a figure follow its path, which these cases share: they must not move together for that."""
    members = portfolio(ranged(6)).together
    one, alone = together(members[:1]), together(members)
    assert alone.mean == pytest.approx(6 * one.mean) and alone.uncertain == 6
    width, shared = (one.p90 - one.p10) * 6**0.5, together(members, 0.9)
    assert alone.p90 - alone.p10 == pytest.approx(width, rel=0.05)
    assert shared.p90 - shared.p10 > 1.8 * width
    assert together(members, 0.9) == shared


def test_draws_of_a_case_in_other_prices_are_converted() -> None:
    first, second = both()
    second = with_figure(second, "savings.s.amounts", 1_000_000.0)
    members = portfolio([calculate(first), calculate(second)]).members
    wanted = sum(sum(sum(values) for _, _, values in member.rows) for member in members)
    assert together(members).mean == pytest.approx(wanted)


# ------------------------------------------------------------------ in words
def test_the_table_and_what_is_said_tell_the_same_choice() -> None:
    of = chosen(portfolio(ranged(3)), Rules({2027: 600_000}, must=("forslag-1",)), 0.5)
    table, words = choice_table(of, Words("da")), Words("da")
    assert [row.cells[-1].text for row in table.rows] == [
        "ja" if one.id in of.choice.chosen else "nej" for one in of.proposals
    ] + [""]
    said = " ".join(choice_said(of, words))
    assert "Vælges: " in said and "korrelation 0,5" in said and "Loftet for 2027: " in said


def test_the_charts_of_a_portfolio_hold_its_areas_and_its_outlays() -> None:
    found, words = portfolio([calculate(case) for case in both()]), Words("da")
    chart = areas(found, named_areas(found, words), words)
    assert chart is not None
    *bars, net = chart.series
    assert [sum(kr) for kr in zip(*(one.values for one in bars), strict=True)] == pytest.approx(list(net.values))
    many = [(f"Område {n}", [float(n + 1)] * len(found.years)) for n in range(9)]
    chart = areas(found, many, words)
    assert chart is not None and len(chart.series) == 7 and "4 andre serviceområder" in chart.said
    back = payback(found, words)
    assert back is not None and back.series[0].values[0] == found.members[0].result.summary["peak_exposure"]
    assert areas(found, [], words) is None
