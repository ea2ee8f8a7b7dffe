"""Whether a file that somebody holds is what was published: of which chart and editions, and how it changed since."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any
from urllib.parse import urldefrag, urlsplit

from nolimits.data import day_name
from nolimits.editions.archive import read_now

# as the pictures of a chart carry it among what they tell of themselves
INSIDE = re.compile(rb"(?<![a-z0-9-])([a-z0-9]+(?:-[a-z0-9]+)+) (\d+-[0-9a-f]{64})(?![0-9a-f])")
# a chart's begins with the number of its scheme; that of an edition or a file has none
FINGERPRINT = re.compile(r"(?:\d+-)?[0-9a-f]{8,64}")
PLACE = re.compile(r"(?:(?:.*/)?editions/(?P<edition>\d{4}-\d\d-\d\d-[0-9a-f]+)/)?(?P<page>[\w./-]+)$")
SHOWN = 12
INTACT, CHANGED, UNKNOWN, KNOWN = "intact", "changed", "unknown", "known"


@dataclass(frozen=True)
class Copy:
    """A finished book or a frozen edition on disk, with what it says of its charts, pages and claims."""

    folder: Path
    manifest: dict[str, Any]

    @property
    def key(self) -> str:
        """Its name."""
        return self.manifest["edition"]

    @property
    def cutoff(self) -> str:
        """The day up to which it knows."""
        return self.manifest["cutoff"]


@dataclass(frozen=True)
class Identity:
    """What is known of a thing: `state` is intact, changed, unknown or (of an address or a fingerprint) known.

    `what` is the chart, the edition or the page; `editions` those that hold it as it is; `since` says what the newest
    edition shows instead, empty where it shows the same.
    """

    state: str
    what: str = ""
    fingerprint: str = ""
    editions: tuple[Copy, ...] = ()
    since: str = ""
    hint: str = ""

    def __str__(self) -> str:
        said = f"{self.state}: {self.what or self.hint}" + (f" ({self.hint})" if self.what and self.hint else "")
        lines = [said]
        if self.fingerprint:
            lines.append(f"fingerprint  {self.fingerprint}")
        lines += [f"edition      {one.key}, as known by {day_name(one.cutoff)}" for one in self.editions]
        if self.editions and self.state != UNKNOWN:
            lines.append(f"since then   {self.since or 'the newest edition shows the same'}")
        return "\n".join(lines)


def verify(thing: str, places: Sequence[Path]) -> Identity:
    """What a file, a fingerprint or an address is; `places` are finished books and sites of editions.

    A file is intact where its bytes are those of a published one, changed where it carries the identity of a known
    chart and its bytes differ; anything else is unknown, which is an answer and no error.
    """
    known = _shelf(places)
    path = Path(thing)
    if _is_file(path):
        return of_file(path.name, path.read_bytes(), known)
    if FINGERPRINT.fullmatch(thing.lower()):
        return of_fingerprint(thing.lower(), known)
    return of_address(thing, known)


def _is_file(path: Path) -> bool:
    try:
        return path.is_file()
    except (OSError, ValueError):
        return False


def _shelf(places: Sequence[Path]) -> list[Copy]:
    """The editions that lie at some places, each once, in order of what they know."""
    found: dict[str, Copy] = {}
    for place in places:
        for folder in (*sorted((place / "editions").glob("*-*-*-*")), place):
            if manifest := read_now(folder / "edition.json"):
                found.setdefault(manifest["edition"], Copy(folder, manifest))
    return sorted(found.values(), key=lambda one: (one.cutoff, one.key))


def of_file(name: str, content: bytes, known: Sequence[Copy]) -> Identity:
    """What a file is, by its bytes, then by the identity that it carries, then by its name."""
    digest = hashlib.sha256(content).hexdigest()
    holders = [
        (one, chart, about["fingerprint"])
        for one in known
        for chart, about in one.manifest["charts"].items()
        if any(told["sha256"] == digest for told in about.get("files", {}).values())
    ]
    if holders:
        _, chart, fingerprint = holders[-1]
        found = Identity(INTACT, f"{name} of chart {chart}", fingerprint, tuple(one for one, _, _ in holders))
        return replace(found, since=_since(chart, fingerprint, holders[-1][0], known))
    charts = {chart for one in known for chart in one.manifest["charts"]}
    if (inside := INSIDE.search(content)) and (chart := inside[1].decode()) in charts:
        fingerprint = inside[2].decode()
        return _not_as_published(f"{name} of chart {chart}", chart, fingerprint, known)
    stem = name.split(".")[0]
    if stem in charts:
        hint = "known by its name only; its bytes are those of no published file"
        return Identity(CHANGED, f"{name}, perhaps of chart {stem}", hint=hint)
    return Identity(UNKNOWN, hint=f"{name} is of no chart of the {len(known)} editions at hand")


def _not_as_published(what: str, chart: str, fingerprint: str, known: Sequence[Copy]) -> Identity:
    holders = tuple(one for one in known if _fingerprint(one, chart) == fingerprint)
    if not holders:
        hint = "it carries a fingerprint that no edition at hand has"
        return Identity(UNKNOWN, what, fingerprint, hint=hint)
    hint = "its bytes are not those that were published"
    return Identity(CHANGED, what, fingerprint, holders, _since(chart, fingerprint, holders[-1], known), hint)


def of_fingerprint(digits: str, known: Sequence[Copy]) -> Identity:
    """What a fingerprint belongs to, of which the first eight digits are enough: a chart, an edition or a file."""
    charts = [
        (one, chart, about["fingerprint"])
        for one in known
        for chart, about in one.manifest["charts"].items()
        if digits in (about["fingerprint"][: len(digits)], _bare(about["fingerprint"])[: len(digits)])
    ]
    if charts:
        last, chart, full = charts[-1]
        holders = tuple(one for one, _, _ in charts)
        return Identity(KNOWN, f"chart {chart}", full, holders, _since(chart, full, last, known))
    if found := [one for one in known if one.key.rpartition("-")[2].startswith(digits[:SHOWN])]:
        return Identity(KNOWN, f"edition {found[-1].key}", editions=tuple(found), since=_newer(found[-1], known))
    for one in known:
        for chart, about in one.manifest["charts"].items():
            for name, told in about.get("files", {}).items():
                if told["sha256"].startswith(digits):
                    since = _since(chart, about["fingerprint"], one, known)
                    return Identity(KNOWN, f"{name} of chart {chart}", about["fingerprint"], (one,), since)
    return Identity(UNKNOWN, hint=f"{digits} is no fingerprint of the {len(known)} editions at hand")


def _bare(fingerprint: str) -> str:
    """A chart's fingerprint without the number of its scheme."""
    return fingerprint.partition("-")[2]


def of_address(address: str, known: Sequence[Copy]) -> Identity:
    """What an address leads to: a chart, a page or a file of an edition, the newest where it names none."""
    bare, anchor = urldefrag(address)
    found = PLACE.search(urlsplit(bare).path.lstrip("/"))
    if not (found and known):
        return Identity(UNKNOWN, hint=f"{address} is neither a file, a fingerprint nor an address of the book")
    holder = next((one for one in known if one.key == found["edition"]), None if found["edition"] else known[-1])
    if holder is None:
        return Identity(UNKNOWN, hint=f"no edition at hand is called {found['edition']}")
    page = found["page"]
    for one in (anchor, *reversed(page.removesuffix(".html").split("/"))):
        chart = one.split(".")[0]
        if fingerprint := _fingerprint(holder, chart):
            since = _since(chart, fingerprint, holder, known)
            return Identity(KNOWN, f"chart {chart}", fingerprint, (holder,), since)
    parts = page.split("/")
    for start in range(len(parts)):
        name = "/".join(parts[start:]).removesuffix(".html")
        if name in holder.manifest["pages"]:
            return Identity(KNOWN, f"page {name}", holder.manifest["pages"][name], (holder,), _newer(holder, known))
    return Identity(UNKNOWN, hint=f"the edition {holder.key} has no page or chart at {address}")


def _fingerprint(one: Copy, chart: str) -> str:
    return one.manifest["charts"].get(chart, {}).get("fingerprint", "")


def _newer(one: Copy, known: Sequence[Copy]) -> str:
    return "" if one is known[-1] else f"the newest edition is {known[-1].key}"


def _since(chart: str, fingerprint: str, held: Copy, known: Sequence[Copy]) -> str:
    """What the newest edition shows instead of a chart, in words; empty where it shows the same."""
    last = known[-1]
    now = _fingerprint(last, chart)
    if now == fingerprint:
        return ""
    if not now:
        return f"edition {last.key} has no chart {chart}"
    old, new = _rows(held, chart), _rows(last, chart)
    gone, come = len(old - new), len(new - old)
    drawn = f"{gone} of its {len(old)} rows are gone or differ, {come} are new" if old != new else "of the same rows"
    headline = _headline(last, chart)
    told = f"; its headline is now: {headline}" if headline != _headline(held, chart) else ""
    return f"edition {last.key} draws it otherwise: {drawn}{told}"


def _rows(one: Copy, chart: str) -> set[tuple[tuple[str, str], ...]]:
    path = one.folder / "charts" / chart / f"{chart}.csv"
    reader = csv.DictReader(io.StringIO(path.read_text(encoding="utf-8"), newline=""))
    return {tuple(sorted((name, cell or "") for name, cell in row.items())) for row in reader}


def _headline(one: Copy, chart: str) -> str:
    path = one.folder / "charts" / chart / f"{chart}.json"
    return json.loads(path.read_text(encoding="utf-8"))["headline"]
