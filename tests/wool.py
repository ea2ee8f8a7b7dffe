"""Wool by several sources, planted in the frozen tables, so that no single one carries a verdict."""


def strengthen(tables) -> None:
    """Let wool be counted by several sources, so that no single one carries the verdicts."""
    for number, publisher in enumerate(("First", "Second", "Third")):
        source = f"s-2024-02-0{number + 1}-wool"
        about = {"title": "T", "url": "https://example.org", "precision": "day", "language": "en", "kind": "official"}
        tables.plant("sources", source=source, publisher=publisher, published=f"2024-02-0{number + 1}", **about)
    head, rows = tables.read("sources")
    tables.write("sources", head, sorted(rows, key=lambda row: row["source"]))


def plant(tables, exports: str, imports: str) -> None:
    """Figures of wool for 2023 by three sources each."""
    strengthen(tables)
    span = {"period_start": "2023-01-01", "period_end": "2023-12-31", "qualifier": "exact"}
    for number in range(3):
        day = f"2024-02-0{number + 1}"
        for name, value in (("wool.exports", exports), ("wool.imports", imports)):
            tables.plant("observations", indicator=name, value=value, known_on=day, source=f"s-{day}-wool", **span)
