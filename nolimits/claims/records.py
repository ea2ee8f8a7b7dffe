"""The ledger for machines and for terminals: records, tables, one claim in full, what has turned."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from nolimits.claims.history import history, spells, turn_since
from nolimits.claims.ledger import verdicts
from nolimits.claims.shifts import Cause, Shift, as_it_counts, counts, shift
from nolimits.claims.statements import Claim, claims
from nolimits.claims.strength import strength
from nolimits.claims.trial import CONDITIONS
from nolimits.claims.weigh import Verdict, weigh
from nolimits.claims.words import measured_text, row_words, stated_text, turning
from nolimits.data import Figure, View, day_name
from nolimits.data.store import kept

DATA_FILE = "claims.json"
FORMATS = ("table", "csv", "json")
TOLD = ("asks", "reading", "day", "test", "measure", *CONDITIONS, "due")
# why a verdict counts otherwise without a row that would say so
WHY = {
    Cause.AGE: "its newest row is more than a year old",
    Cause.DUE: "the day came on which it can be judged",
    Cause.TIME: "no row became known; the day has passed on",
}
COLUMNS = (
    "claim",
    "document",
    "section",
    "verdict",
    "strength",
    "on_its_day",
    "now",
    "stated",
    "measured",
    "newest_row",
    "statement",
)


def claims_file(view: View) -> bytes:
    """The whole ledger for machines."""
    evidence = view.evidence

    def made() -> list[dict[str, Any]]:
        return [claim_record(verdict, view) for verdict in verdicts(view)]

    found = kept("ledger", [view.told, evidence.contents(("claims", "criteria", "sources"))], made, evidence)
    return (json.dumps({"cutoff": view.cutoff, "claims": found}, ensure_ascii=False) + "\n").encode()


def claim_record(verdict: Verdict, view: View, *, full: bool = True) -> dict[str, Any]:
    """A verdict as JSON can hold it; `full` with rows, sources, history and what would turn it."""
    claim, found = verdict.claim, verdict.measured
    record: dict[str, Any] = {name: claim.row[name] for name in ("claim", "document", "section", "kind", "statement")}
    record |= {
        "stated": stated_text(claim, view),
        "measured": measured_text(verdict, view),
        "verdict": verdict.word,
        "on_its_day": verdict.then,
        "now": verdict.now,
        "since": verdict.since,
        "measurable_part": verdict.is_part,
        "sides": dict(verdict.sides),
        "strength": strength(verdict, view).grade,
        "test": {name: verdict.test[name] for name in TOLD},
        "why": verdict.why,
        "cutoff": verdict.cutoff,
        "newest_row": verdict.newest,
    }
    if isinstance(found, Figure) and found.quantity:
        ends = {"low": found.quantity.low, "high": found.quantity.high}
        record["interval"] = {name: end if abs(end) != float("inf") else None for name, end in ends.items()}
        record["interval"]["unit"] = found.unit
    if full:
        record["tests"] = [
            {name: trial.test[name] for name in TOLD} | {"verdict": trial.word, "why": trial.test["why"]}
            for trial in verdict.trials
        ]
        record["rests_on"] = _resting(verdict, view)
        record["turns"] = turning(verdict, view)
        record["rows"] = [row_words(row, view) for row in verdict.rows]
        record["history"] = [{"day": day, "verdict": word} for day, word in history(claim, view)]
    return record


def _resting(verdict: Verdict, view: View) -> dict[str, Any]:
    """How much a verdict rests on, as JSON can hold it."""
    found = strength(verdict, view)
    return {
        "grade": found.grade,
        "origins": list(found.origins),
        "kinds": list(found.kinds),
        "newest_row": found.newest,
        "without_one_source": dict(found.carriers),
        "other_tolerance": dict(found.tolerances),
        "readings": list(found.readings),
        "reasons": list(found.reasons),
    }


def list_claims(found: Sequence[Verdict], view: View, form: str) -> str:
    """Verdicts as an aligned table, as CSV or as JSON."""
    records = [claim_record(verdict, view, full=False) for verdict in found]
    if form == "json":
        return json.dumps(records, ensure_ascii=False, indent=1)
    if form == "csv":
        out = io.StringIO()
        writer = csv.writer(out, lineterminator="\n")
        writer.writerows([COLUMNS, *([one[column] for column in COLUMNS] for one in records)])
        return out.getvalue().removesuffix("\n")
    shown = ("claim", "verdict", "strength", "stated", "measured", "statement")
    return align([shown, *([one[column] for column in shown] for one in records)], last=100)


def align(lines: Iterable[Sequence[str]], last: int) -> str:
    """Lines of cells as columns of text; the last column is cut at a width."""
    lines = [tuple(line) for line in lines]
    widths = [max(len(line[i]) for line in lines) for i in range(len(lines[0]) - 1)]
    return "\n".join("  ".join([*map(str.ljust, line[:-1], widths), _cut(line[-1], last)]).rstrip() for line in lines)


def _cut(text: str, width: int) -> str:
    return text if len(text) <= width else text[: width - 1] + "…"


def in_full(verdict: Verdict, view: View) -> str:
    """One claim in full: statement, test, rows with sources, what would turn it, and its history."""
    about = claim_record(verdict, view)
    lines = [
        f"{about['claim']}  {about['document']}, {about['section']}, {about['kind']}",
        f"  {about['statement']}",
        "",
    ]
    facts = {name: about[name] for name in ("stated", "measured", "verdict", "on_its_day", "now", "since")}
    facts |= {"part": "only the measurable part was weighed" if verdict.is_part else ""}
    facts |= {name: about[name] for name in ("why", "turns", "newest_row")}
    rests = about["rests_on"]
    facts |= {"strength": rests["grade"], "sources": f"{len(rests['origins'])} independent" if rests["origins"] else ""}
    facts |= {"weak because" if not number else f"and {number + 1}": one for number, one in enumerate(rests["reasons"])}
    for number, test in enumerate(about["tests"]):
        mark = f" {number + 1}" if len(about["tests"]) > 1 else ""
        if mark:
            facts[f"test{mark}"] = f"{test['asks']}, {test['reading']} reading: {test['verdict']}"
        tests = {"measured by": "measure", **{name: name for name in CONDITIONS}, "due": "due"}
        facts |= {f"{name}{mark}": test[column] for name, column in tests.items()}
    lines += [f"{name.replace('_', ' '):15}{value}" for name, value in facts.items() if value]
    lines += ["", f"rows used, known by {day_name(view.cutoff)}:"] if about["rows"] else []
    for row in about["rows"]:
        lines += [f"  {row['known_on']}  {row['says']}  ({row.get('publisher', '')}, {row.get('url', '')})"]
    lines += ["", "history:", *(f"  from {day}  {word}" for day, word in spells(history(verdict.claim, view)))]
    return "\n".join(lines)


def as_json(verdict: Verdict, view: View) -> str:
    """One claim in full, as JSON."""
    return json.dumps(claim_record(verdict, view), ensure_ascii=False, indent=1, default=str)


def list_turns(view: View, since: str, form: str = "table") -> str:
    """What has turned since a day, with the new rows that did it, as lines or as JSON.

    A verdict whose word is as it was has turned, too, where it was too weak to count and no longer is, or the reverse.
    """
    earlier, every = view.on(since), claims(view.evidence).values()
    turns = [turn for one in every if (turn := turn_since(one, view, since) or _strengthened(one, earlier, view))]
    if form == "json":
        found = [
            {
                "claim": turn.claim.key,
                "before": turn.before,
                "after": turn.after,
                "counted": {day: counts(weigh(turn.claim, seen), seen) for day, seen in _sides(earlier, view)},
                "statement": turn.claim.text,
                "rows": [row_words(row, view) for row in turn.rows],
            }
            for turn in turns
        ]
        return json.dumps(found, ensure_ascii=False, indent=1, default=str)
    lines = []
    for turn in turns:
        full = turn.before == turn.after
        words = [as_it_counts(weigh(turn.claim, seen), seen, full=full) for _, seen in _sides(earlier, view)]
        lines.append(f"{turn.claim.key}  {' → '.join(words)}  {turn.claim.text}")
        lines += [f"      {WHY[turn.cause]}"] if isinstance(turn, Shift) and turn.cause in WHY else []
        rows = (row_words(row, view) for row in turn.rows)
        lines += [f"      {row['known_on']}  {row['says']}  ({row.get('publisher', '')})" for row in rows]
    return "\n".join(lines) or f"no verdict has turned between {day_name(since)} and {day_name(view.cutoff)}"


def _sides(earlier: View, later: View) -> tuple[tuple[str, View], tuple[str, View]]:
    return ("before", earlier), ("after", later)


def _strengthened(claim: Claim, earlier: View, later: View) -> Shift | None:
    """How a verdict whose word is as it was came to count or ceased to; None where it did neither."""
    found = shift(claim, earlier, later)
    word = weigh(claim, later).word
    return replace(found, before=word, after=word) if found else None
