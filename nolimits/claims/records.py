"""The ledger for machines and for terminals: records, tables, one claim in full, what has turned."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Sequence
from typing import Any

from nolimits.claims.history import history, spells, turn_since
from nolimits.claims.ledger import verdicts
from nolimits.claims.statements import claims
from nolimits.claims.trial import CONDITIONS
from nolimits.claims.weigh import Verdict
from nolimits.claims.words import measured_text, row_words, stated_text, turning
from nolimits.data import Figure, View, day_name

DATA_FILE = "claims.json"
FORMATS = ("table", "csv", "json")
COLUMNS = ("claim", "document", "section", "verdict", "stated", "measured", "newest_row", "statement")


def claims_file(view: View) -> bytes:
    """The whole ledger for machines."""
    told = {"cutoff": view.cutoff, "claims": [claim_record(verdict, view) for verdict in verdicts(view)]}
    return (json.dumps(told, ensure_ascii=False, indent=1) + "\n").encode()


def claim_record(verdict: Verdict, view: View, *, full: bool = True) -> dict[str, Any]:
    """A verdict as JSON can hold it; `full` with rows, sources, history and what would turn it."""
    claim, found = verdict.claim, verdict.measured
    record: dict[str, Any] = {name: claim.row[name] for name in ("claim", "document", "section", "kind", "statement")}
    record |= {
        "stated": stated_text(claim, view),
        "measured": measured_text(verdict, view),
        "verdict": verdict.word,
        "test": {name: verdict.test[name] for name in ("test", "measure", *CONDITIONS, "due")},
        "why": verdict.why,
        "cutoff": verdict.cutoff,
        "newest_row": verdict.newest,
    }
    if isinstance(found, Figure) and found.quantity:
        ends = {"low": found.quantity.low, "high": found.quantity.high}
        record["interval"] = {name: end if abs(end) != float("inf") else None for name, end in ends.items()}
        record["interval"]["unit"] = found.unit
    if full:
        record["turns"] = turning(verdict, view)
        record["rows"] = [row_words(row, view) for row in verdict.rows]
        record["history"] = [{"day": day, "verdict": word} for day, word in history(claim, view)]
    return record


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
    shown = ("claim", "verdict", "stated", "measured", "statement")
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
    facts = {name: about[name] for name in ("stated", "measured", "verdict", "why", "turns", "newest_row")}
    tests = {"measured by": "measure", **{name: name for name in CONDITIONS}, "due": "due"}
    facts |= {name: about["test"][column] for name, column in tests.items()}
    lines += [f"{name.replace('_', ' '):13}{value}" for name, value in facts.items() if value]
    lines += ["", f"rows used, known by {day_name(view.cutoff)}:"] if about["rows"] else []
    for row in about["rows"]:
        lines += [f"  {row['known_on']}  {row['says']}  ({row.get('publisher', '')}, {row.get('url', '')})"]
    lines += ["", "history:", *(f"  from {day}  {word}" for day, word in spells(history(verdict.claim, view)))]
    return "\n".join(lines)


def list_turns(view: View, since: str) -> str:
    """What has turned since a day, with the new rows that did it."""
    lines = []
    for claim in claims(view.evidence).values():
        if turn := turn_since(claim, view, since):
            lines.append(f"{claim.key}  {turn.before} → {turn.after}  {claim.text}")
            rows = (row_words(row, view) for row in turn.rows)
            lines += [f"      {row['known_on']}  {row['says']}  ({row.get('publisher', '')})" for row in rows]
    return "\n".join(lines) or f"no verdict has turned between {day_name(since)} and {day_name(view.cutoff)}"
