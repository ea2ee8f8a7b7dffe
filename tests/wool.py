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


def plant_what_hangs_on_one(tables) -> None:
    """Figures of wool for 2022, known before the letter: sales by one publisher, on whom the verdict hangs, purchases by
    two. That is moderate, until they age."""
    head, rows = tables.read("sources")
    about = {"title": "T", "url": "https://example.org", "precision": "day", "language": "en", "kind": "official"}
    days = {f"2023-02-0{n}": name for n, name in ((1, "The Bureau"), (2, "The Office"), (3, "The Exchange"))}
    new = [{"source": f"s-{day}-wool", "publisher": name, "published": day, **about} for day, name in days.items()]
    every = [*rows, *({name: one.get(name, "") for name in head} for one in new)]
    tables.write("sources", head, sorted(every, key=lambda row: row["source"]))
    head, rows = tables.read("observations")
    tables.write("observations", head, [row for row in rows if row["known_on"] < "2023-03-01"])
    span = {"period_start": "2022-01-01", "period_end": "2022-12-31", "qualifier": "exact"}
    for day, (name, value) in zip(days, (("exports", "120"), ("imports", "100"), ("imports", "100")), strict=True):
        cells = {"indicator": f"wool.{name}", "value": value, "known_on": day, "source": f"s-{day}-wool"}
        tables.plant("observations", **cells, **span)
    tables.plant("events", event="new", date="2026-01-01", known_on="2026-01-01")
