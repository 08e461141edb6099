"""Rebuilds the derived tables of `src/comity/knowledge/data` from the reference files beside the repository.

    python tools/build_knowledge.py [--shared DIR]

Only facts are carried over (names, codes, dates); what each table rests on stands in SOURCES.md. The hand-written YAML files
in the same folder are not touched.
"""

from __future__ import annotations

import argparse
import csv
import gzip
import html
import io
import json
import os
import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import unquote

import yaml
import zstandard

from comity.knowledge.persons import by_hand
from people import HEADS, People, alike, close_by_successor, leaders_office, merged, plain, sound, tokens

ROOT = Path(__file__).resolve().parents[1]
DATA = ROOT / "src/comity/knowledge/data"

# Names in the state lists of COW and Gleditsch & Ward that no name table has, and former states' own codes.
STATE_LIST_NAMES = {
    "South Korea": "KOR", "North Korea": "PRK", "Korea, Republic of": "KOR", "Korea, People's Republic of": "PRK",
    "Russia (Soviet Union)": "RUS", "Germany (Prussia)": "DEU", "German Federal Republic": "DEU", "Italy/Sardinia": "ITA",
    "German Democratic Republic": "DDR", "Czechoslovakia": "CSK", "Yugoslavia (Serbia)": "SRB", "Yugoslavia": "SRB",
    "Republic of Vietnam": "RVN", "Vietnam, Democratic Republic of": "VNM", "Vietnam, Republic of": "RVN",
    "Democratic Republic of the Congo": "COD", "Congo, Democratic Republic of (Zaire)": "COD", "Congo": "COG",
    "Ivory Coast": "CIV", "Cote D’Ivoire": "CIV", "Macedonia": "MKD", "Macedonia (Former Yugoslav Republic of)": "MKD",
    "Swaziland": "SWZ", "Myanmar (Burma)": "MMR", "Cambodia (Kampuchea)": "KHM", "Iran (Persia)": "IRN",
    "Turkey": "TUR", "Turkey (Ottoman Empire)": "TUR", "Turkey/Ottoman Empire": "TUR", "Rumania": "ROU",
    "Belarus (Byelorussia)": "BLR", "Kyrgyz Republic": "KGZ", "Tanzania/Tanganyika": "TZA", "Burkina Faso (Upper Volta)": "BFA",
    "Zimbabwe (Rhodesia)": "ZWE", "Madagascar (Malagasy)": "MDG", "Sri Lanka (Ceylon)": "LKA", "Surinam": "SUR",
    "Bosnia-Herzegovina": "BIH", "Gambia": "GMB", "Bahamas": "BHS", "Cape Verde": "CPV", "East Timor": "TLS",
    "Federated States of Micronesia": "FSM", "St. Kitts and Nevis": "KNA", "St. Lucia": "LCA",
    "St. Vincent and the Grenadines": "VCT", "Sao Tome and Principe": "STP", "United States of America": "USA",
    "Yemen Arab Republic": "YEM", "Yemen (Arab Republic of Yemen)": "YEM", "Yemen People's Republic": "YMD",
    "Yemen, People's Republic of": "YMD", "Zanzibar": "EAZ", "Tibet": "TIB", "Vietnam": "VNM", "Samoa/Western Samoa": "WSM",
    "Czech Republic": "CZE", "Trinidad and Tobago": "TTO", "Antigua & Barbuda": "ATG",     "Kiribati": "KIR", "Nauru": "NRU", "Tonga": "TON", "Tuvalu": "TUV", "Kosovo": "XKX",
}  # fmt: skip


def zst_lines(path: Path) -> Iterator[str]:
    with path.open("rb") as raw, zstandard.ZstdDecompressor().stream_reader(raw) as stream:
        yield from io.TextIOWrapper(stream, encoding="utf-8")


def rows(path: Path, delimiter: str = ",") -> list[dict[str, str]]:
    opener = gzip.open if path.suffix == ".gz" else open
    with opener(path, "rt", encoding="utf-8", errors="replace") as stream:
        return list(csv.DictReader(stream, delimiter=delimiter))


def write(name: str, header: list[str], table: list[list[str]]) -> None:
    target = DATA / name
    with target.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, delimiter="\t", lineterminator="\n", quoting=csv.QUOTE_NONE, escapechar="\\")
        writer.writerow(header)
        writer.writerows([[re.sub(r"[\t\n\\]", " ", cell) for cell in row] for row in table])
    print(f"{target.relative_to(ROOT)}: {len(table)} rows, {target.stat().st_size / 1000:.0f} kB")


@dataclass(slots=True)
class State:
    code: str
    alpha2: str
    name: str
    names: list[str] = field(default_factory=list)
    nouns: list[str] = field(default_factory=list)
    adjectives: list[str] = field(default_factory=list)
    capital: str = ""
    cow: list[str] = field(default_factory=list)  # number:first year-last year
    gw: list[str] = field(default_factory=list)


def nationality(text: str, plural: bool) -> list[str]:
    """`Briton(s), British (collective plural)` → Briton, Britons, British."""
    text = re.sub(r"<[^>]+>|;.*|note.*", "", text)
    found = []
    for part in re.split(r",| or |/", text):
        ending = re.search(r"\((s|es)\)", part)
        word = re.sub(r"\([^)]*\)", "", part).strip()
        if word and word[0].isupper() and len(word.split()) <= 3:
            found.append(word)
            if plural and ending:
                found.append(word + ending[1])
    return found


# Capitals that are first of all other things in English texts: a person, a university, an adjective.
NO_CAPITALS = {"Victoria", "Male", "Kingstown", "Georgetown", "Hamilton", "Stanley", "Douglas", "Plymouth", "The Valley", "St. George's",
    "St. John's", "Saint-Denis", "Basse-Terre", "Roseau", "Castries", "San Juan", "Kingston", "West Island", "Saint Helier", "Gustavia",
    "Marigot", "Adamstown", "Alofi", "Avarua", "Yaren", "Tarawa", "Basseterre", "Hagatna", "Saint Peter Port", "Diego Garcia", "Willemstad",
    "Charlotte Amalie", "Road Town", "Grand Turk", "George Town", "Jamestown", "Longyearbyen", "Saint-Pierre", "Flying Fish Cove"}  # fmt: skip
# Names of the source that are common words, other tongues' demonyms or jokes.
NO_NAMES = {
    "Island",
    "Aquaserbia",
    "Burkina Faso nutome",
    "Vanuatu nutome",
    "Vanuatuo",
    "Magyar",
    "CAR",
    "Hayti",
    "Jamaica Island",
    "Polonia",
    "Filipinas",
    "Gabonais",
    "Salvadori",
    "El Salvadori",
    "El Salvadore",
    "Valletta, Malta",
    "Tunis",
    "Afrika du Sud",
    "Suid -Afrika",
}


def build_states(data: Path) -> dict[str, State]:
    reference = data / "reference"
    states: dict[str, State] = {}
    by_fips: dict[str, State] = {}
    for row in rows(reference / "country-codes.csv"):
        code = row["ISO3166-1-Alpha-3"]
        if not code:
            continue
        state = states[code] = State(
            code,
            row["ISO3166-1-Alpha-2"],
            row["CLDR display name"],
            capital=row["Capital"] if row["Capital"] not in NO_CAPITALS else "",
        )
        formal = re.sub(r"^the ", "", row["UNTERM English Formal"])
        state.names += [row["official_name_en"], row["UNTERM English Short"], formal]
        if len(row["FIPS"].strip()) == 2:
            by_fips[row["FIPS"].lower()] = state
    states["XKX"] = by_fips["kv"] = State("XKX", "XK", "Kosovo", capital="Pristina")
    alphas = {state.alpha2.lower(): state for state in states.values()}
    for chunk in (reference / "territories.yml.txt").read_text(encoding="utf-8").split("# ---- ")[1:]:
        territory = yaml.safe_load(chunk.split("\n", 1)[1])
        stem = chunk.split(".yml", 1)[0]
        if state := alphas.get(stem):
            latin = [n for n in territory["names_strong"] if re.fullmatch(r"[A-Za-z’'.,\- éèíóãçôÅ]+", n) and n[0].isupper()]
            state.names += [territory["name"], territory["full_name"], *latin]
    for line in zst_lines(reference / "factbook-2026-05.jsonl.zst"):
        entry = json.loads(line)
        state = by_fips.get(entry["file"].split("/")[-1].partition(".")[0])
        people = entry.get("nationality") or {}
        if state and people.get("noun"):
            state.nouns += nationality(people["noun"].get("text", ""), plural=True)
            state.adjectives += nationality((people.get("adjective") or {}).get("text", ""), plural=False)
    for code, name, alpha2 in (
        ("DDR", "East Germany", "DD"), ("CSK", "Czechoslovakia", "CS"), ("RVN", "South Vietnam", ""), ("YMD", "South Yemen", "YD"),
    ):  # fmt: skip
        states[code] = State(code, alpha2, name)
    known = {plain(name): code for code, state in states.items() for name in [state.name, *state.names] if name}
    missing = []
    for scheme, file, number, name, first, last in (
        ("cow", "cow_states.csv.gz", "ccode", "statenme", "styear", "endyear"),
        ("gw", "gw_states.csv.gz", "gwcode", "statename", "startdate", "enddate"),
    ):
        for row in rows(data / "panels" / file):
            end = row[last][:4]
            code = STATE_LIST_NAMES.get(row[name]) or known.get(plain(row[name]))
            if code in states:
                until = "" if int(end) >= 2016 else end
                getattr(states[code], scheme).append(f"{int(float(row[number]))}:{row[first][:4]}-{until}")
            elif int(end) >= 1946:
                missing.append(f"{scheme} {row[name]}")
    if missing:
        print("states of the lists without a code here:", ", ".join(missing))
    return states


def write_states(states: dict[str, State]) -> None:
    table = []
    for state in sorted(states.values(), key=lambda s: s.code):
        names = list(
            dict.fromkeys(n.strip() for n in [state.name, *state.names] if n and n.strip() and n.strip() not in NO_NAMES)
        )
        columns = [names, list(dict.fromkeys(state.nouns)), list(dict.fromkeys(state.adjectives))]
        joined = ["|".join(column) for column in columns]
        table.append([state.code, state.alpha2, state.name, *joined, state.capital, "|".join(state.cow), "|".join(state.gw)])
    write("states.tsv", ["code", "alpha2", "name", "names", "nouns", "adjectives", "capital", "cow", "gw"], table)


def title_case(words: str) -> str:
    """`VLADIMIR_PUTIN_` → Vladimir Putin; particles stay small."""
    small = {"de", "da", "dos", "al", "el", "bin", "ibn", "von", "van", "der", "den", "la", "le", "ul"}
    parts = [w for w in words.replace("_", " ").strip().lower().split() if w]
    words = [w if w in small and i else "-".join(p[:1].upper() + p[1:] for p in w.split("-")) for i, w in enumerate(parts)]
    words = [
        w.upper() if re.fullmatch(r"[ivx]{2,4}", w, re.I) else re.sub(r"(?<=\.)[a-z]", lambda m: m[0].upper(), w) for w in words
    ]
    return " ".join(re.sub(r"^(Mc|O')([a-z])", lambda m: m[1] + m[2].upper(), w) for w in words)


# Rulers of another state, occupiers and bodies among the leaders of Archigos.
NOT_THEIRS = {
    ("KWT", "Saddam Hussein"),
    ("SYR", "Nasser"),
    ("JPN", "MacArthur"),
    ("BRA", "Military Junta"),
    ("CHN", "Chen Gongbo"),
}


def from_archigos(path: Path, states: dict[str, State], people: People) -> None:
    """Archigos 1875–2015: a row for each leader and year; full names from the titles of their encyclopedia pages."""
    by_cow = {pair.partition(":")[0]: s.code for s in states.values() for pair in s.cow + s.gw}
    spells: dict[tuple[str, str, str], list[tuple[str, str]]] = defaultdict(list)
    for row in rows(path, "\t"):
        code = by_cow.get(row["ccode"])
        if not code or row["enddate"] < "1945" or (code, row["leader"].strip()) in NOT_THEIRS:
            continue
        page = unquote(row["dbpedia.uri"].rpartition("/")[2]).replace("_", " ")
        page = re.sub(r"\s*\([^)]*\)|,.*", "", page).strip()
        surname = row["leader"].strip()
        name = page if page and page != "NA" and len(page.split()) > 1 else surname
        spells[code, name, surname].append((row["startdate"].strip(), row["enddate"].strip()))
    for (code, name, surname), terms in spells.items():
        merged: list[list[str]] = []
        for begin, end in sorted(terms):
            if merged and begin[:4] <= str(int(merged[-1][1][:4]) + 1) and (begin[5:] == "01-01" or begin <= merged[-1][1]):
                merged[-1][1] = max(end, merged[-1][1])
            else:
                merged.append([begin, end])
        for begin, end in merged:
            office = leaders_office(code, begin)
            person = people.add(code, name, office, begin, "" if end >= "2015-12-31" else end, "archigos")
            if surname != name:
                person.aliases.add(surname)


def from_reign(path: Path, states: dict[str, State], people: People) -> None:
    """REIGN to March 2021: only terms that began in 2014 or later, or that Archigos left open."""
    by_cow = {pair.partition(":")[0]: s.code for s in states.values() for pair in s.cow}
    for row in rows(path):
        code = by_cow.get((row["ccode"] or "").strip())
        if not code or not row["syear"].isdigit():
            continue
        begin = f"{int(row['syear']):04d}-{int(row['smonth']):02d}-{int(row['sdate'] or 1):02d}"
        still = not row["eyear"].isdigit() or row["eyear"] + row["emonth"].zfill(2) >= "202102"
        if still or row["eyear"] >= "2015":
            over = "" if still else f"{int(row['eyear']):04d}-{int(row['emonth']):02d}"
            people.add(code, row["leader"].strip(), leaders_office(code, begin), begin, over, "reign")


OFFICES = (
    (re.compile(r"\bpresident\b|chief of state|supreme leader|general secretary", re.I), "president"),
    (re.compile(r"prime minister|premier|chancellor|taoiseach|head of government", re.I), "prime minister"),
    (re.compile(r"\bking\b|\bqueen\b|monarch|emir|sultan|emperor|prince", re.I), "monarch"),
)


def office_of(title: str) -> str:
    for pattern, office in OFFICES:
        if pattern.search(title):
            return office
    return "official"


def from_lists(folder: Path, states: dict[str, State], people: People) -> None:
    by_name = {plain(n): s.code for s in states.values() for n in [s.name, *s.names] if n}
    by_alpha2 = {s.alpha2: s.code for s in states.values()}
    for row in rows(folder / "world-leaders-2021-wikidata.csv"):
        code = by_name.get(plain(row["country"]))
        realm = (
            row["officeholderLabel"] in ("Elizabeth II", "Charles III") and code != "GBR"
        )  # monarchs of many realms, of one state here
        if code and not realm and code != "AND" and row["officeholderLabel"] and not row["officeholderLabel"].startswith("Q"):
            office = office_of(row["positionLabel"])
            people.add(code, row["officeholderLabel"], office, row["start_year"], row["end_year"], "wikidata 2021")
    for name in ("world-leaders-2026-asean.csv", "world-leaders-2026-g20.csv"):
        for row in rows(folder / name):
            code = by_alpha2.get(row["ISO"])
            for title, holder, since in (
                ("HoG Title", "Head of Government", "HoG Since"),
                ("HoS Title", "Head of State", "HoS Since"),
            ):
                if code and row[holder]:
                    people.add(code, row[holder], office_of(row[title]), row[since], "", "leaders 2026")


MONTHS = "January February March April May June July August September October November December".split()
SINCE = re.compile(
    r"(?P<title>[A-Z][\w.\- ]*?) (?P<name>(?:[A-Z][\w.'’\-]+ )*[A-Z][\w'’\-]*[A-Z]{2}[\w'’\-]*"
    r"(?: (?:[a-z]{2,4}|[A-Z][\w'’\-]+)){0,5}) \(since (?P<day>\d+) (?P<month>[A-Z][a-z]+) (?P<year>\d{4})\)"
)
BEFORE_NAMES = set(
    "Acting Interim Transition Transitional Caretaker Vice Deputy Prime Minister President Premier Chancellor King Queen Prince".split()
)
BEFORE_NAMES |= set(
    "Crown Emir Amir Sultan Sir Dame General Gen. Col. Capt. Dr. Executive Chief State Political Affairs Assembly City".split()
)
BEFORE_NAMES |= {
    "People's",
    "Vatican",
    "Leader",
    "Supreme",
    "Pope",
    "Chairperson",
    "Grand",
    "Duke",
    "Co-Vice",
    "Archbishop",
    "Co-prince",
}
NOT_SOVEREIGN_BUT_NAMED = {"XKX", "PSE", "TWN", "VAT", "HKG", "MAC", "GRL"}


def from_factbook(path: Path, states: dict[str, State], people: People, fips: dict[str, str]) -> None:
    """The World Factbook's heads of state and of government, with the day since when; family names there are in capitals."""
    for line in zst_lines(path):
        entry = json.loads(line)
        code = fips.get(entry["file"].split("/")[-1].partition(".")[0], "")
        if code == "AND" or not (code in NOT_SOVEREIGN_BUT_NAMED or (code in states and states[code].cow)):
            continue
        branch = entry["government"].get("Executive branch") or {}
        for part in ("chief of state", "head of government"):
            text = html.unescape(re.sub(r"<[^>]+>", "", (branch.get(part) or {}).get("text", "")))
            for match in SINCE.finditer(text.split(";")[0]):
                words = match["name"].split()
                while words and words[0] in BEFORE_NAMES:
                    words = words[1:]
                name = " ".join(natural(word) for word in words)
                if name.startswith("Charles III") or match["month"] not in MONTHS or len(name) < 4:
                    continue  # one king of many realms, told under one of them
                title = match["title"]
                head = "president" if "president" in title.lower() else "prime minister"
                office = office_of(title) if part == "chief of state" else head
                begin = f"{match['year']}-{MONTHS.index(match['month']) + 1:02d}-{int(match['day']):02d}"
                people.add(code, name, office, begin, "", "factbook 2026")


def natural(word: str) -> str:
    """`SASSOU-NGUESSO` → Sassou-Nguesso; numerals and initials stay."""
    if not word.isupper() or len(word) < 3 or re.fullmatch(r"[IVX]+", word):
        return word
    return "-".join(part.capitalize() for part in word.split("-"))


ROLE = {
    "GOV": "government",
    "MIL": "military",
    "LEG": "legislature",
    "JUD": "court",
    "OPP": "opposition",
    "REB": "rebel",
}
ROLE |= {"ELI": "elite", "COP": "police", "SPY": "intelligence", "UNO": "UN"}
PERIOD = re.compile(r"\[([A-Z]{3})([A-Z]*)(?:\s+([<>]?)(\d{6})(?:-(\d{6}))?)?\s*\]")
TITLES = re.compile(
    r"^(?:[A-Z]+_)?(?:PRESIDENT|PRIME_MINISTER|MINISTER|FOREIGN_MINISTER|KING|QUEEN|GENERAL|SENATOR|AMBASSADOR|CHANCELLOR|SECRETARY|EMIR|SULTAN|PREMIER)_"
)


def six(date: str) -> str:
    """`991231` → 1999-12-31; years below 35 are of this century."""
    year = int(date[:2])
    return f"{2000 + year if year < 35 else 1900 + year}-{date[2:4]}-{date[4:]}"


def from_phoenix(path: Path, states: dict[str, State], people: People) -> None:
    """PETRARCH's dictionary of national actors: persons with at least two names and a role, with their periods to 2014."""
    blocks: list[tuple[list[str], list[tuple[str, str, str, str]]]] = []
    names: list[str] = []
    periods: list[tuple[str, str, str, str]] = []
    for line in path.read_text(encoding="utf-8", errors="replace").splitlines():
        line = line.partition("#")[0].rstrip()
        if not line:
            continue
        found = [m.groups() for m in PERIOD.finditer(line)]
        head = re.sub(r"\[[^\]]*\]", "", line).strip()
        if head and not head.startswith("+"):
            blocks.append((names, periods))
            names, periods = [head], []
        elif head:
            names.append(head[1:])
        for state, role, sign, begin, end in found:
            periods.append((state, role, f"{sign or ''}{begin or ''}", end or ""))
    blocks.append((names, periods))
    for names, periods in blocks:
        usable = [p for p in periods if p[0] in states and p[1][:3] in ROLE]
        dated = [p for p in usable if p[2]]
        people_like = [n for n in names if not TITLES.match(n) and re.fullmatch(r"[A-Z.'\-_ ]+", n)]
        if (
            not dated
            or not people_like
            or len(title_case(people_like[0]).split()) < 2
            or (not TITLES.search(" ".join(names)) and len(dated) < 1)
        ):
            continue
        name = title_case(people_like[0])
        if re.search(r"\b[A-Z]\.?[A-Z]?\.? [A-Z]\.?$|\d", name):
            continue
        if not 2 <= len(name.split()) <= 4 or re.search(r"\b(the|of|and|party|army|front)\b", name, re.I):
            continue
        for state, role, begin, end in dated:
            try:
                first = "" if begin.startswith("<") else six(begin.lstrip("<>"))
                last = six(begin[1:]) if begin.startswith("<") else six(end) if end else ""
            except (ValueError, IndexError):
                continue
            if last and last < "1975":
                continue
            person = people.add(state, name, ROLE[role[:3]], first, last, "phoenix")
            person.aliases.update(
                a for a in map(title_case, people_like[1:]) if 2 <= len(a.split()) <= 4 and alike(a, person, state)
            )


def write_people(people: People) -> None:
    """persons.tsv: what the sources add to the hand-written files; contradictions.tsv: where sources disagree."""
    contradictions: list[list[str]] = []
    everybody = sorted(people.all, key=lambda p: (p.code, p.name))
    terms = {index: merged(person, contradictions) for index, person in enumerate(everybody)}
    hand: dict[tuple[str, str], list[tuple[str, str]]] = defaultdict(list)
    for person in everybody:
        for office, first, last, source in person.claims:
            if source == "comity":
                hand[person.code, office].append((first, last))
    close_by_successor(terms, everybody, hand)
    own: dict[str, set[str]] = defaultdict(set)  # names in keys: nobody else's aliases
    by_hand_names: dict[str, set[str]] = defaultdict(set)
    for person in everybody:
        own[person.code].add(person.name)
        if person.hand:
            by_hand_names[person.code].update(person.hand_aliases)
    table, officials = [], []
    for index, person in enumerate(everybody):
        told = {office for office, _, _, source in person.claims if source == "comity"}
        if told & set(HEADS):
            told |= set(HEADS)
        mine = [t for t in terms[index] if t[0] not in told and t[0] != "official"]
        aliases = sorted(
            a
            for a in person.aliases - by_hand_names.get(person.code, set())
            if usable(a, person.name) and a not in own[person.code]
        )
        if [t[3] for t in mine] == ["phoenix"] and not person.hand:
            officials.append([person.code, person.name, "|".join(aliases), mine[0][1], mine[0][2]])
        elif mine or (aliases and person.hand):
            table.append([person.code, person.name, "|".join(aliases), "|".join("~".join(t) for t in mine)])
    write("persons.tsv", ["code", "name", "aliases", "terms"], table)
    write("officials.tsv", ["code", "name", "aliases", "first", "last"], officials)
    header = ["code", "name", "office", "what", "date", "source", "other date", "other source"]
    write("contradictions.tsv", header, sorted(contradictions))


_TITLED = re.compile(
    r"administration|^mr\b|president|^the |^gov|secretary|secretaty|minister|kanzler|^gen\b|general\b|^king |^sir |speaker|director"
    r"|congressman|representative|ayatollah|hojatolislam|leader|^pm |^senator|^ex |,|:", re.I)  # fmt: skip


def usable(alias: str, name: str) -> bool:
    """Whether another form of a name tells the person: no title in it, and a word of the name."""
    if _TITLED.search(alias) or re.search(r"[A-Z]{3,}", alias):
        return False
    mine, theirs = tokens(alias), tokens(name)
    return len(mine) > 1 and bool({sound(w) for w in mine} & {sound(w) for w in theirs})


BODY = re.compile(
    r"\b(front|army|armed|movement|party|brigades?|group|organi[sz]ation|council|forces?|liberation|revolutionary|union|alliance|league"
    r"|guards?|command|faction|committee|fighters|martyrs|jihad|resistance|islamic|peoples?|popular|national|red|black|commandos?|cells?"
    r"|cartel|militia|network|battalion|legion|rebels?|tigers|congress|society|nucleus|nuclei|sect|vanguard|communist|workers)\b",
    re.I,
)


def write_groups(path: Path, states: dict[str, State]) -> None:
    table, current = [], None
    for line in path.read_text(encoding="utf-8", errors="replace").splitlines():
        line = line.partition("#")[0].rstrip()
        if re.search(r"[A-Z]_\(?|\[", line) and not line.startswith("+"):
            match = re.match(r"([A-Z0-9'’.\- _]+?)_?(?:\(([A-Z0-9\-]+)\))?_?\s*\[([A-Z]{3})([A-Z]*)", line)
            current = None
            if match and (match[3] in states or match[3] == "IMG"):
                current = [
                    match[3] if match[3] in states else "-",
                    title_case(match[1]),
                    match[2] or "",
                    match[4][:3] or "REB",
                ]
                if len(current[1]) > 4 and len(current[1].split()) > 1:
                    table.append(current)
        elif line.startswith("+") and current is not None:
            alias = re.sub(r"\(.*", "", line[1:])
            if len(title_case(alias).split()) > 1 and current[2].count("|") < 4:
                current[2] = "|".join(filter(None, [current[2], title_case(alias)]))
    bodies = [row for row in table if BODY.search(row[1])]  # the source lists persons among them
    write("groups_phoenix.tsv", ["code", "name", "aliases", "role"], sorted({row[1]: row for row in bodies}.values()))


# Where comity's own code book (docs/statements.md) files an act elsewhere than the conversion table does: embargoes and
# sanctions stand with broken relations, occupation with attacks, repression with coercion.
OURS = {"163": "SANCTION", "192": "ASSAULT", "175": "COERCE"}


def write_cameo(data: Path) -> None:
    plover: dict[str, tuple[str, str]] = {}
    for line in (data / "ontology/CAMEO2PLOVER-2021.txt").read_text(encoding="utf-8").splitlines():
        if match := re.match(r"(\d{2,4}):\s*([A-Z]+)\s*,?\s*([\w\- ]*)", line):
            plover[match[1]] = (match[2], match[3].strip())
    gdelt = {r["CAMEOEVENTCODE"]: r["GOLDSTEINSCALE"] for r in rows(data / "panels/gdelt_goldsteinscale.txt", "\t")}
    roots = {  # the conversion table begins at 03; the manual puts appeals (02) under REQUEST
        root: kind
        for kind, row in yaml.safe_load((DATA / "plover.yml").read_text(encoding="utf-8")).items()
        for root in row["cameo"]
    }
    table = []
    for row in rows(data / "panels/goldstein_icews.csv"):
        code = row["code"]
        kind, mode = plover.get(code, plover.get(code[:3], plover.get(code[:2], (roots.get(code[:2], ""), ""))))
        kind = OURS.get(code, kind)
        table.append([code, row["name"].capitalize(), row["goldstein"], gdelt.get(code, ""), kind, mode])
    write("cameo.tsv", ["code", "name", "goldstein_icews", "goldstein_gdelt", "plover", "mode"], table)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=Path, default=Path(os.environ.get("COMITY_SHARED", ROOT.parent / "shared")))
    data = parser.parse_args().shared / "data"
    reference = data / "reference"
    states = build_states(data)
    write_states(states)
    people = People()
    for key, person in by_hand().items():
        code, _, name = key.partition(":")
        people.put(code, name, person.aliases, [(t.office, t.first, t.last, t.source) for t in person.terms])
    from_archigos(reference / "leaders/archigos-1875-2015.txt", states, people)
    from_reign(reference / "leaders/reign-leaderlist-2021-03.csv", states, people)
    from_lists(reference / "leaders", states, people)
    fips = {r["FIPS"].lower(): r["ISO3166-1-Alpha-3"] for r in rows(reference / "country-codes.csv")}
    from_factbook(reference / "factbook-2026-05.jsonl.zst", states, people, fips)
    from_phoenix(reference / "phoenix/Phoenix.Countries.actors.txt", states, people)
    write_people(people)
    write_groups(reference / "phoenix/Phoenix.MilNonState.actors.txt", states)
    write_cameo(data)


if __name__ == "__main__":
    main()
