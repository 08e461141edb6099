"""Takes the words of a mention apart: articles and quotation marks, "former", "acting", "-elect", possessives, prefixes."""

from __future__ import annotations

import re
from dataclasses import dataclass


def _any(words: str) -> str:
    """A pattern for one of several words; "_" stands for a space inside one."""
    return "|".join(re.escape(word.replace("_", " ")) for word in words.split())


_PAST = _any(
    "former ex late then ousted deposed exiled toppled retired one-time onetime erstwhile slain assassinated disgraced jailed"
)
_NOW = _any(
    "acting interim caretaker transitional current sitting incumbent new newly_elected re-elected "
    "embattled visiting outgoing longtime "
    "veteran hardline hard-line moderate de_facto self-declared self-proclaimed "
    "internationally_recognised hawkish powerful"
)
_QUALIFIER = re.compile(rf"(?P<past>{_PAST})[ -]|(?P<now>{_NOW})[ -]|(?P<next>incoming|future|designated)[ -]", re.IGNORECASE)
_ELECT = re.compile(r"[- ](?:elect|designate)\b", re.IGNORECASE)
_ARTICLE = re.compile(
    rf"(?:{_any('the a an this that these those some many several two three our their his her its')}) ", re.IGNORECASE
)
_OWN = re.compile(r"(?<=\w)(?:['’]s|(?<=s)['’])$")
POSSESSIVE = re.compile(r"^(?P<owner>.+?(?:['’]s|s['’]))\s+(?P<rest>.+)$")
_HOW = _any(
    "backed allied aligned funded sponsored armed trained supported linked affiliated appointed installed "
    "based born owned controlled "
    "held occupied run made registered flagged dominated style led"
)
BACKED = re.compile(rf"^(?P<home>[\w.'’ ]+?)-(?P<how>{_HOW})\s+(?P<rest>.+)$")
AT_HOME = frozenset({"based", "born", "led", "dominated", "owned", "run", "registered", "flagged", "controlled"})
"""After a hyphen, these tell where the actor belongs; "-backed" and the like only who stands behind it."""
LEANING = re.compile(r"^(?P<side>pro|anti|non)-(?P<home>[A-Z][\w.]*)\s+(?P<rest>.+)$", re.IGNORECASE)
PARTICLES = frozenset("al el bin ibn ben abu de da dos del di la le von van der den ter ould ul".split())
"""Words in the middle of names that are written small."""
PREFIXES = {
    "sino": "CHN", "russo": "RUS", "anglo": "GBR", "franco": "FRA", "indo": "IND", "greco": "GRC", "turco": "TUR", "euro": "EU",
    "hispano": "ESP", "austro": "AUT", "soviet": "RUS", "israeli": "ISR", "israelo": "ISR", "germano": "DEU", "italo": "ITA",
}  # fmt: skip
"""First halves of compounds: Sino-American, Franco-German."""
JOINED = re.compile(r"^(?P<one>[\w.'’ ]+?)(?:\s?[-–—/]\s?| and | & )(?P<two>[\w.'’ ]+?)(?:\s+(?P<rest>[a-z][\w -]*))?$")
SHARED = frozenset(
    "summit talks relations ties border agreement treaty dialogue meeting trade alliance partnership "
    "negotiations exercise exercises "
    "pact deal war conflict dispute friendship cooperation rivalry tensions commission forum axis".split()
)
"""Nouns after a compound that are no actors: the EU-China summit is the two of them."""
_SIDE = r"(?:(?:north|south|east|west)[a-z-]* |central )?"
PLACED = re.compile(
    r"^(?P<noun>[a-z][\w' -]*?|[A-Z][a-z]+(?: [a-z]+)*) (?:in|of|from|near|inside|at|within|around|across) (?:the )?"
    rf"(?P<place>{_SIDE}[A-Z].*)$"
)
OF = re.compile(r"^(?P<noun>.+?) (?:of|for|to) (?:the )?(?P<home>[A-Z].+)$")
_TITLES = _any(
    "Mr Mrs Ms Miss Dr Sir Dame Lord Lady Gen General Col Colonel Lt Maj Major Adm Admiral Capt Captain "
    "Sen Senator Rep Representative "
    "Gov Governor Amb Ambassador Prof Professor Ayatollah Grand_Ayatollah Sheikh Sheik Mullah Imam Prince "
    "Princess Crown_Prince "
    "Field_Marshal Marshal Secretary Commissioner Justice Judge Archbishop Cardinal Congressman "
    "Congresswoman Spokesman Spokeswoman "
    "Comrade Chairman Speaker Minister Deputy"
)
TITLE = re.compile(rf"^(?:{_TITLES})\.? (?=[A-Z])")


@dataclass(frozen=True, slots=True)
class Phrase:
    """A mention's words without what only qualifies them. `when`: "past" (former), "next" (-elect), "now" or empty.

    `bare` has lost quotation marks and a possessive only.
    """

    text: str
    when: str
    bare: str


def phrase(mention: str) -> Phrase:
    """`the former Russian president` → (`Russian president`, past)."""
    text = " ".join(mention.strip(" \t\n,;:.\"“”‘’'()").split()) if not _initials(mention) else mention.strip()
    when = ""
    bare = _OWN.sub("", text)
    while True:
        if article := _ARTICLE.match(text):
            text = text[article.end() :]
        elif qualifier := _QUALIFIER.match(text):
            when = when or qualifier.lastgroup or ""
            text = text[qualifier.end() :]
        else:
            break
    if elect := _ELECT.search(text):
        text, when = text[: elect.start()] + text[elect.end() :], "next"
    inner = re.search(r" (?:former|ex|late|then)[ -]", text)
    if inner:
        text, when = f"{text[: inner.start()]} {text[inner.end() :]}", "past"
    return Phrase(_OWN.sub("", text).strip(), when, bare)


def _initials(mention: str) -> bool:
    """Whether the last point belongs to the mention: `the U.S.`, `D.R.C.`."""
    return bool(re.search(r"(?:\b[A-Z]\.){2,}$", mention.strip()))
