"""Pages that the tables call for: one for each section, told by the data package, of which no file is kept.

`shown` of a table names the page of each section (`chapters/rows-{section}`) and the `text` of such a page.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from nolimits.data.evidence import Evidence, evidence

SECTION = "{section}"


def page_text(name: str, folder: Path) -> str | None:
    """The Markdown of a page that the tables call for; None for any other page, and where there are no tables."""
    return texts(folder).get(name)


def write_missing(folder: Path, names: tuple[str, ...]) -> None:
    """Lay such pages into a book's folder, for a program that reads files alone; what lies there stays."""
    for name in names:
        path, told = folder / f"{name}.md", page_text(name, folder)
        if told and not path.exists():
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(told, encoding="utf-8")


def texts(folder: Path) -> dict[str, str]:
    """All such pages of a book: their Markdown by name."""
    return _of(evidence(folder / "data")) if (folder / "data").is_dir() else {}


@lru_cache(maxsize=8)
def _of(known: Evidence) -> dict[str, str]:
    found = {}
    for resource in known.package["resources"]:
        shown = resource.get("shown", {})
        if "text" in shown:
            for section in known.choices("indicators", "section"):
                title = shown["text"].replace("{Section}", section.capitalize())
                found[shown["page"].replace(SECTION, section)] = title.replace(SECTION, section)
    return found
