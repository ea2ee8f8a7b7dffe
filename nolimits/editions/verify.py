"""Whether a file that somebody holds is what was published: of which chart and editions, and how it changed since."""

from __future__ import annotations

import csv
import errno
import hashlib
import io
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urldefrag, urlsplit

from nolimits.checks.problem import printable
from nolimits.citing.meta import CHARTS
from nolimits.data import DataError, day_name
from nolimits.data.nouns import many
from nolimits.editions.archive import read_now
from nolimits.editions.sums import FROZEN_LIST, MANIFEST, sums_of

# as the pictures of a chart carry it among what they tell of themselves
INSIDE = re.compile(rb"(?<![a-z0-9-])([a-z0-9]+(?:-[a-z0-9]+)+) (\d+-[0-9a-f]{64})(?![0-9a-f])")
# a chart's begins with the number of its scheme; that of an edition or a file has none
FINGERPRINT = re.compile(r"(?:\d+-)?[0-9a-f]{8,64}")
EDITION = re.compile(r"(?:^|.*/)editions/(?P<edition>\d{4}-\d\d-\d\d-[0-9a-f]+)/(?P<place>.+)$")
OF_CHART = re.compile(rf"{CHARTS}/(?P<chart>[^/.]+)[/.].+")
# files that are told apart by their names: others have any
NAMED = ("charts/", "downloads/", "data/", "data.zip", "_images/")
COMMON = ("README.md", FROZEN_LIST, "index.html")
SEARCHED = 16_000_000  # bytes of a file, from its first, in which the identity of a chart is looked for
SHOWN = 12
INTACT, OTHER, KNOWN = "intact", "of another edition", "known"
ALTERED, UNKNOWN, NOT_FOUND = "altered", "unknown", "not found"
EXITS = {INTACT: 0, OTHER: 0, KNOWN: 0, ALTERED: 1, UNKNOWN: 3, NOT_FOUND: 4}


@dataclass(frozen=True)
class Copy:
    """A finished book or a frozen edition on disk, with what it says of itself and the sums of its files."""

    folder: Path
    manifest: dict[str, Any]
    files: tuple[tuple[str, str], ...]  # place and SHA-256

    @property
    def key(self) -> str:
        """Its name."""
        return str(self.manifest["edition"])

    @property
    def cutoff(self) -> str:
        """The day up to which it knows."""
        return str(self.manifest["cutoff"])

    def place(self, digest: str) -> str:
        """Where a file with a checksum lies in it; empty where none has it."""
        return next((name for name, told in self.files if told == digest), "")


@dataclass(frozen=True)
class Identity:
    """What is known of a thing.

    `state` is intact (byte for byte as in the newest edition at hand), of another edition (as in an older one),
    altered, unknown, not found, or (of an address or a fingerprint) known. `what` is the chart, the edition, the page
    or the file; `editions` those that hold it as it is; `since` says what the newest edition shows instead, empty
    where it shows the same.
    """

    state: str
    what: str = ""
    fingerprint: str = ""
    editions: tuple[Copy, ...] = ()
    since: str = ""
    hint: str = ""

    @property
    def exit_code(self) -> int:
        """0 for what was published, 1 for what was altered, 3 for what nobody knows, 4 for what is not there."""
        return EXITS[self.state]

    def record(self) -> dict[str, Any]:
        """The same as data: each field, of editions their keys and days."""
        return vars(self) | {"editions": [{"edition": one.key, "cutoff": one.cutoff} for one in self.editions]}

    def __str__(self) -> str:
        said = f"{self.state}: {self.what or self.hint}" + (f" ({self.hint})" if self.what and self.hint else "")
        lines = [said]
        if self.fingerprint:
            lines.append(f"fingerprint  {self.fingerprint}")
        lines += [f"edition      {one.key}, as known by {day_name(one.cutoff)}" for one in self.editions]
        if self.editions and self.state not in (UNKNOWN, NOT_FOUND):
            lines.append(f"since then   {self.since or 'the newest edition shows the same'}")
        # a name that somebody gave a file may hold breaks of lines
        return "\n".join(map(printable, lines))


def verify(thing: str, places: Sequence[Path]) -> Identity:
    """What a file, a fingerprint or an address is; `places` are finished books and sites of editions.

    A file is told by its bytes, which are those of a published one or not; where they are not, by the identity of a
    chart that it carries, or by its name. Raises DataError for a book at hand that cannot be read.
    """
    known = _shelf(places)
    path = Path(thing)
    if read := _read(path):
        return of_file(path.name, *read, known)
    if FINGERPRINT.fullmatch(thing.lower()):
        return of_fingerprint(thing.lower(), known)
    return of_address(thing, known)


def _read(path: Path) -> tuple[str, bytes] | None:
    """The SHA-256 of a file, which may be larger than the memory, and its first bytes; None where there is none.

    Raises DataError for one that cannot be read.
    """
    try:
        if not path.is_file():
            return None
        with path.open("rb") as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
            file.seek(0)
            return digest, file.read(SEARCHED)
    except ValueError:
        return None
    except OSError as error:
        if error.errno in (errno.ENAMETOOLONG, errno.ENOENT):
            return None
        raise DataError(f"{path} cannot be read: {error.strerror}") from None


def _shelf(places: Sequence[Path]) -> list[Copy]:
    """The editions that lie at some places, each once, in order of what they know."""
    found: dict[str, Copy] = {}
    for place in places:
        for folder in (*sorted((place / "editions").glob("*-*-*-*")), place):
            if manifest := read_now(folder / MANIFEST):
                one = _copy(folder, manifest)
                held = found.setdefault(one.key, one)
                if held is not one:
                    # at the root of a site the pages of the newest edition lie once more, and lead elsewhere
                    found[one.key] = replace(held, files=(*held.files, *one.files))
    return sorted(found.values(), key=lambda one: (one.cutoff, one.key))


def _copy(folder: Path, manifest: dict[str, Any]) -> Copy:
    """An edition on disk; raises DataError where a list that it tells of itself by is broken."""
    try:
        key, charts = str(manifest["edition"]), manifest["charts"].items()
        # an edition of old listed the files of its charts alone
        listed = [
            (f"{CHARTS}/{chart}/{name}", told["sha256"])
            for chart, about in charts
            for name, told in about.get("files", {}).items()
        ]
        root = read_now(folder / "root.json")
        beside = root["files"].items() if root.get("edition") == key else ()
        files = dict.fromkeys([*sums_of(folder), *listed, *beside])
        hold = [about["fingerprint"] for _, about in charts], manifest["cutoff"], manifest["pages"].items()
    except (KeyError, TypeError, AttributeError, ValueError):
        hold = None
    if hold is None:
        raise DataError(f"{folder / MANIFEST} is not an edition's manifest: build or publish the edition again")
    return Copy(folder, manifest, tuple(files))


def of_file(name: str, digest: str, start: bytes, known: Sequence[Copy]) -> Identity:
    """What a file is, by the SHA-256 of its bytes, then by the identity that its start carries, then by its name."""
    if holders := [(one, place) for one in known if (place := one.place(digest))]:
        held, place = holders[-1]
        state = INTACT if held is known[-1] else OTHER
        whose = tuple(one for one, _ in holders)
        if chart := _chart_at(place, held):
            fingerprint = _fingerprint(held, chart)
            since = _since(chart, fingerprint, held, known)
            return Identity(state, f"{name} of chart {chart}", fingerprint, whose, since)
        return Identity(state, f"{name}, which is {place}", editions=whose, since=_replacement(place, digest, known))
    charts = {chart for one in known for chart in one.manifest["charts"]}
    if (inside := INSIDE.search(start)) and (chart := inside[1].decode()) in charts:
        fingerprint = inside[2].decode()
        return _not_as_published(f"{name} of chart {chart}", chart, fingerprint, known)
    hint = "known by its name only; its bytes are those of no published file"
    stem = name.split(".")[0]
    if stem in charts:
        return Identity(ALTERED, f"{name}, perhaps of chart {stem}", hint=hint)
    named = {place for one in known for place, _ in one.files if place.startswith(NAMED) and _last(place) == name}
    if named and name not in COMMON:
        return Identity(ALTERED, f"{name}, perhaps {min(named)}", hint=hint)
    return Identity(UNKNOWN, hint=f"{name} is no file of the {many(len(known), 'edition')} at hand")


def _last(place: str) -> str:
    return place.rpartition("/")[2]


def _chart_at(place: str, one: Copy) -> str:
    """The chart to which the file at a place of an edition belongs; empty where it belongs to none."""
    found = OF_CHART.fullmatch(place)
    return found["chart"] if found and found["chart"] in one.manifest["charts"] else ""


def _replacement(place: str, digest: str, known: Sequence[Copy]) -> str:
    """What the newest edition has instead of a file, in words; empty where it has the same."""
    last = known[-1]
    if any(told == digest for _, told in last.files):
        return ""
    there = any(name == place for name, _ in last.files)
    return f"edition {last.key} has {'another' if there else 'no'} {place}"


def _not_as_published(what: str, chart: str, fingerprint: str, known: Sequence[Copy]) -> Identity:
    holders = tuple(one for one in known if _fingerprint(one, chart) == fingerprint)
    if not holders:
        hint = "it carries a fingerprint that no edition at hand has"
        return Identity(UNKNOWN, what, fingerprint, hint=hint)
    hint = "its bytes are not those that were published"
    return Identity(ALTERED, what, fingerprint, holders, _since(chart, fingerprint, holders[-1], known), hint)


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
    for one in reversed(known):
        for place, digest in one.files:
            if not digest.startswith(digits):
                continue
            if chart := _chart_at(place, one):
                full = _fingerprint(one, chart)
                return Identity(
                    KNOWN, f"{_last(place)} of chart {chart}", full, (one,), _since(chart, full, one, known)
                )
            return Identity(KNOWN, place, editions=(one,), since=_replacement(place, digest, known))
    return Identity(UNKNOWN, hint=f"{digits} is no fingerprint of the {many(len(known), 'edition')} at hand")


def _bare(fingerprint: str) -> str:
    """A chart's fingerprint without the number of its scheme."""
    return fingerprint.partition("-")[2]


def of_address(address: str, known: Sequence[Copy]) -> Identity:
    """What an address leads to: a chart, a page or a file of an edition, the newest where it names none."""
    try:
        bare, anchor = urldefrag(address)
        parts = urlsplit(bare)
        path = unquote(parts.path).strip("/")
    except ValueError:
        return Identity(UNKNOWN, hint=f"{address} is no address")
    inside = EDITION.fullmatch(path)
    key, place = (inside["edition"], inside["place"]) if inside else ("", path)
    named = [one for one in known if one.key == key] if key else known[-1:]
    holder = named[0] if named else None
    if key and holder is None:
        return Identity(UNKNOWN, hint=f"no edition at hand is called {key}")
    steps = place.split("/")
    # a site may lie in a folder of its host; what somebody holds on this machine does not
    starts = range(len(steps)) if parts.scheme in ("http", "https") and not key else [0]
    for start in starts if place else ():
        if holder and (found := _at("/".join(steps[start:]), anchor, holder, known)):
            return found
    if parts.scheme in ("http", "https") or key:
        where = f"the edition {holder.key} has" if holder else "the 0 editions at hand have"
        return Identity(UNKNOWN, hint=f"{where} no page, chart or file at {address}")
    return Identity(NOT_FOUND, hint=f"{address} is neither a file, a fingerprint nor an address of the book")


def _at(place: str, anchor: str, one: Copy, known: Sequence[Copy]) -> Identity | None:
    """What lies at a place of an edition; None where nothing does."""
    page = place.removesuffix(".html")
    own = page.removeprefix(f"{CHARTS}/") if page.startswith(f"{CHARTS}/") else ""
    pages = one.manifest["pages"]
    shown = one.manifest["charts"].get(anchor, {}).get("page") == page
    at = _chart_at(place, one) if any(name == place for name, _ in one.files) else ""
    for chart in (anchor if shown else "", own, at):
        if fingerprint := _fingerprint(one, chart):
            return Identity(KNOWN, f"chart {chart}", fingerprint, (one,), _since(chart, fingerprint, one, known))
    if page in pages:
        return Identity(KNOWN, f"page {page}", pages[page], (one,), _newer(one, known))
    if "/" in place and any(name == place for name, _ in one.files):
        return Identity(KNOWN, place, editions=(one,), since=_newer(one, known))
    return None


def _fingerprint(one: Copy, chart: str) -> str:
    return str(one.manifest["charts"].get(chart, {}).get("fingerprint", ""))


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
    drawn = f"{gone} of {many(len(old), 'row')} gone or changed, {come} new" if old != new else "of the same rows"
    headline = _headline(last, chart)
    told = f"; its headline is now: {headline}" if headline != _headline(held, chart) else ""
    return f"edition {last.key} draws it otherwise: {drawn}{told}"


def _rows(one: Copy, chart: str) -> set[tuple[tuple[str, str], ...]]:
    path = one.folder / CHARTS / chart / f"{chart}.csv"
    if not path.is_file():
        raise DataError(f"{path} is missing: build or publish the edition again")
    reader = csv.DictReader(io.StringIO(path.read_text(encoding="utf-8"), newline=""))
    return {tuple(sorted((name, cell or "") for name, cell in row.items())) for row in reader}


def _headline(one: Copy, chart: str) -> str:
    path = one.folder / CHARTS / chart / f"{chart}.json"
    return str(read_now(path).get("headline", ""))
