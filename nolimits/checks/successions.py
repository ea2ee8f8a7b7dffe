"""Rules of time: what takes the place of what, what repeats what, since when a figure was public, when a claim ends."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from nolimits.checks.problem import Finding, suggest
from nolimits.checks.reading import Table

STANDING = ("causal", "comparison", "judgement", "status")  # kinds of statement on how things are, or were
LASTING = re.compile(r"\b(now|still(?! more))\b", re.IGNORECASE)


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


def statements_end_by_their_paper_or_words(tables: Mapping[str, Table]) -> Iterator[Finding]:
    """What tells how things were, and so does not age, ends with its paper or in a year that its words name.

    What is so *now* or *still* has no end.
    """
    papers = {row["document"]: row for row in tables["documents"].sound}
    for row in tables["claims"].sound:
        paper, end = papers.get(row["document"]), row["period_end"]
        if not (paper and end) or row["kind"] not in STANDING:
            continue
        out = paper["published_from"], paper["published_to"]
        if lasting := LASTING.search(row["statement"]):
            right = f"an empty cell: it says {lasting[0]}"
            yield Finding("claims", row, "period_end", "an end of what lasts", end, right)
        elif not (out[0] <= end <= out[1] or end[:4] in row["statement"]):
            right = f"{out[1]}, the paper's day, a day of a year that the statement names, or an empty cell"
            yield Finding("claims", row, "period_end", "a day that neither paper nor words give", end, right)
