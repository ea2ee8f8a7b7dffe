"""How fast the book is made, beside what a user would pick instead; prints figures, asserts nothing.

    .venv/bin/python benchmarks/measure.py [RUNS]

Each line: the median of RUNS wall times in seconds and the peak memory of the largest process, then the ratio to the
rival named in the line, measured in the same call of this script.
"""

from __future__ import annotations

import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from nolimits.manuscript import contents

ROOT = Path(__file__).resolve().parents[1]
BIN = Path(sys.executable).parent
LEFT_OUT = shutil.ignore_patterns("_build", ".venv", ".git", "*_cache", "__pycache__", ".hypothesis", "tests")
SECTIONS = [path.stem for path in contents(ROOT).notebooks]


def timed(commands: list[list[str]], where: Path, before: Callable[[], None], runs: int) -> tuple[float, float]:
    """Median wall seconds of a row of commands, and the peak resident memory of one process in MiB."""
    seconds, peak = [], 0.0
    for _ in range(runs):
        before()
        started = time.perf_counter()
        for command in commands:
            child = subprocess.Popen(command, cwd=where, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            _, status, usage = os.wait4(child.pid, 0)
            if status:
                sys.exit(f"{' '.join(map(str, command))} failed")
            peak = max(peak, usage.ru_maxrss / 1024)
        seconds.append(time.perf_counter() - started)
    return statistics.median(seconds), peak


def main(runs: int) -> None:
    """Measure and print."""
    with tempfile.TemporaryDirectory() as folder:
        book = Path(shutil.copytree(ROOT, Path(folder) / "book", ignore=LEFT_OUT))

        def clear() -> None:
            shutil.rmtree(book / "_build", ignore_errors=True)

        def nothing() -> None:
            pass

        build, check = [str(BIN / "nolimits"), "build"], [str(BIN / "nolimits"), "check"]
        plain = [str(BIN / "jupyter-book"), "build", "."]
        papermill = [
            [str(BIN / "papermill"), f"notebooks/{name}.ipynb", f"{folder}/{name}.ipynb", "--no-progress-bar"]
            for name in SECTIONS
        ]
        validate = [str(BIN / "frictionless"), "validate", "data/datapackage.yaml"]
        rows = [
            ("papermill, one notebook after the other", papermill, nothing, None),
            ("jupyter-book build from nothing", [plain], clear, None),
            ("nolimits build from nothing, no PDF", [build], clear, "jupyter-book build from nothing"),
            ("nolimits build from nothing", [build], clear, "nolimits build from nothing, no PDF"),
            ("jupyter-book build, nothing changed", [plain], nothing, None),
            ("nolimits build, nothing changed", [build], nothing, "jupyter-book build, nothing changed"),
            ("frictionless validate", [validate], nothing, None),
            ("nolimits check", [check], nothing, "frictionless validate"),
        ]
        seen: dict[str, float] = {}
        print(f"{os.cpu_count()} cores, Python {sys.version.split()[0]}, median of {runs}")
        for name, commands, before, rival in rows:
            if name == "jupyter-book build, nothing changed":
                clear()
                subprocess.run(plain, cwd=book, capture_output=True, check=True)
            if name == "nolimits build, nothing changed":
                clear()
                subprocess.run(build, cwd=book, capture_output=True, check=True)
            seen[name], peak = timed(commands, book, before, runs)
            ratio = f"{seen[name] / seen[rival]:6.2f} of {rival}" if rival else ""
            print(f"{name:42} {seen[name]:7.2f} s {peak:7.0f} MiB  {ratio}", flush=True)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 3)
