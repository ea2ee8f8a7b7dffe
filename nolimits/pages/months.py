"""What became known month by month, as folds of a page: rows counted, theses, verdicts and headlines that moved."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective

from nolimits.data import day_name
from nolimits.data.nouns import listed, many
from nolimits.editions.markup import Address
from nolimits.editions.months import FILE, LATE
from nolimits.editions.snapshots import SNAPSHOTS
from nolimits.hypertext import Markup, html, items, join, paragraph
from nolimits.pages.moves import moved_item

COPIED = (
    "{count} {verb} read from copies of official tables and told under the day of the copy or of its reading, though an"
    " earlier publication is likely."
)
KINDS = {  # what moved, in a list, and counted
    "thesis": ("Theses", "thesis", "theses"),
    "verdict": ("Verdicts", "verdict", "verdicts"),
    "headline": ("Headlines of charts", "headline", "headlines"),
}


class Months(SphinxDirective):
    """A fold for each of the last months in which something became known, the newest first."""

    def run(self) -> list[nodes.Node]:
        """What moved, or a sentence where there is nothing to tell."""
        path = Path(self.env.srcdir) / SNAPSHOTS / FILE
        self.env.note_dependency(str(path))
        if not path.is_file():
            said = "Months are compared by `make book`; pages bound by Jupyter Book alone do without."
            return [nodes.paragraph(said, said)]
        told = json.loads(path.read_text(encoding="utf-8"))
        folds = html('<div class="changes months">{}</div>', join(month_fold(month, self._address) for month in told))
        return [nodes.raw("", folds, format="html")]

    def _address(self, page: str, anchor: str) -> str:
        return f"{self.env.app.builder.get_relative_uri(self.env.docname, page)}#{anchor}"


def month_fold(month: Mapping[str, Any], address: Address) -> Markup:
    """A month folded under a line that counts what came and what moved; it opens by its address."""
    return html(
        '<details id="month-{month}"><summary><strong>{name}</strong> <small>{count}</small></summary>{body}</details>',
        month=month["until"][:7],
        name=day_name(month["until"]).partition(" ")[2],
        count=_count(month),
        body=_body(month, address),
    )


def _count(month: Mapping[str, Any]) -> str:
    """`425 figures and dated acts; 2 theses and 3 headlines moved`."""
    number = sum(month["rows"].values()) + month["copied"]
    came = many(number, "figure or dated act", "figures and dated acts") if number else "nothing became known"
    kinds = Counter(one["kind"] for one in month["moved"])
    moved = [many(kinds[kind], *words) for kind, (_, *words) in KINDS.items() if kinds[kind]]
    return f"{came}; {listed(moved)} moved" if moved else f"{came}; nothing moved"


def _body(month: Mapping[str, Any], address: Address) -> Markup:
    counted = ", ".join(f"{number:,} on {name}" for name, number in month["rows"].items())
    number = sum(month["rows"].values())
    known = f"{many(number, 'figure or dated act', 'figures and dated acts')} became known: {counted}."
    told = [known] if counted else []
    if late := month["late"]:
        tell = many(late, "of them tells", "of them tell")
        told.append(f"{tell} of a period that had ended more than {LATE} months before.")
    if copied := month["copied"]:
        count, verb = many(copied, "more figure" if counted else "figure"), "was" if copied == 1 else "were"
        told.append(COPIED.format(count=count, verb=verb))
    parts = [paragraph(" ".join(told) or "Nothing became known.")]
    for kind, (title, *_) in KINDS.items():
        moved = [moved_item(one, address) for one in month["moved"] if one["kind"] == kind]
        parts += [paragraph(f"{title} that moved: {len(moved)}."), items(moved)] if moved else []
    if not month["moved"]:
        parts.append(paragraph("No thesis, no verdict and no headline moved."))
    return join(parts)


def setup(app: Sphinx) -> None:
    """Register the directive."""
    app.add_directive("months", Months)
