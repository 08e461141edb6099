"""Where events took place, as SVG: Natural Earth's states in its own projection, a disc for each that has some.

Shapes: Natural Earth 1:110m (public domain), which draws borders as they are held. The projection is Natural Earth, too, by
the polynomials of Šavrič, Patterson, Petrovič and Hurni (2011), "A Polynomial Equation for the Natural Earth Projection".
"""

from __future__ import annotations

import json
import math
from collections import Counter
from collections.abc import Mapping, Sequence
from functools import lru_cache
from html import escape
from importlib.resources import files
from typing import Any

from comity.knowledge.codebooks import is_friction
from comity.knowledge.labels import label
from comity.ledger.places import PlaceCount
from comity.web.charts import COOPERATION, FRICTION

_WIDE, _HIGH = 960, 470
_SCALE = _WIDE / (2 * math.pi * 0.8707)
_SMALLEST, _LARGEST, _FEW = 3.0, 26.0, 4.0  # radius of a disc
DISPUTED: Mapping[str, tuple[float, float]] = {
    "Crimea": (34.3, 45.2),
    "Kashmir": (76.0, 34.8),
    "Western Sahara": (-13.0, 24.8),
    "Kosovo": (20.9, 42.6),
    "Taiwan": (121.0, 23.7),
    "Palestine": (35.2, 31.9),
    "Golan": (35.8, 33.0),
    "Somaliland": (46.0, 9.6),
    "Northern Cyprus": (33.5, 35.3),
    "Abkhazia": (41.0, 43.1),
    "Transnistria": (29.6, 46.9),
}
"""Territories whose border or standing is disputed, with a point to label them at."""


@lru_cache(maxsize=1)
def _world() -> dict[str, Any]:
    found: dict[str, Any] = json.loads((files("comity.web") / "world.json").read_text(encoding="utf-8"))
    return found


def projected(longitude: float, latitude: float) -> tuple[float, float]:
    """Degrees to places on the picture."""
    x, y = math.radians(longitude), math.radians(latitude)
    y2 = y * y
    y4 = y2 * y2
    east = x * (0.8707 - 0.131979 * y2 + y4 * (-0.013791 + y4 * (0.003971 * y2 - 0.001529 * y4)))
    north = y * (1.007226 + y2 * (0.015085 + y4 * (-0.044475 + 0.028874 * y2 - 0.005916 * y4)))
    return round(_WIDE / 2 + east * _SCALE, 1), round(_HIGH * 0.53 - north * _SCALE, 1)


@lru_cache(maxsize=1)
def _land() -> str:
    paths = []
    for code, rings in sorted(_world()["shapes"].items()):
        if code == "ATA":
            continue
        drawn = []
        for flat in rings:
            points = [projected(flat[i], flat[i + 1]) for i in range(0, len(flat), 2)]
            drawn.append("M" + "L".join(f"{x} {y}" for x, y in points) + "Z")
        paths.append(f'<path d="{"".join(drawn)}"/>')
    return "".join(paths)


def located(code: str) -> tuple[float, float] | None:
    """The capital of a state, or the middle of a territory, in degrees east and north; None for one that is not on the map."""
    found = _world()["places"].get(code)
    return (found[0], found[1]) if found else None


def by_state(counts: Sequence[PlaceCount]) -> dict[str, tuple[int, int]]:
    """Events in each state as (cooperation, friction), the busiest first."""
    cooperation: Counter[str] = Counter()
    friction: Counter[str] = Counter()
    for count in counts:
        (friction if is_friction(count.code) else cooperation)[count.place.code] += count.events
    states = sorted({*cooperation, *friction} - {""}, key=lambda c: (-cooperation[c] - friction[c], c))
    return {code: (cooperation[code], friction[code]) for code in states}


def world(states: Mapping[str, tuple[int, int]]) -> str:
    """The map: discs by how many events, orange for the share of friction in them."""
    most = max((a + b for a, b in states.values()), default=1)
    discs = []
    for code, (kind, unkind) in states.items():
        at = located(code)
        if at is None:
            continue
        x, y = projected(*at)
        count = kind + unkind  # few events make no large disc, even where no place has more
        radius = max(_SMALLEST, min(_LARGEST * math.sqrt(count / most), _FEW * math.sqrt(count)))
        told = escape(f"{label(code)}: {kind + unkind} events, {unkind} of friction")
        discs.append(
            f'<g><title>{told}</title><circle cx="{x}" cy="{y}" r="{radius:.1f}" fill="{COOPERATION}" fill-opacity="0.55"/>'
            f'{_slice(x, y, radius, unkind / (kind + unkind))}<circle cx="{x}" cy="{y}" r="{radius:.1f}" fill="none" '
            'stroke="#808080" stroke-width="0.6"/></g>'
        )
    words = []
    for name, point in DISPUTED.items():
        x, y = projected(*point)
        words.append(
            f'<g><title>{escape(name)}: disputed</title><circle cx="{x}" cy="{y}" r="1.4" fill="#808080"/>'
            f'<text x="{x + 3}" y="{y - 2}">{escape(name)}</text></g>'
        )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDE} {_HIGH}" width="{_WIDE}" height="{_HIGH}" role="img">'
        f'<g fill="#808080" fill-opacity="0.22" stroke="#808080" stroke-opacity="0.5" stroke-width="0.4">{_land()}</g>'
        f'{"".join(discs)}<g fill="#808080" font-family="sans-serif" font-size="7">{"".join(words)}</g></svg>'
    )


def _slice(x: float, y: float, radius: float, share: float) -> str:
    """The part of a disc that friction has, clockwise from the top."""
    if share <= 0:
        return ""
    if share >= 1:
        return f'<circle cx="{x}" cy="{y}" r="{radius:.1f}" fill="{FRICTION}" fill-opacity="0.75"/>'
    turn = 2 * math.pi * share
    to_x, to_y = x + radius * math.sin(turn), y - radius * math.cos(turn)
    return (
        f'<path d="M{x} {y}L{x} {y - radius:.1f}A{radius:.1f} {radius:.1f} 0 {int(share > 0.5)} 1 {to_x:.1f} {to_y:.1f}Z" '
        f'fill="{FRICTION}" fill-opacity="0.75"/>'
    )
