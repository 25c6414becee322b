"""What is SAID: every word of the product in one catalogue per language, and how its numbers are written."""

import gettext
import pathlib
from collections.abc import Callable, Iterable, Mapping
from functools import cache, lru_cache
from string import Formatter

from budget.text.numbers import format_amount, format_number, format_plain, format_share, rounded
from budget.text.told import Told

LANGUAGES = ("da", "en")
FOLDER = pathlib.Path(__file__).parent
KR = {"da": "kr.", "en": "kr"}
HALF_A_MILLION = 500_000
EXACT_BELOW = 10_000  # kr; smaller amounts are not rounded to whole thousands


class Words:
    """The words of one language: call it with a key of the catalogue and the values of its placeholders.

    `discreet` words are for what is shown in public: counts of 1 to 4 children are not said. In `prose` a share is
    written as in an agenda, 76,2 pct., and elsewhere 76,2 %. With a `unit` every amount of a sentence is told in it.
    """

    def __init__(self, language: str = "da", discreet: bool = False, prose: bool = False, unit: str = "") -> None:
        if language not in LANGUAGES:
            raise ValueError(f"language must be one of {', '.join(LANGUAGES)}, got {language!r}")
        self.language, self.discreet, self.prose, self.unit = language, discreet, prose, unit
        self._texts = _catalogue(language)

    def __call__(self, key: str, /, **values: object) -> str:
        text = self._texts.gettext(key)
        if text == key:
            raise KeyError(f"no text for {key!r} in budget/text/{self.language}.po")
        return Told.of(_filled(text, values), values.values()) if values else text

    def has(self, key: str) -> bool:
        """Whether the catalogue holds this key."""
        return self._texts.gettext(key) != key

    def number(self, value: float, decimals: int = 0) -> str:
        return Told.figure(format_number(value, self.language, decimals), value)

    def plain(self, value: float, most: int = 9) -> str:
        """A number with as many decimals as it has, at most so many."""
        return Told.figure(format_plain(value, self.language, most), value)

    def amount(self, kr: float, unit: str = "1000") -> str:
        return Told.figure(format_amount(kr, unit, self.language), kr, unit)

    def kr(self, kr: float) -> str:
        """Whole kr with their unit: 2.000.000 kr."""
        return Told.figure(f"{format_amount(kr, 'kr', self.language)} {KR[self.language]}", kr, "kr")

    def mio(self, kr: float) -> str:
        """Million kr with one decimal and the unit, as in a controller's sentence: 1,0 mio. kr."""
        return Told.figure(f"{format_amount(kr, 'mio', self.language)} {self('unit.mio')}", kr, "mio")

    def money(self, kr: float, least: float = HALF_A_MILLION) -> str:
        """An amount in a sentence: million kr from `least` on, and whole kr below, where millions would say 0."""
        in_mio = self.unit == "mio" if self.unit else abs(kr) >= least
        if self.unit == "1000" and abs(kr) >= EXACT_BELOW:
            return Told.figure(self.kr(float(rounded(kr / 1000)) * 1000), kr, "1000")
        return self.mio(kr) if in_mio else self.kr(kr)

    def in_one_unit(self, say: Callable[["Words"], str]) -> str:
        """What is said, with all amounts in kr where they would be told in two units: in whole thousands, as the
        table tells them, since 1.643.967 kr. would look surer than it is."""
        text = say(self)
        if self.unit or text.count(KR[self.language]) < 2:
            return text
        whole, millions = (say(Words(self.language, self.discreet, self.prose, unit)) for unit in ("1000", "mio"))
        return text if text == millions else whole

    def share(self, share: float, decimals: int = 1, *, up: bool = False) -> str:
        sign = self("agenda.per_cent") if self.prose else "%"
        return Told.figure(format_share(share, self.language, decimals, up=up, sign=sign), share, "share")

    def measured(self, number: str, unit: str) -> str:
        """A number as it is written, and its unit: 12 %, in English 12%."""
        close = unit == "%" and self.language == "en"
        return f"{number}{unit}" if close or not unit else f"{number} {unit}"

    def listed(self, items: Iterable[str]) -> str:
        """a, b og c."""
        *head, tail = list(items) or [""]
        return Told.of(f"{', '.join(head)} {self('list.and')} {tail}", [*head, tail]) if head else tail


def _filled(text: str, values: Mapping[str, object]) -> str:
    """The text with its values. An abbreviation's full stop also ends the sentence, and a span of one is that one.

    `{places} {places:helårsplads|helårspladser}` says the word that the number takes.
    """
    parts = _parts(text)
    if parts is None:
        return text.format(**values)
    said, last = "", ""
    for literal, name, words in parts:
        if literal.startswith(".") and last.endswith("."):
            literal = literal[1:]  # 5 kr. and 3 mdr. at the end of a sentence
        value = str(values[name]) if name is not None else ""
        if words:
            value = words[value.lstrip("+-") != "1"]
        if literal in ("-", "–") and last and value == last:
            continue  # 2017–2017
        said, last = said + literal + value, value
    return said


@cache
def _parts(text: str) -> tuple[tuple[str, str | None, list[str]], ...] | None:
    """What is said around each value of a text, where that can depend on the value; None where it cannot."""
    parts = tuple((said, name, spec.split("|") if spec else []) for said, name, spec, _ in Formatter().parse(text))
    joined = any(said[:1] == "." or said in ("-", "–") for said, _, _ in parts[1:])
    return parts if joined or any(words for _, _, words in parts) else None


@lru_cache(maxsize=len(LANGUAGES))
def _catalogue(language: str) -> gettext.GNUTranslations:
    with (FOLDER / f"{language}.mo").open("rb") as file:
        return gettext.GNUTranslations(file)
