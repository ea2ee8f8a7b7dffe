"""How fast the book is made, beside what a user would pick instead; prints figures, asserts nothing.

    .venv/bin/python benchmarks/measure.py [RUNS]

Each line: the median of RUNS wall times in seconds and the peak memory of the largest process, then the ratio to the
rival named in the line, measured in the same call of this script. The rivals: the first edition of this book (from the
repository's history, with this environment), a plain `jupyter-book build` of that edition, from nothing and of its
staged pages with one chapter changed, and papermill's command.
"""

from __future__ import annotations

import os
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from copies import ROOT, copy_book

from nolimits.manuscript import contents

BIN = Path(sys.executable).parent
FIRST = "0bba3ef"  # the commit of the first edition
BUILD = [sys.executable, "-m", "nolimits.cli", "build"]
JUPYTER_BOOK = [str(BIN / "jupyter-book"), "build", "."]
# the pages of the first edition as it gave them to Jupyter Book, which would only bind them
STAGE = """
import shutil, sys
from pathlib import Path
import nolimits.book.bind as module
from nolimits.book import build
def keep(staged, *rest):
    shutil.copytree(staged, sys.argv[1])
    raise SystemExit
module.bind = keep
if __name__ == "__main__":
    build(Path.cwd(), pdf=False)
"""


@dataclass
class Bench:
    """Commands in books, with what they took: `books` are copies that may be edited."""

    runs: int
    seen: dict[str, float] = field(default_factory=dict)

    def time(
        self, name: str, commands: list[list[str]], where: Path, before: Callable[[], None], rival: str = ""
    ) -> None:
        """Print the median of some commands, each run after something was done before, and the ratio to a rival."""
        seconds, peak = [], 0.0
        for _ in range(self.runs):
            before()
            started = time.perf_counter()
            for command in commands:
                peak = max(peak, run(command, where))
            seconds.append(time.perf_counter() - started)
        self.seen[name] = statistics.median(seconds)
        ratio = f"{self.seen[name] / self.seen[rival]:6.2f} of {rival}" if rival else ""
        print(f"{name:52} {self.seen[name]:7.2f} s {peak:7.0f} MiB  {ratio}", flush=True)


def run(command: list[str], where: Path) -> float:
    """Run a command; its peak resident memory in MiB."""
    environment = os.environ | {"PYTHONPATH": str(where)}
    child = subprocess.Popen(command, cwd=where, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, usage = os.wait4(child.pid, 0)
    if status:
        sys.exit(f"{' '.join(map(str, command))} failed in {where}")
    return usage.ru_maxrss / 1024


@contextmanager
def first_edition(folder: Path) -> Iterator[Path]:
    """A worktree of the first edition."""
    place = folder / "first"
    subprocess.run(["git", "worktree", "add", "--detach", str(place), FIRST], cwd=ROOT, capture_output=True, check=True)
    try:
        yield place
    finally:
        subprocess.run(["git", "worktree", "remove", "--force", str(place)], cwd=ROOT, capture_output=True, check=False)


class Edits:
    """What a writer does to a book, each time another thing."""

    def __init__(self, book: Path) -> None:
        self.book, self.count = book, 0

    def _change(self, path: str, pattern: str, new: Callable[[re.Match[str]], str]) -> None:
        self.count += 1
        file = self.book / path
        text, found = re.subn(pattern, new, file.read_text(encoding="utf-8"), count=1, flags=re.MULTILINE)
        assert found, f"{path} holds nothing like {pattern}"
        file.write_text(text, encoding="utf-8")

    def chapter(self) -> None:
        """One more sentence in a chapter."""
        self._change("chapters/why.md", r"\Z", lambda _: f"\nAnd so it is, {'again ' * self.count}said.\n")

    def notebook(self) -> None:
        """One more word in a sentence of a notebook."""
        sentence = r'^(\s+"[A-Z][^"{`#=]{30,})\.(\\n)?"'
        self._change("notebooks/trade.ipynb", sentence, lambda found: f'{found[1]} again.{found[2] or ""}"')

    def figure(self) -> None:
        """Another figure in the tables."""
        row = r"^(trade\.turnover,2024-01-01,2024-12-31,244\.8)\d*(,,,exact,,ria-)"
        self._change("data/observations.csv", row, lambda found: f"{found[1]}{11 + self.count}{found[2]}")

    def claim(self) -> None:
        """Another reason why a test is fair."""
        self._change("data/criteria.csv", r"^(m034,.*?)(\.?\"?)$", lambda found: f"{found[1]} again{found[2]}")

    def style(self) -> None:
        """Other code of the charts' style."""
        self._change("nolimits/charts/style.py", r"\Z", lambda _: f"\n# {self.count}\n")


def main(runs: int) -> None:
    """Measure and print."""
    bench = Bench(runs)
    print(f"{os.cpu_count()} cores, Python {sys.version.split()[0]}, median of {runs}")
    with tempfile.TemporaryDirectory() as told, first_edition(Path(told)) as first:
        folder = Path(told)
        book, staged = folder / "book", folder / "staged"
        copy_book(book)

        def clear(where: Path) -> Callable[[], None]:
            return lambda: shutil.rmtree(where / "_build", ignore_errors=True)

        def nothing() -> None:
            pass

        names = [path.stem for path in contents(first).notebooks]
        papermill = [
            [str(BIN / "papermill"), f"notebooks/{name}.ipynb", f"{folder}/{name}.ipynb", "--no-progress-bar"]
            for name in names
        ]
        bench.time("papermill, one notebook after the other", papermill, first, nothing)
        bench.time("jupyter-book build, first edition", [JUPYTER_BOOK], first, clear(first))
        bench.time("first edition", [[*BUILD, "--no-pdf"]], first, clear(first), "jupyter-book build, first edition")
        bench.time("nolimits build, from nothing", [BUILD], book, clear(book), "first edition")
        run(["git", "checkout", "-q", "."], first)
        clear(first)()
        script = folder / "stage.py"
        script.write_text(STAGE, encoding="utf-8")
        run([sys.executable, str(script), str(staged)], first)
        (staged / "nolimits").symlink_to(first / "nolimits")  # its pages are bound by its own code
        page, own = Edits(staged), Edits(book)
        run(JUPYTER_BOOK, staged)
        bench.time("jupyter-book build, one chapter changed", [JUPYTER_BOOK], staged, page.chapter)
        bench.time("nothing changed", [BUILD], book, nothing, "jupyter-book build, one chapter changed")
        for name, edit in {
            "one sentence in a chapter": own.chapter,
            "one sentence in a notebook": own.notebook,
            "one figure": own.figure,
            "one test of a statement": own.claim,
            "the code of the charts' style": own.style,
        }.items():
            bench.time(name, [BUILD], book, edit, "jupyter-book build, one chapter changed")
        bench.time("with PDFs, nothing else changed", [[*BUILD, "--pdf"]], book, own.chapter)
        bench.time("another day", [[*BUILD, "--cutoff", "2024-06-30"]], book, clear(book), "first edition")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 3)
