"""The state reimbursement of a case as a whole: the rules of the library by year, taken with one click or left out."""

from budget.analysis.facts import year_spans
from budget.case import Case, offers
from budget.case.library import Reference
from budget.case.prices import missing_rates
from budget.dashboard.changes.state import RULE, Model
from budget.dashboard.parts.markup import Html, button, tag
from budget.dashboard.workshop.rate_fields import rate_fields
from budget.dashboard.workshop.shelf import card, take_button
from budget.dashboard.workshop.unfolding import opener
from budget.shown.phrases import said
from budget.text import Words


def rule_shelf(model: Model, words: Words) -> Html:
    """The state reimbursement of the case: taken from the library by year, or left out."""
    case = model.case
    given = case.reimbursement
    shown = words("rule.given" if given else "rule.none")
    is_open = model.shelf == RULE
    drop = button("drop_rule", words("rule.drop"), class_="link") if given else None
    entries = tag("ul", *(_rule(case, rule, words) for rule in offers.rules(case.first_year))) if is_open else None
    heading = tag("h4", words("library.for", what=words("rule.title")), id="shelf", tabindex="-1") if is_open else None
    rates = _rule_rates(model, words) if is_open else None
    return tag(
        "div",
        tag("p", tag("b", words("rule.title")), " ", shown, id=RULE, tabindex="-1"),
        tag("p", opener("shelf", RULE, is_open, words("rule.title"), words), " ", drop),
        tag("section", heading, entries, rates, class_="shelf") if is_open else None,
        class_="rule",
    )


def _rule(case: Case, rule: Reference, words: Words) -> Html:
    bands = ", ".join(
        words("rule.band", share=words.share(band.share, 0), above=words.kr(band.above)) for band in rule.bands or ()
    )
    prices = f" ({words('explain.price_year', year=rule.price_year)})" if rule.price_year else None
    missing = _missing(case, rule)
    label = rule.label.in_language(words.language)
    action = take_button("take_rule", str(rule.id), label, words)
    if missing:
        why = words("library.missing_rates", index=words("index.total"), years=said(year_spans(missing), words))
        action = tag("p", why, class_="warning")
    return card(rule, label, tag("p", bands, prices), action, words)


def _missing(case: Case, rule: Reference) -> list[int]:
    return missing_rates(case, "total", rule.price_year, case.price_year) if rule.price_year else []


def _rule_rates(model: Model, words: Words) -> Html | None:
    """The rates that the rule in force takes and the case lacks."""
    rule = next(iter(offers.rules(model.case.first_year)), None)
    years = _missing(model.case, rule) if rule else []
    if not years:
        return None
    why = tag("p", words("library.rates_why", year=model.case.price_year), class_="about")
    return tag("details", tag("summary", words("library.rates")), why, rate_fields(model, "total", words, years))
