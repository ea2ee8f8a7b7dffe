"""Finished books in small, to be published and asked: a few pages, one chart with its files, shared files, a manifest."""

import hashlib
import json
from pathlib import Path

from nolimits.editions.sums import write_sums

NUMBER = {"role": "value", "expression": "value('i')", "value": None, "unit": "", "period": None, "rows": []}
VERDICT = {"statement": "It is said.", "rows": [], "due": None, "test": "t"}
EXHIBIT = {"subtitle": "By year", "caption": "A line.", "kind": "lines", "records": "r", "parameters": {}, "rows": []}
EMPTY = {"parameters": {}, "sentences": [], "numbers": [], "verdicts": [], "exhibits": [], "parts": [], "rows": {}}
PAGE = (
    '<html><head><link href="{up}_static/book.css?v=1"></head><body><img src="{up}_images/a.svg">'
    '<a href="{up}index.html">start</a></body></html>'
)
CHART = "trade-level"
OLD, NEW = f"2025-09-10-{'a' * 12}", f"2026-03-31-{'b' * 12}"


def sha(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def fingerprint(drawn: str) -> str:
    """That of the chart which is drawn from something."""
    return f"2-{sha(drawn)}"


def tree(
    folder: Path,
    key: str,
    *,
    number: str = "1%",
    verdict: str = "confirmed",
    drawn: str = "1",
    rows: str = "",
    headline: str = "",
    chart: bool = True,
    more: tuple[str, ...] = (),
) -> Path:
    """A finished book: `drawn` is what its chart shows, `rows` its table where that is another, `more` further pages."""
    for name in ("_static", "_images", "notebooks", "downloads", f"charts/{CHART}"):
        (folder / name).mkdir(parents=True)
    write = {
        "_static/book.css": "p { color: black }",
        "_images/a.svg": f"<svg>{drawn}</svg>",
        "index.html": PAGE.format(up=""),
        "notebooks/trade.html": PAGE.format(up="../"),
        "downloads/trade.html": PAGE.format(up="../"),
        "build.json": json.dumps({"python": "of this machine"}),
        **{f"{page}.html": PAGE.format(up="../" * page.count("/")) for page in more},
    }
    files = {
        "svg": f"<svg>{CHART} {fingerprint(drawn)} {drawn}</svg>",
        "csv": rows or f"label,value\ntrade,{drawn}\n",
        "json": json.dumps({"headline": headline or f"It is {drawn}"}),
    }
    shown = {"id": CHART, "headline": headline or f"It is {drawn}", "fingerprint": fingerprint(drawn)}
    twin = EMPTY | {
        "title": "Trade",
        "fingerprint": sha(number + drawn + verdict),
        "numbers": [NUMBER | {"anchor": "n-1", "text": number}],
        "verdicts": [VERDICT | {"claim": "m021", "verdict": verdict}],
        "exhibits": [EXHIBIT | shown | {"told": [], "numbers": []}] if chart else [],
    }
    if chart:
        write |= {f"charts/{CHART}/{CHART}.{end}": text for end, text in files.items()}
    empty = EMPTY | {"title": "More", "fingerprint": "e" * 64}
    write |= {f"{page}.json": json.dumps(empty) for page in more} | {"notebooks/trade.json": json.dumps(twin)}
    sums = {f"{CHART}.{end}": {"sha256": sha(text), "bytes": len(text)} for end, text in files.items()}
    manifest = {
        "edition": key,
        "cutoff": key[:10],
        "pages": {"notebooks/trade": sha(number + drawn), **dict.fromkeys(more, "e" * 64)},
        "charts": {CHART: {"page": "notebooks/trade", "fingerprint": fingerprint(drawn), "files": sums}}
        if chart
        else {},
        "claims": {"m021": verdict},
        **{"code": "c", "parameters": {}, "corrections": {}},
    }
    write["edition.json"] = json.dumps(manifest)
    for name, text in write.items():
        (folder / name).write_text(text, encoding="utf-8")
    write_sums(folder)
    return folder
