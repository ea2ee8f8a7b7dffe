"""Where rows are to be found: the pages and the anchors at which the book shows them."""

from __future__ import annotations

from nolimits.data import Observation, View, day_name


def published(row: dict[str, str]) -> str:
    """A source's day, month or year, as precisely as it is known."""
    full = day_name(row["published"])
    return {"day": full, "month": full.partition(" ")[2], "year": full[-4:]}[row["precision"]]


def target(about: str, rows: tuple, view: View) -> tuple[str, str] | None:
    """The page and the anchor where the rows behind an answer are to be found; None where there are none."""
    if about.startswith("source:"):
        return "chapters/sources", about.removeprefix("source:")
    if about.startswith("claim:"):
        return "chapters/ledger", about.removeprefix("claim:")
    takes = [row for row in rows if isinstance(row, Observation)]
    if takes:
        only = takes[0] if len(takes) == 1 else None
        indicator = only.indicator if only else about or takes[0].indicator
        return f"chapters/rows-{view.about(indicator)['section']}", only.anchor if only else indicator
    if rows:
        page, anchor = register_place(rows[0])
        many = f"register-{anchor.partition('-')[0]}s" if "-" in anchor else "register-claims"
        return page, anchor if len(rows) == 1 else many
    if about:
        return f"chapters/rows-{view.about(about)['section']}", about
    return None


REGISTERED = {"claim", "event", "measure", "project"}


def row_anchor(row: Observation | dict[str, str]) -> str:
    """The permanent place of a row on the page that shows it; empty for a row that has none, such as a source's."""
    if isinstance(row, Observation):
        return row.anchor
    return register_place(row)[1] if REGISTERED & set(row) else ""


def register_place(row: dict[str, str]) -> tuple[str, str]:
    """The page and the anchor of a register's row."""
    if "claim" in row:
        return "chapters/ledger", row["claim"]
    key = next(key for key in ("event", "measure", "project") if key in row)
    return "chapters/registers", f"{key}-{row[key]}"
