"""The ledger for machines and for terminals: records, tables, one claim in full, what has turned."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from nolimits.claims.history import history, spells
from nolimits.claims.ledger import verdicts
from nolimits.claims.shifts import Cause, as_it_counts, counts, shift
from nolimits.claims.statements import Claim, claims
from nolimits.claims.strength import strength
from nolimits.claims.trial import CONDITIONS
from nolimits.claims.weigh import Verdict, weigh
from nolimits.claims.words import measured_text, row_words, stated_text, turning_text
from nolimits.data import Figure, View, day_name
from nolimits.data.store import remember

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

    follows = [view.circumstances, evidence.contents(("claims", "criteria", "sources"))]
    found = remember("ledger", follows, made, evidence)
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
        record["rests_on"] = _strength_record(verdict, view)
        record["turns"] = turning_text(verdict, view)
        record["rows"] = [row_words(row, view) for row in verdict.rows]
        record["history"] = [{"day": day, "verdict": word} for day, word in history(claim, view)]
    return record


def _strength_record(verdict: Verdict, view: View) -> dict[str, Any]:
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
    earlier = view.on(since)
    turned = [one for one in claims(view.evidence).values() if _words_of(one, earlier) != _words_of(one, view)]
    if form == "json":
        return json.dumps([_turn(one, earlier, view) for one in turned], ensure_ascii=False, indent=1, default=str)
    lines = [line for one in turned for line in _turn_lines(one, earlier, view)]
    return "\n".join(lines) or f"no verdict has turned between {day_name(since)} and {day_name(view.cutoff)}"


def _words_of(claim: Claim, view: View) -> tuple[str, str]:
    """The word of a verdict, and the word as it counts."""
    verdict = weigh(claim, view)
    return verdict.word, counts(verdict, view)


def _turn(claim: Claim, earlier: View, later: View) -> dict[str, Any]:
    """A verdict that turned between two days, as JSON can hold it."""
    (before, was), (after, now) = _words_of(claim, earlier), _words_of(claim, later)
    return {
        "claim": claim.key,
        "before": before,
        "after": after,
        "counted": {"before": was, "after": now},
        "statement": claim.text,
        "rows": _new_rows(claim, earlier, later),
    }


def _turn_lines(claim: Claim, earlier: View, later: View) -> Iterator[str]:
    """A verdict that turned between two days, in lines; where its word is as it was, why no row need have done it."""
    was, now = weigh(claim, earlier), weigh(claim, later)
    same = was.word == now.word
    yield f"{claim.key}  {as_it_counts(was, earlier, full=same)} → {as_it_counts(now, later, full=same)}  {claim.text}"
    moved = shift(claim, earlier, later) if same else None
    if moved and moved.cause in WHY:
        yield f"      {WHY[moved.cause]}"
    for row in _new_rows(claim, earlier, later):
        yield f"      {row['known_on']}  {row['says']}  ({row.get('publisher', '')})"


def _new_rows(claim: Claim, earlier: View, later: View) -> list[dict[str, str]]:
    return [row_words(row, later) for row in weigh(claim, later).rows if row.known_on > earlier.cutoff]
