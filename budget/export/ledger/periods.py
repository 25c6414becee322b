"""Years, months and dates as ledgers write them: 2015, 201503, 003.2015, 2015M03, 31. marts 2015, P03.

A period is a year and a month from 1 to 16, either of them None where it is not said: the months past 12 are those in
which a year is closed.
"""

import re
from datetime import date

from budget.case import CaseError, refuse
from budget.export.ledger.vocabulary import ACTUAL, CURRENCY, MONTHS, OTHER, TO_DATE

CLOSING = 16
Period = tuple[int | None, int | None]

_YEAR, _MONTH, _NAME = r"(?P<year>(?:19|20)\d{2})", r"(?P<month>\d{1,2})", r"(?P<name>[a-z]{3,9})\.?"
_TIME = r"(?:[t ]\d{1,2}[:.]\d{2}(?:[:.]\d{2}(?:\.\d+)?)?)?"
_DAYS = tuple(
    map(
        re.compile,
        (
            rf"{_YEAR}([-./]){_MONTH}\2(?P<day>\d{{1,2}}){_TIME}",
            rf"{_YEAR}(?P<month>\d{{2}})(?P<day>\d{{2}})",
            rf"(?P<first>\d{{1,2}})([-./])(?P<second>\d{{1,2}})\2(?P<year>(?:19|20)\d{{2}}|\d{{2}}){_TIME}",
            rf"(?P<day>\d{{1,2}})[.]?[- ]?{_NAME}[- ]?(?P<year>(?:19|20)\d{{2}}|\d{{2}})",
        ),
    )
)
_PERIODS = tuple(
    map(
        re.compile,
        (
            _YEAR,
            rf"{_YEAR}[-./ ]?(?P<month>0\d{{2}}|\d{{2}})",  # 201503, 2015003, 2015-03
            rf"{_YEAR}[-./ ](?P<month>\d)",
            rf"{_YEAR}\s?[mp](?P<month>\d{{1,3}})",
            rf"(?P<month>0\d{{2}}|\d{{1,2}})[-./ ]{_YEAR}",  # 003.2015, 3-2015
            rf"(?P<month>0\d{{2}}|\d{{2}}){_YEAR}",
            rf"{_NAME}[- ]?(?P<year>(?:19|20)\d{{2}}|\d{{2}})",
            rf"{_YEAR}[- ]?{_NAME}",
        ),
    )
)
_MONTHS = re.compile(r"(?:(?:periode|period|måned|month|p|m)[ .]?)?(?P<month>0\d{2}|\d{1,2})")
_SLASHED = re.compile(r"(\d{1,2})[-./](\d{1,2})[-./](?:(?:19|20)\d{2}|\d{2})(?!\d)")
_MIDNIGHT = re.compile(r" 00:00:00$")


def period_of(text: str, month_first: bool = False) -> Period:
    """The period of a cell that holds a year, a period or a date; CaseError for anything else."""
    low = text.strip().lower()
    for pattern in _DAYS:
        if match := pattern.fullmatch(low):
            return _of_date(match.groupdict(), text, month_first)
    for pattern in _PERIODS:
        if match := pattern.fullmatch(low):
            return _of_period(match.groupdict(), text)
    raise refuse("ledger_year", read=text)


def is_day(text: str) -> bool:
    """Whether a text is written as a date with its day."""
    return any(pattern.fullmatch(text.strip().lower()) for pattern in _DAYS)


def month_of(text: str) -> Period:
    """The period of a cell in a column of months: a number, a name, or a whole period."""
    number = _month_number(text)
    if number is not None:
        return None, number
    try:
        year, month = period_of(text)
    except CaseError as error:
        raise refuse("ledger_month" if error.problems[0].code == "ledger_year" else "ledger_day", read=text) from None
    if month is None:
        raise refuse("ledger_month", read=text)
    return year, month


def any_period(text: str, month_first: bool = False) -> Period:
    """The period of a cell in a column of periods: 003, 2015003, 003.2015, 2015 or a date."""
    number = _month_number(text)
    return period_of(text, month_first) if number is None else (None, number)


def _month_number(text: str) -> int | None:
    low = text.strip().lower()
    number = MONTHS.get(low.rstrip("."))
    if number is None and (match := _MONTHS.fullmatch(low)):
        number = int(match["month"])
    return number if number is None else _within(number, text)


def _of_date(found: dict[str, str | None], text: str, month_first: bool) -> Period:
    if found.get("first"):
        day, month = (found["second"], found["first"]) if month_first else (found["first"], found["second"])
    else:
        day, month = found["day"], found.get("month") or str(MONTHS.get(found.get("name") or "", 0))
    year = _year(found["year"])
    if month == "0":
        raise refuse("ledger_year", read=text)
    try:
        date(year, int(month or 0), int(day or 0))
    except ValueError:
        raise refuse("ledger_day", read=text) from None
    return year, int(month or 0)


def _of_period(found: dict[str, str | None], text: str) -> Period:
    year, name = _year(found["year"]), found.get("name")
    if name is not None:
        if name not in MONTHS:
            raise refuse("ledger_year", read=text)
        return year, MONTHS[name]
    month = found.get("month")
    if month is not None and int(month) > 12 and text.strip()[4:5] == "/" and len(month) == 2:
        raise refuse("ledger_year", read=text)  # 2014/15: a period, or two years?
    return year, None if month is None else _within(int(month), text)


def _within(month: int, text: str) -> int:
    if not 1 <= month <= CLOSING:
        raise refuse("ledger_month", read=text)
    return month


def _year(text: str | None) -> int:
    return int(text or 0) + (2000 if len(text or "") == 2 else 0)


def date_order(texts: list[str]) -> bool | None:
    """Whether the month stands before the day in the dates of a column; None where they could be read both ways.

    Dots and hyphens are written day first; a slash is both a Danish and an American way.
    """
    slashed = False
    for text in texts:
        match = _SLASHED.match(text)
        if match is None:
            continue
        if int(match[1]) > 12 or "/" not in match.group():
            return False
        if int(match[2]) > 12:
            return True
        slashed = slashed or match[1] != match[2]
    return None if slashed else False


# ------------------------------------------------------------------ in a heading
_LEFT = re.compile(
    r"[\s().,:;/_-]|\bkr\b|\bdkk\b|\b1[.,]?000\b|\bmio\b|\bt\.?kr\b|\bi\b|\bbeløb\b|\bamount\b|\bsum\b|'"
)
_YEARS = re.compile(r"(?<!\d)(19|20)\d{2}(?!\d)")
_R_YEAR = re.compile(r"\b[rb](?=(19|20)\d{2}\b)")
_WORDS = re.compile("|".join(rf"\b{name}\b" for name in sorted(MONTHS, key=len, reverse=True)))
_P_MONTH = re.compile(r"\b(?:periode|period|måned|month|p|m)[ .]?0?(1[0-6]|[1-9])\b")


def heading_period(heading: str) -> Period | None:
    """The period that a heading names and nothing beside it but what kind of figures it holds: jan 2015, Regnskab 2014,
    2015-01, Periode 3; None for another heading."""
    low = _MIDNIGHT.sub("", heading.strip().lower())
    try:
        return period_of(low)
    except CaseError:
        pass
    rest = low
    for words in (TO_DATE, ACTUAL, OTHER, CURRENCY):
        rest = words.sub(" ", rest)
    rest = _R_YEAR.sub("", rest)
    found_year, found_name, found_number = _YEARS.search(rest), _WORDS.search(rest), _P_MONTH.search(rest)
    month = MONTHS[found_name.group()] if found_name else int(found_number[1]) if found_number else None
    for words in (_YEARS, _WORDS, _P_MONTH):
        rest = words.sub(" ", rest, count=1)
    if _LEFT.sub("", rest) or not (found_year or month):
        return None
    return int(found_year.group()) if found_year else None, month
