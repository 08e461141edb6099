"""Actors as other coders write them: CAMEO's codes, ICEWS's and POLECAT's names and countries, as actor keys."""

from __future__ import annotations

import re
from functools import lru_cache

from comity.knowledge import Knowledge
from comity.knowledge.labels import state_names
from comity.model import Actor

ROLES = {
    "MIL": "army",
    "REB": "rebels",
    "SEP": "separatists",
    "INS": "insurgents",
    "OPP": "opposition",
    "COP": "police",
    "JUD": "courts",
    "LEG": "parliament",
    "SPY": "intelligence service",
    "MED": "media",
    "EDU": "schools",
    "BUS": "business",
    "CVL": "civilians",
    "CRM": "criminals",
    "REF": "refugees",
    "LAB": "workers",
    "AGR": "farmers",
    "HLH": "health service",
    "HRI": "human rights groups",
    "NGO": "civic groups",
    "ELI": "elites",
    "UAF": "armed group",
    "RAD": "radicals",
    "SET": "settlers",
    "MOD": "moderates",
}
"""CAMEO's role codes (manual 1.1b3, chapter 3) as nouns of unnamed actors; GOV and the bare state are the state itself."""

_OLDER = {"ROM": "ROU", "ZAR": "COD", "TMP": "TLS", "PAL": "PSE", "KSV": "XKX", "WSB": "PSE", "BUR": "MMR", "SER": "SRB"}
GROUPS = {
    "UNO": "UN",
    "EEC": "EU",
    "EUR": "EU",
    "NAT": "NATO",
    "AFU": "AU",
    "ASN": "ASEAN",
    "ARL": "AL",
    "OAS": "OAS",
    "OPC": "OPEC",
    "IMF": "IMF",
    "WBK": "WB",
    "WTO": "WTO",
    "SCE": "OSCE",
    "COE": "COE",
    "CIS": "CIS",
    "GCC": "GCC",
    "ICC": "ICC",
    "OIC": "OIC",
    "WHO": "WHO",
    "IAE": "IAEA",
}
"""CAMEO's codes of intergovernmental organisations → the short names of the code book."""


def cameo_actor(code: str, name: str) -> Actor | None:
    """`RUS` and `RUSGOV` → RUS, `SDNREB` → SDN:rebels, `IGOUNO` → UN; None where neither state nor organisation is named."""
    written = re.sub(r"[^A-Z]", "", code.strip().upper())
    parts = [written[i : i + 3] for i in range(0, len(written) - 2, 3)]
    if not parts:
        return Actor("-", name.strip().title()) if name.strip() else None
    home = _OLDER.get(parts[0], parts[0])
    if home in state_names():
        role = next((ROLES[part] for part in parts[1:] if part in ROLES), "")
        return Actor(home, role)
    group = next((GROUPS[part] for part in parts if part in GROUPS), None)
    if group:
        return Actor(group)
    return Actor("-", name.strip().title()) if name.strip() and parts[0] not in ("IGO", "NGO", "MNC") else None


@lru_cache(maxsize=50_000)
def _state(name: str) -> str | None:
    """The code of a state or organisation by its name."""
    found = Knowledge.load().find(name.strip()) if name.strip() else []
    return found[0].key if found and ":" not in found[0].key else None


def icews_actor(name: str, country: str) -> Actor | None:
    """ICEWS's name and country: `Vladimir Putin`, `Russian Federation` → RUS:Vladimir Putin.

    `Citizen (Russia)` becomes RUS:citizen, and a government the state itself. None where the country is unknown.
    """
    code = _state(country)
    plain = re.sub(r"\s*\([^)]*\)\s*$", "", name).strip()
    own = _state(plain)
    if own and (code is None or own == code):
        return Actor(own)
    if code is None:
        return None
    if plain.lower() in ("government", "", "head of government", "unspecified actor"):
        return Actor(code)
    # a kind of actor has its country in brackets behind it, a name stands alone
    return Actor(code, plain.lower() if plain != name.strip() else plain)


def polecat_actors(names: str, countries: str) -> list[Actor | None]:
    """POLECAT's names and ISO codes, several joined by semicolons, as actors; None for those that cannot be placed."""
    codes = [part.strip().upper() for part in countries.split(";")]
    given = [part.strip() for part in names.split(";")]
    found: list[Actor | None] = []
    for number, code in enumerate(codes):
        known = code if code == "-" or code in state_names() or code in Knowledge.load().organisations else None
        name = given[number] if number < len(given) and given[number] != "None" else ""
        if known is None or (known == "-" and not name):
            found.append(Actor(own) if (own := _state(name)) else None)
        elif not name or _state(name) == known:
            found.append(Actor(known))
        else:
            found.append(Actor(known, name))
    return found
