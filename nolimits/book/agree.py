"""Whether a finished tree shows of each chart what its manifest says: in its section, on its own page, in files."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from nolimits.book.parameters import BuildError
from nolimits.citing.meta import CHARTS
from nolimits.editions.snapshots import MANIFEST
from nolimits.hypertext import code

FIGURE = re.compile(r'<figure class="exhibit(?! landing)[^>]*\bid="([^"]+)">(.*?)</figure>', re.DOTALL)
MARK = re.compile(r'<code title="fingerprint[^>]*>([^<]+)</code>')
SHOWN = 12  # first places of a fingerprint, as a section shows them


def hold_charts(tree: Path) -> None:
    """Raise BuildError where a chart of a finished tree is not everywhere the one of which the manifest tells."""
    told = json.loads((tree / MANIFEST).read_text(encoding="utf-8"))
    pages, charts = told["pages"], {name: (one["page"], one["fingerprint"]) for name, one in told["charts"].items()}
    faults = [*_in_sections(tree, pages, charts)]
    faults += [fault for name, (_, fingerprint) in charts.items() for fault in _alone(tree, name, fingerprint)]
    if faults:
        raise BuildError("the book does not agree with itself: remove _build and build again\n" + "\n".join(faults))


def _in_sections(tree: Path, pages: Iterable[str], charts: Mapping[str, tuple[str, str]]) -> Iterator[str]:
    shown = {
        (page, name): mark[1] if (mark := MARK.search(figure)) else ""
        for page in pages
        for name, figure in FIGURE.findall((tree / f"{page}.html").read_text(encoding="utf-8"))
    }
    marks = {name: fingerprint[:SHOWN] for name, (_, fingerprint) in charts.items()}
    # its own page shows a chart, and others may show it, too
    wanted = {(page, name) for name, (page, _) in charts.items()}
    for page, name in sorted(shown.keys() | wanted):
        if (page, name) not in shown or shown[page, name] != marks.get(name):
            yield f"{page}.html shows another chart {name} than {MANIFEST} tells of"


def _alone(tree: Path, name: str, fingerprint: str) -> Iterator[str]:
    for place, wanted in (
        (f"{CHARTS}/{name}.html", code(fingerprint)),
        (f"{CHARTS}/{name}/{name}.json", f'"fingerprint": "{fingerprint}"'),
        (f"{CHARTS}/{name}/{name}.svg", f"{name} {fingerprint}"),
    ):
        path = tree / place
        if not path.is_file() or wanted not in path.read_text(encoding="utf-8"):
            yield f"{place} is of another chart than {MANIFEST} tells of"
