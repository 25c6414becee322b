"""The words of ledgers: what a heading says of its column, and what marks a total, a budget, a unit or a currency."""

import re

MONTHS = {
    name: number
    for number, names in enumerate(
        ("januar january jan", "februar february feb", "marts march mar mrt", "april apr", "maj may", "juni june jun",
         "juli july jul", "august aug", "september sep sept", "oktober october okt oct", "november nov",
         "december dec"), start=1)
    for name in names.split()
}  # fmt: skip

# What a column holds, by the word that stands first in its heading; of two at one place the earlier role.
ROLES = ("account", "amount", "debit", "credit", "sign", "year", "month", "period", "date")
_HEADINGS = {
    "sign": r"(debet|debit|soll|d|s)\s*-?\s*[/\\]\s*(kredit|credit|haben|k|c|h)\b|dk\b|shkz|fortegn|ein/aus|"
    r"(udgift|expense)\s*/\s*(indtægt|income)",
    "debit": r"(debet|debit)(beløb|amount)?\b",
    "credit": r"(kredit|credit)(beløb|amount)?\b",
    "amount": r"(beløb(?!stype|sart)\w*|amount|forbrug|saldo|regnskab|actuals?|vrd|værdi|faktisk|udgifter|"
    r"bogført(?!e? d)|value|betrag|rechnung|netto(udgift\w*|beløb)?|spent|accounts)\b",
    "year": r"(regnskabs|budget|kalender|fiscal |financial |finans)?(år|year)\b|årstal|regnsk\.?\s?år",
    "month": r"måned(snr)?\b|mdr?\b|month\b",
    "period": r"(regnskabs|posterings|bogførings|fiscal |accounting |posting )?(periode|period)\b|per\.",
    "date": r"(bogførings|posterings|bilags|valør|posting |document |value |trans\w* )?(dato|date)\b|bogført d",
    "account": r"(arts|finans|drifts|stats|hoved|gl |g/l |ledger |general ledger )?(konto|account)"
    r"(nr|nummer| no| number)?\b|omkostningsart|funktion|function|psp(-element)?\b|finanzposition|cost element|linje\b|"
    r"line\b|ordre\b|omkostningssted|cost cent(re|er)|profitcenter|målepunkt|measure\b|gruppering|art\b",
}  # fmt: skip
_ROLE = {role: re.compile(rf"\b(?:{words})") for role, words in _HEADINGS.items()}
# Where several columns could be the account: what is nearest to a line of the accounts.
ACCOUNT_ORDER = ("konto", "account", "funktion", "function", "psp", "linje", "line", "målepunkt", "measure", "ordre",
                 "omkostningsart", "finanzposition")  # fmt: skip

OTHER = re.compile(  # what stands beside the accounts: budgets, expectations, differences, counts
    r"\b(\w*budget\w*|bevilling\w*|voranschlag|plan(lagt|ned)?|forecast|forvent\w+|prognose|estimat\w*|afvigelse\w*|"
    r"rest(beløb|bevilling)?|disponer\w+|obligo|korrigeret|oprindelig\w*|vedtaget|forrige|variance|remaining|commit\w+|"
    r"expected|original|revised|antal|mængde|quantity|procent|pct|annulleret|parkeret|kladde|cancelled|parked|draft)\b|%"
    r"|\bb[of]?(?=\s?(19|20)\d{2}\b)"  # B2015, BO2016
)
ACTUAL = re.compile(
    r"\b(regnskab|forbrug|faktisk|bogført|actuals?|accounts|spent|rechnung|ist|udgifter)\b|\br(?=\s?(19|20)\d{2}\b)"
)
KIND_HEADING = re.compile(r"(version|værditype|beløbstype|wertetyp|value type|scenari[oe]|datatype)\b")
TO_DATE = re.compile(r"\btil\s+dato|\b(åtd|ytd|akk|akkum\w*|kumul\w*|cumul\w*)\b|\bto\s+date\b|\byear-to-date\b")
TOTAL = re.compile(
    r"^\*|\b(i\s?alt|ialt|sum|subtotal|sub-total|total(t|en)?|totals|samlet|resultat(?=\s*$)|gesamt|summe)\b"
)
FURNITURE = re.compile(r"(side|page|dato|date|udskrevet|udtrukket|printed|bruger|user|rapport|report|filter)\b", re.I)
CURRENCY = re.compile(r"\b(eur|euro|usd|sek|nok|gbp|chf)\b|[€$£]")
CURRENCY_HEADING = re.compile(r"\b(valuta|currency|währung|valutakode)\b")
OWN_CURRENCY = {"", "dkk", "kr", "kr."}
_UNITS = (
    ("mio", re.compile(r"\b(mio|mill(ion(er)?)?)\b|\bmkr\b|\bm\.kr")),
    ("1000", re.compile(r"(?<![\d.,])1[., ]?000\b(?![.,]\d)|\bt\.?\s?(kr|dkk)\b|\btusinde?r?\b|\bthousands?\b")),
    ("kr", re.compile(r"\bkr\b|\bdkk\b|\bkroner\b")),
)  # fmt: skip
SIDES = {  # of a column that says which side an amount stands on
    **dict.fromkeys(("d", "debet", "debit", "s", "soll", "dr", "+", "udgift", "ausgabe", "expense"), 1),
    **dict.fromkeys(("k", "kredit", "credit", "c", "h", "haben", "cr", "-", "indtægt", "einnahme", "income"), -1),
}


def role_of(heading: str) -> str | None:
    """The role that a heading's first known word gives its column."""
    found = [(match.start(), n, role) for n, (role, words) in enumerate(_ROLE.items())
             if (match := words.search(heading.lower()))]  # fmt: skip
    return min(found)[2] if found else None


def unit_of(text: str) -> str | None:
    """The unit that a heading or a line above it names; None for none."""
    low = text.lower()
    return next((unit for unit, words in _UNITS if words.search(low)), None)


def is_other(text: str) -> bool:
    """Whether a heading or a kind names something else than the accounts: Budget, Afvigelse, Forventet regnskab."""
    return bool(OTHER.search(text.lower()))


def is_kind(text: str) -> bool:
    """Whether a cell says that its row is of something else than the accounts, and says nothing beside it."""
    low = text.lower()
    rest = re.sub(r"[\d\s.,:/_()-]", "", ACTUAL.sub("", OTHER.sub("", low)))
    return bool(OTHER.search(low)) and len(rest) <= 1  # one letter more: the budget's version


def is_total(text: str) -> bool:
    return bool(TOTAL.search(text.lower()))
