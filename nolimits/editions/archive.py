"""What the editions of a site say of each other, and how its files are written: whole, and only where they differ."""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
import shutil
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from nolimits.pagemodel.model import Twin

SCRIPT = Path(__file__).with_name("banner.js")
WORK = ".publishing-"  # how a folder is called in which an edition is prepared
# what of a page counts as changed, how its twin lists it, what names one and what may differ
COUNTED = {
    "numbers": ("numbers", "anchor", "text"),
    "verdicts": ("verdicts", "claim", "verdict"),
    "charts": ("exhibits", "id", "fingerprint"),
}


@dataclass(frozen=True)
class History:
    """`since`: what changed on each page of each edition up to the newest, counted; `versions`: the fingerprints of
    each chart and the verdicts on each claim by edition; `files`: what `known_files` gives of all editions;
    `absent`: the pages that an edition lacks and another has.
    """

    since: dict[str, dict[str, dict[str, int]]]
    versions: dict[str, dict[str, list[dict[str, str]]]]
    files: dict[str, object]
    absent: dict[str, list[str]]


def publication_history(frozen: Path, keys: Sequence[str], newest: str) -> History:
    """The history of the editions `keys` that lie in a folder, compared with the newest of them."""
    since = {key: changes(_pages(frozen / key), _pages(frozen / newest)) for key in keys if key != newest}
    charts, claims = defaultdict(list), defaultdict(list)
    manifests = [_read(frozen / key / "edition.json") for key in sorted(keys)]
    for manifest in manifests:
        key = manifest["edition"]
        for name, about in manifest["charts"].items():
            charts[name].append({"edition": key, "fingerprint": about["fingerprint"]})
        for claim, verdict in manifest["claims"].items():
            claims[claim].append({"edition": key, "verdict": verdict})
    versions = {"charts": dict(charts), "claims": dict(claims)}
    return History(since, versions, known_files(manifests), _absent(frozen, keys))


def known_files(manifests: Sequence[Mapping[str, Any]]) -> dict[str, object]:
    """What a page needs to tell a chart's file by its SHA-256: `editions` in order of their keys, the fingerprints of
    each chart in them (empty where an edition lacks it), and for each hash the chart, the file and its editions.
    """
    ordered = sorted(manifests, key=lambda one: one["edition"])
    names = sorted({name for one in ordered for name in one["charts"]})
    files: dict[str, list[Any]] = {}
    for number, one in enumerate(ordered):
        for chart, about in one["charts"].items():
            for name, told in about["files"].items():
                files.setdefault(told["sha256"], [chart, name, []])[2].append(number)
    return {
        "editions": [{name: one[name] for name in ("edition", "cutoff")} for one in ordered],
        "charts": {name: [one["charts"].get(name, {}).get("fingerprint", "") for one in ordered] for name in names},
        "files": files,
    }


def as_script(name: str, value: object) -> bytes:
    """A value as a script that a page can load from a plain folder."""
    return f"window.{name} = {json.dumps(value, ensure_ascii=False, separators=(',', ':'))};\n".encode()


def _absent(frozen: Path, keys: Sequence[str]) -> dict[str, list[str]]:
    there = {key: {p.relative_to(frozen / key).as_posix() for p in (frozen / key).rglob("*.html")} for key in keys}
    every = set().union(*there.values())
    return {key: sorted(every - own) for key, own in there.items()}


def _pages(edition: Path) -> dict[str, Twin]:
    """The pages of an edition as data, by their names."""
    return {name: _read(edition / f"{name}.json") for name in _read(edition / "edition.json")["pages"]}


@cache
def _read(path: Path) -> Twin:
    """A file of a frozen edition as JSON; such a file never changes."""
    return json.loads(path.read_text(encoding="utf-8"))


def read_now(path: Path) -> Twin:
    """A file that publishing rewrites, as JSON; empty where there is none."""
    return json.loads(path.read_text(encoding="utf-8")) if path.is_file() else {}


def changes(older: Mapping[str, Twin], newer: Mapping[str, Twin]) -> dict[str, dict[str, int]]:
    """How many numbers, verdicts and charts of each page are no longer the same; pages without change are left out."""
    found = {}
    for page, twin in older.items():
        now = newer.get(page, {})
        counts = {what: _changed(twin, now, *where) for what, where in COUNTED.items()}
        if any(counts.values()):
            found[page] = {what: number for what, number in counts.items() if number}
    return found


def _changed(old: Twin, new: Twin, part: str, name: str, value: str) -> int:
    now = {one[name]: one[value] for one in new.get(part, ())}
    return sum(not _same(one[value], now.get(one[name])) for one in old.get(part, ()))


def _same(before: str, after: str | None) -> bool:
    """Whether two answers are one; that a thing is still not known is no change, though the day is told with it."""
    return before == after or (after is not None and "not known by" in before and "not known by" in after)


def script() -> bytes:
    """The script that shows on each page which edition it is of and what has changed since."""
    return SCRIPT.read_bytes()


def checksums(folder: Path) -> dict[str, str]:
    """The SHA-256 of every file below a folder by its place."""
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def write_file(path: Path, content: bytes) -> None:
    """Write a file in one step, and only where it would differ."""
    if path.is_file() and path.read_bytes() == content:
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    half = path.with_name(f".{path.name}.half")
    half.write_bytes(content)
    os.replace(half, path)


@contextmanager
def publishing_folder(site: Path) -> Iterator[Path]:
    """A folder to prepare an edition in, for one at a time, gone afterwards, as is what a killed publication left."""
    held = os.open(site, os.O_RDONLY)
    fcntl.flock(held, fcntl.LOCK_EX)
    for left in site.glob(f"{WORK}*"):
        shutil.rmtree(left, ignore_errors=True)
    work = site / f"{WORK}{os.getpid()}"
    work.mkdir()
    try:
        yield work
    finally:
        shutil.rmtree(work, ignore_errors=True)
        os.close(held)
