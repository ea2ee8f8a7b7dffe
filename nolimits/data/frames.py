"""Figures as a data frame of pandas, for whoever goes on by hand: typed columns, units and sources."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from nolimits.data.figures import Figure, record

if TYPE_CHECKING:
    import pandas

    from nolimits.data.view import View

DAY = "datetime64[ms]"  # the shortest that Parquet keeps
# what a row holds, as `record` makes it; ends of an open figure are infinite, the value of an interval is missing
TYPES: Mapping[str, str] = {
    **{"indicator": "str", "period_start": DAY, "period_end": DAY},
    **{"value": "float64", "low": "float64", "high": "float64", "unit": "str"},
    **{"forecast": "bool", "how": "str", "known_on": DAY, "sources": "str"},
}
TOLD = ("publisher", "title", "url", "published")  # of a source


def frame_of(view: View, figures: Iterable[tuple[str, Figure]]) -> pandas.DataFrame:
    """Known figures, each with the name of its indicator, one row each; the same columns and types where there is none.

    `attrs` holds the `cutoff`, the unit of each indicator under `units`, and under `sources` who stated what the
    `sources` of a row name.
    """
    import pandas

    rows = [record(name, figure) for name, figure in figures]
    frame = pandas.DataFrame(rows, columns=list(TYPES)).astype(dict(TYPES))
    keys = sorted({key for row in rows for key in row["sources"].split(";") if key})
    frame.attrs = {
        "cutoff": view.cutoff,
        "units": {row["indicator"]: row["unit"] for row in rows},
        "sources": {key: _source_cells(view.source(key)) for key in keys},
    }
    return frame


def _source_cells(source: Mapping[str, Any]) -> dict[str, str]:
    return {name: source[name] for name in TOLD}
