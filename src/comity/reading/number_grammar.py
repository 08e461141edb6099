"""A grammar of quantities in English: digits in any grouping, words, ranges, fractions, currencies, percentages, ordinals.

"4,27,000", "$3.2 billion", "between 10 and 20", "a third", "dozens", "two-thirds", "the 37th time".
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

_ONES = "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen".split()
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()
_WORDS: dict[str, float] = {word: float(i) for i, word in enumerate(_ONES)}
_WORDS |= {word: 10.0 * i for i, word in enumerate(_TENS, 2)}
_SCALES = {"hundred": 1e2, "thousand": 1e3, "million": 1e6, "billion": 1e9, "trillion": 1e12, "lakh": 1e5, "crore": 1e7}
_SCALES |= {"dozen": 12.0, "m": 1e6, "bn": 1e9}
_LOOSE = {"dozens": 24.0, "scores": 40.0, "hundreds": 100.0, "thousands": 1000.0, "millions": 1e6, "billions": 1e9}
_FRACTIONS = {"half": 0.5, "third": 1 / 3, "quarter": 0.25, "fourth": 0.25, "fifth": 0.2, "tenth": 0.1}
_FRACTIONS |= {name + "s": value for name, value in list(_FRACTIONS.items()) if name != "half"}
_ORDINALS = "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth".split()
ORDINALS = {word: i for i, word in enumerate(_ORDINALS, 1)}
_CURRENCIES = {"$": "USD", "US$": "USD", "€": "EUR", "£": "GBP", "¥": "JPY", "₹": "INR", "₽": "RUB", "A$": "AUD", "C$": "CAD"}
_MONEY = {
    "dollar": "USD", "euro": "EUR", "pound": "GBP", "ruble": "RUB", "rouble": "RUB", "yuan": "CNY", "renminbi": "CNY", "yen": "JPY",
    "rupee": "INR", "won": "KRW", "shekel": "ILS", "hryvnia": "UAH", "franc": "CHF", "lira": "TRY", "dirham": "AED",
}  # fmt: skip

_NUMBER_WORD = rf"(?:{'|'.join([*_ONES, *_TENS])})"
_DIGITS = r"\d+(?:,\d{2,3})*(?:\.\d+)?"
_SCALE = r"(?:hundred|thousand|million|billion|trillion|lakh|crore|dozen|bn|m)\b"
_VALUE = rf"(?:{_DIGITS}|{_NUMBER_WORD}(?:-{_NUMBER_WORD})?|an?(?=\s+(?:hundred|thousand|million|billion|dozen)\b))(?:[\s-]and[\s-]a[\s-]half)?(?:[\s-]+(?:a\s+)?{_SCALE})*"
_PATTERN = re.compile(
    rf"""
    (?P<qualifier>\b(?:more\ than|over|at\ least|no\ fewer\ than|no\ less\ than|less\ than|fewer\ than|under|up\ to|nearly|almost
       |about|around|some|approximately|roughly|an\ estimated|as\ many\ as|close\ to|exceeding|above|below|only|just)\s+)?
    (?P<between>\bbetween\s+)?
    (?:
      (?P<currency>US\$|A\$|C\$|[$€£¥₹₽])\s?(?P<money>{_DIGITS}(?:[\s-]*(?:hundred|thousand|million|billion|trillion|bn|m)\b)*)
        (?:(?(between)\s*(?:and\b|to\b|-|–)\s*|\s?(?:-|–|to)\s?)(?:US\$|[$€£])?(?P<money_to>{_DIGITS}(?:[\s-]*(?:thousand|million|billion|trillion)\b)*))?
    | (?P<loose>\b(?:tens\ of\ thousands|hundreds\ of\ thousands|dozens|scores|hundreds|thousands|millions|billions))\b(?=\s+(?:of|more)\b)
    | \b(?P<fraction>(?:an?|one|two|three)[\s-](?:half|thirds?|quarters?|fifths?|tenths?)|half)\b(?=\s+of\b)
    | \b(?P<none>no)\b(?=\s+(?:[a-z]+\s+)?(?:casualties|deaths|injuries|fatalities|victims|survivors)\b)
    | \b(?P<ordinal>\d+(?:st|nd|rd|th)|{"|".join(_ORDINALS)})\b
    | (?<![\w.,$€£-])(?P<value>{_VALUE})\b(?:\s?(?P<inner>%)?(?(between)\s*(?:and\b|to\b|-|–|—)\s*|\s?(?:-|–|—|to)\s?)(?P<value_to>{_VALUE})\b(?(inner)(?=\s?%)))?(?P<percent>\s?%|\s+per\s?cent\b|\s+percent\b|-percent\b)?
    )
    """,
    re.VERBOSE | re.IGNORECASE,
)
_QUALIFIERS = {
    "more than": "over", "over": "over", "above": "over", "exceeding": "over", "at least": "at least", "no fewer than": "at least",
    "no less than": "at least", "less than": "under", "fewer than": "under", "under": "under", "below": "under", "up to": "under",
    "as many as": "under", "nearly": "under", "almost": "under", "close to": "under", "about": "about", "around": "about",
    "some": "about", "approximately": "about", "roughly": "about", "an estimated": "about",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number in a text. `unit` is set where the form itself says it: a currency's code, or `percent`."""

    start: int
    end: int
    value: float
    value_to: float | None
    unit: str
    qualifier: str | None
    ordinal: bool = False
    worded: bool = False


def value_of(text: str) -> float:
    """`3.2 billion`, `twenty-five`, `4,27,000`, `two dozen` as a number. Raises `ValueError` for anything else."""
    total, current = 0.0, None
    for part in re.split(r"[\s-]+", text.strip().lower()):
        if part in _SCALES:
            current = (1.0 if current is None else current) * _SCALES[part]
        elif part in _WORDS:
            current = (current or 0.0) + _WORDS[part]
        elif part == "half":  # "three and a half"
            current = (current or 0.0) + 0.5
        elif part in ("a", "an", "and"):
            current = current or 1.0
        elif part and part[0].isdigit():
            current = (current or 0.0) + float(part.replace(",", ""))
        elif part:
            raise ValueError(f"{text!r} is no number")
    if current is None:
        raise ValueError(f"{text!r} is no number")
    return total + current


def _ends(lower: str, upper: str | None) -> tuple[float, float | None]:
    """Both ends of a range as numbers; of what goes down, or is none, the first alone."""
    low = value_of(lower)
    if upper is None:
        return low, None
    high, scaled = value_of(upper), _in_scale_of(upper, low, lower)
    return (scaled, high) if high > scaled else (low, None)


def _in_scale_of(upper: str, lower: float, written: str) -> float:
    """The lower end of a range as what it means: two million in "two to three million", but 500 in "500 to a thousand"."""
    scale, count = 1.0, []
    for part in re.split(r"[\s-]+", upper.strip().lower()):
        if part in _SCALES:
            scale *= _SCALES[part]
        else:
            count.append(part)
    plain = not any(part in _SCALES for part in re.split(r"[\s-]+", written.lower()))
    return lower * scale if plain and count and scale > 1 and lower < value_of(" ".join(count)) else lower


def money(noun: str) -> str | None:
    """The ISO 4217 code of a currency's name."""
    return _MONEY.get(noun.lower().removesuffix("s"))


def find(text: str, start: int = 0, end: int | None = None) -> Iterator[Quantity]:
    """The quantities of `text[start:end]`, in order."""
    end = len(text) if end is None else end
    while match := _PATTERN.search(text, start, end):
        start = match.end()
        word = (match["qualifier"] or "").strip().lower()
        word = " ".join(word.split())
        qualifier = _QUALIFIERS.get(word)
        a = max(match.start(), *(match.end(name) for name in ("qualifier", "between")))
        try:
            quantity = _quantity(match, a, qualifier)
        except (ValueError, OverflowError):
            continue
        if quantity:
            start = quantity.end  # of "from 10% to 5%" the second is a number of its own
            yield quantity


def _quantity(match: re.Match[str], start: int, qualifier: str | None) -> Quantity | None:
    end = match.end()
    if match["money"]:
        low, high = _ends(match["money"], match["money_to"])
        if match["money_to"] and high is None:
            end = match.end("money")
        return Quantity(start, end, low, high, _CURRENCIES.get(match["currency"].upper(), "USD"), qualifier)
    if match["loose"]:
        words = match["loose"].lower()
        value = 10000.0 if words.startswith("tens") else 100000.0 if " of " in words else _LOOSE[words]
        return Quantity(start, end, value, None, "", qualifier or "over", worded=True)
    if match["fraction"]:
        count, _, part = re.sub(r"[\s-]", " ", match["fraction"].lower()).rpartition(" ")
        share = float(round(100 * _WORDS.get(count, 1.0) * _FRACTIONS[part]))  # "a third" is no measurement
        return Quantity(start, end, share, None, "percent", qualifier)
    if match["none"]:
        return Quantity(start, end, 0.0, None, "", None, worded=True)
    if match["ordinal"]:
        word = match["ordinal"].lower()
        number = ORDINALS.get(word) or int(re.sub(r"\D", "", word))
        return Quantity(start, end, float(number), None, "", "first" if number == 1 else None, ordinal=True)
    low, high = _ends(match["value"], match["value_to"])
    if match["value_to"] and high is None:
        end = match.end("value")
    unit = "percent" if match["percent"] else ""
    return Quantity(start, end, low, high, unit, qualifier, worded=not match["value"][0].isdigit())
