"""The page Metode: how every figure is computed, from the definitions that compute it, with a list of contents."""

from collections.abc import Iterable, Iterator, Sequence

from budget.shown.method import Formula, KeyFact, Kind, Method, Question
from budget.shown.method import method as definitions
from budget.shown.model import Cell, Column, Heading, Page, Part, Row, Table, Text, Tools, piece
from budget.text import Words

RISK = ("sensitivity", "simulation", "band", "solve")


def method(words: Words) -> Page:
    """The same for every case; each section is named `method-` and its own name."""
    found = [
        piece(name, Heading(words(f"method.section.{name}"), id=f"method-{name}"), *parts, look="method")
        for name, parts in _parts(definitions(words), words)
    ]
    contents = piece("contents", Tools("contents"), element="div")
    return Page("method", words("page.method"), words("method.lead"), pieces=(contents, *found))


def _parts(found: Method, words: Words) -> Iterator[tuple[str, list[Part]]]:
    yield "signs", [_rule(name, words) for name in ("sign", "unknown", "rounding")]
    yield "summary", [_formulas(words("method.section.summary"), found.summary, words)]
    yield "rows", [_formulas(words("method.section.rows"), found.rows, words)]
    yield "kinds", [_rule("presence", words), *(part for kind in found.kinds for part in _kind(kind, words))]
    yield "line_keys", [_keys(words("method.section.line_keys"), found.line_keys, words)]
    yield "case", [_keys(words("method.section.case"), found.case_keys, words)]
    yield "prices", [_rule("prices", words), _formulas(words("method.section.prices"), found.prices, words)]
    yield "risk", [_rule(name, words) for name in RISK]
    yield "points", [_questions(found.questions, words)]


def _rule(name: str, words: Words) -> Text:
    return Text(words(f"method.rule.{name}"), "rule-text")


def _kind(kind: Kind, words: Words) -> Iterator[Part]:
    name = words("method.kind", list=words(f"method.list.{kind.list}"), kind=kind.label)
    yield Heading(name, 3)
    yield _keys(words("method.fields", kind=name), kind.keys, words)
    yield _formulas(words("method.formulas", kind=name), kind.formulas, words)


def _keys(caption: str, keys: Sequence[KeyFact], words: Words) -> Table:
    rows = [_row(k.name, k.label, (k.help, k.unit, k.bounds, k.default), "") for k in keys]
    return _table(caption, ("key", "help", "unit", "bounds", "default"), rows, words)


def _formulas(caption: str, formulas: Iterable[Formula], words: Words) -> Table:
    rows = [_row(f.key, f.label, (f"= {f.text}", f.unit), f.when, f.help) for f in formulas]
    return _table(caption, ("row", "formula", "unit"), rows, words)


def _questions(found: Iterable[Question], words: Words) -> Table:
    rows = [_row(q.id, q.label, (q.severity, q.trigger), "") for q in found]
    return _table(words("method.section.points"), ("point", "severity", "trigger"), rows, words)


def _row(key: str, label: str, texts: Sequence[str], help: str, beneath: str = "") -> Row:
    """What is said of one name, which goes by its label alone; `beneath` explains what stands in the first cell."""
    first, *rest = (Cell(text) for text in texts)
    return Row(key, "", label, (first._replace(help=beneath), *rest), help)


def _table(caption: str, heads: Sequence[str], rows: Sequence[Row], words: Words) -> Table:
    columns = [Column(words(f"method.col.{name}"), words=True) for name in heads]
    return Table("", caption, tuple(columns), tuple(rows))
