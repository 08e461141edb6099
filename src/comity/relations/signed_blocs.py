"""Blocs: who stands with whom, by what they did with and to each other, by their ties, and by their partners.

Each pair has a signed weight. Seen cooperation above what chance gives two so active speaks for them, seen friction above
chance against them, both as standardised residuals of the null model that `series` uses; ties that hold add to either side;
pairs that treat third parties alike lean together. Blocs are then the partition with the least **frustration** (Doreian &
Mrvar 1996, "A partitioning approach to structural balance", eq. 1): the weight of friendly lines between blocs and of
hostile lines inside them. The number of blocs is not given. Finding the least is NP-hard; here a local search with fixed
starts looks for it (moves of one actor, merging of two blocs), so the result is the same each time, and good, but not proved.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from comity.knowledge.labels import label, state_names
from comity.ledger import Ledger
from comity.ledger.pairs import Balances, PairCounts, events_by_pair, ties_by_pair
from comity.relations.bloc_search import frustration, least_frustrated
from comity.relations.series import periods

if TYPE_CHECKING:
    from numpy.typing import NDArray

FRIENDLY_TIES = frozenset({"ALLIANCE", "ALIGNMENT", "MEMBERSHIP", "RECOGNITION"})
HOSTILE_TIES = frozenset({"RIVALRY", "DISPUTE"})
_TIE = 1.5  # what a tie that holds weighs, in standard deviations of events
_LIKENESS = 2.0  # what treating all third parties alike weighs
_COMMON = 3  # third parties that two must share before likeness says anything
_FAINT = 0.75  # weights below this are no line


@dataclass(frozen=True, slots=True)
class Line:
    """Two actors, what they did, and the signed weight that follows; `likeness` of their partners from -1 to 1."""

    one: str
    other: str
    cooperation: int
    friction: int
    ties: tuple[str, ...]
    likeness: float
    weight: float


@dataclass(frozen=True)
class Blocs:
    """The blocs, largest first, the lines between actors, and the share of their weight that no partition explains."""

    first_day: str | None
    last_day: str | None
    blocs: tuple[tuple[str, ...], ...]
    lines: tuple[Line, ...]
    frustration: float

    def of(self, code: str) -> int | None:
        """The number of an actor's bloc; None where it is in none."""
        return self._homes.get(code)

    @cached_property
    def _homes(self) -> dict[str, int]:
        return {code: number for number, bloc in enumerate(self.blocs) for code in bloc}

    def core(self, number: int) -> str:
        """The member of a bloc that the most friendly weight binds to the others: what the bloc may be called by."""
        bloc = self.blocs[number]
        bound = dict.fromkeys(bloc, 0.0)
        for line in self.lines:
            if line.one in bound and line.other in bound:
                bound[line.one] += line.weight
                bound[line.other] += line.weight
        return max(bloc, key=lambda code: (bound[code], code))


def blocs(
    ledger: Ledger,
    *,
    first_day: str | None = None,
    last_day: str | None = None,
    least: int = 5,
    states_only: bool = True,
) -> Blocs:
    """The blocs among actors with at least `least` events within days (ISO, both included)."""
    events = events_by_pair(ledger, first_day=first_day, last_day=last_day)
    ties = ties_by_pair(ledger, first_day=first_day, last_day=last_day)
    if states_only:
        known = state_names().keys()
        events = {pair: balance for pair, balance in events.items() if pair[0] in known and pair[1] in known}
    lines = signed_lines(events, ties, least=least)
    found, unexplained = partition(lines)
    return Blocs(first_day, last_day, found, lines, unexplained)


def blocs_through_time(
    ledger: Ledger,
    step: str,
    *,
    first_day: str | None = None,
    last_day: str | None = None,
    least: int = 5,
    states_only: bool = True,
) -> tuple[tuple[str, Blocs], ...]:
    """The blocs of each period (day, week, month, year), by its label; periods without any are left out."""
    ((first, last),) = ledger.ask("SELECT MIN(date), MAX(date) FROM documents")
    begin, end = first_day or first, last_day or last
    if begin is None or end is None:
        return ()
    found = []
    for label_, opens, closes in periods(dt.date.fromisoformat(begin), dt.date.fromisoformat(end), step):
        days = {"first_day": opens.isoformat(), "last_day": closes.isoformat()}
        period = blocs(ledger, least=least, states_only=states_only, **days)
        if period.blocs:
            found.append((label_, period))
    return tuple(found)


def signed_lines(events: Balances, ties: PairCounts, *, least: int) -> tuple[Line, ...]:
    """A line for each pair with something between them, heaviest first."""
    activity: Counter[str] = Counter()
    for (a, b), (cooperation, friction) in events.items():
        activity[a] += cooperation + friction
        activity[b] += cooperation + friction
    names = sorted(code for code, count in activity.items() if count >= least)
    place = {name: i for i, name in enumerate(names)}
    size = len(names)
    seen: NDArray[np.float64] = np.zeros((2, size, size))  # cooperation, friction
    counted = [(place[a], place[b], *balance) for (a, b), balance in events.items() if a in place and b in place]
    ones, others, *balances = np.array(counted, dtype=np.int64).reshape(-1, 4).T
    for table, numbers in zip(seen, balances, strict=True):
        np.add.at(table, (ones, others), numbers)
        np.add.at(table, (others, ones), numbers)
    degree = seen.sum((0, 2))
    total = max(degree.sum(), 1.0)
    chance = np.outer(degree, degree) / total * (seen.sum((1, 2)) / total)[:, None, None]
    residual = (seen - chance) / np.sqrt(chance + 1.0)
    direct = np.where(seen.sum(0) > 0, residual[0] - residual[1], 0.0)
    tied: dict[tuple[str, str], list[str]] = {}
    for a, b, code in ties:
        if a in place and b in place and code in FRIENDLY_TIES | HOSTILE_TIES:
            tied.setdefault((a, b), []).append(code)
            step = _TIE if code in FRIENDLY_TIES else -_TIE
            direct[place[a], place[b]] += step
            direct[place[b], place[a]] += step
    alike = _likeness(direct)
    weight = direct + _LIKENESS * alike
    drawn = np.nonzero(np.triu(np.abs(weight) >= _FAINT, 1))
    columns = (table[drawn].tolist() for table in (seen[0], seen[1], alike, weight))
    lines = [
        Line(
            one=names[i],
            other=names[j],
            cooperation=int(cooperation),
            friction=int(friction),
            ties=tuple(sorted(tied[names[i], names[j]])) if (names[i], names[j]) in tied else (),
            likeness=round(likeness, 3),
            weight=round(strength, 3),
        )
        for i, j, cooperation, friction, likeness, strength in zip(*(axis.tolist() for axis in drawn), *columns, strict=True)
    ]
    return tuple(sorted(lines, key=lambda line: (-abs(line.weight), line.one, line.other)))


def _likeness(direct: NDArray[np.float64]) -> NDArray[np.float64]:
    """How alike two actors treat third parties: the cosine of their weights with all that both have to do with."""
    known = (direct != 0).astype(np.float64)  # nobody has to do with oneself, so that neither of two is a third party of theirs
    common, squares = known @ known.T, direct**2 @ known.T
    norms = np.sqrt(squares * squares.T)
    enough = (common >= _COMMON) & (norms > 0)
    np.fill_diagonal(enough, False)
    alike: NDArray[np.float64] = np.where(enough, direct @ direct.T / np.where(enough, norms, 1.0), 0.0)
    return alike


def partition(lines: Sequence[Line]) -> tuple[tuple[tuple[str, ...], ...], float]:
    """The blocs with the least frustration that the search finds, largest first, and its share of all weight."""
    names = sorted({name for line in lines for name in (line.one, line.other)})
    if not names:
        return (), 0.0
    place = {name: i for i, name in enumerate(names)}
    weights: NDArray[np.float64] = np.zeros((len(names), len(names)))
    for line in lines:
        weights[place[line.one], place[line.other]] = weights[place[line.other], place[line.one]] = line.weight
    best = least_frustrated(weights)
    groups: dict[int, list[str]] = {}
    for name, group in zip(names, best, strict=True):
        groups.setdefault(group, []).append(name)
    total = float(np.abs(weights).sum()) / 2 or 1.0
    ordered = sorted(groups.values(), key=lambda bloc: (-len(bloc), bloc))
    return tuple(tuple(bloc) for bloc in ordered), round(frustration(best, weights) / total, 4)


def write_graph(found: Blocs, path: Path) -> None:
    """Writes actors and lines as GraphML or GEXF, by the file's suffix; needs the package networkx.

    Raises `ValueError` for another suffix, `ImportError` where networkx is missing.
    """
    if path.suffix not in (".graphml", ".gexf"):
        raise ValueError(f"{path}: a graph is written as .graphml or .gexf")
    try:
        import networkx as nx
    except ImportError as missing:
        raise ImportError('graph files need the package networkx: pip install "comity[blocs]"') from missing
    graph = nx.Graph()
    for number, bloc in enumerate(found.blocs):
        for code in bloc:
            graph.add_node(code, label=label(code), bloc=number)
    for line in found.lines:
        fields: Mapping[str, object] = {
            "weight": line.weight,
            "sign": 1 if line.weight > 0 else -1,
            "cooperation": line.cooperation,
            "friction": line.friction,
            "ties": " ".join(line.ties),
            "likeness": line.likeness,
        }
        graph.add_edge(line.one, line.other, **fields)
    part = path.with_name(path.name + ".part")
    (nx.write_graphml if path.suffix == ".graphml" else nx.write_gexf)(graph, part)
    part.replace(path)
