"""The method as sections of tables, with a list of contents before them."""

from collections.abc import Iterable, Iterator, Sequence

from budget.dashboard.cases.page_head import BODY
from budget.dashboard.parts.markup import Html, tag
from budget.dashboard.parts.plain_table import Entry, plain_table
from budget.dashboard.parts.view import Block
from budget.shown.method import Formula, KeyFact, Kind, Method, Question
from budget.text import Words

RISK = ("sensitivity", "simulation", "solve")


def sections(found: Method, words: Words) -> list[Block]:
    """Contents, and one block for each section."""
    parts = dict(_parts(found, words))
    items = (tag("li", tag("a", words(f"method.section.{name}"), href=f"#method-{name}")) for name in parts)
    contents = tag("nav", tag("ul", *items), aria_label=words("method.contents"), class_="contents")
    blocks = [Block("contents", contents, BODY)]
    for name, content in parts.items():
        heading = tag("h2", words(f"method.section.{name}"), id=f"method-{name}", tabindex="-1")
        blocks.append(Block(name, tag("section", heading, *content, class_="method"), BODY))
    return blocks


def _parts(found: Method, words: Words) -> Iterator[tuple[str, list[Html]]]:
    yield "signs", [_rule(name, words) for name in ("sign", "unknown", "rounding")]
    yield "summary", [_formulas(words("method.section.summary"), found.summary, words)]
    yield "rows", [_formulas(words("method.section.rows"), found.rows, words)]
    yield "kinds", [_rule("presence", words), *(part for kind in found.kinds for part in _kind(kind, words))]
    yield "line_keys", [_keys(words("method.section.line_keys"), found.line_keys, words)]
    yield "case", [_keys(words("method.section.case"), found.case_keys, words)]
    yield "prices", [_rule("prices", words), _formulas(words("method.section.prices"), found.prices, words)]
    yield "risk", [_rule(name, words) for name in RISK]
    yield "points", [_questions(found.questions, words)]


def _rule(name: str, words: Words) -> Html:
    return tag("p", words(f"method.rule.{name}"), class_="rule-text")


def _kind(kind: Kind, words: Words) -> Iterator[Html]:
    name = words("method.kind", list=words(f"method.list.{kind.list}"), kind=kind.label)
    yield tag("h3", name)
    yield _keys(words("method.fields", kind=name), kind.keys, words)
    yield _formulas(words("method.formulas", kind=name), kind.formulas, words)


def _keys(caption: str, keys: Sequence[KeyFact], words: Words) -> Html:
    heads = _heads(("key", "help", "unit", "bounds", "default", "name"), words)
    entries = [Entry(k.label, (k.help, k.unit, k.bounds, k.default, _code(k.name))) for k in keys]
    return plain_table(caption, heads, entries, words, texts=range(5))


def _formulas(caption: str, formulas: Iterable[Formula], words: Words) -> Html:
    heads = _heads(("row", "formula", "unit", "name"), words)
    entries = [Entry(f.label, (_formula(f), f.unit, _code(f.key)), help=f.when or None) for f in formulas]
    return plain_table(caption, heads, entries, words, texts=range(3))


def _formula(formula: Formula) -> Html:
    about = tag("small", formula.help) if formula.help else None
    return tag("span", f"= {formula.text}", about)


def _questions(found: Iterable[Question], words: Words) -> Html:
    heads = _heads(("point", "severity", "trigger", "name"), words)
    entries = [Entry(q.label, (q.severity, q.trigger, _code(q.id))) for q in found]
    return plain_table(words("method.section.points"), heads, entries, words, texts=range(3))


def _heads(names: Iterable[str], words: Words) -> list[str]:
    return [words(f"method.col.{name}") for name in names]


def _code(name: str) -> Html:
    return tag("code", name)
