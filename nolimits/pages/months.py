"""What became known month by month, as sections of a page: rows counted, theses, verdicts and headlines that moved."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from html import escape
from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective

from nolimits.claims.shifts import Cause
from nolimits.claims.theses import Stand
from nolimits.data import day_name
from nolimits.data.nouns import many
from nolimits.editions.months import FILE, LATE
from nolimits.editions.snapshots import SNAPSHOTS
from nolimits.language.wording import capital
from nolimits.pagemodel.parts.tables import badge, join_cells
from nolimits.pagemodel.parts.theses import CLASSES
from nolimits.pages.changes import section

SHOWN = 8  # headlines; the others are folded
MOST_ROWS = 3  # that are named of those which moved a statement
COPIED = (
    "{count} {verb} read from copies of official tables and told under the day of the copy or of its reading, though an"
    " earlier publication is likely."
)
CAUSES = {
    Cause.ROWS: "new is {rows}",
    Cause.AGE: "no new row; the newest became more than a year old",
    Cause.DUE: "the day came from which this can be judged",
    Cause.TIME: "no new row; time alone",
}
KINDS = {"thesis": "Theses", "verdict": "Verdicts", "headline": "Headlines of charts"}


class Months(SphinxDirective):
    """A section for each of the last months in which something became known, the newest first."""

    def run(self) -> list[nodes.Node]:
        """What moved, or a sentence where there is nothing to tell."""
        path = Path(self.env.srcdir) / SNAPSHOTS / FILE
        self.env.note_dependency(str(path))
        if not path.is_file():
            said = "Months are compared by `make book`; pages bound by Jupyter Book alone do without."
            return [nodes.paragraph(said, said)]
        told = json.loads(path.read_text(encoding="utf-8"))
        return [self._section(month) for month in told]

    def _section(self, month: Mapping[str, Any]) -> nodes.section:
        title = day_name(month["until"]).partition(" ")[2]
        return section(f"month-{month['until'][:7]}", title, self._body(month))

    def _body(self, month: Mapping[str, Any]) -> str:
        counted = ", ".join(f"{number:,} on {escape(name)}" for name, number in month["rows"].items())
        number = sum(month["rows"].values())
        known = f"{many(number, 'figure or dated act', 'figures and dated acts')} became known: {counted}."
        told = [known] if counted else []
        if late := month["late"]:
            tell = many(late, "of them tells", "of them tell")
            told.append(f"{tell} of a period that had ended more than {LATE} months before.")
        if copied := month["copied"]:
            count, verb = many(copied, "more figure" if counted else "figure"), "was" if copied == 1 else "were"
            told.append(COPIED.format(count=count, verb=verb))
        lines = [f"<p>{' '.join(told) or 'Nothing became known.'}</p>"]
        for kind, title in KINDS.items():
            items = [self._item(one) for one in month["moved"] if one["kind"] == kind]
            lines.append(_item_list(f"{title} that moved", items) if items else "")
        if not month["moved"]:
            lines.append("<p>No thesis, no verdict and no headline moved.</p>")
        return f'<div class="changes months">{"".join(lines)}</div>'

    def _item(self, one: Mapping[str, Any]) -> str:
        place = self._link(one)
        if one["kind"] == "headline":
            before = f"<small>before: {escape(one['before'])}</small>" if one["before"] else ""
            return f"<li>{place}{escape(one['after'] or one['about'])}</a> {before}</li>"
        marks = " → ".join(_mark(one["kind"], word) for word in (one["before"], one["after"]))
        about = escape(capital(one["about"]))
        return f"<li>{marks} {place}{about}</a> {self._why(one['why'])}</li>"

    def _link(self, place: Mapping[str, str]) -> str:
        page = self.env.app.builder.get_relative_uri(self.env.docname, place["page"])
        return f'<a href="{page}#{escape(place["anchor"], quote=True)}">'

    def _why(self, told: Iterable[Mapping[str, Any]]) -> str:
        """What moved it, in small print; HTML."""
        said: dict[str, list[str]] = {}
        for one in told:
            said.setdefault(CAUSES[Cause(one["cause"])].format(rows=self._rows(one)), []).append(one["claim"])
        lines = (f"{join_cells(claims)}: {why}" for why, claims in said.items())
        return "".join(f'<br><small class="change-cause">{line}.</small>' for line in lines)

    def _rows(self, one: Mapping[str, Any]) -> str:
        shown = [f"{self._link(row)}{escape(row['says'])}</a>" for row in one["rows"][:MOST_ROWS]]
        rest = len(one["rows"]) - len(shown)
        return "; ".join([*shown, *([f"and {rest} more"] if rest else [])])


def _mark(kind: str, word: str) -> str:
    if kind == "verdict":
        return badge(word)
    return f'<span class="badge {CLASSES[Stand(word)]}">{escape(word)}</span>'


def _item_list(title: str, items: Iterable[str]) -> str:
    """A list under a line of its own; what is beyond the first few is folded."""
    every = list(items)
    shown = f"<p>{title}: {len(every)}.</p><ul>{''.join(every[:SHOWN])}</ul>"
    rest = every[SHOWN:]
    return f"{shown}<details><summary>{len(rest)} more</summary><ul>{''.join(rest)}</ul></details>" if rest else shown


def setup(app: Sphinx) -> None:
    """Register the directive."""
    app.add_directive("months", Months)
