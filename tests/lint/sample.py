"""A small workbook that keeps every rule, written without the product: the ground in which violations are planted."""

from __future__ import annotations

import datetime
import io
import zipfile
from collections.abc import Callable, Mapping
from typing import Any

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from tests.lint.book import CALC, CHECKS, FRONT, INPUT, RESULT, RISK, SOURCES

YEARS = [2024, 2025, 2026]
SHEETS = [FRONT, RESULT, INPUT, CALC, RISK, CHECKS, SOURCES]
HEADERS = ["Nøgle", "Betegnelse", "Enhed", "Kilde", "Fast værdi"]
SOURCE = "Eksempel, 2024-01"

STYLES: dict[str, dict[str, Any]] = {
    "head": {"bold": True, "bg_color": "#DDE6EE", "text_wrap": True},
    "year": {"bold": True, "bg_color": "#DDE6EE", "num_format": "0"},
    "text": {"text_wrap": True, "valign": "top"},
    "plain": {},
    "free": {"locked": False, "bg_color": "#FFF2CC"},
    "input": {"locked": False, "bg_color": "#FFF2CC", "font_color": "#1F3FBF", "num_format": "#,##0"},
    "share": {"locked": False, "bg_color": "#FFF2CC", "font_color": "#1F3FBF", "num_format": "0.0%"},
    "carried": {"locked": False, "bg_color": "#FFF2CC", "font_color": "#595959", "num_format": "#,##0"},
    "fixed": {"num_format": "0"},
    "number": {"num_format": "#,##0;-#,##0"},
    "factor": {"num_format": "0.0000"},
    "result": {"num_format": "#,##0", "bold": True},
}

# Path, label, unit, value in E (None: none), values by year (None: carried on from the left), style.
INPUTS: list[tuple[str, str, str, float | str | None, list[float | None], str]] = [
    ("prices", "Priser: 0 faste, 1 løbende", "0/1", 0, [], "input"),
    ("discount_rate", "Realrente", "andel", 0.035, [], "share"),
    ("levers.realisation", "Realiseringsgrad", "andel", 1, [], "share"),
    ("levers.delay_months", "Forsinkelse", "måneder", 6, [], "input"),
    ("levers.cost_overrun", "Fordyrelse", "andel", 0, [], "share"),
    ("indices.total", "Fremskrivning", "andel", None, [0.02, 0.03, 0.02], "share"),
    ("costs.advisers.amounts", "Rådgivere", "kr.", None, [1e6, None, None], "input"),
    ("savings.a.amounts", "Anbringelser", "kr.", None, [0.5e6, 1e6, 2e6], "input"),
    ("savings.b.amounts", "Takster", "kr.", None, [1e5, None, 2e5], "input"),
    ("savings.b.duration_months", "Varighed", "måneder", "", [], "input"),
    ("costs.advisers.start_month", "Startmåned", "måned", 1, [], "fixed"),
]

IN = f"{INPUT}!"

# Key, label, unit, formula in E with its result, formula by year with its results.
CALCULATION: list[tuple[str, str, str, tuple[str, Any] | None, tuple[str, list[float]] | None]] = [
    ("levers.effect", "Virkning", "andel", (f"={IN}$E$4*MAX(0,1-{IN}$E$5/12)", 0.5), None),
    ("index.total.change", "Ændring", "faktor", None, (f"=1+{IN}{{c}}$7", [1.02, 1.03, 1.02])),
    ("index.total", "Indeks", "indeks", None, ("=PRODUCT($F3:{c}3)", [1.02, 1.0506, 1.071612])),
    ("index.used", "Anvendt", "indeks", None, (f"=IF({IN}$E$2=1,{{c}}4,1)", [1, 1, 1])),
    ("b.share", "Andel af året", "andel", (f"=MIN(12,{IN}$E$11)/12", 1), None),
    ("a.fixed", "Anbringelser", "kr.", None, (f"=0-{IN}{{c}}$9*$E$2", [-250_000, -500_000, -1_000_000])),
    ("b.fixed", "Takster", "kr.", None, (f"=0-{IN}{{c}}$10*$E$2*$E$6", [-50_000, -50_000, -100_000])),
    ("advisers.fixed", "Rådgivere", "kr.", None, (f"={IN}{{c}}$8*(1+{IN}$E$6)", [1e6, 1e6, 1e6])),
    ("", "Resultat", "", None, None),
    ("a", "Anbringelser", "kr.", None, ("={c}7*{c}$5", [-250_000, -500_000, -1_000_000])),
    ("b", "Takster", "kr.", None, ("={c}8*{c}$5", [-50_000, -50_000, -100_000])),
    ("savings", "Besparelser", "kr.", None, ("=SUM({c}11:{c}12)", [-300_000, -550_000, -1_100_000])),
    ("advisers", "Rådgivere", "kr.", None, ("={c}9*{c}$5", [1e6, 1e6, 1e6])),
    ("costs", "Merudgifter", "kr.", None, ("={c}14", [1e6, 1e6, 1e6])),
    ("net", "Nettobesparelse", "kr.", None, ("={c}13+{c}15", [700_000, 450_000, -100_000])),
    ("accumulated", "Akkumuleret", "kr.", None, ("={b}17+{c}16", [700_000, 1_150_000, 1_050_000])),
    ("net.fixed", "Faste priser", "kr.", None, ("={c}7+{c}8+{c}9", [700_000, 450_000, -100_000])),
    ("factor", "Faktor", "faktor", None, (f"=1/(1+{IN}$E$3)^({{c}}$1-$F$1)", [1, 1 / 1.035, 1 / 1.035**2])),
    ("summary.net", "I alt", "kr.", ("=SUM(F16:H16)", 1_050_000), None),
    ("summary.npv", "Nutidsværdi", "kr.", ("=SUMPRODUCT(F18:H18,F19:H19)", 7e5 + 4.5e5 / 1.035 - 1e5 / 1.035**2), None),
    ("summary.payback_year", "Tilbagebetalt", "år", ('=IF(ROUND(H17,2)<=0,H1,"")', ""), None),
]  # fmt: skip

OUT = f"{CALC}!"

# Id, text, delivered figure, formula and its result.
CONTROLS: list[tuple[str, str, float | None, str, float]] = [
    ("check.years", "Årene er i alt", None, f"=IF(ROUND({OUT}E20-{OUT}H17,2)=0,0,1)", 0),
    ("check.lines", "Linjerne er netto", None, f"=IF(ROUND(SUM({OUT}F11:H12)+SUM({OUT}F14:H14)-{OUT}E20,2)=0,0,1)", 0),
    ("check.npv", "Nutidsværdi", None, f"=IF(ROUND(SUMPRODUCT({OUT}F18:H18,{OUT}F19:H19)-{OUT}E21,2)=0,0,1)", 0),
    ("check.range", "Inden for grænser", None, f"=IF(OR({IN}$E$4<0,{IN}$E$5<0),1,0)", 0),
    ("changed", "Ændrede forudsætninger", 0.035, f"=IF({IN}E3=D6,0,1)", 0),
    ("check.delivered", "Som leveret", 1_050_000, f"=IF(OR(E6>0,ROUND({OUT}E20-D7,2)=0),0,1)", 0),
    ("check.master", "Samlet kontrol", None, "=SUM(E2:E5)+E7", 0),
]  # fmt: skip


class Sample:
    """The workbook while it is being written: what is planted writes over what stands there."""

    def __init__(self) -> None:
        self.buffer = io.BytesIO()
        self.workbook = Workbook(
            self.buffer, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
        )
        self.styles: dict[str, Format] = {name: self.workbook.add_format(style) for name, style in STYLES.items()}
        self.sheets: dict[str, Worksheet] = {}
        self.titles = list(SHEETS)
        self.properties = {"title": "Eksempel", "created": datetime.datetime(2024, 1, 1)}
        self.language: str | None = "da-DK"
        self.alternative_text = "Søjler: merudgift og besparelse; linje: netto"
        self.with_chart = True

    def __getitem__(self, name: str) -> Worksheet:
        return self.sheets[name]

    def style(self, **properties: Any) -> Format:
        return self.workbook.add_format(properties)

    def formula(self, sheet: str, cell: str, formula: str, value: Any = 0, style: str = "number") -> None:
        self[sheet].write_formula(cell, formula, self.styles[style], value)

    # ------------------------------------------------------------ writing
    def write(self) -> None:
        for name in self.titles:
            self.sheets[name] = self.workbook.add_worksheet(name)
        self._inputs()
        self._calculation()
        self._checks()
        self._result()
        self._texts()
        for sheet in self.sheets.values():
            _page(sheet)

    def finish(self) -> bytes:
        if self.with_chart:
            self._chart()
        self.workbook.set_properties(self.properties)
        if self.language:
            self.workbook.set_custom_property("Language", self.language)
        self.workbook.close()
        return self.buffer.getvalue()

    def _headers(self, sheet: Worksheet, linked: bool) -> None:
        for col, text in enumerate(HEADERS):
            sheet.write_string(0, col, text, self.styles["head"])
        for k, year in enumerate(YEARS):
            if linked or k:
                formula = f"={INPUT}!{_col(k)}$1" if linked else f"={_col(k - 1)}1+1"
                sheet.write_formula(0, 5 + k, formula, self.styles["year"], year)
            else:
                sheet.write_number(0, 5, year, self.styles["year"])
        sheet.freeze_panes(1, 2)
        for col, width in enumerate([30, 30, 12, 22, 14, 14, 14, 14]):
            sheet.set_column(col, col, width)

    def _inputs(self) -> None:
        sheet = self[INPUT]
        self._headers(sheet, linked=False)
        for row, (path, label, unit, constant, years, style) in enumerate(INPUTS, start=1):
            for col, text in enumerate((path, label, unit, SOURCE)):
                sheet.write_string(row, col, text, self.styles["text"])
            if constant == "":
                sheet.write_blank(row, 4, None, self.styles[style])
            elif constant is not None:
                sheet.write_number(row, 4, float(constant), self.styles[style])
            self._series(sheet, row, years, style)
            if STYLES[style].get("locked") is False:
                sheet.data_validation(row, 4 if not years else 5, row, 4 if not years else 7, VALID)

    def _series(self, sheet: Worksheet, row: int, years: list[float | None], style: str) -> None:
        last = 0.0
        for k, value in enumerate(years):
            last = last if value is None else value
            if value is None:
                sheet.write_formula(row, 5 + k, f"={_col(k - 1)}{row + 1}", self.styles["carried"], last)
            else:
                sheet.write_number(row, 5 + k, value, self.styles[style])

    def _calculation(self) -> None:
        sheet = self[CALC]
        self._headers(sheet, linked=True)
        for row, (key, label, unit, constant, years) in enumerate(CALCULATION, start=1):
            for col, text in enumerate((key, label, unit)):
                sheet.write_string(row, col, text, self.styles["text"])
            style = self.styles["factor" if unit in ("andel", "faktor", "indeks") else "number"]
            if constant:
                sheet.write_formula(row, 4, constant[0], style, constant[1])
            for k, value in enumerate(years[1] if years else []):
                formula = years[0].format(b=_col(k - 1), c=_col(k)) if years else ""
                sheet.write_formula(row, 5 + k, formula, style, value)

    def _checks(self) -> None:
        sheet = self[CHECKS]
        for col, text in enumerate(("Nøgle", "Kontrol", "Enhed", "Leveret", "Resultat")):
            sheet.write_string(0, col, text, self.styles["head"])
        sheet.set_column(0, 4, 24)
        for row, (key, text, delivered, formula, value) in enumerate(CONTROLS, start=1):
            sheet.write_string(row, 0, key, self.styles["text"])
            sheet.write_string(row, 1, text, self.styles["text"])
            if delivered is not None:
                sheet.write_number(row, 3, delivered, self.styles["number"])
            sheet.write_formula(row, 4, formula, self.styles["number"], value)

    def _result(self) -> None:
        sheet = self[RESULT]
        sheet.set_column(0, 0, 40)
        sheet.set_column(1, 4, 14)
        sheet.write_string("A1", "Nettobesparelse (1.000 kr.)", self.styles["head"])
        sheet.write_string("A2", "+ er en nettomerudgift, - en nettobesparelse.", self.styles["plain"])
        sheet.write_string("A3", "År", self.styles["head"])
        for k, year in enumerate(YEARS):
            sheet.write_formula(2, 1 + k, f"={INPUT}!{_col(k)}$1", self.styles["year"], year)
        rows = {row[0]: (place, row[4]) for place, row in enumerate(CALCULATION, start=2) if row[4]}
        for at_row, key in enumerate(("savings", "costs", "net", "accumulated"), start=3):
            place, (_, values) = rows[key]  # type: ignore[misc]
            sheet.write_string(at_row, 0, key, self.styles["text"])
            for k, value in enumerate(values):
                formula = f"={OUT}{_col(k)}{place}/1000"
                sheet.write_formula(at_row, 1 + k, formula, self.styles["result"], value / 1000)
        sheet.activate()

    def _texts(self) -> None:
        front = self[FRONT]
        front.set_column(0, 0, 30)
        front.set_column(1, 1, 60)
        lines = [
            ("Case", "eksempel"), ("Kommune", "Eksempel Kommune"), ("Version", "1"),
            ("Kontrolsum", "0123456789abcdef" * 4), ("Beregner", "0.1.0"), ("Prisniveau", "2024-priser"),
            ("Fortegn", "Merudgift +, besparelse -"), ("Afrunding", "Hvert tal er afrundet for sig"),
            ("Farver", "Gule felter kan ændres"),
        ]  # fmt: skip
        for row, (label, text) in enumerate(lines):
            front.write_string(row, 0, label, self.styles["text"])
            front.write_string(row, 1, text, self.styles["text"])
        for row, label in enumerate(("Udarbejdet af", "Kvalitetssikret af"), start=len(lines)):
            front.write_string(row, 0, label, self.styles["text"])
            front.write_blank(row, 1, None, self.styles["free"])
        self[RISK].set_column(0, 1, 30)
        self[RISK].write_string("A1", "Følsomhed, beregnet ved levering", self.styles["head"])
        self[RISK].write_number("B1", 123_456, self.styles["number"])
        self[SOURCES].set_column(0, 0, 100)
        self[SOURCES].write_string("A1", "Eksempel", self.styles["head"])
        self[SOURCES].write_string("A2", "=1+1", self.styles["text"])

    def _chart(self) -> None:
        chart = self.workbook.add_chart({"type": "column"})
        values, years = f"={RESULT}!$B$6:$D$6", f"={RESULT}!$B$3:$D$3"
        chart.add_series({"name": f"={RESULT}!$A$6", "values": values, "categories": years})
        self[RESULT].insert_chart("A10", chart, {"description": self.alternative_text})


VALID = {
    "validate": "decimal", "criteria": "between", "minimum": 0, "maximum": 1e12,
    "error_title": "Ugyldigt tal", "error_message": "Skriv et tal mellem 0 og 1.000.000.000.000.",
}  # fmt: skip


def build(plant: Callable[[Sample], object] | None = None, before: Callable[[Sample], object] | None = None) -> bytes:
    """The good workbook; `before` changes how it is written, `plant` writes over what stands in it."""
    sample = Sample()
    if before:
        before(sample)
    sample.write()
    if plant:
        plant(sample)
    return sample.finish()


def rezip(data: bytes, changes: Mapping[str, bytes | Callable[[bytes], bytes] | None]) -> bytes:
    """The archive with parts added, changed or (None) left out."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            change = changes.get(name, old.read(name))
            if change is not None:
                new.writestr(name, change(old.read(name)) if callable(change) else change)
        for name in changes.keys() - set(old.namelist()):
            change = changes[name]
            new.writestr(name, change(b"") if callable(change) else change or b"")
    return buffer.getvalue()


def _page(sheet: Worksheet) -> None:
    sheet.protect()
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.print_area(0, 0, 40, 7)
    sheet.repeat_rows(0)
    sheet.set_header("&LEksempel, version 1")
    sheet.set_footer("&RSide &P af &N")


def _col(k: int) -> str:
    """The column of the k-th year; -1 is E, the year before the first."""
    return "EFGHIJ"[k + 1]
