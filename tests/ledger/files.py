"""Files as finance systems, colleagues and spreadsheets write them, and exactly what each gives or what it is asked.

A file is its text; what stands in `gives` are the entries of the case as `2015-01 100,50` (a whole year: `2015 7`), of
the line `advisers` where no other is named before it; `left` the rows that are not taken with a piece of the reason;
`asks` a piece of each question. `then` is what the call says beside when it was asked, so that the file gives `gives`.
"""

from __future__ import annotations

import csv
import io
import re
from dataclasses import dataclass, field
from pathlib import Path

from openpyxl import Workbook

FAILING = Path(__file__).with_name("failing")
ONE = "--account 4000=advisers"
NUMBER = re.compile(r"-?([1-9]\d{0,2}(\.\d{3})+|\d+)(,\d{1,2})?")


@dataclass
class File:
    name: str
    text: str  # or the name of a file that failed before
    gives: str = ""
    call: str = ONE
    asks: tuple[str, ...] = ()
    then: str = ""  # beside the call, when it was asked
    left: dict[int, str] = field(default_factory=dict)
    says: tuple[str, ...] = ()  # pieces of the notes
    refused: str = ""  # the file is no table of a ledger: a piece of why
    cut: str = ";"
    encoding: str = "cp1252"
    sheet: bool = True  # the same can stand in a workbook

    def data(self) -> bytes:
        if self.text.endswith(".csv"):
            return (FAILING / self.text).read_bytes()
        return self.text.replace("\n", "\r\n").encode(self.encoding)

    def rows(self) -> list[list[str]]:
        text = self.data().decode(self.encoding)
        return list(csv.reader(io.StringIO(text, newline=""), delimiter=self.cut))

    def workbook(self, typed: bool = False) -> bytes:
        """The same cells in a sheet: as texts, or what is a Danish number as a number."""
        book = Workbook()
        for n, row in enumerate(self.rows(), start=1):
            for m, text in enumerate(row, start=1):
                if text:
                    is_number = typed and n > 1 and NUMBER.fullmatch(text.strip()) and not re.fullmatch(r"0\d+", text)
                    value = float(text.replace(".", "").replace(",", ".")) if is_number else text
                    book.active.cell(n, m, value)
        buffer = io.BytesIO()
        book.save(buffer)
        return buffer.getvalue()


def head(*rows: str, names: str = "Konto;År;Måned;Beløb") -> str:
    return "\n".join((names, *rows)) + "\n"


MONTHS = "Jan;Feb;Mar;Apr;Maj;Jun;Jul;Aug;Sep;Okt;Nov;Dec"
EVERY = " ".join(f"2015-{m:02d} 100000" for m in range(1, 13))

OF_BEFORE = [
    File(
        "debit and credit in a column",
        "L02_debet_kredit.csv",
        "2015-01 500000 2015-02 -200000",
        "--account 40000000=advisers",
        says=("»Debet/kredit«",),
    ),
    File(
        "the same by its PSP element",
        "L02_debet_kredit.csv",
        "2015-01 500000 2015-02 -200000",
        "--account XG-1=advisers",
    ),
    File("63 columns", "L04_sap_63_kolonner.csv", "2015-01 500000", "--account XG-1=advisers"),
    File("a period and its year", "L06_sap_periode_ppp_yyyy.csv", "2015-01 500000 2015-02 100000"),
    File("a period of three digits", "L06c_sap_periode_3cifre.csv", "2015-01 500000 2015-12 100000"),
    File("closing periods", "L07_lukkeperioder.csv", "2015-12 460000", says=("2 rækker i periode 13 til 16",)),
    File("brackets", "L08_parenteser.csv", "2015 -500000"),
    File(
        "a row that is the sum",
        "L10c_konto_i_alt.csv",
        "2015 300000",
        "--account 4000*=advisers",
        ("række 4",),
        "--answer totals=leave",
        {4: "sum"},
    ),
    File(
        "a row that is the sum, counted",
        "L10c_konto_i_alt.csv",
        "2015 600000",
        "--account 4000*=advisers",
        ("række 4",),
        "--answer totals=count",
    ),
    File(
        "only the parts",
        "L10c_konto_i_alt.csv",
        "2015 300000",
        "--account '4000 Anbringelser=advisers'",
        left={4: "følges ikke"},
    ),
    File("lines above the heading", "L11_noter_over_hovedet.csv", "2015-01 100000 2015-02 200000"),
    File("months side by side", "L12_bred.csv", EVERY, asks=("Hvilket år",), then="--year 2015"),
    File("two rows of headings", "L13_to_hovedraekker.csv", "2015 90000 2016 95000"),
    File(
        "two rows of headings, the budget chosen",
        "L13_to_hovedraekker.csv",
        "2015 100000 2016 110000",
        f"{ONE} --column amount=Budget",
    ),
    File("two rows of headings, one year", "L13_to_hovedraekker.csv", "2016 95000", f"{ONE} --year 2016"),
    File("a line sep=", "L15_sep_linje.csv", "2015 100000", sheet=False),
    File(
        "dates of all kinds",
        "L16_datoer.csv",
        "2015-01 17 2015-02 2 2015-03 3 2015-05 16 2015-06 6 2015-07 7 2015-08 10 2015-09 12 2015-12 1",
        left={5: "»31.04.15« er ikke en dato", 14: "»2015K3« er hverken"},
    ),
    File(
        "amounts of all kinds",
        "L17_valuta.csv",
        "2015 1635567",
        left={9: "intet beløb", 10: "tusinder og decimaler", 11: "»12345.67«", 15: "»1,5E+06«"},
    ),
    File("thousands in the heading", "L19_1000kr.csv", "2015 1234000", says=("1.000 kr.",)),
    File(
        "thousands in the heading, kr. chosen", "L19_1000kr.csv", "2015 1234", f"{ONE} --unit kr", says=("som valgt",)
    ),
    File("a quote in a text", "L21b_start_anf.csv", "2015 300000", sheet=False),
    File("commas in the headings", "L24_komma_i_hoved.csv", "2015 100000"),
    File(
        "amounts to date", "L29_aar_til_dato.csv", "2015-01 100000 2015-02 150000 2015-03 50000", says=("år til dato",)
    ),
    File(
        "amounts to date, said outright",
        "L29_aar_til_dato.csv",
        "2015-01 100000 2015-02 150000 2015-03 50000",
        f"{ONE} --to-date",
    ),
    File(
        "budget and accounts in rows",
        "L30_typekolonne.csv",
        "2015-01 90000",
        asks=("Budget, Regnskab",),
        then="--where Type=Regnskab",
        left={2: "Under »Type« står »Budget«"},
    ),
    File(
        "Vienna",
        "L40_wien.csv",
        "2013 7784.92",
        "--account 1.00000.042200=advisers",
        ("EUR",),
        "--year 2013 --unit kr",
        {3: "følges ikke"},
        says=("som angivet",),
    ),
    File(
        "gross spending on a saving",
        "R01_brutto_5-28-20.csv",
        "placements 2015-01 3750000 placements 2015-02 3812400.50 placements 2015-03 3699120.75",
        "--account 5.28.20*=placements",
        says=("gælder årets tal", "would_have_cost"),
    ),
]

ROWS = [
    File("plain", head("4000;2014;1;100,50", "4000;2014;2;-50"), "2014-01 100.50 2014-02 -50"),
    File("plain, by year", head("4000;2014;100", names="Konto;År;Beløb"), "2014 100"),
    File(
        "rows of one month are added up",
        head("4000;2014;1;100.000,25", "4000;2014;1;-0,25", "4000;2014;1;7"),
        "2014-01 100007",
    ),
    File(
        "two accounts of one line",
        head("4000;2014;1;10", "4100;2014;1;25", "4200;2014;1;7"),
        "2014-01 35",
        "--account 4000=advisers --account 4100=advisers",
        left={4: "»4200« følges ikke"},
    ),
    File(
        "accounts by how they begin",
        head("5.28.20.1;2014;1;10", "5.28.20.2;2014;1;25", "5.28.21.1;2014;1;7"),
        "2014-01 35",
        "--account 5.28.20*=advisers",
        left={4: "følges ikke"},
    ),
    File(
        "the longest beginning counts",
        head("5.28.20;2014;1;10", "5.28.21;2014;1;25"),
        "placements 2014-01 -10 advisers 2014-01 -25",
        "--account 5*=advisers --account 5.28.20*=placements --turned",
    ),
    File("a measure", head("63;2014;1;64,5"), "measure:family-share 2014-01 64.5", "--account 63=measure:family-share"),
    File("the opposite sign", head("4000;2014;1;100"), "2014-01 -100", f"{ONE} --turned"),
    File("no account of a line", head("4100;2014;1;10"), asks=("Hvilke konti",)),
    File("a year outside the case", head("4000;2012;1;10", "4000;2014;1;5"), "2014-01 5", left={2: "2012"}),
    File("nothing that can be taken", head("4000;2012;1;10"), refused="Ingen række"),
    File(
        "thirteen without its December", head("4000;2014;11;10", "4000;2014;13;5"), "2014-11 10", left={3: "december"}
    ),
    File(
        "a period that is none",
        head("4000;2014;0;10", "4000;2014;17;5", "4000;2014;;2", "4000;2014;2;1"),
        "2014-02 1",
        left={2: "»0« er ikke", 3: "»17« er ikke", 4: "»« er ikke"},
    ),
    File(
        "a heading that comes again",
        head("4000;2014;1;10", "Konto;År;Måned;Beløb", "4000;2014;2;5"),
        "2014-01 10 2014-02 5",
        left={3: "Overskriften"},
    ),
    File("blank lines between", head("4000;2014;1;10", "", ";;;", "4000;2014;2;5"), "2014-01 10 2014-02 5"),
    File(
        "a semicolon in a text",
        head("4000;2014;a;1;10", "4000;2014;a;b;1;99", names="Konto;År;Tekst;Måned;Beløb"),
        "2014-01 10",
        left={3: "flere felter"},
        sheet=False,
    ),
    File(
        "an account on the first row of its group",
        head("4000;2014;1;10", ";2014;2;20", "5000;2014;1;7", ";2014;2;8"),
        "2014-01 10 2014-02 20",
        asks=("Hører rækker uden konto",),
        then="--answer blank=above",
        left={4: "følges ikke", 5: "følges ikke"},
    ),
    File(
        "rows without an account left out",
        head("4000;2014;1;10", ";2014;2;20"),
        "2014-01 10",
        asks=("række 3",),
        then="--answer blank=leave",
        left={3: "ingen konto"},
    ),
    File(
        "a total without an account",
        head("4000;2014;1;10", "4000;2014;2;20", "I alt;;;30", ";I alt;;30"),
        "2014-01 10 2014-02 20",
        left={4: "følges ikke", 5: "sum"},
    ),
    File(
        "a total above its parts",
        head("4000 alle;2014;1;30", "4000 a;2014;1;10", "4000 b;2014;1;20"),
        "2014-01 30",
        "--account 4000*=advisers",
        ("række 2",),
        "--answer totals=leave",
        {2: "sum"},
    ),
    File(
        "subtotals and a grand total",
        head(
            "4001;2014;10",
            "4002;2014;25",
            "4003;2014;35",
            "4004;2014;7",
            "4005;2014;8",
            "4006;2014;15",
            "4009;2014;50",
            names="Konto;År;Beløb",
        ),
        "2014 50",
        "--account 4*=advisers",
        ("række 4, 7, 8",),
        "--answer totals=leave",
        {4: "sum", 7: "sum", 8: "sum"},
    ),
    File(
        "two columns of one name",
        head("4000;2014;10;99", names="Konto;År;Beløb;Beløb"),
        "2014 99",
        asks=("Beløb [3]",),
        then="--column 'amount=Beløb [4]'",
    ),
    File(
        "budget and accounts in columns",
        head("4000;2014;1;99;10;89", names="Konto;År;Måned;Budget;Forbrug;Rest"),
        "2014-01 10",
    ),
    File(
        "only a budget",
        head("4000;2014;1;99", names="Konto;År;Måned;Korrigeret budget"),
        "2014-01 99",
        asks=("Hvilken kolonne er beløbet",),
        then="--column 'amount=Korrigeret budget'",
    ),
    File(
        "rows of a budget alone",
        head("4000;2014;1;Budget;99", names="Konto;År;Måned;Type;Beløb"),
        "2014-01 99",
        asks=("»Type«",),
        then="--where Type=Budget",
    ),
    File(
        "parked documents",
        head("4000;2014;1;Bogført;10", "4000;2014;1;Parkeret;99", names="Konto;År;Måned;Status;Beløb"),
        "2014-01 10",
        asks=("»Status«",),
        then="--where Status=bogført",
        left={3: "Parkeret"},
    ),
    File(
        "another currency in some rows",
        head("4000;2014;1;DKK;10", "4000;2014;1;EUR;99", names="Konto;År;Måned;Valuta;Beløb"),
        "2014-01 10",
        asks=("»Valuta«",),
        then="--where Valuta=DKK",
        left={3: "EUR"},
    ),
    File("one currency, the krone", head("4000;2014;1;DKK;10", names="Konto;År;Måned;Valuta;Beløb"), "2014-01 10"),
]

AMOUNTS = [
    File(
        "debit and credit in columns",
        head("4000;2014;1;500,00;", "4000;2014;2;;200,00", "4000;2014;3;10;4", names="Konto;År;Måned;Debet;Kredit"),
        "2014-01 500 2014-02 -200 2014-03 6",
    ),
    File(
        "credits that are negative",
        head("4000;2014;1;500;", "4000;2014;2;;-200", names="Konto;År;Måned;Debet;Kredit"),
        "2014-01 500 2014-02 -200",
        says=("Kredit står som negative",),
    ),
    File(
        "neither debit nor credit",
        head("4000;2014;1;500;", "4000;2014;2;;", names="Konto;År;Måned;Debet;Kredit"),
        "2014-01 500",
        left={3: "intet beløb"},
    ),
    File(
        "sides and signs that agree",
        head("4000;2014;1;500;D", "4000;2014;2;-200;K", names="Konto;År;Måned;Beløb;D/K"),
        "2014-01 500 2014-02 -200",
    ),
    File(
        "sides and signs that do not",
        head("4000;2014;1;-500;D", "4000;2014;2;200;K", names="Konto;År;Måned;Beløb;D/K"),
        "2014-01 -500 2014-02 -200",
        asks=("Har beløbene allerede fortegn",),
        then="--answer sides=apply",
    ),
    File(
        "sides and signs, the signs",
        head("4000;2014;1;-500;D", "4000;2014;2;200;K", names="Konto;År;Måned;Beløb;D/K"),
        "2014-01 -500 2014-02 200",
        asks=("Har beløbene",),
        then="--column sign=-",
    ),
    File(
        "Soll and Haben without a heading",
        head("4000;2014;1;500;S", "4000;2014;2;200;H", names="Konto;År;Måned;Beløb;X"),
        "2014-01 500 2014-02 -200",
    ),
    File(
        "a side that is missing",
        head("4000;2014;1;500;D", "4000;2014;2;200;", names="Konto;År;Måned;Beløb;Debet/kredit"),
        "2014-01 500",
        left={3: "debet eller kredit"},
    ),
    File("a minus behind", head("4000;2014;1;1.234,50-", "4000;2014;1;34,50"), "2014-01 -1200"),
    File(
        "brackets, K, D and dashes",
        head(
            "4000;2014;1;(500,00)",
            "4000;2014;2;100,00 K",
            "4000;2014;3;100,00 D",
            "4000;2014;4;175.000,-",
            "4000;2014;5;-",
            "4000;2014;6;kr. 7,50",
        ),
        "2014-01 -500 2014-02 -100 2014-03 100 2014-04 175000 2014-05 0 2014-06 7.5",
    ),
    File(
        "two signs at once",
        head("4000;2014;1;(-500)", "4000;2014;2;-5 K", "4000;2014;3;1"),
        "2014-03 1",
        left={2: "»(-500)«", 3: "»-5 K«"},
    ),
    File("thousands with spaces", head("4000;2014;1;1 234 567,50"), "2014-01 1234567.50"),
    File(
        "an English file",
        head("4000;2014;1;1,234.50", "4000;2014;2;500", names="Account;Year;Month;Amount"),
        "2014-01 1234.50 2014-02 500",
        says=("punktum",),
    ),
    File("English thousands, twice", head("4000;2014;1;1,234,567"), "2014-01 1234567", says=("punktum",)),
    File(
        "thousands or decimals",
        head("4000;2014;1;1,234", "4000;2014;2;5"),
        "2014-01 1234 2014-02 5",
        asks=("komma eller et punktum",),
        then="--answer decimal=point",
    ),
    File(
        "thousands or decimals under English headings",
        head("4000;2014;1;1.234", names="Account;Year;Month;Amount"),
        "2014-01 1234",
        asks=("komma eller et punktum",),
        then="--answer decimal=comma",
        sheet=False,
    ),
    File(
        "the unit above the table",
        "Regnskab, 1.000 kr.\n\n" + head("4000;2014;1;12,5"),
        "2014-01 12500",
        says=("1.000 kr.",),
    ),
    File(
        "millions in the heading", head("4000;2014;1;12,5", names="Konto;År;Måned;Beløb (mio. kr.)"), "2014-01 12500000"
    ),
    File(
        "two units at once",
        "Alle beløb i 1.000 kr.\nBeløb i mio. kr.\n" + head("4000;2014;1;12,5"),
        "2014-01 12500",
        asks=("Filen nævner flere",),
        then="--unit 1000",
    ),
    File(
        "the unit in the cell",
        head("4000;2014;1;1,5 mio. kr.", "4000;2014;2;2,5 mio."),
        "2014-01 1500000 2014-02 2500000",
    ),
    File(
        "a cell of another unit",
        head("4000;2014;1;15", "4000;2014;2;7 kr.", names="Konto;År;Måned;Beløb i 1.000 kr."),
        "2014-01 15000",
        left={3: "anden enhed"},
    ),
    File("a share is no amount", head("4000;2014;1;12 %", "4000;2014;1;3"), "2014-01 3", left={2: "»12 %«"}),
    File(
        "euros in the heading",
        head("4000;2014;1;12", names="Konto;År;Måned;Beløb (EUR)"),
        "2014-01 12",
        asks=("Er beløbene i kroner",),
        then="--unit kr",
    ),
    File(
        "a text where an amount should be",
        head("4000;2014;1;#N/A", "4000;2014;1;=1+1", "4000;2014;2;3"),
        "2014-02 3",
        left={2: "#N/A", 3: "=1+1"},
        sheet=False,
    ),
]

WHENS = [
    File(
        "months only rise",
        head("4000;2014;1;100", "4000;2014;2;250", "4000;2014;3;300"),
        "2014-01 100 2014-02 150 2014-03 50",
        asks=("Månederne stiger",),
        then="--to-date",
    ),
    File(
        "months only rise, and are months",
        head("4000;2014;1;100", "4000;2014;2;250", "4000;2014;3;300"),
        "2014-01 100 2014-02 250 2014-03 300",
        asks=("Månederne stiger",),
        then="--answer to-date=months",
    ),
    File(
        "to date by account",
        head("4001;2014;1;10", "4001;2014;2;30", "4002;2014;2;5", "4002;2014;3;4", "4001;2014;3;31"),
        "2014-01 10 2014-02 25 2014-03 0",
        "--account 4*=advisers --to-date",
    ),
    File(
        "to date with a month missing",
        head("4000;2014;2;250", "4000;2014;3;300"),
        "2014-03 50",
        f"{ONE} --to-date",
        left={2: "måneden før"},
    ),
    File(
        "to date in columns",
        head("4000;100;250;300", names="Konto;Akk. jan 2014;Akk. feb 2014;Akk. mar 2014"),
        "2014-01 100 2014-02 150 2014-03 50",
        says=("år til dato",),
    ),
    File(
        "months of a year in columns",
        head("4000;x;1;2;3", names="Konto;Navn;2014-01;2014-02;I alt"),
        "2014-01 1 2014-02 2",
    ),
    File(
        "months with names and years", head("4000;1;2", names="Konto;januar 2014;februar 2014"), "2014-01 1 2014-02 2"
    ),
    File(
        "months of budget and accounts",
        head("4000;9;1;9;2", names="Konto;Budget jan;Regnskab jan;Budget feb;Regnskab feb"),
        "2014-01 1 2014-02 2",
        asks=("Hvilket år",),
        then="--year 2014",
    ),
    File(
        "months under a year",
        "Konto;2014;;2015;\n;Jan;Feb;Jan;Feb\n4000;1;2;3;4\n",
        "2014-01 1 2014-02 2 2015-01 3 2015-02 4",
    ),
    File("years under their kind", "Konto;Regnskab;;Budget;\n;2014;2015;2014;2015\n4000;1;2;3;4\n", "2014 1 2015 2"),
    File("years in columns", head("4000;1;2;3", names="Konto;2013;2014;2015"), "2013 1 2014 2 2015 3"),
    File(
        "accounts and budgets by year",
        head("4000;1;2;3", names="Konto;Regnskab 2013;Budget 2014;Budget 2015"),
        "2013 1",
    ),
    File(
        "an empty month in a column", head("4000;1;;3", names="Konto;Jan 2014;Feb 2014;Mar 2014"), "2014-01 1 2014-03 3"
    ),
    File(
        "a month that cannot be read in a column",
        head("4000;1;x;3", "4001;1;2;3", names="Konto;Jan 2014;Feb 2014;Mar 2014"),
        "2014-01 1 2014-02 2 2014-03 3",
        "--account 400*=advisers --answer to-date=months",
        left={2: "»x«"},
    ),
    File(
        "no year at all",
        head("4000;1;10", names="Konto;Måned;Beløb"),
        "2014-01 10",
        asks=("Hvilket år",),
        then="--year 2014",
    ),
    File(
        "a year that is asked for",
        head("4000;2014;1;10", "4000;2015;1;20"),
        "2015-01 20",
        f"{ONE} --year 2015",
        left={2: "2014"},
    ),
    File(
        "a period before its date",
        head("4000;013.2014;15.01.2015;5", "4000;012.2014;31.12.2014;7", names="Konto;Periode;Bogføringsdato;Beløb"),
        "2014-12 12",
    ),
    File(
        "a period of no year and its date",
        head("4000;3;31.03.2014;5", names="Konto;Periode;Bogføringsdato;Beløb"),
        "2014-03 5",
    ),
    File(
        "the date chosen, not the period",
        head("4000;3;2014;30.04.2014;5", names="Konto;Periode;År;Dato;Beløb"),
        "2014-04 5",
        f"{ONE} --column date=Dato",
    ),
    File(
        "a year and a period that do not agree",
        head("4000;2014;003.2015;5", "4000;2014;004.2014;6", names="Konto;År;Periode;Beløb"),
        "2014-04 6",
        left={2: "hver sin periode"},
    ),
    File(
        "dates of no certain order",
        head("4000;1/2/2014;5", "4000;3/4/2014;6", names="Konto;Dato;Beløb"),
        "2014-02 5 2014-04 6",
        asks=("dagen eller måneden",),
        then="--answer dates=day-first",
    ),
    File(
        "dates of no certain order, month first",
        head("4000;1/2/2014;5", "4000;3/4/2014;6", names="Konto;Dato;Beløb"),
        "2014-01 5 2014-03 6",
        asks=("dagen eller måneden",),
        then="--answer dates=month-first",
    ),
    File(
        "American dates",
        head("4000;1/31/2014;5", "4000;2/3/2014;6", names="Konto;Dato;Beløb"),
        "2014-01 5 2014-02 6",
        says=("måneden først",),
    ),
    File(
        "dates with hours",
        head("4000;31-03-2014 00:00;5", "4000;2014-04-30T12:30:00;6", names="Konto;Dato;Beløb"),
        "2014-03 5 2014-04 6",
    ),
    File(
        "periods of SAP",
        head(
            "4000;2014001;1",
            "4000;2014/002;2",
            "4000;003.2014;3",
            "4000;2014M04;4",
            "4000;201405;5",
            names="Konto;Periode;Beløb",
        ),
        "2014-01 1 2014-02 2 2014-03 3 2014-04 4 2014-05 5",
        f"{ONE} --answer to-date=months",
    ),
    File(
        "months by name",
        head("4000;2014;januar;1", "4000;2014;Feb.;5", "4000;2014;P03;3", "4000;2014;Periode 4;4"),
        "2014-01 1 2014-02 5 2014-03 3 2014-04 4",
    ),
]

WHENS += [
    File("R, B and BO before a year", head("4000;1;2;3", names="Konto;R2013;B2014;BO2015"), "2013 1"),
    File(
        "two years in one",
        head("4000;2014/12;3", "4000;2014/15;2", names="Konto;Periode;Beløb"),
        "2014-12 3",
        left={3: "»2014/15«"},
    ),
]

SHAPES = [
    File(
        "a comma between, quotes around",
        'Konto,År,Måned,Beløb\n4000,2014,1,"1.234,50"\n"4000",2014,2,"5"\n',
        "2014-01 1234.50 2014-02 5",
        cut=",",
    ),
    File("a tab between", "Konto\tÅr\tMåned\tBeløb\n4000\t2014\t1\t1.234,50\n", "2014-01 1234.50", cut="\t"),
    File("a pipe between", "Konto|År|Måned|Beløb\n4000|2014|1|1.234,50\n", "2014-01 1234.50", cut="|"),
    File("UTF-16", head("4000;2014;1;7"), "2014-01 7", encoding="utf-16", sheet=False),
    File("UTF-8 with its mark", head("4000;2014;1;7"), "2014-01 7", encoding="utf-8-sig", sheet=False),
    File("UTF-8", head("4000;2014;1;7"), "2014-01 7", encoding="utf-8"),
    File(
        "a text over two lines",
        'Konto;År;Måned;Tekst;Beløb\n4000;2014;1;"to\nlinjer";7\n4000;2014;2;x;8\n',
        "2014-01 7 2014-02 8",
        sheet=False,
    ),
    File(
        "a quote that is never closed",
        'Konto;År;Tekst;Beløb\n4000;2014;"Toften;7\n4000;2014;x;8\n',
        "2014 15",
        sheet=False,
    ),
    File(
        "a quote that swallows a row",
        'Konto;År;Tekst;Beløb\n4000;2014;"Toften;7\n4000;2014;def";8\n',
        "2014 15",
        sheet=False,
    ),
    File(
        "a printed list of SAP",
        "01.04.2014            Dynamisk listevisning           1\n"
        "---------------------------------\n| Konto |Periode | Beløb i DKK |\n---------------------------------\n"
        "| 4000  |001.2014|    500,00   |\n| 4000  |002.2014|    100,00-  |\n|*4000  |        |    400,00   |\n"
        "01.04.2014            Dynamisk listevisning           2\n| Konto |Periode | Beløb i DKK |\n"
        "| 4100  |001.2014|      7,00   |\n|**     |        |    407,00   |\n---------------------------------\n",
        "2014-01 500 2014-02 -100",
        left={7: "*", 9: "Overskriften", 10: "følges ikke", 11: "*"},
        sheet=False,
    ),
    File(
        "a list that begins with a tab",
        "Udtræk\n\n\tKonto\tPeriode\t\tBeløb\n\n\t4000\t001.2014\t\t5,00\n",
        "2014-01 5",
        cut="\t",
    ),
    File("names without capitals", head("4000;2014;1;7", names="kontonr.;regnskabsår;md;beløb"), "2014-01 7"),
    File(
        "headings nobody knows",
        head("4000;2014;7", names="A;B;C"),
        "2014 7",
        asks=("Hvilken kolonne er beløbet",),
        then="--column account=A --column year=B --column amount=C",
    ),
    File(
        "an account nobody can find",
        head("4000;2014;7", names="A;B;C"),
        call="--account 5000=advisers --year 2014",
        asks=("Hvilken kolonne er kontoen", "Hvilken kolonne er beløbet"),
    ),
    File(
        "headings of another place",
        head("x;2014;7;4000", names="Bilag;År;Beløb;Sted"),
        "2014 7",
        left={},
        call="--account 4000=advisers --column account=Sted",
    ),
    File("nothing", "", refused="ingen tabel"),
    File("a heading alone", "Konto;Beløb\n", refused="ingen tabel"),
    File("no columns", "kun en linje\nuden kolonner\n", refused="ingen tabel"),
]

FILES = [*OF_BEFORE, *ROWS, *AMOUNTS, *WHENS, *SHAPES]
