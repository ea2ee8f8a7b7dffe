"""Rules of time: what takes the place of what, what repeats what, and since when a figure was public."""

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


def parts_are_of_a_whole(tables: Mapping[str, Table]) -> Iterator[Finding]:
    """An event that is part of another, or another report of it, names one that exists and stands by itself."""
    events = {row["event"]: row for row in tables["events"].sound}
    for key, row in events.items() if tables["events"].whole else ():
        if not (whole := row.cells.get("part_of", "")):
            continue
        if whole not in events or whole == key:
            right = suggest(whole, [name for name in events if name != key])
            yield Finding("events", row, "part_of", "no such event", whole, right)
        elif further := events[whole].cells["part_of"]:
            yield Finding("events", row, "part_of", "a part itself", whole, f"{further}, of which that one is a part")


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


def a_reprint_names_an_original(tables: Mapping[str, Table]) -> Iterator[Finding]:
    """A source that repeats another is not older than that, and the other is an original: it repeats none itself."""
    sources = {row["source"]: row for row in tables["sources"].sound}
    for key, row in sources.items():
        if not (origin := row["origin"]):
            continue
        if origin == key:
            yield Finding("sources", row, "origin", "repeats itself", origin, "another source, or an empty cell")
        elif origin not in sources:
            continue  # told as a reference that leads nowhere
        elif sources[origin]["published"] > row["published"]:
            right = f"a source published by {row['published']}: it is of {sources[origin]['published']}"
            yield Finding("sources", row, "origin", "younger than its reprint", origin, right)
        elif further := sources[origin]["origin"]:
            yield Finding("sources", row, "origin", "a reprint itself", origin, f"{further}, which that one repeats")
