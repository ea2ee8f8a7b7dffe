"""What the editions of a site say of each other: what changed since on each page, the versions of charts and claims."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from nolimits.editions.since import NOUNS, Counts, since
from nolimits.editions.sums import MANIFEST, Pair, scripts, sums_of

SCRIPT = Path(__file__).with_name("banner.js")


@dataclass(frozen=True)
class History:
    """`since`: what changed on each page of each edition up to the newest, counted; `versions`: the fingerprints of
    each chart and the verdicts on each claim by edition; `scripts`: what `sums.scripts` gives of all editions;
    `absent`: the pages that an edition lacks and another has.
    """

    since: dict[str, dict[str, Counts]]
    versions: dict[str, dict[str, list[dict[str, str]]]]
    scripts: dict[str, bytes]
    absent: dict[str, list[str]]

    @property
    def told(self) -> dict[str, Any]:
        """What each page is told of the other editions."""
        return {"since": self.since, "absent": self.absent, "nouns": NOUNS}


def publication_history(frozen: Path, keys: Sequence[str], newest: str, root: dict[str, str]) -> History:
    """The history of the editions `keys` that lie in a folder; `root` are the sums of the newest one's root pages."""
    changed = {key: _since(frozen / key, frozen / newest) for key in keys if key != newest}
    charts, claims = defaultdict(list), defaultdict(list)
    pairs: list[Pair] = []
    for key in sorted(keys):
        manifest = _read(frozen / key / MANIFEST)
        pairs.append((manifest, [*sums_of(frozen / key), *(root.items() if key == newest else ())]))
        for name, about in manifest["charts"].items():
            charts[name].append({"edition": key, "fingerprint": about["fingerprint"]})
        for claim, verdict in manifest["claims"].items():
            claims[claim].append({"edition": key, "verdict": verdict})
    return History(changed, {"charts": dict(charts), "claims": dict(claims)}, scripts(pairs), _absent(frozen, keys))


@cache
def _since(older: Path, newest: Path) -> dict[str, Counts]:
    """Files of frozen editions never change, nor what differs between them."""
    return since(older, newest)


@cache
def _read(path: Path) -> dict[str, Any]:
    """A file of a frozen edition as JSON; such a file never changes."""
    found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return found


def _absent(frozen: Path, keys: Sequence[str]) -> dict[str, list[str]]:
    there = {key: {p.relative_to(frozen / key).as_posix() for p in (frozen / key).rglob("*.html")} for key in keys}
    every = set().union(*there.values())
    return {key: sorted(every - own) for key, own in there.items()}


def script() -> bytes:
    """The script that shows on each page which edition it is of and what has changed since."""
    return SCRIPT.read_bytes()
