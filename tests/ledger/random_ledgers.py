"""Random ledgers written in random shapes, by a writer that knows nothing of the reader: what it wrote is known."""

from __future__ import annotations

import csv
import io
import random
from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

from openpyxl import Workbook

NAMES = {
    "account": ["Konto", "Kontonr.", "Artskonto", "Kontonummer", "Funktion", "PSP-element", "Account"],
    "year": ["År", "Regnskabsår", "Year", "Årstal"],
    "month": ["Måned", "Mdr.", "Month"],
    "period": ["Periode", "Regnskabsperiode", "Posteringsperiode", "Period"],
    "date": ["Dato", "Bogføringsdato", "Posteringsdato", "Posting date"],
    "amount": ["Beløb", "Forbrug", "Regnskab", "Saldo", "Amount", "Beløb i rapporteringsvaluta"],
    "sign": ["D/K", "Debet/kredit", "Soll/Haben"],
    "kind": ["Type", "Beløbstype", "Art af tal"],
}
UNITS = {
    "kr": ["", " kr.", " (kr.)", ", DKK"],
    "1000": [" (1.000 kr.)", " i 1.000 kr.", ", t.kr."],
    "mio": [" (mio. kr.)", ", mio. kr."],
}
MONTHS = [
    "januar",
    "februar",
    "marts",
    "april",
    "maj",
    "juni",
    "juli",
    "august",
    "september",
    "oktober",
    "november",
    "december",
]
DATES = ["{d:02d}-{m:02d}-{y}", "{d:02d}.{m:02d}.{y}", "{y}-{m:02d}-{d:02d}", "{d}/{m}/{y}", "{y}{m:02d}{d:02d}",
         "{d}. {name} {y}", "{d:02d}-{m:02d}-{y} 00:00", "{d:02d}.{m:02d}.{s:02d}", "{m}/{d}/{y}"]  # fmt: skip
TEXTS = [
    "Plejefamilie",
    "Løn, marts",
    "Køb; diverse",
    'Huset "Toften"',
    "bilag 4711",
    "Refusion 50 %",
    "",
    "Rest. Bakken",
    "2015",
]
SIZES = {"kr": 1, "1000": 1000, "mio": 1_000_000}
Key = tuple[str, int, int | None]


@dataclass
class Written:
    """A file, what it says of the lines, and how its writer would answer what it is asked."""

    data: bytes
    truth: dict[Key, float]
    accounts: dict[str, str]
    columns: dict[str, list[str]]  # the headings by role
    unit: str
    year: int | None
    english: bool
    month_first: bool
    to_date: bool
    kinds: dict[str, str] = field(default_factory=dict)
    shape: str = ""


@dataclass
class Posting:
    account: str
    year: int
    month: int
    ore: int
    text: str
    day: int


class Writer:
    def __init__(self, seed: int) -> None:
        self.rng = random.Random(seed)
        pick = self.rng.choice
        self.english = self.rng.random() < 0.15
        self.unit = pick(["kr", "kr", "kr", "1000", "mio"])
        self.shape = pick(["long", "long", "long", "date", "date", "period", "wide", "wide-years", "two-rows", "list"])
        self.to_date = self.shape in ("long", "period") and self.rng.random() < 0.15
        self.one_year = self.shape == "wide" or self.to_date or self.rng.random() < 0.5
        self.years = [pick([2013, 2014, 2015, 2016])] if self.one_year else [2014, 2015]
        self.said = pick([" år til dato", " akk.", " ÅTD", ""]) if self.to_date else ""
        self.sides = pick(["sign", "sign", "columns"]) if self._may_have_sides() and self.rng.random() < 0.25 else ""
        self.kinds = self.shape in ("long", "date", "period") and not self.to_date and self.rng.random() < 0.15
        self.minus = pick(["-", "-", "behind", "brackets", "K"])
        self.grouped = self.rng.random() < 0.6
        self.months_of_one = self.shape == "long" and self.rng.random() < 0.3
        self.month_first = False

    def _may_have_sides(self) -> bool:
        """Amounts to date in debit and credit columns say nowhere that they are."""
        return self.shape in ("long", "date", "period") and not self.to_date

    # ---------------------------------------------------------- what happened
    def postings(self) -> tuple[list[Posting], dict[str, str]]:
        rng = self.rng
        numbers = rng.sample(range(1000, 9999), 6)
        style = rng.choice(["{n}", "{n} {text}", "5.28.{k}", "5.28.{k} {text}", "XG-{n}"])
        accounts = [style.format(n=n, k=k + 20, text=rng.choice(["Anbringelser", "Løn og gager", "Tilbud"]))
                    for k, n in enumerate(numbers)]  # fmt: skip
        lines = {accounts[0]: "line:advisers", accounts[1]: "line:advisers", accounts[2]: "line:placements"}
        months = rng.sample(range(1, 13), rng.randint(1, 12))
        if self.to_date:
            months = list(range(1, rng.randint(3, 12) + 1))
        found = []
        for account in accounts[: rng.randint(3, 6)]:
            for year in self.years:
                for month in sorted(months):
                    for _ in range(1 if self.to_date or self.shape.startswith(("wide", "two")) else rng.randint(1, 3)):
                        found.append(Posting(account, year, month, self.ore(), rng.choice(TEXTS), rng.randint(1, 28)))
        if not self.to_date and self.shape in ("long", "period") and 12 in months and rng.random() < 0.3:
            found += [Posting(accounts[0], year, 13, self.ore(), "lukning", 1) for year in self.years]
        return found, lines

    def ore(self) -> int:
        size = SIZES[self.unit]
        step = {"kr": self.rng.choice([1, 100]), "1000": 100_000 // self.rng.choice([1, 10]), "mio": 1_000_000}[
            self.unit
        ]
        value = self.rng.randint(1, 99_999) * step if size == 1 else self.rng.randint(1, 9_999) * step
        if self.to_date and not self.said:
            return value  # nobody could tell amounts to date that rise and fall and do not say what they are
        return -value if self.rng.random() < 0.25 else value

    # ---------------------------------------------------------- how it is written
    def number(self, ore: int) -> str:
        value = abs(ore) / 100 / SIZES[self.unit]
        decimals = 2 if self.unit == "kr" and (ore % 100 or self.rng.random() < 0.5) else 0
        if self.unit != "kr":
            decimals = next(d for d in range(9) if round(value, d) == value)
            decimals = 4 if decimals == 3 else decimals
        text = f"{value:,.{decimals}f}" if self.grouped else f"{value:.{decimals}f}"
        if not self.english:
            text = text.translate({ord(","): ".", ord("."): ","})
        if ore >= 0 or self.sides:
            return text
        return {"-": f"-{text}", "behind": f"{text}-", "brackets": f"({text})", "K": f"{text} K"}[self.minus]

    def when(self, posting: Posting) -> str:
        return self.write(posting.year, posting.month, posting.day)

    def dates(self) -> Any:
        style = self.rng.choice(DATES)
        self.month_first = style.startswith("{m}")
        return lambda y, m, d: style.format(y=y, m=m, d=d, name=MONTHS[m - 1], s=y % 100)

    def periods(self) -> Any:
        style = self.rng.choice(
            ["{m:03d}.{y}", "{y}{m:03d}", "{y}{m:02d}", "{y}-{m:02d}", "{m:02d}-{y}", "{y}M{m:02d}", "{y}/{m:03d}"]
        )
        return lambda y, m, d: style.format(y=y, m=m)

    def months(self) -> Any:
        style = self.rng.choice(["{m}", "{m:02d}", "{m:03d}", "P{m:02d}", "name"])
        return lambda m: MONTHS[m - 1] if style == "name" and m <= 12 else style.replace("name", "{m}").format(m=m)

    def name(self, role: str) -> str:
        return self.rng.choice(NAMES[role])

    # ---------------------------------------------------------- the table
    def table(self, found: list[Posting], columns: dict[str, list[str]]) -> list[list[str]]:
        if self.shape.startswith(("wide", "two")):
            return self.side_by_side(found, columns)
        month = self.months()
        self.write = self.periods() if self.shape in ("period", "list") else self.dates()
        parts: list[tuple[str, str, Any]] = [("account", self.name("account"), lambda p: p.account)]
        if self.shape == "long":
            parts.append(("year", self.name("year"), lambda p: str(p.year)))
            parts.append(
                ("month", self.rng.choice([self.name("month"), self.name("period")]), lambda p: month(p.month))
            )
        else:
            role = "period" if self.shape in ("period", "list") else "date"
            parts.append((role, self.name(role), self.when))
        unit = self.rng.choice(UNITS[self.unit])
        amount = self.name("amount")
        if self.sides == "columns":
            parts.append(("debit", f"Debet{unit}", lambda p: self.number(p.ore) if p.ore >= 0 else ""))
            parts.append(("credit", f"Kredit{unit}", lambda p: self.number(p.ore) if p.ore < 0 else ""))
        else:
            parts.append(("amount", f"{amount}{self.said}{unit}", lambda p: self.number(p.ore)))
        if self.sides == "sign":
            letters = self.rng.choice(["DK", "SH"])
            parts.append(("sign", self.name("sign"), lambda p: letters[p.ore < 0]))
        if self.rng.random() < 0.6:
            parts.append(("", self.rng.choice(["Tekst", "Beskrivelse", "Bilagstekst"]), lambda p: p.text))
        if self.kinds:
            self.kind = self.name("kind")
            parts.append(("", self.kind, lambda p: "Budget" if p.text == "budget" else "Regnskab"))
        if self.rng.random() < 0.3:
            parts.append(("", "Bilagsnummer", lambda p: str(self.rng.randint(10**8, 10**9))))
        self.rng.shuffle(parts)
        for role, heading, _ in parts:
            columns.setdefault(role, []).append(heading)
        return [[heading for _, heading, _ in parts], *([cell(p) for *_, cell in parts] for p in found)]

    def side_by_side(self, found: list[Posting], columns: dict[str, list[str]]) -> list[list[str]]:
        sums: dict[tuple[str, int, int], int] = defaultdict(int)
        for p in found:
            sums[p.account, p.year, p.month] += p.ore
        whens = sorted({(p.year, p.month) for p in found})
        accounts = list(dict.fromkeys(p.account for p in found))
        short = self.rng.random() < 0.5
        named = [(MONTHS[m - 1][:3] if short else MONTHS[m - 1]).capitalize() for _, m in whens]
        if self.shape == "two-rows":
            heads = [
                ["Konto", *(str(y) if n == 0 or whens[n - 1][0] != y else "" for n, (y, _) in enumerate(whens))],
                ["", *named],
            ]
        elif self.shape == "wide-years":
            heads = [[self.name("account"), *(f"{name} {y}" for name, (y, _) in zip(named, whens, strict=True))]]
        else:
            heads = [[self.name("account"), *named]]
        rows = [[a, *(self.number(sums[a, y, m]) for y, m in whens)] for a in accounts]
        if self.rng.random() < 0.4:
            heads = [[*heads[0], "I alt"], *([*row, ""] for row in heads[1:])]
            rows = [[*row, self.number(sum(sums[row[0], y, m] for y, m in whens))] for row in rows]
        if self.unit != "kr":
            heads = [
                [
                    self.rng.choice(["Regnskab i", "Beløb i", "Alle beløb:"])
                    + f" {'1.000 kr.' if self.unit == '1000' else 'mio. kr.'}"
                ],
                *heads,
            ]
        return [*heads, *rows]

    # ---------------------------------------------------------- the file
    def file(self, table: list[list[str]]) -> bytes:
        rng = self.rng
        if rng.random() < 0.25:
            above = rng.choice(
                [
                    ["Budgetopfølgning Herning"],
                    ["Udtrukket 31-03-2016 kl. 10.42"],
                    ["Filter: SO 16", ""],
                    ["Rapport", "R-12"],
                ]
            )
            table = [above, *([[]] if rng.random() < 0.5 else []), *table]
        if self.shape == "list":
            widths = [max(len(row[n]) for row in table if n < len(row)) for n in range(max(map(len, table)))]
            rule = "-" * (sum(widths) + 3 * len(widths) + 1)
            lines = [rule]
            for n, row in enumerate(table):
                cells = [cell.replace("|", "/").ljust(width) for cell, width in zip(row, widths, strict=False)]
                lines.append(f"| {' | '.join(cells)} |" if len(row) == len(widths) else " ".join(row))
                if n == 0:
                    lines.append(rule)
            return "\r\n".join([*lines, rule]).encode(rng.choice(["cp1252", "utf-8"]))
        if rng.random() < 0.2:
            return self.workbook(table)
        delimiter = "," if self.english else rng.choice([";", ";", ";", "\t", "|"])
        buffer = io.StringIO(newline="")
        if delimiter == ";" and rng.random() < 0.1:
            buffer.write("sep=;\r\n")
        quoting = rng.choice([csv.QUOTE_MINIMAL, csv.QUOTE_ALL])
        csv.writer(buffer, delimiter=delimiter, quoting=quoting).writerows(table)
        return buffer.getvalue().encode(rng.choice(["cp1252", "utf-8", "utf-8-sig", "utf-16"]))

    def workbook(self, table: list[list[str]]) -> bytes:
        book = Workbook()
        if self.rng.random() < 0.3:
            book.active.append(["Forside"])
            book.create_sheet("Data")
        sheet = book.worksheets[-1]
        for row in table:
            sheet.append(row or [None])
        buffer = io.BytesIO()
        book.save(buffer)
        return buffer.getvalue()

    def written(self) -> Written:
        found, lines = self.postings()
        truth: dict[Key, float] = defaultdict(float)
        for p in found:
            if p.account in lines:
                truth[lines[p.account], p.year, min(p.month, 12)] += p.ore
        truth = {key: ore / 100 for key, ore in truth.items()}
        rows = list(found)
        if self.to_date:
            so_far: dict[tuple[str, int], int] = defaultdict(int)
            rows = []
            for p in sorted(found, key=lambda p: (p.account, p.year, p.month)):
                so_far[p.account, p.year] += p.ore
                rows.append(Posting(p.account, p.year, p.month, so_far[p.account, p.year], p.text, p.day))
        if self.kinds:
            rows += [Posting(p.account, p.year, min(p.month, 12), self.ore(), "budget", p.day) for p in found]
        if self.rng.random() < 0.5:
            self.rng.shuffle(rows)
        columns: dict[str, list[str]] = {}
        table = self.table(rows, columns)
        kinds = {self.kind: "Regnskab"} if self.kinds else {}
        year = self.years[0] if self.shape == "wide" else None
        answers = (self.unit, year, self.english, self.month_first, self.to_date, kinds, self.shape)
        return Written(self.file(table), truth, lines, columns, *answers)


def random_ledger(seed: int) -> Written:
    return Writer(seed).written()
