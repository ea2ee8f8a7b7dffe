"""Rules of the course of measures: what takes the place of what."""

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
