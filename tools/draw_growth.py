"""Draws docs/images/growth.svg: `python tools/draw_growth.py SQLite=grown.jsonl PostgreSQL=other.jsonl`.

The files hold what `benchmarks/ledger.py --statements N` prints, a line for each size.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

import altair as alt
import vl_convert

OUT = Path(__file__).resolve().parents[1] / "docs/images/growth.svg"
PANELS = {
    "statements a second": {"added_per_second": "adding", "matched_per_second": "matching"},
    "seconds": {
        "dossier_of_a_month_s": "dossier of a month",
        "whole_pair_s": "all of a busy pair",
        "series_of_a_year_s": "series of a year",
        "newest_s": "the newest 50",
        "search_s": "a search for words",
    },
}


def panel(rows: list[dict[str, object]], title: str) -> alt.Chart:
    chart = alt.Chart(alt.Data(values=[row for row in rows if row["panel"] == title]), width=330, height=240, title=title)
    return chart.mark_line(point=True).encode(
        x=alt.X("statements:Q", scale=alt.Scale(type="log"), title="statements in the ledger", axis=alt.Axis(format="~s")),
        y=alt.Y("value:Q", scale=alt.Scale(type="log", nice=False), title=None),
        color=alt.Color("what:N", title=None, scale=alt.Scale(scheme="dark2")),
        strokeDash=alt.StrokeDash(
            "store:N", title=None, legend=alt.Legend(symbolType="stroke", symbolSize=400, symbolStrokeColor="black")
        ),
    )


def main() -> None:
    rows: list[dict[str, object]] = []
    for argument in sys.argv[1:]:
        store, _, path = argument.partition("=")
        for line in Path(path).read_text(encoding="utf-8").splitlines():
            found = json.loads(line)
            for title, names in PANELS.items():
                rows += [
                    {"panel": title, "what": what, "store": store, "statements": found["statements"], "value": found[name]}
                    for name, what in names.items()
                ]
    both = alt.hconcat(*(panel(rows, title) for title in PANELS)).resolve_scale(color="independent")
    OUT.write_text(vl_convert.vegalite_to_svg(both.to_json()), encoding="utf-8")


if __name__ == "__main__":
    main()
