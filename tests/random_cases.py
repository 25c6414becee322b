"""Sound cases at random, as text in YAML: every kind of line and every key, in combinations nobody would think of.

`random_case(7)` is always the same text; nothing in it depends on the machine, the time or the order of tests.
`random_settings(7)` are settings that fit that case, as pairs of path and value as written.
"""

from __future__ import annotations

import json
import random
from decimal import Decimal
from typing import Any

import yaml

INDICES = ("wages", "prices", "total")
AREAS = ("SO 16", "5.20 Anbringelser", "Æ: ø, å")
# Also what a spreadsheet might take for a formula, YAML for a number, or a browser for markup.
LABELS = (
    "Rådgivere", "Færre anbringelser", "=1+1", "@SUM(1)", "-5 pladser", "+4 stillinger", "1.000", "yes", "null",
    "Børn & unge <16>", 'Citat "i" citat', "Kolon: og # tegn", "{net}", "  luft  ", "Linje\nto", "0.5%", "'", "日本",
)  # fmt: skip
STATUSES = ("idea", "proposed", "adopted", "completed")


class Dice(random.Random):
    """Random numbers with few decimals, as people write them."""

    def maybe(self, share: float = 0.5) -> bool:
        return self.random() < share

    def number(self, low: float, high: float, decimals: int) -> Decimal:
        return Decimal(repr(round(self.uniform(low, high), decimals))) + 0

    def kr(self, most: float = 5e5) -> Decimal:
        """Mostly round thousands, now and then 0, øre, or much larger."""
        kind = self.random()
        if kind < 0.1:
            return Decimal(0)
        if kind < 0.2:
            return self.number(0, most, 2)
        if kind < 0.23:
            return self.number(0, 20 * most, 0).to_integral_value()
        return Decimal(1000 * self.randint(1, int(most) // 1000))

    def share(self) -> Decimal:
        return self.choice([Decimal(0), Decimal(1), self.number(0, 1, 1), self.number(0, 1, 4)])

    def months(self, most: float) -> Decimal:
        return self.choice([Decimal(0), Decimal(self.randint(0, int(most))), self.number(0, most, 2)])


class Author:
    """Writes one case: the years and indices first, then lines that keep to them."""

    def __init__(self, seed: int) -> None:
        self.dice = Dice(seed)
        dice = self.dice
        self.size = 40 if dice.maybe(0.04) else dice.randint(1, 8)
        self.first = dice.randint(2010, 2030)
        self.horizon = list(range(self.first, self.first + self.size))
        near = [self.first - 5, self.first - 1, *self.horizon[:3], self.horizon[-1], self.horizon[-1] + 2]
        self.price_year = self.first if dice.maybe(0.4) else dice.choice(near)
        # all: current prices can be shown; some: only what figures of other years need; none: no rates at all
        self.rates = dice.choice(["all", "all", "all", "some", "none"])
        self.needed: set[tuple[str, int]] = set()
        self.ids = 0

    def case(self) -> dict[str, Any]:
        dice = self.dice
        lines = {
            "savings": [self.saving() for _ in range(dice.choice([0, 1, 1, 2, 3, 4]))],
            "costs": [self.cost() for _ in range(dice.choice([0, 1, 2, 2, 3, 4]))],
            "changes": [self.change() for _ in range(dice.choice([0, 0, 1, 2]))],
            "incomes": [self.income() for _ in range(dice.choice([0, 0, 1, 2]))],
        }
        case = {
            "title": dice.choice(LABELS), "municipality": "Eksempel Kommune", "status": dice.choice(STATUSES),
            "first_year": self.first, "years": self.size, "price_year": self.price_year,
            "price_level_assumed": dice.maybe(), "discount_rate": self.uncertain(dice.number(-0.05, 0.2, 4)),
            "sources": {"own": {"title": "Regneeksempel", "date": "2025-12", "page": 10}},
            "service_areas": {area: {"name": f"Område {n}"} for n, area in enumerate(AREAS)},
            **{name: found for name, found in lines.items() if found},
        }  # fmt: skip
        if dice.maybe(0.6):
            case["reimbursement"] = self.reimbursement()
        if dice.maybe(0.4):
            case["pool"] = self.pool()
        if dice.maybe():
            case["levers"] = self.levers()
        if self.rates != "none":
            case["indices"] = self.indices()
        if dice.maybe(0.4):
            case["scenarios"] = [{"id": "cautious", "label": "Forsigtigt", "set": self.scenario(case)}]
        return case

    def levers(self) -> dict[str, Any]:
        found = {
            "realisation": self.uncertain(self.dice.number(0, 3, 2)),
            "delay_months": self.dice.months(30),
            "cost_overrun": self.dice.number(-0.5, 3, 2),
        }
        return {key: value for key, value in found.items() if self.dice.maybe(0.6)}

    def reimbursement(self) -> dict[str, Any]:
        dice = self.dice
        limits = sorted({dice.randint(0, 30) * 100_000 for _ in range(dice.randint(1, 4))})
        rule: dict[str, Any] = {"bands": [{"above": limit, "share": dice.share()} for limit in limits]}
        if self.rates != "none" and dice.maybe():
            rule["price_year"] = self.other_year("total")
        return rule

    def pool(self) -> dict[str, Any]:
        dice = self.dice
        found: dict[str, Any] = {"label": dice.choice(LABELS)}
        ways: dict[str, Any] = {
            "cap": lambda: dice.kr(3e6), "interest": lambda: dice.number(0, 0.1, 3), "repay_share": dice.share,
            "repay_from": lambda: dice.choice(self.horizon), "max_years": lambda: dice.randint(1, 10),
        }  # fmt: skip
        return found | {key: draw() for key, draw in ways.items() if dice.maybe(0.6)}

    def indices(self) -> dict[str, Any]:
        """Into every year that anything needs; a rate is never carried."""
        if self.rates == "all":
            years = {year for _, year in self.needed} | {self.price_year, *self.horizon}
            span = range(min(years) + 1, max(years) + 1)
            self.needed |= {(name, year) for name in INDICES for year in span}
        return {
            name: {year: self.dice.number(-0.02, 0.06, 4) for other, year in sorted(self.needed) if other == name}
            for name in INDICES
            if any(other == name for other, _ in self.needed)
        }

    def other_year(self, index: str) -> int:
        """A price year of its own, with the rates between it and the case's on the list."""
        year = self.dice.choice([self.first - 6, self.first - 1, self.price_year, self.horizon[-1], self.first + 9])
        low, high = sorted((year, self.price_year))
        self.needed |= {(index, y) for y in range(low + 1, high + 1)}
        return year

    # -------------------------------------------------------------- figures
    def uncertain(self, value: Decimal) -> Any:
        if self.dice.maybe(0.75):
            return value
        return {"value": value, "low": value, "high": value, "source": "own", "note": self.dice.choice(LABELS)}

    def kr(self, line: dict[str, Any], most: float = 5e5) -> Any:
        """A price: now and then with a range, or in the prices of another year."""
        value = self.dice.kr(most)
        found: dict[str, Any] = {"value": value}
        if self.dice.maybe(0.3):
            found |= {"low": (value / 2).to_integral_value(), "high": value + 1000}
        if self.rates != "none" and line["price_index"] != "none" and self.dice.maybe(0.3):
            found["price_year"] = self.other_year(line["price_index"])
        return found if len(found) > 1 else value

    def level(self, line: dict[str, Any], draw: Any) -> Any:
        """A series: one figure, or by year with gaps that are carried and a start before the horizon."""
        if line["nature"] != "permanent":
            return {year: draw() for year in self.horizon}
        if self.dice.maybe(0.3):
            return draw()
        start = self.dice.choice([self.first, self.first, self.first - 2])
        later = [year for year in self.horizon if year > start and self.dice.maybe(0.4)]
        return {year: draw() for year in (start, *later)}

    def amounts(self, line: dict[str, Any]) -> Any:
        """Amounts by year state one price year or none."""
        year = None
        if self.rates != "none" and line["price_index"] != "none" and self.dice.maybe(0.25):
            year = self.other_year(line["price_index"])
        return self.level(line, lambda: {"value": self.dice.kr(), "price_year": year} if year else self.dice.kr())

    # -------------------------------------------------------------- lines
    def line(self, kind: str, index: str = "total") -> dict[str, Any]:
        dice = self.dice
        self.ids += 1
        line: dict[str, Any] = {"id": f"{kind}-{self.ids}", "label": dice.choice(LABELS), "kind": kind}
        line["price_index"] = dice.choice([index, index, index, *INDICES, "none"])
        line["nature"] = dice.choice(["permanent", "permanent", "permanent", "temporary", "one_off"])
        if dice.maybe(0.8):
            line["service_area"] = dice.choice(AREAS)
        if dice.maybe(0.2):
            line["payer"] = dice.choice(["municipality", "other_municipality", "region", "state"])
        if dice.maybe(0.3):
            line |= {"source": "own", "function": "5.20", "control_area": dice.choice(["service", "capital"])}
        return line

    def cost(self) -> dict[str, Any]:
        dice = self.dice
        kind = dice.choice(["amounts", "staff", "caseload", "volume"])
        line = self.line(kind, "wages" if kind in ("staff", "caseload") else "total")
        if kind == "amounts":
            line["amounts"] = self.amounts(line)
        elif kind == "volume":
            line["recipients"] = self.level(line, lambda: dice.number(0, 200, dice.randint(0, 2)))
            line["unit_price"] = self.kr(line, 2e5)
            self.start(line)
        elif kind == "staff":
            line["fte"] = self.level(line, lambda: dice.choice([Decimal(0), dice.number(0, 12, 2)]))
            self.pay(line)
        else:
            line["children"] = self.level(line, lambda: Decimal(dice.randint(0, 400)))
            line["target_caseload"] = self.level(
                line, lambda: Decimal(dice.choice(["10", "20", "25", "30", "22.5", "27.5"]))
            )
            line["fte_now"] = dice.choice([Decimal(0), Decimal(5), dice.number(0, 12, 1)])
            line["whole_posts"] = dice.maybe(0.4)
            self.pay(line)
        if dice.maybe(0.3):
            line["refund_share"] = self.uncertain(dice.share())
        return line

    def pay(self, line: dict[str, Any]) -> None:
        line["annual_cost"] = self.kr(line, 5e5)
        if self.dice.maybe():
            line["overhead"] = self.dice.number(0, 0.6, 2)
        self.start(line)

    def start(self, line: dict[str, Any]) -> None:
        """A month of the first year, or one for each of some years."""
        dice = self.dice
        if dice.maybe(0.4):
            line["start_month"] = dice.randint(1, 12)
        elif dice.maybe():
            years = [year for year in self.horizon if dice.maybe()] or [dice.choice(self.horizon)]
            line["start_month"] = {year: dice.randint(1, 12) for year in years}

    def change(self) -> dict[str, Any]:
        line = self.line("amounts")
        line["amounts"] = self.level(line, lambda: self.dice.kr() * self.dice.choice([1, -1]))
        return line

    def income(self) -> dict[str, Any]:
        line = self.line("amounts")
        line["amounts"] = self.amounts(line)
        return line

    def saving(self) -> dict[str, Any]:
        dice = self.dice
        kind = dice.choice(["amounts", "placements", "placements", "mix"])
        line = self.line(kind)
        if kind == "amounts":
            line["amounts"] = self.amounts(line)
        elif kind == "placements":
            self.placements(line)
        else:
            line["places"] = self.level(line, lambda: Decimal(dice.randint(0, 300)))
            line["share_now"] = dice.share()
            line["share_target"] = self.level(line, dice.share)
            self.price(line, "price_from", "prices_from", 3e6)
            self.price(line, "price_to", "prices_to", 2e6)
        if kind != "amounts":
            self.capacity(line)
        optional: dict[str, Any] = {
            "realisation": lambda: dice.number(0, 3, 2), "lag_months": lambda: dice.months(40),
            "deadweight": dice.share, "cashable": lambda: dice.maybe(0.4),
            "would_have_cost": lambda: self.level(line, dice.kr),
        }  # fmt: skip
        line |= {key: draw() for key, draw in optional.items() if dice.maybe(0.45)}
        return line

    def price(self, line: dict[str, Any], alone: str, groups: str, most: float) -> None:
        """One price, or groups of children at a price each."""
        dice = self.dice
        if dice.maybe(0.6):
            line[alone] = self.kr(line, most)
            return
        line[groups] = []
        for number in range(dice.randint(1, 4)):
            children = dice.number(0 if number else 1, 40, dice.randint(0, 1))
            group = {"children": self.uncertain(children), "price": self.kr(line, most)}
            line[groups].append(group | ({"siblings": dice.randint(1, 10)} if dice.maybe(0.4) else {}))

    def placements(self, line: dict[str, Any]) -> None:
        dice = self.dice
        stops = {year: dice.number(0, 20, dice.randint(0, 1)) for year in self.horizon}
        line["stops"] = dice.number(0, 8, 1) if line["nature"] == "permanent" and dice.maybe(0.3) else stops
        self.price(line, "unit_price", "prices", 3e6)
        line["timing"] = dice.choice(["evenly", "evenly", "january", dice.randint(1, 12)])
        if dice.maybe(0.6):
            line["duration_months"] = dice.months(60) or Decimal("0.5")
        if dice.maybe():
            line["relapse"] = dice.share()
        if dice.maybe(0.6):
            line["natural_exit"] = self.leaving()
        if dice.maybe():
            line["replacement_price"] = self.kr(line, 1e6)

    def leaving(self) -> Decimal:
        """Mostly a share as DST counts it, now and then next to nothing or the most that is allowed."""
        dice = self.dice
        return dice.choice([dice.number(0.05, 0.4, 2), dice.number(0, 0.95, 4), Decimal("0.000001"), Decimal("0.95")])

    def capacity(self, line: dict[str, Any]) -> None:
        dice = self.dice
        if dice.maybe():
            line["fixed_share"] = dice.share()
        if dice.maybe(0.4):
            line["capacity_from"] = self.first + dice.randint(-1, self.size + 1)
        if dice.maybe(0.6):
            line["price_basis"] = dice.choice(["gross", "net"])

    def scenario(self, case: dict[str, Any]) -> dict[str, Any]:
        return dict(self.settings(case)) or {"levers.realisation": Decimal("0.6")}

    # -------------------------------------------------------------- settings
    def settings(self, case: dict[str, Any]) -> list[tuple[str, Decimal]]:
        """A few settings in any order; series as a whole or for one year."""
        dice = self.dice
        ways: list[tuple[str, Any]] = [
            ("levers.realisation", lambda: dice.number(0, 3, 2)),
            ("levers.delay_months", lambda: dice.months(30)),
            ("levers.cost_overrun", lambda: dice.number(-0.5, 3, 2)),
            ("discount_rate", lambda: dice.number(-0.05, 0.2, 4)),
        ]
        draws = {
            "amounts": dice.kr, "annual_cost": dice.kr, "unit_price": dice.kr, "replacement_price": dice.kr,
            "price_from": dice.kr, "price_to": dice.kr,
            "refund_share": dice.share, "natural_exit": self.leaving,
            "share_now": dice.share, "share_target": dice.share,
            "realisation": lambda: dice.number(0, 3, 2), "lag_months": lambda: dice.months(120),
            "deadweight": dice.share, "relapse": dice.share, "fixed_share": dice.share, "overhead": dice.share,
            "duration_months": lambda: dice.number(0.01, 300, 2), "children": lambda: Decimal(dice.randint(0, 400)),
            "target_caseload": lambda: Decimal(dice.choice(["1", "20", "25", "22.5"])),
        }  # fmt: skip
        counts = dict.fromkeys(("stops", "fte", "fte_now", "recipients", "places"), lambda: dice.number(0, 30, 1))
        draws |= counts
        series = {"amounts", "share_target", "children", "target_caseload", "stops", "fte", "recipients", "places"}
        pool = {"cap": dice.kr, "interest": lambda: dice.number(0, 1, 3), "repay_share": dice.share}
        ways += [(f"pool.{key}", draw) for key, draw in pool.items() if "pool" in case]
        for name in ("savings", "costs", "changes", "incomes"):
            for line in case.get(name, []):
                for key in filter({"prices", "prices_from", "prices_to"}.__contains__, line):
                    for number in range(1, len(line[key]) + 1):
                        ways.append((f"{name}.{line['id']}.{key}.{number}.price", dice.kr))
                        ways.append((f"{name}.{line['id']}.{key}.{number}.children", lambda: dice.number(1, 9, 1)))
                for key in filter(draws.__contains__, line):
                    ways.append((f"{name}.{line['id']}.{key}", draws[key]))
                    if key in series:
                        ways.append((f"{name}.{line['id']}.{key}.{dice.choice(self.horizon)}", draws[key]))
        ways.sort(key=lambda way: way[0])
        return [(path, draw()) for path, draw in dice.sample(ways, min(len(ways), dice.randint(0, 5)))]


def random_case(seed: int) -> str:
    """A sound case as text, the same for the same seed."""
    return written(Author(seed).case())


def random_settings(seed: int) -> list[tuple[str, str]]:
    """Settings that fit `random_case(seed)`."""
    author = Author(seed)
    case = author.case()
    return [(path, format(value, "f")) for path, value in author.settings(case)]


def written(document: dict[str, Any]) -> str:
    """A document as YAML: every part on a line of its own, quotes around every text, numbers as they are."""
    return "".join(f"{key}: {_flow(value)}\n" for key, value in document.items())


def _flow(value: Any) -> str:
    if isinstance(value, dict):
        return "{" + ", ".join(f"{_key(key)}: {_flow(part)}" for key, part in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ",\n  ".join(map(_flow, value)) + "]"
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, str):
        return json.dumps(value, ensure_ascii=False)
    return number_text(Decimal(value))


def _key(key: Any) -> str:
    plain = isinstance(key, int) or all(c.isalnum() or c in "_.-" for c in key)
    return str(key) if plain else json.dumps(key, ensure_ascii=False)


def number_text(value: Decimal) -> str:
    """Digits and a point, never exactly three decimals: 1.250 might be a thousand or one."""
    text = format(value, "f")
    return f"{text}0" if len(text.partition(".")[2]) == 3 else text


if __name__ == "__main__":
    import sys

    print(random_case(int(sys.argv[1])))
    assert isinstance(yaml.safe_load(random_case(int(sys.argv[1]))), dict)
