"""The projection beside a simulation child by child: places without and with the measure, what is saved, its spread.

Every child is followed through continuous time in both courses: the same entries, the same chance of leaving, and what
the measure does beyond it. The runs of several seeds are pooled until the standard error of every mean is small
beside what is promised, and it is printed with it. Run `python -m tests.benchmarks.children` (one minute), and keep
what it prints in children.txt; it fails where a mean is further off than promised, or is not known well enough.
"""

from __future__ import annotations

import sys

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
SEEDS, RUNS = range(1, 13), 4_000  # of each seed
PROMISED, KNOWN, SPREAD = 0.005, 0.0012, 0.15  # how far a mean may be off, its standard error, the spread
GONE = -1


def case_of(name: str) -> Case:
    baseline, line = CASES[name]
    return case_from_text(HEAD + line + baseline)


def follow(case: Case, runs: int, seed: int) -> Array:
    """Simulates the case `runs` times, all children at once: full-year places by course, year, step and run."""
    assert case.baseline is not None
    dice = np.random.default_rng(seed)
    run: list[Array] = []
    at: list[Array] = []
    age: list[Array] = []
    start: list[Array] = []
    kept_out: list[Array] = []
    for number, name in enumerate(case.baseline.steps):
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
) -> Array:
    """Follows each child from one event that may move it to the next, at the highest rate of any step and year.

    Both courses meet the same events: who leaves without the measure leaves with it on the same day, if still there.
    """
    own = _hazards(case, 0.0)
    more = np.array([_hazards(case, _force(case, year)) - own for year in range(case.years)])
    most, most_more = own.sum(axis=-1).max(), more.sum(axis=-1).max()
    places = np.zeros((2, case.years, len(own) * runs))
    now, grown = start, np.minimum(start + 18 - age, case.years)
    state = [at, np.where(kept_out, GONE, at)]
    while len(run):
        then = np.minimum(now + dice.exponential(1 / (most + most_more), len(run)), grown)
        for year in range(case.years):
            there = np.clip(then, year, year + 1) - np.clip(now, year, year + 1)
            for course in range(2):
                here = np.flatnonzero((state[course] != GONE) & (there > 0))
                cell = state[course][here] * runs + run[here]
                places[course, year] += np.bincount(cell, there[here], places.shape[-1])
        height, to, in_year = dice.uniform(0, most + most_more, len(run)), dice.random(len(run)), then.astype(int)
        in_year = np.minimum(in_year, case.years - 1)
        for course in range(2):
            state[course] = _moved(state[course], own[state[course]], height, to)
            if course:
                state[course] = _moved(state[course], more[in_year, state[course]], height - most, to)
        left = np.flatnonzero((then < grown) & ((state[0] != GONE) | (state[1] != GONE)))
        run, now, grown, state = run[left], then[left], grown[left], [state[0][left], state[1][left]]
    return places.reshape(2, case.years, len(own), runs)


def _moved(state: Array, hazards: Array, height: Array, to: Array) -> Array:
    """Where each child is after an event: where it was, or where the hazards send it (nowhere is the last of them)."""
    upto = np.cumsum(hazards, axis=-1)
    goes = (state != GONE) & (height >= 0) & (height < upto[:, -1])
    there = (to * upto[:, -1] >= upto[:, :-1].T).sum(axis=0)
    return np.where(goes, np.where(there == hazards.shape[-1] - 1, GONE, there), state)


def _hazards(case: Case, force: float) -> Array:
    """Rates a year by step and by where to, the last of both being nowhere; the measure at this force."""
    assert case.baseline is not None
    steps = case.baseline.steps
    places = [*steps, ""]
    found = np.zeros((len(places), len(places)))
    for n, (name, step) in enumerate(steps.items()):
        effect = _effect(case, name)
        shares = {"": step.exit_share.value * (1 + force * effect[1])}  # type: ignore[union-attr]
        for to, share in step.moves.items():
            shares[to] = share.value  # type: ignore[union-attr]
        for to, added in effect[2].items():
            shares[to] = shares.get(to, 0.0) + force * added
        out = sum(shares.values())
        for to, share in shares.items():
            found[n, places.index(to)] = -np.log(1 - out) * share / out
    return found


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


def compared(name: str, seeds: range = SEEDS, runs: int = RUNS, draws: int = 100_000) -> tuple[list[str], bool]:
    """What is printed of one case, and whether it is as promised."""
    case = case_of(name)
    assert case.baseline is not None
    result = calculate(case)
    followed = np.concatenate([follow(case, runs, seed) for seed in seeds], axis=-1)
    runs = followed.shape[-1]
    said = [
        f"{name}: {runs:,} runs of {_children(case):.0f} children: mean by child, as computed, apart ± standard error"
    ]
    kept = True
    for course, key in enumerate(("baseline", "closer")):
        for n, step in enumerate(case.baseline.steps):
            cells = []
            for year, value in enumerate(result.row(f"{key}.{step}.places").values):
                found = followed[course, year, n]
                mean, error = found.mean(), found.std() / found.mean() / np.sqrt(runs)
                kept &= abs(value / mean - 1) <= PROMISED and error <= KNOWN
                cells.append(f"{mean:8.4f} {value:8.4f} {100 * (value / mean - 1):+.2f}% ±{100 * error:.2f}")
            said.append(f"  {key}.{step}.places " + "  ".join(cells))
    saved = (followed[0] - followed[1]).sum(axis=1)
    said.append(f"  saved: by child, as computed, mean of {draws:,} draws, apart; spread by child, in the draws, apart")
    for year, (a, b) in enumerate(zip(saved, drawn(result, draws, 1), strict=True)):
        computed, apart = result.row("closer.saved").values[year], b.std() / a.std() - 1
        kept &= abs(b.mean() / computed - 1) <= PROMISED and abs(apart) <= SPREAD
        means = f"{a.mean():8.4f} {computed:8.4f} {b.mean():8.4f} {100 * (b.mean() / computed - 1):+.2f}%"
        said.append(f"  {2027 + year}  {means}    {a.std():.4f} {b.std():.4f} {100 * apart:+.1f}%")
    return said, bool(kept)


def _children(case: Case) -> float:
    """How many children one run follows."""
    assert case.baseline is not None
    steps = case.baseline.steps.values()
    return sum(
        sum(figure.value for figure in step.stock.values()) + case.years * step.entries.value  # type: ignore[union-attr]
        for step in steps
    )


def main() -> int:
    kept = True
    for name in CASES:
        said, right = compared(name)
        print("\n".join(said), flush=True)
        kept &= right
    print(f"all means within {100 * PROMISED} %, all spreads within {100 * SPREAD:.0f} %: {'yes' if kept else 'NO'}")
    return 0 if kept else 1


if __name__ == "__main__":
    sys.exit(main())
