"""Where rows are to be found: the pages and the anchors at which the book shows them."""

from __future__ import annotations

from collections.abc import Sequence

from nolimits.data import Entry, Fact, Observation, Row, View, day_name

SOURCE, CLAIM, THESIS = "source:", "claim:", "thesis:"  # what an answer is about, where it is no indicator


def publication_day(row: Row) -> str:
    """A source's day, month or year, as precisely as it is known."""
    full = day_name(row["published"])
    return {"day": full, "month": full.partition(" ")[2], "year": full[-4:]}[row["precision"]]


def target(about: str, rows: Sequence[Fact], view: View) -> tuple[str, str] | None:
    """The page and the anchor where the rows behind an answer are to be found; None where there are none."""
    if about.startswith(SOURCE):
        return str(view.evidence.resource("sources")["shown"]["page"]), about.removeprefix(SOURCE)
    if about.startswith(CLAIM):
        register = view.about_register("claims")
        return register.page, about.removeprefix(CLAIM)
    if about.startswith(THESIS):
        return thesis_place(about.removeprefix(THESIS), view)
    takes = [row for row in rows if isinstance(row, Observation)]
    if takes:
        only = takes[0] if len(takes) == 1 else None
        indicator = only.indicator if only else about or takes[0].indicator
        return indicator_page(indicator, view), only.anchor if only else indicator
    entries = [row for row in rows if isinstance(row, Entry)]
    if entries:
        only_one = len(entries) == 1
        return entries[0].page, entries[0].anchor if only_one else list_anchor(entries[0])
    return (indicator_page(about, view), about) if about else None


def indicator_page(indicator: str, view: View) -> str:
    """The page that shows an indicator's rows."""
    page: str = view.evidence.resource("observations")["shown"]["page"]
    return page.format_map(view.about(indicator))


def thesis_place(key: str, view: View) -> tuple[str, str]:
    """The page and the anchor where it is told how a thesis stands."""
    return str(view.evidence.resource("theses")["shown"]["page"]), f"thesis-{key}"


def list_anchor(entry: Entry) -> str:
    """The place of the whole register that an entry is from."""
    return f"register-{entry.register.of or entry.register.name}"


def page_of(row: Fact, view: View) -> str:
    """The page that shows a row."""
    return indicator_page(row.indicator, view) if isinstance(row, Observation) else row.page


def key(row: Fact) -> str:
    """A name for a row that no other has: the anchor where single rows have one, else with what tells it apart."""
    if isinstance(row, Observation):
        return row.anchor
    own = [row[column] for column in row.register.apart]
    return ".".join((row.anchor, *own))
