"""Writing and reading numbers the Danish and the English way, with one rounding rule everywhere.

Rounding is half away from zero, on the 15 significant digits that a spreadsheet keeps, so that page, print
and workbook show the same figure. The minus is the hyphen: a figure copied into a spreadsheet stays a number.
"""

import math
import re
from decimal import ROUND_CEILING, ROUND_HALF_UP, Context, Decimal

SEPARATORS = {"da": (".", ","), "en": (",", ".")}  # thousands, decimal
UNITS = {"1000": (Decimal(1000), 0), "kr": (Decimal(1), 0), "mio": (Decimal(1_000_000), 1)}

_WIDE = Context(prec=400)  # every float has fewer digits, so no number that was read can break its own message
_MINUS = str.maketrans({"−": "-", "\u2012": "-", "\u2013": "-"})
_SIZES = {"mio": 1_000_000, "mill": 1_000_000, "t": 1000, "": 1}  # kr., by how the word for it begins
_AMOUNT = re.compile(
    r"(?P<before>kr\.?|dkk)?\s*(?P<number>.+?)\s*"
    r"(?P<after>[,.]-|mio\.?(?:\s*kr\.?)?|mill(?:ion(?:er)?|\.)?(?:\s*kr\.?)?|t\.?\s?kr\.?|tdkk|kr\.?|dkk)?",
    re.IGNORECASE,
)
_SPACES = re.compile(r"[\s\u00a0\u202f]")


class NumberError(ValueError):
    """A text that is not one number in the language; `code` is a key of the catalogue, `text` what was read."""

    def __init__(self, code: str, text: str) -> None:
        super().__init__(f"{code}: {text!r}")
        self.code, self.text = code, text


def rounded(value: float, decimals: int = 0, *, up: bool = False) -> Decimal:
    """The value with so many decimals, half away from zero; `up` rounds towards plus infinity instead."""
    exact = Decimal(f"{value:.15g}")
    if not exact.is_finite():
        return exact
    return exact.quantize(Decimal(1).scaleb(-decimals), ROUND_CEILING if up else ROUND_HALF_UP, _WIDE)


def format_decimal(value: Decimal, language: str, decimals: int) -> str:
    """An already rounded value with the separators of the language; zero never carries a sign."""
    if not value:
        value = abs(value)
    thousands, point = SEPARATORS[language]
    return f"{value:,.{decimals}f}".translate({ord(","): thousands, ord("."): point})


def format_number(value: float, language: str, decimals: int = 0) -> str:
    """A plain number: 1234.5 becomes 1.235 or, with one decimal, 1.234,5 (Danish)."""
    return format_decimal(rounded(value, decimals), language, decimals)


def format_amount(kr: float, unit: str, language: str) -> str:
    """An amount of kr in the unit shown: "1000" (whole 1.000 kr), "kr" (whole kr) or "mio" (one decimal)."""
    divisor, decimals = UNITS[unit]
    exact = (Decimal(f"{kr:.15g}") / divisor).quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP, _WIDE)
    return format_decimal(exact, language, decimals)


def format_share(share: float, language: str, decimals: int = 1, *, up: bool = False, sign: str = "%") -> str:
    """A share in per cent: 0.762 becomes 76,2 % (Danish) or 76.2% (English); `up` for "at least"."""
    text = format_decimal(rounded(share * 100, decimals, up=up), language, decimals)
    return f"{text} {sign}" if language == "da" else f"{text}{sign}"


def format_plain(value: float, language: str, most: int = 9) -> str:
    """A number with as many decimals as it has: 0.035 is 0,035 and 2.0 is 2."""
    exact = rounded(value, most).normalize()
    exponent = exact.as_tuple().exponent
    decimals = max(0, -exponent) if isinstance(exponent, int) else 0
    return format_decimal(exact, language, decimals)


def format_entry(value: float, language: str) -> str:
    """A number as it stands in an entry field: `parse_number` reads exactly this value back.

    Three decimals and nothing else would be refused as ambiguous, so a fourth is written.
    """
    exact = Decimal(repr(value)).normalize(_WIDE)
    exponent = exact.as_tuple().exponent
    text = format_decimal(exact, language, max(0, -exponent) if isinstance(exponent, int) else 0)
    point = SEPARATORS[language][1]
    whole, _, decimals = text.partition(point)
    return f"{whole}{point}{decimals}0" if len(decimals) == 3 else text


def parse_whole(text: str) -> int | None:
    """A whole number as the page itself writes it into an address or a command; None for every other text."""
    return int(text) if re.fullmatch(r"[0-9]{1,9}", text) else None


def parse_amount(text: str, language: str) -> tuple[float, int | None]:
    """The number that a person typed or pasted, and how many kr. one of it is where the text says so: kr. 2.000 and
    2.000,- are 1, 1.000 t.kr. is 1.000, 2,5 mio. is a million.

    Raises NumberError as `parse_number` does.
    """
    found = _AMOUNT.fullmatch(text.strip().replace("\u00a0", " ").replace("\u202f", " "))
    said = found and (found["before"] or found["after"])
    if not found or not said or (found["before"] and found["after"] not in (None, ",-", ".-")):
        return parse_number(text, language), None
    size = next(kr for word, kr in _SIZES.items() if (found["after"] or "kr").lower().startswith(word))
    try:
        return parse_number(found["number"], language), size
    except NumberError as error:
        raise NumberError(error.code, text) from None


def parse_number(text: str, language: str) -> float:
    """The number that a person typed or pasted, read strictly in the language.

    Raises NumberError with code number.empty, number.ambiguous or number.invalid; nothing is ever guessed.
    """
    plain = text.strip().translate(_MINUS).replace("\u00a0", " ").replace("\u202f", " ")
    if not plain:
        raise NumberError("number.empty", text)
    thousands, point = SEPARATORS[language]
    t, p = re.escape(thousands), re.escape(point)
    d = "[0-9]"  # \d would take the digits of other scripts too
    if not re.fullmatch(rf"[-+]?({d}{{1,3}}({t}{d}{{3}})+|{d}{{1,3}}( {d}{{3}})+|{d}+)({p}{d}+)?", plain):
        raise NumberError("number.invalid", text)
    whole, _, decimals = plain.partition(point)
    if len(decimals) == 3 and re.fullmatch(rf"[-+]?[1-9]{d}{{0,2}}", whole):
        raise NumberError("number.ambiguous", text)  # 1,234: one and a bit, or an English thousand?
    number = float(_SPACES.sub("", whole).replace(thousands, "") + ("." + decimals if decimals else ""))
    if re.match(rf"[-+]?0[0-9{t} ]", whole) or not math.isfinite(number):
        raise NumberError("number.invalid", text)
    return number + 0.0  # never minus zero
