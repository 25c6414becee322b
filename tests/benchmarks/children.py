"""The projection beside a simulation child by child: places without and with the measure, what is saved, its spread.

Every child is followed through time in both courses: the same entries, the same chance of leaving, and what the
measure does beyond it. Run `python -m tests.benchmarks.children`, and keep what it prints in children.txt.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from budget.analysis.simulation import chunks
from budget.case import Case, case_from_text
from budget.formulas import Result, calculate

Array = np.ndarray

HEAD = "title: T\nmunicipality: X\nstatus: idea\nfirst_year: 2027\nprice_year: 2027\ndiscount_rate: 0.035\n"
BASE = """baseline:
  as_of: 2027-01-01
  steps:
    institution: {stock: {"0-11": 6, "12-14": 12, "15-17": 22}, entries: 14, exit_share: %s, moves: {foster: %s},
      entry_ages: {"0-11": 0.2, "12-14": 0.3, "15-17": 0.5}, price: 1160000}
    foster: {stock: {"0-11": 42, "12-14": 20, "15-17": 18}, entries: 12, exit_share: 0.12, price: 470000,
      entry_ages: {"0-11": 0.5, "12-14": 0.25, "15-17": 0.25}}
"""
LINE = "savings:\n  - {id: closer, label: T, kind: projection, phase: {2027: 0.5, 2028: 1}, effects: %s}\n"
CASES = {
    "fewer enter": (BASE % ("0.30", "0"), LINE % "{institution: {entries: -0.25}}"),
    "fewer enter, more move": (BASE % ("0.25", "0.08"), LINE % "{institution: {entries: -0.2, moves: {foster: 0.12}}}"),
    "more leave": (BASE % ("0.25", "0.15"), LINE % "{institution: {exits: 0.2}, foster: {exits: 0.2}}"),
}
STEPS = 96  # of a year
GONE = -1


@dataclass
class Followed:
    """What came of all children of many municipalities alike: full-year places by course, year, step and run."""

    places: list[list[Array]] = field(default_factory=lambda: [[], []])


def follow(case: Case, runs: int, seed: int) -> Followed:
    """Simulates the case `runs` times, all children at once."""
    assert case.baseline is not None
    dice = np.random.default_rng(seed)
    steps = list(case.baseline.steps)
    run: list[Array] = []
    at: list[Array] = []
    age: list[Array] = []
    start: list[Array] = []
    kept_out: list[Array] = []
    for number, name in enumerate(steps):
        step = case.baseline.steps[name]
        for text, figure in step.stock.items():
            low, high = int(text.split("-")[0]), int(text.split("-")[-1]) + 1
            count = round(figure.value) * runs
            run.append(np.repeat(np.arange(runs), round(figure.value)))
            at.append(np.full(count, number))
            age.append(dice.uniform(low, high, count))
            start.append(np.zeros(count))
            kept_out.append(np.zeros(count, dtype=bool))
        weights = {text: figure.value for text, figure in step.entry_ages.items()}
        effect = _effect(case, name)
        for year in range(case.years):
            count = dice.poisson(step.entries.value, runs)  # type: ignore[union-attr]
            all_ = int(count.sum())
            run.append(np.repeat(np.arange(runs), count))
            at.append(np.full(all_, number))
            texts = dice.choice(list(weights), all_, p=np.array(list(weights.values())) / sum(weights.values()))
            low = np.array([int(t.split("-")[0]) for t in texts])
            high = np.array([int(t.split("-")[-1]) + 1 for t in texts])
            # An entrant of whole age a passes its birthdays evenly over the year, as the definition has it.
            age.append(low + np.floor(dice.uniform(0, 1, all_) * (high - low)) + dice.uniform(0, 1, all_))
            start.append(year + dice.uniform(0, 1, all_))
            kept_out.append(dice.uniform(0, 1, all_) < -_force(case, year) * effect[0])
    return _run(case, dice, runs, *(np.concatenate(x) for x in (run, at, age, start, kept_out)))


def _run(
    case: Case, dice: np.random.Generator, runs: int, run: Array, at: Array, age: Array, start: Array, kept_out: Array
) -> Followed:
    assert case.baseline is not None
    steps = list(case.baseline.steps)
    found = Followed()
    first = at.copy()
    state = [np.where(start > 0, GONE, first), np.where(start > 0, GONE, first)]
    done = np.zeros(len(run), dtype=bool)
    length = 1 / STEPS
    for year in range(case.years):
        sums = [np.zeros((len(steps), runs)) for _ in range(2)]
        for number in range(STEPS):
            now = year + number * length
            before = [s.copy() for s in state]
            grown = (age + (now - start) + length >= 18) & (start <= now) | done
            comes = (start > now) & (start <= now + length)
            dart, which = dice.uniform(0, 1, len(run)), dice.uniform(0, 1, len(run))
            extra, extra_which = dice.uniform(0, 1, len(run)), dice.uniform(0, 1, len(run))
            for course in range(2):
                for n, name in enumerate(steps):
                    here = before[course] == n
                    own = _hazards(case, name, 0.0)
                    _leave(state[course], here & (dart < 1 - np.exp(-sum(own.values()) * length)), which, own, steps)
                    if course:
                        more = _hazards(case, name, _force(case, year))
                        more = {to: more.get(to, 0.0) - own.get(to, 0.0) for to in {**own, **more}}
                        leaves = here & (state[course] == n) & (extra < 1 - np.exp(-sum(more.values()) * length))
                        _leave(state[course], leaves, extra_which, more, steps)
                state[course][grown] = GONE
                state[course][comes & ~(kept_out if course else done)] = first[comes & ~(kept_out if course else done)]
                for n in range(len(steps)):
                    present = ((before[course] == n).astype(float) + (state[course] == n)) / 2 * length
                    sums[course][n] += np.bincount(run, present, runs)
        for course in range(2):
            found.places[course].append(sums[course])
    return found


def _leave(state: Array, leaves: Array, which: Array, hazards: dict[str, float], steps: list[str]) -> None:
    whole, floor = sum(hazards.values()), 0.0
    if not whole:
        return
    for to, hazard in hazards.items():
        mine = leaves & (which >= floor) & (which < floor + hazard / whole)
        state[mine] = steps.index(to) if to else GONE
        floor += hazard / whole


def _hazards(case: Case, name: str, force: float) -> dict[str, float]:
    """Rates a year by where to; to nowhere under the empty name."""
    assert case.baseline is not None
    step, effect = case.baseline.steps[name], _effect(case, name)
    shares = {"": step.exit_share.value * (1 + force * effect[1])}  # type: ignore[union-attr]
    for to, share in step.moves.items():
        shares[to] = share.value  # type: ignore[union-attr]
    for to, more in effect[2].items():
        shares[to] = shares.get(to, 0.0) + force * more
    out = sum(shares.values())
    return {to: -np.log(1 - out) * share / out for to, share in shares.items()} if out else {}


def _effect(case: Case, name: str) -> tuple[float, float, dict[str, float]]:
    effect = case.savings[0].effects.get(name)  # type: ignore[attr-defined]
    if effect is None:
        return 0.0, 0.0, {}
    return effect.entries.value, effect.exits.value, {to: figure.value for to, figure in effect.moves.items()}


def _force(case: Case, year: int) -> float:
    phase = case.savings[0].phase  # type: ignore[attr-defined]
    return float(phase[max(y for y in phase if y <= 2027 + year)].value)


def drawn(result: Result, draws: int, seed: int) -> Array:
    """The places saved in every draw of the product's own simulation, by year."""
    found = [np.array(arrays.values(result.row("closer.saved"))) for arrays, _ in chunks(result, draws, seed)]
    return np.concatenate(found, axis=1)


def compared(name: str, runs: int, draws: int = 100_000) -> list[str]:
    """What is printed of one case."""
    baseline, line = CASES[name]
    case = case_from_text(HEAD + line + baseline)
    assert case.baseline is not None
    result, followed = calculate(case), follow(case, runs, 1)
    said = [f"{name}: {runs} runs, year by year: mean by child, as computed, apart in per cent"]
    for course, key in enumerate(("baseline", "closer")):
        for n, step in enumerate(case.baseline.steps):
            means = [float(sums[n].mean()) for sums in followed.places[course]]
            values = result.row(f"{key}.{step}.places").values
            pairs = zip(means, values, strict=True)
            said.append(
                f"  {key}.{step}.places " + "  ".join(f"{a:8.4f} {b:8.4f} {100 * (b / a - 1):+.2f}%" for a, b in pairs)
            )
    saved = np.array([(a - b).sum(axis=0) for a, b in zip(*followed.places, strict=True)])
    mine = drawn(result, draws, 1)
    said.append(
        f"  saved: by child, as computed, mean of {draws} draws; spread by child, in the draws, apart in per cent"
    )
    for year, (a, b) in enumerate(zip(saved, mine, strict=True)):
        computed = result.row("closer.saved").values[year]
        spread = f"{a.std():.4f} {b.std():.4f} {100 * (b.std() / a.std() - 1):+.1f}%"
        said.append(f"  {2027 + year}  {a.mean():8.4f} {computed:8.4f} {b.mean():8.4f}    {spread}")
    return said


if __name__ == "__main__":
    for case_name in CASES:
        print("\n".join(compared(case_name, 9_000)), flush=True)
