"""The code books: PLOVER's types, CAMEO's codes with Goldstein values, agent nouns, topic words."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from comity.knowledge.tables import load_table, load_yaml
from comity.model import EventCode, Topic


@dataclass(frozen=True, slots=True)
class Type:
    """A PLOVER type: its meaning, quad class, CAMEO roots, intensity (-10 to 10) and modes with theirs."""

    code: EventCode
    meaning: str
    quad: str
    cameo: tuple[str, ...]
    intensity: float
    modes: tuple[tuple[str, float], ...]
    about_another_act: bool


@dataclass(frozen=True, slots=True)
class CameoCode:
    """A CAMEO code with its name, Goldstein value in both tables in use, and the PLOVER type it converts to."""

    code: str
    name: str
    goldstein_icews: float | None
    goldstein_gdelt: float | None
    plover: EventCode | None
    mode: str


@lru_cache(maxsize=1)
def plover() -> dict[EventCode, Type]:
    """PLOVER's sixteen types (manual of 2021; intensities of plover_scores 2021)."""
    return {
        EventCode(code): Type(
            EventCode(code),
            row["meaning"],
            row["quad"],
            tuple(row["cameo"]),
            float(row["intensity"]),
            tuple((mode, float(value)) for mode, value in row.get("modes", {}).items()),
            bool(row.get("about", False)),
        )
        for code, row in load_yaml("plover.yml").items()
    }


@lru_cache(maxsize=100)
def is_friction(code: str) -> bool:
    """Whether a PLOVER type is one of conflict, verbal or material."""
    return plover()[EventCode(code)].quad.endswith("conflict")


@lru_cache(maxsize=1)
def cameo() -> dict[str, CameoCode]:
    """CAMEO's codes (manual 1.1b3) with the Goldstein values of ICEWS and of GDELT."""
    columns = ("code", "name", "goldstein_icews", "goldstein_gdelt", "plover", "mode")
    return {
        code: CameoCode(
            code,
            name,
            float(icews) if icews else None,
            float(gdelt) if gdelt else None,
            EventCode(kind) if kind in EventCode.__members__ else None,
            mode,
        )
        for code, name, icews, gdelt, kind, mode in load_table("cameo.tsv", columns)
    }


def codebook(code: str) -> Type | CameoCode:
    """A PLOVER type by its name (any case) or a CAMEO code by its digits; KeyError names what there is."""
    wanted = code.strip().upper()
    if wanted in EventCode.__members__:
        return plover()[EventCode(wanted)]
    if wanted in cameo():
        return cameo()[wanted]
    raise KeyError(f"{code!r} is neither a PLOVER type ({', '.join(EventCode)}) nor a CAMEO code such as 042")


@lru_cache(maxsize=1)
def role_codes() -> dict[str, str]:
    """Roles of agent nouns → CAMEO's codes of agent roles: government GOV, military MIL, armed group REB …"""
    return {
        "office": "GOV",
        "government": "GOV",
        "military": "MIL",
        "legislature": "LEG",
        "court": "JUD",
        "police": "COP",
        "party": "OPP",
        "armed group": "REB",
        "people": "CVL",
        "business": "BUS",
        "media": "MED",
    }


@lru_cache(maxsize=1)
def agent_nouns() -> dict[str, tuple[str, str]]:
    """Nouns for actors → (role, office): ("office", "president") for "head of state", ("military", "") for "troops"."""
    found: dict[str, tuple[str, str]] = {}
    for role, content in load_yaml("agents.yml").items():
        if role == "office":
            for office, nouns in content.items():
                found.update(dict.fromkeys(nouns, ("office", office)))
        else:
            listed = [noun.strip() for line in content for noun in line.split(",")]
            found.update({noun: (role, "") for noun in listed if noun not in found})
    return found


@lru_cache(maxsize=1)
def topic_words() -> tuple[dict[str, list[Topic]], dict[str, list[Topic]]]:
    """Words and stems that tell a topic, in lower case: (whole words or phrases, beginnings of words)."""
    whole: dict[str, list[Topic]] = {}
    stems: dict[str, list[Topic]] = {}
    for topic, words in load_yaml("topics.yml").items():
        for word in words:
            target = stems if word.endswith("-") else whole
            target.setdefault(str(word).removesuffix("-"), []).append(Topic(topic))
    return whole, stems


@lru_cache(maxsize=1)
def trigger_words() -> tuple[dict[str, EventCode], dict[str, EventCode]]:
    """Words and phrases that nearly always express one type of act: (whole words or phrases, beginnings of words)."""
    whole: dict[str, EventCode] = {}
    stems: dict[str, EventCode] = {}
    for code, words in load_yaml("triggers.yml").items():
        for word in words:
            (stems if word.endswith("-") else whole)[str(word).removesuffix("-")] = EventCode(code)
    return whole, stems
