"""200 simulated lists with a known truth: does what is estimated of them hit, and does the band hold?

The world (150 children): entries are Poisson, 51,7 a year; ages at entry 11 % 0-3, 22 % 4-11, 30 % 12-14, 37 % 15-17;
of each municipality's children 35 to 45 % stay until 18 and the others an exponential time with a mean of one year;
all are out at 18; 40 years' burn-in. The list has six years' history and ages in whole years; the truth is followed for
four years more. In the second world entries have been a quarter higher for two years, and stay so.
Run `python -m tests.benchmarks.own_lists`, and keep what it prints in own_lists.txt.
"""

from __future__ import annotations

import datetime as dt
import sys
from dataclasses import dataclass

import numpy as np

from budget.analysis.backtest import holds, projected
from budget.analysis.own_list import band, own_list
from budget.export import course_list

Array = np.ndarray

EXTRACTED = dt.date(2027, 1, 1)
CHILDREN, YEARS, HISTORY, BURN_IN, LISTS = 150, 4, 6, 40, 200
ENTRIES = CHILDREN / 2.9
AGES, WEIGHTS = ((0, 4), (4, 12), (12, 15), (15, 18)), (0.11, 0.22, 0.30, 0.37)
HEAD = "forløb;trin;start;slut;alder_ved_start;pris_pr_år"
BIAS, STABLE, RISING, HELD = 0.015, 1.06, 0.94, (0.72, 0.92)


@dataclass(frozen=True)
class World:
    """All children of one municipality: in years from the extract, when they come and go, and their age then."""

    comes: Array
    goes: Array
    age: Array

    @classmethod
    def drawn(cls, dice: np.random.Generator, rise: float) -> World:
        comes = dice.uniform(-BURN_IN, YEARS, dice.poisson(ENTRIES * (BURN_IN + YEARS)))
        more = dice.uniform(-2, YEARS, dice.poisson(rise * ENTRIES * (2 + YEARS)))
        comes = np.concatenate([comes, more])
        cell = dice.choice(len(AGES), len(comes), p=WEIGHTS)
        low, high = np.array(AGES).T[:, cell]
        age = low + (high - low) * dice.random(len(comes))
        stays = dice.random(len(comes)) < dice.uniform(0.35, 0.45)
        time = np.where(stays, 18 - age, np.minimum(18 - age, dice.exponential(1, len(comes))))
        return cls(comes, comes + time, age)

    def csv(self) -> bytes:
        """The list as it would be taken out: who was placed at some time in the six years before."""
        known = (self.comes <= 0) & (self.goes > -HISTORY)
        rows = [HEAD]
        for number in np.flatnonzero(known):
            start, goes = _day(self.comes[number]), self.goes[number]
            end = _day(goes) if goes <= 0 else ""
            rows.append(f"P{number};institution;{start};{end};{int(self.age[number])};1000000")
        return "\n".join(rows).encode()

    def places(self) -> list[float]:
        """The full-year places of each of the four years."""
        there = (np.clip(np.minimum(self.goes, y + 1) - np.maximum(self.comes, y), 0, 1).sum() for y in range(YEARS))
        return list(map(float, there))


def _day(years: float) -> str:
    return (EXTRACTED + dt.timedelta(days=int(np.floor(years * 365.25)))).strftime("%d-%m-%Y")


def compared(name: str, rise: float, lists: int) -> tuple[list[str], bool]:
    """What is printed of one world, and whether all limits hold."""
    projected_, came, stock, held = [], [], [], []
    for seed in range(lists):
        world = World.drawn(np.random.default_rng([int(rise * 100), seed]), rise)
        listed = course_list.read_list(world.csv())
        taken = course_list.take(listed, course_list.suggested(listed.headings), EXTRACTED)
        given = own_list(taken.courses, taken.extracted, EXTRACTED)
        places, drawn = world.places(), band(given)["institution"]
        projected_.append(projected(given.found, EXTRACTED.year, YEARS)["institution"])
        came.append(places)
        stock.append(given.found[0].placed)
        held.append([holds(drawn, y, p) for y, p in enumerate(places)])
    told, truth = np.array(projected_), np.array(came)
    unchanged = np.repeat(np.array(stock, dtype=float)[:, None], YEARS, axis=1)
    bias = (told - truth).mean(axis=0) / np.mean(stock)
    errors, plain = ((x - truth) ** 2 for x in (told, unchanged))
    by_year, pooled = np.sqrt(errors.mean(axis=0) / plain.mean(axis=0)), np.sqrt(errors.mean() / plain.mean())
    share, most = np.mean(held, axis=0), RISING if rise else STABLE
    said = [
        f"{name}: {lists} lists, {np.mean(stock):.1f} children placed; by year ahead",
        f"  bias in per cent of the stock        {_row(100 * bias, '+.2f')}" + ("" if rise else "   (under 1.5)"),
        f"  RMSE, times that of unchanged        {_row(by_year, '.2f')}   pooled {pooled:.3f} (at most {most})",
        f"  the 80 % band holds, per cent        {_row(100 * share, '.1f')}   (72 to 92)",
    ]
    held_all = bool(((HELD[0] <= share) & (share <= HELD[1])).all())
    return said, bool(pooled <= most and held_all and (rise or (abs(bias) < BIAS).all()))


def _row(values: Array, form: str) -> str:
    return " ".join(f"{value:8{form}}" if form[0] != "+" else f"{value:+8.2f}" for value in values)


def main() -> int:
    sound = True
    for name, rise in (("stable", 0.0), ("entries a quarter higher since two years", 0.25)):
        said, holds = compared(name, rise, LISTS)
        print("\n".join(said), flush=True)
        sound &= holds
    return 0 if sound else 1


if __name__ == "__main__":
    sys.exit(main())
