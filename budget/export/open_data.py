"""Open data: the rows of a case year by year as tidy CSV, and the schema (Frictionless Table Schema) that tells each
column.
"""

from collections.abc import Iterable
from typing import Any

from budget.analysis.changes import standing
from budget.export.tables import safe_text
from budget.formulas import Result
from budget.formulas.table import PAYERS
from budget.shown.changed import states
from budget.shown.labels import row_label
from budget.text import Words

KINDS = ("saving", "replacement", "reimbursement", "cost", "refund", "change", "income", "subtotal", "net",
         "accumulated", "pool", "other")  # fmt: skip
STATUSES = ("idea", "proposed", "adopted", "completed")
KEY = ("case", "scenario", "prices", "year", "key")
# Each column: its type and what it may hold; its words are `data.<name>` of the catalogue.
COLUMNS: dict[str, dict[str, Any]] = {
    "case": {"type": "string", "required": True},
    "title": {"type": "string", "required": True},
    "municipality": {"type": "string", "required": True},
    "status": {"type": "string", "required": True, "enum": list(STATUSES)},
    "state": {"type": "string"},
    "scenario": {"type": "string"},
    "prices": {"type": "string", "required": True, "enum": ["fixed", "current"]},
    "price_year": {"type": "integer", "required": True},
    "year": {"type": "integer", "required": True},
    "key": {"type": "string", "required": True},
    "kind": {"type": "string", "required": True, "enum": list(KINDS)},
    "payer": {"type": "string", "required": True, "enum": ["municipality", *PAYERS]},
    "label": {"type": "string", "required": True},
    "service_area": {"type": "string"},
    "unit": {"type": "string", "required": True, "enum": ["kr"]},
    "value": {"type": "number", "required": True},
}
TEXTS = ("case", "title", "municipality", "state", "scenario", "label", "service_area")  # what a user wrote


def tidy_csv(results: Iterable[Result], words: Words) -> str:
    """A row for each year of each row of each case's table, in kr and budget sign: comma, decimal point, UTF-8. No text
    is taken for a formula by a spreadsheet.
    """
    from budget.analysis.frames import rows_frame  # only here: pandas is slow to import

    found = list(results)
    about = {result.case.id: result for result in found}
    table = rows_frame(((result.case.id, result) for result in found), lambda row: row_label(row, words))
    of = table["case"].map(about)
    table["title"] = of.map(lambda result: str(result.case.title))
    table["municipality"] = of.map(lambda result: str(result.case.municipality))
    table["status"] = of.map(lambda result: standing(result.case))
    table["state"] = of.map(lambda result: next(iter(states(result.case, words)), ""))
    table["prices"] = of.map(lambda result: result.prices)
    fixed = table["prices"] == "fixed"
    table["price_year"] = table["year"].where(~fixed, of.map(lambda result: result.case.price_year))
    for name in TEXTS:
        table[name] = table[name].map(lambda text: safe_text(" ".join(text.split())))
    return str(table[list(COLUMNS)].to_csv(index=False, lineterminator="\r\n"))


def schema(words: Words) -> dict[str, Any]:
    """The Frictionless Table Schema of the CSV, with each column told in the language."""
    fields = []
    for name, given in COLUMNS.items():
        constraints = {key: value for key, value in given.items() if key != "type"}
        field = {"name": name, "type": given["type"], "title": words(f"data.{name}"),
                 "description": words(f"data.{name}.about")}  # fmt: skip
        fields.append(field | ({"constraints": constraints} if constraints else {}))
    return {
        "$schema": "https://datapackage.org/profiles/2.0/tableschema.json",
        "fields": fields,
        "primaryKey": list(KEY),
        "missingValues": [""],
    }
