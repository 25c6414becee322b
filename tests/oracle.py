"""A second way to work out a case, written from the definitions alone and in exact fractions.

It shares nothing with the package: it reads the case's text itself, steps through the years one by one and adds
what every single year's stops or amounts give. Slow and plain on purpose: it is what the engine is held against.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Context, Decimal
from fractions import Fraction
from itertools import pairwise
from typing import Any

import yaml

Years = dict[int, Fraction]
LISTS = ("savings", "costs", "changes", "incomes")
INDICES = ("wages", "prices", "total")
PAYERS = ("other_municipality", "region", "state")
SINGLE_YEARS = "stops"
CENT = Fraction(1, 200)  # |x| below half an øre is zero
SERIES = {
    "amounts", "fte", "children", "target_caseload", "recipients", "stops", "places", "share_target",
}  # fmt: skip


@dataclass
class Worked:
    """What a case comes to: rows in order, their kinds, net by area, drivers and key figures."""

    rows: dict[str, list[Fraction]] = field(default_factory=dict)
    kinds: dict[str, str] = field(default_factory=dict)
    areas: dict[str, list[Fraction]] = field(default_factory=dict)
    drivers: dict[str, list[Fraction | None]] = field(default_factory=dict)
    summary: dict[str, Fraction | None] = field(default_factory=dict)

    def add(self, key: str, kind: str, values: Iterable[Fraction]) -> None:
        assert key not in self.rows
        self.rows[key], self.kinds[key] = list(values), kind


def read(text: str) -> dict[str, Any]:
    """The case as nested dict, list and text; numbers stay text until they are used."""
    loader = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
    tree = yaml.load(text, Loader=loader)  # noqa: S506 -- the base loader makes text and nothing else
    assert isinstance(tree, dict)
    return tree


# ------------------------------------------------------------------ settings
def settle(doc: dict[str, Any], path: str, value: str) -> None:
    """Puts one figure into the document, by the rules of paths."""
    parts = path.split(".")
    if parts[0] in LISTS and len(parts) == 5:
        line = next(line for line in doc[parts[0]] if line["id"] == parts[1])
        group = line[parts[2]][int(parts[3]) - 1]
        _settle_in(doc, group, parts[4], [], value, single=False)
    elif parts[0] in LISTS:
        line = next(line for line in doc[parts[0]] if line["id"] == parts[1])
        _settle_in(doc, line, parts[2], parts[3:], value, single=_single_years(line, parts[2]))
    elif parts[0] in ("levers", "pool"):
        doc.setdefault(parts[0], {})[parts[1]] = value
    elif parts[0] == "indices":
        doc.setdefault("indices", {}).setdefault(parts[1], {})[parts[2]] = value
    elif parts[0] == "reimbursement":
        doc["reimbursement"]["bands"][int(parts[2]) - 1][parts[3]] = value
    else:
        doc[parts[0]] = value


def _settle_in(doc: dict[str, Any], line: dict[str, Any], key: str, year: list[str], value: str, single: bool) -> None:
    given = line.get(key)
    stated = [given] if isinstance(given, dict) and "value" in given else given
    stated = list(stated.values()) if isinstance(stated, dict) else stated if isinstance(stated, list) else [given]
    price_years = [f["price_year"] for f in stated if isinstance(f, dict) and "price_year" in f]
    figure: Any = {"value": value, "price_year": price_years[0]} if price_years else value
    horizon = [str(y) for y in _horizon(doc)]
    if not year:
        line[key] = dict.fromkeys(horizon, figure) if key in SERIES and _single_years(line, key, True) else figure
    elif isinstance(given, dict) and "value" not in given:
        line[key] = {**given, year[0]: figure}
    else:
        line[key] = {**dict.fromkeys(horizon if single else horizon[:1], given), year[0]: figure}


def _single_years(line: dict[str, Any], key: str, mapping_only: bool = False) -> bool:
    passing = line.get("nature", "permanent") != "permanent"
    return key in SERIES and (passing or (key == SINGLE_YEARS and not mapping_only))


def _horizon(doc: dict[str, Any]) -> list[int]:
    first = int(doc["first_year"])
    return list(range(first, first + int(doc.get("years", 4))))


# ------------------------------------------------------------------ presence
def presence(timing: str, lag: Fraction, duration: Fraction | None, k: int) -> Fraction:
    """The average share of the k-th year after the stop year in which the placement is missing."""

    def missing(start: Fraction) -> Fraction:
        begins = max(start + lag, Fraction(12 * k))
        ends = Fraction(12 * k + 12) if duration is None else min(start + lag + duration, Fraction(12 * k + 12))
        return max(ends - begins, Fraction(0))

    if timing != "evenly":
        return missing(Fraction(0 if timing == "january" else int(timing) - 1)) / 12
    # missing() is made of straight pieces; their ends are where the window meets the year: trapezia add up exactly.
    bends = {Fraction(12 * k) - lag, Fraction(12 * k + 12) - lag}
    if duration is not None:
        bends |= {bend - duration for bend in set(bends)}
    points = sorted({Fraction(0), Fraction(12), *(b for b in bends if 0 < b < 12)})
    pieces = pairwise(points)
    return sum(((b - a) * (missing(a) + missing(b)) / 2 for a, b in pieces), Fraction(0)) / 144


DIGITS = Context(prec=80)


def left_presence(timing: str, lag: Fraction, duration: Fraction | None, exit: Fraction, k: int) -> Fraction:
    """The same where those placed would leave anyway: each moment weighs e^(-rate × years since the stop took effect).

    Moment by moment, not stop by stop: of the stops spread over a year, those that took effect a time ago are as many
    as a triangle is high. Its sides are straight, so each piece is a straight line times an exponential.
    """
    if not exit:
        return presence(timing, lag, duration, k)
    rate = -DIGITS.ln(_decimal(1 - exit))
    late = lag / 12 if timing == "evenly" else lag / 12 + Fraction(0 if timing == "january" else int(timing) - 1, 12)
    end = None if duration is None else duration / 12
    top = k - late  # years since the effect of a stop at the start of the year, as the k-th year begins
    if timing != "evenly":
        pieces = [(top, top + 1, Fraction(1), Fraction(0))]
    else:
        pieces = [(top - 1, top, 1 - top, Fraction(1)), (top, top + 1, 1 + top, Fraction(-1))]
    found = Decimal(0)
    for start, stop, level, slope in pieces:
        start, stop = max(start, Fraction(0)), stop if end is None else min(stop, end)
        if start < stop:
            found = DIGITS.add(found, _weighed(rate, _decimal(level), _decimal(slope), start, stop))
    return Fraction(found)


def _weighed(rate: Decimal, level: Decimal, slope: Decimal, start: Fraction, stop: Fraction) -> Decimal:
    """The integral of (level + slope t) e^(-rate t)."""
    c = DIGITS

    def below(t: Fraction) -> Decimal:
        at = _decimal(t)
        line = c.add(c.divide(c.add(level, c.multiply(slope, at)), rate), c.divide(slope, c.multiply(rate, rate)))
        return c.multiply(c.exp(c.multiply(-rate, at)), line)

    return c.subtract(below(start), below(stop))


def _decimal(value: Fraction) -> Decimal:
    return DIGITS.divide(Decimal(value.numerator), Decimal(value.denominator))


# ------------------------------------------------------------------ one case
class Oracle:
    """One case in one price mode."""

    def __init__(self, doc: dict[str, Any], prices: str) -> None:
        self.doc, self.prices, self.years = doc, prices, _horizon(doc)
        self.price_year = int(doc["price_year"])
        self.levers = {
            "realisation": Fraction(1), "delay_months": Fraction(0), "cost_overrun": Fraction(0),
            **{key: self.plain(value) for key, value in doc.get("levers", {}).items()},
        }  # fmt: skip
        self.worked = Worked()

    def plain(self, figure: Any) -> Fraction:
        return Fraction(figure["value"] if isinstance(figure, dict) else figure)

    def index(self, name: str, year: int) -> Fraction:
        level = Fraction(1)
        rates = self.doc["indices"][name] if year != self.price_year else {}
        for y in range(self.price_year + 1, year + 1):
            level *= 1 + self.plain(rates[str(y)])
        for y in range(year + 1, self.price_year + 1):
            level /= 1 + self.plain(rates[str(y)])
        return level

    def figure(self, line: dict[str, Any], key: str, default: Any = None) -> Fraction:
        return self.converted(line, line.get(key, default))

    def converted(self, line: dict[str, Any], figure: Any) -> Fraction:
        value = self.plain(figure)
        if isinstance(figure, dict) and "price_year" in figure:
            value /= self.index(line.get("price_index", _own_index(line)), int(figure["price_year"]))
        return value

    def series(self, line: dict[str, Any], key: str) -> Years:
        given = line[key]
        if not isinstance(given, dict) or "value" in given:
            return dict.fromkeys(self.years, self.converted(line, given))
        found = {}
        for year in self.years:
            at = max(int(y) for y in given if int(y) <= year)
            found[year] = self.converted(line, given[str(at)])
        return found

    # -------------------------------------------------------------- costs
    def posts(self, line: dict[str, Any]) -> Years:
        if line["kind"] == "staff":
            return self.series(line, "fte")
        children, target = self.series(line, "children"), self.series(line, "target_caseload")
        now = self.figure(line, "fte_now")
        found = {y: max(Fraction(0), children[y] / target[y] - now) for y in self.years}
        if line.get("whole_posts") == "true":
            billion = 10**9
            found = {y: Fraction(math.ceil(Fraction(round(v * billion), billion))) for y, v in found.items()}
        self.worked.drivers[f"{line['id']}.caseload"] = [
            children[y] / (now + found[y]) if now + found[y] else None for y in self.years
        ]
        return found

    def cost(self, line: dict[str, Any]) -> Years:
        kind = line["kind"]
        if kind == "amounts":
            return self.series(line, "amounts")
        if kind == "volume":
            price = self.figure(line, "unit_price")
            return {y: n * price for y, n in self.paid(line, self.series(line, "recipients"), "recipients").items()}
        posts = self.posts(line)
        self.worked.drivers[f"{line['id']}.fte"] = list(posts.values())
        pay = self.figure(line, "annual_cost") * (1 + self.figure(line, "overhead", "0"))
        return {y: n * pay for y, n in self.paid(line, posts, "fte").items()}

    def paid(self, line: dict[str, Any], counts: Years, key: str) -> Years:
        """What is paid for a whole year, or from a month on."""
        start = line.get("start_month", "1")
        if not isinstance(start, dict):
            begins = next((y for y in self.years if counts[y] > 0), None)
            return {y: n * Fraction(13 - int(start), 12) if y == begins else n for y, n in counts.items()}
        before, found = self.carried(line, key), {}
        for y, n in counts.items():
            more = max(Fraction(0), n - before)
            found[y] = n - more + more * Fraction(13 - int(start[str(y)]), 12) if str(y) in start else n
            before = n
        return found

    def carried(self, line: dict[str, Any], key: str) -> Fraction:
        """What a level was in the year before the first."""
        given = line.get(key)
        if not isinstance(given, dict) or "value" in given or _single_years(line, key):
            return Fraction(0)
        earlier = [int(y) for y in given if int(y) < self.years[0]]
        return self.plain(given[str(max(earlier))]) if earlier else Fraction(0)

    # -------------------------------------------------------------- savings
    def saving(self, line: dict[str, Any]) -> list[tuple[str, str, Years]]:
        """The line, and its replacement and reimbursement where they apply, in fixed prices."""
        id, kind = line["id"], line["kind"]
        share = self.figure(line, "realisation", "1") * self.levers["realisation"]
        share *= 1 - self.figure(line, "deadweight", "0")
        lag = self.figure(line, "lag_months", "0") + self.levers["delay_months"]
        if kind == "amounts":
            late = self.late(self.series(line, "amounts"), lag)
            return [(id, "saving", {y: -share * v for y, v in late.items()})]
        if kind == "placements":
            places = self.placements(line, share, lag)
            price, instead = self.price(line, "unit_price"), self.figure(line, "replacement_price", "0")
        else:
            now, target = self.figure(line, "share_now"), self.series(line, "share_target")
            moved = {y: n * (now - target[y]) for y, n in self.series(line, "places").items()}
            places = {y: share * n for y, n in self.late(moved, lag).items()}
            price, instead = self.price(line, "price_from"), self.price(line, "price_to")
        self.worked.drivers[f"{id}.places"] = list(places.values())
        stays = instead if kind == "mix" else 0
        found = [(id, "saving", {y: -n * (price * self.variable(line, y) - stays) for y, n in places.items()})]
        if kind == "placements" and "replacement_price" in line:
            found.append((f"{id}.replacement", "replacement", {y: n * instead for y, n in places.items()}))
        if "reimbursement" in self.doc and line.get("price_basis", "gross") == "gross":
            dear, cheap = ("price_from", "price_to") if kind == "mix" else ("unit_price", "replacement_price")
            lost = self.paid_back(line, dear) - self.paid_back(line, cheap)
            found.append((f"{id}.reimbursement", "reimbursement", {y: n * lost for y, n in places.items()}))
        return found

    def groups(self, line: dict[str, Any], key: str) -> list[tuple[Fraction, Fraction, int]]:
        """Children, price and siblings of each group; one price alone is one group of one child."""
        listed = {"unit_price": "prices", "price_from": "prices_from", "price_to": "prices_to"}.get(key, "")
        return [
            (self.plain(group["children"]), self.converted(line, group["price"]), int(group.get("siblings", 1)))
            for group in line.get(listed, [])
        ] or [(Fraction(1), self.figure(line, key, "0"), 1)]

    def price(self, line: dict[str, Any], key: str) -> Fraction:
        groups = self.groups(line, key)
        return sum((n * price for n, price, _ in groups), Fraction(0)) / sum(n for n, _, _ in groups)

    def paid_back(self, line: dict[str, Any], key: str) -> Fraction:
        """What the state pays back of a mean child, siblings added up."""
        groups = self.groups(line, key)
        back = sum((n * self.reimbursed(price * together) / together for n, price, together in groups), Fraction(0))
        return back / sum(n for n, _, _ in groups)

    def late(self, planned: Years, lag: Fraction) -> Years:
        found = dict.fromkeys(self.years, Fraction(0))
        for y in self.years:
            for s in range(self.years[0], y + 1):
                found[y] += planned[s] * max(Fraction(0), 1 - abs(y - s - lag / 12))
        return found

    def placements(self, line: dict[str, Any], share: Fraction, lag: Fraction) -> Years:
        duration = self.figure(line, "duration_months") if "duration_months" in line else None
        stops, kept = self.series(line, "stops"), 1 - self.figure(line, "relapse", "0")
        timing, leaving = line.get("timing", "evenly"), self.figure(line, "natural_exit", "0")
        by_k = [left_presence(timing, lag, duration, leaving, k) for k in range(len(self.years))]
        self.worked.drivers[f"{line['id']}.presence"] = list(by_k)
        found = {}
        for y in self.years:
            missing = sum((stops[s] * by_k[y - s] for s in range(self.years[0], y + 1)), Fraction(0))
            found[y] = share * kept * missing
        return found

    def variable(self, line: dict[str, Any], year: int) -> Fraction:
        cut = "capacity_from" in line and year >= int(line["capacity_from"])
        return Fraction(1) if cut else 1 - self.figure(line, "fixed_share", "0")

    def reimbursed(self, price: Fraction) -> Fraction:
        rule = self.doc["reimbursement"]
        level = self.index("total", int(rule["price_year"])) if "price_year" in rule else Fraction(1)
        limits = [self.plain(band["above"]) / level for band in rule["bands"]]
        found = Fraction(0)
        for i, band in enumerate(rule["bands"]):
            top = min(price, limits[i + 1]) if i + 1 < len(limits) else price
            found += self.plain(band["share"]) * max(Fraction(0), top - limits[i])
        return found

    # -------------------------------------------------------------- the table
    def work(self) -> Worked:
        """Every row of the table in order, and what follows from it."""
        self.fixed: dict[str, Years] = {}
        self.owner: dict[str, dict[str, Any]] = {}
        parts: list[tuple[str, str, dict[str, Any]]] = []
        for name, kind in zip(LISTS, ("saving", "cost", "change", "income"), strict=True):
            for line in self.doc.get(name, []):
                for key, part_kind, values in self.parts(line, kind):
                    self.fixed[key], self.owner[key] = values, line
                    parts.append((key, part_kind, line))
        own = [p for p in parts if _payer(p[2]) == "municipality"]
        self.table(own, [p for p in parts if _payer(p[2]) != "municipality"])
        self.by_area(own)
        self.key_figures(own)
        return self.worked

    def parts(self, line: dict[str, Any], kind: str) -> list[tuple[str, str, Years]]:
        if kind == "saving":
            return self.saving(line)
        if kind == "cost":
            overrun = 1 + self.levers["cost_overrun"]
            cost = {y: v * overrun for y, v in self.cost(line).items()}
            found = [(line["id"], "cost", cost)]
            if "refund_share" in line:
                share = self.figure(line, "refund_share")
                found.append((f"{line['id']}.refund", "refund", {y: -v * share for y, v in cost.items()}))
            return found
        if kind == "change":
            return [(line["id"], "change", self.series(line, "amounts"))]
        return [(line["id"], "income", {y: -v for y, v in self.series(line, "amounts").items()})]

    def shown(self, key: str) -> list[Fraction]:
        line = self.owner[key]
        name = line.get("price_index", _own_index(line))
        if self.prices == "fixed" or name == "none":
            return list(self.fixed[key].values())
        return [v * self.index(name, y) for y, v in self.fixed[key].items()]

    def table(self, own: list[Any], others: list[Any]) -> None:
        blocks = {
            "savings": ("saving", "replacement", "reimbursement"), "costs": ("cost", "refund"),
            "changes": ("change",), "incomes": ("income",),
        }  # fmt: skip
        for name, kinds in blocks.items():
            keys = [key for key, kind, _ in own if kind in kinds]
            for key, kind, _ in own:
                if kind in kinds:
                    self.worked.add(key, kind, self.shown(key))
            self.worked.add(name, "subtotal", self.added(keys))
        net = self.added(list(blocks))
        self.worked.add("net", "net", net)
        self.worked.add("accumulated", "accumulated", _running(net))
        rises = [key for key, kind, line in own if line.get("cashable") == "false" and kind != "replacement"]
        if rises:
            without = [a - b for a, b in zip(net, self.added(rises), strict=True)]
            self.worked.add("net.budget", "subtotal", without)
            self.worked.add("accumulated.budget", "accumulated", _running(without))
        if "pool" in self.doc:
            self.pool(self.worked.rows.get("net.budget", net))
        for payer in PAYERS:
            keys = [key for key, _, line in others if _payer(line) == payer]
            for key in keys:
                self.worked.add(key, "other", self.shown(key))
            if keys:
                self.worked.add(f"payer.{payer}", "subtotal", self.added(keys))

    def pool(self, net: list[Fraction]) -> None:
        """Year by year: what is drawn, what it costs, what comes back and what is out."""
        pool = self.doc["pool"]
        room = self.plain(pool["cap"]) if "cap" in pool else None
        rate, share = self.plain(pool.get("interest", "0")), self.plain(pool.get("repay_share", "1"))
        names = ("draw", "interest", "repaid", "balance", "left")
        found: dict[str, list[Fraction]] = {name: [] for name in names}
        out = Fraction(0)
        for year, b in zip(self.years, net, strict=True):
            draw = max(b, Fraction(0)) if room is None else min(max(b, Fraction(0)), room)
            room = None if room is None else room - draw
            interest, saved = out * rate, max(-b, Fraction(0))
            repays = year >= int(pool.get("repay_from", self.years[0]))
            repaid = min(out + interest + draw, share * saved) if repays else Fraction(0)
            out += interest + draw - repaid
            for name, value in zip(names, (draw, interest, repaid, out, saved - repaid), strict=True):
                found[name].append(value)
        for name in names:
            self.worked.add(f"pool.{name}", "pool", found[name])

    def added(self, keys: list[str]) -> list[Fraction]:
        return [sum((self.worked.rows[k][i] for k in keys), Fraction(0)) for i in range(len(self.years))]

    def by_area(self, own: list[Any]) -> None:
        for area in dict.fromkeys([*self.doc.get("service_areas", {}), ""]):
            keys = [key for key, _, line in own if line.get("service_area", "") == area]
            if keys:
                self.worked.areas[area] = self.added(keys)

    def key_figures(self, own: list[Any]) -> None:
        rows, s = self.worked.rows, self.worked.summary
        saving, cost, change, income = (sum(rows[k], Fraction(0)) for k in LISTS)
        s.update(total_cost=cost, total_saving=saving, total_change=change, total_income=income)
        s["net"] = cost + saving + change + income
        paid = self.paid_off(rows["accumulated"])
        s["first_balanced_year"], s["payback_year"] = self.for_good(rows["net"]), paid
        s["payback_years"] = None if paid is None else paid - self.years[0] + 1
        s["payback_year_budget"] = self.paid_off(rows.get("accumulated.budget", rows["accumulated"]))
        s["peak_exposure"] = max(Fraction(0), *rows["accumulated"])
        rate = 1 + self.plain(self.doc["discount_rate"])
        net = [sum((self.fixed[key][y] for key, _, _ in own), Fraction(0)) for y in self.years]
        discounted = [v / rate**t for t, v in enumerate(net)]
        s["npv"] = sum(discounted, Fraction(0))
        s["discounted_payback_year"] = self.paid_off(_running(discounted))
        s["saving_per_krone"] = -saving / cost if cost else None
        needed = self.levers["realisation"] * (cost + change + income)
        s["break_even_realisation"] = max(Fraction(0), needed / -saving) if saving < 0 else None
        passing = [key for key, _, line in own if line.get("nature", "permanent") != "permanent"]
        s["last_year_net"] = rows["net"][-1]
        s["permanent_net"] = rows["net"][-1] - sum((rows[key][-1] for key in passing), Fraction(0))

    def paid_off(self, values: list[Fraction]) -> Fraction | None:
        """The first year after something has been out from which nothing is; none where nothing ever was."""
        return self.for_good(values) if any(v >= CENT for v in values) else None

    def for_good(self, values: list[Fraction]) -> Fraction | None:
        """The first year from which the row is at or below zero to the end."""
        for i, year in enumerate(self.years):
            if all(v < CENT for v in values[i:]):
                return Fraction(year)
        return None


def _running(values: list[Fraction]) -> list[Fraction]:
    return [sum(values[: i + 1], Fraction(0)) for i in range(len(values))]


def _own_index(line: dict[str, Any]) -> str:
    return "wages" if line["kind"] in ("staff", "caseload") else "total"


def _payer(line: dict[str, Any]) -> str:
    return str(line.get("payer", "municipality"))


def work(text: str, prices: str = "fixed", settings: Iterable[tuple[str, str]] = (), scenario: str = "") -> Worked:
    """The case in the text, with its scenario first and then the settings in the order given."""
    doc = read(text)
    chosen: dict[str, str] = next((s["set"] for s in doc.get("scenarios", []) if s["id"] == scenario), {})
    for path, value in [*chosen.items(), *settings]:
        settle(doc, path, value)
    return Oracle(doc, prices).work()
