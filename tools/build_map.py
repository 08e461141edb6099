"""Makes src/comity/web/world.json: `python tools/build_map.py FOLDER` with naturalearth_lowres.shp and naturalearth_cities.shp.

The shapes are Natural Earth's countries 1:110m and populated places 1:110m (naturalearthdata.com, version 5, public domain), as
the wheel of geopandas 0.14.4 holds them. Coordinates are rounded to a tenth of a degree. Needs the package pyshp.
"""

from __future__ import annotations

import json
import sys
from itertools import pairwise
from pathlib import Path

import shapefile  # type: ignore[import-untyped]

from comity.knowledge import Knowledge

OUT = Path(__file__).resolve().parents[1] / "src/comity/web/world.json"
OTHER_CODES = {"Kosovo": "XKX"}
OTHER_NAMES = {"Washington, D.C.": "Washington", "Vatican City": "Vatican", "Kiev": "Kyiv", "Nur-Sultan": "Astana"}


def ring(points: list[tuple[float, float]]) -> list[float]:
    """A ring as one flat list of rounded degrees, without points that rounding made the same."""
    kept: list[tuple[float, float]] = []
    for x, y in points:
        point = (round(x, 1), round(y, 1))
        if not kept or kept[-1] != point:
            kept.append(point)
    return [value for point in kept for value in point] if len(kept) > 3 else []


def main() -> None:
    folder = Path(sys.argv[1])
    shapes: dict[str, list[list[float]]] = {}
    middle: dict[str, list[float]] = {}
    for item in shapefile.Reader(str(folder / "naturalearth_lowres.shp")).iterShapeRecords():
        name, code = item.record["name"], item.record["iso_a3"]
        code = OTHER_CODES.get(name, code)
        parts = [*item.shape.parts, len(item.shape.points)]
        rings = [ring(item.shape.points[a:b]) for a, b in pairwise(parts)]
        shapes.setdefault(name if code == "-99" else code, []).extend(r for r in rings if r)
    known = Knowledge.load().states
    capitals = {state.capital: code for code, state in known.items() if state.capital}
    for item in shapefile.Reader(str(folder / "naturalearth_cities.shp")).iterShapeRecords():
        written = " ".join(item.record["name"].split())
        for name in (written, OTHER_NAMES.get(written, "")):
            if name in capitals:
                x, y = item.shape.points[0]
                middle[capitals[name]] = [round(x, 1), round(y, 1)]
    for code, rings in shapes.items():
        if code not in middle:
            largest = max(rings, key=len)
            xs, ys = largest[::2], largest[1::2]
            middle[code] = [round((min(xs) + max(xs)) / 2, 1), round((min(ys) + max(ys)) / 2, 1)]
    source = "Natural Earth 1:110m countries and populated places, version 5, public domain"
    OUT.write_text(
        json.dumps({"source": source, "shapes": shapes, "places": middle}, separators=(",", ":")) + "\n", encoding="utf-8"
    )
    print(len(shapes), "shapes,", len(middle), "places,", OUT.stat().st_size, "bytes;", sorted(set(known) - set(middle))[:80])


if __name__ == "__main__":
    main()
