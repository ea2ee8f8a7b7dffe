"""How an author is named: CSL knows `literal`, or `family` and `given`, of which one may be absent."""

from __future__ import annotations

from collections.abc import Mapping


def name_in_text(author: Mapping[str, str]) -> str:
    """An author's name as text has it; a person may have no given names."""
    return author.get("literal") or " ".join(author[part] for part in ("given", "family") if part in author)


def name_in_list(author: Mapping[str, str]) -> str:
    """An author's name as lists have it, the family's first."""
    return author.get("literal") or ", ".join(author[part] for part in ("family", "given") if part in author)
