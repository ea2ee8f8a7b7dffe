"""The parts of pages that are made from tables; each module registers its own."""

from nolimits.pagemodel.parts import (
    cards,
    cover,
    explained,
    ledger,
    papers,
    provenance,
    reference,
    robust,
    tables,
    theses,
    turns,
)

__all__ = [
    "cards",
    "cover",
    "explained",
    "ledger",
    "papers",
    "provenance",
    "reference",
    "robust",
    "tables",
    "theses",
    "turns",
]
