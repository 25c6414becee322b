"""The commands and their options; a fault of the call is worded like every other fault."""

import argparse
from typing import Any, NoReturn

from budget.case import refuse


class _Parser(argparse.ArgumentParser):
    """Faults of the call are worded like every other fault."""

    def __init__(self, **given: Any) -> None:
        super().__init__(allow_abbrev=False, **given)  # `--lang` would be taken, but its language not seen in time

    def error(self, message: str) -> NoReturn:
        raise refuse("usage", "", why=message[:1].upper() + message[1:] + ".")


def parser() -> argparse.ArgumentParser:
    """Every command with its options."""
    main = _Parser(prog="python -m budget", description="Nettobesparelse: hvad et forslag koster og sparer år for år.")
    commands = main.add_subparsers(dest="command", required=True, parser_class=_Parser)
    language = _Parser(add_help=False)
    language.add_argument("--language", choices=("da", "en"), default="da", help="Dansk eller engelsk / language")
    case = _Parser(add_help=False, parents=[language])
    case.add_argument("--prices", choices=("fixed", "current"), default="fixed", help="faste eller løbende priser")
    case.add_argument("--scenario", metavar="ID", help="et af casens scenarier, anvendt først")
    case.add_argument("--set", metavar="PATH=VALUE", action="append", default=[], help="sæt en værdi, flere gange")

    def add(name: str, help: str, parent: _Parser = case) -> argparse.ArgumentParser:
        return commands.add_parser(name, help=help, parents=[parent])

    add("list", "cases i assumptions/", language)
    table = add("table", "tabellen over nettobesparelsen")
    table.add_argument("case", metavar="CASE")
    table.add_argument("--format", choices=("text", "json", "csv"), default="text")
    table.add_argument("--form", choices=("table", "proposal", "appropriations"), default="table", help="skema")
    table.add_argument("--unit", choices=("1000", "kr", "mio"), default="1000")
    check = add("check", "kontrolpunkterne")
    check.add_argument("cases", metavar="CASE", nargs="+")
    check.add_argument("--format", choices=("text", "json"), default="text")
    explain = add("explain", "hvordan ét tal er kommet frem")
    explain.add_argument("case", metavar="CASE")
    explain.add_argument("row", metavar="ROW")
    explain.add_argument("year", metavar="YEAR")
    excel = add("excel", "regneark, der regner videre")
    excel.add_argument("case", metavar="CASE")
    excel.add_argument("-o", dest="output", metavar="FILE.xlsx", required=True)
    paper = _Parser(add_help=False, parents=[case])
    paper.add_argument("--theme", metavar="ID", help="tema i assumptions/themes/ eller en fil; ellers kommunens eget")
    paper.add_argument("--exact-counts", action="store_true", help="vis også 1-4 børn som tal i stedet for <5")
    slides = add("slides", "præsentation, der kan rettes", paper)
    slides.add_argument("case", metavar="CASE")
    slides.add_argument("-o", dest="output", metavar="FILE.pptx", required=True)
    document = add("document", "dagsordenstekst, der kan rettes", paper)
    document.add_argument("case", metavar="CASE")
    document.add_argument("-o", dest="output", metavar="FILE.docx", required=True)
    read = add("read", "et redigeret regneark tilbage til en case", language)
    read.add_argument("workbook", metavar="FILE.xlsx")
    read.add_argument("-o", dest="output", metavar="CASE.yaml", required=True)
    solve = add("solve", "hvad ét tal skal være, for at casen går i nul")
    solve.add_argument("case", metavar="CASE")
    solve.add_argument("path", metavar="PATH")
    solve.add_argument("--by", metavar="YEAR", type=int, help="senest ved udgangen af dette år")
    solve.add_argument("--format", choices=("text", "json"), default="text")
    sensitivity = add("sensitivity", "hvilke tal der flytter resultatet")
    sensitivity.add_argument("case", metavar="CASE")
    sensitivity.add_argument("--all", dest="percent", metavar="PERCENT", type=float, help="også de sikre tal, +/- pct.")
    sensitivity.add_argument("--format", choices=("text", "json"), default="text")
    simulate = add("simulate", "sandsynligheden for tilbagebetaling")
    simulate.add_argument("case", metavar="CASE")
    simulate.add_argument("--draws", metavar="N", type=int, default=10_000, help="gennemregninger")
    simulate.add_argument("--seed", metavar="S", type=int, default=1, help="startværdi")
    simulate.add_argument("--format", choices=("text", "json"), default="text")
    follow = add("follow-up", "budgetopfølgning: budget, regnskab og afvigelse")
    follow.add_argument("case", metavar="CASE")
    follow.add_argument("--format", choices=("text", "json"), default="text")
    follow.add_argument("--unit", choices=("1000", "kr", "mio"), default="1000")
    backup = add("backup", "sikkerhedskopi af databasen, læst igen og talt", language)
    backup.add_argument("output", metavar="FILE")
    verify = add("verify", "om hver gemt version er, som den blev gemt; i databasen eller en kopi", language)
    verify.add_argument("file", metavar="FILE", nargs="?")
    add("schema", "JSON Schema for en case-fil", language)
    return main
