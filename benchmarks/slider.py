"""How fast a page shows another day; prints figures, asserts nothing.

    .venv/bin/python benchmarks/slider.py [TREE]

TREE is a finished book that was built with `--past` (`_build/html` by default). Each page of `PAGES` is opened in the
machine's Chromium as wide as a telephone and slowed to a quarter; then the slider goes back day by day and forward
again. Printed for each page are the milliseconds from the key to the changed text as it is laid out, the median and
the longest, and by how much the page has moved by the browser's own measure.
"""

from __future__ import annotations

import shutil
import statistics
import sys
from pathlib import Path

from copies import ROOT
from playwright.sync_api import sync_playwright

PAGES = ("chapters/summary", "notebooks/trade", "notebooks/military", "charts/trade-level", "chapters/ledger")
SLOWER = 4
STEP = """(forward) => new Promise((done) => {
  const slider = document.querySelector("#past input");
  window.moved = 0;
  const begun = performance.now();
  const late = setTimeout(() => done(null), 5000);
  document.addEventListener("nolimits:exchanged", () => {
    clearTimeout(late);
    document.body.getBoundingClientRect(); // lays it out
    done(performance.now() - begun);
  }, { once: true });
  slider.value = Number(slider.value) + (forward ? 1 : -1);
  slider.dispatchEvent(new Event("input", { bubbles: true }));
})"""
MOVES = """new PerformanceObserver((list) => {
  for (const one of list.getEntries()) window.moved = (window.moved || 0) + one.value;
}).observe({ type: "layout-shift", buffered: true });"""


def main() -> None:
    """Look at each page."""
    tree = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "_build" / "html"
    if not (tree / "_static" / "past").is_dir():
        sys.exit(f"{tree}: its pages show no other days: build the book with --past monthly")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        for name in PAGES:
            page = browser.new_page(viewport={"width": 390, "height": 844}, has_touch=True)
            page.add_init_script(MOVES)
            page.goto((tree / f"{name}.html").absolute().as_uri())
            if not page.locator(".past-open").count():
                print(f"{name:24} shows no other day")
                page.close()
                continue
            page.click(".past-open")
            page.wait_for_selector("#past input", state="visible")
            page.context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
            days = int(page.locator("#past input").get_attribute("max") or 0)
            taken, moved = [], []
            for forward in (*[False] * days, *[True] * days):
                if (seconds := page.evaluate(STEP, forward)) is None:
                    sys.exit(f"{name}: a day did not come within five seconds")
                page.wait_for_timeout(400)  # its pictures come
                taken.append(seconds)
                moved.append(page.evaluate("window.moved"))
            told = f"{statistics.median(taken):6.0f} ms, longest {max(taken):6.0f} ms, moved by {max(moved):.3f}"
            print(f"{name:24} {days:3} days {told}", flush=True)
            page.close()
        browser.close()


if __name__ == "__main__":
    main()
