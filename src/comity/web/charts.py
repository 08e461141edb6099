"""Charts as SVG: drawn by Vega-Altair and vl-convert on the server, in colours that the colour-blind can tell apart.

Colours are Okabe & Ito's (2008). Backgrounds are clear and inks of middle grey, so that a picture reads on light and dark.
"""

from __future__ import annotations

import math
import random
from collections.abc import Sequence
from functools import lru_cache
from typing import Any

import numpy as np

from comity.relations.series import Point
from comity.relations.signed_blocs import Blocs

COOPERATION, FRICTION, NEUTRAL = "#0072B2", "#D55E00", "#7f7f7f"
BLOCS = ("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9", "#7f7f7f")
_INK = "#808080"


Specification = dict[str, Any]
"""A chart in the language of Vega-Lite: what is drawn here as a picture, and in a browser with JavaScript to hover and zoom."""


def _inked(chart: Any) -> Specification:
    chart = chart.configure(background="transparent").configure_view(stroke=None)
    inks = dict.fromkeys(("labelColor", "titleColor", "gridColor", "domainColor", "tickColor"), _INK)
    chart = chart.configure_axis(**inks, gridOpacity=0.2, titleFontWeight="normal")
    made: Specification = chart.configure_legend(labelColor=_INK, titleColor=_INK, orient="top").to_dict()
    return made


def _filled(frame: Specification, **tables: Sequence[dict[str, Any]]) -> Specification:
    """A chart with its numbers: altair would look through each of them."""
    return {**frame, "datasets": {name: list(rows) for name, rows in tables.items()}}


def drawn(specification: Specification) -> str:
    """A chart as SVG."""
    import vl_convert

    picture: str = vl_convert.vegalite_to_svg(specification)
    return picture


@lru_cache(maxsize=1)
def library() -> str:
    """Vega, Vega-Lite and Vega-Embed as one script, as vl-convert carries them; it sets `window.vegaEmbed`."""
    import vl_convert

    script: str = vl_convert.javascript_bundle(None)  # type: ignore[arg-type]  # the default one, which its types forget
    return script


def relation(points: Sequence[Point], changes: Sequence[str] = (), *, moving: bool = False) -> Specification:
    """Two panels: cooperation and friction as scores with their intervals on a logarithmic scale, then events and reports.

    With `moving`, periods can be drawn wider and shifted with the mouse.
    """
    scores = [
        {"period": p.first_day, "score": name, "value": r.value, "low": max(r.low or 0.05, 0.05), "high": r.high}
        for p in points
        for name, r in (("cooperation", p.cooperation), ("friction", p.friction))
        if r.value is not None
    ]
    counts = [
        {"period": p.first_day, "count": value, "of": name}
        for p in points
        for name, value in (("events", p.events), ("reports", p.reports))
    ]
    marks = [{"period": p.first_day} for p in points if p.period in changes]
    return _filled(_relation_frame(moving), scores=scores, counts=counts, marks=marks, chance=[{"one": 1}])


@lru_cache(maxsize=2)
def _relation_frame(moving: bool) -> Specification:
    import altair as alt

    time = alt.X("period:T", title=None, axis=alt.Axis(format="%b %Y", labelOverlap=True))
    colour = alt.Color(
        "score:N", title=None, scale=alt.Scale(domain=["cooperation", "friction"], range=[COOPERATION, FRICTION])
    )
    day = alt.Tooltip("period:T", format="%d %b %Y")
    told = [day, alt.Tooltip("score:N"), *(alt.Tooltip(f"{name}:Q", format=".2f") for name in ("value", "low", "high"))]
    base = alt.Chart(alt.NamedData("scores")).encode(x=time, color=colour, tooltip=told)
    lines = base.mark_line(point=True).encode(y=alt.Y("value:Q", title="times chance", scale=alt.Scale(type="log")))
    band = base.mark_area(opacity=0.15).encode(y="low:Q", y2="high:Q")
    one = alt.Chart(alt.NamedData("chance")).mark_rule(color=_INK, strokeDash=[2, 3]).encode(y="one:Q")
    rules = alt.Chart(alt.NamedData("marks")).mark_rule(color=_INK).encode(x=time)
    shape = alt.Color("of:N", title=None, scale=alt.Scale(domain=["events", "reports"], range=["#009E73", "#999999"]))
    bars = (
        alt.Chart(alt.NamedData("counts"))
        .mark_bar()
        .encode(x=time, y=alt.Y("count:Q", title="number", stack=None), color=shape, opacity=alt.value(0.8))
        .encode(tooltip=[day, alt.Tooltip("of:N"), alt.Tooltip("count:Q")])
    )
    upper = alt.layer(band, lines, one, rules).properties(width=620, height=170)
    lower = bars.properties(width=620, height=90)
    if moving:
        upper = upper.add_params(alt.selection_interval(bind="scales", encodings=["x"]))
    return _inked(alt.vconcat(upper, lower).resolve_scale(color="independent", x="shared"))


def coverage(months: Sequence[tuple[str, int]]) -> str:
    """Documents by month."""
    rows = [{"month": f"{month}-01", "documents": count} for month, count in months]
    return drawn(_filled(_coverage_frame(), months=rows))


@lru_cache(maxsize=1)
def _coverage_frame() -> Specification:
    import altair as alt

    chart = (
        alt.Chart(alt.NamedData("months"))
        .mark_bar(color=COOPERATION)
        .encode(x=alt.X("yearmonth(month):T", title=None), y=alt.Y("documents:Q", title="documents"))
    )
    return _inked(chart.properties(width=620, height=90))


def network(found: Blocs, *, most: int = 160) -> str:
    """Actors as points, their bloc as colour; friendly lines full, hostile ones broken. The same picture each time."""
    lines = found.lines[:most]
    names = sorted({name for line in lines for name in (line.one, line.other)})
    places = _layout(names, [(line.one, line.other, line.weight) for line in lines])
    edges = [
        {"id": number, "x": places[name][0], "y": places[name][1], "sign": "friendly" if line.weight > 0 else "hostile"}
        for number, line in enumerate(lines)
        for name in (line.one, line.other)
    ]
    last = len(BLOCS) - 1
    nodes = [
        {"name": name, "x": places[name][0], "y": places[name][1], "bloc": str(min(found.of(name) or 0, last) + 1)}
        for name in names
    ]
    return drawn(_filled(_network_frame(), edges=edges, nodes=nodes))


@lru_cache(maxsize=1)
def _network_frame() -> Specification:
    import altair as alt

    wide = alt.Scale(zero=False, padding=24)
    signs = ["friendly", "hostile"]
    strokes = (
        alt.Chart(alt.NamedData("edges"))
        .mark_line(strokeWidth=1, opacity=0.5)
        .encode(
            x=alt.X("x:Q", axis=None, scale=wide),
            y=alt.Y("y:Q", axis=None, scale=wide),
            detail="id:N",
            color=alt.Color("sign:N", title=None, scale=alt.Scale(domain=signs, range=[COOPERATION, FRICTION])),
            strokeDash=alt.StrokeDash("sign:N", legend=None, scale=alt.Scale(domain=signs, range=[[1, 0], [4, 3]])),
        )
    )
    blocs = [str(number) for number in range(1, len(BLOCS) + 1)]
    inks = alt.Color("bloc:N", title="bloc", scale=alt.Scale(domain=blocs, range=list(BLOCS)))
    points = alt.Chart(alt.NamedData("nodes")).mark_circle(size=260, opacity=1).encode(x="x:Q", y="y:Q", color=inks)
    words = alt.Chart(alt.NamedData("nodes")).mark_text(dy=-13, fontSize=10, color=_INK)
    words = words.encode(x="x:Q", y="y:Q", text="name:N")
    return _inked(alt.layer(strokes, points, words).resolve_scale(color="independent").properties(width=640, height=520))


def _layout(names: Sequence[str], lines: Sequence[tuple[str, str, float]]) -> dict[str, tuple[float, float]]:
    """Springs after Fruchterman & Reingold (1991): all push one another, friends pull; from fixed starts."""
    rng = random.Random(1991)
    at = np.array([[rng.uniform(-1, 1), rng.uniform(-1, 1)] for _ in names]).reshape(-1, 2)
    place = {name: number for number, name in enumerate(names)}
    left = np.array([place[one] for one, _, _ in lines], dtype=np.int64)
    right = np.array([place[other] for _, other, _ in lines], dtype=np.int64)
    pulls = np.array([min(weight, 4) / 12 if weight > 0 else -0.01 for _, _, weight in lines])[:, None]
    ideal = 2.6 / math.sqrt(max(len(names), 1))
    for step in range(150):
        apart = at[:, None] - at
        far = np.maximum(np.hypot(apart[..., 0], apart[..., 1]), 0.01)
        push = (apart * (ideal * ideal / far / far)[..., None]).sum(1)
        between = at[left] - at[right]
        pull = between * (np.maximum(np.hypot(*between.T), 0.01) / ideal)[:, None] * pulls
        np.add.at(push, left, -pull)
        np.add.at(push, right, pull)
        heat = 0.12 * (1 - step / 150)
        size = np.maximum(np.hypot(*push.T), 1e-9)[:, None]
        at += push / size * np.minimum(size, heat) - at * 0.01
    return {name: (round(float(x), 4), round(float(y), 4)) for name, (x, y) in zip(names, at, strict=True)}
