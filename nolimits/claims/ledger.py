"""The ledger as it is told: verdicts in words and as records, their histories, and what turned them."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from nolimits.claims import WORDS, Claim, Verdict, claims, known_on, turns, weigh
from nolimits.data import DataError, Figure, Observation, View, day_name, tables
from nolimits.language import Text, Truth
from nolimits.language.places import register_place
from nolimits.language.wording import figure, spoken

HISTORY_FROM = 2022
FORMATS = ("table", "csv", "json")
FILTERS = ("document", "section", "verdict")


@dataclass(frozen=True)
class Turn:
    """A verdict that is another than on an earlier day, and the rows that became known in between."""

    claim: Claim
    before: str
    after: str
    on: str
    rows: tuple


def verdicts(view: View, **wanted: str | None) -> list[Verdict]:
    """All claims weighed as of the view's cutoff; `document`, `section` and `verdict` keep to some.

    Raises DataError for a value that no claim has.
    """
    found = [weigh(claim, view) for claim in claims(view.folder).values()]
    for name, value in wanted.items():
        if value is None:
            continue
        known = list(WORDS) if name == "verdict" else sorted({v.claim.row[name] for v in found})
        if value not in known:
            raise DataError(f"--{name} {value}: no claim has it: one of {', '.join(known)}")
        found = [v for v in found if (v.word if name == "verdict" else v.claim.row[name]) == value]
    return found


def days(view: View, first: int = HISTORY_FROM) -> list[str]:
    """The last day of each month from a year on, up to the view's cutoff, which comes last."""
    from nolimits.data.periods import month

    ends = [month(year, number).end for year in range(first, int(view.cutoff[:4]) + 1) for number in range(1, 13)]
    return [*(end for end in ends if end < view.cutoff), view.cutoff]


def history(claim: Claim, view: View) -> list[tuple[str, str]]:
    """Day and word of a claim at each month's end up to the cutoff."""
    return [(day, weigh(claim, view.on(day)).word) for day in days(view)]


def turned(claim: Claim, view: View, since: str) -> Turn | None:
    """How a claim turned between a day and the view's cutoff: the last turn, and the rows that did it."""
    before, after = weigh(claim, view.on(since)), weigh(claim, view)
    if before.word == after.word:
        return None
    new = tuple(row for row in after.rows if known_on(row) > since)
    return Turn(claim, before.word, after.word, max(map(known_on, new), default=view.cutoff), new)


def measured(verdict: Verdict, view: View) -> str:
    """What was measured, in words; empty where there is nothing to measure."""
    match verdict.measured:
        case Figure() as given:
            return figure(given, view)
        case Text(value=None):
            return f"not known by {day_name(view.cutoff)}"
        case Text(value=said):
            return said.replace("_", " ")
        case Truth(value=truth):
            return {True: "yes", False: "no", None: f"not known by {day_name(view.cutoff)}"}[truth]
    return ""


def stated(claim: Claim) -> str:
    """The figure in a statement, in words; empty where it has none."""
    if claim.stated is None:
        return ""
    return spoken(claim.stated.quantity, claim.stated.unit, vague=claim.row["qualifier"] == "about")


def turning(verdict: Verdict, view: View) -> str:
    """What would turn a verdict, in words; empty where it does not hang on one number."""
    given = verdict.measured
    if not isinstance(given, Figure) or not given.known:
        return ""
    parts = []
    for moved, word in turns(verdict, view):
        way = "rose to" if moved.centre > given.quantity.centre else "fell to"
        parts.append(f"{word} if what is measured {way} {spoken(moved, given.unit, most=2)}")
    return "; ".join(parts)


def row_record(row: Observation | dict[str, str], view: View) -> dict[str, str]:
    """A row that a verdict rests on: what it says, its source with address, the day known, and its place."""
    if isinstance(row, Observation):
        says = f"{view.about(row.indicator)['label']}, {row.period.name}: "
        says += spoken(row.quantity, row.unit, vague=row.qualifier == "about")
        page, anchor, source = f"chapters/rows-{view.about(row.indicator)['section']}", row.anchor, row.source
    else:
        page, anchor = register_place(row)
        source = row.get("source", "")
        # a project's row tells its name before the source of its plan was published
        source = source if source and view.source(source)["published"] <= view.cutoff else ""
        says = row.get("description") or row.get("terms") or row.get("name") or row.get("statement") or anchor
    record = {"says": says, "known_on": known_on(row), "page": page, "anchor": anchor, "source": source}
    if source:
        about = view.source(source)
        record |= {"publisher": about["publisher"], "url": about["url"]}
    return record


def record(verdict: Verdict, view: View, *, full: bool = True) -> dict:
    """A verdict for machines; `full` adds its rows, its history and what would turn it."""
    claim, given = verdict.claim, verdict.measured
    told = {name: claim.row[name] for name in ("claim", "document", "section", "kind", "statement")}
    told |= {
        "stated": stated(claim),
        "measured": measured(verdict, view),
        "verdict": verdict.word,
        "test": {name: verdict.test.get(name, "") for name in ("test", "measure", "confirmed_if", "refuted_if", "due")},
        "why": verdict.why,
        "cutoff": verdict.cutoff,
        "newest_row": verdict.newest,
    }
    if isinstance(given, Figure) and given.known:
        ends = {"low": given.quantity.low, "high": given.quantity.high}
        told["interval"] = {name: end if abs(end) != float("inf") else None for name, end in ends.items()}
        told["interval"]["unit"] = given.unit
    if full:
        told["turns"] = turning(verdict, view)
        told["rows"] = [row_record(row, view) for row in verdict.rows]
        told["history"] = [{"day": day, "verdict": word} for day, word in history(claim, view)]
    return told


def listed(found: Sequence[Verdict], view: View, form: str) -> str:
    """Verdicts as an aligned table, as CSV or as JSON."""
    records = [record(verdict, view, full=False) for verdict in found]
    if form == "json":
        return json.dumps(records, ensure_ascii=False, indent=1)
    columns = ("claim", "document", "section", "verdict", "stated", "measured", "newest_row", "statement")
    lines = [[told[column] for column in columns] for told in records]
    if form == "csv":
        out = io.StringIO()
        writer = csv.writer(out, lineterminator="\n")
        writer.writerows([columns, *lines])
        return out.getvalue().rstrip("\n")
    return aligned(
        [
            ("claim", "verdict", "stated", "measured", "statement"),
            *((line[0], line[3], line[4], line[5], line[7]) for line in lines),
        ],
        last=100,
    )


def aligned(lines: Iterable[Sequence[str]], last: int) -> str:
    """Lines of cells as columns of text; the last column is cut at a width."""
    lines = [tuple(line) for line in lines]
    widths = [max(len(line[i]) for line in lines) for i in range(len(lines[0]) - 1)]
    return "\n".join("  ".join([*map(str.ljust, line[:-1], widths), _cut(line[-1], last)]).rstrip() for line in lines)


def _cut(text: str, width: int) -> str:
    return text if len(text) <= width else text[: width - 1] + "…"


def in_full(verdict: Verdict, view: View) -> str:
    """One claim in full: statement, test, rows with sources, what would turn it, and its history."""
    told = record(verdict, view)
    lines = [f"{told['claim']}  {told['document']}, {told['section']}, {told['kind']}", f"  {told['statement']}", ""]
    facts = {name: told[name] for name in ("stated", "measured", "verdict", "why", "turns", "newest_row")}
    tests = {"measured by": "measure", "confirmed if": "confirmed_if", "refuted if": "refuted_if", "due": "due"}
    facts |= {name: told["test"][column] for name, column in tests.items()}
    lines += [f"{name.replace('_', ' '):13}{said}" for name, said in facts.items() if said]
    lines += ["", f"rows used, known by {day_name(view.cutoff)}:"] if told["rows"] else []
    for row in told["rows"]:
        lines += [f"  {row['known_on']}  {row['says']}  ({row.get('publisher', '')}, {row.get('url', '')})"]
    lines += ["", "history:", *(f"  from {day}  {word}" for day, word in changes(history(verdict.claim, view)))]
    return "\n".join(lines)


def changes(steps: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
    """The days from which a word held, of a history."""
    return [step for index, step in enumerate(steps) if index == 0 or steps[index - 1][1] != step[1]]


def turned_listed(view: View, since: str) -> str:
    """What has turned since a day, with the new rows that did it."""
    lines = []
    for claim in claims(view.folder).values():
        if turn := turned(claim, view, since):
            lines.append(f"{claim.key}  {turn.before} → {turn.after}  {claim.row['statement']}")
            lines += [
                f"      {told['known_on']}  {told['says']}  ({told.get('publisher', '')})"
                for told in (row_record(row, view) for row in turn.rows)
            ]
    return "\n".join(lines) or f"no verdict has turned between {day_name(since)} and {day_name(view.cutoff)}"


def documents(view: View) -> list[dict[str, str]]:
    """The papers in order of their day, which is the last of the window in which each was published."""
    return sorted(tables.rows("documents", view.folder), key=lambda row: row["published_to"])


def scores(view: View) -> dict[str, dict[str, int]]:
    """Counts of verdicts by word for each paper as of the view's cutoff."""
    counted = {row["document"]: dict.fromkeys(WORDS, 0) for row in documents(view)}
    for verdict in verdicts(view):
        counted[verdict.claim.row["document"]][verdict.word] += 1
    return counted
