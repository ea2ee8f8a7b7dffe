"""What the editions of a site say of each other: what changed since on each page, the versions of charts and claims."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

from nolimits.editions.archive import page_files
from nolimits.editions.compare import Comparison, compare
from nolimits.editions.feed import FEED, FeedItem, summary, with_entries
from nolimits.editions.headers import HEADERS, merge_headers
from nolimits.editions.since import NOUNS, KindCounts, since
from nolimits.editions.snapshots import load
from nolimits.editions.sums import MANIFEST, EditionSums, scripts, sums_of

SCRIPT = Path(__file__).with_name("banner.js")


@dataclass(frozen=True)
class History:
    """`since`: what changed on each page of each edition up to the newest, counted; `versions`: the fingerprints of
    each chart and the verdicts on each claim by edition; `scripts`: what `sums.scripts` gives of all editions;
    `absent`: the pages that an edition lacks and another has; `feed`: all editions, each with what it changed;
    `headers`: what a host is to send with the pages of any of them.
    """

    since: dict[str, dict[str, KindCounts]]
    versions: dict[str, dict[str, list[dict[str, str]]]]
    scripts: dict[str, bytes]
    absent: dict[str, list[str]]
    feed: bytes
    headers: bytes

    @property
    def banner_data(self) -> dict[str, Any]:
        """What each page is told of the other editions."""
        return {"since": self.since, "absent": self.absent, "nouns": NOUNS}


def publication_history(frozen: Path, keys: Sequence[str], newest: str, root: dict[str, str]) -> History:
    """The history of the editions `keys` that lie in a folder; `root` are the sums of the newest one's root pages."""
    changed = {key: _since(frozen / key, frozen / newest) for key in keys if key != newest}
    charts, claims = defaultdict(list), defaultdict(list)
    pairs: list[EditionSums] = []
    for key in sorted(keys):
        manifest = _read(frozen / key / MANIFEST)
        pairs.append((manifest, [*sums_of(frozen / key), *(root.items() if key == newest else ())]))
        for name, about in manifest["charts"].items():
            charts[name].append({"edition": key, "fingerprint": about["fingerprint"]})
        for claim, verdict in manifest["claims"].items():
            claims[claim].append({"edition": key, "verdict": verdict})
    versions = {"charts": dict(charts), "claims": dict(claims)}
    found = [frozen / key / HEADERS for key in (*(one for one in keys if one != newest), newest)]
    sent = [path.read_text(encoding="utf-8") for path in found if path.is_file()]
    headers = merge_headers(sent).encode() if sent else b""
    return History(changed, versions, scripts(pairs), _absent(frozen, keys), _feed(frozen, keys, newest), headers)


def _feed(frozen: Path, keys: Sequence[str], newest: str) -> bytes:
    """The feed of the newest edition with an entry for each; empty where that edition has none."""
    path = frozen / newest / FEED
    if not path.is_file():
        return b""
    ordered = [_read(frozen / key / MANIFEST) for key in sorted(keys)]
    steps = [None, *(_step(frozen / old["edition"], frozen / new["edition"]) for old, new in pairwise(ordered))]
    entries = [
        FeedItem(one["edition"], one["cutoff"], summary(step), f"{frozen.name}/{one['edition']}/index.html")
        for one, step in zip(ordered, steps, strict=True)
    ]
    return with_entries(path.read_bytes(), entries)


@cache
def _step(older: Path, newer: Path) -> Comparison:
    return compare(load(older), load(newer))


@cache
def _since(older: Path, newest: Path) -> dict[str, KindCounts]:
    """What `since` says: files of frozen editions never change, nor what differs between them."""
    return since(older, newest)


@cache
def _read(path: Path) -> dict[str, Any]:
    """A file of a frozen edition as JSON; such a file never changes."""
    found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return found


def _absent(frozen: Path, keys: Sequence[str]) -> dict[str, list[str]]:
    there = {key: {name for name, _ in page_files(frozen / key)} for key in keys}
    every = set().union(*there.values())
    return {key: sorted(every - own) for key, own in there.items()}


def script() -> bytes:
    """The script that shows on each page which edition it is of and what has changed since."""
    return SCRIPT.read_bytes()
