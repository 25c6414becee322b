"""Works out a printed calculation as a reader would: from its text alone, with its brackets and the digits it shows.

It knows the two languages' numbers and the phrases of a calculation, and nothing of the rows behind it. Names in
quotes, units and other words say nothing; whoever finds two values beside each other without a sign is told.
"""

from __future__ import annotations

import math
import re

PHRASES = {
    "da": {
        "mindst": "dog mindst", "højst": "dog højst", "if": "hvis", "else": "ellers", "above": "er over",
        "at_most": "er højst", "between": "afstanden mellem", "and": "og", "whole": "rundet op til hele",
        "cents": "afrundet til øre", "sum": "summen af", "product": "produktet af", "most": "det højeste af",
        "none": "ingen værdi",
    },
    "en": {
        "mindst": "but at least", "højst": "but at most", "if": "if", "else": "else", "above": "is above",
        "at_most": "is at most", "between": "the distance between", "and": "and", "whole": "rounded up to whole",
        "cents": "rounded to øre", "sum": "the sum of", "product": "the product of", "most": "the highest of",
        "none": "no value",
    },
}  # fmt: skip
NUMBER = {"da": r"-?\d+(?:\.\d{3})*(?:,\d+)?", "en": r"-?\d+(?:,\d{3})*(?:\.\d+)?"}


class Unreadable(ValueError):
    """A text that is no calculation."""


def evaluate(text: str, language: str) -> float | None:
    """What the text comes to; None where it says that there is no value."""
    return _Reader(_tokens(text, language)).whole()


def _tokens(text: str, language: str) -> list[str | float]:
    """Numbers, signs, brackets and phrases; everything else is left out."""
    phrases = PHRASES[language]
    text = re.sub(r"»[^«]*«|“[^”]*”", " ", text)  # names
    text = re.sub(r"\((?:\d{1,4}|[^()\d]*[^()\d\s-][^()\d]*)\)", _remark(phrases), text)  # (2013), (hele casen)
    listed = f"({phrases['sum']}|{phrases['product']}|{phrases['most']})"
    text = re.sub(listed + r"[^:]*:", r" \1 : ", text)  # what is added up stands after the colon
    words = "|".join(sorted((rf"(?<!\w){re.escape(p)}(?!\w)" for p in phrases.values()), key=len, reverse=True))
    pattern = rf"(?P<word>{words})|(?P<number>(?<![\w.,]){NUMBER[language]})(?P<share> ?%)?"
    pattern += r"|(?P<ln>ln\()|(?<!\w)(?P<e>e)(?= \^)"
    pattern += (
        r"|(?P<sign> [-+×/^] |-(?=\()|[()]|(?<=[^\d]),(?= )|, (?=dog|hvis|ellers|but|if|else)|;|(?<!\w)-(?=[^\W\d]))"
    )
    meanings = {phrase: name for name, phrase in phrases.items()}
    found: list[str | float] = []
    for match in re.finditer(pattern, text):
        if match["word"]:
            found.append(meanings[match["word"]])
        elif match["number"]:
            digits = match["number"].replace("." if language == "da" else ",", "").replace(",", ".")
            found.append(float(digits) / (100 if match["share"] else 1))
        elif match["ln"]:
            found += ["ln", "("]
        elif match["e"]:
            found.append(math.e)
        else:
            sign = match["sign"]
            minus = sign.startswith("-")  # before a bracket or a name: the sign of what follows
            found.append("neg" if minus else sign.strip())
    return _without_joined_names([token for token in found if token != ","])


def _without_joined_names(tokens: list[str | float]) -> list[str | float]:
    """Without the `and` that stands inside a name: only the first one after a distance joins two values."""
    kept: list[str | float] = []
    open_distances = 0
    for token in tokens:
        if token == "and" and not open_distances:
            continue
        open_distances += (token == "between") - (token == "and")
        kept.append(token)
    return kept


def _remark(phrases: dict[str, str]):  # type: ignore[no-untyped-def]
    def keep(match: re.Match[str]) -> str:
        inside = match[0]
        return f" {phrases['none']} " if phrases["none"] in inside else " "

    return keep


class _Reader:
    """Reads what binds least first: conditions, limits, sums, products, powers, values."""

    def __init__(self, tokens: list[str | float]) -> None:
        self.tokens, self.at = tokens, 0

    def whole(self) -> float | None:
        value = self._phrase()
        if self.at < len(self.tokens):
            raise Unreadable(f"{self.tokens[self.at :]} is left of {self.tokens}")
        return value

    def _next(self) -> str | float | None:
        return self.tokens[self.at] if self.at < len(self.tokens) else None

    def _take(self, wanted: str) -> bool:
        if self._next() == wanted and isinstance(self._next(), str):
            self.at += 1
            return True
        return False

    def _phrase(self) -> float | None:
        value = self._sum()
        while True:
            if self._take("mindst"):
                value = _both(max, value, self._sum())
            elif self._take("højst"):
                value = _both(min, value, self._sum())
            elif self._take("whole"):
                value = None if value is None else math.ceil(round(value, 9))
            elif self._take("cents"):
                value = None if value is None else math.copysign(math.floor(abs(value) * 100 + 0.5 + 1e-9) / 100, value)
            elif self._take("none"):
                value = None
            elif self._take("if"):
                holds = self._condition()
                if not self._take("else"):
                    raise Unreadable("a condition without an else")
                otherwise = self._phrase()
                value = value if holds else otherwise
            else:
                return value

    def _condition(self) -> bool:
        left = self._sum()
        above = self._take("above")
        if not above and not self._take("at_most"):
            raise Unreadable("a condition without a comparison")
        right = self._sum()
        assert left is not None and right is not None
        return left > right if above else left <= right

    def _sum(self) -> float | None:
        value = self._product()
        while self._next() in ("+", "-"):
            plus = self.tokens[self.at] == "+"
            self.at += 1
            other = self._product()
            value = _both((lambda a, b: a + b) if plus else (lambda a, b: a - b), value, other)
        return value

    def _product(self) -> float | None:
        value = self._power()
        while self._next() in ("×", "/"):
            times = self.tokens[self.at] == "×"
            self.at += 1
            other = self._power()
            if not times and (other is None or other == 0):
                value = None
            else:
                value = _both((lambda a, b: a * b) if times else (lambda a, b: a / b), value, other)
        return value

    def _power(self) -> float | None:
        value = self._value()
        if self._take("^"):
            value = _both(lambda a, b: a**b, value, self._value())
        return value

    def _value(self) -> float | None:
        if self._take("neg"):
            inner = self._value()
            return None if inner is None else -inner
        if self._take("none"):
            return None
        if self._take("between"):
            a = self._sum()
            if not self._take("and"):
                raise Unreadable("a distance to nothing")
            return _both(lambda x, y: abs(x - y), a, self._sum())
        for name, sign in (("sum", None), ("product", None), ("most", ";")):
            if self._take(name):
                return self._listed() if sign else self._sum()
        log = self._take("ln")
        if self._take("("):
            value = self._phrase()
            if not self._take(")"):
                raise Unreadable("a bracket that is not closed")
            return math.log(value) if log and value is not None else value
        token = self._next()
        if not isinstance(token, float):
            raise Unreadable(f"{token!r} where a value should be, in {self.tokens}")
        self.at += 1
        return token

    def _listed(self) -> float | None:
        values = [self._sum()]
        while self._take(";"):
            values.append(self._sum())
        known = [value for value in values if value is not None]
        return max(known)


def _both(f, a: float | None, b: float | None) -> float | None:  # type: ignore[no-untyped-def]
    return None if a is None or b is None else f(a, b)


def shown_value(text: str, language: str) -> tuple[float | None, float]:
    """The number that a shown value states, and half of its last digit."""
    if PHRASES[language]["none"] in text:
        return None, 0.0
    found = re.match(rf"({NUMBER[language]})( ?%)?", text)
    if found is None:
        raise Unreadable(f"{text!r} shows no number")
    point = "," if language == "da" else "."
    decimals = len(found[1].partition(point)[2])
    number = float(found[1].replace("." if language == "da" else ",", "").replace(",", "."))
    scale = 100 if found[2] else 1
    return number / scale, 0.5 * 10.0**-decimals / scale
