"""The lint is proved: a good workbook passes, and each violation planted in it is found, by its own rule."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest

from tests.lint.book import CALC, CHECKS, FRONT, INPUT, RESULT, RISK, SOURCES
from tests.lint.sample import Sample, build, rezip
from tests.workbook_lint import RULES, lint

Plant = Callable[[Sample], Any]
Change = dict[str, bytes | Callable[[bytes], bytes] | None]


@dataclass
class Case:
    """One violation: written over the good workbook, written instead of it, or put into the archive afterwards."""

    rule: str
    what: str
    plant: Plant | None = None
    before: Plant | None = None
    parts: Change | None = None
    also: frozenset[str] = frozenset()  # what cannot be planted without breaking another rule too

    def rules_broken(self) -> set[str]:
        data = build(self.plant, self.before)
        return {finding.rule for finding in lint(rezip(data, self.parts) if self.parts else data)}


def formula(sheet: str, cell: str, text: str, value: Any = 0, style: str = "number") -> Plant:
    return lambda s: s.formula(sheet, cell, text, value, style)


def number(sheet: str, cell: str, value: float = 5, style: str = "number") -> Plant:
    return lambda s: s[sheet].write_number(cell, value, s.styles[style])


def text(sheet: str, cell: str, value: str, style: str = "text") -> Plant:
    return lambda s: s[sheet].write_string(cell, value, s.styles[style])


def both(*plants: Plant) -> Plant:
    return lambda s: [plant(s) for plant in plants]


def row(sheet: str, at_row: int, text: str, values: tuple[float, ...] = (0, 0, 0), style: str = "number") -> Plant:
    """A formula over the three years; {c} is the column, {b} the one before."""
    columns = "EFGH"
    return both(
        *[
            formula(sheet, f"{columns[k + 1]}{at_row}", text.format(b=columns[k], c=columns[k + 1]), values[k], style)
            for k in range(3)
        ]
    )


def renamed(sheet: str, name: str) -> Plant:
    def before(sample: Sample) -> None:
        sample.titles[sample.titles.index(sheet)] = name

    return before


def replaced(part: str, old: bytes, new: bytes) -> Change:
    def change(data: bytes) -> bytes:
        assert old in data, f"{old!r} is not in {part}"
        return data.replace(old, new, 1)

    return {part: change}


def attribute(**values: Any) -> Plant:
    def before(sample: Sample) -> None:
        for name, value in values.items():
            setattr(sample, name, value)

    return before


def outward_link(data: bytes) -> bytes:
    link = b'<Relationship Id="rId99" Type="x" Target="http://example.test/" TargetMode="External"/></Relationships>'
    return data.replace(b"</Relationships>", link)


THIRD, FOURTH = (f"xl/worksheets/sheet{k}.xml" for k in (3, 4))
NOT_LOCKED = {"locked": False}

CASES = [
    # ---------------------------------------------------------------- the file
    Case("W01", "a macro project", parts={"xl/vbaProject.bin": b"x"}),
    Case("W01", "an embedded object", parts={"xl/embeddings/oleObject1.bin": b"x"}),
    Case("W01", "connections", parts={"xl/connections.xml": b"<connections/>"}),
    Case("W01", "an outward relation", parts={"xl/_rels/workbook.xml.rels": outward_link}),
    Case("W01", "a web function", formula(RESULT, "F20", "=WEBSERVICE($B$3)")),
    Case("W01", "a link to another workbook", formula(RESULT, "F20", "=[1]Ark1!A1")),
    Case("W01", "DDE", formula(RESULT, "F20", "=cmd|' /C calc'!A0"), also=frozenset({"W11", "W30"})),
    Case("W18", "a stored error", formula(CALC, "E20", "=SUM(F16:H16)", "#DIV/0!")),
    Case("W19", "no stored result", formula(CALC, "E20", "=SUM(F16:H16)", "")),
    Case("W19", "a formula without any result", parts=replaced(FOURTH, b"<v>700000</v>", b"")),
    Case("W29", "no title", attribute(properties={})),
    Case("W29", "no language", before=attribute(language=None)),
    Case("W29", "a chart without words", before=attribute(alternative_text="")),
    Case("W29", "no chart", before=attribute(with_chart=False)),
    Case("W29", "pale text", lambda s: s[RESULT].write("A20", "svag", s.style(font_color="#AAAAAA"))),
    Case("W29", "a column without a header", text(CALC, "D1", "", "head")),
    Case("W30", "a formula in the labels", formula(INPUT, "B3", "=$A$2", "x", "text")),
    Case("W30", "a formula among the sources", formula(SOURCES, "A3", "=A1", "x")),
    Case("W30", "injected text", formula(RESULT, "A20", "=1+1", 2)),
    Case("W30", "text that became a link", lambda s: s[FRONT].write_url("B13", "https://example.test"),
         also=frozenset({"W01"})),
    Case("W32", "XML that is not well-formed", parts={"docProps/app.xml": lambda data: data + b"<"}),
    Case("W32", "a control character", text(RESULT, "A20", "a\x0bb")),
    Case("W32", "not a workbook at all", parts={"xl/workbook.xml": None}),
    # ---------------------------------------------------------------- layout
    Case("W02", "a hidden sheet", lambda s: s[RISK].hide()),
    Case("W02", "a very hidden sheet", lambda s: s[RISK].very_hidden()),
    Case("W02", "a hidden row", lambda s: s[CALC].set_row(9, None, None, {"hidden": True})),
    Case("W02", "a hidden column", lambda s: s[RISK].set_column(3, 3, 10, None, {"hidden": True})),
    Case("W02", "white on white", lambda s: s[RISK].write("A9", "x", s.style(font_color="#FFFFFF"))),
    Case("W02", "a format that shows nothing", lambda s: s[RISK].write("A9", "x", s.style(num_format=";;;"))),
    Case("W03", "a sheet out of place",
         before=attribute(titles=[FRONT, INPUT, RESULT, CALC, RISK, CHECKS, SOURCES])),
    Case("W03", "a sheet too many", lambda s: s.workbook.add_worksheet("Mere"), also=frozenset({"W04", "W27"})),
    Case("W03", "another sheet open", lambda s: s[FRONT].activate()),
    Case("W04", "an unlocked result", lambda s: s[RESULT].write_blank("F20", None, s.style(**NOT_LOCKED))),
    Case("W04", "a locked cell that looks like an input",
         lambda s: s[CALC].write_blank("E13", None, s.style(bg_color="#FFF2CC"))),
    Case("W04", "an input without its colour",
         lambda s: s[INPUT].write_number("E4", 1, s.style(locked=False, font_color="#1F3FBF", num_format="0%"))),
    Case("W04", "an input in the font of a result",
         lambda s: s[INPUT].write_number("E4", 1, s.style(locked=False, bg_color="#FFF2CC", num_format="0%"))),
    Case("W04", "a figure that is locked", number(INPUT, "E4", 1)),
    Case("W04", "a sheet without protection", parts=replaced(FOURTH, b'sheet="1"', b'sheet="0"')),
    Case("W04", "a password", lambda s: s[CALC].protect("hemmelig")),
    Case("W04", "an unlocked column", lambda s: s[RISK].set_column(3, 3, 10, s.style(**NOT_LOCKED))),
    Case("W05", "a typed result", number(RESULT, "B5"), also=frozenset({"W07"})),
    Case("W05", "a typed figure in the calculation", number(CALC, "E16")),
    Case("W05", "a typed figure outside the marked column", number(CHECKS, "E12")),
    Case("W05", "two columns of delivered figures", text(CHECKS, "C1", "Leveret igen", "head")),
    Case("W07", "another formula in one year", formula(CALC, "G16", "=G13+G15+0", 450_000)),
    Case("W07", "a gap in the row", lambda s: s[CALC].write_blank("H19", None, s.styles["factor"])),
    Case("W07", "another formula in the table", formula(RESULT, "C5", "=Beregning!G15/1000+0", 1000)),
    Case("W07", "a year without a value", lambda s: s[INPUT].write_blank("G8", None, s.styles["carried"])),
    Case("W07", "a carried year that is more than carried", formula(INPUT, "G8", "=F8+0", 1e6, "carried")),
    Case("W08", "a typed year", number(INPUT, "G1", 2025, "year")),
    Case("W08", "a year that jumps", formula(CALC, "G1", "=Forudsætninger!G$1", 2027, "year")),
    Case("W08", "a column more than the years", text(CALC, "I1", "I alt", "head")),
    Case("W09", "a row without a unit", text(INPUT, "C4", "")),
    Case("W09", "a row without a label", text(CALC, "B16", "")),
    Case("W09", "an input without a source", text(INPUT, "D4", "")),
    Case("W09", "a unit of its own", text(CALC, "C16", "tkr.")),
    Case("W09", "a key twice", text(CALC, "A14", "a")),
    # ---------------------------------------------------------------- formulas
    Case("W06", "a number in a formula",
         row(CALC, 9, "=Forudsætninger!{c}$8*(1+Forudsætninger!$E$6)*1.37", (1e6,) * 3)),
    Case("W06", "a percentage in a formula",
         row(CALC, 9, "=Forudsætninger!{c}$8*(1+Forudsætninger!$E$6)+1%", (1e6,) * 3)),
    Case("W06", "a thousand in the calculation", formula(CALC, "E20", "=SUM(F16:H16)/1000", 1050)),
    Case("W10", "a formula too long", row(CALC, 17, "={b}17+{c}16*" + "({c}16-{c}16+1)*" * 10 + "1")),
    Case("W10", "a formula of two lines", formula(CALC, "E20", "=SUM(F16:H16)\n+0", 1_050_000)),
    Case("W10", "an IF within an IF", row(CALC, 5, "=IF(Forudsætninger!$E$2=1,IF({c}4>0,{c}4,1),1)", (1, 1, 1))),
    Case("W10", "functions nested three deep", formula(CALC, "E20", "=MAX(0,MIN(1,ABS(H17)))", 1)),
    Case("W11", "NPV", formula(CALC, "E20", "=NPV(Forudsætninger!$E$3,F16:H16)")),
    Case("W11", "OFFSET", formula(CALC, "E20", "=OFFSET(H17,0,0)")),
    Case("W11", "a volatile function", formula(CALC, "E20", "=H17+TODAY()*0")),
    Case("W11", "IFERROR outside the checks", formula(CALC, "E20", "=IFERROR(H17,0)")),
    Case("W11", "MATCH for something near", formula(CALC, "E20", "=MATCH(1,F16:H16)")),
    Case("W11", "ROUNDUP of the raw figure", formula(CALC, "E20", "=ROUNDUP(H17,0)")),
    Case("W12", "a whole column", formula(RESULT, "F20", "=SUM(Beregning!F:F)")),
    Case("W12", "a whole row", formula(RESULT, "F20", "=SUM(Beregning!16:16)")),
    Case("W12", "an array formula",
         lambda s: s[CALC].write_array_formula("E20", "{=SUM(F16:H16)}", s.styles["number"], 1)),
    Case("W12", "a defined name", lambda s: s.workbook.define_name("rente", "=Forudsætninger!$E$3")),
    Case("W12", "a name in a formula", formula(RESULT, "F20", "=rente+B3")),
    Case("W13", "a reference to a later sheet", formula(CALC, "E20", "=SUM(F16:H16)+Nettobesparelse!$A$9")),
    Case("W13", "a reference to itself", formula(CALC, "E20", "=E20+H17")),
    Case("W13", "a reference below", formula(CALC, "E20", "=E21+H17")),
    Case("W13", "a reference to the right", formula(RESULT, "F20", "=G20")),
    Case("W13", "a circle over two rows", both(formula(CALC, "E20", "=E21"), formula(CALC, "E21", "=E20"))),
    Case("W13", "a sheet that is not there", formula(RESULT, "F20", "=Væk!A1")),
    Case("W13", "a reference to the sources", formula(RESULT, "F20", "=Kilder!A1")),
    Case("W15", "a rounded figure", row(CALC, 10 + 1, "=ROUND({c}7*{c}$5,0)", (-250_000, -500_000, -1_000_000))),
    Case("W15", "a figure rounded to øre", formula(CALC, "E20", "=ROUND(SUM(F16:H16),2)", 1_050_000)),
    # ---------------------------------------------------------------- what depends on what
    Case("W14", "a sum that leaves out the last line",
         row(CALC, 13, "=SUM({c}11:{c}11)", (-300_000, -550_000, -1_100_000))),
    Case("W14", "a sum short of its first line",
         both(text(CALC, "A10", "c"), text(CALC, "C10", "kr."), row(CALC, 10, "={c}7*{c}$5"),
              row(CALC, 13, "=SUM({c}11:{c}12)", (-300_000, -550_000, -1_100_000))), also=frozenset({"W22"})),
    Case("W14", "a sum over an empty row", row(CALC, 13, "=SUM({c}10:{c}12)", (-300_000, -550_000, -1_100_000))),
    Case("W14", "a sum over some of the years", formula(CALC, "E20", "=SUM(F16:G16)", 1_150_000)),
    Case("W22", "an input that nothing uses", row(CALC, 9, "=Forudsætninger!{c}$8", (1e6, 1e6, 1e6))),
    Case("W22", "a row that nothing uses",
         both(text(CALC, "A10", "løs"), text(CALC, "B10", "Løs"), text(CALC, "C10", "kr."),
              row(CALC, 10, "={c}7*{c}$5"), row(CALC, 13, "={c}11+{c}12", (-3e5, -5.5e5, -1.1e6)))),
    # ---------------------------------------------------------------- what a reader meets
    Case("W17", "a check that is missing", text(CHECKS, "A4", "check.other")),
    Case("W17", "a master check that leaves one out", formula(CHECKS, "E8", "=SUM(E2:E5)")),
    Case("W23", "no rounding note", both(text(FRONT, "A8", "Note"), text(FRONT, "B8", "Hvert tal for sig"))),
    Case("W23", "no hash", text(FRONT, "B4", "senest")),
    Case("W23", "no room for a reviewer", lambda s: s[FRONT].write_blank("B11", None, s.styles["text"])),
    Case("W24", "a cost with the sign of a saving", row(CALC, 15, "={c}14", (-1e6, 1e6, 1e6))),
    Case("W24", "no sign note", text(RESULT, "A2", "Alle tal er foreløbige.")),
    Case("W25", "an input without validation",
         lambda s: s[INPUT].write_blank("E20", None, s.styles["input"]), also=frozenset({"W09"})),
    Case("W25", "a validation without a message", parts=replaced(THIRD, b' error="', b' prompt="')),
    Case("W25", "a validation that only warns",
         parts=replaced(THIRD, b'type="decimal"', b'type="decimal" errorStyle="warning"')),
    Case("W25", "a validation that stops nothing", parts=replaced(THIRD, b'type="decimal"', b'type="custom"')),
    Case("W26", "a unit in the number format",
         lambda s: s[RISK].write_number("B1", 5, s.style(num_format='#,##0 "kr."'))),
    Case("W26", "thousands hidden in the format",
         lambda s: s[RISK].write_number("B1", 5, s.style(num_format="#,##0,"))),
    Case("W26", "a minus shown by colour alone",
         lambda s: s[RISK].write_number("B1", -5, s.style(num_format="#,##0;[Red]#,##0"))),
    Case("W26", "a minus left out", lambda s: s[RISK].write_number("B1", -5, s.style(num_format="#,##0;#,##0"))),
    Case("W27", "portrait", lambda s: s[CALC].set_portrait()),
    Case("W27", "letter paper", lambda s: s[CALC].set_paper(1)),
    Case("W27", "two pages wide", lambda s: s[CALC].fit_to_pages(2, 0)),
    Case("W27", "one page high", lambda s: s[CALC].fit_to_pages(1, 1)),
    Case("W27", "no header", lambda s: s[CALC].set_header("")),
    Case("W27", "no page numbers", lambda s: s[CALC].set_footer("&LEksempel")),
    Case("W28", "nothing frozen", lambda s: s[CALC].freeze_panes(0, 0)),
    Case("W28", "merged cells", lambda s: s[CALC].merge_range("C25:D26", "x", s.styles["text"])),
    Case("W28", "a column too narrow for its figures", lambda s: s[CALC].set_column(5, 5, 6)),
    Case("W28", "a label cut off",
         lambda s: s[CALC].write_string("B16", "Nettobesparelse efter alt " * 3, s.styles["plain"])),
]  # fmt: skip


def test_the_good_workbook_breaks_no_rule() -> None:
    assert [str(finding) for finding in lint(build())] == []


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.rule} {case.what}")
def test_a_planted_violation_is_found_by_its_rule_and_by_no_other(case: Case) -> None:
    assert case.rules_broken() == {case.rule, *case.also}


def test_every_rule_of_the_lint_is_proved() -> None:
    in_code = {match.group().upper() for rule in RULES if (match := re.match(r"w\d\d", rule.__name__))}
    assert in_code - {case.rule for case in CASES} == set()
    assert len(in_code) == len(RULES)


def test_a_label_that_looks_like_a_formula_is_no_finding() -> None:
    assert lint(build(text(INPUT, "B3", "=cmd|' /C calc'!A0"))) == []


def test_a_result_that_has_no_value_may_be_an_empty_text() -> None:
    assert lint(build(formula(RESULT, "F20", "=Beregning!E22", ""))) == []
