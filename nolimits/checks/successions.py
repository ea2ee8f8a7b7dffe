"""Rules of time: what takes the place of what, and since when a figure was public."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from nolimits.checks.problem import Finding, suggest
from nolimits.checks.reading import Table


def superseded_measures_exist(tables: Mapping[str, Table]) -> Iterator[Finding]:
    """A measure takes the place of measures of the same side that exist, begin no later than it, and are named once."""
    measures = {row["measure"]: row for row in tables["measures"].sound}
    named: dict[str, str] = {}
    for key, row in measures.items() if tables["measures"].whole else ():
        for other in row["supersedes"].split(";") if row["supersedes"] else ():
            if other not in measures or other == key:
                right = suggest(other, [name for name in measures if name != key])
                yield Finding("measures", row, "supersedes", "no such measure", other, right)
            elif measures[other]["imposed_by"] != row["imposed_by"]:
                right = f"a measure of {row['imposed_by']}"
                yield Finding("measures", row, "supersedes", "a measure of the other side", other, right)
            elif not row["effective"] or measures[other]["effective"] > row["effective"]:
                right = f"a measure that began by {row['effective'] or 'then, and a first day of this one'}"
                yield Finding("measures", row, "supersedes", "superseded before it began", other, right)
            elif other in named:
                right = f"one successor: {named[other]} takes its place already"
                yield Finding("measures", row, "supersedes", "superseded twice", other, right)
            else:
                named[other] = key


def an_earlier_day_is_earlier(tables: Mapping[str, Table]) -> Iterator[Finding]:
    """The day by which a figure was public lies before that of its source; an outturn stays one."""
    for row in tables["observations"].sound:
        if not (first := row["first_public"]):
            continue
        what = "not an earlier day"
        if first >= row["known_on"]:
            right = f"a day before {row['known_on']}, or an empty cell"
            yield Finding("observations", row, "first_public", what, first, right)
        elif first < row["period_end"] <= row["known_on"]:
            right = f"not before {row['period_end']}, the end of its period"
            yield Finding("observations", row, "first_public", what, first, right)
