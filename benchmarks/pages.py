"""How light and how well made the pages of a finished book are, by Lighthouse; prints figures, asserts nothing.

    .venv/bin/python benchmarks/pages.py [TREE [RUNS]]

TREE is a finished book (`_build/html` by default). Each page of `PAGES` is served from this machine, packed by gzip as
a static host does, and looked at RUNS times (three by default) by Lighthouse's mobile profile in the machine's
Chromium; printed are the medians: four scores of 100, seconds until the largest content is there, layout shift, and
KiB that were sent. Needs Node.js; Lighthouse itself comes by `npx`, or is named by the variable LIGHTHOUSE.
"""

from __future__ import annotations

import gzip
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import lru_cache
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from copies import ROOT

LIGHTHOUSE = ("npx", "--yes", "lighthouse@12")
# one page of each kind: text, sections, charts, tables of rows, statements, indices, those with scripts of their own
PAGES = (
    *("chapters/summary", "chapters/who-was-right", "chapters/in-brief", "notebooks/trade", "notebooks/trade-more"),
    *("notebooks/military", "charts/trade-level", "chapters/charts", "chapters/ledger", "chapters/rows-trade"),
    *("chapters/registers", "chapters/sources", "chapters/method", "chapters/verify", "search"),
)
PACKED = (".html", ".css", ".js", ".json", ".svg", ".txt", ".xml", ".csv")
SCORES = ("performance", "accessibility", "best-practices", "seo")
# what no headless browser of a closed machine should do on its own
FLAGS = "--headless=new --no-sandbox --disable-gpu --no-first-run --disable-background-networking --disable-sync"


class Host(SimpleHTTPRequestHandler):
    """A static host: text is packed, and nothing is said on the console."""

    def send_head(self) -> Any:  # noqa: D102  as its parent's
        path = Path(self.translate_path(self.path))
        if path.suffix not in PACKED or not path.is_file():
            return super().send_head()
        content = packed(path)
        self.send_response(200)
        self.send_header("Content-Type", self.guess_type(str(path)))
        self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Length", str(len(content)))
        self.send_header("Cache-Control", "max-age=31536000")
        self.end_headers()
        self.wfile.write(content) if self.command == "GET" else None
        return None

    def handle_one_request(self) -> None:  # noqa: D102  as its parent's
        with suppress(ConnectionError):  # a browser that has seen enough hangs up
            super().handle_one_request()

    def log_message(self, *_: object) -> None:  # noqa: D102  as its parent's
        return


@lru_cache
def packed(path: Path) -> bytes:
    """A file's content as a host sends it."""
    return gzip.compress(path.read_bytes(), 6)


@contextmanager
def hosted(tree: Path) -> Iterator[str]:
    """The address at which a tree is served meanwhile."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), lambda *given: Host(*given, directory=str(tree)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()


def look(address: str) -> list[float]:
    """What Lighthouse says of a page once: `SCORES`, seconds, layout shift, KiB."""
    command = [*(os.environ.get("LIGHTHOUSE", "").split() or LIGHTHOUSE), address, "--quiet", "--output=json"]
    with tempfile.NamedTemporaryFile(suffix=".json") as file:
        chosen = [f"--output-path={file.name}", f"--only-categories={','.join(SCORES)}", f"--chrome-flags={FLAGS}"]
        subprocess.run([*command, *chosen], check=True)
        told = json.load(file)
    found = {name: told["audits"][name]["numericValue"] for name in WEIGHED}
    return [100 * told["categories"][name]["score"] for name in SCORES] + [
        found[name] / by for name, by in WEIGHED.items()
    ]


WEIGHED = {"largest-contentful-paint": 1000, "cumulative-layout-shift": 1, "total-byte-weight": 1024}


def main() -> None:
    """Look at each kind of page, then weigh the whole tree."""
    tree = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "_build" / "html"
    runs = int(sys.argv[2]) if len(sys.argv) > 2 else 3
    if not (tree / "index.html").is_file():
        sys.exit(f"{tree}: there is no book: build one, or name the folder of one")
    missing = [page for page in PAGES if not (tree / f"{page}.html").is_file()]
    if missing:
        sys.exit(f"{tree}: {', '.join(missing)} is not there: name pages of this book in PAGES")
    os.environ.setdefault("CHROME_PATH", shutil.which("chromium") or "")
    print(
        f"{'page':26} {'speed':>6} {'access':>6} {'best':>6} {'found':>6} {'LCP s':>6} {'CLS':>6} {'KiB':>6}",
        flush=True,
    )
    with hosted(tree) as address:
        for page in PAGES:
            seen = zip(*(look(f"{address}/{page}.html") for _ in range(runs)), strict=True)
            *scores, lcp, cls, weight = map(statistics.median, seen)
            print(
                f"{page:26} {' '.join(f'{one:6.0f}' for one in scores)} {lcp:6.2f} {cls:6.3f} {weight:6.0f}", flush=True
            )
    files = [path for path in tree.rglob("*") if path.is_file()]
    print(f"the whole book: {len(files)} files, {sum(path.stat().st_size for path in files) / 2**20:.1f} MiB")


if __name__ == "__main__":
    main()
