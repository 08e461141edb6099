"""Takes the words of a mention apart: articles and quotation marks, "former", "acting", "-elect", possessives, prefixes."""

from __future__ import annotations

import re
from dataclasses import dataclass

_QUALIFIER = re.compile(
    r"(?P<past>former|ex|late|then|ousted|deposed|exiled|toppled|retired|one-time|onetime|erstwhile|slain|assassinated|disgraced|jailed)[ -]"
    r"|(?P<now>acting|interim|caretaker|transitional|current|sitting|incumbent|new|newly elected|re-elected|embattled|visiting|outgoing"
    r"|longtime|veteran|hardline|hard-line|moderate|de facto|self-declared|self-proclaimed|internationally recognised|hawkish|powerful)[ -]"
    r"|(?P<next>incoming|future|designated)[ -]",
    re.IGNORECASE,
)
_ELECT = re.compile(r"[- ](?:elect|designate)\b", re.IGNORECASE)
_ARTICLE = re.compile(r"(?:the|a|an|this|that|these|those|some|many|several|two|three|our|their|his|her|its) ", re.IGNORECASE)
_OWN = re.compile(r"(?<=\w)(?:['’]s|(?<=s)['’])$")
POSSESSIVE = re.compile(r"^(?P<owner>.+?(?:['’]s|s['’]))\s+(?P<rest>.+)$")
BACKED = re.compile(
    r"^(?P<home>[\w.'’ ]+?)-(?P<how>backed|allied|aligned|funded|sponsored|armed|trained|supported|linked|affiliated|appointed|installed"
    r"|based|born|owned|controlled|held|occupied|run|made|registered|flagged|dominated|style|led)\s+(?P<rest>.+)$"
)
AT_HOME = frozenset({"based", "born", "led", "dominated", "owned", "run", "registered", "flagged", "controlled"})
"""After a hyphen, these tell where the actor belongs; "-backed" and the like only who stands behind it."""
LEANING = re.compile(r"^(?P<side>pro|anti|non)-(?P<home>[A-Z][\w.]*)\s+(?P<rest>.+)$", re.IGNORECASE)
PARTICLES = frozenset("al el bin ibn ben abu de da dos del di la le von van der den ter ould ul".split())  # noqa: SIM905
"""Words in the middle of names that are written small."""
PREFIXES = {
    "sino": "CHN", "russo": "RUS", "anglo": "GBR", "franco": "FRA", "indo": "IND", "greco": "GRC", "turco": "TUR", "euro": "EU",
    "hispano": "ESP", "austro": "AUT", "soviet": "RUS", "israeli": "ISR", "israelo": "ISR", "germano": "DEU", "italo": "ITA",
}  # fmt: skip
"""First halves of compounds: Sino-American, Franco-German."""
JOINED = re.compile(r"^(?P<one>[\w.'’ ]+?)(?:\s?[-–—/]\s?| and | & )(?P<two>[\w.'’ ]+?)(?:\s+(?P<rest>[a-z][\w -]*))?$")
SHARED = frozenset(
    "summit talks relations ties border agreement treaty dialogue meeting trade alliance partnership negotiations exercise exercises pact deal "
    "war conflict dispute friendship cooperation rivalry tensions commission forum axis".split()  # noqa: SIM905
)
"""Nouns after a compound that are no actors: the EU-China summit is the two of them."""
PLACED = re.compile(
    r"^(?P<noun>[a-z][\w' -]*?|[A-Z][a-z]+(?: [a-z]+)*) (?:in|of|from|near|inside|at|within|around|across) (?:the )?(?P<place>(?:(?:north|south|east|west)[a-z-]* |central )?[A-Z].*)$"
)
OF = re.compile(r"^(?P<noun>.+?) (?:of|for|to) (?:the )?(?P<home>[A-Z].+)$")
TITLE = re.compile(
    r"^(?:Mr|Mrs|Ms|Miss|Dr|Sir|Dame|Lord|Lady|Gen|General|Col|Colonel|Lt|Maj|Major|Adm|Admiral|Capt|Captain|Sen|Senator|Rep|Representative|Gov|Governor"
    r"|Amb|Ambassador|Prof|Professor|Ayatollah|Grand Ayatollah|Sheikh|Sheik|Mullah|Imam|Prince|Princess|Crown Prince|Field Marshal|Marshal"
    r"|Secretary|Commissioner|Justice|Judge|Archbishop|Cardinal|Congressman|Congresswoman|Spokesman|Spokeswoman|Comrade|Chairman|Speaker"
    r"|Minister|Deputy)\.? (?=[A-Z])"
)


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
